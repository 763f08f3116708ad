#include "compiler/codegen/facts.h"

#include "compiler/support/check.h"
#include "runtime/batch.h"

namespace precis::codegen {

using llvm::Value;
using runtime::Form;
using runtime::Storage;

static bool is_unsigned(const runtime::Leaf& leaf) {
  switch (leaf.type.form) {
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

static Value* load_number(Builder& b, Value* column, Value* index, unsigned width, bool is_signed) {
  llvm::Type* const type = b.getIntNTy(width * 8);
  Value* const stored = b.CreateLoad(type, b.CreateGEP(type, column, index));
  return b.CreateIntCast(stored, b.getInt64Ty(), is_signed);
}

static Value* load_validity(Builder& b, Value* bitmap, Value* index) {
  Value* const byte =
      b.CreateLoad(b.getInt8Ty(), b.CreateGEP(b.getInt8Ty(), bitmap, b.CreateLShr(index, 3)));
  Value* const place = b.CreateTrunc(b.CreateAnd(index, number(b, 7)), b.getInt8Ty());
  return b.CreateTrunc(b.CreateLShr(byte, place), b.getInt1Ty());
}

Known load_fact(Frame& frame, runtime::LeafIndex leaf_index, Value* index,
                ir::Precision precision) {
  Builder& b = frame.code();
  const runtime::Leaf& leaf = frame.schema().leaves[leaf_index];
  const runtime::ColumnShape shape =
      runtime::column_shape(leaf, frame.program().catalogue.enumerations);
  const Frame::Column& column = frame.column(leaf_index);
  auto load = [&](Value* values) {
    return load_number(b, values, index, shape.width, !is_unsigned(leaf));
  };
  Value* const low = load(column.low);
  switch (shape.storage) {
    case Storage::Exact:
      return exact_lane(b, low);
    case Storage::Mask:
      return as_form(b, mask_lane(b, low, precision == ir::Precision::Exact), leaf.type.form);
    case Storage::Bounds:
      return Lane{low, load(column.high), bit(b, false), bit(b, false), false};
    case Storage::Nullable: {
      const runtime::Cell unknown = frame.unknown(leaf.type);
      Value* const valid = load_validity(b, column.validity, index);
      return Lane{b.CreateSelect(valid, low, number(b, unknown.low)),
                  b.CreateSelect(valid, low, number(b, unknown.high)), bit(b, false), bit(b, false),
                  false};
    }
  }
  CHECK(false, "no such storage");
}

}  // namespace precis::codegen
