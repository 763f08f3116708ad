#pragma once

// Reading the records that a command line names: batches of them, rejections printed on the way.

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "compiler/ir/program.h"
#include "runtime/ingest/ingest.h"
#include "runtime/record.h"
#include "runtime/symbols.h"
#include "tools/cli/console.h"

namespace precis::cli {

struct Inputs {
  const ir::Program& program;
  std::vector<std::string> files;  // or folders; `-` is standard input
  std::string request;             // JSON text, or empty
  std::string member = {};         // only the rejections of this member are told; empty: all
};

struct Counts {
  std::uint64_t members = 0;
  std::uint64_t requests = 0;
  std::uint64_t rejections = 0;
  std::map<std::string, std::size_t> ignored;  // resources and values left out, by reason
};

// Called with at most BatchSize records of one schema. The symbols of a batch are gone after the
// call. Returning false ends the reading.
inline constexpr std::size_t BatchSize = 1024;
using OnBatch = std::function<bool(
    std::uint32_t schema, const std::vector<runtime::Record>& records, runtime::Symbols& symbols)>;

// Reads every input for every schema of the program. Gives an exit code when an input cannot be
// opened: Fine otherwise, whatever was rejected.
int read_records(const Inputs& inputs, Counts& counts, const OnBatch& on_batch);

// The first record of a file for a schema, or the exit code to leave with; what is wrong is
// printed. The record's codes are in `symbols`.
struct First {
  std::optional<runtime::Record> record;
  int exit_code = Fine;
};
First first_record(const Inputs& inputs, std::uint32_t schema, runtime::Symbols& symbols);

}  // namespace precis::cli
