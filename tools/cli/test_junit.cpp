// The report of `precis test` in the XML of JUnit.

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

#include "tools/cli/test_report.h"

namespace precis::cli {

// XML has no way to write most control characters.
static std::string escaped(std::string_view text) {
  std::string made;
  for (const char c : text) {
    switch (c) {
      case '&':
        made += "&amp;";
        break;
      case '<':
        made += "&lt;";
        break;
      case '>':
        made += "&gt;";
        break;
      case '"':
        made += "&quot;";
        break;
      default:
        made += static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t' ? '?' : c;
    }
  }
  return made;
}

// The first thing that went wrong, on one line.
static std::string message(const driver::Tested& tested) {
  if (!tested.rejected.empty()) return "the given record is rejected";
  for (const driver::Checked& it : tested.expectations) {
    if (it.passed()) continue;
    if (!it.readers_agree) return "compiled code and interpreter disagree";
    return fmt::format("expected {}, actual {}", it.verdict.expected, it.verdict.actual);
  }
  return {};
}

namespace {

// A test, or a guarantee, as a suite lists it.
struct Case {
  source::Span span;
  std::string name;
  // Empty where it passed.
  std::string message = {};
  std::string text = {};
};

}  // namespace

static Case test_case(const TestReport& report, const driver::Tested& tested) {
  Case made{tested.test->span, tested.test->title};
  if (tested.passed()) return made;
  made.message = message(tested);
  made.text = failure_text(report, tested, explain::Colour::Off);
  return made;
}

static Case guarantee_case(const driver::GuaranteeTried& tried) {
  Case made{tried.guarantee->span, "guarantee " + tried.guarantee->title};
  if (tried.passed()) return made;
  made.message = !tried.readers_agree           ? "compiled code and interpreter disagree"
                 : tried.counterexample.empty() ? "no record met its condition"
                 : tried.faults                 ? "it cannot be computed for a record"
                                                : "it does not hold of a record";
  made.text = guarantee_failure(tried);
  return made;
}

static std::string case_text(const TestReport& report, const std::string& path, const Case& it) {
  const std::string head = fmt::format(
      "    <testcase classname=\"{}\" name=\"{}\" file=\"{}\" line=\"{}\"", escaped(path),
      escaped(it.name), escaped(path), report.sources.position(it.span.file, it.span.begin).line);
  if (it.message.empty()) return head + "/>\n";
  return fmt::format("{}>\n      <failure message=\"{}\">{}</failure>\n    </testcase>\n", head,
                     escaped(it.message), escaped(it.text));
}

std::string render_junit(const TestReport& report) {
  std::map<std::string, std::vector<Case>> suites;
  const auto add = [&](Case it) {
    suites[report.sources[it.span.file].path].push_back(std::move(it));
  };
  for (const driver::Tested& it : report.tests) add(test_case(report, it));
  for (const driver::GuaranteeTried& it : report.guarantees) add(guarantee_case(it));
  std::string text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
  text += fmt::format("<testsuites name=\"precis\" tests=\"{}\" failures=\"{}\">\n",
                      report.tests.size() + report.guarantees.size(),
                      report.failed() + report.broken());
  for (const auto& [path, cases] : suites) {
    const auto failed =
        std::ranges::count_if(cases, [](const Case& it) { return !it.message.empty(); });
    text += fmt::format("  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\">\n", escaped(path),
                        cases.size(), failed);
    for (const Case& it : cases) text += case_text(report, path, it);
    text += "  </testsuite>\n";
  }
  return text + "</testsuites>\n";
}

}  // namespace precis::cli
