#include "compiler/driver/tests.h"

#include <algorithm>
#include <utility>

#include "compiler/driver/library.h"
#include "runtime/ingest/ingest.h"

namespace precis::driver {

bool Tested::passed() const {
  return rejected.empty() && std::all_of(expectations.begin(), expectations.end(),
                                         [](const Checked& it) { return it.passed(); });
}

static Checked check(const ir::Program& program, const Evaluator& evaluator,
                     const ir::Expectation& expectation, const runtime::Record& record,
                     const runtime::Symbols& symbols, coverage::Collector& collector) {
  const ir::DecisionId decision = expectation.decision;
  const jit::Trace compiled = evaluator.trace(decision, record, symbols);
  const jit::Trace interpreted = evaluator.interpret(decision, record, symbols);
  const ir::TraceCells cells(program.graph, evaluator.layout(decision), compiled.cells, record);
  collector.add(decision, cells, compiled.answer, compiled.collected);
  Checked made{&expectation,
               interpreted.answer == compiled.answer && interpreted.cells == compiled.cells &&
                   interpreted.collected == compiled.collected,
               {},
               evaluator.explain(decision, record, symbols)};
  made.verdict = verdict::judge(program, expectation, cells, made.explanation);
  return made;
}

Tested run_test(const ir::Program& program, const Evaluator& evaluator, const ir::Test& test,
                coverage::Collector& collector) {
  Tested made{&test, {}, {}};
  runtime::Symbols symbols(program.catalogue);
  const auto record = runtime::ingest::read_one(test.record_json, program.schemas[test.schema],
                                                program.catalogue, symbols);
  if (!record.ok()) {
    made.rejected = record.error();
    return made;
  }
  for (const ir::Expectation& it : test.expectations) {
    made.expectations.push_back(check(program, evaluator, it, *record, symbols, collector));
  }
  return made;
}

std::unordered_set<source::FileId> author_files(const source::Map& sources) {
  std::unordered_set<source::FileId> files;
  for (std::uint32_t i = 0; i < sources.size(); ++i) {
    const source::FileId file(i);
    const bool is_library =
        std::any_of(library().begin(), library().end(),
                    [&](const Embedded& it) { return it.path == sources[file].path; });
    if (!is_library) files.insert(file);
  }
  return files;
}

}  // namespace precis::driver
