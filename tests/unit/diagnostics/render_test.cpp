#include "compiler/diagnostics/render.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string_view>

namespace precis::diagnostics {
namespace {

source::Span span_of(const source::Map& sources, source::FileId file, std::string_view text) {
  const auto begin = static_cast<std::uint32_t>(sources[file].text.find(text));
  return {file, begin, begin + static_cast<std::uint32_t>(text.size())};
}

TEST(RenderTerminal, MarksTheNarrowestTextAndSaysWhatToWrite) {
  source::Map sources;
  const auto file = sources.add("p.precis", "a\n\n    rule quantity \"More\" {\n");
  const Diagnostic diagnostic =
      AdverseWithoutCite.at(span_of(sources, file, "quantity"), Name("deny"))
          .label("gives `deny`, which is adverse")
          .help("add `cite <source>`");
  EXPECT_EQ(render_terminal(diagnostic, sources, Colour::Off),
            "error E0412: a rule that gives `deny` must cite a source\n"
            "  ┌─ p.precis:3:10\n"
            "3 │     rule quantity \"More\" {\n"
            "  │          ^^^^^^^^ gives `deny`, which is adverse\n"
            "  = help: add `cite <source>`\n");
}

TEST(RenderTerminal, DrawsOtherLabelsInTheirPlacesAndSkipsTheLinesBetween) {
  source::Map sources;
  const auto file = sources.add("p.precis", "define x = 1\n\n\n\n\n\n\n\n\ndefine x = 2\n");
  const auto other = sources.add("q.precis", "use p.x\n");
  const source::Span second{file, 28, 29};
  ASSERT_EQ(sources.text(second), "x");
  const Diagnostic diagnostic = DuplicateName.at(second, Name("x"))
                                    .label(span_of(sources, other, "p.x"), "used here")
                                    .label(span_of(sources, file, "x"), "first declared here");
  EXPECT_EQ(render_terminal(diagnostic, sources, Colour::Off),
            "error E0202: `x` is already declared\n"
            "   ┌─ p.precis:10:8\n"
            " 1 │ define x = 1\n"
            "   │        - first declared here\n"
            "   ·\n"
            "10 │ define x = 2\n"
            "   │        ^\n"
            "   ┌─ q.precis:1:5\n"
            " 1 │ use p.x\n"
            "   │     --- used here\n");
}

TEST(RenderTerminal, KeepsCaretsBelowTheirTextAfterTabsAndNonAscii) {
  source::Map sources;
  const auto file = sources.add("p.precis", "\t≥ä bad");
  const auto drawn = render_terminal(UnknownName.at(span_of(sources, file, "bad"), Name("bad")),
                                     sources, Colour::Off);
  EXPECT_EQ(drawn,
            "error E0201: unknown name `bad`\n"
            "  ┌─ p.precis:1:5\n"
            "1 │     ≥ä bad\n"
            "  │        ^^^\n");
}

TEST(RenderTerminal, ASpanOverLinesIsMarkedToTheEndOfItsFirst) {
  source::Map sources;
  const auto file = sources.add("p.precis", "one {\ntwo\n}\n");
  EXPECT_EQ(render_terminal(UnknownName.at({file, 4, 11}, Name("n")), sources, Colour::Off),
            "error E0201: unknown name `n`\n"
            "  ┌─ p.precis:1:5\n"
            "1 │ one {\n"
            "  │     ^\n");
}

TEST(RenderTerminal, TheEndOfAFileCanBeMarked) {
  source::Map sources;
  const auto file = sources.add("p.precis", "");
  EXPECT_EQ(render_terminal(UnknownName.at({file, 0, 0}, Name("n")), sources, Colour::Off),
            "error E0201: unknown name `n`\n"
            "  ┌─ p.precis:1:1\n"
            "1 │\n"
            "  │ ^\n");
}

TEST(RenderTerminal, OfAVeryLongLineOnlyAPartIsShown) {
  source::Map sources;
  const std::string left(1000, 'l');
  const std::string right(1000, 'r');
  const auto file = sources.add("p.precis", left + "bad" + right);
  EXPECT_EQ(
      render_terminal(UnknownName.at({file, 1000, 1003}, Name("bad")).label({file, 0, 2000}, "far"),
                      sources, Colour::Off),
      "error E0201: unknown name `bad`\n"
      "  ┌─ p.precis:1:1001\n"
      "1 │ … " +
          std::string(160, 'l') +
          " …\n"
          "  │   " +
          std::string(160, '-') +
          " far\n"
          "1 │ … " +
          std::string(40, 'l') + "bad" + std::string(117, 'r') +
          " …\n"
          "  │   " +
          std::string(40, ' ') + "^^^\n");
}

TEST(RenderTerminal, SourcesCannotSteerTheTerminal) {
  source::Map sources;
  const auto file = sources.add("p.precis", "\x1b[2Jx \xFF y\u009B\u202E");
  const auto drawn =
      render_terminal(UnknownName.at({file, 4, 5}, Name("\x1b[1m")), sources, Colour::Off);
  EXPECT_EQ(drawn.find('\x1b'), std::string::npos) << drawn;
  EXPECT_NE(drawn.find("1 │ ?[2Jx \uFFFD y??\n"), std::string::npos) << drawn;
}

TEST(RenderTerminal, ColourAddsOnlyColour) {
  source::Map sources;
  const auto file = sources.add("p.precis", "x");
  const Diagnostic diagnostic = UnknownName.at({file, 0, 1}, Name("x")).help("h");
  std::string coloured = render_terminal(diagnostic, sources, Colour::On);
  ASSERT_NE(coloured.find("\x1b["), std::string::npos);
  for (std::size_t at; (at = coloured.find('\x1b')) != std::string::npos;) {
    coloured.erase(at, coloured.find('m', at) - at + 1);
  }
  EXPECT_EQ(coloured, render_terminal(diagnostic, sources, Colour::Off));
}

TEST(RenderTerminal, AReportWithoutAPlaceIsOneLine) {
  EXPECT_EQ(render_terminal(UnreadableFile.nowhere(Text("cannot read `x`")), {}, Colour::Off),
            "error E0701: cannot read `x`\n");
}

TEST(RenderJson, SaysEverythingWithLinesColumnsAndBytes) {
  source::Map sources;
  const auto file = sources.add("p.precis", "a\nä x\n");
  const Diagnostic diagnostic =
      UnknownName.at({file, 5, 6}, Name("x")).label({file, 0, 1}, "like this").help("write `a`");
  EXPECT_EQ(nlohmann::json::parse(render_json(diagnostic, sources)), nlohmann::json::parse(R"({
    "code": "E0201", "severity": "error", "message": "unknown name `x`", "file": "p.precis",
    "range": {"begin": {"line": 2, "column": 3, "byte": 5}, "end": {"line": 2, "column": 4, "byte": 6}},
    "labels": [{"file": "p.precis", "text": "like this",
                "range": {"begin": {"line": 1, "column": 1, "byte": 0},
                          "end": {"line": 1, "column": 2, "byte": 1}}}],
    "help": "write `a`"})"));
}

TEST(RenderJson, TextThatIsNoUtf8IsStillReported) {
  const auto json = nlohmann::json::parse(render_json(UnknownName.nowhere(Name("\xFF")), {}));
  EXPECT_EQ(json["message"], "unknown name `\uFFFD`");
}

}  // namespace
}  // namespace precis::diagnostics
