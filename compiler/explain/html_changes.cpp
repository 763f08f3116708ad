#include <fmt/format.h>

#include "compiler/explain/html_parts.h"

namespace precis::explain {

static std::string way(const Change& change) {
  std::string html = "<li class=\"card\"><h3>" + escaped(change.outcome.text);
  html += "<span>by " + escaped(change.rule) + "</span></h3>\n<ul>\n";
  for (const Alteration& it : change.alterations) {
    html += "<li>" + escaped(it.text);
    if (!it.why.empty()) html += "<br><span class=\"soft\">asked by</span> " + code(it.why);
    html += "</li>\n";
  }
  return html + "</ul></li>\n";
}

std::string changes(const Explanation& it) {
  if (!it.changes) return {};
  std::string html;
  if (!it.changes->found.empty()) {
    html =
        "<p class=\"soft\">Each of these alone is enough; what one names is needed together.</p>\n";
    html += "<ol class=\"cards\">\n";
    for (const Change& each : it.changes->found) html += way(each);
    html += "</ol>\n";
  }
  if (!it.changes->note.empty()) html += "<p>" + escaped(it.changes->note) + "</p>\n";
  return html;
}

std::string codes(const Explanation& it) {
  std::string html = row("NCPDP reject", joined(it.codes.ncpdp, ", "));
  for (const DurCode& dur : it.codes.dur) {
    html += row("DUR, " + dur.rule,
                escaped(fmt::format("{} {} {}", dur.reason, dur.service, dur.result)));
  }
  if (const auto& crd = it.codes.coverage) {
    html += row("covered", escaped(crd->covered));
    html += row("prior authorization", escaped(crd->pa_needed));
    html += row("documents needed", joined(crd->doc_needed, ", "));
    html += row("information needed", joined(crd->info_needed, ", "));
    html += row("questionnaire", escaped(crd->questionnaire));
    html += row("authorization", escaped(crd->satisfied_pa_id));
    html += row("holds until", escaped(crd->expiry_date));
  }
  return html.empty() ? html : "<dl class=\"rows\">" + html + "</dl>\n";
}

}  // namespace precis::explain
