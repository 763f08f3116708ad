#include <fmt/format.h>
#include <unistd.h>

#include <optional>

#include "compiler/driver/evaluator.h"
#include "compiler/driver/library.h"
#include "compiler/explain/audience.h"
#include "compiler/explain/render.h"
#include "tools/cli/commands.h"
#include "tools/cli/project.h"
#include "tools/cli/records.h"

namespace precis::cli {

// `explain E0412`: the page of a code.
static bool is_code(const std::string& text) {
  return text.size() >= 2 && text.size() <= 5 && std::string_view("EeWw").find(text[0]) < 4 &&
         text.find_first_not_of("0123456789", 1) == std::string::npos;
}

static int explain_code(std::string code) {
  if (code[0] >= 'a') code[0] -= 'a' - 'A';
  for (const driver::Embedded& page : driver::error_pages()) {
    if (page.path == "docs/errors/" + code + ".md") {
      fmt::print("{}", page.text);
      return Fine;
    }
  }
  print_error(diagnostics::UnknownCode.nowhere(diagnostics::Name(code))
                  .help("codes are a letter and four digits: `E0101`"));
  return UsageError;
}

static std::string rendered(const explain::Explanation& whole, const source::Map& sources,
                            const ir::Policy& policy, const ExplainOptions& options) {
  const explain::PlainWords words(driver::glossaries()[0].text);
  const explain::Explanation explanation = explain::for_audience(whole, options.audience, words);
  switch (options.rendering) {
    case Rendering::Json:
      return explain::render_json(explanation);
    case Rendering::Crd:
      return explain::render_crd(explanation);
    case Rendering::Html: {
      const source::File& file = sources[policy.span.file];
      return explain::render_html(explanation, explain::SourceView{file.path, file.text, 1, 0});
    }
    case Rendering::Text:
      break;
  }
  const bool colour = options.output.empty() && wants_colour(STDOUT_FILENO);
  return explain::render_text(explanation, colour ? explain::Colour::On : explain::Colour::Off);
}

namespace {

// Explains the decisions of the wanted member as its records go by.
class Explaining {
 public:
  Explaining(const Project& project, const driver::Evaluator& evaluator,
             const ExplainOptions& options)
      : project_(project),
        evaluator_(evaluator),
        options_(options),
        decisions_(decisions_of(*project.program, options.policy)) {}

  bool has_decisions() const { return !decisions_.empty(); }
  bool found() const { return !text_.empty(); }
  bool has_seen_member() const { return has_seen_member_; }
  // Of a policy that was named and governs no request of the member: that it does not.
  const std::string& text() const {
    return found() || options_.policy.empty() ? text_ : not_governed_;
  }

  // False once everything about the member has been said.
  bool batch(std::uint32_t schema, const std::vector<runtime::Record>& records,
             const runtime::Symbols& symbols) {
    for (const runtime::Record& record : records) {
      if (!is_wanted(schema, record, symbols)) continue;
      has_seen_member_ = true;
      for (ir::DecisionId decision : decisions_) explain(decision, schema, record, symbols);
      if (options_.member.empty() && found()) return false;
    }
    return true;
  }

 private:
  bool is_wanted(std::uint32_t schema, const runtime::Record& record,
                 const runtime::Symbols& symbols) const {
    const auto& id = project_.program->schemas[schema].id;
    if (options_.member.empty()) return true;
    return id && symbols.code(static_cast<runtime::Symbol>(record.facts[*id].cell.low)) ==
                     options_.member;
  }

  void explain(ir::DecisionId decision, std::uint32_t schema, const runtime::Record& record,
               const runtime::Symbols& symbols) {
    const ir::Policy& policy =
        project_.program->policies[project_.program->decisions[decision].policy];
    if (policy.schema != schema) return;
    explain::Explanation it =
        evaluator_.explain(decision, record, symbols, (*project_.sources)[policy.span.file].path);
    if (it.answer == runtime::AnswerKind::NotGoverned) {
      not_governed_ = rendered(it, *project_.sources, policy, options_);
      return;
    }
    // One page a file: further decisions of the member are named on standard error.
    if (options_.rendering == Rendering::Html && found()) {
      fmt::print(stderr, "not shown: {}.{} at {}: a page shows one decision\n", policy.name,
                 it.identity.decision, it.identity.at);
      return;
    }
    if (options_.rendering == Rendering::Text && found()) text_ += "\n";
    if (may_be_better(it)) it.changes = evaluator_.changes(decision, record, symbols);
    text_ += rendered(it, *project_.sources, policy, options_);
    if (!options_.policy.empty() && is_covered(it)) explain_cost(policy, schema, record, symbols);
  }

  static bool may_be_better(const explain::Explanation& it) {
    if (it.combination == ir::Combination::Collect) return false;
    return it.answer == runtime::AnswerKind::NeedsInformation ||
           (it.answer == runtime::AnswerKind::Decided && !is_covered(it));
  }

  static bool is_covered(const explain::Explanation& it) {
    return it.outcome && it.outcome->standing == ir::Standing::Favorable;
  }

  // What a plan says about money once it covers. Without `--policy` those policies are shown
  // anyway.
  void explain_cost(const ir::Policy& policy, std::uint32_t schema, const runtime::Record& record,
                    const runtime::Symbols& symbols) {
    if (!policy.plan) return;
    for (const ir::DecisionId cost : policy.plan->cost) explain(cost, schema, record, symbols);
  }

  const Project& project_;
  const driver::Evaluator& evaluator_;
  const ExplainOptions& options_;
  std::vector<ir::DecisionId> decisions_;
  bool has_seen_member_ = false;
  std::string text_;
  std::string not_governed_;  // shown when a policy was named and governs none of the requests
};

}  // namespace

int explain(const ExplainOptions& options) {
  if (options.policies.size() == 1 && is_code(options.policies[0])) {
    return explain_code(options.policies[0]);
  }
  if (options.records.empty()) {
    auto error = diagnostics::WrongCommandLine.nowhere(diagnostics::Text("--records is required"));
    print_error(std::move(error).help("name a file of members: `--records members.ndjson`"));
    return UsageError;
  }
  const Opened opened = open_project(options.policies);
  if (!opened.project) return opened.exit_code;
  auto evaluator = driver::Evaluator::create(*opened.project->program);
  if (!evaluator.ok()) {
    print_error(no_native_code(evaluator.error()));
    return UsageError;
  }
  Explaining explaining(*opened.project, *evaluator, options);
  if (!explaining.has_decisions()) return UsageError;
  Counts counts;
  const int code =
      read_records({*opened.project->program, options.records, options.request, options.member},
                   counts, [&](std::uint32_t schema, const auto& records, auto& symbols) {
                     return explaining.batch(schema, records, symbols);
                   });
  if (code != Fine) return code;
  if (explaining.text().empty()) {
    const std::string who = options.member.empty() ? "any member" : options.member;
    if (explaining.has_seen_member()) {
      print_error(diagnostics::NothingToExplain.nowhere(diagnostics::Name(who))
                      .help("name another member, or the policy with `--policy`"));
    } else if (options.member.empty()) {
      print_error(diagnostics::UnreadableFile
                      .nowhere(diagnostics::Text("there is no record that could be explained"))
                      .help("`--records` names a file with at least one record that can be read"));
    } else {
      auto error = diagnostics::UnknownMemberId.nowhere(diagnostics::Name(options.member));
      print_error(std::move(error).help("`--member` is the `id` of a member in the records"));
    }
    return counts.rejections > 0 ? RecordsRejected : UsageError;
  }
  if (const int written = write_output(explaining.text(), options.output); written != Fine) {
    return written;
  }
  return counts.rejections > 0 ? RecordsRejected : Fine;
}

}  // namespace precis::cli
