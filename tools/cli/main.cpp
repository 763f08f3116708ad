// The command line of `precis`: reads it with CLI11 (this file only) and calls one command.

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>

#include "compiler/diagnostics/nearest.h"
#include "compiler/driver/evaluator.h"
#include "tools/cli/commands.h"

namespace precis::cli {

static const char* const Footer = R"(Exit codes:
  0  fine
  1  a policy has errors
  2  the command line is wrong, or a file cannot be read or written
  3  input records were rejected (the others were decided)
  4  tests failed (doc: the book is written, and says which)
  5  the tests cover less than --min-coverage
  6  a change of a policy was noticed by no test (--mutate)
  7  files are not in the style of precis fmt (--check)

Examples:
  precis check policies/
  precis test policies/cardiology --filter genotype
  precis run policies/ --records members.ndjson.xz
  precis explain policies/ --records members.ndjson --member M17 --format html -o M17.html
  precis explain E0412)";

static void add_policies(CLI::App& command, std::vector<std::string>& policies) {
  command.add_option("policies", policies, "Policy files, or folders of them")->required();
}

static void add_records(CLI::App& command, std::vector<std::string>& records,
                        std::string& request) {
  command
      .add_option("-r,--records", records,
                  "FHIR R4 bundles (NDJSON or one bundle) or records in the schema's own NDJSON; "
                  "plain, .xz, .gz or .zst; - is standard input")
      ->required();
  command.add_option("--request", request,
                     "A request as JSON, for members that bring none: "
                     "{\"drug\": \"309362\", \"date\": \"2026-03-01\", ...}");
}

// One of a few words; the error names them.
template <class Value>
static CLI::Validator one_of(std::map<std::string, Value> words) {
  std::string known;
  for (const auto& [word, value] : words) known += (known.empty() ? "" : ", ") + word;
  return CLI::Validator(
      [words, known](std::string& text) -> std::string {
        const auto found = words.find(text);
        if (found == words.end()) return "`" + text + "` is none of " + known;
        text = std::to_string(static_cast<int>(found->second));
        return {};
      },
      known);
}

static CLI::Validator text_or_json() {
  return one_of<Format>({{"text", Format::Text}, {"json", Format::Json}});
}

static void describe_check(CLI::App& app, CheckOptions& options) {
  CLI::App* command = app.add_subcommand("check", "Report every error of the policies");
  add_policies(*command, options.policies);
  command->add_option("--format", options.format, "text or json")->transform(text_or_json());
  command->footer("Example:\n  precis check policies/ --format json");
}

static void describe_test(CLI::App& app, TestOptions& options) {
  CLI::App* command = app.add_subcommand("test", "Run the tests written in the policies");
  add_policies(*command, options.policies);
  command->add_option("--filter", options.filter, "Only tests whose title contains this text");
  command->add_option("--format", options.form, "text, json or junit")
      ->transform(one_of<TestForm>(
          {{"text", TestForm::Text}, {"json", TestForm::Json}, {"junit", TestForm::Junit}}));
  command->add_option("-o,--output", options.output, "Write here instead of to standard output");
  command->add_flag("--coverage", options.coverage,
                    "Show what the tests have seen of rules, rows, exceptions and conditions");
  command
      ->add_option("--min-coverage", options.min_coverage,
                   "Exit with 5 when a policy's rules and rows are covered less (percent)")
      ->check(CLI::Range(0, 100));
  command->add_flag("--mutate", options.mutate,
                    "Change the policies in many small ways, and list the changes that no test "
                    "notices");
  command->add_flag("--watch", options.watch, "Run again whenever a file changes, until Ctrl-C");
  command->footer(
      "Examples:\n  precis test policies/ --filter \"new member\"\n"
      "  precis test policies/ --coverage --min-coverage 100\n"
      "  precis test policies/cardiology --mutate\n"
      "  precis test policies/ --format junit -o report.xml");
}

static void describe_run(CLI::App& app, RunOptions& options) {
  CLI::App* command = app.add_subcommand("run", "Decide records and count the outcomes");
  add_policies(*command, options.policies);
  add_records(*command, options.records, options.request);
  command->add_option("--decisions", options.decisions,
                      "Write each decision as a line of JSON here");
  command->add_option("--format", options.format, "Of the table: text or json")
      ->transform(text_or_json());
  command->add_flag("--profile", options.profile,
                    "Also which decisions and rules cost most, measured on the first batch");
  command->footer(
      "Examples:\n  precis run policies/ --records bundles.ndjson.xz\n"
      "  precis run policies/ --records members.ndjson.gz --decisions decisions.ndjson");
}

static void describe_explain(CLI::App& app, ExplainOptions& options) {
  CLI::App* command =
      app.add_subcommand("explain", "Explain a decision, or a diagnostic's code (explain E0412)");
  command->add_option("policies", options.policies, "Policy files or folders; or one code")
      ->required();
  command->add_option("-r,--records", options.records, "As for run");
  command->add_option("--request", options.request, "As for run");
  command->add_option("--member", options.member, "The id of the member (default: the first one)");
  command->add_option("--policy", options.policy, "Only this policy");
  command->add_option("-o,--output", options.output, "Write here instead of to standard output");
  command->add_option("--format", options.rendering, "text, json, html, or crd (FHIR)")
      ->transform(one_of<Rendering>({{"text", Rendering::Text},
                                     {"json", Rendering::Json},
                                     {"html", Rendering::Html},
                                     {"crd", Rendering::Crd}}));
  command
      ->add_option("--for", options.audience,
                   "member, prescriber, reviewer or auditor: what is shown (default: reviewer)")
      ->transform(one_of<explain::Audience>({{"member", explain::Audience::Member},
                                             {"prescriber", explain::Audience::Prescriber},
                                             {"reviewer", explain::Audience::Reviewer},
                                             {"auditor", explain::Audience::Auditor}}));
  command->footer(
      "Examples:\n  precis explain policies/ -r members.ndjson --member M17 --format html -o "
      "M17.html\n  precis explain policies/ -r members.ndjson --member M17 --for member");
}

static void describe_ask(CLI::App& app, AskOptions& options) {
  CLI::App* command = app.add_subcommand(
      "ask", "Ask for what a decision needs to know, one question after another");
  add_policies(*command, options.policies);
  command->add_option("--policy", options.policy, "The policy, if there are several");
  command->add_option("--decision", options.decision, "Its decision, if it has several");
  command->add_option("-r,--record", options.record,
                      "What is known already, as for run; the first record is used");
  command->add_option("--request", options.request, "As for run");
  command->add_option("--save", options.save, "Write the record with the answers here");
  auto* form = command->add_flag("--questionnaire", options.questionnaire,
                                 "Print the questions as a FHIR R4 Questionnaire instead");
  command
      ->add_option("--response", options.response,
                   "Take the answers from this FHIR R4 QuestionnaireResponse")
      ->excludes(form);
  command->footer(
      "Answers are written as in the `given` lines of a test, or in easier words (yes, no, the "
      "number of a choice).\nExamples:\n  precis ask policies/neurology/siponimod.precis\n"
      "  precis ask policies/ --policy siponimod --record member.json --save answered.json\n"
      "  precis ask policies/ --policy siponimod --questionnaire");
}

static void describe_doc(CLI::App& app, DocOptions& options) {
  CLI::App* command = app.add_subcommand("doc", "Write the policies as a book for reviewers");
  add_policies(*command, options.policies);
  command
      ->add_option("-o,--output", options.output,
                   "The folder to write: a new or empty one, or an earlier book")
      ->required();
  command->footer("Example:\n  precis doc policies/ -o book   # then open book/index.html");
}

static void describe_dump(CLI::App& app, DumpOptions& options) {
  CLI::App* command = app.add_subcommand("dump", "Show what the compiler makes of the policies");
  add_policies(*command, options.policies);
  command->add_option("--policy", options.policy, "Only this policy");
  auto* stages = command->add_option_group("stage", "Which form");
  auto add_stage = [&](const char* name, Stage stage, const char* what) {
    stages->add_flag_callback(name, [&options, stage] { options.stage = stage; }, what);
  };
  add_stage("--typed", Stage::Typed, "The checked program");
  add_stage("--ir", Stage::Ir, "The expression graph");
  add_stage("--llvm", Stage::Llvm, "The code for the machine, as LLVM IR");
  add_stage("--asm", Stage::Asm, "The same as this machine's assembly");
  stages->require_option(1);
  command->footer("Example:\n  precis dump policies/cardiology --ir");
}

static void describe_fmt(CLI::App& app, FmtOptions& options) {
  CLI::App* command = app.add_subcommand("fmt", "Lay policies out in the one style, in place");
  command
      ->add_option("policies", options.policies,
                   "Policy files, or folders of them; - is standard input to standard output")
      ->required();
  command->add_flag("--check", options.check, "Only name the files that would change");
  command->footer("Examples:\n  precis fmt policies/\n  precis fmt --check policies/");
}

static void describe_eval(CLI::App& app, EvalOptions& options) {
  CLI::App* command =
      app.add_subcommand("eval", "Evaluate an expression, or each line of standard input");
  command->add_option("-e,--expression", options.expression, "The expression");
  command->add_option(
      "--record", options.record,
      "As for run; its first record is used (default: every fact is unknown, lists are empty)");
  command->add_option("--use", options.policies, "Policy files or folders whose names are used");
  command->add_option("--policy", options.policy, "The policy whose definitions are used");
  command->footer(
      "Lines of standard input may also be :type EXPRESSION, :record FILE and :quit.\n"
      "Examples:\n  precis eval -e \"age(member.birth_date) >= 18 years\"\n"
      "  precis eval -e phenotype --use policies/cardiology --record members.ndjson");
}

// The first word names a command. CLI11 would only say that one is missing.
static std::optional<diagnostics::Diagnostic> unknown_command(const CLI::App& app,
                                                              const std::string& word) {
  std::vector<std::string> commands;
  for (const CLI::App* it : app.get_subcommands({})) commands.push_back(it->get_name());
  if (std::ranges::find(commands, word) != commands.end()) return std::nullopt;
  std::string help = fmt::format("the commands are {}", fmt::join(commands, ", "));
  const std::vector<std::string_view> names(commands.begin(), commands.end());
  if (const auto near = diagnostics::nearest_name(word, names)) {
    help = fmt::format("did you mean `precis {}`?", *near);
  }
  return diagnostics::UnknownCommand.nowhere(diagnostics::Name(word)).help(help);
}

// CLI11's words in the form of every other error of Precis.
static int usage_error(const CLI::App& app, const CLI::ParseError& error,
                       const std::string& first_word) {
  if (error.get_exit_code() == 0) return app.exit(error);
  if (!first_word.empty() && !first_word.starts_with("-")) {
    if (const auto unknown = unknown_command(app, first_word)) {
      print_error(*unknown);
      return UsageError;
    }
  }
  const bool is_option = first_word.starts_with("-");  // of no command
  std::string message =
      is_option ? fmt::format("there is no option `{}`", first_word) : error.what();
  if (!message.empty() && message[0] >= 'A' && message[0] <= 'Z') message[0] += 'a' - 'A';
  auto report = diagnostics::WrongCommandLine.nowhere(diagnostics::Text(message));
  print_error(
      std::move(report).help("`precis --help` and `precis <command> --help` show the options"));
  return UsageError;
}

static int main_with(int argc, char** argv) {
  CLI::App app{"precis: benefit and pharmacogenomic policies, checked, compiled and explained"};
  app.footer(Footer);
  app.require_subcommand(1);
  app.set_version_flag("--version", driver::compiler_version());
  CheckOptions check_options;
  TestOptions test_options;
  RunOptions run_options;
  ExplainOptions explain_options;
  DocOptions doc_options;
  DumpOptions dump_options;
  FmtOptions fmt_options;
  EvalOptions eval_options;
  AskOptions ask_options;
  describe_check(app, check_options);
  describe_test(app, test_options);
  describe_run(app, run_options);
  describe_explain(app, explain_options);
  describe_doc(app, doc_options);
  describe_dump(app, dump_options);
  describe_fmt(app, fmt_options);
  describe_eval(app, eval_options);
  describe_ask(app, ask_options);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return usage_error(app, error, argc > 1 ? argv[1] : "");
  }
  if (app.got_subcommand("check")) return check(check_options);
  if (app.got_subcommand("test")) return test(test_options);
  if (app.got_subcommand("run")) return run(run_options);
  if (app.got_subcommand("explain")) return explain(explain_options);
  if (app.got_subcommand("doc")) return doc(doc_options);
  if (app.got_subcommand("fmt")) return fmt(fmt_options);
  if (app.got_subcommand("eval")) return eval(eval_options);
  if (app.got_subcommand("ask")) return ask(ask_options);
  return dump(dump_options);
}

}  // namespace precis::cli

int main(int argc, char** argv) {
  const int code = precis::cli::main_with(argc, argv);
  if (std::fflush(stdout) == 0 && std::ferror(stdout) == 0) return code;
  precis::cli::print_error(precis::cli::unwritable("standard output"));
  return precis::cli::UsageError;
}
