#pragma once

#include "compiler/sample/sample.h"

namespace precis::sample {

// The measurement that has one of these codes, in whose unit the item's value is. Private to
// sample.
const runtime::Measurement* measurement_of(const ir::Program& program,
                                           const std::vector<Value>& values);

}  // namespace precis::sample
