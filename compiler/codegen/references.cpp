#include "compiler/codegen/references.h"

#include <llvm/IR/Constants.h>
#include <llvm/IR/GlobalVariable.h>
#include <llvm/IR/Module.h>

#include <algorithm>
#include <optional>
#include <string>

#include "runtime/answers.h"

namespace precis::codegen {

using ir::Node;
using llvm::Value;
using runtime::Form;

// Loads of one number for each record, from a table of numbers of so many bits.
static Value* gather(Builder& b, Value* table, Value* index, unsigned bits) {
  llvm::Type* const entry = b.getIntNTy(bits);
  Value* const address = b.CreateGEP(entry, table, index);
  if (b.width() == Width::One) return b.CreateLoad(entry, address);
  return b.CreateMaskedGather(b.number_type(bits), address, llvm::Align(bits / 8));
}

// What to look up of a code, and whether there is something to look up.
struct Symbol {
  Value* number;  // 0 where it is not known, which is no symbol's
  Value* known;
};

static Symbol symbol_of(Builder& b, const Lane& code) {
  const unsigned bits = b.width() == Width::One ? 64 : 32;
  const auto narrow = [&](Value* value) { return b.resize(value, bits, false); };
  if (code.exact) return {narrow(code.low), b.flag(true)};
  if (code.nullable) {
    Value* const known = code.nullable->known;
    return {b.pick(known, narrow(code.nullable->value), b.number(0, bits)), known};
  }
  Value* const known = b.compare(llvm::CmpInst::ICMP_EQ, code.low, code.high);
  return {b.pick(known, narrow(code.low), b.number(0, bits)), known};
}

Truth in_value_set(Frame& frame, const Lane& code, std::int64_t set) {
  Builder& b = frame.code();
  Symbol symbol = symbol_of(b, code);
  const unsigned bits = Builder::bits_of(symbol.number);
  // What lies beyond the last record is no symbol.
  symbol.number = b.pick(frame.live(), symbol.number, b.number(0, bits));
  // Rows are words of 64 bits; they are read as halves.
  Value* const halves = b.CreateShl(frame.membership_words(), 1);
  Value* const row_size =
      b.width() == Width::One
          ? halves
          : b.CreateVectorSplat(b.lanes(), b.CreateTrunc(halves, b.getInt32Ty()));
  Value* const half = b.CreateAdd(b.CreateMul(symbol.number, row_size), b.number(set / 32, bits));
  Value* const row = gather(b, frame.membership(), half, 32);
  Value* const member = b.meets(row, std::int64_t{1} << (set % 32));
  if (code.exact) return exact_truth(b, member);
  Value* const unknown = b.CreateNot(symbol.known);
  return strict_truth(b, b.CreateOr(member, unknown), b.CreateOr(b.CreateNot(member), unknown),
                      {code.may_fault, code.no_value});
}

// One bound of a catalog's column as a table by symbol. Symbols beyond the named codes are no keys:
// they read entry 0, as an unknown code does, which is `otherwise`.
static llvm::GlobalVariable* column_by_symbol(Frame& frame, const Node& node, bool is_high,
                                              std::int64_t otherwise, unsigned bits) {
  const runtime::Catalogue& catalogue = frame.program().catalogue;
  const runtime::CatalogTable& catalog = catalogue.catalogs[static_cast<std::size_t>(node.a)];
  llvm::Module& module = frame.module();
  const std::string name = "catalog." + std::to_string(node.a) + "." + std::to_string(node.b) +
                           (is_high ? ".high." : ".low.") + std::to_string(otherwise) + "." +
                           std::to_string(bits);
  if (auto* const made = module.getNamedGlobal(name)) return made;
  std::vector<std::int64_t> bounds(catalogue.named_codes.size() + 1, otherwise);
  const auto& cells = catalog.columns[static_cast<std::size_t>(node.b)].cells;
  for (std::size_t row = 0; row < cells.size(); ++row) {
    bounds[catalog.keys[row]] = is_high ? cells[row].high : cells[row].low;
  }
  llvm::Type* const entry = llvm::IntegerType::get(module.getContext(), bits);
  std::vector<llvm::Constant*> entries;
  for (std::int64_t bound : bounds) {
    entries.push_back(llvm::ConstantInt::getSigned(entry, bound));
  }
  auto* const type = llvm::ArrayType::get(entry, entries.size());
  return new llvm::GlobalVariable(module, type, true, llvm::GlobalValue::PrivateLinkage,
                                  llvm::ConstantArray::get(type, entries), name);
}

// A number that no cell of the column has, where each is a single value of 32 bits. It then stands
// for what the column does not know, and one bound is enough.
static std::optional<std::int64_t> stand_in(Frame& frame, const Node& node) {
  const runtime::ValueType& type = frame.graph().type(node.type);
  const auto& cells = frame.program()
                          .catalogue.catalogs[static_cast<std::size_t>(node.a)]
                          .columns[static_cast<std::size_t>(node.b)]
                          .cells;
  const bool are_single = std::all_of(cells.begin(), cells.end(),
                                      [](const auto& cell) { return cell.low == cell.high; });
  const runtime::Joining joining = runtime::joining_of(type.form);
  if (!are_single || joining == runtime::Joining::Mask) return std::nullopt;
  if (joining == runtime::Joining::Symbol) return 0;
  constexpr std::int64_t Limit = std::int64_t{1} << 31;
  if (type.low < -Limit || type.high >= Limit - 1) return std::nullopt;
  return type.high + 1;
}

// A look-up that cannot fault. Where a code is a key every such column has a value for it, so that
// the flags of the first one will do for the others.
static Lane single_values(Frame& frame, ir::NodeId id, const Lane& code, Value* values,
                          std::int64_t stand_in) {
  Builder& b = frame.code();
  const runtime::Cell unknown = frame.unknown(frame.graph().type(id));
  const bool is_symbol =
      runtime::joining_of(frame.graph().type(id).form) == runtime::Joining::Symbol;
  Value*& known = frame.is_key(frame.graph()[id].a, code.low);
  if (known == nullptr) {
    known = b.compare(llvm::CmpInst::ICMP_NE, values, b.number(stand_in, Builder::bits_of(values)));
  }
  const unsigned bits = frame.bits_of(id);
  Value* const wide = b.resize(values, bits, !is_symbol);
  return Lane{b.pick(known, wide, b.number(unknown.low, bits)),
              b.pick(known, wide, b.number(unknown.high, bits)),
              b.flag(false),
              b.flag(false),
              false,
              Nullable{is_symbol ? values : wide, known, unknown.low, unknown.high}};
}

Known look_up(Frame& frame, ir::NodeId id, const Lane& code) {
  Builder& b = frame.code();
  const Node& node = frame.graph()[id];
  const Form form = frame.graph().type(id).form;
  const Symbol symbol = symbol_of(b, code);
  const unsigned symbol_bits = Builder::bits_of(symbol.number);
  const auto last = static_cast<std::int64_t>(frame.program().catalogue.named_codes.size());
  Value* const is_named =
      b.compare(llvm::CmpInst::ICMP_ULE, symbol.number, b.number(last, symbol_bits));
  Value* const index = b.pick(is_named, symbol.number, b.number(0, symbol_bits));
  const auto single = stand_in(frame, node);
  if (single && is_never(code.may_fault) && is_never(code.no_value)) {
    Value* values = gather(b, column_by_symbol(frame, node, false, *single, 32), index, 32);
    const bool is_signed = runtime::joining_of(form) == runtime::Joining::Hull;
    if (b.width() == Width::One) values = b.resize(values, 64, is_signed);
    return single_values(frame, id, code, values, *single);
  }
  // There are gathers of 32 and of 64 bits.
  const unsigned bits = std::max(frame.bits_of(id), 32u);
  const runtime::Cell unknown = frame.unknown(frame.graph().type(id));
  const auto bound = [&](bool is_high) {
    return gather(
        b, column_by_symbol(frame, node, is_high, is_high ? unknown.high : unknown.low, bits),
        index, bits);
  };
  Value* low = bound(false);
  const bool is_mask = runtime::joining_of(form) == runtime::Joining::Mask;
  if (is_mask) low = b.resize(low, frame.bits_of(id), false);
  Value* const high = is_mask ? low : bound(true);
  return as_form(b, canonical(b, low, high, {code.may_fault, code.no_value}), form);
}

}  // namespace precis::codegen
