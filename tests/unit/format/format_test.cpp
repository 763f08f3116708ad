// Whatever a file looks like, its formatted text says the same and stays as it is.

#include "compiler/format/format.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

#include "compiler/driver/format.h"
#include "compiler/parse/parse.h"

namespace precis::format {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

std::string read_text(const fs::path& path) {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

std::optional<std::string> formatted(const std::string& text) {
  source::Map sources;
  diagnostics::Sink sink;
  return driver::format(sources, sources.add("test.precis", text), sink);
}

// All programs of the repository that parse.
std::vector<std::pair<std::string, std::string>> programs() {
  std::vector<std::pair<std::string, std::string>> found;
  for (const char* root : {"tests", "policies", "stdlib", "docs"}) {
    for (const auto& entry : fs::recursive_directory_iterator(root)) {
      if (entry.path().extension() != ".precis") continue;
      std::string text = read_text(entry.path());
      source::Map sources;
      diagnostics::Sink sink;
      if (parse::outline(sources, sources.add("test.precis", text), sink)) {
        found.emplace_back(entry.path().string(), std::move(text));
      }
    }
  }
  return found;
}

TEST(Format, EveryProgramIsStable) {
  const auto all = programs();
  ASSERT_GT(all.size(), 50u);
  for (const auto& [path, text] : all) {
    const auto once = formatted(text);
    ASSERT_TRUE(once) << path;
    EXPECT_EQ(formatted(*once), once) << path;
  }
}

// Blanks, line breaks and comments between the words, except where a line is a row or where a text
// goes on.
std::string mangled(const syntax::Outline& outline, std::mt19937& random) {
  static const std::vector<std::string> Gaps = {
      " ", "\n", "   ", "\n\n\n", " # a remark\n", "\n# a remark\n# more\n"};
  std::vector<bool> is_fixed(outline.words.size(), false);
  for (const syntax::Part& part : outline.parts) {
    const bool by_lines =
        part.shape == syntax::Shape::Table || part.shape == syntax::Shape::ValueSet;
    if (!by_lines) continue;
    for (std::uint32_t i = part.first + 1; i < part.last; ++i) is_fixed[i] = true;
  }
  std::string text;
  for (std::uint32_t i = 0; i < outline.words.size(); ++i) {
    const syntax::Word& word = outline.words[i];
    const bool in_reason =
        word.kind == syntax::WordKind::ReasonText || word.kind == syntax::WordKind::ReasonEnd ||
        word.kind == syntax::WordKind::HoleOpen || word.kind == syntax::WordKind::HoleClose;
    if (is_fixed[i]) {
      if (word.starts_line) text += "\n";
      text += " ";
    } else if (!in_reason) {
      text += Gaps[random() % (i == 0 ? 3 : Gaps.size())];
    }
    text += word.text;
  }
  return text + "\n";
}

TEST(Format, WhateverTheBlanksItSaysTheSameAndIsStable) {
  std::mt19937 random(20260101);
  std::size_t comments = 0;
  for (const auto& [path, text] : programs()) {
    if (text.size() > 20000) continue;  // each blank is a chance, and there are many
    source::Map sources;
    diagnostics::Sink sink;
    const auto outline = parse::outline(sources, sources.add("test.precis", text), sink);
    const std::string wild = mangled(*outline, random);
    const auto once = formatted(wild);
    ASSERT_TRUE(once) << path << "\n" << wild;
    ASSERT_EQ(formatted(*once), once) << path << "\n" << wild;
    comments += once->find("# a remark") != std::string::npos;
  }
  EXPECT_GT(comments, 100u);
}

TEST(Format, BlanksAloneDoNotMatter) {
  const std::string written =
      "module m\ndefine a=1+2\ndefine long = (any d in member.diagnoses where d.code in Codes)\n";
  EXPECT_EQ(formatted(written),
            "module m\n"
            "define a    = 1 + 2\n"
            "define long = (any d in member.diagnoses where d.code in Codes)\n");
}

TEST(Format, AFileWithASyntaxErrorIsLeftAlone) {
  EXPECT_EQ(formatted("module m\ndefine = 1\n"), std::nullopt);
}

TEST(Format, TextsAreNeverTouched) {
  const auto text = formatted("module m\ntype T {\n  a   \"two  blanks, a tab\t.\"\n}\n");
  ASSERT_TRUE(text);
  EXPECT_THAT(*text, HasSubstr("\"two  blanks, a tab\t.\""));
}

TEST(Format, NothingButBlanksIsNoFile) {
  EXPECT_EQ(formatted("\n\n"), std::nullopt);
}

TEST(Format, LongChainsEnd) {
  std::string text = "module m\ndefine long = a";
  for (int i = 0; i < 50000; ++i) text += " and a";
  text += "\ndefine sum = 1";
  for (int i = 0; i < 50000; ++i) text += " + 1";
  const auto once = formatted(text);
  ASSERT_TRUE(once);
  EXPECT_GT(std::count(once->begin(), once->end(), '\n'), 50000);
}

}  // namespace
}  // namespace precis::format
