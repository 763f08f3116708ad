// `precis doc`: the policies as a folder of pages.

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>

#include "compiler/driver/book.h"
#include "compiler/driver/evaluator.h"
#include "tools/cli/commands.h"

namespace precis::cli {

namespace fs = std::filesystem;

// What every page of a book says near its top.
static constexpr std::string_view Mark = "<meta name=\"generator\" content=\"precis\">";
static constexpr std::size_t MarkWithin = 1024;

static bool is_page(const fs::path& path) {
  if (path.extension() != ".html" || !fs::is_regular_file(path)) return false;
  std::string head(MarkWithin, '\0');
  std::ifstream file(path, std::ios::binary);
  file.read(head.data(), static_cast<std::streamsize>(head.size()));
  return head.find(Mark) != std::string::npos;
}

static int unwritable(const fs::path& path, const std::string& why) {
  auto error = diagnostics::UnwritableFile.nowhere(diagnostics::Name(path.generic_string()));
  print_error(why.empty() ? std::move(error) : std::move(error).help(why));
  return UsageError;
}

// The folder is there, and holds nothing but pages of a book. Gives an ExitCode.
static int prepare(const fs::path& folder) {
  std::error_code error;
  if (fs::exists(folder, error) && !fs::is_directory(folder, error)) {
    return unwritable(folder, "a book is a folder of pages: name one that is no file");
  }
  fs::create_directories(folder, error);
  if (error) return unwritable(folder, error.message());
  std::vector<fs::path> others;
  for (const fs::directory_entry& it : fs::directory_iterator(folder, error)) {
    if (!is_page(it.path())) others.push_back(it.path().filename());
  }
  if (error) return unwritable(folder, error.message());
  if (others.empty()) return Fine;
  std::ranges::sort(others);
  auto report = diagnostics::NotABook.nowhere(diagnostics::Name(folder.generic_string()),
                                              diagnostics::Name(others[0].generic_string()));
  print_error(
      std::move(report).help("nothing was written; name a new folder, or one that holds an earlier "
                             "book and nothing else"));
  return UsageError;
}

// Pages of an earlier book that this one no longer has would be taken for its own.
static int write_book(const fs::path& folder, const std::vector<book::File>& files) {
  std::set<std::string> names;
  for (const book::File& it : files) {
    names.insert(it.name);
    const int written = write_output(it.text, (folder / it.name).generic_string());
    if (written != Fine) return written;
  }
  std::vector<fs::path> stale;
  for (const fs::directory_entry& it : fs::directory_iterator(folder)) {
    if (!names.contains(it.path().filename().generic_string())) stale.push_back(it.path());
  }
  std::error_code error;
  for (const fs::path& path : stale) fs::remove(path, error);
  return Fine;
}

static std::vector<driver::Tested> run_tests(const ir::Program& program,
                                             const driver::Evaluator& evaluator,
                                             coverage::Collector& collector) {
  Progress progress("tests", program.tests.size());
  std::vector<driver::Tested> tested;
  for (const ir::Test& test : program.tests) {
    progress.show(tested.size(), test.title);
    tested.push_back(driver::run_test(program, evaluator, test, collector));
  }
  return tested;
}

int doc(const DocOptions& options) {
  source::Map sources;
  if (auto loaded = driver::load(sources, options.policies); !loaded.ok()) {
    print_error(diagnostics::UnreadableFile.nowhere(diagnostics::Text(loaded.error())));
    return UsageError;
  }
  diagnostics::Sink sink;
  const auto compiled = driver::compile_both(sources, sink);
  print_diagnostics(sink, sources, Format::Text);
  if (!compiled) return PolicyErrors;
  const ir::Program& program = *compiled->lowered;
  if (program.policies.size() == 0) {
    print_error(diagnostics::NoPolicies.nowhere().help(
        "name the files of policies, or a folder that holds them: `precis doc policies/ -o book`"));
    return UsageError;
  }
  const fs::path folder(options.output);
  if (const int ready = prepare(folder); ready != Fine) return ready;
  auto evaluator = driver::Evaluator::create(program);
  if (!evaluator.ok()) {
    print_error(diagnostics::NoNativeCode.nowhere(diagnostics::Text(evaluator.error())));
    return UsageError;
  }
  coverage::Collector collector(program, driver::author_files(sources));
  const std::vector<driver::Tested> tested = run_tests(program, *evaluator, collector);
  const auto files = driver::book(sources, *compiled, tested, collector.result());
  if (const int written = write_book(folder, files); written != Fine) return written;
  const auto failed = std::ranges::count_if(tested, [](const auto& it) { return !it.passed(); });
  fmt::print("{} policies and plans, {} tests, {} failed: {}\n", program.policies.size(),
             tested.size(), failed, (folder / "index.html").generic_string());
  return failed > 0 ? TestsFailed : Fine;
}

}  // namespace precis::cli
