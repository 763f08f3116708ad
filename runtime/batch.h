#pragma once

// Records as columns in the Arrow memory layout: what the compiled kernels read. The view structs
// are the binary interface of generated code: their layout is known to codegen.
//
// Kernels read blocks of records, and items from any on, so a column must be readable up to the
// next multiple of BlockRecords values, and that of an item as many values further; what is there
// does not matter. A `Batch` sees to it.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

#include "runtime/answers.h"
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
  Bits,      // of a Bool: low is a bitmap of values, and validity; null = either
};

struct ColumnShape {
  Storage storage;
  std::uint8_t width;  // Bits: 0
};

// The narrowest column that holds the leaf's type.
ColumnShape column_shape(const Leaf& leaf, const std::vector<Enumeration>& enumerations);

struct ColumnView {
  const void* low;
  const void* high;              // Bounds only
  const std::uint8_t* validity;  // Nullable, Bits: bit i of byte i/8, least significant first
};

struct BatchView {
  const ColumnView* columns;           // by leaf index; item leaves are child columns
  const std::int32_t* const* offsets;  // by list index: record_count + 1 positions in the child
  const std::uint64_t* membership;     // symbol rows of value-set bits
  std::int64_t membership_words;
  std::int64_t record_count;
  std::int64_t first_at;  // bounds of the `at` dates of all records
  std::int64_t last_at;
};

// Owns the columns. Append records, then take a view; a view is valid until the next append or
// clear.
class Batch {
 public:
  Batch(const Schema& schema, const std::vector<Enumeration>& enumerations);

  void append(const Record& record);
  void clear();

  // Or column by column, of a batch without records: so many records with empty lists, whose facts
  // are then set one leaf after the other, each once.
  void begin_columns(std::size_t record_count);
  void set_column(LeafIndex leaf, const std::function<Cell(std::size_t record)>& cell);
  // The items of a list: `offsets` has one entry more than there are records.
  void set_items(ListIndex list, std::vector<std::int32_t> offsets);
  std::size_t record_count() const { return record_count_; }

  // `symbols` must be the table whose ids the records hold.
  BatchView view(const Symbols& symbols);

 private:
  struct Column {
    ColumnShape shape;
    std::vector<std::byte> low;
    std::vector<std::byte> high;
    std::vector<std::uint8_t> values;  // Bits
    std::vector<std::uint8_t> validity;
    std::size_t size = 0;
  };
  void push(Column& column, const Cell& cell);

  void add_at(std::int64_t day);
  void pad();

  const Schema& schema_;
  std::vector<Column> columns_;
  std::vector<std::vector<std::int32_t>> offsets_;
  std::vector<ColumnView> views_;
  std::vector<const std::int32_t*> offset_views_;
  std::size_t record_count_ = 0;
  std::int64_t first_at_ = 0;
  std::int64_t last_at_ = 0;
};

}  // namespace precis::runtime
