// The golden runner: registers one test for each golden program, policy, library module, error page
// and command below the repository root, and runs them in process.
//
// With PRECIS_BLESS=1 in the environment views are rewritten instead of compared.

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "tests/golden/command.h"
#include "tests/golden/produce.h"
#include "tests/golden/program.h"

namespace precis::golden {
namespace {

namespace fs = std::filesystem;

bool blessing() {
  const char* value = std::getenv("PRECIS_BLESS");
  return value != nullptr && std::string_view(value) == "1";
}

std::string read(const fs::path& path) {
  std::ifstream stream(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(stream), {});
}

void compare_or_bless(fs::path path, const std::string& extension, const std::string& expected,
                      const std::string& actual) {
  path.replace_extension(extension);
  if (expected == actual) return;
  if (blessing()) {
    std::ofstream(path, std::ios::binary) << actual;
    return;
  }
  ADD_FAILURE() << path.string() << " differs; if this is meant: ./dev bless\n"
                << difference(expected, actual);
}

void run_program(const fs::path& path) {
  source::Map sources;
  const auto file = sources.load(path.string());
  ASSERT_TRUE(file.ok()) << file.error();
  const Views expected = views_beside(path);
  std::set<std::string> wanted;
  for (const auto& [extension, text] : expected) wanted.insert(extension);
  const Produced produced =
      produce(sources, wanted, read(fs::path(path).replace_extension(".cases")));

  const std::string drawn = draw(produced.diagnostics, sources);
  EXPECT_EQ(
      difference(marks_in(sources[*file].text), marks_of(produced.diagnostics, *file, sources)), "")
      << drawn;
  const bool bad =
      std::any_of(produced.diagnostics.begin(), produced.diagnostics.end(),
                  [](const auto& it) { return it.severity == diagnostics::Severity::Error; });
  EXPECT_EQ(bad, path.filename().string().starts_with("bad_"))
      << "a program is named `bad_` if and only if it yields an error\n"
      << drawn;
  for (const auto& [extension, text] : expected) {
    const auto view = produced.views.find(extension);
    if (view == produced.views.end()) {
      ADD_FAILURE() << "the program cannot give its view " << extension;
      continue;
    }
    compare_or_bless(path, extension, text, view->second);
  }
}

void run_command(const fs::path& path) {
  const fs::path view = fs::path(path).replace_extension(".out");
  ASSERT_TRUE(fs::exists(view)) << "to start a view: touch " << view.string();
  const auto output = output_of(read(path), path.parent_path());
  ASSERT_TRUE(output.ok()) << output.error();
  compare_or_bless(path, ".out", read(view), *output);
}

// The text between the first line that opens a block of this language and its end.
std::optional<std::string> first_block(const std::string& page, const std::string& language) {
  const std::string fence = "```" + language + "\n";
  const std::size_t begin = page.find(fence);
  if (begin == std::string::npos) return std::nullopt;
  const std::size_t text = begin + fence.size();
  return page.substr(text, page.find("```", text) - text);
}

// The first example of a page about a code must yield that code. It is a program, or, where no
// small program is to blame, a shell script that calls `precis`.
void run_error_page(const fs::path& path) {
  const std::string page = read(path);
  const std::string code = path.stem().string();
  std::string shown;
  const auto program = first_block(page, "precis");
  const auto script = first_block(page, "sh");
  // `find` gives the largest position for what is not there.
  if (program && page.find("```precis\n") < page.find("```sh\n")) {
    source::Map sources;
    sources.add(path.string(), *program);
    shown = produce(sources, {}).views.at(".diag");
  } else if (script) {
    const auto output = output_of(*script, ".");
    ASSERT_TRUE(output.ok()) << output.error();
    shown = *output;
  } else {
    FAIL() << "the page has no example";
  }
  EXPECT_TRUE(shown.find(" " + code + ":") != std::string::npos)
      << "the example does not yield " << code << "\n"
      << shown;
}

class Case : public testing::Test {
 public:
  Case(void (*run)(const fs::path&), fs::path path) : run_(run), path_(std::move(path)) {}
  void TestBody() override { run_(path_); }

 private:
  void (*run_)(const fs::path&);
  fs::path path_;
};

void add_cases(const fs::path& folder, const std::string& extension, void (*run)(const fs::path&)) {
  std::vector<fs::path> paths;
  if (!fs::exists(folder)) return;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.path().extension() == extension) paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  for (const fs::path& path : paths) {
    testing::RegisterTest(path.parent_path().c_str(), path.stem().c_str(), nullptr, nullptr,
                          path.c_str(), 1, [=]() -> Case* { return new Case(run, path); });
  }
}

}  // namespace
}  // namespace precis::golden

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  std::filesystem::current_path(PRECIS_ROOT);
  using namespace precis::golden;
  add_cases("tests/golden", ".precis", run_program);
  add_cases("tests/golden", ".cmd", run_command);
  add_cases("policies", ".precis", run_program);
  add_cases("stdlib", ".precis", run_program);
  add_cases("docs/errors", ".md", run_error_page);
  return RUN_ALL_TESTS();
}
