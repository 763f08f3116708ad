#include "tests/golden/program.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "tests/golden/command.h"

namespace precis::golden {
namespace {

namespace fs = std::filesystem;
using Marks = std::set<Mark>;

// A folder of its own for each test, gone afterwards.
class Golden : public testing::Test {
 protected:
  Golden() { fs::create_directories(folder_); }
  ~Golden() override { fs::remove_all(folder_); }

  void write(const std::string& name, const std::string& text) const {
    std::ofstream(folder_ / name, std::ios::binary) << text;
  }

  fs::path folder_ =
      fs::path(testing::TempDir()) / testing::UnitTest::GetInstance()->current_test_info()->name();
};

TEST(Marks, AreCodesAtTheEndOfTheirLine) {
  EXPECT_EQ(marks_in("a\nb  #~ E0412\n# plain comment\nc #~ E0301 W0901\n"),
            (Marks{{2, "E0412"}, {4, "E0301"}, {4, "W0901"}}));
  EXPECT_EQ(marks_in(""), Marks{});
}

TEST(Marks, OfReportsAreTheirLinesAndLineZeroElsewhere) {
  source::Map sources;
  const auto file = sources.add("a.precis", "one\ntwo\n");
  const auto other = sources.add("b.precis", "x");
  EXPECT_EQ(marks_of({diagnostics::UnknownName.at({file, 5, 6}, diagnostics::Name("w")),
                      diagnostics::UnknownName.at({other, 0, 1}, diagnostics::Name("x"))},
                     file, sources),
            (Marks{{0, "E0201"}, {2, "E0201"}}));
}

TEST(Marks, DifferencesNameBothSides) {
  EXPECT_EQ(difference(Marks{{3, "E0412"}, {5, "E0201"}}, Marks{{5, "E0201"}, {0, "E0301"}}),
            "line 3: E0412 is marked and not reported\n"
            "elsewhere: E0301 is reported and not marked\n");
  EXPECT_EQ(difference(Marks{{3, "E0412"}}, Marks{{3, "E0412"}}), "");
}

TEST(Difference, ShowsOnlyTheLinesThatDiffer) {
  EXPECT_EQ(difference("a\nb\nc\n", "a\nB\nB\nc\n"), "from line 2:\n- b\n+ B\n+ B\n");
  EXPECT_EQ(difference("", "a\n"), "from line 1:\n+ a\n");
  EXPECT_EQ(difference("a\na\n", "a\n"), "from line 2:\n- a\n");
  EXPECT_EQ(difference("a", "a\n"), "from line 2:\nonly the last line break differs\n");
  EXPECT_EQ(difference("a\n", "a\n"), "");
}

TEST_F(Golden, ViewsAreTheFilesBeside) {
  write("a.precis", "x");
  write("a.diag", "");
  write("a.ir", "graph\n");
  write("a.cases", "{}\n");
  write("b.out", "of another program");
  EXPECT_EQ(views_beside(folder_ / "a.precis"), (Views{{".diag", ""}, {".ir", "graph\n"}}));
}

TEST_F(Golden, ACommandGivesItsOutputAndExitCode) {
  write("a.cmd", "");
  const auto output = output_of("echo out; echo err >&2\nls *.cmd\nexit 3\n", folder_);
  ASSERT_TRUE(output.ok());
  EXPECT_EQ(*output, "out\nerr\na.cmd\nexit code 3\n");
}

TEST_F(Golden, ACommandThatASignalEndsIsNoGolden) {
  for (const std::string script : {"kill -ABRT $$", "sh -c 'kill -SEGV $$'"}) {
    const auto output = output_of(script, folder_);
    ASSERT_FALSE(output.ok()) << *output;
    EXPECT_TRUE(output.error().starts_with("the command was killed")) << output.error();
  }
}

}  // namespace
}  // namespace precis::golden
