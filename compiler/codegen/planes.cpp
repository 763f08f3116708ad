#include "compiler/codegen/planes.h"

#include <algorithm>

namespace precis::codegen {

using llvm::Value;

static Value* digit(Builder& b, const Planes& number, std::size_t place) {
  return place < number.size() ? number[place] : b.flag(false);
}

Planes planes_of(Builder& b, std::uint64_t number) {
  Planes planes;
  for (; number != 0; number >>= 1) planes.push_back(b.flag((number & 1) != 0));
  return planes;
}

Planes pick_planes(Builder& b, Value* condition, const Planes& x, const Planes& y) {
  Planes picked;
  for (std::size_t i = 0; i < std::max(x.size(), y.size()); ++i) {
    picked.push_back(b.pick_flag(condition, digit(b, x, i), digit(b, y, i)));
  }
  return picked;
}

Value* are_equal(Builder& b, const Planes& x, const Planes& y) {
  Value* equal = b.flag(true);
  for (std::size_t i = 0; i < std::max(x.size(), y.size()); ++i) {
    equal = b.CreateAnd(equal, b.CreateNot(b.CreateXor(digit(b, x, i), digit(b, y, i))));
  }
  return equal;
}

}  // namespace precis::codegen
