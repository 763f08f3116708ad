#include "runtime/check.h"

#include <fmt/core.h>

#include <cstdio>
#include <cstdlib>

namespace precis::runtime {

void check_failed(const char* file, int line, const char* condition, std::string_view message) {
  fmt::print(stderr, "internal error at {}:{}: {} (`{}` does not hold)\n", file, line, message,
             condition);
  std::fflush(stderr);
  std::abort();
}

}  // namespace precis::runtime
