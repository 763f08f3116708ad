// The report of `precis test` for programs: docs/testing.md says what each part means.

#include <nlohmann/json.hpp>

#include "compiler/explain/vocabulary.h"
#include "tools/cli/test_report.h"

namespace precis::cli {

using Json = nlohmann::ordered_json;

namespace {

class Writer {
 public:
  explicit Writer(const TestReport& report) : report_(report) {}

  Json document() const;

 private:
  Json with_place(source::Span span) const;
  Json test(const driver::Tested& tested) const;
  Json expectation(const driver::Checked& it) const;
  Json guarantee(const driver::GuaranteeTried& it) const;
  Json policy(const coverage::Policy& it) const;
  Json conditions(const coverage::Policy& it) const;
  Json rows(const coverage::Policy& it) const;
  Json mutants() const;

  const TestReport& report_;
};

}  // namespace

Json Writer::with_place(source::Span span) const {
  Json made;
  made["file"] = report_.sources[span.file].path;
  made["line"] = report_.sources.position(span.file, span.begin).line;
  return made;
}

static Json considered(const explain::RuleConsidered& rule) {
  Json made;
  made["name"] = rule.is_otherwise ? "otherwise" : rule.name;
  made["state"] = explain::state_code(rule.state);
  if (!rule.detail.empty()) made["detail"] = rule.detail;
  return made;
}

Json Writer::expectation(const driver::Checked& it) const {
  const ir::Decision& decision = report_.program.decisions[it.expectation->decision];
  Json made = with_place(it.expectation->span);
  made["policy"] = report_.program.policies[decision.policy].name;
  made["decision"] = decision.name;
  made["passed"] = it.passed();
  made["expected"] = it.verdict.expected;
  made["actual"] = it.verdict.actual;
  if (it.passed()) return made;
  if (!it.readers_agree) made["compiled_code_and_interpreter_disagree"] = true;
  made["differences"] = Json::array();
  for (const verdict::Difference& each : it.verdict.differences) {
    Json difference;
    difference["of"] = each.of;
    if (!each.expected.empty()) difference["expected"] = each.expected;
    if (!each.given.empty()) difference["given"] = each.given;
    made["differences"].push_back(difference);
  }
  for (const std::size_t rule : it.verdict.wanted) {
    Json wanted = considered(it.explanation.rules[rule]);
    if (it.explanation.rules[rule].condition) {
      wanted["derivation"] = explain::render_derivation(*it.explanation.rules[rule].condition, "",
                                                        explain::Colour::Off);
    }
    made["did_not_decide"].push_back(wanted);
  }
  for (const explain::RuleConsidered& rule : it.explanation.rules) {
    made["rules"].push_back(considered(rule));
  }
  return made;
}

Json Writer::test(const driver::Tested& tested) const {
  Json made;
  made["title"] = tested.test->title;
  made.update(with_place(tested.test->span));
  made["passed"] = tested.passed();
  if (!tested.rejected.empty()) made["rejected"] = tested.rejected;
  made["expectations"] = Json::array();
  for (const driver::Checked& it : tested.expectations) {
    made["expectations"].push_back(expectation(it));
  }
  return made;
}

static Json share(coverage::Share it) {
  return {{"seen", it.seen}, {"of", it.of}, {"percent", it.percent()}};
}

Json Writer::conditions(const coverage::Policy& it) const {
  Json all = Json::array();
  for (const coverage::Condition& each : it.conditions) {
    Json made = with_place(each.span);
    made["text"] = each.text;
    made["true"] = each.was_true;
    made["false"] = each.was_false;
    made["unknown"] = each.was_unknown;
    made["can_be_unknown"] = each.can_be_unknown;
    all.push_back(made);
  }
  return all;
}

Json Writer::rows(const coverage::Policy& it) const {
  Json all = Json::array();
  for (const coverage::Row& each : it.rows) {
    Json made = with_place(each.span);
    made["table"] = each.table;
    made["text"] = each.text;
    made["chosen"] = each.chosen;
    all.push_back(made);
  }
  return all;
}

Json Writer::policy(const coverage::Policy& it) const {
  Json made;
  made["policy"] = it.name;
  made.update(with_place(it.span));
  made["covered"] = share(gated(it));
  made["rules"] = Json::array();
  made["exceptions"] = Json::array();
  for (const coverage::Decision& decision : it.decisions) {
    for (const coverage::Rule& rule : decision.rules) {
      Json each = {{"decision", decision.name}, {"name", rule.name}};
      each.update(with_place(rule.span));
      each["fired"] = rule.fired;
      if (!rule.is_otherwise) each["not_fired"] = rule.not_fired;
      made["rules"].push_back(each);
    }
    for (const coverage::Exception& exception : decision.exceptions) {
      Json each = {{"decision", decision.name}, {"rule", exception.rule}, {"name", exception.name}};
      each.update(with_place(exception.span));
      each["met"] = exception.met;
      each["not_met"] = exception.not_met;
      made["exceptions"].push_back(each);
    }
  }
  made["rows"] = rows(it);
  made["conditions"] = conditions(it);
  return made;
}

static const char* fate_code(driver::Fate fate) {
  switch (fate) {
    case driver::Fate::Noticed:
      return "noticed";
    case driver::Fate::Survived:
      return "survived";
    case driver::Fate::Accepted:
      return "accepted";
    case driver::Fate::NotAProgram:
      return "not-a-program";
  }
  return "";
}

Json Writer::mutants() const {
  Json all = Json::array();
  for (std::size_t i = 0; i < report_.mutants->mutants.size(); ++i) {
    const mutate::Mutant& it = report_.mutants->mutants[i];
    const driver::MutantResult& result = report_.mutants->results[i];
    Json made;
    made["name"] = it.name;
    made.update(with_place(it.edits[0].span));
    made["original"] = it.original;
    made["mutated"] = it.mutated;
    made["fate"] = fate_code(result.fate);
    if (!result.because.empty()) made["because"] = result.because;
    all.push_back(made);
  }
  return all;
}

Json Writer::guarantee(const driver::GuaranteeTried& it) const {
  Json made;
  made["name"] = it.guarantee->name;
  made["of"] = it.guarantee->of;
  made["title"] = it.guarantee->title;
  made.update(with_place(it.guarantee->span));
  made["passed"] = it.passed();
  made["records"] = it.records;
  made["met"] = it.met;
  if (!it.counterexample.empty()) made["counterexample"] = it.counterexample;
  if (it.faults) made["faults"] = true;
  return made;
}

Json Writer::document() const {
  Json all;
  all["format"] = "precis-test/1";
  all["passed"] = report_.tests.size() - report_.failed();
  all["failed"] = report_.failed();
  all["tests"] = Json::array();
  for (const driver::Tested& it : report_.tests) all["tests"].push_back(test(it));
  for (const driver::GuaranteeTried& it : report_.guarantees) {
    all["guarantees"].push_back(guarantee(it));
  }
  if (report_.coverage) {
    all["coverage"] = Json::array();
    for (const coverage::Policy& it : *report_.coverage) all["coverage"].push_back(policy(it));
  }
  if (report_.mutants) all["mutants"] = mutants();
  return all;
}

std::string render_json(const TestReport& report) {
  return Writer(report).document().dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace precis::cli
