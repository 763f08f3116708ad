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
  // That is expected; of a rule in a list, its own.
  const ir::Alternative& alternative(std::optional<std::uint32_t> rule = {}) const {
    const std::uint32_t number =
        rule ? ir::outcome_of(decision(), *rule).alternative : *expectation.alternative;
    return program.outcomes[decision().outcome].alternatives[number];
  }
  const std::string& name_of(const ir::Expectation::Field& field) const {
    return alternative(field.rule).fields[field.index].name;
  }
  // Without a word about it, any rule may.
  bool may_decide(std::size_t rule) const {
    return expectation.rules.empty() ||
           std::find(expectation.rules.begin(), expectation.rules.end(), rule) !=
               expectation.rules.end();
  }

  bool field_holds(const ir::Expectation::Field& field, const ir::OutcomeValue& given) const;
  bool outcome_holds(std::size_t rule) const;
  bool collected_holds(const runtime::Collected& collected) const;
  std::vector<std::string> rejects(AnswerKind answer) const;
  std::string expected_text() const;
  std::vector<std::string> names(const std::vector<std::uint32_t>& rules) const;
  // " with copies 3, tier standard", or nothing.
  std::string carried(std::optional<std::uint32_t> rule) const;
  std::vector<std::string> carriers(const std::vector<std::uint32_t>& rules) const;
  std::vector<std::size_t> wanted(const explain::Explanation& it) const;
  void compare_outcome(const explain::Explanation& it, Verdict& verdict) const;
  void compare_carried(const explain::Explanation& it, Verdict& verdict) const;
};

}  // namespace

// What the answer has to be; rejects are told whatever it is.
static AnswerKind kind_of(Kind kind) {
  switch (kind) {
    case Kind::Is:
    case Kind::Rejects:
    case Kind::Collects:
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
  const ir::OutcomeValue& given = ir::outcome_of(decision(), rule);
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

// A list may wait for facts and be as expected all the same.
static bool is_wanted(const ir::Expectation& expectation, AnswerKind kind) {
  if (kind == kind_of(expectation.kind)) return true;
  return expectation.kind == Kind::Collects && kind == AnswerKind::NeedsInformation;
}

static bool same_rules(const std::vector<std::uint32_t>& wanted,
                       const std::vector<std::uint64_t>& given) {
  std::vector<std::uint64_t> words(given.size());
  for (const std::uint32_t rule : wanted) runtime::add_rule(words, rule);
  return words == given;
}

bool Judge::collected_holds(const runtime::Collected& collected) const {
  return same_rules(expectation.sure, collected.sure) &&
         same_rules(expectation.possible, collected.possible) &&
         std::all_of(expectation.fields.begin(), expectation.fields.end(), [&](const auto& field) {
           return field_holds(field, ir::outcome_of(decision(), *field.rule));
         });
}

bool holds(const ir::Program& program, const ir::Expectation& expectation,
           const ir::TraceCells& cells, const runtime::Answer& answer,
           const runtime::Collected& collected, std::vector<std::string> missing) {
  const Judge judge{program, expectation, cells};
  if (expectation.kind == Kind::Rejects) {
    return sorted(judge.rejects(answer.kind)) == sorted(expectation.rejects);
  }
  if (!is_wanted(expectation, answer.kind)) return false;
  switch (expectation.kind) {
    case Kind::Is:
      return judge.may_decide(answer.rule) && judge.outcome_holds(answer.rule);
    case Kind::Collects:
      return judge.collected_holds(collected);
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

static std::string collected_text(const std::vector<std::string>& sure,
                                  const std::vector<std::string>& possible) {
  const std::string text =
      sure.empty() ? "collects { }" : fmt::format("collects {{ {} }}", fmt::join(sure, ", "));
  if (possible.empty()) return text;
  return fmt::format("{} maybe {{ {} }}", text, fmt::join(possible, ", "));
}

std::vector<std::string> Judge::names(const std::vector<std::uint32_t>& rules) const {
  std::vector<std::string> found;
  for (const std::uint32_t rule : rules) {
    found.push_back(ir::rule_name(program, decision(), rule));
  }
  return found;
}

std::string Judge::carried(std::optional<std::uint32_t> rule) const {
  std::string text;
  for (const ir::Expectation::Field& field : expectation.fields) {
    if (field.rule != rule) continue;
    text += fmt::format("{}{} {}", text.empty() ? " with " : ", ", name_of(field), field.text);
  }
  return text;
}

std::vector<std::string> Judge::carriers(const std::vector<std::uint32_t>& rules) const {
  std::vector<std::string> found = names(rules);
  for (std::size_t i = 0; i < rules.size(); ++i) found[i] += carried(rules[i]);
  return found;
}

std::string Judge::expected_text() const {
  switch (expectation.kind) {
    case Kind::Is: {
      const std::string text = "is " + alternative().name + carried({});
      return expectation.by.empty() ? text : text + " by " + expectation.by;
    }
    case Kind::Collects:
      return collected_text(carriers(expectation.sure), carriers(expectation.possible));
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

static std::vector<std::string> names_of(const explain::Explanation& it, explain::RuleState state) {
  std::vector<std::string> found;
  for (const explain::RuleConsidered& rule : it.rules) {
    if (rule.state == state) found.push_back(rule.name);
  }
  return found;
}

static std::string actual_text(const explain::Explanation& it) {
  const bool is_list =
      it.combination == ir::Combination::Collect &&
      (it.answer == AnswerKind::Decided || it.answer == AnswerKind::NeedsInformation);
  if (is_list) {
    return collected_text(names_of(it, explain::RuleState::Fired),
                          names_of(it, explain::RuleState::Live));
  }
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
    const std::size_t number = it.rules[rule].number;
    const bool could = expectation.rules.empty() ? outcome_holds(number) : may_decide(number);
    if (could && it.rule != rule) found.push_back(rule);
  }
  return found;
}

static std::string given_value(const explain::Outcome& outcome, const std::string& name) {
  const auto found = std::find_if(outcome.payload.begin(), outcome.payload.end(),
                                  [&](const auto& each) { return each.name == name; });
  return found == outcome.payload.end() ? "none" : found->value;
}

void Judge::compare_outcome(const explain::Explanation& it, Verdict& verdict) const {
  if (it.outcome->alternative != alternative().name) {
    verdict.differences.push_back({"outcome", alternative().name, it.outcome->alternative});
  } else {
    for (const ir::Expectation::Field& field : expectation.fields) {
      if (field_holds(field, ir::outcome_of(decision(), it.rules[*it.rule].number))) continue;
      const std::string& name = name_of(field);
      verdict.differences.push_back({name, field.text, given_value(*it.outcome, name)});
    }
  }
  if (!may_decide(it.rules[*it.rule].number)) {
    verdict.differences.push_back({"rule", expectation.by, rule_name(it.rules[*it.rule])});
  }
}

void Judge::compare_carried(const explain::Explanation& it, Verdict& verdict) const {
  for (const ir::Expectation::Field& field : expectation.fields) {
    if (field_holds(field, ir::outcome_of(decision(), *field.rule))) continue;
    const auto rule = std::find_if(it.rules.begin(), it.rules.end(), [&](const auto& each) {
      return !each.is_otherwise && each.number == *field.rule;
    });
    if (rule == it.rules.end()) continue;
    const std::string& name = name_of(field);
    verdict.differences.push_back(
        {fmt::format("{}: {}", rule->name, name), field.text, given_value(rule->outcome, name)});
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

// The same for rules that a list has, in the order of the policy.
static void compare_rules(const char* of, const std::vector<std::string>& expected,
                          const std::vector<std::string>& given, Verdict& verdict) {
  const auto listed = [](const std::vector<std::string>& names) {
    return names.empty() ? std::string("none") : fmt::format("{}", fmt::join(names, ", "));
  };
  if (sorted(expected) == sorted(given)) return;
  verdict.differences.push_back({of, listed(expected), listed(given)});
}

static runtime::Collected collected_of(const explain::Explanation& it, std::size_t words) {
  runtime::Collected found{std::vector<std::uint64_t>(words), std::vector<std::uint64_t>(words)};
  if (words == 0) return found;
  for (const explain::RuleConsidered& rule : it.rules) {
    if (rule.state == explain::RuleState::Fired) runtime::add_rule(found.sure, rule.number);
    if (rule.state == explain::RuleState::Live) runtime::add_rule(found.possible, rule.number);
  }
  return found;
}

Verdict judge(const ir::Program& program, const ir::Expectation& expectation,
              const ir::TraceCells& cells, const explain::Explanation& it) {
  const Judge judge{program, expectation, cells};
  const std::vector<std::string> missing = missing_paths(it);
  const auto rule =
      it.rule ? static_cast<std::uint16_t>(it.rules[*it.rule].number) : runtime::NoRule;
  const runtime::Collected collected = collected_of(it, ir::collected_words(judge.decision()));
  const bool is_as_expected =
      holds(program, expectation, cells, {it.answer, 0, rule}, collected, missing);
  if (expectation.kind == Kind::Rejects) {
    return judge_rejects(expectation, judge, it.answer, is_as_expected);
  }
  Verdict verdict;
  verdict.holds = is_as_expected;
  verdict.expected = judge.expected_text();
  verdict.actual = actual_text(it);
  if (verdict.holds) return verdict;
  verdict.wanted = judge.wanted(it);
  const AnswerKind wanted = kind_of(expectation.kind);
  if (!is_wanted(expectation, it.answer)) {
    verdict.differences.push_back({"answer", answer_word(wanted), answer_word(it.answer)});
  }
  if (expectation.kind == Kind::Is && it.answer == wanted) judge.compare_outcome(it, verdict);
  if (expectation.kind == Kind::Collects && is_wanted(expectation, it.answer)) {
    compare_rules("collected", judge.names(expectation.sure),
                  names_of(it, explain::RuleState::Fired), verdict);
    compare_rules("possible", judge.names(expectation.possible),
                  names_of(it, explain::RuleState::Live), verdict);
    judge.compare_carried(it, verdict);
    return verdict;
  }
  compare("missing fact", "", expectation.needs, missing, verdict);
  return verdict;
}

}  // namespace precis::verdict
