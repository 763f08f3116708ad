#pragma once

// A way in the author's words. Private to change.

#include "compiler/change/trial.h"
#include "compiler/explain/explanation.h"

namespace precis::change {

explain::Change said(const Search& search, const Found& found);

}  // namespace precis::change
