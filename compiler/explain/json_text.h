#pragma once

// JSON written straight to text, indented by two: no tree is built. Private to explain.

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace precis::explain {

// Values are written one after another, each into the object or list that was opened last. Bytes
// that are no UTF-8 become the replacement character.
class JsonText {
 public:
  static constexpr std::size_t Slack = 64;        // bytes that can be written beyond the end
  static constexpr std::size_t Most = 48 * 1024;  // as long as most explanations are

  void open_object() { open('{'); }
  void open_list() { open('['); }
  void close_object() { close('}'); }
  void close_list() { close(']'); }

  // In an object: the name of the next value. Never escaped: it is a literal, whose length is known
  // where this is called.
  void key(std::string_view name) {
    char* to = begin_listed(name.size() + 4);
    *to++ = '"';
    std::memcpy(to, name.data(), name.size());
    std::memcpy(to + name.size(), "\": ", 3);
    has_key_ = true;
  }

  void text(std::string_view value);
  // A word of ours, in which nothing is to be escaped.
  void word(std::string_view value) {
    char* const to = begin(value.size() + 2);
    *to = '"';
    *std::copy(value.begin(), value.end(), to + 1) = '"';
  }
  void boolean(bool value) { raw(value ? "true" : "false"); }
  void number(std::uint64_t value);
  // What was opened last and is written until then stays on its line.
  void stay_on_line(bool stays) { is_on_one_line_ = stays; }

  // Two numbers as a list on one line.
  void range(std::uint64_t first, std::uint64_t last);

  std::string take() && {
    add("\n");
    out_.resize(end_);
    return std::move(out_);
  }

 private:
  void open(char bracket);
  void close(char bracket);
  void raw(std::string_view value);
  std::size_t add_character(std::string_view value);
  void add(std::string_view bytes);
  // Room for so many more bytes, to be written.
  char* grow(std::size_t size) {
    if (out_.size() < end_ + size + Slack) enlarge(size);
    return out_.data() + std::exchange(end_, end_ + size);
  }
  void enlarge(std::size_t size);
  // The same for a value or a key, after what comes before it: a comma after the one before, and a
  // line of its own.
  char* begin(std::size_t size) {
    const bool is_listed = !std::exchange(has_key_, false) && depth_ > 0;
    return is_listed ? begin_listed(size) : grow(size);
  }
  char* begin_listed(std::size_t size);
  inline char* line(char* to);

  std::string out_ = std::string(Most, ' ');
  std::size_t end_ = 0;  // what is written of it
  std::size_t depth_ = 0;
  bool is_empty_ = true;  // what was opened last
  bool has_key_ = false;
  bool is_on_one_line_ = false;
};

// An object from here to the end of the scope. Members that say nothing are left out by the
// functions whose name ends in `_if_any`.
class JsonObject {
 public:
  explicit JsonObject(JsonText& out) : out_(out) { out_.open_object(); }
  ~JsonObject() { out_.close_object(); }
  JsonObject(const JsonObject&) = delete;
  JsonObject& operator=(const JsonObject&) = delete;

  void text(std::string_view key, std::string_view value) {
    out_.key(key);
    out_.text(value);
  }
  void word(std::string_view key, std::string_view value) {
    out_.key(key);
    out_.word(value);
  }
  void text_if_any(std::string_view key, std::string_view value) {
    if (!value.empty()) text(key, value);
  }
  void boolean(std::string_view key, bool value) {
    out_.key(key);
    out_.boolean(value);
  }
  void number(std::string_view key, std::uint64_t value) {
    out_.key(key);
    out_.number(value);
  }
  template <class Values>
  void texts(std::string_view key, const Values& values) {
    list(key, values, [](JsonText& out, std::string_view value) { out.text(value); });
  }
  // The same on one line: short ones.
  template <class Values>
  void short_texts_if_any(std::string_view key, const Values& values) {
    if (values.empty()) return;
    out_.key(key);
    out_.open_list();
    out_.stay_on_line(true);
    for (const std::string_view value : values) out_.text(value);
    out_.close_list();
    out_.stay_on_line(false);
  }
  template <class Values>
  void texts_if_any(std::string_view key, const Values& values) {
    if (!values.empty()) texts(key, values);
  }
  // Each value written by `write(out, value)`.
  template <class Values, class Write>
  void list(std::string_view key, const Values& values, const Write& write) {
    out_.key(key);
    out_.open_list();
    for (const auto& value : values) write(out_, value);
    out_.close_list();
  }
  template <class Value, class Write>
  void one(std::string_view key, const Value& value, const Write& write) {
    out_.key(key);
    write(out_, value);
  }

 private:
  JsonText& out_;
};

}  // namespace precis::explain
