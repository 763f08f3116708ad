#pragma once

// Runs rows with Google Benchmark and prints one table, or JSON.

#include <vector>

#include "bench/rows.h"

namespace precis::bench {

void measure(std::vector<Row> rows, bool as_json);

}  // namespace precis::bench
