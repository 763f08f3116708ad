#include "runtime/batch.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "runtime/check.h"

namespace precis::runtime {

static std::uint8_t width_of_range(std::int64_t low, std::int64_t high) {
  for (std::uint8_t width : {1, 2, 4}) {
    const std::int64_t limit = std::int64_t{1} << (8 * width - 1);
    if (low >= -limit && high < limit) return width;
  }
  return 8;
}

static std::uint8_t width_of_mask(std::size_t bits) {
  if (bits <= 8) return 1;
  if (bits <= 16) return 2;
  return bits <= 32 ? 4 : 8;
}

ColumnShape column_shape(const Leaf& leaf, const std::vector<Enumeration>& enumerations) {
  const ValueType& type = leaf.type;
  const Storage scalar = leaf.approximate || leaf.measured ? Storage::Bounds
                         : leaf.optional                   ? Storage::Nullable
                                                           : Storage::Exact;
  switch (type.form) {
    case Form::Bool:
      return {Storage::Bits, 0};
    case Form::Enum: {
      const Enumeration& names = enumerations[type.enumeration];
      return {Storage::Mask, width_of_mask(names.members.size() + (names.has_untested ? 1 : 0))};
    }
    case Form::Number:
    case Form::Money:
    case Form::Date:
      return {scalar, width_of_range(type.low, type.high)};
    // Whatever the schema says, a code may be of another system than the field's: nullable.
    case Form::Code:
    case Form::Text:
    case Form::CodeSet:
      return {Storage::Nullable, 4};
  }
  return {Storage::Exact, 8};
}

Batch::Batch(const Schema& schema, const std::vector<Enumeration>& enumerations) : schema_(schema) {
  columns_.reserve(schema.leaves.size());
  for (const Leaf& leaf : schema.leaves) {
    columns_.push_back({column_shape(leaf, enumerations), {}, {}, {}, {}, 0});
  }
  offsets_.assign(schema.lists.size(), {0});
}

static void push_bytes(std::vector<std::byte>& bytes, std::int64_t value, std::size_t width) {
  const std::size_t at = bytes.size();
  bytes.resize(at + width);
  std::memcpy(bytes.data() + at, &value, width);
}

static void push_bit(std::vector<std::uint8_t>& bitmap, std::size_t index, bool is_set) {
  if (index % 8 == 0) bitmap.push_back(0);
  if (is_set) bitmap.back() |= static_cast<std::uint8_t>(1u << (index % 8));
}

void Batch::push(Column& column, const Cell& cell) {
  CHECK(!cell.may_fault && !cell.no_value, "a fact cannot fault");
  const bool known = cell.low == cell.high;
  switch (column.shape.storage) {
    case Storage::Exact:
      CHECK(known, "an exact column takes exact facts only");
      push_bytes(column.low, cell.low, column.shape.width);
      break;
    case Storage::Nullable:
      push_bytes(column.low, known ? cell.low : 0, column.shape.width);
      push_bit(column.validity, column.size, known);
      break;
    case Storage::Bounds:
      push_bytes(column.low, cell.low, column.shape.width);
      push_bytes(column.high, cell.high, column.shape.width);
      break;
    case Storage::Mask:
      push_bytes(column.low, cell.low, column.shape.width);
      break;
    case Storage::Bits:
      push_bit(column.values, column.size, cell.low == CanBeTrue);
      push_bit(column.validity, column.size, cell.low != CanBeEither);
      break;
  }
  ++column.size;
}

void Batch::append(const Record& record) {
  for (std::size_t leaf = 0; leaf < schema_.leaves.size(); ++leaf) {
    if (!schema_.leaves[leaf].list) push(columns_[leaf], record.facts[leaf].cell);
  }
  for (std::size_t list = 0; list < schema_.lists.size(); ++list) {
    const std::vector<LeafIndex>& leaves = schema_.lists[list].leaves;
    for (const Item& item : record.lists[list]) {
      for (std::size_t k = 0; k < leaves.size(); ++k) {
        push(columns_[leaves[k]], item.facts[k].cell);
      }
    }
    offsets_[list].push_back(offsets_[list].back() +
                             static_cast<std::int32_t>(record.lists[list].size()));
  }
  add_at(record.facts[schema_.at].cell.low);
  ++record_count_;
}

void Batch::add_at(std::int64_t day) {
  first_at_ = record_count_ == 0 ? day : std::min(first_at_, day);
  last_at_ = record_count_ == 0 ? day : std::max(last_at_, day);
}

void Batch::begin_columns(std::size_t record_count) {
  clear();
  for (std::vector<std::int32_t>& offsets : offsets_) offsets.assign(record_count + 1, 0);
  record_count_ = record_count;
}

void Batch::set_column(LeafIndex leaf, const std::function<Cell(std::size_t)>& cell) {
  const std::optional<ListIndex> list = schema_.leaves[leaf].list;
  const std::size_t count = list ? static_cast<std::size_t>(offsets_[*list].back()) : record_count_;
  Column& column = columns_[leaf];
  CHECK(column.size == 0, "a column is set once");
  for (std::size_t i = 0; i < count; ++i) push(column, cell(i));
  if (leaf != schema_.at) return;
  first_at_ = last_at_ = count == 0 ? 0 : cell(0).low;
  for (std::size_t i = 0; i < count; ++i) {
    first_at_ = std::min(first_at_, cell(i).low);
    last_at_ = std::max(last_at_, cell(i).low);
  }
}

void Batch::set_items(ListIndex list, std::vector<std::int32_t> offsets) {
  CHECK(offsets.size() == record_count_ + 1, "an offset for each record, and the end");
  offsets_[list] = std::move(offsets);
}

void Batch::clear() {
  for (Column& column : columns_) {
    column.low.clear();
    column.high.clear();
    column.values.clear();
    column.validity.clear();
    column.size = 0;
  }
  for (std::vector<std::int32_t>& offsets : offsets_) offsets.assign(1, 0);
  record_count_ = 0;
}

// Capacity is enough for reading: the values beyond the end are nobody's.
void Batch::pad() {
  for (Column& column : columns_) {
    const std::size_t padded = (block_count(column.size) + 1) * BlockRecords;
    column.low.reserve(padded * column.shape.width);
    if (!column.high.empty()) column.high.reserve(padded * column.shape.width);
    column.values.reserve(padded / 8);
    column.validity.reserve(padded / 8);
  }
}

BatchView Batch::view(const Symbols& symbols) {
  pad();
  views_.clear();
  for (const Column& column : columns_) {
    const void* const low = column.shape.storage == Storage::Bits
                                ? static_cast<const void*>(column.values.data())
                                : column.low.data();
    views_.push_back({low, column.high.data(), column.validity.data()});
  }
  offset_views_.clear();
  for (const std::vector<std::int32_t>& offsets : offsets_) offset_views_.push_back(offsets.data());
  return {views_.data(),
          offset_views_.data(),
          symbols.membership(),
          static_cast<std::int64_t>(symbols.words()),
          static_cast<std::int64_t>(record_count_),
          first_at_,
          last_at_};
}

}  // namespace precis::runtime
