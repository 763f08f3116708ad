#pragma once

// What deciding costs, for `run --profile`: the decisions of a run one by one, and each rule of
// those that cost most as if it were alone.

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "compiler/driver/evaluator.h"
#include "compiler/ir/program.h"

namespace precis::cli {

class Profile {
 public:
  Profile(const ir::Program& program, const driver::Evaluator& evaluator)
      : program_(program), evaluator_(evaluator) {}

  // Decides the records of the first batch of each schema again and again; other batches are left.
  void measure(std::uint32_t schema, const runtime::BatchView& view);

  std::string table() const;
  nlohmann::ordered_json json() const;

 private:
  struct RuleCost {
    std::string name;
    double nanoseconds;  // a request
  };
  struct DecisionCost {
    ir::DecisionId decision;
    std::int64_t requests;
    double nanoseconds;
    std::vector<RuleCost> rules;  // costliest first; empty where they were not measured
  };
  std::vector<RuleCost> rules_alone(ir::DecisionId decision, const runtime::BatchView& view) const;
  std::string name_of(ir::DecisionId decision) const;
  double total() const;

  const ir::Program& program_;
  const driver::Evaluator& evaluator_;
  std::vector<std::uint32_t> measured_;  // schemas
  std::vector<DecisionCost> costs_;      // costliest first
};

}  // namespace precis::cli
