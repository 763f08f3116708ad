#include "runtime/ingest/unpack.h"

#include <lzma.h>
#include <zlib.h>
#include <zstd.h>

#include <algorithm>
#include <limits>

namespace precis::runtime::ingest {

namespace {

constexpr std::uint64_t UnpackMemory = std::uint64_t{1} << 29;
constexpr int ZstdWindowLog = 29;  // windows of up to 512 MiB

constexpr const char* Damaged = "the compressed data are damaged";
constexpr const char* EndsEarly = "the compressed data end early";
constexpr const char* TooMuchMemory = "unpacking needs too much memory";
constexpr const char* Foreign = "the compressed data use something this program cannot unpack";

class Xz : public Unpacker {
 public:
  Xz() { code_ = lzma_stream_decoder(&stream_, UnpackMemory, LZMA_CONCATENATED); }
  Xz(const Xz&) = delete;
  Xz& operator=(const Xz&) = delete;
  ~Xz() override { lzma_end(&stream_); }

  Step step(std::string_view packed, std::span<char> room, bool last) override {
    if (code_ != LZMA_OK) return fail(why(), 0, 0);
    stream_.next_in = reinterpret_cast<const std::uint8_t*>(packed.data());
    stream_.avail_in = packed.size();
    stream_.next_out = reinterpret_cast<std::uint8_t*>(room.data());
    stream_.avail_out = room.size();
    code_ = lzma_code(&stream_, last ? LZMA_FINISH : LZMA_RUN);
    const std::size_t taken = packed.size() - stream_.avail_in;
    const std::size_t written = room.size() - stream_.avail_out;
    if (code_ == LZMA_STREAM_END) return {State::End, taken, written};
    if (code_ != LZMA_OK) return fail(why(), taken, written);
    return {State::More, taken, written};
  }

 private:
  const char* why() const {
    switch (code_) {
      case LZMA_FORMAT_ERROR:
      case LZMA_DATA_ERROR:
        return Damaged;
      case LZMA_BUF_ERROR:
        return EndsEarly;
      case LZMA_MEM_ERROR:
      case LZMA_MEMLIMIT_ERROR:
        return TooMuchMemory;
      default:
        return Foreign;
    }
  }

  lzma_stream stream_ = LZMA_STREAM_INIT;
  lzma_ret code_;
};

class Gzip : public Unpacker {
 public:
  Gzip() { ready_ = inflateInit2(&stream_, WindowBits) == Z_OK; }
  Gzip(const Gzip&) = delete;
  Gzip& operator=(const Gzip&) = delete;
  ~Gzip() override { inflateEnd(&stream_); }

  Step step(std::string_view packed, std::span<char> room, bool last) override {
    if (!ready_) return fail(TooMuchMemory, 0, 0);
    if (between_ && packed.empty()) return {last ? State::End : State::More, 0, 0};
    if (between_) {
      inflateReset(&stream_);
      between_ = false;
    }
    const auto most = static_cast<std::size_t>(std::numeric_limits<uInt>::max());
    const auto given = static_cast<uInt>(std::min(packed.size(), most));
    const auto free = static_cast<uInt>(std::min(room.size(), most));
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
    stream_.avail_in = given;
    stream_.next_out = reinterpret_cast<Bytef*>(room.data());
    stream_.avail_out = free;
    const int code = inflate(&stream_, Z_NO_FLUSH);
    const std::size_t taken = given - stream_.avail_in;
    const std::size_t written = free - stream_.avail_out;
    switch (code) {
      case Z_STREAM_END:
        between_ = true;
        return {State::More, taken, written};
      case Z_OK:
        return {State::More, taken, written};
      case Z_BUF_ERROR:  // nothing to take, or no room
        if (last && written == 0) return fail(EndsEarly, taken, written);
        return {State::More, taken, written};
      case Z_MEM_ERROR:
        return fail(TooMuchMemory, taken, written);
      default:
        return fail(Damaged, taken, written);
    }
  }

 private:
  static constexpr int WindowBits = 15 + 16;  // the largest window, with the header of gzip

  z_stream stream_{};
  bool ready_ = false;
  bool between_ = false;  // a member has ended; another may follow
};

class Zstd : public Unpacker {
 public:
  Zstd() : stream_(ZSTD_createDStream()) {
    if (stream_ != nullptr) ZSTD_DCtx_setParameter(stream_, ZSTD_d_windowLogMax, ZstdWindowLog);
  }
  Zstd(const Zstd&) = delete;
  Zstd& operator=(const Zstd&) = delete;
  ~Zstd() override { ZSTD_freeDStream(stream_); }

  Step step(std::string_view packed, std::span<char> room, bool last) override {
    if (stream_ == nullptr) return fail(TooMuchMemory, 0, 0);
    if (whole_ && packed.empty()) return {last ? State::End : State::More, 0, 0};
    ZSTD_inBuffer in{packed.data(), packed.size(), 0};
    ZSTD_outBuffer out{room.data(), room.size(), 0};
    const std::size_t code = ZSTD_decompressStream(stream_, &out, &in);
    if (ZSTD_isError(code)) {
      // ZSTD_getErrorCode is part of the static library only; its name says which it is.
      const std::string_view name = ZSTD_getErrorName(code);
      const bool memory = name.find("memory") != name.npos;
      return fail(memory ? TooMuchMemory : Damaged, in.pos, out.pos);
    }
    whole_ = code == 0;
    if (last && !whole_ && in.pos == packed.size() && out.pos == 0) {
      return fail(EndsEarly, in.pos, out.pos);
    }
    return {State::More, in.pos, out.pos};
  }

 private:
  ZSTD_DStream* stream_;
  bool whole_ = false;  // a frame has ended; another may follow
};

bool is_zstd(std::string_view head) {
  const bool is_frame = head.starts_with("\x28\xb5\x2f\xfd");
  // A frame of notes, which some tools put first.
  const bool is_skippable =
      head.size() >= 4 && (head[0] & 0xf0) == 0x50 && head.substr(1, 3) == "\x2a\x4d\x18";
  return is_frame || is_skippable;
}

}  // namespace

std::unique_ptr<Unpacker> unpacker_for(std::string_view head) {
  static constexpr std::string_view XzMagic{
      "\xfd"
      "7zXZ\0",
      6};
  if (head.starts_with(XzMagic)) return std::make_unique<Xz>();
  if (head.starts_with("\x1f\x8b\x08")) return std::make_unique<Gzip>();
  if (is_zstd(head)) return std::make_unique<Zstd>();
  return nullptr;
}

}  // namespace precis::runtime::ingest
