// Catalogs: their fields, and their rows read from a file.

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "compiler/check/data.h"
#include "compiler/check/types.h"
#include "compiler/check/units.h"
#include "compiler/check/written.h"
#include "compiler/reference/reference.h"
#include "compiler/support/match.h"
#include "runtime/cell.h"
#include "runtime/date.h"
#include "runtime/decimal.h"
#include "runtime/symbols.h"

namespace precis::check {

using diagnostics::Name;
using diagnostics::Text;
using diagnostics::TypeName;

namespace {

// A file that is wrong in the same way everywhere need not say so in each row.
constexpr int MostReports = 20;

// product_number for ProductNumber.
std::string snake_case(std::string_view name) {
  std::string text;
  for (const char c : name) {
    const bool is_upper = std::isupper(static_cast<unsigned char>(c)) != 0;
    if (is_upper && !text.empty()) text += '_';
    text += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  return text;
}

std::string_view mark_text(syntax::FieldMark mark) {
  switch (mark) {
    case syntax::FieldMark::Optional:
      return "?";
    case syntax::FieldMark::Approximate:
      return "approximate";
    case syntax::FieldMark::Protected:
      return "protected";
    case syntax::FieldMark::Guarded:
      return "guarded";
    case syntax::FieldMark::Actionable:
      return "actionable";
    case syntax::FieldMark::Clinical:
      return "clinical";
    case syntax::FieldMark::Predicted:
      return "predicted";
  }
  return "";
}

struct Column {
  typed::TypeId type;
  bool optional;
};

class CatalogReader {
 public:
  CatalogReader(Context& context, SymbolId symbol, const syntax::Catalog& tree)
      : context_(context), symbol_(symbol), module_(context.names[symbol].module), tree_(tree) {}

  void read(bool damaged) {
    const auto key =
        context_.names.resolve(module_, tree_.key, {SymbolKind::CodeType}, "a kind of code");
    const bool fields_are_sound = read_fields();
    if (!key || !context_.names[*key].index || !fields_are_sound || damaged) return;
    key_system_ = *context_.names[*key].index;
    const auto file = data_file(context_, module_, tree_.from);
    if (!file) return;
    const auto table = reference::csv(context_.sources, *file, context_.sink);
    if (!table || !read_header(*table) || !read_rows(*table)) return;
    made_.name = tree_.name.text;
    made_.version = tree_.version.text;
    made_.path = tree_.from.text;
    made_.value_set =
        add_value_set(context_, {made_.name, made_.version, std::move(keys_)}, tree_.name.span);
    context_.program.catalogue.catalogs.push_back(std::move(made_));
    std::vector<typed::TypeId>& types = context_.column_types.emplace_back();
    for (const Column& column : columns_) types.push_back(column.type);
    context_.key_columns.push_back(key_name());
    context_.names[symbol_].index =
        static_cast<std::uint32_t>(context_.program.catalogue.catalogs.size() - 1);
  }

 private:
  std::string key_name() const { return snake_case(tree_.key.text); }

  bool read_fields() {
    bool sound = true;
    std::map<std::string_view, source::Span> seen;
    for (const syntax::Field& field : tree_.fields) {
      const auto [place, is_new] = seen.emplace(field.name.text, field.name.span);
      if (!is_new) {
        context_.sink.report(diagnostics::DuplicateName.at(field.name.span, Name(field.name.text))
                                 .label(place->second, "first declared here")
                                 .help(RenameOne));
      }
      if (field.name.text == key_name()) {
        context_.sink.report(
            diagnostics::KeyColumnName.at(field.name.span, Name(field.name.text))
                .label(tree_.key.span, fmt::format("its column is `{}`", key_name()))
                .help("leave the field out: the key needs no field"));
        sound = false;
      }
      bool optional = false;
      for (const syntax::WrittenMark& it : field.marks) {
        optional = optional || it.mark == syntax::FieldMark::Optional;
        if (it.mark == syntax::FieldMark::Optional) continue;
        context_.sink.report(diagnostics::CatalogMark.at(it.span, Text(mark_text(it.mark)))
                                 .help("only `?` is: a cell that may be empty"));
        sound = false;
      }
      if (field.title) {
        context_.sink.report(diagnostics::CatalogTitle.at(field.title->span)
                                 .help("leave it out: nobody is asked for a column"));
        sound = false;
      }
      const auto type = written_type(context_, module_, field.type, TypePlace::Field);
      sound = sound && is_new && type.has_value();
      if (!type) continue;
      const auto stored = typed::value_type(context_.program.types[*type]);
      if (!stored || std::holds_alternative<typed::DiplotypeType>(context_.program.types[*type])) {
        context_.sink.report(diagnostics::MisplacedType
                                 .at(field.type.span, Name(context_.sources.text(field.type.span)))
                                 .help("name the type of one value: a number, money, `Date`, "
                                       "`Text`, a type, or a kind of code"));
        sound = false;
        continue;
      }
      columns_.push_back({*type, optional});
      made_.columns.push_back({std::string(field.name.text), *stored, {}});
    }
    return sound;
  }

  // Which column of the file each field is, and the key.
  bool read_header(const reference::Table& table) {
    std::vector<std::string_view> wanted;
    const std::string key = key_name();
    wanted.push_back(key);
    for (const auto& column : made_.columns) wanted.push_back(column.name);
    std::map<std::string_view, std::size_t> places;
    bool sound = true;
    for (std::size_t i = 0; i < table.header.size(); ++i) {
      const reference::Cell& cell = table.header[i];
      if (!places.emplace(cell.text, i).second) {
        context_.sink.report(
            diagnostics::GivenTwice.at(cell.span, Name(cell.text)).help(LeaveOneOut));
        sound = false;
      } else if (std::ranges::find(wanted, cell.text) == wanted.end()) {
        std::string help = suggestion(cell.text, wanted);
        if (help.empty()) {
          help = fmt::format("its columns are `{}`", fmt::join(wanted, "`, `"));
        }
        context_.sink.report(
            diagnostics::DataColumnUnknown.at(cell.span, Name(cell.text), Name(tree_.name.text))
                .help(help));
        sound = false;
      }
    }
    // What a slip of the pen hides is not missing too.
    for (const std::string_view name : wanted) {
      const auto place = places.find(name);
      if (place != places.end()) {
        (name == key ? key_place_ : places_.emplace_back()) = place->second;
      } else if (sound) {
        context_.sink.report(diagnostics::DataColumnMissing.at(header_span(table), Name(name))
                                 .label(tree_.name.span, "declared here")
                                 .help("add the column to the file, or remove the field"));
        sound = false;
      }
    }
    if (sound && table.rows.empty()) {
      context_.sink.report(diagnostics::EmptyCatalog.at(tree_.from.span, Name(tree_.name.text))
                               .label(header_span(table), "nothing stands below this line")
                               .help("add a line for each code below the header"));
      sound = false;
    }
    return sound;
  }

  source::Span header_span(const reference::Table& table) const {
    if (table.header.empty()) return tree_.from.span;
    source::Span span = table.header.front().span;
    span.end = table.header.back().span.end;
    return span;
  }

  bool read_rows(const reference::Table& table) {
    std::map<std::string_view, source::Span> seen;
    for (const std::vector<reference::Cell>& row : table.rows) {
      const reference::Cell& key = row[key_place_];
      if (key.text.empty()) {
        report(diagnostics::DataCellEmpty.at(key.span, Name(key_name()))
                   .help("write the code of this row, or remove the row"));
      } else if (const auto [place, is_new] = seen.emplace(key.text, key.span); !is_new) {
        report(diagnostics::DataKeyTwice.at(key.span, Text(key.text))
                   .label(place->second, "the first row")
                   .help(LeaveOneOut));
      } else {
        check_written_code(key, key_system_);
        made_.keys.push_back(named_code(context_, key_system_, key.text));
        made_.lines.push_back(context_.sources.position(key.span.file, key.span.begin).line);
        keys_.push_back({key_system_, key.text, false, ""});
      }
      for (std::size_t i = 0; i < columns_.size(); ++i) {
        const auto cell = read_cell(row[places_[i]], i);
        if (cell) made_.columns[i].cells.push_back(*cell);
      }
      if (reports_ >= MostReports) return false;
    }
    return reports_ == 0;
  }

  using Cell = runtime::CatalogTable::Cell;

  void report(diagnostics::Diagnostic diagnostic) {
    ++reports_;
    context_.sink.report(std::move(diagnostic));
  }

  // A problem that another part of the checker reports counts too.
  template <class Reporting>
  auto counted(const Reporting& reporting) {
    const std::size_t before = context_.sink.all().size();
    auto result = reporting();
    reports_ += static_cast<int>(context_.sink.all().size() - before);
    return result;
  }

  std::optional<Cell> not_a(const reference::Cell& cell, const std::string& wanted,
                            const std::string& help = {}) {
    report(diagnostics::DataCell.at(cell.span, Text(cell.text), Text(wanted)).help(help));
    return std::nullopt;
  }

  void check_written_code(const reference::Cell& cell, std::uint32_t system) {
    counted([&] { return check_code(context_, system, {cell.text, cell.span}); });
  }

  std::optional<Cell> read_cell(const reference::Cell& cell, std::size_t index) {
    const Column& column = columns_[index];
    if (cell.text.empty()) return empty(cell, index);
    const auto exact = [](std::int64_t value) { return Cell{value, value}; };
    const auto misplaced = [&]() -> std::optional<Cell> { return not_a(cell, "a value"); };
    return support::match(
        context_.program.types[column.type],
        [&](const typed::BoolType&) -> std::optional<Cell> {
          if (cell.text == "true") return exact(runtime::CanBeTrue);
          if (cell.text == "false") return exact(runtime::CanBeFalse);
          return not_a(cell, "true or false");
        },
        [&](const typed::NumberType& it) {
          return number(cell, it.unit.empty() ? "a number" : "a number of " + it.unit, it.scale,
                        it.low, it.high);
        },
        [&](const typed::MoneyType& it) {
          return number(cell, "an amount of " + it.currency, it.scale, it.low, it.high);
        },
        [&](const typed::DateType&) -> std::optional<Cell> {
          const auto date = runtime::parse_date(cell.text);
          if (date.ok() && date.value().first == date.value().last)
            return exact(date.value().first);
          return not_a(cell, "a day", "write a day as `2026-01-31`");
        },
        [&](const typed::EnumType& it) -> std::optional<Cell> {
          const auto& members = context_.program.catalogue.enumerations[it.enumeration];
          if (const auto found = member_index(members, cell.text)) {
            return exact(std::int64_t{1} << *found);
          }
          return counted([&]() -> std::optional<Cell> {
            unknown_member(context_, members, {cell.text, cell.span});
            return std::nullopt;
          });
        },
        [&](const typed::CodeType& it) -> std::optional<Cell> {
          check_written_code(cell, it.system);
          return exact(named_code(context_, it.system, cell.text));
        },
        [&](const typed::TextType&) -> std::optional<Cell> {
          return exact(named_code(context_, runtime::TextSystem, cell.text));
        },
        [&](const typed::DiplotypeType&) { return misplaced(); },
        [&](const typed::CodeSetType&) { return misplaced(); },
        [&](const typed::ItemType&) { return misplaced(); },
        [&](const typed::PoisonType&) { return misplaced(); });
  }

  std::optional<Cell> empty(const reference::Cell& cell, std::size_t index) {
    const auto& column = made_.columns[index];
    if (!columns_[index].optional) {
      report(diagnostics::DataCellEmpty.at(cell.span, Name(column.name))
                 .help("fill it in, or mark the field with `?`: then it is unknown"));
      return std::nullopt;
    }
    const runtime::Cell all =
        column.type.form == runtime::Form::Enum
            ? runtime::mask(
                  context_.program.catalogue.enumerations[column.type.enumeration].all_members())
            : runtime::unknown(column.type, 0);
    return Cell{all.low, all.high};
  }

  std::optional<Cell> number(const reference::Cell& cell, const std::string& wanted, int scale,
                             std::int64_t low, std::int64_t high) {
    const bool negative = cell.text.starts_with('-');
    const std::string_view digits = std::string_view(cell.text).substr(negative ? 1 : 0);
    const bool is_plain = digits.find_first_not_of("0123456789.") == std::string_view::npos;
    const auto written = is_plain ? written_number(digits, negative) : std::nullopt;
    if (!written) return not_a(cell, wanted, "write the number alone, as in `12.5`");
    const auto value = stored(written->value, scale);
    if (!value) {
      report(diagnostics::NeverExact.at(cell.span, Text(cell.text), Text(std::to_string(scale)))
                 .help(with_decimals(scale)));
      return std::nullopt;
    }
    if (*value < low || *value > high) {
      report(diagnostics::OutOfRange
                 .at(cell.span, Text(cell.text),
                     Text(fmt::format("{} to {}", runtime::format_decimal(low, scale),
                                      runtime::format_decimal(high, scale))))
                 .help(InsideRange));
      return std::nullopt;
    }
    return Cell{*value, *value};
  }

  Context& context_;
  SymbolId symbol_;
  std::size_t module_;
  const syntax::Catalog& tree_;
  std::uint32_t key_system_ = 0;
  std::vector<Column> columns_;
  std::size_t key_place_ = 0;
  std::vector<std::size_t> places_;
  std::vector<runtime::ValueSetEntry> keys_;
  runtime::CatalogTable made_{};
  int reports_ = 0;
};

}  // namespace

std::optional<source::FileId> data_file(Context& context, std::size_t module,
                                        const syntax::Text& from) {
  const source::FileId named_in = context.modules[module].file;
  const std::string path = source::beside(context.sources[named_in].path, from.text);
  const auto file = context.sources.find(path);
  if (!file) {
    context.sink.report(diagnostics::NoDataFile.at(from.span, Text(path))
                            .label("a path that begins at the folder of this file")
                            .help("correct the path, or put the file there"));
    return std::nullopt;
  }
  context.program.data_files.push_back({named_in, *file});
  return file;
}

void declare_catalog(Context& context, SymbolId symbol, const syntax::Catalog& catalog,
                     bool damaged) {
  CatalogReader(context, symbol, catalog).read(damaged);
}

}  // namespace precis::check
