#pragma once

// Compiled code on disk, by a key of everything that it depends on. A cache never fails: what
// cannot be read, or is not what was written, is compiled again; what cannot be written is not
// kept. Several processes and threads may use one folder. It does not grow without end: of more
// than `MostFiles` the half that was not used for longest goes.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace precis::jit {

class ObjectCache {
 public:
  static constexpr std::size_t MostFiles = 2'000;

  // Without a folder it keeps nothing. The folder is made when something is first kept.
  explicit ObjectCache(std::string folder) : folder_(std::move(folder)) {}

  bool is_on() const { return !folder_.empty(); }
  // 32 hex digits.
  static std::string key_of(std::string_view parts);

  std::optional<std::string> find(const std::string& key) const;
  void keep(const std::string& key, std::string_view object) const;

 private:
  std::string path_of(const std::string& key) const;
  void make_room() const;

  std::string folder_;
};

}  // namespace precis::jit
