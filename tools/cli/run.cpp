#include <fmt/format.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "compiler/driver/dispatch.h"
#include "compiler/driver/evaluator.h"
#include "compiler/explain/explanation.h"
#include "compiler/explain/vocabulary.h"
#include "runtime/batch.h"
#include "tools/cli/commands.h"
#include "tools/cli/profile.h"
#include "tools/cli/project.h"
#include "tools/cli/records.h"

namespace precis::cli {

using runtime::AnswerKind;

namespace {

// How often each answer of one decision was given.
struct Tally {
  std::vector<std::uint64_t> rules;     // by ladder index; `otherwise` is last
  std::vector<std::uint64_t> possible;  // of a decision that collects: rules that may apply
  std::uint64_t complete = 0;           // the same: lists that are known to the end
  std::uint64_t needs_information = 0;
  std::uint64_t fault = 0;
  std::uint64_t not_governed = 0;
  std::uint64_t not_in_force = 0;

  void add(const runtime::Answer& answer) {
    switch (answer.kind) {
      case AnswerKind::Decided:
        ++(answer.rule == runtime::NoRule ? complete : rules[answer.rule]);
        return;
      case AnswerKind::NeedsInformation:
        ++needs_information;
        return;
      case AnswerKind::Fault:
        ++fault;
        return;
      case AnswerKind::NotGoverned:
        ++not_governed;
        return;
      case AnswerKind::NotInForce:
        ++not_in_force;
        return;
    }
  }

  // Of a decision that collects.
  void add_rules(const runtime::Answers& answers) {
    for (std::size_t rule = 0; rule < rules.size(); ++rule) {
      rules[rule] += answers.count_sure(rule);
      possible[rule] += answers.count_possible(rule);
    }
  }
};

// The outcome and what it carries.
void add_outcome(const explain::Explanation& it, nlohmann::ordered_json& line) {
  if (!it.outcome) return;
  line["outcome"] = it.outcome->alternative;
  for (const explain::Payload& payload : it.outcome->payload) {
    line["payload"][payload.name] = payload.value;
  }
}

nlohmann::ordered_json decision_line(const explain::Explanation& it) {
  nlohmann::ordered_json line;
  line["member"] = it.identity.member;
  line["record"] = it.identity.record;
  line["policy"] = it.identity.policy;
  line["decision"] = it.identity.decision;
  line["at"] = it.identity.at;
  line["answer"] = explain::answer_code(it.answer);
  add_outcome(it, line);
  if (it.combination == ir::Combination::Collect) {
    line["collected"] = nlohmann::ordered_json::array();
    line["possible"] = nlohmann::ordered_json::array();
    for (const explain::RuleConsidered& rule : it.rules) {
      if (rule.state == explain::RuleState::Fired) line["collected"].push_back(rule.name);
      if (rule.state == explain::RuleState::Live) line["possible"].push_back(rule.name);
    }
  }
  if (it.rule)
    line["rule"] = it.rules[*it.rule].is_otherwise ? "otherwise" : it.rules[*it.rule].name;
  line["reason"] = it.reason;
  for (const explain::MissingFact& fact : it.missing) line["missing"].push_back(fact.path);
  if (it.plan) {
    line["rejects"] = nlohmann::ordered_json::array();
    for (const explain::Reject& reject : it.plan->rejects) {
      line["rejects"].push_back({{"rule", reject.rule}, {"ncpdp", reject.codes}});
    }
  }
  line["content_hash"] = it.identity.content_hash;
  line["input_hash"] = it.identity.input_hash;
  return line;
}

class Run {
 public:
  // What is not asked for is null.
  Run(const ir::Program& program, const driver::Evaluator& evaluator, std::ofstream* decisions,
      Profile* profile)
      : program_(program), evaluator_(evaluator), decisions_(decisions), profile_(profile) {
    for (const ir::Decision& decision : program.decisions) {
      const std::vector<std::uint64_t> none(ir::rung_count(decision));
      tallies_.push_back({none, none, 0, 0, 0, 0, 0});
    }
    for (std::uint32_t s = 0; s < program.schemas.size(); ++s) dispatches_.emplace_back(program, s);
  }

  void batch(std::uint32_t schema, const std::vector<runtime::Record>& records,
             const runtime::Symbols& symbols) {
    runtime::Batch columns(program_.schemas[schema], program_.catalogue.enumerations);
    const std::vector<std::uint32_t> order = dispatches_[schema].order(records, symbols);
    for (std::uint32_t r : order) columns.append(records[r]);
    const runtime::BatchView view = columns.view(symbols);
    if (profile_ != nullptr) profile_->measure(schema, view);
    for (std::uint32_t d = 0; d < tallies_.size(); ++d) {
      const ir::DecisionId decision(d);
      if (program_.policies[program_.decisions[decision].policy].schema != schema) continue;
      const runtime::Answers answers =
          evaluator_.decide(decision, view, workspaces_).restored(order);
      if (program_.decisions[decision].combination == ir::Combination::Collect) {
        tallies_[d].add_rules(answers);
      }
      for (std::size_t r = 0; r < records.size(); ++r) {
        tallies_[d].add(answers[r]);
        write(decision, answers[r], records[r], symbols);
      }
    }
  }

  std::string table() const;
  nlohmann::ordered_json json() const;

 private:
  void write(ir::DecisionId decision, const runtime::Answer& answer, const runtime::Record& record,
             const runtime::Symbols& symbols) {
    const bool is_other_request =
        answer.kind == AnswerKind::NotGoverned || answer.kind == AnswerKind::NotInForce;
    if (decisions_ == nullptr || is_other_request) return;
    const explain::Explanation it = evaluator_.explain(decision, record, symbols);
    nlohmann::ordered_json line = decision_line(it);
    const bool covers = it.outcome && it.outcome->standing == ir::Standing::Favorable;
    const auto& plan = program_.policies[program_.decisions[decision].policy].plan;
    if (plan && covers) add_cost(*plan, record, symbols, line);
    *decisions_ << line.dump() << '\n';
  }

  // What a plan that covers a request says about money.
  void add_cost(const ir::Plan& plan, const runtime::Record& record,
                const runtime::Symbols& symbols, nlohmann::ordered_json& line) const {
    for (const ir::DecisionId cost : plan.cost) {
      const explain::Explanation it = evaluator_.explain(cost, record, symbols);
      nlohmann::ordered_json made;
      made["policy"] = it.identity.policy;
      made["decision"] = it.identity.decision;
      made["answer"] = explain::answer_code(it.answer);
      add_outcome(it, made);
      for (const explain::MissingFact& fact : it.missing) made["missing"].push_back(fact.path);
      line["cost"].push_back(std::move(made));
    }
  }

  std::string outcome_name(const ir::Decision& decision, std::size_t rule) const {
    const ir::OutcomeValue& then = ir::outcome_of(decision, rule);
    return program_.outcomes[decision.outcome].alternatives[then.alternative].name;
  }

  const ir::Program& program_;
  const driver::Evaluator& evaluator_;
  std::ofstream* decisions_;
  Profile* profile_;
  jit::Workspaces workspaces_;
  std::vector<driver::Dispatch> dispatches_;  // by schema
  std::vector<Tally> tallies_;
};

std::string Run::table() const {
  Table table({"policy", "rule", "outcome", "decisions>"});
  std::uint64_t outside = 0;
  for (std::uint32_t d = 0; d < tallies_.size(); ++d) {
    const ir::Decision& decision = program_.decisions[ir::DecisionId(d)];
    const Tally& tally = tallies_[d];
    const std::string name = program_.policies[decision.policy].name + "." + decision.name;
    std::string shown = name;
    for (const std::size_t i : ir::in_written_order(decision)) {
      table.add({std::exchange(shown, ""), ir::rule_name(program_, decision, i),
                 outcome_name(decision, i), grouped(tally.rules[i])});
      if (tally.possible[i] == 0) continue;
      table.add({"", "", "  possibly", grouped(tally.possible[i])});
    }
    const bool collects = decision.combination == ir::Combination::Collect;
    if (collects) table.add({shown, "", "complete lists", grouped(tally.complete)});
    table.add({"", "", "needs information", grouped(tally.needs_information)});
    if (tally.fault > 0) table.add({"", "", "fault", grouped(tally.fault)});
    if (tally.not_in_force > 0) table.add({"", "", "not in force", grouped(tally.not_in_force)});
    outside += tally.not_governed;
    table.rule();
  }
  return table.text() + fmt::format("\nrequests outside a policy's scope: {}\n", grouped(outside));
}

nlohmann::ordered_json Run::json() const {
  nlohmann::ordered_json all = nlohmann::ordered_json::array();
  for (std::uint32_t d = 0; d < tallies_.size(); ++d) {
    const ir::Decision& decision = program_.decisions[ir::DecisionId(d)];
    const Tally& tally = tallies_[d];
    nlohmann::ordered_json row;
    row["policy"] = program_.policies[decision.policy].name;
    row["decision"] = decision.name;
    const bool collects = decision.combination == ir::Combination::Collect;
    for (const std::size_t i : ir::in_written_order(decision)) {
      const std::string rule = ir::rule_name(program_, decision, i);
      row["rules"][rule] = tally.rules[i];
      if (collects) row["possible"][rule] = tally.possible[i];
    }
    if (collects) row["complete"] = tally.complete;
    row["needs_information"] = tally.needs_information;
    row["fault"] = tally.fault;
    row["not_governed"] = tally.not_governed;
    row["not_in_force"] = tally.not_in_force;
    all.push_back(row);
  }
  return all;
}

void print_counts(const Counts& counts) {
  fmt::print("members read: {}, requests: {}, rejected: {}\n", grouped(counts.members),
             grouped(counts.requests), grouped(counts.rejections));
  for (const auto& [reason, count] : counts.ignored) {
    fmt::print("  not used: {} ({})\n", reason, grouped(count));
  }
}

nlohmann::ordered_json counts_json(const Counts& counts) {
  nlohmann::ordered_json result;
  result["members"] = counts.members;
  result["requests"] = counts.requests;
  result["rejected"] = counts.rejections;
  for (const auto& [reason, count] : counts.ignored) result["not_used"][reason] = count;
  return result;
}

}  // namespace

int run(const RunOptions& options) {
  const Opened opened = open_project(options.policies);
  if (!opened.project) return opened.exit_code;
  const ir::Program& program = *opened.project->program;
  std::ofstream decisions;
  if (!options.decisions.empty()) {
    decisions.open(options.decisions);
    if (!decisions) {
      print_error(unwritable(options.decisions));
      return UsageError;
    }
  }
  auto evaluator =
      driver::Evaluator::create(program, {.cache_folder = driver::cache_folder(), .cpu = {}});
  if (!evaluator.ok()) {
    print_error(no_native_code(evaluator.error()));
    return UsageError;
  }
  Profile profile(program, *evaluator);
  Run running(program, *evaluator, options.decisions.empty() ? nullptr : &decisions,
              options.profile ? &profile : nullptr);
  Counts counts;
  const int code = read_records({program, options.records, options.request}, counts,
                                [&](std::uint32_t schema, const auto& records, auto& symbols) {
                                  running.batch(schema, records, symbols);
                                  return true;
                                });
  if (code != Fine && counts.members == 0) return code;
  if (options.format == Format::Json) {
    nlohmann::ordered_json all = counts_json(counts);
    all["decisions"] = running.json();
    if (options.profile) all["profile"] = profile.json();
    fmt::print("{}\n", all.dump(2));
  } else {
    fmt::print("{}", running.table());
    print_counts(counts);
    fmt::print("{}", profile.table());
  }
  if (code != Fine) return code;
  decisions.close();
  if (!options.decisions.empty() && !decisions) {
    print_error(unwritable(options.decisions));
    return UsageError;
  }
  return counts.rejections > 0 ? RecordsRejected : Fine;
}

}  // namespace precis::cli
