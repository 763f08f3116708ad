#include <fmt/format.h>

#include "compiler/book/parts.h"
#include "compiler/html/html.h"
#include "runtime/date.h"

namespace precis::book {

using html::escaped;

static std::vector<const typed::Rule*> rules_of(const typed::Program& program,
                                                const typed::Policy& policy) {
  std::vector<const typed::Rule*> rules;
  for (const typed::DecisionId id : policy.decisions) {
    for (const typed::Rule& rule : program.decisions[id].rules) rules.push_back(&rule);
  }
  return rules;
}

static std::vector<const typed::Citation*> citations_of(const typed::Program& program,
                                                        const typed::Policy& policy) {
  std::vector<const typed::Citation*> cited;
  for (const typed::DecisionId id : policy.decisions) {
    const typed::Decision& decision = program.decisions[id];
    for (const typed::Rule& rule : decision.rules) {
      for (const typed::Citation& it : rule.citations) cited.push_back(&it);
    }
    if (!decision.otherwise) continue;
    for (const typed::Citation& it : decision.otherwise->citations) cited.push_back(&it);
  }
  return cited;
}

static std::string kinds_of(const std::vector<const typed::Rule*>& rules) {
  std::size_t clinical = 0, administrative = 0;
  for (const typed::Rule* rule : rules) {
    if (!rule->is_fallback) ++(rule->clinical ? clinical : administrative);
  }
  return fmt::format("{} clinical, {} administrative", clinical, administrative);
}

static std::string card(const Writing& writing, const typed::Policy& policy, Prose& prose,
                        const std::vector<const typed::Rule*>& rules) {
  const runtime::Schema& schema = writing.program().schemas[policy.schema];
  const std::string note = authors_note(writing);
  std::string html = "<section class=\"answer\" aria-labelledby=\"title\">\n";
  html += fmt::format("<p class=\"eyebrow\">in force {} to {}</p>\n<h1 id=\"title\">{}</h1>\n",
                      runtime::format_date(policy.effective_from),
                      runtime::format_date(policy.effective_to),
                      escaped(policy.title.empty() ? policy.name : policy.title));
  html += rows(
      {{"governs", policy.governs
                       ? "requests of which this holds: " + block(prose.condition(*policy.governs))
                       : "every request"},
       {"decides on", escaped(schema.name) + " and " + escaped(schema.request_name) + ", as of " +
                          prose.value(policy.at)},
       {"rules", kinds_of(rules)},
       {"author’s note", note},
       {"content", "<span class=\"mono\">" + escaped(writing.policy().content_hash) + "</span>"}});
  return html + "</section>\n";
}

namespace {

struct Section {
  std::string id;
  std::string title;
  std::string body;
};

}  // namespace

static std::string laid_out(const std::vector<Section>& sections) {
  std::string html = "<nav class=\"contents\" aria-label=\"On this page\"><ul>";
  for (const Section& it : sections) {
    if (it.body.empty()) continue;
    html += fmt::format("<li><a href=\"#{}\">{}</a></li>", it.id, escaped(it.title));
  }
  html += "</ul></nav>\n";
  for (const Section& it : sections) html += html::section(it.id, it.title, it.body);
  return html;
}

static std::string as_page(const Writing& writing, std::string_view what, const std::string& card,
                           const std::vector<Section>& sections) {
  const ir::Policy& policy = writing.policy();
  html::Document page;
  page.title = (policy.title.empty() ? policy.name : policy.title) + ", version " + policy.version;
  page.accent = "book";
  page.body = masthead(policy, what) + "<main id=\"main\">\n" + card + laid_out(sections) +
              "</main>\n<footer>\n" + signature(policy) + "</footer>\n";
  return html::document(page);
}

// Speaks of all that has been mentioned until nothing new comes up, so that what a table or a dated
// value mentions is on the page whatever the order of its parts.
static void mention_all(Writing& writing, std::uint32_t schema) {
  std::vector<Entry> unused;
  Writing draft{writing.contents, writing.id, writing.page, unused, writing.mentioned};
  const auto count = [&] {
    return draft.mentioned.defines.size() + draft.mentioned.tables.size() +
           draft.mentioned.parameters.size();
  };
  for (std::size_t before = 0; before != count();) {
    before = count();
    definitions(draft, schema);
    tables(draft, schema);
    parameters(draft, schema);
  }
  writing.mentioned = draft.mentioned;
}

std::string policy_page(Writing& writing, const typed::Policy& policy) {
  const typed::Program& program = writing.program();
  const std::vector<const typed::Rule*> rules = rules_of(program, policy);
  Prose prose(program, policy.schema, writing.mentioned);
  const std::string head = card(writing, policy, prose, rules);
  std::vector<Section> sections;
  for (const typed::DecisionId id : policy.decisions) {
    const typed::Decision& decision = program.decisions[id];
    sections.push_back({"decision-" + html::anchor(decision.name),
                        "The rules of " + words_of(decision.name),
                        decision_rules(writing, policy, decision)});
  }
  mention_all(writing, policy.schema);
  sections.push_back({"definitions", "Terms", definitions(writing, policy.schema)});
  sections.push_back({"tables", "Tables", tables(writing, policy.schema)});
  sections.push_back({"parameters", "Dated values", parameters(writing, policy.schema)});
  sections.push_back(
      {"sources", "Sources", sources(policy.sources, citations_of(program, policy))});
  sections.push_back({"data", "Data elements read", data_elements(writing)});
  sections.push_back(
      {"safeguards", "Protected data and justifications", safeguards(writing, rules)});
  sections.push_back({"value-sets", "Value sets", value_sets(writing)});
  sections.push_back({"catalogs", "Catalogs", catalogs(writing)});
  sections.push_back({"tests", "Tests", tests(writing)});
  sections.push_back({"versions", "Versions", versions(writing)});
  return as_page(writing, "policy", head, sections);
}

// ---- plans

static std::string listed(const Writing& writing, const typed::Stage& stage) {
  const typed::Program& program = writing.program();
  std::string html =
      fmt::format("<li><strong>{}</strong> <span class=\"mono soft\">{}</span>: {}<ul>",
                  escaped(stage.title), escaped(stage.name),
                  stage.most_severe ? "the most severe of these decides"
                                    : "the first of these that has an answer decides");
  for (const typed::Stage::Listed& it : stage.decisions) {
    const typed::Decision& decision = program.decisions[it.decision];
    const ir::PolicyId policy(decision.policy.index());
    html += fmt::format(
        "<li><a href=\"{}\">{}</a>, {}</li>", page_of(writing.contents.lowered, policy),
        escaped(program.policies[decision.policy].title), escaped(words_of(decision.name)));
  }
  return html + "</ul></li>\n";
}

static std::string stages(const Writing& writing, const typed::Plan& plan) {
  std::string html =
      "<p>The first stage that gives an answer that is not favorable decides. Where none does, the "
      "answer is the favorable one of the decision listed last that takes part. A decision takes "
      "part when its policy governs the request and is in force.</p>\n<ol>";
  for (const typed::Stage& stage : plan.stages) html += listed(writing, stage);
  return html + "</ol>\n";
}

static std::string overlay(Writing& writing, const typed::Overlay& it) {
  const typed::Program& program = writing.program();
  Prose prose(program, it.schema, writing.mentioned);
  std::string exempted;
  for (const typed::Overlay::Exempted& one : it.exempts) {
    const typed::Decision& decision = program.decisions[one.decision];
    exempted += fmt::format("<li>{}: {}</li>", escaped(program.policies[decision.policy].title),
                            escaped(decision.rules[one.rule].title));
  }
  std::string says = "<p>Exempts from these rules:</p><ul>" + exempted + "</ul>";
  if (it.when) says += "<div>when " + block(prose.condition(*it.when)) + "</div>";
  says += "<div>and one of these holds:</div><ul>";
  for (const typed::Exception& one : it.exceptions) {
    says +=
        fmt::format("<li>“{}”: {}</li>", escaped(one.title), block(prose.condition(one.condition)));
  }
  says += "</ul>";
  std::string from;
  for (const typed::Citation& one : it.citations) {
    from += citation(it.sources[one.source], one.section, one.strength) + ". ";
  }
  const std::string anchor = "overlay-" + html::anchor(it.name);
  writing.enter("overlay", it.title, anchor);
  return fmt::format(
      "<article class=\"rule\" id=\"{}\"><h3>{} <span class=\"mono soft\">{}</span></h3>\n"
      "<p class=\"soft\">version {}, in force {} to {}</p><div class=\"says\">{}</div>"
      "<p class=\"from\">{}</p></article>\n",
      anchor, escaped(it.title), escaped(it.name), escaped(it.version),
      runtime::format_date(it.effective_from), runtime::format_date(it.effective_to), says, from);
}

static std::string costs(const Writing& writing, const typed::Plan& plan) {
  std::string html;
  for (const typed::DecisionId id : plan.cost) {
    const typed::Decision& decision = writing.program().decisions[id];
    html += fmt::format("<li><a href=\"{}\">{}</a>, {}</li>",
                        page_of(writing.contents.lowered, ir::PolicyId(decision.policy.index())),
                        escaped(writing.program().policies[decision.policy].title),
                        escaped(words_of(decision.name)));
  }
  return html.empty() ? html : "<p>Shown after a favorable answer:</p><ul>" + html + "</ul>\n";
}

std::string plan_page(Writing& writing, const typed::Plan& plan) {
  const typed::Program& program = writing.program();
  Prose prose(program, plan.schema, writing.mentioned);
  std::string overlays;
  for (const typed::OverlayId id : plan.overlays)
    overlays += overlay(writing, program.overlays[id]);
  std::string otherwise;
  if (plan.otherwise) {
    otherwise = "<p>What none of the policies governs: " +
                prose.outcome(program.outcomes[plan.outcome], plan.otherwise->then) + ".</p>\n";
  }
  mention_all(writing, plan.schema);
  std::string head = "<section class=\"answer\" aria-labelledby=\"title\">\n";
  head += fmt::format("<p class=\"eyebrow\">in force {} to {}</p>\n<h1 id=\"title\">{}</h1>\n",
                      runtime::format_date(plan.effective_from),
                      runtime::format_date(plan.effective_to), escaped(plan.title));
  head += rows(
      {{"stages", std::to_string(plan.stages.size())},
       {"author’s note", authors_note(writing)},
       {"content", "<span class=\"mono\">" + escaped(writing.policy().content_hash) + "</span>"}});
  head += "</section>\n";
  std::vector<Section> sections{
      {"stages", "Stages", stages(writing, plan) + otherwise},
      {"overlays", "Overlays", std::move(overlays)},
      {"cost", "Cost", costs(writing, plan)},
      {"appeal", "Appeal", plan.appeal.empty() ? "" : "<p>" + escaped(plan.appeal) + "</p>\n"}};
  sections.push_back({"definitions", "Terms", definitions(writing, plan.schema)});
  sections.push_back({"tables", "Tables", tables(writing, plan.schema)});
  sections.push_back({"parameters", "Dated values", parameters(writing, plan.schema)});
  sections.push_back({"data", "Data elements read", data_elements(writing)});
  sections.push_back({"safeguards", "Protected data and justifications", safeguards(writing, {})});
  sections.push_back({"value-sets", "Value sets", value_sets(writing)});
  sections.push_back({"catalogs", "Catalogs", catalogs(writing)});
  sections.push_back({"tests", "Tests", tests(writing)});
  sections.push_back({"versions", "Versions", versions(writing)});
  return as_page(writing, "plan", head, sections);
}

}  // namespace precis::book
