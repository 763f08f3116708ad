#include "tests/golden/produce.h"

#include <algorithm>
#include <filesystem>
#include <memory>
#include <regex>
#include <sstream>

#include "compiler/driver/compile.h"
#include "compiler/driver/evaluator.h"
#include "compiler/driver/format.h"
#include "compiler/explain/explain.h"
#include "compiler/explain/render.h"
#include "compiler/explain/vocabulary.h"
#include "compiler/support/check.h"
#include "compiler/typed/print.h"
#include "runtime/ingest/ingest.h"
#include "tests/support/json_schema.h"

namespace precis::golden {

// Outside the standard library a module's name is its path: `use tests.golden.names.other { X }`
// loads tests/golden/names/other.precis.
static void load_used_files(source::Map& sources) {
  static const std::regex Use(R"((?:^|\n)use\s+([A-Za-z0-9_.]+))");
  for (std::uint32_t i = 0; i < sources.size(); ++i) {
    const std::string& text = sources[source::FileId(i)].text;
    for (std::sregex_iterator it(text.begin(), text.end(), Use), end; it != end; ++it) {
      std::string path = (*it)[1].str();
      std::replace(path.begin(), path.end(), '.', '/');
      path += ".precis";
      bool present = false;
      for (std::uint32_t j = 0; j < sources.size(); ++j) {
        present |= sources[source::FileId(j)].path == path;
      }
      if (present || !std::filesystem::exists(path)) continue;
      const auto loaded = sources.load(path);
      CHECK(loaded.ok(), loaded.error());
    }
  }
}

// approve: tier 1 by otherwise; or needs-information { member.fills }.
static std::string answer_line(const explain::Explanation& it) {
  std::string line = it.identity.policy + "." + it.identity.decision + " ";
  if (it.outcome) {
    const explain::RuleConsidered& rule = it.rules[*it.rule];
    return line + it.outcome->text + " by " + (rule.is_otherwise ? "otherwise" : rule.name);
  }
  if (it.combination == ir::Combination::Collect) {
    for (const explain::RuleConsidered& rule : it.rules) {
      if (rule.state == explain::RuleState::Fired) line += rule.name + " ";
      if (rule.state == explain::RuleState::Live) line += "maybe " + rule.name + " ";
    }
  }
  line += explain::answer_code(it.answer);
  for (const explain::MissingFact& fact : it.missing) line += " " + fact.path;
  return line;
}

// The JSON document is as its schema says, and the same bytes from the interpreter's trace.
static void check_document(const ir::Program& program, const driver::Evaluator& evaluator,
                           ir::DecisionId decision, const jit::Trace& interpreted,
                           const explain::Explanation& compiled, const runtime::Record& record,
                           const runtime::Symbols& symbols) {
  static const testing::JsonSchema Schema("docs/explanation.schema.json");
  const std::string json = explain::render_json(compiled);
  const std::string wrong = Schema.wrong(json);
  CHECK(wrong.empty(), "a document that its schema does not describe: " + wrong);
  explain::Identity extra;
  extra.compiler_version = driver::compiler_version();
  const explain::Explanation same =
      explain::decision(program, decision, evaluator.layout(decision), interpreted.answer,
                        interpreted.cells, record, symbols, extra);
  CHECK(json == explain::render_json(same), "compiled code and interpreter explain differently");
}

// Each case decided by every decision of its schema: the first, as golden programs have one.
static void decide_cases(const ir::Program& program, const std::string& cases,
                         const std::set<std::string>& wanted, Views& views) {
  auto evaluator = driver::Evaluator::create(program);
  CHECK(evaluator.ok(), evaluator.error());
  std::istringstream lines(cases);
  int number = 0;
  for (std::string line; std::getline(lines, line);) {
    runtime::Symbols symbols(program.catalogue);
    const auto record =
        runtime::ingest::read_one(line, program.schemas[0], program.catalogue, symbols);
    const std::string prefix = std::to_string(++number) + " ";
    if (!record.ok()) {
      views[".out"] += prefix + "rejected: " + record.error() + "\n";
      continue;
    }
    for (std::uint32_t d = 0; d < program.decisions.size(); ++d) {
      const ir::DecisionId decision(d);
      const jit::Trace compiled = evaluator->trace(decision, *record, symbols);
      const jit::Trace interpreted = evaluator->interpret(decision, *record, symbols);
      CHECK(compiled.answer == interpreted.answer && compiled.cells == interpreted.cells &&
                compiled.collected == interpreted.collected,
            "compiled code and interpreter disagree");
      const explain::Explanation it = evaluator->explain(decision, *record, symbols);
      check_document(program, *evaluator, decision, interpreted, it, *record, symbols);
      views[".out"] += prefix + answer_line(it) + "\n";
      views[".explain"] += explain::render_text(it, explain::Colour::Off);
      if (!wanted.contains(".changes")) continue;
      views[".changes"] += prefix + answer_line(it) + "\n";
      views[".changes"] +=
          explain::render_changes(evaluator->changes(decision, *record, symbols)) + "\n";
    }
  }
}

Produced produce(source::Map& sources, const std::set<std::string>& wanted,
                 const std::string& cases) {
  load_used_files(sources);
  diagnostics::Sink sink;
  Produced produced;
  std::unique_ptr<const ir::Program> program;
  if (wanted.contains(".ir") || !cases.empty()) {
    program = driver::compile(sources, sink);
  } else {
    driver::check(sources, sink);
  }
  produced.diagnostics = diagnostics::in_source_order(sink.all());
  produced.views[".diag"] = draw(produced.diagnostics, sources);
  if (program) produced.views[".ir"] = ir::to_text(*program);
  if (wanted.contains(".typed") && !sink.has_errors()) {
    diagnostics::Sink seen;
    produced.views[".typed"] = typed::to_text(driver::check(sources, seen).program, "");
  }
  if (wanted.contains(".fmt")) {
    diagnostics::Sink seen;
    if (auto text = driver::format(sources, source::FileId(0), seen))
      produced.views[".fmt"] = *text;
  }
  if (program && !cases.empty()) decide_cases(*program, cases, wanted, produced.views);
  return produced;
}

}  // namespace precis::golden
