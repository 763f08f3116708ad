#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "compiler/book/parts.h"
#include "compiler/html/html.h"
#include "compiler/ir/trace_layout.h"
#include "runtime/decimal.h"

namespace precis::book {

using html::escaped;

// As many titles or codes are listed before the rest is only counted.
static constexpr std::size_t ShownMembers = 8;
static constexpr std::size_t ShownCodes = 200;

static std::string number_text(const runtime::ValueType& type) {
  std::string text = fmt::format("{} to {}", runtime::format_decimal(type.low, type.scale),
                                 runtime::format_decimal(type.high, type.scale));
  return "a number" + (type.unit.empty() ? "" : " in " + escaped(type.unit)) + ", " + text;
}

static std::string enumeration_text(const runtime::Enumeration& it) {
  std::string text;
  for (std::size_t i = 0; i < it.members.size() && i < ShownMembers; ++i) {
    const runtime::EnumMember& member = it.members[i];
    text += (i == 0 ? "" : ", ") + escaped(member.title.empty() ? member.name : member.title);
  }
  if (it.members.size() > ShownMembers) {
    text += fmt::format(" and {} more", it.members.size() - ShownMembers);
  }
  return "one of: " + text;
}

static std::string type_text(const runtime::Catalogue& catalogue, const runtime::Leaf& leaf) {
  switch (leaf.type.form) {
    case runtime::Form::Bool:
      return "yes or no";
    case runtime::Form::Enum:
      return enumeration_text(catalogue.enumerations[leaf.type.enumeration]);
    case runtime::Form::Number:
      return leaf.measured ? "a number in the unit of its measurement" : number_text(leaf.type);
    case runtime::Form::Money:
      return "an amount of " + escaped(leaf.type.unit);
    case runtime::Form::Date:
      return leaf.approximate ? "a date, which may be known in part" : "a date";
    case runtime::Form::Code:
      return leaf.code_system ? "a code of " + escaped(catalogue.systems[*leaf.code_system].name)
                              : "a code";
    case runtime::Form::Text:
      return "text";
    case runtime::Form::CodeSet:
      return "a set of codes";
  }
  return {};
}

static std::string marks_text(const runtime::Leaf& leaf) {
  std::vector<std::string> marks;
  if (leaf.optional) marks.emplace_back("may be missing");
  if (leaf.clinical) marks.emplace_back("clinical");
  if (leaf.actionable) marks.emplace_back("can be obtained");
  if (leaf.predicted) marks.emplace_back("predicted by a model");
  if (leaf.protection == runtime::Protection::Guarded) marks.emplace_back("guarded");
  if (leaf.protection == runtime::Protection::Protected) marks.emplace_back("protected");
  return fmt::format("{}", fmt::join(marks, ", "));
}

// The leaves that the policy's decisions can read, in schema order.
static std::set<runtime::LeafIndex> leaves_read(const Writing& writing) {
  const ir::Program& lowered = writing.contents.lowered;
  std::set<runtime::LeafIndex> leaves;
  for (const ir::DecisionId decision : writing.policy().decisions) {
    for (const ir::NodeId id : ir::reachable(lowered, decision)) {
      const ir::Node& node = lowered.graph[id];
      const bool is_leaf = node.op == ir::Op::Fact || node.op == ir::Op::ItemFact;
      if (is_leaf) leaves.insert(static_cast<runtime::LeafIndex>(node.a));
    }
  }
  return leaves;
}

std::string data_elements(Writing& writing) {
  const runtime::Schema& schema = writing.contents.lowered.schemas[writing.policy().schema];
  std::string html =
      "<div class=\"scroll\"><table class=\"stacks\"><caption>Everything that the decisions can "
      "read; nothing else changes them.</caption><thead><tr><th scope=\"col\">Element</th>"
      "<th scope=\"col\">What it is</th><th scope=\"col\">Marks</th></tr></thead><tbody>\n";
  std::string rows;
  for (const runtime::LeafIndex index : leaves_read(writing)) {
    const runtime::Leaf& leaf = schema.leaves[index];
    const std::string anchor = "data-" + html::anchor(leaf.path);
    rows += fmt::format(
        "<tr id=\"{}\"><th scope=\"row\" class=\"path-name\">{}</th><td>{}</td><td>{}</td></tr>\n",
        anchor, escaped(leaf.path), type_text(writing.contents.lowered.catalogue, leaf),
        marks_text(leaf));
    writing.enter("data element", leaf.path, anchor);
  }
  return rows.empty() ? rows : html + rows + "</tbody></table></div>\n";
}

std::string safeguards(Writing& writing, const std::vector<const typed::Rule*>& rules) {
  const runtime::Schema& schema = writing.contents.lowered.schemas[writing.policy().schema];
  std::string protected_read, guarded_read, scores_read;
  for (const runtime::LeafIndex index : leaves_read(writing)) {
    const runtime::Leaf& leaf = schema.leaves[index];
    const std::string name = "<code>" + escaped(leaf.path) + "</code>";
    const auto note = [&](std::string& names, bool is_marked) {
      if (is_marked) names += (names.empty() ? "" : ", ") + name;
    };
    note(protected_read, leaf.protection == runtime::Protection::Protected);
    note(guarded_read, leaf.protection == runtime::Protection::Guarded);
    note(scores_read, leaf.predicted);
  }
  std::string justified;
  for (const typed::Rule* rule : rules) {
    for (const std::string& it : rule->justifications) {
      justified += fmt::format("<li>{} <span class=\"mono soft\">{}</span>: {}</li>",
                               escaped(rule->title), escaped(rule->name), escaped(it));
    }
  }
  return rows({{"protected data read", protected_read.empty() ? "none" : protected_read},
               {"guarded data read", guarded_read.empty() ? "none" : guarded_read},
               {"model scores read", scores_read.empty() ? "none" : scores_read},
               {"justifications",
                justified.empty() ? "none" : "<ul class=\"plain\">" + justified + "</ul>"}});
}

static std::string systems_of(const runtime::Catalogue& catalogue, const runtime::ValueSet& set) {
  std::set<std::uint32_t> systems;
  for (const runtime::ValueSetEntry& it : set.entries) systems.insert(it.system);
  std::string text;
  for (const std::uint32_t it : systems) {
    const bool is_named = it < catalogue.systems.size();
    text += (text.empty() ? "" : ", ") + escaped(is_named ? catalogue.systems[it].name : "text");
  }
  return text;
}

std::string value_sets(Writing& writing) {
  const runtime::Catalogue& catalogue = writing.contents.lowered.catalogue;
  std::string html;
  for (const std::uint32_t index : writing.mentioned.value_sets) {
    const runtime::ValueSet& set = catalogue.value_sets[index];
    const std::string anchor = "set-" + html::anchor(set.name);
    html += fmt::format(
        "<details class=\"rule\" id=\"{}\"><summary><strong>{}</strong>, version {}: {} codes of "
        "{}</summary>\n<ul>",
        anchor, escaped(set.name), escaped(set.version), set.entries.size(),
        systems_of(catalogue, set));
    for (std::size_t i = 0; i < set.entries.size() && i < ShownCodes; ++i) {
      const runtime::ValueSetEntry& entry = set.entries[i];
      html += fmt::format("<li><span class=\"mono\">{}{}</span> {}</li>", escaped(entry.code),
                          entry.prefix ? " and below" : "", escaped(entry.display));
    }
    if (set.entries.size() > ShownCodes) {
      html += fmt::format("<li>and {} more</li>", set.entries.size() - ShownCodes);
    }
    html += "</ul></details>\n";
    writing.enter("value set", set.name, anchor);
  }
  return html;
}

std::string catalogs(Writing& writing) {
  std::string html;
  for (const std::uint32_t index : writing.mentioned.catalogs) {
    const runtime::CatalogTable& it = writing.contents.lowered.catalogue.catalogs[index];
    const std::string anchor = "catalog-" + html::anchor(it.name);
    std::string columns;
    for (const auto& column : it.columns) {
      columns += (columns.empty() ? "" : ", ") + escaped(words_of(column.name));
    }
    html += fmt::format(
        "<div class=\"rule\" id=\"{}\"><strong>{}</strong>, version {}: {} rows <span "
        "class=\"soft\">(file {})</span>. Columns: {}.</div>\n",
        anchor, escaped(it.name), escaped(it.version), it.keys.size(), escaped(it.path), columns);
    writing.enter("catalog", it.name, anchor);
  }
  return html;
}

}  // namespace precis::book
