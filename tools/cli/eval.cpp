#include "compiler/driver/eval.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <iostream>
#include <utility>

#include "compiler/driver/compile.h"
#include "compiler/explain/vocabulary.h"
#include "tools/cli/commands.h"
#include "tools/cli/records.h"

namespace precis::cli {

namespace {

std::string line_of(const explain::MissingFact& fact) {
  std::string line = fmt::format("  {}: {}", fact.path, explain::cause_word(fact.cause));
  if (fact.known != "unknown") line += "; " + fact.known;
  if (!fact.asked.empty()) line += "; asked about: " + fact.asked;
  return line + "\n";
}

std::string shown(const driver::Question& question, const driver::Value& value) {
  std::string text =
      fmt::format("value  {}\ntype   {}\nat     {}\n", value.text, question.type, value.at);
  if (value.may_fault) text += "fault  a division by 0, or a number out of range\n";
  for (const explain::AssumptionMade& it : value.assumptions) {
    text += fmt::format("assumed {}: {}\n", it.value, it.because);
  }
  if (!value.missing.empty()) text += "waits for\n";
  for (const explain::MissingFact& fact : value.missing) text += line_of(fact);
  return text;
}

// Evaluates one expression after another among the same policies.
class Evaluation {
 public:
  explicit Evaluation(const EvalOptions& options) : options_(options), record_(options.record) {}

  int expression(const std::string& text) const {
    return with_question(text, [&](const driver::Question& question) {
      runtime::Symbols symbols(question.program->catalogue);
      First first{driver::nothing_known(question), Fine};
      if (!record_.empty()) {
        const ir::Program& program = *question.program;
        const ir::Policy& policy = program.policies[program.decisions[question.decision].policy];
        first = first_record({program, {record_}, {}}, policy.schema, symbols);
      }
      if (!first.record) return first.exit_code;
      fmt::print("{}", shown(question, driver::evaluate(question, *first.record, symbols)));
      return static_cast<int>(Fine);
    });
  }

  int type(const std::string& text) const {
    return with_question(text, [](const driver::Question& question) {
      fmt::print("{}\n", question.type);
      return static_cast<int>(Fine);
    });
  }

  void use_record(std::string path) { record_ = std::move(path); }

 private:
  template <class Use>
  int with_question(const std::string& text, const Use& use) const {
    source::Map sources;
    if (auto loaded = driver::load(sources, options_.policies); !loaded.ok()) {
      print_error(unreadable(loaded.error()));
      return UsageError;
    }
    diagnostics::Sink sink;
    const auto question = driver::ask(sources, options_.policy, text, sink);
    print_diagnostics(sink, sources, Format::Text);
    if (question) return use(*question);
    const bool is_usage = std::ranges::any_of(
        sink.all(), [](const diagnostics::Diagnostic& it) { return !it.primary.has_value(); });
    return is_usage ? UsageError : PolicyErrors;
  }

  const EvalOptions& options_;
  std::string record_;
};

std::string after(const std::string& line, std::string_view word) {
  std::string rest = line.substr(word.size());
  rest.erase(0, rest.find_first_not_of(' '));
  return rest;
}

// The first code that is not Fine.
int lines(Evaluation& evaluation) {
  const bool prompts = is_terminal(STDIN_FILENO);
  int code = Fine;
  const auto note = [&](int of_line) { code = code == Fine ? of_line : code; };
  for (std::string line;;) {
    if (prompts) fmt::print("> ");
    std::fflush(stdout);
    if (!std::getline(std::cin, line) || line == ":quit") return code;
    if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
    if (line.starts_with(":type ")) {
      note(evaluation.type(after(line, ":type")));
    } else if (line.starts_with(":record ")) {
      evaluation.use_record(after(line, ":record"));
    } else {
      note(evaluation.expression(line));
    }
    std::fflush(stdout);
  }
}

}  // namespace

int eval(const EvalOptions& options) {
  Evaluation evaluation(options);
  if (options.expression) return evaluation.expression(*options.expression);
  return lines(evaluation);
}

}  // namespace precis::cli
