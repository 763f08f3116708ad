#pragma once

// In which order records are best put into a batch. Of a block of records that a policy surely does
// not govern the answers are written at once, so records that the same policies may govern should
// stand together. The order decides nothing but the time:
//
//   const std::vector<std::uint32_t> order = dispatch.order(records, symbols);
//   for (std::uint32_t record : order) batch.append(records[record]);
//   answers = evaluator.decide(decision, batch.view(symbols), workspaces).restored(order);

#include <cstdint>
#include <vector>

#include "compiler/ir/program.h"
#include "runtime/record.h"
#include "runtime/symbols.h"

namespace precis::driver {

class Dispatch {
 public:
  // Of the policies that read this schema.
  Dispatch(const ir::Program& program, std::uint32_t schema);

  // The places of the records, each once.
  std::vector<std::uint32_t> order(const std::vector<runtime::Record>& records,
                                   const runtime::Symbols& symbols) const;

 private:
  // What a policy asks of a request to know whether it governs it: whether a code is in a value
  // set, or an enumeration in a mask.
  struct Test {
    ir::Op op;
    runtime::LeafIndex leaf;
    std::int64_t of;

    friend bool operator==(const Test&, const Test&) = default;
  };
  void add_tests(const ir::Program& program, ir::NodeId node);
  // A bit for each test that the record may pass.
  std::uint64_t passed(const runtime::Record& record, const runtime::Symbols& symbols) const;

  std::vector<Test> tests_;
};

}  // namespace precis::driver
