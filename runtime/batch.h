#pragma once

// Records as columns in the Arrow memory layout: what the compiled kernels read. The view structs
// are the binary interface of generated code: their layout is known to codegen.

#include <cstddef>
#include <cstdint>
#include <vector>

#include "runtime/record.h"
#include "runtime/schema.h"
#include "runtime/symbols.h"

namespace precis::runtime {

// How a leaf is stored. Widths are 1, 2, 4 or 8 bytes, two's complement; masks are unsigned.
enum class Storage : std::uint8_t {
  Exact,     // low only
  Nullable,  // low and a validity bitmap; null = the type's whole range (codes: unknown)
  Bounds,    // low and high
  Mask,      // low only, possible members
};

struct ColumnShape {
  Storage storage;
  std::uint8_t width;
};

// The narrowest column that holds the leaf's type.
ColumnShape column_shape(const Leaf& leaf, const std::vector<Enumeration>& enumerations);

struct ColumnView {
  const void* low;
  const void* high;              // Bounds only
  const std::uint8_t* validity;  // Nullable only: bit i of byte i/8, least significant first
};

struct BatchView {
  const ColumnView* columns;           // by leaf index; item leaves are child columns
  const std::int32_t* const* offsets;  // by list index: record_count + 1 positions in the child
  const std::uint64_t* membership;     // symbol rows of value-set bits
  std::int64_t membership_words;
  std::int64_t record_count;
};

// Owns the columns. Append records, then take a view; a view is valid until the next append or
// clear.
class Batch {
 public:
  Batch(const Schema& schema, const std::vector<Enumeration>& enumerations);

  void append(const Record& record);
  void clear();
  std::size_t record_count() const { return record_count_; }

  // `symbols` must be the table whose ids the records hold.
  BatchView view(const Symbols& symbols);

 private:
  struct Column {
    ColumnShape shape;
    std::vector<std::byte> low;
    std::vector<std::byte> high;
    std::vector<std::uint8_t> validity;
    std::size_t size = 0;
  };
  void push(Column& column, const Cell& cell);

  const Schema& schema_;
  std::vector<Column> columns_;
  std::vector<std::vector<std::int32_t>> offsets_;
  std::vector<ColumnView> views_;
  std::vector<const std::int32_t*> offset_views_;
  std::size_t record_count_ = 0;
};

}  // namespace precis::runtime
