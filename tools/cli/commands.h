#pragma once

// The subcommands of `precis`, each in a file of its own. They take what the command line said and
// give an ExitCode. Only main.cpp knows how the command line is read.

#include <optional>
#include <string>
#include <vector>

#include "compiler/explain/explanation.h"
#include "tools/cli/console.h"

namespace precis::cli {

struct CheckOptions {
  std::vector<std::string> policies;
  Format format = Format::Text;
};
int check(const CheckOptions& options);

enum class TestForm { Text, Json, Junit };

struct TestOptions {
  std::vector<std::string> policies;
  std::string filter;
  TestForm form = TestForm::Text;
  std::string output;  // file for the report, or empty for standard output
  bool coverage = false;
  std::optional<int> min_coverage;  // percent
  bool mutate = false;
  bool watch = false;
};
int test(const TestOptions& options);

struct RunOptions {
  std::vector<std::string> policies;
  std::vector<std::string> records;  // files; `-` is standard input
  std::string request;               // JSON text of a request for members that bring none
  std::string decisions;             // file for one JSON line a decision, or empty
  bool profile = false;              // also which decisions and rules cost most
  Format format = Format::Text;
};
int run(const RunOptions& options);

enum class Rendering { Text, Json, Html, Crd };

struct ExplainOptions {
  std::vector<std::string> policies;
  std::vector<std::string> records;
  std::string request;
  std::string member;  // id; empty: the first record that is governed
  std::string policy;  // name; empty: every policy that governs the request
  std::string output;  // file, or empty for standard output
  Rendering rendering = Rendering::Text;
  explain::Audience audience = explain::Audience::Reviewer;
  std::string code;  // a diagnostic's code: print its page instead
};
int explain(const ExplainOptions& options);

struct DocOptions {
  std::vector<std::string> policies;
  std::string output;  // folder
};
int doc(const DocOptions& options);

struct FmtOptions {
  std::vector<std::string> policies;  // or only `-`: standard input to standard output
  bool check = false;                 // change nothing
};
int fmt(const FmtOptions& options);

struct EvalOptions {
  std::optional<std::string> expression = {};  // none: lines of standard input
  std::vector<std::string> policies;           // whose names it may use; none: the library's
  std::string policy;                          // whose definitions; empty: the only one
  std::string record;                          // file; empty: nothing is known
};
int eval(const EvalOptions& options);

struct AskOptions {
  std::vector<std::string> policies;
  std::string policy;    // name; empty: whichever makes the decision
  std::string decision;  // its name, or policy.decision; empty: the only one
  std::string record;    // file; its first record is used; empty: nothing is known
  std::string request;
  std::string save;      // file for the record with the answers
  std::string response;  // file with a QuestionnaireResponse: nobody is asked
  bool questionnaire = false;
};
int ask(const AskOptions& options);

enum class Stage { Typed, Ir, Llvm, Asm };

struct DumpOptions {
  std::vector<std::string> policies;
  std::string policy;  // only this one; empty: all
  Stage stage = Stage::Ir;
};
int dump(const DumpOptions& options);

}  // namespace precis::cli
