#include <fmt/format.h>

#include "compiler/book/parts.h"
#include "compiler/html/html.h"
#include "runtime/date.h"

namespace precis::book {

using html::escaped;

static std::string signature_of(const std::vector<typed::ParamDecl>& params) {
  std::string text;
  for (const typed::ParamDecl& it : params) {
    text += (text.empty() ? "" : ", ") + ("<em>" + escaped(words_of(it.name)) + "</em>");
  }
  return text.empty() ? text : " of (" + text + ")";
}

static bool is_condition(const typed::Program& program, typed::ExprId id) {
  return std::holds_alternative<typed::BoolType>(program.types[program.exprs[id].type]);
}

// Bodies mention further definitions, which are appended while the list is gone through.
std::string definitions(Writing& writing, std::uint32_t schema) {
  std::string html;
  const typed::Program& program = writing.program();
  Prose prose(program, schema, writing.mentioned);
  for (std::size_t i = 0; i < writing.mentioned.defines.size(); ++i) {
    const typed::Define& define = program.defines[writing.mentioned.defines[i]];
    prose.within(&define.params);
    const std::string anchor = "define-" + html::anchor(define.name);
    const bool is_asked = is_condition(program, define.body);
    html += fmt::format(
        "<article class=\"rule\" id=\"{}\">\n<h3>{}{} <span class=\"mono\">{}</span></h3>\n"
        "<div class=\"says\">{}{}</div>\n</article>\n",
        anchor, escaped(words_of(define.name)), signature_of(define.params), escaped(define.name),
        is_asked ? "is true when " : "is ",
        is_asked ? block(prose.condition(define.body)) : prose.value(define.body) + ".");
    writing.enter("definition", words_of(define.name), anchor);
  }
  return html;
}

static const char* hit_policy_text(typed::HitPolicy policy) {
  switch (policy) {
    case typed::HitPolicy::Unique:
      return "Exactly one row applies.";
    case typed::HitPolicy::FirstMatch:
      return "The first row that applies counts.";
    case typed::HitPolicy::MostSevere:
      return "Of the rows that apply, the most severe counts; it stands first.";
  }
  return "";
}

static std::string table_html(const typed::DecisionTable& table, Prose& prose) {
  prose.within(nullptr);  // the input is "it": its column says which
  std::string html = fmt::format("<div class=\"scroll\"><table><caption>{}</caption><thead><tr>",
                                 hit_policy_text(table.hit_policy));
  for (const typed::ParamDecl& it : table.inputs) {
    html += "<th scope=\"col\">" + escaped(words_of(it.name)) + "</th>";
  }
  for (const auto& it : table.outputs) {
    html += "<th scope=\"col\">gives " + escaped(words_of(it.name)) + "</th>";
  }
  html += "</tr></thead><tbody>\n";
  for (const typed::Row& row : table.rows) {
    html += "<tr>";
    for (const auto& condition : row.conditions) {
      html += "<td>" + (condition ? prose.cell(*condition) : std::string("any")) + "</td>";
    }
    for (const typed::ExprId output : row.outputs) {
      html += "<td><strong>" + prose.value(output) + "</strong></td>";
    }
    html += "</tr>\n";
  }
  if (table.otherwise) {
    html += fmt::format("<tr><td colspan=\"{}\">otherwise</td>", table.inputs.size());
    for (const typed::ExprId output : table.otherwise->outputs) {
      html += "<td><strong>" + prose.value(output) + "</strong></td>";
    }
    html += "</tr>\n";
  }
  return html + "</tbody></table></div>\n";
}

std::string tables(Writing& writing, std::uint32_t schema) {
  std::string html;
  const typed::Program& program = writing.program();
  Prose prose(program, schema, writing.mentioned);
  for (std::size_t i = 0; i < writing.mentioned.tables.size(); ++i) {
    const typed::DecisionTable& table = program.tables[writing.mentioned.tables[i]];
    const std::string anchor = "table-" + html::anchor(table.name);
    html += fmt::format("<h3 id=\"{}\">{} <span class=\"mono soft\">{}</span></h3>\n", anchor,
                        escaped(words_of(table.name)), escaped(table.name));
    html += table_html(table, prose);
    writing.enter("table", words_of(table.name), anchor);
  }
  return html;
}

static std::string parameter_html(const typed::Parameter& parameter, Prose& prose) {
  prose.within(&parameter.params);
  std::string html =
      "<div class=\"scroll\"><table><caption>The value of a day is that of the last line that "
      "begins on or before it.</caption><thead><tr><th scope=\"col\">from</th>"
      "<th scope=\"col\">value</th><th scope=\"col\">source</th></tr></thead><tbody>\n";
  for (const typed::Parameter::Entry& entry : parameter.entries) {
    std::string cited;
    for (const typed::ParameterCitation& it : entry.citations) {
      cited += (cited.empty() ? "" : "; ") + citation(it.source, it.section, it.strength);
    }
    html += fmt::format("<tr><th scope=\"row\">{}</th><td>{}</td><td>{}</td></tr>\n",
                        runtime::format_date(entry.from), prose.value(entry.value), cited);
  }
  return html + "</tbody></table></div>\n";
}

std::string parameters(Writing& writing, std::uint32_t schema) {
  std::string html;
  const typed::Program& program = writing.program();
  Prose prose(program, schema, writing.mentioned);
  for (std::size_t i = 0; i < writing.mentioned.parameters.size(); ++i) {
    const typed::Parameter& parameter = program.parameters[writing.mentioned.parameters[i]];
    const std::string anchor = "parameter-" + html::anchor(parameter.name);
    html += fmt::format("<h3 id=\"{}\">{}{} <span class=\"mono soft\">{}</span></h3>\n", anchor,
                        escaped(words_of(parameter.name)), signature_of(parameter.params),
                        escaped(parameter.name));
    html += parameter_html(parameter, prose);
    writing.enter("dated value", words_of(parameter.name), anchor);
  }
  return html;
}

}  // namespace precis::book
