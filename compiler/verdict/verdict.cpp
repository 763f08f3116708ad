#include "compiler/verdict/verdict.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <utility>

namespace precis::verdict {

using runtime::AnswerKind;
using Kind = ir::Expectation::Kind;

namespace {

struct Judge {
  const ir::Program& program;
  const ir::Expectation& expectation;
  const ir::TraceCells& cells;

  const ir::Decision& decision() const { return program.decisions[expectation.decision]; }
  const ir::Alternative& alternative() const {
    return program.outcomes[decision().outcome].alternatives[*expectation.alternative];
  }
  const ir::OutcomeValue& outcome_of(std::size_t rule) const {
    return rule < decision().rules.size() ? decision().rules[rule].then : decision().otherwise.then;
  }
  std::string rule_name(std::size_t rule) const {
    return rule < decision().rules.size() ? decision().rules[rule].name : "otherwise";
  }

  bool field_holds(const ir::Expectation::Field& field, const ir::OutcomeValue& given) const;
  bool outcome_holds(std::size_t rule) const;
  std::vector<std::string> rejects(AnswerKind answer) const;
  std::string expected_text() const;
  std::vector<std::size_t> wanted(const explain::Explanation& it) const;
  void compare_outcome(const explain::Explanation& it, Verdict& verdict) const;
};

}  // namespace

// What the answer has to be; rejects are told whatever it is.
static AnswerKind kind_of(Kind kind) {
  switch (kind) {
    case Kind::Is:
    case Kind::Rejects:
      return AnswerKind::Decided;
    case Kind::Needs:
      return AnswerKind::NeedsInformation;
    case Kind::Faults:
      return AnswerKind::Fault;
    case Kind::NotGoverned:
      return AnswerKind::NotGoverned;
    case Kind::NotInForce:
      return AnswerKind::NotInForce;
  }
  return AnswerKind::Decided;
}

static const char* answer_word(AnswerKind kind) {
  switch (kind) {
    case AnswerKind::Decided:
      return "decided";
    case AnswerKind::NeedsInformation:
      return "needs information";
    case AnswerKind::Fault:
      return "faults";
    case AnswerKind::NotGoverned:
      return "not governed";
    case AnswerKind::NotInForce:
      return "not in force";
  }
  return "";
}

bool Judge::field_holds(const ir::Expectation::Field& field, const ir::OutcomeValue& given) const {
  if (!given.payload[field.index]) return false;
  const ir::NodeId node = program.occurrences[*given.payload[field.index]].node;
  const ir::Node& wanted = program.graph[field.value];
  const std::optional<runtime::Cell> cell = cells.find(node);
  return cell && cell->low == wanted.a && cell->high == wanted.b;
}

bool Judge::outcome_holds(std::size_t rule) const {
  const ir::OutcomeValue& given = outcome_of(rule);
  if (given.alternative != *expectation.alternative) return false;
  return std::all_of(expectation.fields.begin(), expectation.fields.end(),
                     [&](const auto& field) { return field_holds(field, given); });
}

std::vector<std::string> Judge::rejects(AnswerKind answer) const {
  std::vector<std::string> rules;
  if (answer == AnswerKind::NotGoverned || answer == AnswerKind::NotInForce) return rules;
  for (const ir::Rule& rule : decision().rules) {
    if (!rule.planned || !rule.planned->rejects) continue;
    const std::optional<runtime::Cell> cell = cells.find(*rule.planned->rejects);
    const bool is_sure = cell && cell->low == runtime::CanBeTrue && cell->may_fault == 0;
    if (is_sure) rules.push_back(rule.name);
  }
  return rules;
}

static std::vector<std::string> sorted(std::vector<std::string> paths) {
  std::sort(paths.begin(), paths.end());
  return paths;
}

bool holds(const ir::Program& program, const ir::Expectation& expectation,
           const ir::TraceCells& cells, const runtime::Answer& answer,
           std::vector<std::string> missing) {
  if (expectation.kind == Kind::Rejects) {
    return sorted(Judge{program, expectation, cells}.rejects(answer.kind)) ==
           sorted(expectation.rejects);
  }
  if (answer.kind != kind_of(expectation.kind)) return false;
  switch (expectation.kind) {
    case Kind::Is:
      return (!expectation.rule || *expectation.rule == answer.rule) &&
             Judge{program, expectation, cells}.outcome_holds(answer.rule);
    case Kind::Needs:
      return sorted(std::move(missing)) == sorted(expectation.needs);
    case Kind::Rejects:
    case Kind::Faults:
    case Kind::NotGoverned:
    case Kind::NotInForce:
      return true;
  }
  return false;
}

// ---- in words

std::string Judge::expected_text() const {
  switch (expectation.kind) {
    case Kind::Is: {
      std::string text = "is " + alternative().name;
      for (std::size_t i = 0; i < expectation.fields.size(); ++i) {
        const ir::Expectation::Field& field = expectation.fields[i];
        text += i == 0 ? " with " : ", ";
        text += alternative().fields[field.index].name + " " + field.text;
      }
      return expectation.rule ? text + " by " + rule_name(*expectation.rule) : text;
    }
    case Kind::Needs:
      return fmt::format("needs {{ {} }}", fmt::join(expectation.needs, ", "));
    case Kind::Rejects:
      return fmt::format("rejects {{ {} }}", fmt::join(expectation.rejects, ", "));
    case Kind::Faults:
    case Kind::NotGoverned:
    case Kind::NotInForce:
      return answer_word(kind_of(expectation.kind));
  }
  return {};
}

static std::vector<std::string> missing_paths(const explain::Explanation& it) {
  std::vector<std::string> paths;
  for (const explain::MissingFact& fact : it.missing) paths.push_back(fact.path);
  return paths;
}

static std::string rule_name(const explain::RuleConsidered& rule) {
  return rule.is_otherwise ? "otherwise" : rule.name;
}

static std::string actual_text(const explain::Explanation& it) {
  switch (it.answer) {
    case AnswerKind::Decided:
      return fmt::format("is {} by {}", it.outcome->text, rule_name(it.rules[*it.rule]));
    case AnswerKind::NeedsInformation:
      return fmt::format("needs {{ {} }}", fmt::join(missing_paths(it), ", "));
    case AnswerKind::Fault:
      return "faults: " + it.reason;
    case AnswerKind::NotGoverned:
    case AnswerKind::NotInForce:
      return answer_word(it.answer);
  }
  return {};
}

// ---- differences

// The rule that is named; without one, every rule whose outcome is the expected one.
std::vector<std::size_t> Judge::wanted(const explain::Explanation& it) const {
  if (expectation.kind != Kind::Is) return {};
  std::vector<std::size_t> found;
  for (std::size_t rule = 0; rule < it.rules.size(); ++rule) {
    const bool could = expectation.rule ? *expectation.rule == rule : outcome_holds(rule);
    if (could && it.rule != rule) found.push_back(rule);
  }
  return found;
}

void Judge::compare_outcome(const explain::Explanation& it, Verdict& verdict) const {
  if (it.outcome->alternative != alternative().name) {
    verdict.differences.push_back({"outcome", alternative().name, it.outcome->alternative});
  } else {
    for (const ir::Expectation::Field& field : expectation.fields) {
      if (field_holds(field, outcome_of(*it.rule))) continue;
      const std::string& name = alternative().fields[field.index].name;
      const auto given = std::find_if(it.outcome->payload.begin(), it.outcome->payload.end(),
                                      [&](const auto& each) { return each.name == name; });
      verdict.differences.push_back(
          {name, field.text, given == it.outcome->payload.end() ? "none" : given->value});
    }
  }
  if (expectation.rule && *expectation.rule != *it.rule) {
    verdict.differences.push_back(
        {"rule", rule_name(*expectation.rule), verdict::rule_name(it.rules[*it.rule])});
  }
}

// `none` stands where one of the two has nothing.
static void compare(const char* what, const char* none, const std::vector<std::string>& expected,
                    const std::vector<std::string>& given, Verdict& verdict) {
  const auto contains = [](const std::vector<std::string>& names, const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
  };
  for (const std::string& name : expected) {
    if (!contains(given, name)) verdict.differences.push_back({what, name, none});
  }
  for (const std::string& name : given) {
    if (!contains(expected, name)) verdict.differences.push_back({what, none, name});
  }
}

static Verdict judge_rejects(const ir::Expectation& expectation, const Judge& judge,
                             AnswerKind answer, bool is_as_expected) {
  const std::vector<std::string> given = judge.rejects(answer);
  Verdict verdict{is_as_expected,
                  judge.expected_text(),
                  fmt::format("rejects {{ {} }}", fmt::join(given, ", ")),
                  {},
                  {}};
  compare("reject", "none", expectation.rejects, given, verdict);
  return verdict;
}

Verdict judge(const ir::Program& program, const ir::Expectation& expectation,
              const ir::TraceCells& cells, const explain::Explanation& it) {
  const Judge judge{program, expectation, cells};
  const std::vector<std::string> missing = missing_paths(it);
  const runtime::Answer answer{it.answer, 0,
                               static_cast<std::uint16_t>(it.rule.value_or(runtime::NoRule))};
  const bool is_as_expected = holds(program, expectation, cells, answer, missing);
  if (expectation.kind == Kind::Rejects)
    return judge_rejects(expectation, judge, it.answer, is_as_expected);
  Verdict verdict;
  verdict.holds = is_as_expected;
  verdict.expected = judge.expected_text();
  verdict.actual = actual_text(it);
  if (verdict.holds) return verdict;
  verdict.wanted = judge.wanted(it);
  const AnswerKind wanted = kind_of(expectation.kind);
  if (it.answer != wanted) {
    verdict.differences.push_back({"answer", answer_word(wanted), answer_word(it.answer)});
  }
  if (expectation.kind == Kind::Is && it.answer == wanted) judge.compare_outcome(it, verdict);
  compare("missing fact", "", expectation.needs, missing, verdict);
  return verdict;
}

}  // namespace precis::verdict
