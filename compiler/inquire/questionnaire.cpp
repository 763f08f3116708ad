#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "compiler/inquire/fhir_words.h"
#include "compiler/inquire/inquire.h"
#include "compiler/inquire/schema_facts.h"

namespace precis::inquire {

using Json = nlohmann::ordered_json;

// Choices that are tried for what else they make unnecessary.
static constexpr std::size_t MostTried = 8;

static const char* type_of(const Field& field) {
  switch (field.kind) {
    case Kind::YesNo:
      return "boolean";
    case Kind::Choice:
      return "choice";
    case Kind::Number:
      return field.unit.empty() && !field.approximate ? "decimal" : "quantity";
    case Kind::Money:
      return "decimal";
    case Kind::Date:
      return "date";
    case Kind::Code:
    case Kind::Gene:
      return field.choices.empty() ? "string" : "open-choice";
    case Kind::Text:
      return "string";
  }
  return "string";
}

static std::string system_of(const ir::Program& program, const Field& field, const Choice& choice) {
  if (field.kind == Kind::Choice) return choice_system(field);
  for (const runtime::CodeSystem& it : program.catalogue.systems) {
    if (it.name == choice.system) return it.url;
  }
  return {};
}

static Json coding(const ir::Program& program, const Field& field, const Choice& choice) {
  Json json;
  const std::string system = system_of(program, field, choice);
  if (!system.empty()) json["system"] = system;
  json["code"] = choice.value;
  if (!choice.title.empty()) json["display"] = choice.title;
  return json;
}

static Json item_of(const ir::Program& program, const std::string& link, const Field& field) {
  Json item;
  if (field.kind == Kind::Number && !field.unit.empty()) {
    item["extension"].push_back(
        {{"url", "http://hl7.org/fhir/StructureDefinition/questionnaire-unit"},
         {"valueCoding",
          {{"system", "http://unitsofmeasure.org"},
           {"code", ucum_of(field.unit)},
           {"display", field.unit}}}});
  }
  item["linkId"] = link;
  item["text"] = field.title;
  item["type"] = type_of(field);
  for (const Choice& choice : field.choices) {
    Json option;
    if (field.kind == Kind::Gene) {
      option["valueString"] = choice.value;
    } else {
      option["valueCoding"] = coding(program, field, choice);
    }
    item["answerOption"].push_back(std::move(option));
  }
  return item;
}

// A history: a group for each item, and whether these are all.
static void add_history(const ir::Program& program, const Question& question, Json& items) {
  Json group;
  group["linkId"] = question.path;
  group["text"] = question.window.empty()
                      ? question.field.title
                      : fmt::format("{}, {}", question.field.title, question.window);
  group["type"] = "group";
  group["repeats"] = !question.item.has_value();
  for (const Field& field : question.fields) {
    group["item"].push_back(item_of(program, question.path + "." + field.name, field));
  }
  items.push_back(std::move(group));
  if (question.item) return;
  Json all;
  all["linkId"] = question.path + AllOfThem;
  all["text"] = "nothing is left out of the list: " + question.field.title;
  all["type"] = "boolean";
  items.push_back(std::move(all));
}

namespace {

// Answers that make another question unnecessary: never needed, whatever else is answered.
class Rulings {
 public:
  Rulings(const ir::Program& program, ir::DecisionId decision, const runtime::Record& record,
          runtime::Symbols& symbols)
      : program_(program), decision_(decision), record_(record), symbols_(symbols) {}

  void try_answers(const Question& question) {
    const bool is_yes_no = question.field.kind == Kind::YesNo;
    if (question.list || (!is_yes_no && question.field.kind != Kind::Choice)) return;
    std::vector<std::string> values{"true", "false"};
    if (!is_yes_no) {
      values.clear();
      for (const Choice& it : question.field.choices) values.push_back("\"" + it.value + "\"");
    }
    if (values.size() > MostTried) return;
    for (const std::string& value : values) {
      Session session(program_, decision_, symbols_, record_);
      if (session.answer(question, value)) continue;
      std::set<std::string>& needed = needed_[{question.path, value}];
      for (const explain::MissingFact& fact : session.explanation().missing) {
        needed.insert(fact.path);
      }
    }
  }

  // enableWhen of a question, from those before it.
  Json conditions_of(const std::string& path, const std::vector<Question>& before) const {
    Json conditions = Json::array();
    for (const Question& earlier : before) {
      for (const auto& [answer, needed] : needed_) {
        if (answer.first != earlier.path || needed.contains(path)) continue;
        Json one;
        one["question"] = earlier.path;
        one["operator"] = "!=";
        if (earlier.field.kind == Kind::YesNo) {
          one["answerBoolean"] = answer.second == "true";
        } else {
          const std::string code = answer.second.substr(1, answer.second.size() - 2);
          one["answerCoding"] = {{"system", choice_system(earlier.field)}, {"code", code}};
        }
        conditions.push_back(std::move(one));
      }
    }
    return conditions;
  }

 private:
  const ir::Program& program_;
  ir::DecisionId decision_;
  const runtime::Record& record_;
  runtime::Symbols& symbols_;
  std::map<std::pair<std::string, std::string>, std::set<std::string>> needed_;
};

}  // namespace

static std::vector<Question> questions_of(const ir::Program& program, ir::DecisionId decision,
                                          const explain::Explanation& it) {
  std::vector<Question> questions;
  for (const explain::MissingFact& fact : it.missing) {
    if (!target_of(schema_of(program, decision), fact.path)) continue;
    questions.push_back(question(program, decision, fact));
  }
  return questions;
}

static Json items_of(const ir::Program& program, const std::vector<Question>& questions,
                     const Rulings& rulings) {
  Json items = Json::array();
  std::vector<Question> before;
  for (const Question& it : questions) {
    Json made = Json::array();
    if (it.list) {
      add_history(program, it, made);
    } else {
      made.push_back(item_of(program, it.path, it.field));
    }
    const Json conditions = rulings.conditions_of(it.path, before);
    for (Json& item : made) {
      if (!conditions.empty()) item["enableWhen"] = conditions;
      if (conditions.size() > 1) item["enableBehavior"] = "all";
      items.push_back(std::move(item));
    }
    before.push_back(it);
  }
  return items;
}

// Of a form that is filled in from nothing.
static std::vector<Question> all_questions(const ir::Program& program, ir::DecisionId decision,
                                           const runtime::Record& record) {
  std::vector<Question> questions;
  for (const std::string& path : open_facts(program, decision, record, true)) {
    explain::MissingFact fact;
    fact.path = path;
    questions.push_back(question(program, decision, fact));
  }
  return questions;
}

// A record of which nothing is known but a day on which the policy is in force.
static runtime::Record first_day(const ir::Program& program, ir::DecisionId decision) {
  const ir::Policy& policy = program.policies[program.decisions[decision].policy];
  const runtime::Schema& schema = program.schemas[policy.schema];
  runtime::Record record = runtime::blank_record(schema, program.catalogue.enumerations);
  record.facts[schema.at] = {runtime::exact(policy.effective_from), runtime::Cause::Known, 0};
  return record;
}

std::string questionnaire(const ir::Program& program, ir::DecisionId decision,
                          std::optional<runtime::Record> record, runtime::Symbols& symbols) {
  const ir::Policy& policy = program.policies[program.decisions[decision].policy];
  const std::string name = policy.name + "." + program.decisions[decision].name;
  const bool asks_day = !record.has_value();
  if (asks_day) record = first_day(program, decision);
  Session session(program, decision, symbols, record);
  const explain::Explanation it = session.explanation();
  const std::vector<Question> questions =
      asks_day ? all_questions(program, decision, *record) : questions_of(program, decision, it);
  Rulings rulings(program, decision, *record, symbols);
  for (const Question& question : questions) {
    if (!asks_day) rulings.try_answers(question);
  }
  Json json;
  json["resourceType"] = "Questionnaire";
  json["url"] = "urn:precis:questionnaire:" + name;
  json["version"] = policy.version;
  json["name"] = name;
  json["title"] = policy.title;
  json["status"] = "active";
  json["subjectType"] = {"Patient"};
  json["date"] = it.identity.at;
  json["item"] = Json::array();
  if (asks_day) {
    const runtime::LeafIndex at = program.schemas[policy.schema].at;
    const Field day = field_of(program, decision, at);
    json["item"].push_back(item_of(program, day.name, day));
  }
  for (Json& item : items_of(program, questions, rulings)) {
    json["item"].push_back(std::move(item));
  }
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace precis::inquire
