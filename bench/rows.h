#pragma once

// What `./dev bench` measures: rows of one table, each a workload and an engine. A workload gives
// its rows; `table.h` runs and prints them.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace precis::bench {

// How a row is to compare, and with what: a ratio of rates that is to be reached, or a time not to
// be exceeded. 0: no such target.
struct Target {
  std::string against;  // the engine of the same workload that is the baseline
  double bar = 0;       // rate / rate of the baseline, at least
  double goal = 0;
  double bar_microseconds = 0;  // time of a call, at most
  double goal_microseconds = 0;
};

// `run` handles so many records. Of a row with `each`, every record is a call of its own, and the
// table shows the median and the 99th of a hundred.
struct Row {
  std::string workload;
  std::string engine;
  std::size_t records = 1;
  std::function<void()> run;
  std::function<void(std::size_t record)> each = {};
  Target target = {};
};

// Each builds its data, compares its engines on every record (a difference ends the program), and
// gives its rows.
std::vector<Row> machine_rows();
std::vector<Row> w1_rows();
std::vector<Row> w2_rows();
std::vector<Row> w3_rows();
std::vector<Row> mixed_rows();
std::vector<Row> shipped_rows();

// `work(begin, end)` over [0, count) on so many threads, in parts that are whole blocks.
void in_parallel(std::size_t threads, std::size_t count,
                 const std::function<void(std::size_t, std::size_t)>& work);

}  // namespace precis::bench
