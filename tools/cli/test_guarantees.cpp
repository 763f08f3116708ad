// Guarantees in the report of `precis test`.

#include <fmt/format.h>

#include <algorithm>

#include "compiler/diagnostics/diagnostic.h"
#include "tools/cli/console.h"
#include "tools/cli/test_report.h"

namespace precis::cli {

std::size_t TestReport::broken() const {
  return static_cast<std::size_t>(
      std::count_if(guarantees.begin(), guarantees.end(),
                    [](const driver::GuaranteeTried& it) { return !it.passed(); }));
}

std::string guarantee_failure(const driver::GuaranteeTried& tried) {
  if (!tried.readers_agree) {
    return "  compiled code and interpreter disagree: please report this\n";
  }
  if (!tried.counterexample.empty()) {
    return fmt::format(
        "  {}\n\n{}",
        tried.faults ? "it cannot be computed for this record" : "it does not hold of this record",
        tried.counterexample);
  }
  const diagnostics::Diagnostic unmet =
      diagnostics::GuaranteeUnmet.nowhere(diagnostics::Name(tried.guarantee->name))
          .help("widen its `when`: made-up records lie around the limits that it names");
  return fmt::format("  error {}: {}\n  help: {}\n", unmet.code, unmet.message, unmet.help_text);
}

std::string guarantees_text(const TestReport& report) {
  if (report.guarantees.empty()) return {};
  std::string text;
  Table table({"guarantee", "records>", "met>", ""});
  for (const driver::GuaranteeTried& it : report.guarantees) {
    table.add({it.guarantee->of + "." + it.guarantee->name, grouped(it.records), grouped(it.met),
               it.passed() ? "held" : "FAILED"});
    if (it.passed()) continue;
    text += fmt::format("FAILED guarantee \"{}\"\n  {}\n{}\n", it.guarantee->title,
                        place_text(report.sources, it.guarantee->span), guarantee_failure(it));
  }
  return "\n" + text + table.text();
}

}  // namespace precis::cli
