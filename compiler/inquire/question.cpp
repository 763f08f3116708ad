#include <fmt/format.h>

#include "compiler/inquire/inquire.h"
#include "compiler/inquire/schema_facts.h"
#include "compiler/support/check.h"

namespace precis::inquire {

Question question(const ir::Program& program, ir::DecisionId decision,
                  const explain::MissingFact& fact) {
  const runtime::Schema& schema = schema_of(program, decision);
  const std::optional<Target> target = target_of(schema, fact.path);
  CHECK(target.has_value(), "a question about what no record can say");
  Question made;
  made.path = fact.path;
  made.why = fact.why;
  made.known = fact.known;
  if (target->gene) {
    made.field = gene_field(program, decision, *target->gene);
  } else if (target->list) {
    const runtime::List& list = schema.lists[*target->list];
    made.list = target->list;
    made.item = target->item;
    made.field.name = fact.path;
    made.field.title = list.title.empty() ? plain_words(list.name) : list.title;
    made.fields = item_fields(program, decision, *target->list);
    made.window = fact.asked;
  } else {
    made.field = field_of(program, decision, *target->leaf);
  }
  return made;
}

std::string item_json(const std::vector<Filled>& fields) {
  std::string members;
  for (std::size_t i = 0; i < fields.size();) {
    const std::size_t dot = fields[i].name.find('.');
    const std::string first = fields[i].name.substr(0, dot);
    std::string value = fields[i].json;
    if (dot == std::string::npos) {
      ++i;
    } else {
      std::vector<Filled> nested;
      for (; i < fields.size() && fields[i].name.starts_with(first + "."); ++i) {
        nested.push_back({fields[i].name.substr(first.size() + 1), fields[i].json});
      }
      value = item_json(nested);
    }
    members += fmt::format("{}\"{}\": {}", members.empty() ? "" : ", ", first, value);
  }
  return "{" + members + "}";
}

}  // namespace precis::inquire
