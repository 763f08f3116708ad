#include "compiler/check/coverage.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <limits>
#include <set>

#include "compiler/check/elements.h"
#include "compiler/support/match.h"
#include "compiler/typed/tables.h"
#include "runtime/cell.h"
#include "runtime/date.h"
#include "runtime/decimal.h"

namespace precis::check {

using diagnostics::Name;
using diagnostics::Text;

namespace {

// An input falls into finitely many elements that no row tells apart: members, true and false,
// stretches of numbers between two bounds, named codes and all others. A row is a box of elements.
using Box = std::vector<Elements>;

// After so many splits nothing more is claimed about the table.
constexpr int MostSplits = 100'000;

struct Column {
  std::size_t count = 0;
  std::vector<std::string> names;
  // The elements a condition on this input holds for.
  std::function<Elements(typed::ExprId)> holds;
};

Column enum_column(const Context& context, const typed::EnumType& type, bool with_untested) {
  const runtime::Enumeration& members = context.program.catalogue.enumerations[type.enumeration];
  Column column;
  for (const runtime::EnumMember& member : members.members) column.names.push_back(member.name);
  if (with_untested) column.names.push_back("not tested");
  column.count = column.names.size();
  column.holds = [&context, count = column.count](typed::ExprId id) {
    Elements found(count);
    if (const auto* in = std::get_if<typed::InMask>(&context.program.exprs[id].kind)) {
      for (std::size_t i = 0; i < count; ++i) {
        if (((in->mask >> i & 1) != 0) != in->negated) found.add(i);
      }
    }
    return found;
  };
  return column;
}

Column bool_column(const Context& context) {
  Column column;
  column.names = {"true", "false"};
  column.count = 2;
  column.holds = [&context](typed::ExprId id) {
    const auto of = [&](typed::ExprId test) {
      Elements one(2);
      one.add(std::holds_alternative<typed::Not>(context.program.exprs[test].kind) ? 1 : 0);
      return one;
    };
    const auto* any = std::get_if<typed::Or>(&context.program.exprs[id].kind);
    if (any == nullptr) return of(id);
    Elements found(2);
    for (const typed::ExprId test : any->operands) {
      found.join(of(test));
    }
    return found;
  };
  return column;
}

using Entry = std::pair<std::uint32_t, std::string>;

void collect_codes(const Context& context, typed::ExprId id, std::set<Entry>& codes) {
  const auto& kind = context.program.exprs[id].kind;
  if (const auto* in = std::get_if<typed::InValueSet>(&kind)) {
    for (const auto& entry : context.program.catalogue.value_sets[in->value_set].entries) {
      codes.emplace(entry.system, entry.code);
    }
  }
}

Column code_column(const Context& context, const std::vector<typed::ExprId>& conditions) {
  std::set<Entry> codes;
  for (const typed::ExprId id : conditions) collect_codes(context, id, codes);
  Column column;
  for (const Entry& code : codes) column.names.push_back(fmt::format("\"{}\"", code.second));
  column.names.push_back("any other");
  column.count = column.names.size();
  const std::vector<Entry> all(codes.begin(), codes.end());
  column.holds = [&context, all](typed::ExprId id) {
    std::set<Entry> here;
    collect_codes(context, id, here);
    Elements found(all.size() + 1);
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (here.contains(all[i])) found.add(i);
    }
    return found;
  };
  return column;
}

std::optional<std::int64_t> constant_of(const Context& context, typed::ExprId id) {
  const auto* value = std::get_if<typed::Constant>(&context.program.exprs[id].kind);
  if (value == nullptr) return std::nullopt;
  return value->value;
}

bool holds_for(const Context& context, typed::ExprId id, std::int64_t x) {
  const auto& kind = context.program.exprs[id].kind;
  if (const auto* any = std::get_if<typed::Or>(&kind)) {
    return std::ranges::any_of(any->operands,
                               [&](typed::ExprId it) { return holds_for(context, it, x); });
  }
  if (const auto* all = std::get_if<typed::And>(&kind)) {
    return std::ranges::all_of(all->operands,
                               [&](typed::ExprId it) { return holds_for(context, it, x); });
  }
  if (const auto* within = std::get_if<typed::Within>(&kind)) {
    return constant_of(context, within->first) <= x && x <= constant_of(context, within->last);
  }
  const auto* compare = std::get_if<typed::Compare>(&kind);
  if (compare == nullptr) return false;
  const std::int64_t c = constant_of(context, compare->right).value_or(0);
  switch (compare->relation) {
    case typed::Relation::Less:
      return x < c;
    case typed::Relation::LessEqual:
      return x <= c;
    case typed::Relation::Greater:
      return x > c;
    case typed::Relation::GreaterEqual:
      return x >= c;
    case typed::Relation::Equal:
      return x == c;
    case typed::Relation::NotEqual:
      return x != c;
  }
  return false;
}

// Where a condition may begin or stop to hold.
void collect_bounds(const Context& context, typed::ExprId id, std::set<std::int64_t>& bounds) {
  const auto& kind = context.program.exprs[id].kind;
  const auto add = [&](std::optional<std::int64_t> c) {
    if (!c || *c == std::numeric_limits<std::int64_t>::max()) return;
    bounds.insert(*c);
    bounds.insert(*c + 1);
  };
  if (const auto* any = std::get_if<typed::Or>(&kind)) {
    for (const typed::ExprId it : any->operands) collect_bounds(context, it, bounds);
  } else if (const auto* all = std::get_if<typed::And>(&kind)) {
    for (const typed::ExprId it : all->operands) collect_bounds(context, it, bounds);
  } else if (const auto* within = std::get_if<typed::Within>(&kind)) {
    add(constant_of(context, within->first));
    add(constant_of(context, within->last));
  } else if (const auto* compare = std::get_if<typed::Compare>(&kind)) {
    add(constant_of(context, compare->right));
  }
}

Column number_column(const Context& context, const std::vector<typed::ExprId>& conditions,
                     std::int64_t low, std::int64_t high,
                     const std::function<std::string(std::int64_t)>& show) {
  std::set<std::int64_t> bounds;
  for (const typed::ExprId id : conditions) collect_bounds(context, id, bounds);
  std::vector<std::int64_t> firsts{low};
  for (const std::int64_t bound : bounds) {
    if (bound > low && bound <= high) firsts.push_back(bound);
  }
  Column column;
  for (const std::int64_t first : firsts) column.names.push_back(show(first));
  column.count = firsts.size();
  column.holds = [&context, firsts](typed::ExprId id) {
    Elements found(firsts.size());
    for (std::size_t i = 0; i < firsts.size(); ++i) {
      if (holds_for(context, id, firsts[i])) found.add(i);
    }
    return found;
  };
  return column;
}

class Coverage {
 public:
  // `with_untested`: an untested gene is one more case also where no row asks for it.
  Coverage(Context& context, const typed::DecisionTable& table, bool with_untested)
      : context_(context), table_(table), with_untested_(with_untested) {
    for (std::size_t i = 0; i < table.inputs.size(); ++i) columns_.push_back(column(i));
    for (const typed::Row& row : table.rows) {
      Box box;
      for (std::size_t i = 0; i < columns_.size(); ++i) {
        box.push_back(row.conditions[i] ? columns_[i].holds(*row.conditions[i])
                                        : Elements(columns_[i].count, true));
      }
      rows_.push_back(std::move(box));
    }
  }

  void check() {
    for (std::size_t j = 0; j < rows_.size(); ++j) {
      if (is_empty(rows_[j])) {
        unreachable(j, "no input is like this");
      } else if (table_.hit_policy == typed::HitPolicy::Unique) {
        check_overlap(j);
      } else {
        int splits = 0;
        if (!uncovered(rows_[j], j, 0, splits) && splits <= MostSplits) masked(j);
      }
    }
    if (table_.otherwise) return;
    int splits = 0;
    const auto gap = uncovered(everything(), rows_.size(), 0, splits);
    if (!gap) return;
    context_.sink.report(diagnostics::TableGap.at(table_.span, Text(example(*gap)))
                             .help("add a row for it, or a last row `otherwise => ...`"));
  }

  // A gene that stays untested reaches `otherwise` where the rows list phenotypes.
  void check_otherwise() {
    int splits = 0;
    if (uncovered(everything(), rows_.size(), 0, splits) || splits > MostSplits) return;
    context_.sink.report(diagnostics::UnreachableRow.at(table_.otherwise->span)
                             .label("the rows above cover all there is")
                             .help("remove it"));
  }

 private:
  Box everything() const {
    Box all;
    for (const Column& column : columns_) all.emplace_back(column.count, true);
    return all;
  }

  Column column(std::size_t input) const {
    std::vector<typed::ExprId> conditions;
    const typed::Type& type = context_.program.types[table_.inputs[input].type];
    const auto* phenotype = std::get_if<typed::EnumType>(&type);
    for (const typed::Row& row : table_.rows) {
      if (!row.conditions[input]) continue;
      conditions.push_back(*row.conditions[input]);
    }
    if (phenotype != nullptr) {
      const auto number = static_cast<std::uint32_t>(input);
      const bool has_untested =
          context_.program.catalogue.enumerations[phenotype->enumeration].has_untested;
      return enum_column(
          context_, *phenotype,
          typed::reads_file(context_.program, table_, number) || (with_untested_ && has_untested));
    }
    if (std::holds_alternative<typed::BoolType>(type)) return bool_column(context_);
    if (const auto* number = std::get_if<typed::NumberType>(&type)) {
      return number_column(context_, conditions, number->low, number->high,
                           [&number](std::int64_t x) {
                             return fmt::format("{}{}{}", runtime::format_decimal(x, number->scale),
                                                number->unit.empty() ? "" : " ", number->unit);
                           });
    }
    if (const auto* money = std::get_if<typed::MoneyType>(&type)) {
      return number_column(context_, conditions, money->low, money->high, [&money](std::int64_t x) {
        return fmt::format("${}", runtime::format_fixed(x, money->scale));
      });
    }
    if (const auto* date = std::get_if<typed::DateType>(&type)) {
      return number_column(context_, conditions, date->low, date->high, [](std::int64_t x) {
        return runtime::format_date(static_cast<runtime::Day>(x));
      });
    }
    return code_column(context_, conditions);
  }

  static bool is_empty(const Box& box) { return std::ranges::any_of(box, &Elements::empty); }

  static bool meet(const Box& a, const Box& b) {
    for (std::size_t d = 0; d < a.size(); ++d) {
      if (!a[d].meets(b[d])) return false;
    }
    return true;
  }

  static Box intersection(const Box& a, const Box& b) {
    Box both = a;
    for (std::size_t d = 0; d < a.size(); ++d) {
      both[d].keep(b[d]);
    }
    return both;
  }

  // A part of `box` that none of the first `count` rows covers.
  std::optional<Box> uncovered(Box box, std::size_t count, std::size_t from, int& splits) const {
    for (std::size_t i = from; i < count; ++i) {
      if (!meet(box, rows_[i])) continue;
      if (++splits > MostSplits) return std::nullopt;
      for (std::size_t d = 0; d < box.size(); ++d) {
        Box outside = box;
        outside[d].remove(rows_[i][d]);
        box[d].keep(rows_[i][d]);
        if (is_empty(outside)) continue;
        if (auto found = uncovered(std::move(outside), count, i + 1, splits)) return found;
      }
      return std::nullopt;
    }
    return box;
  }

  void check_overlap(std::size_t j) {
    for (std::size_t i = 0; i < j; ++i) {
      if (!meet(rows_[i], rows_[j])) continue;
      const Box both = intersection(rows_[i], rows_[j]);
      context_.sink.report(
          diagnostics::TableOverlap.at(table_.rows[j].span, Text(example(both)))
              .label(table_.rows[i].span, "this row covers it too")
              .help("make the rows exclude each other, or write `by first match`"));
      return;
    }
  }

  // With one input of the row, and the row that takes it.
  void masked(std::size_t row) {
    const bool severe = table_.hit_policy == typed::HitPolicy::MostSevere;
    Box one = rows_[row];
    for (Elements& elements : one) elements.keep_first();
    for (std::size_t i = 0; i < row; ++i) {
      const Box both = intersection(one, rows_[i]);
      if (is_empty(both)) continue;
      context_.sink.report(
          diagnostics::UnreachableRow.at(table_.rows[row].span)
              .label(severe ? "rows that are at least as severe cover all of it"
                            : "earlier rows cover all of it")
              .label(table_.rows[i].span, fmt::format("takes {}", example(both)))
              .help(severe ? "remove it, or narrow the others" : "remove it, or move it up"));
      return;
    }
  }

  void unreachable(std::size_t row, std::string_view why) {
    context_.sink.report(diagnostics::UnreachableRow.at(table_.rows[row].span)
                             .label(std::string(why))
                             .help("remove it, or move it up"));
  }

  // One input of the box: "phenotype normal_metabolizer, recent_acs true".
  std::string example(const Box& box) const {
    std::string text;
    for (std::size_t d = 0; d < box.size(); ++d) {
      text += fmt::format("{}{} {}", d == 0 ? "" : ", ", table_.inputs[d].name,
                          columns_[d].names[box[d].first()]);
    }
    return text;
  }

  Context& context_;
  const typed::DecisionTable& table_;
  bool with_untested_;
  std::vector<Column> columns_;
  std::vector<Box> rows_;
};

}  // namespace

void check_rows(Context& context, const typed::DecisionTable& table) {
  Coverage(context, table, false).check();
  if (table.otherwise) Coverage(context, table, true).check_otherwise();
}

}  // namespace precis::check
