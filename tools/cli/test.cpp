#include <fmt/format.h>

#include <algorithm>

#include "compiler/driver/evaluator.h"
#include "compiler/explain/vocabulary.h"
#include "runtime/ingest/ingest.h"
#include "tools/cli/commands.h"
#include "tools/cli/project.h"

namespace precis::cli {

using runtime::AnswerKind;
using Kind = ir::Expectation::Kind;

namespace {

std::string rule_name(const ir::Decision& decision, std::size_t rule) {
  return rule < decision.rules.size() ? decision.rules[rule].name : "otherwise";
}

std::string expected_text(const ir::Program& program, const ir::Expectation& it) {
  const ir::Decision& decision = program.decisions[it.decision];
  switch (it.kind) {
    case Kind::Is: {
      const ir::Alternative& alternative =
          program.outcomes[decision.outcome].alternatives[*it.alternative];
      std::string text = "is " + alternative.name;
      for (std::size_t i = 0; i < it.fields.size(); ++i) {
        text += i == 0 ? " with " : ", ";
        text += alternative.fields[it.fields[i].index].name + " " + it.fields[i].text;
      }
      return it.rule ? text + " by " + rule_name(decision, *it.rule) : text;
    }
    case Kind::Needs:
      return fmt::format("needs {{ {} }}", fmt::join(it.needs, ", "));
    case Kind::Faults:
      return "faults";
    case Kind::NotGoverned:
      return "not governed";
    case Kind::NotInForce:
      return "not in force";
  }
  return {};
}

std::string actual_text(const explain::Explanation& it) {
  switch (it.answer) {
    case AnswerKind::Decided:
      return fmt::format("is {} by {}", it.outcome->text,
                         it.rules[*it.rule].is_otherwise ? "otherwise" : it.rules[*it.rule].name);
    case AnswerKind::NeedsInformation: {
      std::vector<std::string> paths;
      for (const explain::MissingFact& fact : it.missing) paths.push_back(fact.path);
      return fmt::format("needs {{ {} }}", fmt::join(paths, ", "));
    }
    case AnswerKind::Fault:
      return "faults: " + it.reason;
    case AnswerKind::NotGoverned:
      return "not governed";
    case AnswerKind::NotInForce:
      return "not in force";
  }
  return {};
}

// One test on compiled code and interpreter.
class TestRun {
 public:
  TestRun(const Project& project, const driver::Evaluator& evaluator)
      : program_(*project.program), sources_(*project.sources), evaluator_(evaluator) {}

  bool run(const ir::Test& test) {
    runtime::Symbols symbols(program_.catalogue);
    const auto record = runtime::ingest::read_one(test.record_json, program_.schemas[test.schema],
                                                  program_.catalogue, symbols);
    if (!record.ok()) {
      failed(test, test.span);
      fmt::print("  the given record is rejected: {}\n", record.error());
      return false;
    }
    bool passed = true;
    for (const ir::Expectation& expectation : test.expectations) {
      passed &= check(test, expectation, *record, symbols);
    }
    return passed;
  }

 private:
  bool check(const ir::Test& test, const ir::Expectation& expectation,
             const runtime::Record& record, const runtime::Symbols& symbols) {
    const jit::Trace compiled = evaluator_.trace(expectation.decision, record, symbols);
    const jit::Trace interpreted = evaluator_.interpret(expectation.decision, record, symbols);
    const explain::Explanation it = evaluator_.explain(expectation.decision, record, symbols);
    if (interpreted.answer != compiled.answer || interpreted.cells != compiled.cells) {
      failed(test, expectation.span);
      fmt::print("  compiled code and interpreter disagree: please report this\n");
      return false;
    }
    if (holds(expectation, it, compiled)) return true;
    failed(test, expectation.span);
    fmt::print("  expected  {}\n  actual    {}\n", expected_text(program_, expectation),
               actual_text(it));
    for (const explain::RuleConsidered& rule : it.rules) {
      fmt::print("    {:<24} {}{}{}\n", rule.is_otherwise ? "otherwise" : rule.name,
                 explain::state_word(rule.state), rule.detail.empty() ? "" : ": ", rule.detail);
    }
    return false;
  }

  bool holds(const ir::Expectation& expectation, const explain::Explanation& it,
             const jit::Trace& trace) const {
    switch (expectation.kind) {
      case Kind::Is:
        return it.answer == AnswerKind::Decided && outcome_holds(expectation, it, trace);
      case Kind::Needs: {
        std::vector<std::string> paths;
        for (const explain::MissingFact& fact : it.missing) paths.push_back(fact.path);
        std::vector<std::string> wanted = expectation.needs;
        std::sort(paths.begin(), paths.end());
        std::sort(wanted.begin(), wanted.end());
        return it.answer == AnswerKind::NeedsInformation && paths == wanted;
      }
      case Kind::Faults:
        return it.answer == AnswerKind::Fault;
      case Kind::NotGoverned:
        return it.answer == AnswerKind::NotGoverned;
      case Kind::NotInForce:
        return it.answer == AnswerKind::NotInForce;
    }
    return false;
  }

  bool outcome_holds(const ir::Expectation& expectation, const explain::Explanation& it,
                     const jit::Trace& trace) const {
    const ir::Decision& decision = program_.decisions[expectation.decision];
    const ir::OutcomeValue& given =
        *it.rule < decision.rules.size() ? decision.rules[*it.rule].then : decision.otherwise.then;
    if (expectation.rule && *expectation.rule != *it.rule) return false;
    if (given.alternative != *expectation.alternative) return false;
    for (const ir::Expectation::Field& field : expectation.fields) {
      if (!given.payload[field.index]) return false;
      const ir::NodeId node = program_.occurrences[*given.payload[field.index]].node;
      const ir::Node& wanted = program_.graph[field.value];
      const runtime::Cell cell =
          trace.cells[evaluator_.layout(expectation.decision).place(node)->slot];
      if (cell.low != wanted.a || cell.high != wanted.b) return false;
    }
    return true;
  }

  void failed(const ir::Test& test, source::Span span) const {
    const source::Position place = sources_.position(span.file, span.begin);
    fmt::print("FAILED \"{}\"\n  {}:{}:{}\n", test.title, sources_[span.file].path, place.line,
               place.column);
  }

  const ir::Program& program_;
  const source::Map& sources_;
  const driver::Evaluator& evaluator_;
};

}  // namespace

int test(const TestOptions& options) {
  const Opened opened = open_project(options.policies);
  if (!opened.project) return opened.exit_code;
  auto evaluator = driver::Evaluator::create(*opened.project->program);
  if (!evaluator.ok()) {
    print_error(diagnostics::NoNativeCode.nowhere(diagnostics::Text(evaluator.error())));
    return UsageError;
  }
  TestRun run(*opened.project, *evaluator);
  int passed = 0;
  int failed = 0;
  for (const ir::Test& test : opened.project->program->tests) {
    if (test.title.find(options.filter) == std::string::npos) continue;
    ++(run.run(test) ? passed : failed);
  }
  if (passed + failed == 0) {
    auto error = diagnostics::NoTests.nowhere();
    if (!options.filter.empty()) {
      error = std::move(error).help("no title contains `" + options.filter + "`");
    }
    print_error(error);
    return UsageError;
  }
  fmt::print("{} passed, {} failed\n", passed, failed);
  return failed > 0 ? TestsFailed : Fine;
}

}  // namespace precis::cli
