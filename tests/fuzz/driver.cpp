// libFuzzer's side of one door; CMake names the door.

#include <cstddef>
#include <cstdint>

#include "compiler/support/check.h"
#include "tests/fuzz/doors.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const precis::fuzz::Door* const door = precis::fuzz::door(PRECIS_DOOR);
  CHECK(door != nullptr, "no such door: " PRECIS_DOOR);
  door->enter({reinterpret_cast<const char*>(data), size});
  return 0;
}
