#include "compiler/driver/mutation.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "compiler/check/check.h"
#include "compiler/diagnostics/nearest.h"
#include "compiler/driver/tests.h"
#include "compiler/explain/explain.h"
#include "compiler/interp/interp.h"
#include "compiler/lower/lower.h"
#include "compiler/parse/parse.h"
#include "compiler/verdict/verdict.h"
#include "runtime/ingest/ingest.h"

namespace precis::driver {

// ---- which files a change reaches

static std::string name_of(const syntax::ModulePath& path) {
  std::string name;
  for (const syntax::Name& part : path.parts) name.append(".").append(part.text);
  return name;
}

// Of each module those that it uses, as numbers.
static std::vector<std::set<std::size_t>> uses_of(const std::vector<syntax::Module>& modules) {
  std::map<std::string, std::size_t> numbers;
  for (std::size_t i = 0; i < modules.size(); ++i) {
    if (modules[i].path) numbers.emplace(name_of(*modules[i].path), i);
  }
  std::vector<std::set<std::size_t>> uses(modules.size());
  for (std::size_t i = 0; i < modules.size(); ++i) {
    for (const syntax::Use& use : modules[i].uses) {
      const auto found = numbers.find(name_of(use.module));
      if (found != numbers.end()) uses[i].insert(found->second);
    }
  }
  return uses;
}

static std::set<std::size_t> users_of(std::size_t module,
                                      const std::vector<std::set<std::size_t>>& uses) {
  std::set<std::size_t> found{module};
  for (std::size_t before = 0; before != found.size();) {
    before = found.size();
    for (std::size_t i = 0; i < uses.size(); ++i) {
      const bool is_user = std::any_of(uses[i].begin(), uses[i].end(),
                                       [&](std::size_t used) { return found.contains(used); });
      if (is_user) found.insert(i);
    }
  }
  return found;
}

static std::set<std::size_t> with_used(std::set<std::size_t> modules,
                                       const std::vector<std::set<std::size_t>>& uses) {
  std::vector<std::size_t> open(modules.begin(), modules.end());
  while (!open.empty()) {
    const std::size_t next = open.back();
    open.pop_back();
    for (const std::size_t used : uses[next]) {
      if (modules.insert(used).second) open.push_back(used);
    }
  }
  return modules;
}

// Other files are tables and value sets that modules name.
static bool is_module(const source::File& file) {
  return file.path.ends_with(".precis");
}

Mutation::Mutation(const source::Map& sources, std::string filter)
    : sources_(sources), filter_(std::move(filter)) {
  diagnostics::Sink sink;
  for (std::uint32_t i = 0; i < sources.size(); ++i) {
    const source::FileId file(i);
    if (is_module(sources[file])) modules_.push_back(parse::file(sources, file, sink));
  }
  mutants_ = mutate::mutants(modules_, author_files(sources), sources);
  for (std::size_t i = 0; i < modules_.size(); ++i) {
    const bool is_changed =
        std::any_of(mutants_.begin(), mutants_.end(),
                    [&](const mutate::Mutant& it) { return it.span.file == modules_[i].file; });
    if (is_changed) targets_.push_back(target(i));
  }
}

std::unique_ptr<Mutation::Target> Mutation::target(std::size_t module) const {
  const std::vector<std::set<std::size_t>> uses = uses_of(modules_);
  auto made = std::make_unique<Target>(Target{modules_[module].file, {}, {}, {}});
  const std::set<std::size_t> users = users_of(module, uses);
  for (const std::size_t user : users) {
    made->affected.insert(sources_[modules_[user].file].path);
  }
  diagnostics::Sink sink;
  for (const std::size_t each : with_used(users, uses)) {
    if (each == module) continue;
    const source::File& file = sources_[modules_[each].file];
    made->modules.push_back(
        parse::file(made->sources, made->sources.add(file.path, file.text), sink));
  }
  for (std::uint32_t i = 0; i < sources_.size(); ++i) {
    const source::File& file = sources_[source::FileId(i)];
    if (!is_module(file)) made->sources.add(file.path, file.text);
  }
  return made;
}

// ---- running one

namespace {

// The tests of a changed program, by the interpreter.
class MutantTests {
 public:
  explicit MutantTests(const ir::Program& program) : program_(program) {}

  bool passes(const ir::Test& test) {
    runtime::Symbols symbols(program_.catalogue);
    const auto record = runtime::ingest::read_one(test.record_json, program_.schemas[test.schema],
                                                  program_.catalogue, symbols);
    if (!record.ok()) return false;
    return std::all_of(test.expectations.begin(), test.expectations.end(),
                       [&](const auto& it) { return holds(it, *record, symbols); });
  }

 private:
  const ir::TraceLayout& layout(ir::DecisionId decision) {
    return layouts_.try_emplace(decision.index(), program_, decision).first->second;
  }

  bool holds(const ir::Expectation& it, const runtime::Record& record,
             const runtime::Symbols& symbols) {
    const ir::TraceLayout& layout = this->layout(it.decision);
    const interp::Evaluation made = interp::decide(program_, it.decision, layout, record, symbols);
    std::vector<std::string> missing;
    const bool asks = made.answer.kind == runtime::AnswerKind::NeedsInformation;
    if (asks && it.kind == ir::Expectation::Kind::Needs) {
      const explain::Explanation why = explain::decision(program_, it.decision, layout, made.answer,
                                                         made.trace, record, symbols, {});
      for (const explain::MissingFact& fact : why.missing) missing.push_back(fact.path);
    }
    const ir::TraceCells cells(program_.graph, layout, made.trace, record);
    return verdict::holds(program_, it, cells, made.answer, made.collected, std::move(missing));
  }

  const ir::Program& program_;
  std::map<std::uint32_t, ir::TraceLayout> layouts_;
};

}  // namespace

void Mutation::Worker::aim_at(source::FileId file) {
  if (target_ != nullptr && target_->file == file) {
    modules_.pop_back();
    return;
  }
  for (const std::unique_ptr<Target>& it : mutation_.targets_) {
    if (it->file == file) target_ = it.get();
  }
  modules_ = target_->modules;
}

MutantResult Mutation::Worker::run(std::size_t index) {
  const mutate::Mutant& mutant = mutation_.mutants_[index];
  aim_at(mutant.span.file);
  source::Map sources = target_->sources;
  const source::FileId file = sources.add(mutation_.sources_[mutant.span.file].path,
                                          mutated_text(mutation_.sources_, mutant));
  diagnostics::Sink sink;
  {
    const std::lock_guard lock(mutation_.parsing_);
    modules_.push_back(parse::file(sources, file, sink));
  }
  if (sink.has_errors()) return {Fate::NotAProgram, {}};
  const auto sound = typed::seal(check::program(modules_, sources, sink));
  if (!sound) return {Fate::NotAProgram, {}};
  const ir::Program program = lower::program(*sound, sources);

  MutantTests tests(program);
  for (const ir::Test& test : program.tests) {
    if (test.title.find(mutation_.filter_) == std::string::npos) continue;
    const bool is_affected = std::any_of(
        test.expectations.begin(), test.expectations.end(), [&](const ir::Expectation& it) {
          const ir::Policy& policy = program.policies[program.decisions[it.decision].policy];
          return target_->affected.contains(sources[policy.span.file].path);
        });
    if (is_affected && !tests.passes(test)) return {Fate::Noticed, test.title};
  }
  return {Fate::Survived, {}};
}

// ---- acceptances

void Mutation::accept(const syntax::AcceptedMutant& it, std::vector<MutantResult>& results,
                      diagnostics::Sink& sink) const {
  const auto found =
      std::find_if(mutants_.begin(), mutants_.end(),
                   [&](const mutate::Mutant& mutant) { return mutant.name == it.mutant.text; });
  if (found == mutants_.end()) {
    std::vector<std::string_view> names;
    for (const mutate::Mutant& mutant : mutants_) names.push_back(mutant.name);
    const auto near = diagnostics::nearest_name(it.mutant.text, names);
    sink.report(diagnostics::UnknownMutant.at(it.mutant.span, diagnostics::Text(it.mutant.text))
                    .help(near ? "did you mean `" + std::string(*near) + "`?"
                               : "copy its name from what `precis test --mutate` prints"));
    return;
  }
  MutantResult& result = results[static_cast<std::size_t>(found - mutants_.begin())];
  const auto needless = [&](const std::string& why) {
    sink.report(diagnostics::NeedlessAcceptance
                    .at(it.mutant.span, diagnostics::Text(it.mutant.text), diagnostics::Text(why))
                    .help("remove this acceptance"));
  };
  switch (result.fate) {
    case Fate::Survived:
      result = {Fate::Accepted, std::string(it.reason.text)};
      return;
    case Fate::Accepted:
      return needless("it is accepted already");
    case Fate::Noticed:
      return needless("the test \"" + result.because + "\" notices it");
    case Fate::NotAProgram:
      return needless("it does not compile");
  }
}

void Mutation::accept(std::vector<MutantResult>& results, diagnostics::Sink& sink) const {
  for (const syntax::Module& module : modules_) {
    for (const syntax::Decl& decl : module.decls) {
      const auto* it = std::get_if<syntax::AcceptedMutant>(&decl.kind);
      if (it != nullptr) accept(*it, results, sink);
    }
  }
}

}  // namespace precis::driver
