#pragma once

// JSON written straight to text, indented by two: no tree is built. Private to explain.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace precis::explain {

// Values are written one after another, each into the object or list that was opened last. Bytes
// that are no UTF-8 become the replacement character.
class JsonText {
 public:
  void open_object() { open('{'); }
  void open_list() { open('['); }
  void close_object() { close('}'); }
  void close_list() { close(']'); }

  // In an object: the name of the next value. Never escaped: it is a literal.
  void key(std::string_view name);

  void text(std::string_view value);
  void boolean(bool value) { raw(value ? "true" : "false"); }
  void number(std::uint64_t value);

  std::string take() && { return std::move(out_) + "\n"; }

 private:
  void open(char bracket);
  void close(char bracket);
  void raw(std::string_view value);
  void begin_value();
  void line();

  std::string out_;
  std::size_t depth_ = 0;
  bool is_empty_ = true;  // what was opened last
  bool has_key_ = false;
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
  void texts(std::string_view key, const std::vector<std::string>& values) {
    list(key, values, [](JsonText& out, const std::string& value) { out.text(value); });
  }
  void texts_if_any(std::string_view key, const std::vector<std::string>& values) {
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
