#include <fmt/format.h>

#include "compiler/explain/html_parts.h"

namespace precis::explain {

std::string plan_stages(const PlanConsidered& plan) {
  std::string html =
      "<div class=\"scroll\"><table class=\"stacks\"><caption>What each decision comes to by "
      "itself.</caption><thead><tr><th scope=\"col\">Decision</th><th scope=\"col\">Stage</th>"
      "<th scope=\"col\">By itself</th><th scope=\"col\">Rule</th></tr></thead><tbody>\n";
  for (const StageConsidered& stage : plan.stages) {
    for (const PartConsidered& part : stage.parts) {
      html += fmt::format(
          "<tr{}><th scope=\"row\" class=\"path-name\">{}</th><td>{}<br><span "
          "class=\"soft\">{}</span></td><td>{}{}</td><td class=\"path-name\">{}</td></tr>\n",
          part.decides ? " class=\"taken\"" : "", escaped(part.decision), escaped(stage.name),
          escaped(stage.title), part.decides ? "<strong>decides</strong>: " : "",
          escaped(part.answer), escaped(part.rule));
    }
  }
  return html + "</tbody></table></div>\n";
}

std::string plan_rejects(const PlanConsidered& plan) {
  if (plan.rejects.empty()) return {};
  std::string html =
      "<div class=\"scroll\"><table class=\"stacks\"><caption>Every rule that rejects the claim, "
      "with its NCPDP number.</caption><thead><tr><th scope=\"col\">Rule</th>"
      "<th scope=\"col\">NCPDP</th><th scope=\"col\">Why</th></tr></thead><tbody>\n";
  for (const Reject& it : plan.rejects) {
    html += fmt::format(
        "<tr><th scope=\"row\" class=\"path-name\">{}</th><td>{}</td><td>{}</td></tr>\n",
        escaped(it.rule), joined(it.codes, ", "), escaped(it.because));
  }
  return html + "</tbody></table></div>\n";
}

}  // namespace precis::explain
