// The report of `precis test` for a terminal.

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "compiler/explain/vocabulary.h"
#include "tools/cli/console.h"
#include "tools/cli/test_report.h"

namespace precis::cli {

std::size_t TestReport::failed() const {
  return static_cast<std::size_t>(std::count_if(
      tests.begin(), tests.end(), [](const driver::Tested& it) { return !it.passed(); }));
}

std::string place_text(const source::Map& sources, source::Span span) {
  return fmt::format("{}:{}", sources[span.file].path,
                     sources.position(span.file, span.begin).line);
}

// A line with line and column, to click on.
static std::string exact_place(const source::Map& sources, source::Span span) {
  const source::Position place = sources.position(span.file, span.begin);
  return fmt::format("  {}:{}:{}\n", sources[span.file].path, place.line, place.column);
}

static std::string name_of(const explain::RuleConsidered& rule) {
  return rule.is_otherwise ? "otherwise" : rule.name;
}

static std::string difference_text(const verdict::Difference& it) {
  if (it.given.empty()) {
    return fmt::format("    {:<13} {} is expected and not asked for\n", it.of, it.expected);
  }
  if (it.expected.empty()) {
    return fmt::format("    {:<13} {} is asked for and not expected\n", it.of, it.given);
  }
  return fmt::format("    {:<13} expected {}, given {}\n", it.of, it.expected, it.given);
}

// A rule that should have decided, with the values of what its condition is made of.
static std::string wanted_text(const explain::RuleConsidered& rule, explain::Colour colour) {
  std::string text =
      fmt::format("  {} did not decide: {}\n", name_of(rule), explain::state_word(rule.state));
  text += explain::render_derivation(*rule.condition, "    ", colour);
  for (const explain::ExceptionConsidered& it : rule.exceptions) {
    if (it.truth == explain::Truth::NotEvaluated) continue;
    text += fmt::format("    unless {}\n", it.name);
    text += explain::render_derivation(it.condition, "      ", colour);
  }
  return text;
}

static std::string rules_text(const explain::Explanation& it) {
  std::size_t width = 0;
  for (const explain::RuleConsidered& rule : it.rules) {
    width = std::max(width, name_of(rule).size());
  }
  std::string text = "  rules in order\n";
  for (const explain::RuleConsidered& rule : it.rules) {
    text +=
        fmt::format("    {:<{}}  {}{}{}\n", name_of(rule), width, explain::state_word(rule.state),
                    rule.detail.empty() ? "" : ": ", rule.detail);
  }
  return text;
}

static std::string failed_expectation(const TestReport& report, const driver::Checked& it,
                                      explain::Colour colour) {
  std::string text = exact_place(report.sources, it.expectation->span);
  if (!it.readers_agree) {
    return text + "  compiled code and interpreter disagree: please report this\n";
  }
  text += fmt::format("  expected  {}\n  actual    {}\n", it.verdict.expected, it.verdict.actual);
  for (const verdict::Difference& each : it.verdict.differences) text += difference_text(each);
  for (const std::size_t index : it.verdict.wanted) {
    const explain::RuleConsidered& rule = it.explanation.rules[index];
    if (rule.condition) text += wanted_text(rule, colour);
  }
  return text + rules_text(it.explanation);
}

std::string failure_text(const TestReport& report, const driver::Tested& tested,
                         explain::Colour colour) {
  if (!tested.rejected.empty()) {
    return exact_place(report.sources, tested.test->span) +
           fmt::format("  the given record is rejected: {}\n", tested.rejected);
  }
  std::string text;
  for (const driver::Checked& it : tested.expectations) {
    if (!it.passed()) text += failed_expectation(report, it, colour);
  }
  return text;
}

// ---- coverage

static std::string share_text(coverage::Share share) {
  if (share.of == 0) return "-";
  return fmt::format("{} of {}  {:>3} %", share.seen, share.of, share.percent());
}

static std::string shortened(const std::string& text) {
  constexpr std::size_t Longest = 72;
  if (source::code_points(text) <= Longest) return text;
  std::string kept;
  for (std::size_t i = 0; i < Longest - 1; ++i) {
    kept += text.substr(kept.size(),
                        source::code_point_length(std::string_view(text).substr(kept.size())));
  }
  return kept + "…";
}

namespace {

// What was not seen, in order of place: a line for each, but one for each file of the conditions
// that were only never unknown.
class Unseen {
 public:
  explicit Unseen(const source::Map& sources) : sources_(sources) {}

  void add(source::Span span, const std::string& what,
           std::initializer_list<std::pair<const char*, bool>> never) {
    std::string list;
    for (const auto& [word, is_unseen] : never) {
      if (is_unseen) list += fmt::format("{}never {}", list.empty() ? "" : ", ", word);
    }
    if (list.empty()) return;
    lines_[{span.file, span.begin, span.end}] +=
        fmt::format("  {}: {}: {}\n", place_text(sources_, span), what, list);
  }

  void add_condition(const coverage::Condition& it) {
    const bool never_unknown = it.can_be_unknown && it.was_unknown == 0;
    if (it.was_true > 0 && it.was_false > 0) {
      if (!never_unknown) return;
      known_[it.span.file].insert(sources_.position(it.span.file, it.span.begin).line);
      return;
    }
    add(it.span, "`" + shortened(it.text) + "`",
        {{"true", it.was_true == 0}, {"false", it.was_false == 0}, {"unknown", never_unknown}});
  }

  std::string text() const {
    std::string text;
    for (const auto& [place, line] : lines_) text += line;
    for (const auto& [file, lines] : known_) {
      text += fmt::format("  {}: never unknown: line{} {}\n", sources_[file].path,
                          lines.size() == 1 ? "" : "s", fmt::join(lines, ", "));
    }
    return text;
  }

 private:
  const source::Map& sources_;
  std::map<std::tuple<source::FileId, std::uint32_t, std::uint32_t>, std::string> lines_;
  std::map<source::FileId, std::set<std::uint32_t>> known_;
};

}  // namespace

static std::string unseen_text(const coverage::Policy& policy, const source::Map& sources) {
  Unseen unseen(sources);
  for (const coverage::Decision& decision : policy.decisions) {
    for (const coverage::Rule& it : decision.rules) {
      const bool is_otherwise = it.is_otherwise;
      unseen.add(it.span, is_otherwise ? "otherwise" : "rule " + it.name,
                 {{"fired", it.fired == 0}, {"passed over", !is_otherwise && it.not_fired == 0}});
    }
    for (const coverage::Exception& it : decision.exceptions) {
      unseen.add(it.span, "exception " + it.name,
                 {{"met", it.met == 0}, {"not met", it.not_met == 0}});
    }
  }
  for (const coverage::Condition& it : policy.conditions) unseen.add_condition(it);
  for (const coverage::Row& it : policy.rows) {
    unseen.add(it.span, "row `" + shortened(it.text) + "`", {{"chosen", it.chosen == 0}});
  }
  return unseen.text();
}

std::string coverage_text(const std::vector<coverage::Policy>& policies,
                          const source::Map& sources) {
  Table table({"policy", "covered>", "rules>", "rows>", "exceptions>", "conditions>", "unknown>"});
  std::string unseen;
  for (const coverage::Policy& policy : policies) {
    table.add({policy.name, fmt::format("{} %", gated(policy).percent()),
               share_text(rules_seen(policy)), share_text(rows_seen(policy)),
               share_text(exceptions_seen(policy)), share_text(conditions_decided(policy)),
               share_text(conditions_unknown(policy))});
    unseen += unseen_text(policy, sources);
  }
  std::string text = "\n" + table.text();
  if (!unseen.empty()) text += "\nnot seen by a test\n" + unseen;
  return text;
}

std::string render_text(const TestReport& report, explain::Colour colour) {
  std::string text;
  for (const driver::Tested& it : report.tests) {
    if (it.passed()) continue;
    text += fmt::format("FAILED \"{}\"\n{}\n", it.test->title, failure_text(report, it, colour));
  }
  text +=
      fmt::format("{} passed, {} failed\n", report.tests.size() - report.failed(), report.failed());
  text += guarantees_text(report);
  if (report.coverage) text += coverage_text(*report.coverage, report.sources);
  if (report.mutants) text += mutants_text(*report.mutants, report.sources);
  return text;
}

}  // namespace precis::cli
