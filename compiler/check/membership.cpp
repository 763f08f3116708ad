// `x in S`, and `x between a and b`.

#include <fmt/format.h>

#include <algorithm>

#include "compiler/check/data.h"
#include "compiler/check/expressions.h"

namespace precis::check {

using diagnostics::Name;
using diagnostics::Text;
using diagnostics::TypeName;

typed::ExprId Expressions::membership(const syntax::Membership& it, source::Span span) {
  if (const Answer* asked = answer(it.item)) {
    const auto* written = std::get_if<syntax::SetLiteral>(&tree(peeled(it.set)).kind);
    if (written == nullptr) return not_an_alternative(*asked, span);
    return answer_is(*asked, written->members, it.negated, span);
  }
  const Operand item = operand(it.item);
  if (item.broken()) return context_.poison(span);
  const typed::ExprId left = item.expr ? *item.expr : natural(*item.literal);
  const syntax::Expr& set = tree(peeled(it.set));
  if (const auto* written = std::get_if<syntax::SetLiteral>(&set.kind)) {
    return in_written_set(left, *written, it.negated, set.span, span);
  }
  const auto* name = std::get_if<syntax::NameRef>(&set.kind);
  if (name == nullptr) {
    if (!std::holds_alternative<syntax::Malformed>(set.kind)) {
      context_.sink.report(diagnostics::NotASet.at(set.span, Text(context_.sources.text(set.span)))
                               .help("write a value set's name, or the members: `{ a, b }`"));
    }
    return context_.poison(span);
  }
  const auto symbol = context_.names.resolve(
      module_, name->name, {SymbolKind::ValueSet, SymbolKind::Measurement}, "a value set");
  if (!symbol || !context_.names[*symbol].index) return context_.poison(span);
  std::uint32_t index = *context_.names[*symbol].index;
  if (context_.names[*symbol].kind == SymbolKind::Measurement) {
    index = context_.program.catalogue.measurements[index].value_set;
  }
  return in_value_set(left, index, it.negated, name->name.span, span);
}

typed::ExprId Expressions::in_value_set(typed::ExprId item, std::uint32_t set, bool negated,
                                        source::Span set_span, source::Span span) {
  const auto* code = std::get_if<typed::CodeType>(&context_.type(item));
  if (code == nullptr) {
    return not_comparable(item, "code", span);
  }
  const std::uint32_t wanted = code->system;
  const auto systems = systems_of(context_, set);
  if (std::ranges::find(systems, wanted) == systems.end() && !systems.empty()) {
    const auto& names = context_.program.catalogue.systems;
    context_.sink.report(diagnostics::OtherSystem
                             .at(set_span, Name(context_.program.catalogue.value_sets[set].name),
                                 Name(names[systems.front()].name), Name(names[wanted].name))
                             .label(context_.program.exprs[item].span,
                                    fmt::format("holds codes of {}", names[wanted].name))
                             .help(fmt::format("name a value set of {}", names[wanted].name)));
    return context_.poison(span);
  }
  return context_.add(span, context_.boolean(), typed::InValueSet{item, set, negated, set_span});
}

typed::ExprId Expressions::in_written_set(typed::ExprId item, const syntax::SetLiteral& set,
                                          bool negated, source::Span set_span, source::Span span) {
  const typed::Type type = context_.type(item);
  if (set.members.empty()) {
    context_.sink.report(diagnostics::EmptySet.at(set_span).help("name at least one member"));
    return context_.poison(span);
  }
  bool sound = true;
  if (const auto* enumeration = std::get_if<typed::EnumType>(&type)) {
    std::int64_t mask = 0;
    for (const syntax::ExprId member : set.members) {
      const syntax::Expr& written = tree(peeled(member));
      const auto* name = std::get_if<syntax::NameRef>(&written.kind);
      if (name == nullptr) {
        if (!std::holds_alternative<syntax::Malformed>(written.kind)) {
          not_comparable(item, std::string(context_.sources.text(written.span)), written.span);
        }
        sound = false;
        continue;
      }
      const typed::ExprId found = member_of(enumeration->enumeration, name->name);
      sound = sound && !context_.is_poison(found);
      if (!context_.is_poison(found)) {
        mask |= std::get<typed::Constant>(context_.program.exprs[found].kind).value;
      }
    }
    if (!sound) return context_.poison(span);
    return context_.add(span, context_.boolean(), typed::InMask{item, mask, negated, set_span});
  }
  const bool is_code = std::holds_alternative<typed::CodeType>(type);
  if (is_code || std::holds_alternative<typed::DiplotypeType>(type) ||
      std::holds_alternative<typed::TextType>(type)) {
    std::vector<runtime::ValueSetEntry> all;
    for (const syntax::ExprId member : set.members) {
      const auto* name = std::get_if<syntax::NameRef>(&tree(peeled(member)).kind);
      if (is_code && name != nullptr) {
        const auto symbol =
            context_.names.resolve(module_, name->name, {SymbolKind::ValueSet}, "a value set");
        if (!symbol || !context_.names[*symbol].index) {
          sound = false;
          continue;
        }
        const std::uint32_t index = *context_.names[*symbol].index;
        sound =
            sound && !context_.is_poison(in_value_set(item, index, negated, name->name.span, span));
        const auto& entries = context_.program.catalogue.value_sets[index].entries;
        all.insert(all.end(), entries.begin(), entries.end());
        continue;
      }
      const auto entries = coded(member, type);
      sound = sound && entries.has_value();
      if (entries) all.insert(all.end(), entries->begin(), entries->end());
    }
    if (!sound) return context_.poison(span);
    const std::string text(context_.sources.text(set_span));
    const std::uint32_t index = written_value_set(context_, text, std::move(all));
    return context_.add(span, context_.boolean(),
                        typed::InValueSet{item, index, negated, set_span});
  }
  if (score_may_be_unassigned(item, span)) return context_.poison(span);
  std::vector<typed::ExprId> same;
  for (const syntax::ExprId member : set.members) {
    const typed::ExprId found =
        compare(Relation::Equal, {item, {}}, operand(member), tree(member).span);
    sound = sound && !context_.is_poison(found);
    same.push_back(found);
  }
  if (!sound) return context_.poison(span);
  const typed::ExprId any =
      same.size() == 1 ? same[0] : context_.add(span, context_.boolean(), typed::Or{same});
  return negated ? context_.add(span, context_.boolean(), typed::Not{any}) : any;
}

typed::ExprId Expressions::between(const syntax::Between& it, source::Span span) {
  const Operand subject = operand(it.subject);
  const Operand low = operand(it.low);
  const Operand high = operand(it.high);
  if (subject.broken() || low.broken() || high.broken()) return context_.poison(span);
  if (reversed(low, high, span)) return context_.poison(span);
  const typed::ExprId value = subject.expr ? *subject.expr : natural(*subject.literal);
  const typed::ExprId from = compare(Relation::GreaterEqual, {value, {}}, low, span);
  if (context_.is_poison(from)) return from;
  const typed::ExprId to = compare(Relation::LessEqual, {value, {}}, high, span);
  return within_bounds(from, to, span);
}

bool Expressions::reversed(const Operand& low, const Operand& high, source::Span span) {
  bool found = false;
  if (low.literal && high.literal) {
    const bool comparable = low.literal->money == high.literal->money &&
                            comparable_units(low.literal->unit, high.literal->unit);
    const auto last = comparable
                          ? in_unit(high.literal->value, high.literal->unit, low.literal->unit)
                          : std::nullopt;
    found = last && low.literal->value > *last;
  } else if (low.expr && high.expr) {
    const auto* first = std::get_if<typed::Constant>(&context_.program.exprs[*low.expr].kind);
    const auto* last = std::get_if<typed::Constant>(&context_.program.exprs[*high.expr].kind);
    const bool are_dates = std::holds_alternative<typed::DateType>(context_.type(*low.expr)) &&
                           std::holds_alternative<typed::DateType>(context_.type(*high.expr));
    found = are_dates && first != nullptr && last != nullptr && first->value > last->value;
  }
  if (!found) return false;
  const auto text = [&](const Operand& it) {
    return Text(context_.sources.text(it.literal ? it.literal->span
                                                 : context_.program.exprs[*it.expr].span));
  };
  context_.sink.report(
      diagnostics::RangeReversed.at(span, text(low), text(high))
          .help(low.literal ? "write the smaller amount first" : "write the earlier date first"));
  return true;
}

typed::ExprId Expressions::within_bounds(typed::ExprId from, typed::ExprId to, source::Span span) {
  if (context_.is_poison(from) || context_.is_poison(to)) return context_.poison(span);
  const auto* above = std::get_if<typed::Compare>(&context_.program.exprs[from].kind);
  const auto* below = std::get_if<typed::Compare>(&context_.program.exprs[to].kind);
  if (above != nullptr && below != nullptr && above->left == below->left) {
    const typed::Within window{above->left, above->right, below->right};
    return context_.add(span, context_.boolean(), window);
  }
  return context_.add(span, context_.boolean(), typed::And{{from, to}});
}

}  // namespace precis::check
