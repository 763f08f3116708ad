#include "runtime/ingest/bytes.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <lzma.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string_view>
#include <vector>

namespace precis::runtime::ingest {

static constexpr std::size_t ChunkSize = std::size_t{1} << 18;
static constexpr std::uint64_t UnpackMemory = std::uint64_t{1} << 29;
static constexpr std::string_view XzMagic{
    "\xfd"
    "7zXZ\0",
    6};

struct Bytes::State {
  int file = -1;
  bool owns_file = false;
  bool at_end = false;
  bool began = false;
  bool packed = false;
  lzma_stream unpacker = LZMA_STREAM_INIT;
  std::string text;  // in memory: all of it; of a file: the chunk read last
  std::size_t position = 0;
  std::size_t taken = 0;
  std::size_t in_all = 0;
  std::optional<std::string> error;

  State() = default;
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() {
    lzma_end(&unpacker);
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

// Looks at the first bytes: enough of them to see whether they are .xz.
bool Bytes::State::begin() {
  began = true;
  std::string head;
  if (file < 0) {
    head = std::move(text);
    taken = head.size();
  }
  while (file >= 0 && head.size() < XzMagic.size() && next_chunk()) head += text;
  text = std::move(head);
  position = 0;
  if (!std::string_view(text).starts_with(XzMagic)) return !error;
  packed = true;
  if (lzma_stream_decoder(&unpacker, UnpackMemory, LZMA_CONCATENATED) != LZMA_OK) {
    return fail("there is no memory to unpack it");
  }
  return true;
}

static std::string why(lzma_ret code) {
  switch (code) {
    case LZMA_FORMAT_ERROR:
    case LZMA_DATA_ERROR:
      return "the compressed data are damaged";
    case LZMA_BUF_ERROR:
      return "the compressed data end early";
    case LZMA_MEM_ERROR:
    case LZMA_MEMLIMIT_ERROR:
      return "unpacking needs too much memory";
    default:
      return "the compressed data use something this program cannot unpack";
  }
}

bool Bytes::State::unpack(std::string& out) {
  const std::size_t before = out.size();
  out.resize(before + ChunkSize);
  unpacker.next_out = reinterpret_cast<std::uint8_t*>(out.data() + before);
  unpacker.avail_out = ChunkSize;
  lzma_ret code = LZMA_OK;
  bool more = true;
  while (unpacker.avail_out == ChunkSize && code == LZMA_OK) {
    if (position == text.size() && more) more = next_chunk();
    unpacker.next_in = reinterpret_cast<const std::uint8_t*>(text.data() + position);
    unpacker.avail_in = text.size() - position;
    code = lzma_code(&unpacker, more ? LZMA_RUN : LZMA_FINISH);
    position = text.size() - unpacker.avail_in;
  }
  out.resize(before + ChunkSize - unpacker.avail_out);
  if (code == LZMA_STREAM_END) {
    at_end = true;
  } else if (code != LZMA_OK && !error) {
    fail(why(code));
  }
  return out.size() > before;
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
  if (s.packed) return s.unpack(out);
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
std::size_t Bytes::taken() const {
  return state_->taken;
}
std::size_t Bytes::in_all() const {
  return state_->in_all;
}

}  // namespace precis::runtime::ingest
