#pragma once

// The records of one input as separate texts: a line each, or JSON objects that go over many lines.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "runtime/ingest/bytes.h"
#include "runtime/ingest/problem.h"

namespace precis::runtime::ingest {

// A larger record is rejected and passed over, so that memory is bounded.
inline constexpr std::size_t MaxRecordBytes = std::size_t{256} << 20;
inline constexpr std::string_view MaxRecordText = "256 MiB";

struct Document {
  std::string text;
  std::size_t line = 0;            // of its first character
  std::uint64_t offset = 0;        // of the same, in bytes of the unpacked input
  std::optional<Problem> problem;  // when there is no text to read
  // Of a bulk export: the file that `line` is in, whom a line is about that cannot be used, and
  // whether this is a member, not a line.
  std::string file = {};
  std::string member = {};
  bool is_member = true;
};

class Documents {
 public:
  explicit Documents(Bytes bytes, std::size_t most = MaxRecordBytes)
      : bytes_(std::move(bytes)), most_(most) {}

  // False at the end. An input that breaks off gives a last document with a problem.
  bool next(Document& document);

  const Bytes& bytes() const { return bytes_; }

 private:
  enum class Layout { Unknown, Lines, Objects };

  bool more();
  void skip_blank();
  std::size_t line_end(std::size_t from);
  Layout layout();
  void take(std::size_t count, Document& document);
  void pass_over(Layout layout, Document& document);
  void next_line(Document& document);
  void next_object(Document& document);

  Bytes bytes_;
  std::size_t most_;
  Layout layout_ = Layout::Unknown;
  std::string pending_;  // read and not yet taken, from position_ on
  std::size_t position_ = 0;
  std::uint64_t dropped_ = 0;  // bytes taken out of pending_
  std::size_t line_ = 1;
  bool at_end_ = false;
  bool told_error_ = false;
};

}  // namespace precis::runtime::ingest
