#pragma once

// The tree of what the author wrote with the values it had, and the short forms of it.

#include <string>
#include <string_view>
#include <vector>

#include "compiler/explain/view.h"

namespace precis::explain {

// The definitions of the member that have been derived, each with where. Where one is mentioned
// again and does not matter, it is named and not derived again.
struct Told {
  struct Definition {
    ir::NodeId node;
    std::string_view name;
    std::string_view where;
  };
  std::vector<Definition> definitions;
  std::string_view here;                // rule avoided
  int folded = 0;                       // how many steps around are folded
  std::vector<std::string_view> paths;  // of one step, while it is made
  std::vector<Step> steps;              // of items, while what is above them is made
};

// Gives `step` what was added to `told.steps` since there were `first`.
void take_steps(const View& view, Told& told, std::size_t first, Step& step);

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

// A `because` text with its values; empty parts of a quantifier without a witness are "unknown".
struct Bound {
  std::string text;
  std::vector<ValueShown> shown;
};
Bound bind(const View& view, const std::vector<ir::TemplatePart>& parts);

}  // namespace precis::explain
