#include <fmt/format.h>

#include <algorithm>

#include "compiler/book/parts.h"
#include "compiler/html/html.h"
#include "runtime/date.h"

namespace precis::book {

using html::escaped;

std::string rows(const std::vector<std::pair<std::string, std::string>>& all) {
  std::string html;
  for (const auto& [name, value] : all) {
    if (!value.empty()) html += fmt::format("<dt>{}</dt><dd>{}</dd>\n", escaped(name), value);
  }
  return html.empty() ? html : "<dl class=\"rows\">" + html + "</dl>\n";
}

std::string page_of(const ir::Program& program, ir::PolicyId id) {
  const ir::Policy& policy = program.policies[id];
  const auto named = std::ranges::count_if(
      program.policies, [&](const ir::Policy& it) { return it.name == policy.name; });
  const std::string name = named == 1 ? policy.name : policy.name + "-" + policy.version;
  return html::anchor(name) + ".html";
}

const coverage::Policy& seen_of(const Contents& contents, ir::PolicyId id) {
  static const coverage::Policy Nothing{{}, {source::FileId(0), 0, 0}, {}, {}, {}};
  const source::Span span = contents.lowered.policies[id].span;
  const auto found = std::ranges::find_if(
      contents.coverage, [&](const coverage::Policy& it) { return it.span == span; });
  return found == contents.coverage.end() ? Nothing : *found;
}

std::string sources(const std::vector<typed::Source>& all,
                    const std::vector<const typed::Citation*>& cited) {
  if (all.empty()) return {};
  std::string html =
      "<div class=\"scroll\"><table class=\"stacks\"><thead><tr><th scope=\"col\">Source</th>"
      "<th scope=\"col\">Kind</th><th scope=\"col\">Cited</th><th scope=\"col\">Strength</th>"
      "</tr></thead><tbody>\n";
  for (std::size_t i = 0; i < all.size(); ++i) {
    const typed::Source& it = all[i];
    std::string where = escaped(it.title);
    if (!it.section.empty()) where += ", section " + escaped(it.section);
    if (!it.edition.empty()) where += ", " + escaped(it.edition);
    if (!it.doi.empty()) where += ", doi " + html::link("https://doi.org/" + it.doi, it.doi);
    if (!it.url.empty()) where += ", " + html::link(it.url, it.url);
    std::vector<std::string> strengths;
    std::size_t count = 0;
    for (const typed::Citation* one : cited) {
      if (one->source != i) continue;
      ++count;
      const bool is_new =
          !one->strength.empty() && std::ranges::find(strengths, one->strength) == strengths.end();
      if (is_new) strengths.push_back(one->strength);
    }
    html += fmt::format(
        "<tr><th scope=\"row\"><strong>{}</strong> {}</th><td>{}</td><td>{} rule{}</td>"
        "<td>{}</td></tr>\n",
        escaped(it.name), where, escaped(it.kind), count, count == 1 ? "" : "s",
        strengths.empty() ? "not stated" : escaped(fmt::format("{}", fmt::join(strengths, ", "))));
  }
  return html + "</tbody></table></div>\n";
}

std::string tests(const Writing& writing) {
  std::string items;
  std::size_t count = 0, failed = 0;
  for (const TestShown& it : writing.contents.tests) {
    if (std::ranges::find(it.policies, writing.id) == it.policies.end()) continue;
    ++count;
    if (!it.passed) ++failed;
    std::string expected;
    for (const std::string& text : it.expected) {
      expected += "<br><code>" + escaped(text) + "</code>";
    }
    items += fmt::format("<li>{} {} <span class=\"soft\">{}</span>{}</li>\n",
                         it.passed ? "<span class=\"badge b-true\">passed</span>"
                                   : "<span class=\"badge b-false\">failed</span>",
                         escaped(it.title), escaped(it.place), expected);
  }
  const coverage::Share rules = coverage::rules_seen(writing.seen());
  const coverage::Share table_rows = coverage::rows_seen(writing.seen());
  const coverage::Share exceptions = coverage::exceptions_seen(writing.seen());
  const auto share = [](coverage::Share it) {
    return it.of == 0 ? std::string()
                      : fmt::format("{} of {} ({} %)", it.seen, it.of, it.percent());
  };
  std::string html =
      failed == 0 ? std::string()
                  : fmt::format("<p class=\"warn\">{} of {} tests fail.</p>\n", failed, count);
  html += rows({{"tests", fmt::format("{} passed, {} failed", count - failed, failed)},
                {"rules fired, passed over", share(rules)},
                {"rows of tables chosen", share(table_rows)},
                {"exceptions met, not met", share(exceptions)}});
  if (count == 0) return html;
  return html + "<details class=\"rule\"><summary>Every test</summary>\n<ul>" + items +
         "</ul></details>\n";
}

// Same-named policies are versions of one, each in force for a time of its own.
std::string versions(const Writing& writing) {
  const ir::Program& program = writing.contents.lowered;
  std::vector<ir::PolicyId> all;
  for (std::uint32_t i = 0; i < program.policies.size(); ++i) {
    if (program.policies[ir::PolicyId(i)].name == writing.policy().name) all.emplace_back(i);
  }
  std::ranges::stable_sort(all, [&](ir::PolicyId a, ir::PolicyId b) {
    return program.policies[a].effective_from < program.policies[b].effective_from;
  });
  std::string html = "<ul>";
  for (const ir::PolicyId id : all) {
    const ir::Policy& it = program.policies[id];
    const std::string period =
        runtime::format_date(it.effective_from) + " to " + runtime::format_date(it.effective_to);
    html += id == writing.id
                ? fmt::format("<li><strong>version {}</strong>, in force {}: this page</li>",
                              escaped(it.version), period)
                : fmt::format("<li><a href=\"{}\">version {}</a>, in force {}</li>",
                              page_of(program, id), escaped(it.version), period);
  }
  return html + "</ul>\n";
}

// The comment at the head of the policy's file: the only words here that the compiler did not
// check.
std::string authors_note(const Writing& writing) {
  const std::string& text = writing.contents.sources[writing.policy().span.file].text;
  std::string note;
  for (std::size_t from = 0; from < text.size() && text[from] == '#';) {
    const std::size_t end = std::min(text.find('\n', from), text.size());
    const std::size_t begin = std::min(text.find_first_not_of("# ", from), end);
    note += (note.empty() ? "" : " ") + text.substr(begin, end - begin);
    from = end + 1;
  }
  return note.empty() ? note : escaped(note);
}

std::string signature(const ir::Policy& policy) {
  return fmt::format(
      "<section id=\"signature\" aria-labelledby=\"signature-title\">\n"
      "<h2 id=\"signature-title\">Signature</h2>\n"
      "<p>I have read {} in version {} with content <span class=\"mono\">{}</span>, and what "
      "stands "
      "here is what it should decide.</p>\n"
      "<div class=\"sign-here\"><div>reviewer</div><div>signature</div><div>date</div></div>\n"
      "</section>\n",
      escaped(policy.title.empty() ? policy.name : policy.title), escaped(policy.version),
      escaped(policy.content_hash));
}

std::string masthead(const ir::Policy& policy, std::string_view what) {
  return fmt::format(
      "<header>\n<div class=\"masthead\"><div><a href=\"index.html\">All policies</a></div>"
      "<div class=\"soft\">{} <span class=\"mono\">{}</span>, version {}</div></div>\n</header>\n",
      what, escaped(policy.name), escaped(policy.version));
}

}  // namespace precis::book
