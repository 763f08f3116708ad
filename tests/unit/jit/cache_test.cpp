// Compiled code on disk: it is found again, never believed when it is not what was written, and
// never needed.

#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <thread>

#include "compiler/jit/engine.h"
#include "compiler/jit/object_cache.h"
#include "tests/support/ir_builder.h"

namespace precis::testing {

namespace fs = std::filesystem;

class Cache : public ::testing::Test {
 protected:
  Cache()
      : folder_(fs::path(::testing::TempDir()) / ("precis-cache-" + std::to_string(::getpid()))) {
    fs::remove_all(folder_);
  }
  ~Cache() override { fs::remove_all(folder_); }

  std::vector<fs::path> files() const {
    std::vector<fs::path> found;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(folder_, error)) found.push_back(entry.path());
    return found;
  }

  // Decides one record with code from this folder.
  static runtime::AnswerKind decide(const std::string& folder, std::int64_t limit = 18,
                                    std::size_t longest_function = codegen::LongestFunction) {
    IrBuilder b;
    const auto age = b.leaf(whole(0, 150), Sureness::Required);
    b.rule(b.truth(ir::Op::Less, {b.fact(age), b.constant(whole(0, 150), limit)}), 1, {});
    b.otherwise(0, {});
    const ir::Program program = b.finish();
    runtime::Symbols symbols(program.catalogue);
    runtime::Batch batch(program.schemas[0], program.catalogue.enumerations);
    runtime::Record record = IrBuilder::record(program);
    IrBuilder::set(record, age, runtime::exact(30));
    batch.append(record);
    jit::Engine engine = jit::Engine::create(program, {.eager = true,
                                                       .cache_folder = folder,
                                                       .cpu = {},
                                                       .longest_function = longest_function})
                             .value();
    jit::Workspaces workspaces;
    runtime::Answers answers = engine.answers(ir::DecisionId(0));
    answers.resize(1);
    engine.decide(ir::DecisionId(0), batch.view(symbols), workspaces, 0, 1, answers);
    EXPECT_EQ(answers[0].rule, limit > 30 ? 0 : 1);
    return answers[0].kind;
  }

  fs::path folder_;
};

TEST_F(Cache, KeepsWhatItIsGiven) {
  const jit::ObjectCache cache(folder_.string());
  const std::string key = jit::ObjectCache::key_of("a program");
  EXPECT_FALSE(cache.find(key));
  cache.keep(key, "code");
  EXPECT_EQ(cache.find(key), "code");
  EXPECT_FALSE(cache.find(jit::ObjectCache::key_of("another program")));
}

TEST_F(Cache, DoesNotBelieveWhatWasChanged) {
  const jit::ObjectCache cache(folder_.string());
  const std::string key = jit::ObjectCache::key_of("a program");
  cache.keep(key, "code");
  const fs::path path = files().at(0);
  const std::string other = jit::ObjectCache::key_of("another program");
  fs::copy_file(path, folder_ / (other + ".o"));
  EXPECT_FALSE(cache.find(other)) << "a file under another name";
  fs::resize_file(path, fs::file_size(path) - 1);
  EXPECT_FALSE(cache.find(key)) << "a file cut short";
  std::ofstream(path) << "nothing like it";
  EXPECT_FALSE(cache.find(key)) << "another file";
  cache.keep(key, "code");
  EXPECT_EQ(cache.find(key), "code");
}

TEST_F(Cache, DoesNotGrowWithoutEnd) {
  const jit::ObjectCache cache(folder_.string());
  const auto key = [](std::size_t i) { return jit::ObjectCache::key_of(std::to_string(i)); };
  fs::create_directories(folder_);
  std::ofstream(folder_ / "notes.txt") << "somebody's";
  const auto now = fs::file_time_type::clock::now();
  for (std::size_t i = 0; i < jit::ObjectCache::MostFiles; ++i) {
    const fs::path path = folder_ / (key(i) + ".o");
    std::ofstream(path) << "old";
    fs::last_write_time(path, now - std::chrono::hours(i + 1));
  }
  cache.keep(jit::ObjectCache::key_of("a program"), "code");
  EXPECT_EQ(cache.find(jit::ObjectCache::key_of("a program")), "code");
  EXPECT_EQ(files().size(), jit::ObjectCache::MostFiles / 2 + 2);
  EXPECT_TRUE(fs::exists(folder_ / "notes.txt"));
  EXPECT_TRUE(fs::exists(folder_ / (key(0) + ".o"))) << "used lately";
  EXPECT_FALSE(fs::exists(folder_ / (key(jit::ObjectCache::MostFiles - 1) + ".o"))) << "long ago";
}

TEST_F(Cache, IsUsedByTheEngine) {
  decide(folder_.string());
  const std::size_t count = files().size();
  EXPECT_GT(count, 0u);
  decide(folder_.string());
  EXPECT_EQ(files().size(), count) << "the same program is not compiled again";
  decide(folder_.string(), 40);
  EXPECT_GT(files().size(), count) << "another one is";
}

// Long code is compiled on several cores, and kept as one file.
TEST_F(Cache, KeepsCodeOfManyFunctions) {
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(decide(folder_.string(), 18, 1), runtime::AnswerKind::Decided);
    EXPECT_EQ(decide(folder_.string(), 40, 1), runtime::AnswerKind::Decided);
  }
  const std::size_t count = files().size();
  decide(folder_.string(), 40, 1);
  EXPECT_EQ(files().size(), count);
}

TEST_F(Cache, OfBrokenCodeIsMadeAnew) {
  decide(folder_.string());
  for (const fs::path& path : files()) fs::resize_file(path, fs::file_size(path) / 2);
  EXPECT_EQ(decide(folder_.string()), runtime::AnswerKind::Decided);
  const auto size = fs::file_size(files().at(0));
  EXPECT_EQ(decide(folder_.string()), runtime::AnswerKind::Decided);
  EXPECT_EQ(fs::file_size(files().at(0)), size);
}

TEST_F(Cache, ThatCannotBeWrittenIsDoneWithout) {
  std::ofstream(folder_) << "a file where the folder should be";
  EXPECT_EQ(decide(folder_.string()), runtime::AnswerKind::Decided);
}

TEST_F(Cache, IsSharedByThreads) {
  std::vector<std::jthread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back(
        [&] { EXPECT_EQ(decide(folder_.string()), runtime::AnswerKind::Decided); });
  }
  threads.clear();
  for (const fs::path& path : files()) EXPECT_EQ(path.extension(), ".o") << path;
}

// Older processors get narrower code, not other answers.
TEST(Processor, MayBeAnOlderModel) {
  IrBuilder b;
  const auto age = b.leaf(whole(0, 150), Sureness::Optional);
  b.rule(b.truth(ir::Op::Less, {b.fact(age), b.constant(whole(0, 150), 18)}), 1, {});
  b.otherwise(0, {});
  const ir::Program program = b.finish();
  runtime::Symbols symbols(program.catalogue);
  runtime::Batch batch(program.schemas[0], program.catalogue.enumerations);
  for (std::int64_t i = 0; i < 100; ++i) {
    runtime::Record record = IrBuilder::record(program);
    if (i % 3 != 0) IrBuilder::set(record, age, runtime::exact(i));
    batch.append(record);
  }
  std::vector<runtime::Answers> answers;
  for (const std::string cpu : {"", "x86-64-v3"}) {
    jit::Engine engine =
        jit::Engine::create(program, {.eager = true, .cache_folder = {}, .cpu = cpu}).value();
    answers.push_back(engine.answers(ir::DecisionId(0)));
    answers.back().resize(100);
    jit::Workspaces workspaces;
    engine.decide(ir::DecisionId(0), batch.view(symbols), workspaces, 0, 100, answers.back());
  }
  for (std::size_t i = 0; i < 100; ++i) EXPECT_EQ(answers[0][i], answers[1][i]) << i;
}

}  // namespace precis::testing
