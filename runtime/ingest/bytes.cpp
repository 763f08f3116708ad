#include "runtime/ingest/bytes.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <span>
#include <string_view>

#include "runtime/ingest/unpack.h"

namespace precis::runtime::ingest {

static constexpr std::size_t ChunkSize = std::size_t{1} << 18;

struct Bytes::State {
  int file = -1;
  bool owns_file = false;
  bool at_end = false;
  bool began = false;
  std::unique_ptr<Unpacker> unpacker;  // none: plain
  std::string text;                    // in memory: all of it; of a file: the chunk read last
  std::size_t position = 0;
  std::size_t taken = 0;
  std::size_t in_all = 0;
  std::optional<std::string> error;

  State() = default;
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() {
    if (owns_file) ::close(file);
  }

  bool fail(std::string why) {
    error = std::move(why);
    at_end = true;
    return false;
  }
  bool next_chunk();
  bool unpack(std::string& out);
  bool begin();
};

// Fills `text` with the next bytes as stored; false at the end.
bool Bytes::State::next_chunk() {
  if (file < 0) return false;
  text.resize(ChunkSize);
  position = 0;
  ssize_t count = 0;
  do {
    count = ::read(file, text.data(), text.size());
  } while (count < 0 && errno == EINTR);
  text.resize(count > 0 ? static_cast<std::size_t>(count) : 0);
  if (count < 0) return fail(std::strerror(errno));
  taken += text.size();
  return count > 0;
}

// Looks at the first bytes: enough of them to see whether they are packed.
bool Bytes::State::begin() {
  began = true;
  std::string head;
  if (file < 0) {
    head = std::move(text);
    taken = head.size();
  }
  while (file >= 0 && head.size() < MagicBytes && next_chunk()) head += text;
  text = std::move(head);
  position = 0;
  unpacker = unpacker_for(text);
  return !error;
}

bool Bytes::State::unpack(std::string& out) {
  const std::size_t before = out.size();
  out.resize(before + ChunkSize);
  std::size_t written = 0;
  bool more = true;
  while (written == 0 && !at_end) {
    if (position == text.size() && more) more = next_chunk();
    const Unpacker::Step step = unpacker->step(std::string_view(text).substr(position),
                                               std::span(out).subspan(before), !more);
    position += step.taken;
    written = step.written;
    if (step.state == Unpacker::State::More) continue;
    at_end = true;
    if (step.state == Unpacker::State::Failed && !error) {
      const std::size_t at = taken - (text.size() - position);
      error = fmt::format("{} at byte {}", unpacker->error(), at);
    }
  }
  out.resize(before + written);
  return written > 0;
}

Bytes::Bytes(std::unique_ptr<State> state) : state_(std::move(state)) {}
Bytes::Bytes(Bytes&&) noexcept = default;
Bytes& Bytes::operator=(Bytes&&) noexcept = default;
Bytes::~Bytes() = default;

Result<Bytes> Bytes::open(const std::string& path) {
  auto state = std::make_unique<State>();
  if (path == "-") {
    state->file = STDIN_FILENO;
    return Bytes(std::move(state));
  }
  state->file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (state->file < 0) {
    return Failure{fmt::format("cannot read `{}`: {}", path, std::strerror(errno))};
  }
  state->owns_file = true;
  struct stat about = {};
  if (::fstat(state->file, &about) == 0) {
    if (S_ISDIR(about.st_mode)) return Failure{fmt::format("`{}` is a folder", path)};
    if (S_ISREG(about.st_mode)) state->in_all = static_cast<std::size_t>(about.st_size);
  }
  return Bytes(std::move(state));
}

Bytes Bytes::of(std::string text) {
  auto state = std::make_unique<State>();
  state->in_all = text.size();
  state->text = std::move(text);
  return Bytes(std::move(state));
}

bool Bytes::read(std::string& out) {
  State& s = *state_;
  if (!s.began && !s.begin()) return false;
  if (s.at_end) return false;
  if (s.unpacker) return s.unpack(out);
  if (s.position == s.text.size() && !s.next_chunk()) {
    s.at_end = true;
    return false;
  }
  out.append(s.text, s.position, s.text.npos);
  s.position = s.text.size();
  return true;
}

const std::optional<std::string>& Bytes::error() const {
  return state_->error;
}
bool Bytes::is_plain_file() const {
  return state_->owns_file && state_->in_all > 0 && !state_->unpacker;
}
std::size_t Bytes::taken() const {
  return state_->taken;
}
std::size_t Bytes::in_all() const {
  return state_->in_all;
}

}  // namespace precis::runtime::ingest
