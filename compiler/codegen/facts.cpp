#include "compiler/codegen/facts.h"

#include <llvm/IR/Intrinsics.h>

#include "compiler/support/check.h"
#include "runtime/batch.h"

namespace precis::codegen {

using llvm::Value;
using runtime::Form;
using runtime::Storage;

static bool is_unsigned(Form form) {
  switch (form) {
    case Form::Bool:
    case Form::Enum:
    case Form::Code:
    case Form::Text:
    case Form::CodeSet:
      return true;
    case Form::Number:
    case Form::Money:
    case Form::Date:
      return false;
  }
  CHECK(false, "no such form");
}

// How far ahead of what is decided columns are fetched into the cache, in records and in items.
// What lies beyond the column is not read.
static constexpr unsigned RecordsAhead = 1024;
static constexpr unsigned ItemsAhead = 512;

// For the block, or the items, so far ahead of `address`, where a number has so many bytes.
static void fetch_ahead(Builder& b, Value* address, unsigned width) {
  if (b.width() == Width::One) return;
  constexpr unsigned Line = 64;
  const unsigned distance = b.width() == Width::Block ? RecordsAhead : ItemsAhead;
  for (unsigned at = 0; at < b.lanes() * width; at += Line) {
    Value* const ahead = b.CreateConstGEP1_64(b.getInt8Ty(), address, distance * width + at);
    enum { ForReading = 0, ToAllCaches = 3, Data = 1 };
    b.CreateIntrinsic(llvm::Intrinsic::prefetch, {b.getPtrTy()},
                      {ahead, b.getInt32(ForReading), b.getInt32(ToAllCaches), b.getInt32(Data)});
  }
}

// The stored numbers from `index` on, as narrow as they are stored where numbers may be narrow.
static Value* load_number(Builder& b, Value* column, Value* index, unsigned width, bool is_signed) {
  llvm::Type* const stored = b.getIntNTy(width * 8);
  Value* const address = b.CreateGEP(stored, column, index);
  fetch_ahead(b, address, width);
  Value* const number = b.CreateAlignedLoad(b.number_type(width * 8), address, llvm::Align(width));
  return b.width() == Width::One ? b.resize(number, 64, is_signed) : number;
}

// The flags from `index` on. At the width of a block, index is a multiple of it; items begin
// anywhere.
static Value* load_flags(Builder& b, Value* bitmap, Value* index) {
  Value* const address = b.CreateGEP(b.getInt8Ty(), bitmap, b.CreateLShr(index, 3));
  if (b.width() == Width::Block) {
    return b.CreateAlignedLoad(b.flag_type(), address, llvm::Align(1));
  }
  if (b.width() == Width::Items) {
    Value* const bytes = b.CreateAlignedLoad(b.getInt32Ty(), address, llvm::Align(1));
    Value* const place = b.CreateTrunc(b.CreateAnd(index, b.index(7)), b.getInt32Ty());
    return b.CreateTrunc(b.CreateLShr(bytes, place), b.flag_type());
  }
  Value* const byte = b.CreateLoad(b.getInt8Ty(), address);
  Value* const place = b.CreateTrunc(b.CreateAnd(index, b.index(7)), b.getInt8Ty());
  return b.CreateTrunc(b.CreateLShr(byte, place), b.getInt1Ty());
}

// A number or code that is null where it is not known.
static Lane nullable(Frame& frame, const runtime::Leaf& leaf, Value* value, Value* known) {
  Builder& b = frame.code();
  const runtime::Cell unknown = frame.unknown(leaf.type);
  // Unknown codes need more room than codes.
  const unsigned bits = is_unsigned(leaf.type.form) ? 64 : Builder::bits_of(value);
  Value* const wide = b.resize(value, bits, !is_unsigned(leaf.type.form));
  return Lane{b.pick(known, wide, b.number(unknown.low, bits)),
              b.pick(known, wide, b.number(unknown.high, bits)),
              b.flag(false),
              b.flag(false),
              false,
              Nullable{value, known, unknown.low, unknown.high}};
}

static Truth from_bits(Builder& b, Value* value, Value* known, ir::Precision precision) {
  if (precision == ir::Precision::Exact) return exact_truth(b, value);
  Value* const unknown = b.CreateNot(known);
  return {b.CreateOr(value, unknown), b.CreateOr(b.CreateNot(value), unknown), b.flag(false),
          false};
}

Known load_fact(Frame& frame, runtime::LeafIndex leaf_index, Value* index,
                ir::Precision precision) {
  Builder& b = frame.code();
  const runtime::Leaf& leaf = frame.schema().leaves[leaf_index];
  const runtime::ColumnShape shape =
      runtime::column_shape(leaf, frame.program().catalogue.enumerations);
  const Frame::Column& column = frame.column(leaf_index);
  auto load = [&](Value* values) {
    return load_number(b, values, index, shape.width, !is_unsigned(leaf.type.form));
  };
  switch (shape.storage) {
    case Storage::Exact:
      return exact_lane(b, load(column.low));
    case Storage::Mask:
      return mask_lane(b, load(column.low), precision == ir::Precision::Exact);
    case Storage::Bits:
      return from_bits(b, load_flags(b, column.low, index), load_flags(b, column.validity, index),
                       precision);
    case Storage::Bounds:
      return Lane{load(column.low), load(column.high), b.flag(false), b.flag(false), false, {}};
    case Storage::Nullable:
      return nullable(frame, leaf, load(column.low), load_flags(b, column.validity, index));
  }
  CHECK(false, "no such storage");
}

}  // namespace precis::codegen
