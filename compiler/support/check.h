#pragma once

// The answer to a wrong compiler. CHECK states what must hold whatever the user wrote; when it does
// not, the process stops with a message. It is never a way to report a wrong program.

#include <string_view>

namespace precis::support {

[[noreturn]] void check_failed(const char* file, int line, const char* condition,
                               std::string_view message);

}  // namespace precis::support

#define CHECK(condition, message)                                               \
  do {                                                                          \
    if (!(condition)) {                                                         \
      ::precis::support::check_failed(__FILE__, __LINE__, #condition, message); \
    }                                                                           \
  } while (false)
