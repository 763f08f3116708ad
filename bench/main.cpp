// precis_bench [--json] [workload...]: every row of every workload, or of those named. Run it at
// the root of the repository.

#include <algorithm>
#include <string>
#include <vector>

#include "bench/rows.h"
#include "bench/table.h"

int main(int argc, char** argv) {
  using namespace precis::bench;
  std::vector<std::string> wanted(argv + 1, argv + argc);
  const auto json = std::find(wanted.begin(), wanted.end(), "--json");
  const bool as_json = json != wanted.end();
  if (as_json) wanted.erase(json);
  const auto is_wanted = [&](const std::string& workload) {
    return wanted.empty() || std::find(wanted.begin(), wanted.end(), workload) != wanted.end();
  };
  std::vector<Row> rows;
  const auto add = [&](const std::string& workload, std::vector<Row> (*make)()) {
    if (!is_wanted(workload)) return;
    for (Row& row : make()) rows.push_back(std::move(row));
  };
  add("machine", machine_rows);
  add("W1", w1_rows);
  add("W2", w2_rows);
  add("W3", w3_rows);
  add("mixed", mixed_rows);
  add("shipped", shipped_rows);
  measure(std::move(rows), as_json);
}
