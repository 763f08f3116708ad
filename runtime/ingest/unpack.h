#pragma once

// Packed bytes unpacked as they come: .xz, .gz and .zst, told by their first bytes. Several packed
// streams after one another are one text, as the tools of each format have it.

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace precis::runtime::ingest {

// As many of the first bytes as are needed to tell.
inline constexpr std::size_t MagicBytes = 6;

class Unpacker {
 public:
  enum class State { More, End, Failed };
  struct Step {
    State state;
    std::size_t taken;    // of the packed bytes given
    std::size_t written;  // of the room given
  };

  virtual ~Unpacker() = default;

  // Unpacks what fits. `last`: no packed bytes will follow these. Makes progress or ends whenever
  // there is room and either bytes or `last`.
  virtual Step step(std::string_view packed, std::span<char> room, bool last) = 0;

  // Why a step failed.
  const std::string& error() const { return error_; }

 protected:
  Step fail(std::string why, std::size_t taken, std::size_t written) {
    error_ = std::move(why);
    return {State::Failed, taken, written};
  }

 private:
  std::string error_;
};

// The unpacker for an input that begins with `head`; nothing when it is plain.
std::unique_ptr<Unpacker> unpacker_for(std::string_view head);

}  // namespace precis::runtime::ingest
