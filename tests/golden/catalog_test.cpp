// Every diagnostic is shown by a golden, and every file in tests/golden belongs to a golden.

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/diagnostics/diagnostic.h"
#include "tests/golden/program.h"

namespace precis::golden {
namespace {

namespace fs = std::filesystem;

std::string read(const fs::path& path) {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

// The goldens that show reports.
std::vector<fs::path> shown_files() {
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator("tests/golden")) {
    const fs::path path = entry.path();
    const bool command = fs::exists(fs::path(path).replace_extension(".cmd"));
    if (path.extension() == ".diag" || (command && path.extension() == ".out")) {
      files.push_back(path);
    }
  }
  return files;
}

// What all reports in the goldens together look like.
std::string everything_shown() {
  std::string text;
  for (const fs::path& path : shown_files()) text += read(path);
  return text;
}

bool begins_report(std::string_view line) {
  for (const std::string_view mark : {"error E", "warning W"}) {
    if (line.starts_with(mark) && line.size() > mark.size() + 4 && line[mark.size() + 4] == ':') {
      return true;
    }
  }
  return false;
}

// The first lines of the reports that do not say what to do.
std::vector<std::string> without_help(const std::string& text) {
  std::vector<std::string> found;
  std::string open;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (begins_report(line)) {
      if (!open.empty()) found.push_back(open);
      open = line;
    }
    if (line.find("= help: ") != std::string::npos) open.clear();
  }
  if (!open.empty()) found.push_back(open);
  return found;
}

// The codes of the compiler's diagnostics and of rejected input records.
std::vector<std::string> all_codes() {
  std::vector<std::string> codes = {
#define REJECTION(code, name, message) #code,
#include "runtime/ingest/rejections.def"
#undef REJECTION
  };
  for (const diagnostics::CatalogEntry& entry : diagnostics::catalog()) {
    codes.emplace_back(entry.code);
  }
  return codes;
}

TEST(Catalog, EveryCodeIsShownByAGoldenAndHasAPage) {
  const std::string shown = everything_shown();
  for (const std::string& code : all_codes()) {
    EXPECT_TRUE(shown.find(" " + code + ":") != std::string::npos) << code << " is in no golden";
    EXPECT_TRUE(fs::exists("docs/errors/" + code + ".md")) << code << " has no page";
  }
}

TEST(Goldens, EveryReportSaysWhatToDo) {
  int reports = 0;
  for (const fs::path& path : shown_files()) {
    // Rejected records are reported as data are: with their place, and what was expected there.
    const std::string text = read(path);
    for (const std::string& line : without_help(text)) ADD_FAILURE() << path << "\n  " << line;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) reports += begins_report(line) ? 1 : 0;
  }
  EXPECT_GT(reports, 400);
  std::cout << "note: " << reports << " reports in the goldens say what to do\n";
}

TEST(Goldens, EveryViewBelongsToAProgram) {
  std::set<std::string> views = known_views();
  views.insert(".cases");
  for (const auto& entry : fs::recursive_directory_iterator("tests/golden")) {
    const fs::path path = entry.path();
    if (!views.contains(path.extension().string())) continue;
    EXPECT_TRUE(fs::exists(fs::path(path).replace_extension(".precis")) ||
                fs::exists(fs::path(path).replace_extension(".cmd")))
        << path.string() << " lies beside no program";
  }
}

}  // namespace
}  // namespace precis::golden
