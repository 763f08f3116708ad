#include "runtime/ingest/documents.h"

#include <algorithm>
#include <string_view>

namespace precis::runtime::ingest {

// How deep in brackets a text is, counted from left to right; brackets inside texts do not count.
class Nesting {
 public:
  // False once the first bracket is closed again.
  bool open_after(char c) {
    if (in_text_) {
      if (escaped_) {
        escaped_ = false;
      } else if (c == '\\') {
        escaped_ = true;
      } else if (c == '"') {
        in_text_ = false;
      }
      return true;
    }
    if (c == '"') in_text_ = true;
    if (c == '{' || c == '[') ++depth_;
    if (c == '}' || c == ']') return --depth_ > 0;
    return true;
  }
  int depth() const { return depth_; }

 private:
  int depth_ = 0;
  bool in_text_ = false;
  bool escaped_ = false;
};

// What a large record has taken is given back, so that it does not stay taken for the small ones.
static constexpr std::size_t LargeText = std::size_t{16} << 20;

static bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

// The length of the object or list that `text` begins with; npos when it is not complete.
static std::size_t object_length(std::string_view text) {
  Nesting nesting;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!nesting.open_after(text[i])) return i + 1;
    if (nesting.depth() == 0 && i == 0) return text.npos;
  }
  return text.npos;
}

static std::string_view trim(std::string_view text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

bool Documents::more() {
  if (at_end_) return false;
  if (position_ > 0) {
    pending_.erase(0, position_);
    if (pending_.capacity() > LargeText && pending_.size() < LargeText) pending_.shrink_to_fit();
    dropped_ += position_;
    position_ = 0;
  }
  if (!bytes_.read(pending_)) at_end_ = true;
  return !at_end_;
}

void Documents::skip_blank() {
  static constexpr std::string_view ByteOrderMark = "\xef\xbb\xbf";
  while (true) {
    while (position_ < pending_.size() && is_blank(pending_[position_])) {
      if (pending_[position_] == '\n') ++line_;
      ++position_;
    }
    if (layout_ == Layout::Unknown &&
        std::string_view(pending_).substr(position_).starts_with(ByteOrderMark)) {
      position_ += ByteOrderMark.size();
      continue;
    }
    if (position_ < pending_.size() || !more()) return;
  }
}

// Where the line that goes through `position_ + from` ends: at its line feed or the end of the
// input; at most most_ bytes are looked at. Relative to position_.
std::size_t Documents::line_end(std::size_t from) {
  std::size_t seen = from;
  while (true) {
    const std::size_t at = pending_.find('\n', position_ + seen);
    if (at != pending_.npos) return at - position_;
    seen = pending_.size() - position_;
    if (seen > most_ || !more()) return pending_.size() - position_;
  }
}

// A first line that is no complete record begins an object over many lines, unless the line after
// it is a record by itself: then it is a broken line among lines.
Documents::Layout Documents::layout() {
  const std::size_t end = line_end(0);
  std::string_view first = trim(std::string_view(pending_).substr(position_, end));
  if (first.empty() || (first.front() != '{' && first.front() != '[')) return Layout::Lines;
  if (object_length(first) != first.npos) return Layout::Lines;
  if (end > most_) return Layout::Lines;
  const std::size_t second_end = line_end(std::min(end + 1, pending_.size() - position_));
  const std::string_view all = std::string_view(pending_).substr(position_);
  if (end + 1 >= all.size()) return Layout::Lines;
  const std::string_view second = trim(all.substr(end + 1, second_end - end - 1));
  if (object_length(second) != second.size()) return Layout::Objects;
  const std::string_view head = second.substr(0, 300);
  const bool is_record = head.find("\"member\"") != head.npos ||
                         head.find("\"request\"") != head.npos ||
                         head.find("\"Bundle\"") != head.npos;
  return is_record ? Layout::Lines : Layout::Objects;
}

void Documents::take(std::size_t count, Document& document) {
  document.text.clear();
  if (document.text.capacity() > LargeText) document.text.shrink_to_fit();
  document.text.assign(pending_, position_, count);
  line_ += static_cast<std::size_t>(std::count(document.text.begin(), document.text.end(), '\n'));
  position_ += count;
}

void Documents::pass_over(Layout layout, Document& document) {
  document.problem = problem(RecordTooLarge, MaxRecordText);
  while (true) {
    const std::size_t feed =
        layout == Layout::Lines ? pending_.find('\n', position_) : pending_.npos;
    if (feed != pending_.npos) {
      position_ = feed;
      return;
    }
    position_ = pending_.size();
    if (!more()) return;
  }
}

void Documents::next_line(Document& document) {
  const std::size_t end = line_end(0);
  if (end > most_) {
    pass_over(Layout::Lines, document);
  } else {
    take(end, document);
  }
}

void Documents::next_object(Document& document) {
  Nesting nesting;
  std::size_t seen = 0;
  while (true) {
    for (; position_ + seen < pending_.size(); ++seen) {
      if (!nesting.open_after(pending_[position_ + seen])) return take(seen + 1, document);
      // Text that is no object: up to the end of its line.
      if (nesting.depth() == 0) return next_line(document);
    }
    if (seen > most_) return pass_over(Layout::Objects, document);
    if (!more()) return take(seen, document);
  }
}

bool Documents::next(Document& document) {
  document.text.clear();
  document.problem.reset();
  skip_blank();
  document.line = line_;
  document.offset = dropped_ + position_;
  if (position_ < pending_.size()) {
    if (layout_ == Layout::Unknown) layout_ = layout();
    if (layout_ == Layout::Lines) {
      next_line(document);
    } else {
      next_object(document);
    }
    // What was cut off by damage is told as that, not as a broken record.
    if (at_end_ && bytes_.error() && position_ == pending_.size()) {
      told_error_ = true;
      document.problem = problem(BrokenInput, *bytes_.error());
    }
    return true;
  }
  if (!bytes_.error() || told_error_) return false;
  told_error_ = true;
  document.problem = problem(BrokenInput, *bytes_.error());
  return true;
}

}  // namespace precis::runtime::ingest
