#pragma once

// JSON text as a tree of views. Numbers stay as they were written, so that decimals are exact.
// Every value knows its place in the text. The library that scans the text is hidden in json.cpp.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/ingest/problem.h"

namespace precis::runtime::ingest {

// What is nested deeper is refused, so that recursion over a tree is safe.
inline constexpr std::size_t MaxDepth = 64;

// A text with more values is refused before it is read: each takes memory. Commas and
// opening brackets are counted, those in texts too.
inline constexpr std::size_t MaxValues = 16'000'000;

enum class JsonKind : std::uint8_t { Missing, Null, Bool, Number, String, Array, Object };

class JsonTree;

// A value of a tree, or Missing. Copies freely; lives as long as the tree keeps its text.
class Json {
 public:
  Json() = default;

  JsonKind kind() const;
  bool is(JsonKind kind) const { return this->kind() == kind; }
  // Neither missing nor null.
  bool present() const { return kind() != JsonKind::Missing && kind() != JsonKind::Null; }

  // A string's characters, a number as written, "true", "false"; empty otherwise.
  std::string_view text() const;
  // The text of a string, empty for everything else.
  std::string_view string() const { return is(JsonKind::String) ? text() : std::string_view(); }
  bool is_true() const { return is(JsonKind::Bool) && text() == "true"; }

  // The member's name, when this is a member of an object.
  std::string_view key() const;

  // Missing when this is no object or has no such member.
  Json operator[](std::string_view name) const;
  // The first element; Missing when there is none.
  Json first() const;
  // The value after this one in its array or object.
  Json next() const;

  // Members or elements, for `for (Json it : value)`.
  class Iterator;
  Iterator begin() const;
  Iterator end() const;

  // "member.fills[2].date", counted from `from` (which must be above it) or the root.
  std::string path() const { return path(Json()); }
  std::string path(const Json& from) const;

  // Where its text begins and ends, in bytes; of objects and arrays the bracket that opens them.
  std::size_t begin_offset() const;
  std::size_t end_offset() const;

  // "an object", "text", … for messages.
  std::string_view kind_text() const;

  friend bool operator==(const Json&, const Json&) = default;

 private:
  friend class JsonTree;
  Json(const JsonTree* tree, std::uint32_t node) : tree_(tree), node_(node) {}

  const JsonTree* tree_ = nullptr;
  std::uint32_t node_ = 0;
};

class Json::Iterator {
 public:
  explicit Iterator(Json at) : at_(at) {}
  Json operator*() const { return at_; }
  Iterator& operator++() {
    at_ = at_.next();
    return *this;
  }
  bool operator==(const Iterator&) const = default;

 private:
  Json at_;
};

inline Json::Iterator Json::begin() const {
  return Iterator(first());
}
inline Json::Iterator Json::end() const {
  return Iterator(Json());
}

// What a broken text is rejected for, and where in it.
struct JsonProblem {
  Problem problem;
  std::string path;
  std::size_t offset = 0;  // in bytes
};

// Reused from text to text; the values of one text end with the next parse.
class JsonTree {
 public:
  JsonTree();
  ~JsonTree();
  JsonTree(JsonTree&&) noexcept;
  JsonTree& operator=(JsonTree&&) noexcept;

  // One JSON value and nothing else, without duplicate members at any depth. `text` must stay; its
  // capacity may grow, so that the scanner can read past its end.
  // `most_values` is MaxValues but in tests.
  std::optional<JsonProblem> parse(std::string& text, std::size_t most_values = MaxValues);

  Json root() const;

 private:
  friend class Json;
  struct Node {
    JsonKind kind;
    std::uint32_t parent;    // of the root: itself
    std::uint32_t position;  // in the parent
    std::uint32_t first;     // 0: none
    std::uint32_t next;      // 0: none
    std::string_view text;
    std::string_view key;
    std::uint32_t begin_offset = 0;
    std::uint32_t end_offset = 0;
  };
  struct Scanner;
  std::vector<Node> nodes_;
  std::unique_ptr<Scanner> scanner_;
};

}  // namespace precis::runtime::ingest
