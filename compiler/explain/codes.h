#pragma once

// The answer in the codes of the trade: NCPDP reject numbers and drug utilization review, and the
// coverage information of Da Vinci CRD. Private to explain.

#include <string>
#include <vector>

#include "compiler/explain/view.h"

namespace precis::explain {

// The NCPDP codes of the reasons that an outcome carries.
std::vector<std::string> ncpdp_of(const View& view, const ir::OutcomeValue& value);

// From the finished rest of the explanation.
Codes codes_of(const View& view, const Explanation& made);

}  // namespace precis::explain
