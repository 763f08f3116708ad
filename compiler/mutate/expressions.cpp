// Mutants of expressions.

#include "compiler/mutate/maker.h"
#include "compiler/mutate/text.h"
#include "compiler/support/match.h"

namespace precis::mutate {

void Maker::walk_all(const std::vector<syntax::ExprId>& ids, const std::string& place) {
  for (const syntax::ExprId id : ids) walk(id, place);
}

// Constructs that a reader takes in at one glance: what changes inside is shown with all of them.
static bool is_clause(const syntax::Expr& e) {
  return std::holds_alternative<syntax::Comparison>(e.kind) ||
         std::holds_alternative<syntax::Membership>(e.kind) ||
         std::holds_alternative<syntax::Between>(e.kind) ||
         std::holds_alternative<syntax::DateComparison>(e.kind) ||
         std::holds_alternative<syntax::Within>(e.kind) ||
         std::holds_alternative<syntax::KnowledgeTest>(e.kind) ||
         std::holds_alternative<syntax::AtLeast>(e.kind) ||
         std::holds_alternative<syntax::Tried>(e.kind);
}

void Maker::number(std::string_view digits, source::Span whole, const std::string& place) {
  const source::Span at = span_of(digits);
  for (const int step : {1, -1}) {
    const auto other = stepped(digits, step);
    if (!other) continue;
    const std::string before(text({at.file, whole.begin, at.begin}));
    const std::string after(text({at.file, at.end, whole.end}));
    add(place, payload_ + folded(text(whole)) + " to " + folded(before + *other + after),
        {{at, *other}});
  }
}

void Maker::date(const syntax::DateLiteral& it, source::Span whole, const std::string& place) {
  for (const int step : {1, -1}) {
    const std::string other = stepped(it, step);
    add(place, payload_ + std::string(text(whole)) + " to " + other, {{whole, other}});
  }
}

void Maker::leading(const syntax::Expr& e, std::string_view word, std::string_view other,
                    const std::string& place) {
  const auto length = static_cast<std::uint32_t>(word.size());
  add(place, std::string(word) + " to " + std::string(other),
      {{{e.span.file, e.span.begin, e.span.begin + length}, std::string(other)}});
}

void Maker::between(const syntax::Expr& e, source::Span gap, std::string_view word,
                    std::string_view other, const std::string& place) {
  const auto at = find_word(text(gap), word);
  if (!at) return;
  const auto begin = gap.begin + static_cast<std::uint32_t>(*at);
  const auto end = begin + static_cast<std::uint32_t>(word.size());
  add(place, std::string(word) + " to " + std::string(other),
      {{{e.span.file, begin, end}, std::string(other)}});
}

void Maker::logic(const syntax::Expr& e, const std::vector<syntax::ExprId>& operands,
                  std::string_view word, std::string_view other, const std::string& place) {
  std::vector<Edit> edits;
  for (std::size_t i = 0; i + 1 < operands.size(); ++i) {
    const source::Span hole = gap(span(operands[i]), span(operands[i + 1]));
    const auto at = find_word(text(hole), word);
    if (!at) return;
    const auto begin = hole.begin + static_cast<std::uint32_t>(*at);
    edits.push_back({{e.span.file, begin, begin + static_cast<std::uint32_t>(word.size())},
                     std::string(other)});
  }
  const source::Span outer = clause_;
  clause_ = e.span;
  add(place, std::string(word) + " to " + std::string(other), std::move(edits));
  for (std::size_t i = 0; i < operands.size(); ++i) {
    const source::Span it = span(operands[i]);
    const bool is_last = i + 1 == operands.size();
    const std::uint32_t begin = is_last ? span(operands[i - 1]).end : it.begin;
    const std::uint32_t end = is_last ? it.end : span(operands[i + 1]).begin;
    leave_out(place, folded(text(it)), {it.file, begin, end});
  }
  clause_ = outer;
  walk_all(operands, place);
}

// ---- comparisons

void Maker::comparison(const syntax::Comparison& it, const std::string& place) {
  const auto become = [&](std::string_view other) {
    add(place, folded(text(it.op_span)) + " to " + std::string(other),
        {{it.op_span, std::string(other)}});
  };
  const auto become_both = [&](std::string_view boundary, std::string_view negated) {
    become(boundary);
    become(negated);
  };
  switch (it.op) {
    case syntax::ComparisonOp::Less:
      become_both("<=", ">=");
      break;
    case syntax::ComparisonOp::LessOrEqual:
      become_both("<", ">");
      break;
    case syntax::ComparisonOp::Greater:
      become_both(">=", "<=");
      break;
    case syntax::ComparisonOp::GreaterOrEqual:
      become_both(">", "<");
      break;
    case syntax::ComparisonOp::Is:
      become("is not");
      break;
    case syntax::ComparisonOp::IsNot:
      become("is");
      break;
  }
  walk_all({it.left, it.right}, place);
}

void Maker::membership(const syntax::Expr& e, const syntax::Membership& it,
                       const std::string& place) {
  const source::Span hole = gap(span(it.item), span(it.set));
  if (it.negated) {
    const auto at = find_word(text(hole), "not");
    const auto end = find_word(text(hole), "in");
    if (at && end && *at < *end) {
      const auto begin = hole.begin + static_cast<std::uint32_t>(*at);
      add(place, "not in to in",
          {{{e.span.file, begin, hole.begin + static_cast<std::uint32_t>(*end)}, ""}});
    }
  } else {
    between(e, hole, "in", "not in", place);
  }
  walk(it.item, place);
}

void Maker::date_comparison(const syntax::DateComparison& it, const std::string& place) {
  const auto other = [&]() -> std::string {
    switch (it.order) {
      case syntax::DateOrder::Before:
      case syntax::DateOrder::StrictlyBefore:
        return "on or before";
      case syntax::DateOrder::OnOrBefore:
        return "before";
      case syntax::DateOrder::After:
      case syntax::DateOrder::StrictlyAfter:
        return "on or after";
      case syntax::DateOrder::OnOrAfter:
        return "after";
    }
    return {};
  }();
  add(place, folded(text(it.order_span)) + " to " + other, {{it.order_span, other}});
  walk_all({it.subject, it.anchor}, place);
}

void Maker::window(const syntax::Window& it, const std::string& place) {
  const source::Span digits = span_of(it.digits);
  number(it.digits, {digits.file, digits.begin, it.unit.span.end}, place);
  const source::Span hole = gap(it.unit.span, span(it.anchor));
  const syntax::Expr& anchor = expr(it.anchor);
  switch (it.side) {
    case syntax::WindowSide::Before:
      between(anchor, hole, "before", "after", place);
      break;
    case syntax::WindowSide::After:
      between(anchor, hole, "after", "before", place);
      break;
    case syntax::WindowSide::Around:
      between(anchor, hole, "around", "before", place);
      break;
  }
  walk(it.anchor, place);
}

void Maker::asked(const syntax::AskedDays& it, const std::string& place) {
  support::match(
      it.days, [&](const syntax::Window& each) { window(each, place); },
      [&](const syntax::Days& each) {
        walk(each.first, place);
        walk(each.last, place);
      });
}

void Maker::query(const syntax::Query& it, const std::string& place) {
  walk(it.list, place);
  if (it.where) walk(*it.where, place);
}

// ---- everything

void Maker::walk(syntax::ExprId id, const std::string& place) {
  const syntax::Expr& e = expr(id);
  const source::Span outer = clause_;
  if (is_clause(e)) clause_ = e.span;
  support::match(
      e.kind,  //
      [&](const syntax::IntegerLiteral& it) { number(it.digits, e.span, place); },
      [&](const syntax::DecimalLiteral& it) { number(it.digits, e.span, place); },
      [&](const syntax::MoneyLiteral& it) { number(it.amount, e.span, place); },
      [&](const syntax::QuantityLiteral& it) { number(it.digits, e.span, place); },
      [&](const syntax::DateLiteral& it) { date(it, e.span, place); },
      [](const syntax::BoolLiteral&) {}, [](const syntax::YearMonthLiteral&) {},
      [](const syntax::TextLiteral&) {}, [](const syntax::CodedLiteral&) {},
      [](const syntax::NameRef&) {}, [&](const syntax::FieldAccess& it) { walk(it.object, place); },
      [&](const syntax::AlleleQuestion& it) { walk(it.gene, place); },
      [&](const syntax::Lookup& it) { walk(it.key, place); },
      [&](const syntax::Call& it) { walk_all(it.arguments, place); },
      [](const syntax::SetLiteral&) {}, [&](const syntax::Paren& it) { walk(it.inner, place); },
      [&](const syntax::AtDate& it) {
        walk(it.parameter, place);
        walk(it.date, place);
      },
      [&](const syntax::Rounded& it) { walk(it.operand, place); },
      [&](const syntax::Arithmetic& it) { walk_all({it.left, it.right}, place); },
      [&](const syntax::Negate& it) { walk(it.operand, place); },
      [&](const syntax::Not& it) {
        leave_out(place, "not", {e.span.file, e.span.begin, span(it.operand).begin});
        walk(it.operand, place);
      },
      [&](const syntax::And& it) { logic(e, it.operands, "and", "or", place); },
      [&](const syntax::Or& it) { logic(e, it.operands, "or", "and", place); },
      [&](const syntax::If& it) { walk_all({it.condition, it.then, it.otherwise}, place); },
      [&](const syntax::Comparison& it) { comparison(it, place); },
      [&](const syntax::Membership& it) { membership(e, it, place); },
      [&](const syntax::Between& it) { walk_all({it.subject, it.low, it.high}, place); },
      [&](const syntax::DateComparison& it) { date_comparison(it, place); },
      [&](const syntax::Within& it) {
        walk(it.subject, place);
        window(it.window, place);
      },
      [&](const syntax::KnowledgeTest& it) {
        const source::Span tail{e.span.file, span(it.subject).end, e.span.end};
        const bool known = it.expected == syntax::Knowledge::Known;
        between(e, tail, known ? "known" : "unknown", known ? "unknown" : "known", place);
        walk(it.subject, place);
      },
      [&](const syntax::OnFile& it) { walk(it.subject, place); },
      [&](const syntax::Tested& it) { walk(it.subject, place); },
      [&](const syntax::Otherwise& it) { walk_all({it.value, it.fallback}, place); },
      [&](const syntax::Any& it) {
        leading(e, "any", "no", place);
        query(it.query, place);
      },
      [&](const syntax::No& it) {
        leading(e, "no", "any", place);
        query(it.query, place);
      },
      [&](const syntax::All& it) {
        query(it.query, place);
        walk(it.satisfy, place);
      },
      [&](const syntax::Count& it) { query(it.query, place); },
      [&](const syntax::CountDistinct& it) {
        walk(it.value, place);
        query(it.query, place);
      },
      [&](const syntax::Aggregate& it) {
        walk(it.value, place);
        query(it.query, place);
      },
      [&](const syntax::AtLeast& it) {
        number(it.digits, it.digits_span, place);
        walk_all(it.conditions, place);
      },
      [&](const syntax::Select& it) { query(it.query, place); },
      [&](const syntax::DaysCovered& it) {
        query(it.query, place);
        asked(it.asked, place);
      },
      [&](const syntax::ProportionCovered& it) {
        query(it.query, place);
        asked(it.asked, place);
      },
      [&](const syntax::LongestRun& it) {
        query(it.query, place);
        asked(it.asked, place);
        number(it.gap.digits, it.gap.span, place);
      },
      [&](const syntax::Tried& it) {
        query(it.query, place);
        number(it.at_least.digits, it.at_least.span, place);
        asked(it.asked, place);
      },
      [&](const syntax::OnHand& it) {
        query(it.query, place);
        walk(it.day, place);
      },
      [](const syntax::Malformed&) {});
  clause_ = outer;
}

}  // namespace precis::mutate
