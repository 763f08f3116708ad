#pragma once

// What an expression depends on: leaves of the member and request, whole lists, and the places
// where it assumes something or asks what is on file.

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "compiler/check/context.h"

namespace precis::check {

struct Reads {
  std::map<runtime::LeafIndex, source::Span> leaves;
  std::map<runtime::ListIndex, source::Span> lists;
  std::map<runtime::LeafIndex, source::Span> item_leaves;
  std::optional<source::Span> assumption;

  void add(const Reads& other);
  bool empty() const { return leaves.empty() && lists.empty(); }
};

Reads reads_of(const typed::Program& program, std::uint32_t schema, typed::ExprId root);
Reads payload_reads(const typed::Program& program, std::uint32_t schema,
                    const typed::OutcomeValue& value);

struct MarkedRead {
  std::string path;
  source::Span span;
};
// A protected list counts once, however many fields of its items are read.
std::vector<MarkedRead> protected_reads(const Context& context, std::uint32_t schema,
                                        const Reads& reads);
// The same of what a model predicts.
std::vector<MarkedRead> predicted_reads(const Context& context, std::uint32_t schema,
                                        const Reads& reads);

}  // namespace precis::check
