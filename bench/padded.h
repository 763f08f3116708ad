#pragma once

#include <cstddef>
#include <vector>

namespace precis::bench {

// A column that may be read up to the next multiple of 64 values.
template <class T>
std::vector<T> padded(std::size_t count) {
  std::vector<T> column;
  column.reserve((count + 63) / 64 * 64);
  column.resize(count);
  return column;
}

}  // namespace precis::bench
