#include "tools/cli/console.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>

#include "compiler/diagnostics/render.h"

namespace precis::cli {

bool is_terminal(int descriptor) {
  return isatty(descriptor) == 1;
}

bool wants_colour(int descriptor) {
  return is_terminal(descriptor) && std::getenv("NO_COLOR") == nullptr;
}

void print_diagnostics(const diagnostics::Sink& sink, const source::Map& sources, Format format) {
  const auto colour =
      wants_colour(STDERR_FILENO) ? diagnostics::Colour::On : diagnostics::Colour::Off;
  for (const diagnostics::Diagnostic& diagnostic : diagnostics::in_source_order(sink.all())) {
    if (format == Format::Json) {
      fmt::print("{}\n", diagnostics::render_json(diagnostic, sources));
    } else {
      fmt::print(stderr, "{}\n", diagnostics::render_terminal(diagnostic, sources, colour));
    }
  }
  if (sink.left_out() > 0) fmt::print(stderr, "and {} more\n", grouped(sink.left_out()));
}

void print_error(const diagnostics::Diagnostic& diagnostic) {
  const auto colour =
      wants_colour(STDERR_FILENO) ? diagnostics::Colour::On : diagnostics::Colour::Off;
  fmt::print(stderr, "{}", diagnostics::render_terminal(diagnostic, source::Map{}, colour));
}

diagnostics::Diagnostic unreadable(std::string_view reason) {
  return diagnostics::UnreadableFile.nowhere(diagnostics::Text(reason))
      .help("name a file or a folder that is there and may be read");
}

diagnostics::Diagnostic unwritable(std::string_view path) {
  return diagnostics::UnwritableFile.nowhere(diagnostics::Name(path))
      .help("name a file in a folder that is there and may be written to");
}

diagnostics::Diagnostic no_native_code(std::string_view reason) {
  return diagnostics::NoNativeCode.nowhere(diagnostics::Text(reason))
      .help("let the process make memory executable");
}

int write_output(const std::string& text, const std::string& path) {
  if (path.empty()) {
    fmt::print("{}", text);
    return Fine;
  }
  std::ofstream file(path, std::ios::binary);
  file << text;
  file.close();
  if (file) return Fine;
  print_error(unwritable(path));
  return UsageError;
}

static std::size_t width_of(std::string_view text) {
  return source::code_points(text);
}

static std::string padded(std::string_view text, std::size_t width, bool right) {
  const std::string blanks(width - std::min(width, width_of(text)), ' ');
  return right ? blanks + std::string(text) : std::string(text) + blanks;
}

Table::Table(std::vector<std::string> headings) : headings_(std::move(headings)) {
  for (std::string& heading : headings_) {
    right_.push_back(heading.ends_with('>'));
    if (right_.back()) heading.pop_back();
  }
}

void Table::add(std::vector<std::string> row) {
  row.resize(headings_.size());
  rows_.push_back(std::move(row));
}

void Table::rule() {
  if (!rows_.empty() && !rows_.back().empty()) rows_.push_back({});
}

std::string Table::text() const {
  std::vector<std::size_t> widths;
  for (std::size_t c = 0; c < headings_.size(); ++c) {
    std::size_t width = width_of(headings_[c]);
    for (const auto& row : rows_) {
      if (!row.empty()) width = std::max(width, width_of(row[c]));
    }
    widths.push_back(width);
  }
  std::string line;
  for (std::size_t width : widths) {
    for (std::size_t i = 0; i < width; ++i) line += "─";
    line += "  ";
  }
  line = line.substr(0, line.size() - 2) + "\n";
  auto draw = [&](const std::vector<std::string>& row) {
    std::string text;
    for (std::size_t c = 0; c < row.size(); ++c)
      text += padded(row[c], widths[c], right_[c]) + "  ";
    text.erase(text.find_last_not_of(' ') + 1);
    return text + "\n";
  };
  std::string text = draw(headings_) + line;
  for (std::size_t r = 0; r < rows_.size(); ++r) {
    if (!rows_[r].empty()) {
      text += draw(rows_[r]);
    } else if (r + 1 < rows_.size()) {
      text += line;
    }
  }
  return text;
}

std::string grouped(std::uint64_t number) {
  std::string digits = std::to_string(number);
  for (std::size_t at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, ",");
  return digits;
}

static std::int64_t now_ms() {
  using namespace std::chrono;
  return duration_cast<milliseconds>(steady_clock::now().time_since_epoch()).count();
}

Progress::Progress(std::string label, std::uint64_t total)
    : label_(std::move(label)), total_(total), active_(is_terminal(STDERR_FILENO)) {}

Progress::~Progress() {
  if (active_) fmt::print(stderr, "\r\x1b[K");
}

void Progress::show(std::uint64_t done, std::string_view note) {
  if (!active_) return;
  const std::int64_t now = now_ms();
  if (now - last_drawn_ms_ < 100) return;
  last_drawn_ms_ = now;
  std::string bar;
  if (total_ > 0) {
    constexpr std::uint64_t Width = 30;
    const std::uint64_t filled = std::min(Width, done * Width / total_);
    for (std::uint64_t i = 0; i < Width; ++i) bar += i < filled ? "█" : "░";
    bar += fmt::format(" {:3}%", std::min<std::uint64_t>(100, done * 100 / total_));
  }
  fmt::print(stderr, "\r\x1b[K{} {} {}", label_, bar, note);
  std::fflush(stderr);
}

}  // namespace precis::cli
