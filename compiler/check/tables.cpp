#include "compiler/check/tables.h"

#include <fmt/format.h>

#include <algorithm>

#include "compiler/check/coverage.h"
#include "compiler/check/data.h"
#include "compiler/check/expressions.h"
#include "compiler/check/types.h"
#include "compiler/support/match.h"

namespace precis::check {

using diagnostics::Name;
using diagnostics::Text;

namespace {

constexpr std::size_t MostCells = 10'000;

typed::HitPolicy hit_policy_of(syntax::HitPolicy policy) {
  switch (policy) {
    case syntax::HitPolicy::Unique:
      return typed::HitPolicy::Unique;
    case syntax::HitPolicy::FirstMatch:
      return typed::HitPolicy::FirstMatch;
    case syntax::HitPolicy::MostSevere:
      return typed::HitPolicy::MostSevere;
  }
  return typed::HitPolicy::Unique;
}

class TableReader {
 public:
  TableReader(Context& context, std::size_t module, const syntax::Table& tree, bool damaged)
      : context_(context), module_(module), tree_(tree), damaged_(damaged) {
    made_.name = tree.name.text;
    made_.hit_policy = hit_policy_of(tree.hit_policy);
    made_.span = tree.name.span;
  }

  std::optional<typed::TableId> read() {
    if (!read_header()) return std::nullopt;
    Expressions cells(context_, module_, nullptr, &made_.inputs);
    if (!fits()) return std::nullopt;
    bool sound = true;
    bool ordered = true;
    for (const syntax::Row& row : tree_.rows) {
      typed::Row made{row.span, {}, {}};
      if (row.inputs.size() != made_.inputs.size()) {
        sound = wrong_width(row.span, row.inputs.size(), made_.inputs.size());
        continue;
      }
      for (std::uint32_t i = 0; i < row.inputs.size(); ++i) {
        made.conditions.push_back(read_cell(cells, row.inputs[i], i, sound));
      }
      sound = read_outputs(cells, row.span, row.outputs, made.outputs) && sound;
      made_.rows.push_back(std::move(made));
    }
    if (tree_.otherwise) {
      ordered = check_last(*tree_.otherwise);
      typed::DecisionTable::OtherwiseRow made{tree_.otherwise->span, {}};
      sound = read_outputs(cells, tree_.otherwise->span, tree_.otherwise->outputs, made.outputs) &&
              sound;
      made_.otherwise = std::move(made);
    }
    if (sound) sort_by_severity();
    if (sound && ordered && !damaged_) check_rows(context_, made_);
    if (!sound) return std::nullopt;
    return context_.program.tables.add(std::move(made_));
  }

 private:
  // Each row is compared with each other.
  bool fits() {
    const std::size_t cells = tree_.rows.size() * tree_.params.size();
    if (cells <= MostCells) return true;
    context_.sink.report(
        diagnostics::TableTooLarge.at(tree_.name.span, Text(std::to_string(cells)), Text("10000"))
            .help("make tables of parts of it, or put the data into a catalog"));
    return false;
  }

  bool check_last(const syntax::OtherwiseRow& otherwise) {
    for (const syntax::Row& row : tree_.rows) {
      if (row.span.begin < otherwise.span.begin) continue;
      context_.sink.report(diagnostics::UnreachableRow.at(row.span)
                               .label(otherwise.span, "takes all that is left")
                               .help("write `otherwise` as the last row"));
      return false;
    }
    return true;
  }

  // The most severe first, ties as written: then the first row that applies is the one.
  void sort_by_severity() {
    if (made_.hit_policy != typed::HitPolicy::MostSevere) return;
    std::ranges::stable_sort(made_.rows, std::ranges::greater{}, [&](const typed::Row& row) {
      return std::get<typed::Constant>(context_.program.exprs[row.outputs[0]].kind).value;
    });
  }

  bool check_severity() {
    if (made_.hit_policy != typed::HitPolicy::MostSevere) return true;
    const typed::DecisionTable::Output& first = made_.outputs[0];
    if (std::holds_alternative<typed::EnumType>(context_.program.types[first.type])) return true;
    context_.sink.report(
        diagnostics::NoSeverity.at(tree_.output_headers[0].span, Name(first.name))
            .label("`by most severe` goes by the first output")
            .help("let it be of a type whose members are written from mildest to most severe"));
    return false;
  }

  bool wrong_width(source::Span span, std::size_t found, std::size_t wanted) {
    context_.sink.report(
        diagnostics::RowWidth.at(span, Text(std::to_string(found)), Text(std::to_string(wanted)))
            .help(fmt::format(
                "write {} cells with `|` between them; `any` stands where a column does not matter",
                wanted)));
    return false;
  }

  bool header_is(const syntax::Name& header, std::string_view wanted) {
    if (header.text == wanted) return true;
    context_.sink.report(
        diagnostics::HeaderMismatch.at(header.span, Name(header.text), Name(wanted))
            .help("the header names inputs and outputs in their order"));
    return false;
  }

  bool read_header() {
    bool sound = true;
    for (const syntax::Param& param : tree_.params) {
      const auto type = written_type(context_, module_, param.type, TypePlace::Param);
      sound = sound && type.has_value();
      if (type) made_.inputs.push_back({std::string(param.name.text), *type, param.name.span});
    }
    if (!sound) return false;
    support::match(
        tree_.gives,
        [&](const syntax::Type& it) {
          const auto type = written_type(context_, module_, it, TypePlace::Param);
          sound = type.has_value();
          if (type && !tree_.output_headers.empty()) {
            made_.outputs.push_back({std::string(tree_.output_headers[0].text), *type});
          }
        },
        [&](const std::vector<syntax::Param>& params) {
          for (std::size_t i = 0; i < params.size(); ++i) {
            const auto type = written_type(context_, module_, params[i].type, TypePlace::Param);
            sound = sound && type.has_value();
            if (type) made_.outputs.push_back({std::string(params[i].name.text), *type});
            if (i < tree_.output_headers.size()) {
              sound = header_is(tree_.output_headers[i], params[i].name.text) && sound;
            }
          }
        });
    if (!sound || made_.outputs.empty()) return false;
    if (tree_.input_headers.size() != made_.inputs.size()) {
      return wrong_width(tree_.name.span, tree_.input_headers.size(), made_.inputs.size());
    }
    if (tree_.output_headers.size() != made_.outputs.size()) {
      return wrong_width(tree_.name.span, tree_.output_headers.size(), made_.outputs.size());
    }
    sound = check_severity();
    for (std::size_t i = 0; i < made_.inputs.size(); ++i) {
      sound = header_is(tree_.input_headers[i], made_.inputs[i].name) && sound;
    }
    return sound;
  }

  bool read_outputs(Expressions& cells, source::Span row,
                    const std::vector<syntax::ExprId>& written,
                    std::vector<typed::ExprId>& outputs) {
    if (written.size() != made_.outputs.size()) {
      return wrong_width(row, written.size(), made_.outputs.size());
    }
    bool sound = true;
    for (std::size_t i = 0; i < written.size(); ++i) {
      outputs.push_back(cells.value_as(written[i], made_.outputs[i].type));
      sound = sound && !context_.is_poison(outputs.back());
    }
    return sound;
  }

  std::optional<typed::ExprId> read_cell(Expressions& cells, const syntax::Cell& cell,
                                         std::uint32_t input, bool& sound) {
    if (cell.tests.empty()) return std::nullopt;
    std::vector<typed::ExprId> tests;
    for (const syntax::CellTest& test : cell.tests) {
      tests.push_back(cells.cell(test, input));
      if (!context_.is_poison(tests.back())) continue;
      sound = false;
    }
    if (!sound) return std::nullopt;
    return joined(tests, cell.span);
  }

  // Members of one enumeration are one set, and so are codes: fewer conditions, and sharper ones.
  typed::ExprId joined(const std::vector<typed::ExprId>& tests, source::Span span) {
    if (tests.size() == 1) return tests[0];
    std::int64_t mask = 0;
    std::vector<runtime::ValueSetEntry> entries;
    std::optional<typed::ExprId> subject;
    for (const typed::ExprId test : tests) {
      const auto& kind = context_.program.exprs[test].kind;
      if (const auto* member = std::get_if<typed::InMask>(&kind); member && !member->negated) {
        mask |= member->mask;
        subject = member->subject;
      } else if (const auto* code = std::get_if<typed::InValueSet>(&kind); code && !code->negated) {
        const auto& more = context_.program.catalogue.value_sets[code->value_set].entries;
        entries.insert(entries.end(), more.begin(), more.end());
        subject = code->subject;
      } else {
        return context_.add(span, context_.boolean(), typed::Or{tests});
      }
    }
    if (mask != 0) {
      return context_.add(span, context_.boolean(), typed::InMask{*subject, mask, false, span});
    }
    const std::string text(context_.sources.text(span));
    const std::uint32_t set = written_value_set(context_, text, std::move(entries));
    return context_.add(span, context_.boolean(), typed::InValueSet{*subject, set, false, span});
  }

  Context& context_;
  std::size_t module_;
  const syntax::Table& tree_;
  bool damaged_;
  typed::DecisionTable made_{
      {}, {}, {}, {}, {}, typed::HitPolicy::Unique, {source::FileId(0), 0, 0}};
};

}  // namespace

std::optional<typed::TableId> table(Context& context, SymbolId symbol) {
  TableState& state = context.tables[symbol.index()];
  if (state.progress != Progress::Untouched) return state.id;
  state.progress = Progress::Running;
  const Symbol found = context.names[symbol];
  const syntax::Decl& decl = context.decl(found);
  const auto id =
      TableReader(context, found.module, std::get<syntax::Table>(decl.kind), decl.damaged).read();
  TableState& done = context.tables[symbol.index()];
  done.progress = Progress::Done;
  done.id = id;
  return id;
}

}  // namespace precis::check
