#include <fmt/format.h>

#include "compiler/explain/html_parts.h"

namespace precis::explain {

static std::string stages(const PlanConsidered& plan) {
  std::string html =
      "<h2>Stage by stage</h2>\n<table><thead><tr><th>Stage</th><th>Decision</th>"
      "<th>By itself</th><th>Rule</th></tr></thead><tbody>\n";
  for (const StageConsidered& stage : plan.stages) {
    for (const PartConsidered& part : stage.parts) {
      html += fmt::format(
          "<tr{}><td>{}<br><span class=\"soft\">{}</span></td><td class=\"path\">{}</td>"
          "<td>{}</td><td class=\"path\">{}</td></tr>\n",
          part.decides ? " class=\"taken\"" : "", escaped(stage.name), escaped(stage.title),
          escaped(part.decision), escaped(part.answer), escaped(part.rule));
    }
  }
  return html + "</tbody></table>\n";
}

static std::string rejects(const PlanConsidered& plan) {
  std::string html =
      "<h2>Rejects</h2>\n<table><thead><tr><th>NCPDP</th><th>Rule</th><th>Why</th></tr></thead>"
      "<tbody>\n";
  for (const Reject& it : plan.rejects) {
    std::string codes;
    for (const std::string& code : it.codes) codes += (codes.empty() ? "" : ", ") + escaped(code);
    html += fmt::format("<tr><td>{}</td><td class=\"path\">{}</td><td>{}</td></tr>\n", codes,
                        escaped(it.rule), escaped(it.because));
  }
  return html + "</tbody></table>\n";
}

std::string plan_parts(const PlanConsidered& plan) {
  std::string html = stages(plan);
  if (!plan.rejects.empty()) html += rejects(plan);
  if (!plan.appeal.empty()) html += "<h2>Appeal</h2>\n<p>" + escaped(plan.appeal) + "</p>\n";
  return html;
}

}  // namespace precis::explain
