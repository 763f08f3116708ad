#include "compiler/book/book.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "compiler/book/parts.h"
#include "compiler/html/html.h"
#include "runtime/date.h"

namespace precis::book {

using html::escaped;

static std::string strengths_of(const ir::Program& program, const ir::Policy& policy) {
  std::set<std::string> kinds, strengths;
  for (const ir::DecisionId id : policy.decisions) {
    for (const ir::Rule& rule : program.decisions[id].rules) {
      for (const ir::Citation& it : rule.citations) {
        kinds.insert(policy.sources[it.source].kind);
        if (!it.strength.empty()) strengths.insert(it.strength);
      }
    }
  }
  std::string text = fmt::format("{}", fmt::join(kinds, ", "));
  if (!strengths.empty()) text += fmt::format("; {}", fmt::join(strengths, ", "));
  return text;
}

static std::string kind_of(const ir::Program& program, const ir::Policy& policy) {
  if (policy.plan) return "plan";
  std::size_t clinical = 0, all = 0;
  for (const ir::DecisionId id : policy.decisions) {
    for (const ir::Rule& rule : program.decisions[id].rules) {
      if (rule.is_fallback) continue;
      ++all;
      if (rule.kind == ir::RuleKind::Clinical) ++clinical;
    }
  }
  return fmt::format("{} rules, {} clinical", all, clinical);
}

static std::string line_of(const Contents& contents, ir::PolicyId id) {
  const ir::Policy& it = contents.lowered.policies[id];
  const coverage::Share covered = coverage::gated(seen_of(contents, id));
  const auto failed = std::ranges::count_if(contents.tests, [&](const TestShown& test) {
    return !test.passed && std::ranges::find(test.policies, id) != test.policies.end();
  });
  std::string tests =
      it.plan ? std::string("by its policies") : fmt::format("{} %", covered.percent());
  if (failed > 0) tests += fmt::format(" <span class=\"badge b-false\">{} failed</span>", failed);
  return fmt::format(
      "<tr><th scope=\"row\"><a href=\"{}\"><strong>{}</strong></a><br><span class=\"mono "
      "soft\">{}</span></th><td>{}</td><td class=\"period\">{}<br>to "
      "{}</td><td>{}</td><td>{}</td><td>{}</td>"
      "<td class=\"path-name\">{}</td></tr>\n",
      page_of(contents.lowered, id), escaped(it.title.empty() ? it.name : it.title),
      escaped(it.name), escaped(it.version), runtime::format_date(it.effective_from),
      runtime::format_date(it.effective_to), kind_of(contents.lowered, it),
      escaped(strengths_of(contents.lowered, it)), tests, escaped(it.content_hash));
}

static std::string policy_list(const Contents& contents) {
  std::string html =
      "<div class=\"scroll\"><table class=\"stacks\"><caption>Each page carries the content hash "
      "that decisions of the policy name.</caption><thead><tr><th scope=\"col\">Policy</th>"
      "<th scope=\"col\">Version</th><th scope=\"col\">In force</th><th scope=\"col\">Kind</th>"
      "<th scope=\"col\">Sources</th><th scope=\"col\">Covered by tests</th>"
      "<th scope=\"col\">Content</th></tr></thead><tbody>\n";
  // Plans first: they say how the policies come together.
  for (const bool wants_plans : {true, false}) {
    for (std::uint32_t i = 0; i < contents.lowered.policies.size(); ++i) {
      const ir::PolicyId id(i);
      const bool is_plan = contents.lowered.policies[id].plan.has_value();
      if (is_plan == wants_plans) html += line_of(contents, id);
    }
  }
  return html + "</tbody></table></div>\n";
}

// A book's register, by name; the search only narrows it, so that it reads without scripts too.
static std::string register_list(std::vector<Entry> entries) {
  std::ranges::stable_sort(entries, [](const Entry& a, const Entry& b) { return a.name < b.name; });
  std::string html =
      "<label class=\"search\" id=\"search-label\" hidden>Search<input type=\"search\" "
      "id=\"search\" autocomplete=\"off\"></label>\n<p class=\"soft\" id=\"found\" "
      "role=\"status\"></p>\n<ul id=\"register\">\n";
  for (const Entry& it : entries) {
    html += fmt::format("<li><a href=\"{}#{}\">{}</a> <span class=\"soft\">{} of {}</span></li>\n",
                        it.page, it.anchor, escaped(it.name), escaped(it.kind), escaped(it.of));
  }
  return html + "</ul>\n";
}

std::string index_page(const Contents& contents, const std::vector<Entry>& entries) {
  html::Document page;
  page.title = "The policy book";
  page.accent = "book";
  page.is_searched = true;
  page.body =
      "<header>\n<h1>The policy book</h1>\n<p class=\"soft\">What the policies decide, in words "
      "made from the compiled program.</p>\n</header>\n<main id=\"main\">\n";
  page.body += html::section("policies", "Policies and plans", policy_list(contents));
  page.body += html::section("entries", "Register", register_list(entries));
  page.body += "</main>\n";
  return html::document(page);
}

std::vector<File> files(const Contents& contents) {
  std::vector<Entry> entries;
  std::vector<File> made{{"index.html", {}}};
  const std::uint32_t policies = static_cast<std::uint32_t>(contents.program.policies.size());
  for (std::uint32_t i = 0; i < contents.lowered.policies.size(); ++i) {
    const ir::PolicyId id(i);
    Writing writing{contents, id, page_of(contents.lowered, id), entries};
    std::string text =
        i < policies ? policy_page(writing, contents.program.policies[typed::PolicyId(i)])
                     : plan_page(writing, contents.program.plans[typed::PlanId(i - policies)]);
    made.push_back({writing.page, std::move(text)});
  }
  made.front().text = index_page(contents, entries);
  return made;
}

}  // namespace precis::book
