#pragma once

// What was left out of a record without rejecting it, counted by reason.

#include <cstddef>
#include <map>
#include <string>
#include <string_view>

namespace precis::runtime::ingest {

class Notes {
 public:
  // "Condition: entered in error".
  void ignore(std::string_view resource, std::string_view reason) {
    ++counts_[std::string(resource) + ": " + std::string(reason)];
  }
  const std::map<std::string, std::size_t>& counts() const { return counts_; }

 private:
  std::map<std::string, std::size_t> counts_;
};

}  // namespace precis::runtime::ingest
