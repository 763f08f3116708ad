#include "compiler/source/map.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

namespace precis::source {
namespace {

TEST(Map, CountsLinesFromOneAndColumnsInCodePoints) {
  Map map;
  const FileId id = map.add("a.precis", "ab\nä≥c\n");
  EXPECT_EQ(map.position(id, 0), (Position{1, 1}));
  EXPECT_EQ(map.position(id, 2), (Position{1, 3}));
  EXPECT_EQ(map.position(id, 3), (Position{2, 1}));
  EXPECT_EQ(map.position(id, 5), (Position{2, 2}));
  EXPECT_EQ(map.position(id, 8), (Position{2, 3}));
  EXPECT_EQ(map.byte_column(id, 8), 6u);
  EXPECT_EQ(map.position(id, 10), (Position{3, 1})) << "the end of the text is a place";
}

TEST(Map, AnOffsetInsideACodePointIsThatOfItsFirstByte) {
  Map map;
  const FileId id = map.add("a.precis", "x≥y");
  EXPECT_EQ(map.position(id, 2), (Position{1, 2}));
  EXPECT_EQ(map.position(id, 3), (Position{1, 2}));
  EXPECT_EQ(map.position(id, 4), (Position{1, 3}));
}

TEST(Map, LinesComeWithoutTheirBreaks) {
  Map map;
  const FileId id = map.add("a.precis", "one\r\n\nthree");
  EXPECT_EQ(map.line(id, 1), "one");
  EXPECT_EQ(map.line(id, 2), "");
  EXPECT_EQ(map.line(id, 3), "three");
}

TEST(Map, ViewsOutliveLaterFiles) {
  Map map;
  const FileId first = map.add("a.precis", "short");
  const std::string_view view = map.text({first, 0, 5});
  for (int i = 0; i < 1000; ++i) map.add("b.precis", "x");
  EXPECT_EQ(view, "short");
  EXPECT_EQ(view.data(), map[first].text.data());
}

TEST(Map, LoadsAFileOrSaysWhyNot) {
  const std::string folder = testing::TempDir();
  const std::string path = folder + "precis_map_test.precis";
  std::ofstream(path) << "module a\n";
  Map map;
  const auto loaded = map.load(path);
  ASSERT_TRUE(loaded.ok()) << loaded.error();
  EXPECT_EQ(map[*loaded].text, "module a\n");
  EXPECT_EQ(map[*loaded].path, path);
  std::filesystem::remove(path);

  EXPECT_EQ(map.load(path).error(), "cannot read `" + path + "`: No such file or directory");
  EXPECT_EQ(map.load(folder).error(), "cannot read `" + folder + "`: it is a folder");
}

TEST(CodePoints, CountsBytesThatAreNoUtf8OneEach) {
  EXPECT_EQ(code_points("aä≥😀"), 4u);
  EXPECT_EQ(code_points("\xFF\x80\xC3"), 3u);
}

}  // namespace
}  // namespace precis::source
