#include "compiler/lower/outcomes.h"

namespace precis::lower {

ir::OutcomeValue outcome(Expressions& expressions, const typed::OutcomeValue& value,
                         const Context& context) {
  ir::OutcomeValue made{value.alternative, {}};
  for (const std::optional<typed::ExprId>& field : value.payload) {
    made.payload.push_back(field ? std::optional(expressions.lower(*field, context))
                                 : std::nullopt);
  }
  return made;
}

std::vector<ir::TemplatePart> because(Expressions& expressions,
                                      const std::vector<typed::TemplatePart>& parts,
                                      const Context& context) {
  std::vector<ir::TemplatePart> made;
  for (const typed::TemplatePart& it : parts) {
    ir::TemplatePart part{it.text, {}, it.witness};
    if (it.value) part.value = expressions.lower(*it.value, context);
    made.push_back(std::move(part));
  }
  return made;
}

std::vector<ir::Citation> citations(const std::vector<typed::Citation>& cited,
                                    std::uint32_t first) {
  std::vector<ir::Citation> made;
  for (const typed::Citation& it : cited) {
    made.push_back({first + it.source, it.section, it.strength});
  }
  return made;
}

void add_sources(const std::vector<typed::Source>& sources, std::vector<ir::Source>& made) {
  for (const typed::Source& it : sources) {
    made.push_back({it.name, it.kind, it.title, it.section, it.edition, it.doi, it.url});
  }
}

}  // namespace precis::lower
