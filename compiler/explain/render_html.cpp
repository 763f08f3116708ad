#include <fmt/format.h>

#include "compiler/explain/audience.h"
#include "compiler/explain/html_parts.h"

namespace precis::explain {

namespace {

// A section of the page; without a body it is left out.
struct Section {
  const char* id;
  std::string title;
  std::string body;
};

}  // namespace

static std::string masthead(const Identity& it) {
  std::string html = "<header>\n<div class=\"masthead\"><div><strong>";
  html += escaped(it.policy_title.empty() ? it.policy : it.policy_title) + "</strong>";
  if (!it.policy.empty()) {
    html += fmt::format("<br><span class=\"soft\">{}.{}, version {}</span>", escaped(it.policy),
                        escaped(it.decision), escaped(it.version));
  }
  html += "</div>\n<div class=\"soft\">decided as of " + escaped(it.at);
  if (!it.member.empty()) html += "<br>member " + escaped(it.member);
  return html + "</div></div>\n</header>\n";
}

static std::string assumptions(const Explanation& it) {
  if (it.assumptions.empty()) return {};
  std::string html = "<ul>\n";
  for (const AssumptionMade& made : it.assumptions) {
    html += "<li>" + escaped(made.because) + " " + code(made.text) + "</li>\n";
  }
  return html + "</ul>\n";
}

static std::string appeal(const Explanation& it) {
  if (!it.plan || it.plan->appeal.empty()) return {};
  return "<p>" + escaped(it.plan->appeal) + "</p>\n";
}

static std::string passage(const Passage& it) {
  std::string html;
  for (const std::string& line : it.lines) html += "<p>" + escaped(line) + "</p>\n";
  return html;
}

static std::string policy_text(const Explanation& it, const std::optional<SourceView>& source) {
  if (!source || !may_see(it.audience, Part::Source)) return {};
  return "<p class=\"soft mono\">" + escaped(source->path) + "</p>\n" + marked_source(it, *source);
}

static std::vector<Section> sections(const Explanation& it,
                                     const std::optional<SourceView>& source) {
  std::vector<Section> made;
  const auto add = [&](const char* id, std::string title, std::string body) {
    if (!body.empty()) made.push_back({id, std::move(title), std::move(body)});
  };
  add("missing", "What is missing", missing_facts(it));
  add("change", "What would change it", changes(it));
  add("assumptions", "Assumptions", assumptions(it));
  if (it.plan) {
    add("stages", "Stage by stage", plan_stages(*it.plan));
    add("rejects", "Rejects", plan_rejects(*it.plan));
  }
  add("path", "The path taken", ladder(it));
  if (may_see(it.audience, Part::Rules)) add("derivation", "Derivation", derivations(it));
  add("facts", "Facts used", facts_used(it));
  add("source", "The policy, marked", policy_text(it, source));
  add("governance", "Governance", governance(it));
  add("codes", "Codes for the claim", codes(it));
  add("appeal", "Appeal", appeal(it));
  return made;
}

static std::string contents(const std::vector<Section>& sections) {
  std::string html = "<nav class=\"contents\" aria-label=\"On this page\"><ul>";
  for (const Section& it : sections) {
    html += fmt::format("<li><a href=\"#{}\">{}</a></li>", it.id, escaped(it.title));
  }
  return html + "</ul></nav>\n";
}

static constexpr const char* Signature =
    "<div class=\"sign-here\"><div>reviewed by</div><div>agrees, or overrides because</div>"
    "<div>date</div></div>\n";

// A letter: its passages one after the other, nothing to click.
static std::string letter_page(const Explanation& it) {
  std::string body = masthead(it.identity) + "<main id=\"main\">\n" + answer_card(it);
  body += "<div class=\"letter\">\n";
  for (const Passage& each : it.passages) {
    body += html::section(html::anchor(each.title), each.title, passage(each));
  }
  return body + "</div>\n</main>\n";
}

static std::string full_page(const Explanation& it, const std::optional<SourceView>& source) {
  std::vector<Section> parts = sections(it, source);
  for (const Passage& each : it.passages) parts.push_back({"submit", each.title, passage(each)});
  std::string body = masthead(it.identity) + "<main id=\"main\">\n" + answer_card(it);
  body += contents(parts);
  for (const Section& each : parts) body += html::section(each.id, each.title, each.body);
  body += "</main>\n<footer>\n" + html::section("identity", "Identity", identity(it));
  if (may_see(it.audience, Part::Governance)) body += Signature;
  return body + "</footer>\n";
}

std::string render_html(const Explanation& it, const std::optional<SourceView>& source) {
  html::Document page;
  page.accent = accent_of(it);
  const bool is_letter = it.audience == Audience::Member;
  page.title = is_letter ? it.headline
                         : it.identity.policy + "." + it.identity.decision + ": " + it.headline;
  page.body = is_letter ? letter_page(it) : full_page(it, source);
  return html::document(page);
}

}  // namespace precis::explain
