#pragma once

// The answer to a wrong runtime. CHECK states what must hold whatever the records and policies say;
// when it does not, the process stops with a message. Bad input is never a failed CHECK.
//
// Only .cpp files include this: the compiler has a CHECK of its own and includes runtime headers.

#include <string_view>

namespace precis::runtime {

[[noreturn]] void check_failed(const char* file, int line, const char* condition,
                               std::string_view message);

}  // namespace precis::runtime

#ifndef CHECK
#define CHECK(condition, message)                                               \
  do {                                                                          \
    if (!(condition)) {                                                         \
      ::precis::runtime::check_failed(__FILE__, __LINE__, #condition, message); \
    }                                                                           \
  } while (false)
#endif
