#pragma once

// What people see in a terminal: diagnostics, aligned tables and a progress bar. Colour and the bar
// appear only where a terminal is, and never carry meaning alone.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/diagnostics/diagnostic.h"
#include "compiler/source/map.h"

namespace precis::cli {

// Exit codes of every command; documented in `precis --help`.
enum ExitCode : int {
  Fine = 0,
  PolicyErrors = 1,
  UsageError = 2,
  RecordsRejected = 3,
  TestsFailed = 4,
  CoverageTooLow = 5,
  MutantsSurvive = 6,
  NotFormatted = 7,
};

enum class Format { Text, Json };

bool is_terminal(int descriptor);
bool wants_colour(int descriptor);

// To standard error, sorted by place; JSON as one object a line to standard output.
void print_diagnostics(const diagnostics::Sink& sink, const source::Map& sources, Format format);

// An error without a place in a policy: the command line, a file.
void print_error(const diagnostics::Diagnostic& diagnostic);

// What the world is to blame for. `reason` says what went wrong with which file.
diagnostics::Diagnostic unreadable(std::string_view reason);
diagnostics::Diagnostic unwritable(std::string_view path);
diagnostics::Diagnostic no_native_code(std::string_view reason);

// To a file, or to standard output when `path` is empty. Gives an ExitCode; an error is printed.
int write_output(const std::string& text, const std::string& path);

// Columns as wide as their widest cell; a column is right-aligned when its heading ends in a blank
// column mark `>`, which is not shown.
class Table {
 public:
  explicit Table(std::vector<std::string> headings);
  void add(std::vector<std::string> row);
  void rule();  // a line between groups of rows
  std::string text() const;

 private:
  std::vector<std::string> headings_;
  std::vector<bool> right_;
  std::vector<std::vector<std::string>> rows_;  // an empty row is a line
};

// `1234567` as `1,234,567`.
std::string grouped(std::uint64_t number);

// A bar on standard error, drawn at most ten times a second; silent when it is not a terminal.
class Progress {
 public:
  // `total` in any unit, 0 when unknown.
  Progress(std::string label, std::uint64_t total);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  void show(std::uint64_t done, std::string_view note);

 private:
  std::string label_;
  std::uint64_t total_;
  bool active_;
  std::int64_t last_drawn_ms_ = 0;
};

}  // namespace precis::cli
