#pragma once

// The bytes of one input: a file, standard input or text in memory, unpacked when they are .xz,
// .gz or .zst (told by their first bytes, not by the name).

#include <cstddef>
#include <memory>
#include <optional>
#include <string>

#include "runtime/result.h"

namespace precis::runtime::ingest {

class Bytes {
 public:
  // "-" is standard input.
  static Result<Bytes> open(const std::string& path);
  static Bytes of(std::string text);

  // Appends some bytes to `out`; false at the end, which may come early: see `error`.
  bool read(std::string& out);

  // Why the input ended before its end.
  const std::optional<std::string>& error() const;

  // A plain file, so that its bytes can be found again; told after the first read.
  bool is_plain_file() const;

  std::size_t taken() const;   // as stored, before unpacking
  std::size_t in_all() const;  // 0 when unknown

  Bytes(Bytes&&) noexcept;
  Bytes& operator=(Bytes&&) noexcept;
  ~Bytes();

 private:
  struct State;
  explicit Bytes(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace precis::runtime::ingest
