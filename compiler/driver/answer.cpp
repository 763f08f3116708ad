#include "compiler/driver/answer.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>

#include "compiler/parse/parse.h"
#include "compiler/support/match.h"

namespace precis::driver {

using inquire::Field;
using inquire::Kind;

static std::string trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r");
  if (first == text.npos) return {};
  return std::string(text.substr(first, text.find_last_not_of(" \t\r") - first + 1));
}

static std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (static_cast<unsigned char>(c) < 0x20) continue;
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + '"';
}

static std::string lower(std::string text) {
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c += 'a' - 'A';
  }
  return text;
}

// What to type, in one line.
static std::string expected(const Field& field) {
  switch (field.kind) {
    case Kind::YesNo:
      return "answer yes or no";
    case Kind::Choice:
      return fmt::format("answer with a number from 1 to {}, or a name from the list",
                         field.choices.size());
    case Kind::Number:
      return field.unit.empty() ? "answer with a number, such as 5"
                                : fmt::format("answer with a number, such as 5 {}", field.unit);
    case Kind::Money:
      return "answer with an amount, such as $5.00";
    case Kind::Date:
      return field.approximate ? "answer with a date, such as 2026-02-01, 2026-02 or 2026"
                               : "answer with a date, such as 2026-02-01";
    case Kind::Code:
      return field.system.empty() ? "answer with a code, such as RxNorm \"309362\""
                                  : fmt::format("answer with a code of {}", field.system);
    case Kind::Text:
      return "answer with a text";
    case Kind::Gene:
      return "answer with what the laboratory reported, such as *1/*2 or Poor Metabolizer";
  }
  return {};
}

static support::Failure not_one(const Field& field, std::string_view typed) {
  return {fmt::format("`{}` is no answer here: {}", typed, expected(field))};
}

// The choice with this number or name, whatever the case of its letters.
static std::optional<inquire::Choice> choice_of(const Field& field, const std::string& typed) {
  std::size_t number = 0;
  const auto read = std::from_chars(typed.data(), typed.data() + typed.size(), number);
  const bool is_number = read.ptr == typed.data() + typed.size();
  const bool is_code =
      std::ranges::find(field.choices, typed, &inquire::Choice::value) != field.choices.end();
  if (is_number && !is_code && number >= 1 && number <= field.choices.size()) {
    return field.choices[number - 1];
  }
  for (const inquire::Choice& it : field.choices) {
    if (lower(it.value) == lower(typed) || lower(it.title) == lower(typed)) return it;
  }
  return std::nullopt;
}

namespace {

// A value of the `given` syntax to JSON.
class Writer {
 public:
  Writer(const Field& field, const syntax::Module& module) : field_(field), module_(module) {}

  std::optional<std::string> value(syntax::ValueId id) const {
    return support::match(
        module_.values[id].kind, [&](const syntax::ScalarValue& it) { return scalar(it.expr); },
        [&](const syntax::IntervalValue& it) { return interval(it); },
        [&](const syntax::BoundValue& it) { return bound(it); },
        [](const syntax::RecordValue&) -> std::optional<std::string> { return std::nullopt; },
        [](const syntax::ListValue&) -> std::optional<std::string> { return std::nullopt; },
        [](const syntax::Malformed&) -> std::optional<std::string> { return std::nullopt; });
  }

 private:
  struct Amount {
    std::string number;
    std::string unit;
  };

  std::optional<Amount> amount(syntax::ExprId id) const {
    const syntax::Expr& expr = module_.exprs[id];
    if (const auto* it = std::get_if<syntax::Negate>(&expr.kind)) {
      auto inner = amount(it->operand);
      if (inner) inner->number = "-" + inner->number;
      return inner;
    }
    if (const auto* it = std::get_if<syntax::IntegerLiteral>(&expr.kind)) {
      return Amount{std::string(it->digits), {}};
    }
    if (const auto* it = std::get_if<syntax::DecimalLiteral>(&expr.kind)) {
      return Amount{std::string(it->digits), {}};
    }
    if (const auto* it = std::get_if<syntax::MoneyLiteral>(&expr.kind)) {
      return Amount{std::string(it->amount), {}};
    }
    if (const auto* it = std::get_if<syntax::QuantityLiteral>(&expr.kind)) {
      std::string unit(it->unit.text);
      std::erase(unit, '\'');
      // What the field is counted in need not be said.
      return Amount{std::string(it->digits), unit == field_.unit ? std::string() : unit};
    }
    return std::nullopt;
  }

  // 2026-02-01, 2026-02 or 2026, as text.
  std::optional<std::string> day(syntax::ExprId id) const {
    const syntax::Expr& expr = module_.exprs[id];
    if (const auto* it = std::get_if<syntax::DateLiteral>(&expr.kind)) {
      return fmt::format("\"{:04}-{:02}-{:02}\"", it->year, it->month, it->day);
    }
    if (const auto* it = std::get_if<syntax::YearMonthLiteral>(&expr.kind)) {
      return fmt::format("\"{:04}-{:02}\"", it->year, it->month);
    }
    const auto* year = std::get_if<syntax::IntegerLiteral>(&expr.kind);
    if (year == nullptr || year->digits.size() != 4) return std::nullopt;
    return quoted(year->digits);
  }

  std::optional<std::string> scalar(syntax::ExprId id) const {
    const syntax::Expr& expr = module_.exprs[id];
    if (field_.kind == Kind::Date) return day(id);
    if (field_.kind == Kind::Number || field_.kind == Kind::Money) {
      const auto it = amount(id);
      if (!it) return std::nullopt;
      if (it->unit.empty()) return it->number;
      return fmt::format("{{\"value\": {}, \"unit\": {}}}", it->number, quoted(it->unit));
    }
    if (const auto* it = std::get_if<syntax::BoolLiteral>(&expr.kind)) {
      if (field_.kind != Kind::YesNo) return std::nullopt;
      return it->value ? "true" : "false";
    }
    if (const auto* it = std::get_if<syntax::TextLiteral>(&expr.kind)) {
      const bool is_name = field_.kind == Kind::YesNo || field_.kind == Kind::Choice;
      return is_name ? std::nullopt : std::optional(quoted(it->text.text));
    }
    if (const auto* it = std::get_if<syntax::CodedLiteral>(&expr.kind)) {
      if (field_.kind == Kind::Gene) return quoted(it->text.text);
      if (field_.kind != Kind::Code) return std::nullopt;
      return fmt::format("{{\"system\": {}, \"code\": {}}}", quoted(it->owner.text),
                         quoted(it->text.text));
    }
    return std::nullopt;
  }

  static std::string ends(const std::string& low, const std::string& high,
                          const std::string& unit) {
    std::string text;
    for (const auto& [name, value] : {std::pair{"low", low}, {"high", high}, {"unit", unit}}) {
      if (value.empty()) continue;
      text += fmt::format("{}\"{}\": {}", text.empty() ? "" : ", ", name, value);
    }
    return "{" + text + "}";
  }

  std::optional<std::string> interval(const syntax::IntervalValue& it) const {
    if (field_.kind == Kind::Date) {
      const auto low = day(it.low);
      const auto high = day(it.high);
      if (!low || !high) return std::nullopt;
      return ends(*low, *high, {});
    }
    const auto low = amount(it.low);
    const auto high = amount(it.high);
    if (field_.kind != Kind::Number || !low || !high) return std::nullopt;
    const std::string& unit = high->unit;
    return ends(low->number, high->number, unit.empty() ? unit : quoted(unit));
  }

  std::optional<std::string> bound(const syntax::BoundValue& it) const {
    const auto value = amount(it.bound);
    if (field_.kind != Kind::Number || !value) return std::nullopt;
    std::string text =
        fmt::format("{{\"value\": {}, \"comparator\": \"{}\"", value->number, comparator(it.op));
    if (!value->unit.empty()) text += ", \"unit\": " + quoted(value->unit);
    return text + "}";
  }

  static std::string_view comparator(syntax::ComparisonOp op) {
    switch (op) {
      case syntax::ComparisonOp::Less:
        return "<";
      case syntax::ComparisonOp::LessOrEqual:
        return "<=";
      case syntax::ComparisonOp::Greater:
        return ">";
      case syntax::ComparisonOp::GreaterOrEqual:
        return ">=";
      case syntax::ComparisonOp::Is:
      case syntax::ComparisonOp::IsNot:
        break;
    }
    return "";
  }

  const Field& field_;
  const syntax::Module& module_;
};

}  // namespace

static std::optional<std::string> as_given(const Field& field, const std::string& typed) {
  source::Map sources;
  const source::FileId file = sources.add(
      "answer",
      fmt::format("module answer\ntest \"answer\" {{\n  given it {{ is: {} }}\n}}\n", typed));
  diagnostics::Sink sink;
  const syntax::Module module = parse::file(sources, file, sink);
  if (sink.has_errors() || module.decls.size() != 1) return std::nullopt;
  const auto* test = std::get_if<syntax::Test>(&module.decls[syntax::DeclId(0)].kind);
  if (test == nullptr || test->givens.size() != 1) return std::nullopt;
  const auto* given = std::get_if<syntax::RecordValue>(&module.values[test->givens[0].value].kind);
  if (given == nullptr || given->fields.size() != 1) return std::nullopt;
  return Writer(field, module).value(given->fields[0].value);
}

// Words that are easier to type than what a test would say.
static std::optional<std::string> as_typed(const Field& field, const std::string& typed) {
  const std::string word = lower(typed);
  switch (field.kind) {
    case Kind::YesNo:
      if (word == "yes" || word == "y") return "true";
      if (word == "no" || word == "n") return "false";
      return std::nullopt;
    case Kind::Choice: {
      const auto choice = choice_of(field, typed);
      return choice ? std::optional(quoted(choice->value)) : std::nullopt;
    }
    case Kind::Code: {
      const auto choice = choice_of(field, typed);
      if (choice && !choice->system.empty()) {
        return fmt::format("{{\"system\": {}, \"code\": {}}}", quoted(choice->system),
                           quoted(choice->value));
      }
      const bool is_code = typed.find_first_of("\" {}[]") == typed.npos;
      return is_code ? std::optional(quoted(typed)) : std::nullopt;
    }
    case Kind::Gene: {
      const auto choice = choice_of(field, typed);
      if (choice) return quoted(choice->value);
      return typed.find('"') == typed.npos ? std::optional(quoted(typed)) : std::nullopt;
    }
    case Kind::Text:
      return typed.find('"') == typed.npos ? std::optional(quoted(typed)) : std::nullopt;
    case Kind::Number:
    case Kind::Money:
    case Kind::Date:
      break;
  }
  return std::nullopt;
}

support::Result<std::string> answer_json(const Field& field, std::string_view typed) {
  const std::string text = trimmed(typed);
  if (auto easy = as_typed(field, text)) return *easy;
  if (auto given = as_given(field, text)) return *given;
  return not_one(field, text);
}

}  // namespace precis::driver
