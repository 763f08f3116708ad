// Every diagnostic is shown by a golden, and every file in tests/golden belongs to a golden.

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <vector>

#include "compiler/diagnostics/diagnostic.h"
#include "tests/golden/program.h"

namespace precis::golden {
namespace {

namespace fs = std::filesystem;

// What all reports in the goldens together look like.
std::string everything_shown() {
  std::string text;
  for (const auto& entry : fs::recursive_directory_iterator("tests/golden")) {
    const fs::path path = entry.path();
    const bool command = fs::exists(fs::path(path).replace_extension(".cmd"));
    if (path.extension() == ".diag" || (command && path.extension() == ".out")) {
      std::ifstream stream(path, std::ios::binary);
      text.append(std::istreambuf_iterator<char>(stream), {});
    }
  }
  return text;
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
