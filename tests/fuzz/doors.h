#pragma once

// The doors through which bytes from outside come in, in one table: what the fuzzer drives
// (driver.cpp) and what the replay walks (replay.cpp). tests/fuzz/README.md says how.

#include <cstddef>
#include <span>
#include <string_view>

namespace precis::fuzz {

struct Door {
  std::string_view name;
  // Any bytes must come back from here: reported, rejected or accepted. What does not come back (an
  // abort, a sanitizer's report, too much time or memory) is a finding.
  void (*enter)(std::string_view bytes);
};

std::span<const Door> doors();

// Nothing when there is no door of that name.
const Door* door(std::string_view name);

}  // namespace precis::fuzz
