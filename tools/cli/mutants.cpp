#include "tools/cli/mutants.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <thread>

#include "compiler/support/workers.h"
#include "tools/cli/console.h"
#include "tools/cli/test_report.h"

namespace precis::cli {

using driver::Fate;

std::size_t MutantReport::count(Fate fate) const {
  return static_cast<std::size_t>(std::count_if(results.begin(), results.end(),
                                                [&](const auto& it) { return it.fate == fate; }));
}

MutantReport run_mutants(const source::Map& sources, const std::string& filter,
                         diagnostics::Sink& sink) {
  const driver::Mutation mutation(sources, filter);
  const std::size_t count = mutation.mutants().size();
  MutantReport report{mutation.mutants(), std::vector<driver::MutantResult>(count)};
  std::atomic<std::size_t> next = 0;
  std::atomic<std::size_t> done = 0;
  const auto work = [&] {
    driver::Mutation::Worker worker(mutation);
    for (std::size_t mutant = next++; mutant < count; mutant = next++) {
      report.results[mutant] = worker.run(mutant);
      ++done;
    }
  };
  {
    const support::Workers workers(support::cores(), work);
    if (workers.count() == 0) work();
    Progress progress("mutants", count);
    while (done < count) {
      progress.show(done, fmt::format("{} of {}", grouped(done), grouped(count)));
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
  }
  mutation.accept(report.results, sink);
  return report;
}

static std::string place_of(const mutate::Mutant& it, const source::Map& sources) {
  return place_text(sources, it.edits[0].span);
}

std::string mutants_text(const MutantReport& report, const source::Map& sources) {
  std::string survivors;
  std::string accepted;
  for (std::size_t i = 0; i < report.mutants.size(); ++i) {
    const mutate::Mutant& it = report.mutants[i];
    if (report.results[i].fate == Fate::Survived) {
      survivors += fmt::format("  {}\n    {}\n    - {}\n    + {}\n", it.name, place_of(it, sources),
                               it.original, it.mutated);
    } else if (report.results[i].fate == Fate::Accepted) {
      accepted += fmt::format("  {}\n    {}\n", it.name, report.results[i].because);
    }
  }
  std::string text = fmt::format("\nmutants: {} noticed by a test, {} noticed by none, {} accepted",
                                 report.count(Fate::Noticed), report.count(Fate::Survived),
                                 report.count(Fate::Accepted));
  const std::size_t left_out = report.count(Fate::NotAProgram);
  text += left_out == 0 ? "\n" : fmt::format("; {} that do not compile left out\n", left_out);
  if (!accepted.empty()) text += "\naccepted\n" + accepted;
  if (!survivors.empty()) text += "\nno test notices\n" + survivors;
  return text;
}

}  // namespace precis::cli
