#pragma once

// Made-up records that aim at what a program asks: values on both sides of its thresholds and
// window ends, members of its value sets, genotypes of its genes. Every value is known. The same
// seed gives the same records.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "compiler/ir/program.h"

namespace precis::sample {

struct Code {
  std::uint32_t system;  // in Catalogue::systems
  std::string code;
};
// In stored form, of an enumeration and of a Bool a mask of one member; a code; or a text.
using Value = std::variant<std::int64_t, Code, std::string>;

struct Sample {
  std::vector<std::optional<Value>> facts;             // parallel to Schema::leaves
  std::vector<std::vector<std::vector<Value>>> lists;  // by list, item, and leaf of the item
  std::vector<std::optional<std::string>> diplotypes;  // parallel to Schema::genes
};

class Generator {
 public:
  // `aims` are nodes of the schema: what is asked below them decides the values.
  Generator(const ir::Program& program, std::uint32_t schema, const std::vector<ir::NodeId>& aims,
            std::uint64_t seed);
  ~Generator();
  Generator(const Generator&) = delete;
  Generator& operator=(const Generator&) = delete;

  Sample make();
  // Another one that differs from it in a few facts.
  Sample near(const Sample& sample);

 private:
  class State;
  std::unique_ptr<State> state_;
};

// In the schema's own JSON shape, for the reader of input records.
std::string to_json(const ir::Program& program, std::uint32_t schema, const Sample& sample);

// As the `given` lines of a test.
std::string to_givens(const ir::Program& program, std::uint32_t schema, const Sample& sample);

}  // namespace precis::sample
