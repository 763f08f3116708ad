#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>

#include "compiler/driver/tests.h"
#include "tools/cli/commands.h"
#include "tools/cli/project.h"
#include "tools/cli/test_report.h"
#include "tools/cli/watch.h"

namespace precis::cli {

static std::string rendered(const TestReport& report, const TestOptions& options) {
  switch (options.form) {
    case TestForm::Text: {
      const bool is_coloured = options.output.empty() && wants_colour(STDOUT_FILENO);
      return render_text(report, is_coloured ? explain::Colour::On : explain::Colour::Off);
    }
    case TestForm::Json:
      return render_json(report);
    case TestForm::Junit:
      return render_junit(report);
  }
  return {};
}

// Every policy has to reach the percentage: a covered one does not make up for another. The rules
// of a plan are theirs.
static bool reaches(const TestReport& report, int percent) {
  return std::all_of(report.coverage->begin(), report.coverage->end(), [&](const auto& policy) {
    return policy.is_plan || gated(policy).percent() >= static_cast<std::size_t>(percent);
  });
}

static int exit_code(const TestReport& report, const TestOptions& options) {
  if (report.failed() + report.broken() > 0) return TestsFailed;
  if (options.min_coverage && !reaches(report, *options.min_coverage)) return CoverageTooLow;
  if (report.mutants && report.mutants->count(driver::Fate::Survived) > 0) return MutantsSurvive;
  return Fine;
}

static int no_tests(const TestOptions& options) {
  print_error(diagnostics::NoTests.nowhere().help(
      options.filter.empty() ? "name a file with `test \"...\" { ... }` in it"
                             : "no title contains `" + options.filter + "`"));
  return UsageError;
}

static int run_once(const TestOptions& options) {
  const Opened opened = open_project(options.policies);
  if (!opened.project) return opened.exit_code;
  const ir::Program& program = *opened.project->program;
  const source::Map& sources = *opened.project->sources;
  auto evaluator = driver::Evaluator::create(program);
  if (!evaluator.ok()) {
    print_error(no_native_code(evaluator.error()));
    return UsageError;
  }
  TestReport report{program, sources, {}, {}, {}, {}};
  coverage::Collector collector(program, driver::author_files(sources));
  for (const ir::Test& test : program.tests) {
    if (test.title.find(options.filter) == std::string::npos) continue;
    report.tests.push_back(driver::run_test(program, *evaluator, test, collector));
  }
  for (const ir::Guarantee& it : program.guarantees) {
    if (it.title.find(options.filter) == std::string::npos) continue;
    report.guarantees.push_back(driver::try_guarantee(program, it));
  }
  if (report.tests.empty() && report.guarantees.empty()) return no_tests(options);
  if (options.coverage || options.min_coverage) report.coverage = collector.result();
  // Only tests that pass can fail because of a change.
  diagnostics::Sink sink;
  if (options.mutate && report.failed() == 0) {
    report.mutants = run_mutants(sources, options.filter, sink);
  }
  const int written = write_output(rendered(report, options), options.output);
  print_diagnostics(sink, sources, Format::Text);
  if (written != Fine) return written;
  return sink.has_errors() ? PolicyErrors : exit_code(report, options);
}

int test(const TestOptions& options) {
  if (!options.watch) return run_once(options);
  while (true) {
    const Snapshot before = snapshot(options.policies, options.output);
    if (is_terminal(STDOUT_FILENO)) fmt::print("\x1b[2J\x1b[H");
    const int code = run_once(options);
    std::fflush(stdout);
    if (wait_for_change(options.policies, options.output, before) == Woken::Interrupted)
      return code;
  }
}

}  // namespace precis::cli
