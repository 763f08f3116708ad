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

}  // namespace precis::inquire
