// The report of `precis test` in the XML of JUnit.

#include <fmt/format.h>

#include <map>

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

std::string render_junit(const TestReport& report) {
  std::map<std::string, std::vector<const driver::Tested*>> suites;
  for (const driver::Tested& it : report.tests) {
    suites[report.sources[it.test->span.file].path].push_back(&it);
  }
  std::string text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
  text += fmt::format("<testsuites name=\"precis\" tests=\"{}\" failures=\"{}\">\n",
                      report.tests.size(), report.failed());
  for (const auto& [path, tests] : suites) {
    std::size_t failed = 0;
    for (const driver::Tested* it : tests) failed += it->passed() ? 0 : 1;
    text += fmt::format("  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\">\n", escaped(path),
                        tests.size(), failed);
    for (const driver::Tested* it : tests) {
      const std::string head =
          fmt::format("    <testcase classname=\"{}\" name=\"{}\" file=\"{}\" line=\"{}\"",
                      escaped(path), escaped(it->test->title), escaped(path),
                      report.sources.position(it->test->span.file, it->test->span.begin).line);
      if (it->passed()) {
        text += head + "/>\n";
        continue;
      }
      text += fmt::format("{}>\n      <failure message=\"{}\">{}</failure>\n    </testcase>\n",
                          head, escaped(message(*it)),
                          escaped(failure_text(report, *it, explain::Colour::Off)));
    }
    text += "  </testsuite>\n";
  }
  return text + "</testsuites>\n";
}

}  // namespace precis::cli
