#include <fmt/format.h>
#include <unistd.h>

#include <fstream>
#include <iostream>
#include <iterator>
#include <optional>
#include <utility>

#include "compiler/diagnostics/nearest.h"
#include "compiler/driver/answer.h"
#include "compiler/driver/evaluator.h"
#include "compiler/explain/render.h"
#include "compiler/inquire/inquire.h"
#include "tools/cli/commands.h"
#include "tools/cli/project.h"
#include "tools/cli/records.h"

namespace precis::cli {

namespace {

std::string full_name(const ir::Program& program, ir::DecisionId id) {
  const ir::Decision& decision = program.decisions[id];
  return program.policies[decision.policy].name + "." + decision.name;
}

// The decision meant; an error printed when that cannot be told.
std::optional<ir::DecisionId> wanted_decision(const ir::Program& program,
                                              const AskOptions& options) {
  std::vector<ir::DecisionId> found;
  std::vector<std::string> names;
  for (const ir::DecisionId id : decisions_of(program, options.policy)) {
    names.push_back(full_name(program, id));
    const bool is_meant = options.decision.empty() || options.decision == names.back() ||
                          options.decision == program.decisions[id].name;
    if (is_meant) found.push_back(id);
  }
  if (names.empty()) return std::nullopt;  // there is no such policy, which was said
  if (found.size() == 1) return found[0];
  if (found.empty()) {
    auto error = diagnostics::UnknownDecision.nowhere(diagnostics::Name(options.decision));
    const std::vector<std::string_view> known(names.begin(), names.end());
    const auto near = diagnostics::nearest_name(options.decision, known);
    print_error(
        std::move(error).help(near ? fmt::format("did you mean `{}`?", *near)
                                   : fmt::format("there is `{}`", fmt::join(names, "`, `"))));
    return std::nullopt;
  }
  auto error =
      diagnostics::NoDecisionNamed.nowhere(diagnostics::Text(std::to_string(found.size())));
  names.clear();
  for (const ir::DecisionId id : found) names.push_back(full_name(program, id));
  print_error(std::move(error).help("add `--decision` with one of " +
                                    fmt::format("{}", fmt::join(names, ", "))));
  return std::nullopt;
}

// Asks a person, or whoever writes to standard input.
class Interview {
 public:
  Interview(inquire::Session& session) : session_(session), echoes_(!is_terminal(STDIN_FILENO)) {}

  void run() {
    while (auto question = session_.next()) {
      ++number_;
      question->list && !question->item ? history(*question) : fact(*question);
      if (ended_) return;
    }
  }

 private:
  enum class Reply { Answer, DontKnow, End };

  // What was typed at the prompt. A line of its own is never an answer.
  Reply prompt(std::string& typed) {
    fmt::print("> ");
    std::fflush(stdout);
    if (!std::getline(std::cin, typed)) {
      fmt::print("\n");
      ended_ = true;
      return Reply::End;
    }
    if (echoes_) fmt::print("{}\n", typed);
    while (!typed.empty() && (typed.back() == '\r' || typed.back() == ' ')) typed.pop_back();
    if (typed == "quit") {
      ended_ = true;
      return Reply::End;
    }
    const bool is_open = typed.empty() || typed == "?" || typed == "don't know" ||
                         typed == "dont know" || typed == "unknown";
    return is_open ? Reply::DontKnow : Reply::Answer;
  }

  static void show_choices(const inquire::Field& field) {
    for (std::size_t i = 0; i < field.choices.size(); ++i) {
      const inquire::Choice& it = field.choices[i];
      const bool has_title = !it.title.empty() && it.title != it.value;
      fmt::print("     {:>2}  {}{}\n", i + 1, it.value, has_title ? "  " + it.title : "");
    }
  }

  static std::string what(const inquire::Field& field) {
    using inquire::Kind;
    switch (field.kind) {
      case Kind::YesNo:
        return "yes or no";
      case Kind::Choice:
        return "one of";
      case Kind::Number:
        if (field.low.empty()) return "a number with its unit";
        return fmt::format("{} to {}{}{}", field.low, field.high, field.unit.empty() ? "" : " ",
                           field.unit);
      case Kind::Money:
        return "an amount in " + field.unit;
      case Kind::Date:
        return field.approximate ? "a date, a month or a year" : "a date";
      case Kind::Code:
        return field.choices.empty() ? "a code of " + field.system
                                     : "a code of " + field.system + ", such as";
      case Kind::Text:
        return "a text";
      case Kind::Gene:
        return field.choices.empty() ? "the genotype" : "the genotype, such as *1/*2, or one of";
    }
    return {};
  }

  void heading(const inquire::Question& question) const {
    fmt::print("\n{}. {}  ({})\n   it decides: {}\n", number_, question.field.title, question.path,
               question.why);
  }

  // One value, asked for until it can be used; nothing when it is not known.
  std::optional<std::string> value(const inquire::Field& field) {
    std::string typed;
    while (prompt(typed) == Reply::Answer) {
      const auto json = driver::answer_json(field, typed);
      if (json.ok()) return json.value();
      fmt::print("   {}\n", json.error());
    }
    return std::nullopt;
  }

  void fact(const inquire::Question& question) {
    heading(question);
    if (question.item) return one_item(question);
    const bool is_known = !question.known.empty() && question.known != "unknown";
    if (is_known) fmt::print("   on file: {}\n", question.known);
    fmt::print("   {}\n", what(question.field));
    show_choices(question.field);
    while (!ended_) {
      const auto json = value(question.field);
      if (!json) break;
      const auto problem = session_.answer(question, *json);
      if (!problem) return;
      fmt::print("   {}\n", *problem);
    }
    if (!ended_) session_.leave(question);
  }

  // An item that is on file is written down anew.
  void one_item(const inquire::Question& question) {
    fmt::print("   on file: {}\n", question.known);
    if (!item_is_taken(question) && !ended_) session_.leave(question);
  }

  // One item, written down until it can be used, or nothing is said of it.
  bool item_is_taken(const inquire::Question& question) {
    while (const auto json = item(question)) {
      const auto problem = session_.answer(question, *json);
      if (!problem) return true;
      fmt::print("   {}: once more\n", *problem);
    }
    return false;
  }

  std::optional<std::string> item(const inquire::Question& question) {
    std::vector<inquire::Filled> filled;
    for (const inquire::Field& field : question.fields) {
      fmt::print("   {}: {}\n", field.title, what(field));
      show_choices(field);
      const auto json = value(field);
      if (ended_) return std::nullopt;
      if (json) filled.push_back({field.name, *json});
    }
    if (filled.empty()) return std::nullopt;
    return inquire::item_json(filled);
  }

  void history(const inquire::Question& question) {
    heading(question);
    fmt::print("   on file: {}\n", question.known);
    const std::string window = question.window.empty() ? "" : " of " + question.window;
    inquire::Field yes_no;
    yes_no.kind = inquire::Kind::YesNo;
    for (bool is_first = true;; is_first = false) {
      fmt::print("   {}  yes or no\n",
                 is_first ? fmt::format("Is there one{} that is not on file?", window)
                          : std::string("Another one?"));
      const auto json = value(yes_no);
      if (ended_) return;
      if (!json) return session_.leave(question);
      if (*json == "false") return close(question);
      item_is_taken(question);
      if (ended_) return;
    }
  }

  void close(const inquire::Question& question) {
    fmt::print("   {}\n", session_.close(question)
                              ? "noted: the list is taken as complete for these days"
                              : "noted: what this list leaves out stays open, whoever says so");
  }

  inquire::Session& session_;
  bool echoes_;
  bool ended_ = false;
  std::size_t number_ = 0;
};

std::optional<std::string> text_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return std::nullopt;
  return std::string(std::istreambuf_iterator<char>(file), {});
}

// The answers of a QuestionnaireResponse; an exit code.
int respond(inquire::Session& session, const ir::Program& program, ir::DecisionId decision,
            const std::string& path) {
  const auto text = text_of(path);
  if (!text) {
    print_error(unreadable(fmt::format("`{}` cannot be read", path)));
    return UsageError;
  }
  auto wrong = inquire::respond(session, program, decision, *text);
  if (!wrong && session.day()) {
    wrong = {session.day()->path, "it is not there, and no decision is made without its day", ""};
  }
  if (!wrong) return Fine;
  auto error =
      wrong->item.empty()   ? diagnostics::NotAResponse.nowhere(diagnostics::Text(wrong->what))
      : wrong->what.empty() ? diagnostics::UnknownItem.nowhere(diagnostics::Name(wrong->item))
                            : diagnostics::WrongAnswer.nowhere(diagnostics::Name(wrong->item),
                                                               diagnostics::Text(wrong->what));
  const char* const remedy =
      wrong->item.empty()
          ? "give what a form made of `precis ask --questionnaire` of this policy returned"
          : "correct the answer, or leave the item out: what is not known is not answered";
  print_error(std::move(error).help(wrong->help.empty() ? remedy : wrong->help));
  return RecordsRejected;
}

std::string counted(std::size_t count, const char* noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

int finish(const inquire::Session& session, const AskOptions& options) {
  if (!session.day()) {
    explain::Identity extra;
    extra.compiler_version = driver::compiler_version();
    const explain::Explanation it = session.explanation(extra);
    const bool colour = wants_colour(STDOUT_FILENO);
    fmt::print("\n{} asked, {}\n\n{}", counted(session.asked(), "question"),
               it.missing.empty() ? fmt::format("{} never needed", session.never_needed())
                                  : counted(it.missing.size(), "fact") + " still open",
               explain::render_text(it, colour ? explain::Colour::On : explain::Colour::Off));
  }
  return options.save.empty() ? Fine : write_output(session.to_own_shape(), options.save);
}

}  // namespace

int ask(const AskOptions& options) {
  const Opened opened = open_project(options.policies);
  if (!opened.project) return opened.exit_code;
  const ir::Program& program = *opened.project->program;
  const auto decision = wanted_decision(program, options);
  if (!decision) return UsageError;
  runtime::Symbols symbols(program.catalogue);
  std::optional<runtime::Record> record;
  if (!options.record.empty()) {
    First first =
        first_record({program, {options.record}, options.request},
                     program.policies[program.decisions[*decision].policy].schema, symbols);
    if (!first.record) return first.exit_code;
    record = std::move(first.record);
  }
  if (options.questionnaire) {
    fmt::print("{}", inquire::questionnaire(program, *decision, record, symbols));
    return Fine;
  }
  inquire::Session session(program, *decision, symbols, std::move(record));
  if (!options.response.empty()) {
    if (const int code = respond(session, program, *decision, options.response); code != Fine) {
      return code;
    }
    return finish(session, options);
  }
  const ir::Policy& policy = program.policies[program.decisions[*decision].policy];
  fmt::print("{}, {}\nEnter leaves a question open, `quit` ends.\n", policy.title,
             full_name(program, *decision));
  Interview(session).run();
  return finish(session, options);
}

}  // namespace precis::cli
