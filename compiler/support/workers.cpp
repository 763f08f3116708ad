#include "compiler/support/workers.h"

#include <algorithm>
#include <system_error>

namespace precis::support {

unsigned cores() {
  return std::max(1u, std::thread::hardware_concurrency());
}

Workers::Workers(std::size_t count, const std::function<void()>& work) {
  threads_.reserve(count);
  try {
    while (threads_.size() < count) threads_.emplace_back(work);
  } catch (const std::system_error&) {
    // Those that there are have to do.
  }
}

}  // namespace precis::support
