#include <fmt/format.h>

#include "compiler/inquire/fhir_words.h"
#include "compiler/inquire/inquire.h"
#include "compiler/inquire/schema_facts.h"
#include "runtime/ingest/json.h"
#include "runtime/ingest/nearest.h"

namespace precis::inquire {

using runtime::ingest::Json;
using runtime::ingest::JsonKind;

static std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (static_cast<unsigned char>(c) < 0x20) continue;
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + '"';
}

static const char* expected(const Field& field) {
  switch (field.kind) {
    case Kind::YesNo:
      return "valueBoolean";
    case Kind::Choice:
      return "valueCoding";
    case Kind::Number:
      return "valueQuantity, valueDecimal or valueInteger";
    case Kind::Money:
      return "valueDecimal";
    case Kind::Date:
      return "valueDate";
    case Kind::Code:
      return "valueCoding or valueString";
    case Kind::Text:
      return "valueString";
    case Kind::Gene:
      return "valueString or valueCoding";
  }
  return "";
}

// The JSON of an answer in the schema's own shape; nothing when it is of another kind.
static std::optional<std::string> quantity(const Field& field, Json value) {
  if (!value["value"].is(JsonKind::Number)) return std::nullopt;
  std::string code(value["code"].string());
  if (code.empty()) code = value["unit"].string();
  const bool is_own = code.empty() || code == ucum_of(field.unit) || code == field.unit;
  const std::string_view comparator = value["comparator"].string();
  if (is_own && comparator.empty()) return std::string(value["value"].text());
  std::string out = fmt::format("{{\"value\": {}", value["value"].text());
  if (!comparator.empty()) out += ", \"comparator\": " + quoted(comparator);
  if (!is_own) out += ", \"unit\": " + quoted(unit_of(code));
  return out + "}";
}

static std::optional<std::string> coded(const Field& field, Json value) {
  const std::string_view code = value["code"].string();
  if (code.empty()) return std::nullopt;
  if (field.kind != Kind::Code) return quoted(code);
  const std::string_view system = value["system"].string();
  if (system.empty()) return quoted(code);
  return fmt::format("{{\"system\": {}, \"code\": {}}}", quoted(system), quoted(code));
}

static std::optional<std::string> own_shape(const Field& field, Json value) {
  const std::string_view key = value.key();
  switch (field.kind) {
    case Kind::YesNo:
      if (!value.is(JsonKind::Bool)) return std::nullopt;
      return std::string(value.text());
    case Kind::Choice:
      return key == "valueCoding" ? coded(field, value) : std::nullopt;
    case Kind::Number:
    case Kind::Money:
      if (key == "valueQuantity") return quantity(field, value);
      if (!value.is(JsonKind::Number)) return std::nullopt;
      return std::string(value.text());
    case Kind::Date:
      return value.is(JsonKind::String) ? std::optional(quoted(value.text())) : std::nullopt;
    case Kind::Code:
    case Kind::Gene:
      if (key == "valueCoding") return coded(field, value);
      return value.is(JsonKind::String) ? std::optional(quoted(value.text())) : std::nullopt;
    case Kind::Text:
      return value.is(JsonKind::String) ? std::optional(quoted(value.text())) : std::nullopt;
  }
  return std::nullopt;
}

static Json value_of(Json item) {
  for (Json member : item["answer"].first()) {
    if (member.key().starts_with("value")) return member;
  }
  return {};
}

namespace {

class Reading {
 public:
  Reading(Session& session, const ir::Program& program, ir::DecisionId decision)
      : session_(session),
        program_(program),
        decision_(decision),
        schema_(schema_of(program, decision)) {}

  bool items(Json owner) {
    for (Json item : owner["item"]) {
      if (!this->item(item)) return false;
    }
    return true;
  }
  std::optional<WrongResponse> wrong() && { return std::move(wrong_); }

 private:
  bool reject(std::string_view link, std::string what, std::string help = {}) {
    wrong_ = WrongResponse{std::string(link), std::move(what), std::move(help)};
    return false;
  }

  std::vector<std::string> known_links() const {
    std::vector<std::string> links;
    for (const auto& leaf : schema_.leaves) {
      if (!leaf.list) links.push_back(leaf.fact);
    }
    for (const auto& list : schema_.lists) links.push_back(list.fact);
    return links;
  }

  bool unknown(std::string_view link) {
    wrong_ = WrongResponse{std::string(link), {}, runtime::ingest::name_hint(link, known_links())};
    return false;
  }

  bool item(Json item) {
    const std::string link(item["linkId"].string());
    if (link.empty()) return reject({}, "an item has no linkId");
    if (link.ends_with(AllOfThem)) return all(item, link.substr(0, link.size() - 4));
    const auto target = target_of(schema_, link);
    if (!target) {
      // A group that only holds others together.
      return item["item"].present() && !item["answer"].present() ? items(item) : unknown(link);
    }
    // An item has to be on file to be written down anew.
    const bool is_there =
        !target->item || *target->item < session_.record().lists[*target->list].size();
    if (!is_there) return unknown(link);
    explain::MissingFact fact;
    fact.path = link;
    const Question question = inquire::question(program_, decision_, fact);
    return target->list ? group(item, question) : answer(item, question);
  }

  bool answer(Json item, const Question& question) {
    const Json value = value_of(item);
    if (!value.present()) return true;
    const auto json = own_shape(question.field, value);
    if (!json) return wrong_kind(question.path, question.field, value);
    if (auto what = session_.answer(question, *json)) return reject(question.path, *what);
    return true;
  }

  bool wrong_kind(std::string_view link, const Field& field, Json value) {
    return reject(link, fmt::format("expected {}, found {}", expected(field), value.key()));
  }

  bool group(Json group, const Question& question) {
    std::vector<Filled> filled;
    for (Json item : group["item"]) {
      const std::string_view link = item["linkId"].string();
      const Field* field = nullptr;
      for (const Field& it : question.fields) {
        if (link == question.path + "." + it.name) field = &it;
      }
      if (field == nullptr) return unknown(link);
      const Json value = value_of(item);
      if (!value.present()) continue;
      const auto json = own_shape(*field, value);
      if (!json) return wrong_kind(link, *field, value);
      filled.push_back({field->name, *json});
    }
    if (filled.empty()) return true;
    if (auto what = session_.answer(question, item_json(filled))) {
      return reject(question.path, *what);
    }
    return true;
  }

  bool all(Json item, const std::string& path) {
    const auto target = target_of(schema_, path);
    if (!target || !target->list) return unknown(item["linkId"].string());
    const Json value = value_of(item);
    if (!value.present()) return true;
    if (!value.is(JsonKind::Bool)) {
      return reject(item["linkId"].string(),
                    fmt::format("expected valueBoolean, found {}", value.key()));
    }
    if (!value.is_true()) return true;
    explain::MissingFact fact;
    fact.path = path;
    for (const explain::MissingFact& it : session_.explanation().missing) {
      if (it.path == path) fact = it;
    }
    session_.close(inquire::question(program_, decision_, fact));
    return true;
  }

  Session& session_;
  const ir::Program& program_;
  ir::DecisionId decision_;
  const runtime::Schema& schema_;
  std::optional<WrongResponse> wrong_;
};

}  // namespace

std::optional<WrongResponse> respond(Session& session, const ir::Program& program,
                                     ir::DecisionId decision, std::string_view response) {
  std::string text(response);
  runtime::ingest::JsonTree tree;
  if (auto broken = tree.parse(text)) return WrongResponse{"", broken->problem.reason, ""};
  const Json root = tree.root();
  if (root["resourceType"].string() != "QuestionnaireResponse") {
    return WrongResponse{"", "its resourceType is not QuestionnaireResponse", ""};
  }
  const std::string_view status = root["status"].string();
  if (status != "completed" && status != "amended") {
    return WrongResponse{"", fmt::format("its status is `{}`", status),
                         "answers count once the status is `completed`"};
  }
  Reading reading(session, program, decision);
  if (reading.items(root)) return std::nullopt;
  return std::move(reading).wrong();
}

}  // namespace precis::inquire
