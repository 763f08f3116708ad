#include "compiler/lower/record_json.h"

#include <fmt/format.h>

#include "compiler/support/match.h"

namespace precis::lower {

static std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
    } else {
      out += c;
    }
  }
  return out + '"';
}

namespace {

// An object whose members are written in order.
class Object {
 public:
  void add(std::string_view name, const std::string& json) {
    text_ += text_.empty() ? "" : ", ";
    text_ += quoted(name) + ": " + json;
  }
  std::string text() const { return "{" + text_ + "}"; }

 private:
  std::string text_;
};

}  // namespace

static std::string number_json(const typed::GivenNumber& it) {
  if (!it.unit) return it.value;
  Object object;
  object.add("value", it.value);
  object.add("unit", quoted(*it.unit));
  return object.text();
}

static std::string interval_json(const typed::GivenInterval& it) {
  Object object;
  if (it.low) object.add("low", it.low->value);
  if (it.high) object.add("high", it.high->value);
  const std::optional<typed::GivenNumber>& end = it.low ? it.low : it.high;
  if (end && end->unit) object.add("unit", quoted(*end->unit));
  return object.text();
}

static std::string dates_json(const typed::GivenDates& it) {
  Object object;
  if (it.low) object.add("low", quoted(*it.low));
  if (it.high) object.add("high", quoted(*it.high));
  return object.text();
}

static std::string fact_json(const typed::Program& program, typed::FactId id) {
  return support::match(
      program.facts[id],
      [](const typed::GivenBool& it) -> std::string { return it.value ? "true" : "false"; },
      [](const typed::GivenNumber& it) { return number_json(it); },
      [](const typed::GivenInterval& it) { return interval_json(it); },
      [](const typed::GivenText& it) { return quoted(it.text); },
      [](const typed::GivenDates& it) { return dates_json(it); },
      [](const typed::GivenCode& it) {
        Object object;
        object.add("system", quoted(it.system));
        object.add("code", quoted(it.code));
        return object.text();
      },
      [&](const typed::GivenRecord& it) {
        Object object;
        for (const typed::GivenField& field : it.fields) {
          object.add(field.name, fact_json(program, field.value));
        }
        return object.text();
      },
      [&](const typed::GivenList& it) {
        std::string items;
        for (typed::FactId item : it.items) {
          items += (items.empty() ? "" : ", ") + fact_json(program, item);
        }
        return "[" + items + "]";
      });
}

std::string record_json(const typed::Program& program, const typed::Test& test) {
  const runtime::Schema& schema = program.schemas[test.schema];
  Object record;
  record.add(schema.member_root, test.member ? fact_json(program, *test.member) : "{}");
  record.add(schema.request_root, test.request ? fact_json(program, *test.request) : "{}");
  return record.text();
}

}  // namespace precis::lower
