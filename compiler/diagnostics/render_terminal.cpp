#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "compiler/diagnostics/render.h"

namespace precis::diagnostics {

namespace {

constexpr std::string_view Reset = "\x1b[0m";
constexpr std::string_view Bold = "\x1b[1m";
constexpr std::string_view Red = "\x1b[1;31m";
constexpr std::string_view Yellow = "\x1b[1;33m";
constexpr std::string_view Blue = "\x1b[34m";
constexpr std::string_view Cyan = "\x1b[36m";
constexpr std::uint32_t TabWidth = 4;
// Of a longer line only this many columns are shown, from a little before what is marked.
constexpr std::uint32_t MaxColumns = 160;
constexpr std::uint32_t ColumnsBefore = 40;

// A label, placed: what of its first line it underlines. Columns count code points from 1.
struct Mark {
  source::FileId file;
  std::uint32_t line;
  std::uint32_t begin_column;
  std::uint32_t end_column;
  bool primary;
  std::string_view text;
};

// The part of a line that is shown: columns from `begin` to before `end`.
struct Slice {
  std::uint32_t begin;
  std::uint32_t end;
  bool whole;
};

class Drawing {
 public:
  Drawing(const Diagnostic& diagnostic, const source::Map& sources, Colour colour)
      : diagnostic_(diagnostic), sources_(sources), colour_(colour) {}

  std::string draw();

 private:
  std::string paint(std::string_view style, std::string_view text) const;
  std::string_view severity_style() const;
  std::vector<Mark> marks(source::Span primary) const;
  void draw_places(source::Span primary);
  Mark place(source::Span span, bool primary, std::string_view text) const;
  void draw_file_header(const Mark& mark, source::Span primary);
  Slice slice_around(const Mark& mark) const;
  void draw_line(const Mark& mark, const Slice& slice);
  void draw_underline(const Mark& mark, const Slice& slice);
  std::string gutter(std::string_view number, std::string_view bar) const;

  const Diagnostic& diagnostic_;
  const source::Map& sources_;
  Colour colour_;
  std::size_t gutter_width_ = 0;
  std::string out_;
};

}  // namespace

// Control characters of the second set, and those that turn the direction of writing.
static bool is_invisible(std::string_view code_point) {
  return (code_point >= "\u0080" && code_point <= "\u009F") ||
         (code_point >= "\u202A" && code_point <= "\u202E") ||
         (code_point >= "\u2066" && code_point <= "\u2069");
}

// Tabs become spaces, other control characters `?`, and bytes that are no UTF-8 the replacement
// character: no source can steer a terminal, and carets stay below what they mean.
static std::string printable(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::size_t length = source::code_point_length(text);
    const auto lead = static_cast<unsigned char>(text[0]);
    if (lead == '\t') {
      out.append(TabWidth, ' ');
    } else if (lead < 0x20 || lead == 0x7F || is_invisible(text.substr(0, length))) {
      out += '?';
    } else if (lead >= 0x80 && length == 1) {
      out += "\uFFFD";
    } else {
      out += text.substr(0, length);
    }
    text.remove_prefix(length);
  }
  return out;
}

// `line` from one column to before another.
static std::string_view columns(std::string_view line, std::uint32_t begin, std::uint32_t end) {
  std::size_t from = 0;
  std::size_t to = 0;
  for (std::uint32_t column = 1; column < end && to < line.size(); ++column) {
    if (column == begin) from = to;
    to += source::code_point_length(line.substr(to));
  }
  return line.substr(from, to - from);
}

// Where a column begins on the screen, when tabs are drawn as `printable` draws them.
static std::uint32_t screen_column(std::string_view line, std::uint32_t column) {
  std::uint32_t screen = column;
  for (std::uint32_t passed = 1; passed < column && !line.empty(); ++passed) {
    if (line[0] == '\t') screen += TabWidth - 1;
    line.remove_prefix(source::code_point_length(line));
  }
  return screen;
}

std::string Drawing::paint(std::string_view style, std::string_view text) const {
  if (colour_ == Colour::Off) return std::string(text);
  return fmt::format("{}{}{}", style, text, Reset);
}

std::string_view Drawing::severity_style() const {
  return diagnostic_.severity == Severity::Error ? Red : Yellow;
}

Mark Drawing::place(source::Span span, bool primary, std::string_view text) const {
  const source::Position begin = sources_.position(span.file, span.begin);
  const source::Position end = sources_.position(span.file, span.end);
  const std::uint32_t line_end = source::code_points(sources_.line(span.file, begin.line)) + 1;
  const std::uint32_t end_column = end.line == begin.line ? end.column : line_end;
  return {span.file, begin.line, begin.column, std::max(end_column, begin.column + 1),
          primary,   text};
}

// In drawing order: the primary's file first, then by file, line and column.
std::vector<Mark> Drawing::marks(source::Span primary) const {
  std::vector<Mark> marks;
  bool labelled = false;
  for (const Label& label : diagnostic_.labels) {
    labelled |= label.span == primary;
    marks.push_back(place(label.span, label.span == primary, label.text));
  }
  if (!labelled) marks.push_back(place(primary, true, ""));
  std::stable_sort(marks.begin(), marks.end(), [&](const Mark& a, const Mark& b) {
    const auto key = [&](const Mark& it) {
      return std::tuple(it.file != primary.file, it.file.index(), it.line, it.begin_column);
    };
    return key(a) < key(b);
  });
  return marks;
}

std::string Drawing::gutter(std::string_view number, std::string_view bar) const {
  return paint(Blue, fmt::format("{:>{}} {}", number, gutter_width_, bar));
}

void Drawing::draw_file_header(const Mark& mark, source::Span primary) {
  const Mark shown = mark.file == primary.file ? place(primary, true, "") : mark;
  out_ += fmt::format("{} {}:{}:{}\n", gutter("", "┌─"), printable(sources_[shown.file].path),
                      shown.line, shown.begin_column);
}

Slice Drawing::slice_around(const Mark& mark) const {
  const std::uint32_t length = source::code_points(sources_.line(mark.file, mark.line));
  if (length <= MaxColumns) return {1, length + 1, true};
  const std::uint32_t begin =
      mark.begin_column > ColumnsBefore ? mark.begin_column - ColumnsBefore : 1;
  return {begin, std::min(begin + MaxColumns, length + 1), false};
}

void Drawing::draw_line(const Mark& mark, const Slice& slice) {
  std::string text =
      printable(columns(sources_.line(mark.file, mark.line), slice.begin, slice.end));
  if (!slice.whole) text = fmt::format("… {} …", text);
  out_ += gutter(std::to_string(mark.line), "│");
  out_ += text.empty() ? "\n" : fmt::format(" {}\n", text);
}

void Drawing::draw_underline(const Mark& mark, const Slice& slice) {
  const std::string_view line =
      columns(sources_.line(mark.file, mark.line), slice.begin, slice.end);
  const std::uint32_t last = std::max(slice.end, mark.begin_column + 1);
  const std::uint32_t begin = screen_column(line, mark.begin_column - slice.begin + 1);
  const std::uint32_t end = screen_column(line, std::min(mark.end_column, last) - slice.begin + 1);
  std::string underline(end - begin, mark.primary ? '^' : '-');
  if (!mark.text.empty()) underline += fmt::format(" {}", printable(mark.text));
  out_ +=
      fmt::format("{} {}{}\n", gutter("", "│"), std::string(begin - 1 + (slice.whole ? 0 : 2), ' '),
                  paint(mark.primary ? severity_style() : Cyan, underline));
}

void Drawing::draw_places(source::Span primary) {
  const std::vector<Mark> all = marks(primary);
  for (const Mark& mark : all) {
    gutter_width_ = std::max(gutter_width_, std::to_string(mark.line).size());
  }
  const Mark* before = nullptr;
  Slice slice{};
  for (const Mark& mark : all) {
    const bool new_file = before == nullptr || before->file != mark.file;
    const bool new_line = new_file || mark.line != before->line;
    if (new_file) draw_file_header(mark, primary);
    if (!new_file && mark.line > before->line + 1) out_ += gutter("", "·") + "\n";
    if (new_line || mark.begin_column >= slice.end) {
      slice = slice_around(mark);
      draw_line(mark, slice);
    }
    draw_underline(mark, slice);
    before = &mark;
  }
}

std::string Drawing::draw() {
  const bool error = diagnostic_.severity == Severity::Error;
  out_ = fmt::format(
      "{}{}\n",
      paint(severity_style(), fmt::format("{} {}", error ? "error" : "warning", diagnostic_.code)),
      paint(Bold, ": " + printable(diagnostic_.message)));
  if (diagnostic_.primary) draw_places(*diagnostic_.primary);
  if (!diagnostic_.help_text.empty()) {
    out_ += fmt::format("{} help: {}\n", gutter("", "="), printable(diagnostic_.help_text));
  }
  return std::move(out_);
}

std::string render_terminal(const Diagnostic& diagnostic, const source::Map& sources,
                            Colour colour) {
  return Drawing(diagnostic, sources, colour).draw();
}

}  // namespace precis::diagnostics
