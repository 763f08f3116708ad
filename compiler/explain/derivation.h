#pragma once

// The tree of what the author wrote with the values it had, and the short forms of it: the operand
// that decided a condition, the marks on the source.

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "compiler/explain/view.h"

namespace precis::explain {

// The definitions of the member that have been derived, each with where. Where one is mentioned
// again and does not matter, it is named and not derived again.
struct Told {
  std::map<std::pair<ir::NodeId, std::string_view>, std::string> definitions;
  std::string here;  // rule avoided
  int folded = 0;    // how many steps around are folded
};

// Steps that did not matter for the value above them are folded. Of a list only the items that
// match or may match are shown, and a few that miss by one condition.
Step derive(const View& view, Told& told, ir::OccurrenceId id, const Row& row = {});
// Of a condition that was not reached: what was written.
Step not_evaluated(const View& view, ir::OccurrenceId id);

// The narrowest steps below `step` that made it `wanted`, as one line: the author's words and, in
// parentheses, the values. Empty when there is none.
std::string pivot(const Step& step, Truth wanted);
// "… is false", and of a negation what is true instead.
std::string why_false(const Step& step);

// The values of all conditions below `roots`: over the items of a list, true where an item surely
// matches, false where none can. Not evaluated when `considered` is false.
void mark(const View& view, const std::vector<ir::OccurrenceId>& roots, bool considered,
          std::vector<Mark>& marks);

// A `because` text with its values; empty parts of a quantifier without a witness are "unknown".
struct Bound {
  std::string text;
  std::vector<ValueShown> shown;
};
Bound bind(const View& view, const std::vector<ir::TemplatePart>& parts);

}  // namespace precis::explain
