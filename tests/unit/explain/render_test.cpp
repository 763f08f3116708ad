#include "compiler/explain/render.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "compiler/explain/text_layout.h"
#include "tests/support/explain_fixture.h"
#include "tests/support/json_schema.h"

namespace precis::explain {

using ::testing::HasSubstr;
using ::testing::Not;
using Fixture = precis::testing::ExplainFixture;
using Json = nlohmann::ordered_json;

static std::vector<Explanation> samples(Fixture& fixture) {
  runtime::Record record = fixture.record();
  std::vector<Explanation> made{fixture.explained(record)};
  fixture.diagnosis(record, "I21.4", "2025-05-03");
  made.push_back(fixture.explained(record));
  fixture.tested(record, 2, "*2/*2");
  made.push_back(fixture.explained(record));
  Fixture::set(record, Fixture::Quantity, 600);
  made.push_back(fixture.explained(record));
  Fixture::set(record, Fixture::DaysSupply, 0);
  made.push_back(fixture.explained(record));
  Fixture::set(record, Fixture::Date, Fixture::day("2027-01-01"));
  made.push_back(fixture.explained(record));
  return made;
}

static const SourceView Policy{"policies/cardiology/clopidogrel.precis", precis::testing::Source};

// The first tag that is closed wrongly or not at all; empty when every tag is closed.
static std::string unbalanced(std::string_view html) {
  static const std::set<std::string, std::less<>> Empty{"meta", "br"};
  std::vector<std::string> open;
  std::size_t at = html.find('>') + 1;
  while ((at = html.find('<', at)) != std::string_view::npos) {
    const std::size_t end = html.find('>', at);
    if (end == std::string_view::npos) return "a tag without end";
    const std::string_view tag = html.substr(at + 1, end - at - 1);
    const bool closes = tag.starts_with('/');
    const std::string_view bare = tag.substr(closes ? 1 : 0);
    const std::string name(bare.substr(0, bare.find_first_of(" /\n")));
    at = end + 1;
    if (name == "style" && !closes) at = html.find("</style>", at);
    if (closes) {
      if (open.empty() || open.back() != name) return "</" + name + ">";
      open.pop_back();
    } else if (!tag.ends_with('/') && !Empty.contains(name)) {
      open.push_back(name);
    }
  }
  return open.empty() ? std::string() : "<" + open.back() + ">";
}

TEST(RenderHtml, EveryTagIsClosed) {
  EXPECT_EQ(unbalanced("<!doctype html><p><b>x</p>"), "</p>") << "the test itself";
  Fixture fixture;
  for (const Explanation& it : samples(fixture)) {
    EXPECT_EQ(unbalanced(render_html(it, Policy)), "") << it.headline;
    EXPECT_EQ(unbalanced(render_html(it, std::nullopt)), "") << it.headline;
  }
}

TEST(RenderHtml, EveryTextIsEscaped) {
  Fixture fixture;
  Explanation it = samples(fixture)[2];
  it.identity.member = "<script>alert('x')</script>\x1b";
  it.rules[0].name = "a\"onload=\"x";
  const std::string html = render_html(it, Policy);
  EXPECT_THAT(html, Not(HasSubstr("<script")));
  EXPECT_THAT(html, Not(HasSubstr("\x1b")));
  EXPECT_THAT(html, Not(HasSubstr("\"onload=\"")));
  EXPECT_THAT(html, HasSubstr("Acute &lt;myocardial&gt; infarction"));
  EXPECT_THAT(html, HasSubstr("CPIC clopidogrel &lt;2022&gt; &amp; CYP2C19"));
}

TEST(RenderHtml, NeedsNoNetworkAndNoScript) {
  Fixture fixture;
  for (const Explanation& it : samples(fixture)) {
    const std::string html = render_html(it, Policy);
    for (const char* forbidden : {"<script", "<link", "<img", " src=", "url(", "@import"}) {
      EXPECT_THAT(html, Not(HasSubstr(forbidden)));
    }
    EXPECT_THAT(html, HasSubstr("default-src 'none'"));
  }
}

TEST(RenderHtml, ALinkIsNeverAScript) {
  Fixture fixture;
  Explanation it = samples(fixture)[2];
  it.citations[0].url = "javascript:alert(1)";
  EXPECT_THAT(render_html(it, Policy), Not(HasSubstr("href=\"javascript")));
}

TEST(RenderHtml, TheSourceSaysItsValuesInWords) {
  Fixture fixture;
  const std::string html = render_html(samples(fixture)[2], Policy);
  EXPECT_THAT(html, HasSubstr("request.quantity / request.days_supply &gt; 1 each/day</span><span "
                              "class=\"w w-false\">false</span>"));
  EXPECT_THAT(html, HasSubstr("<span class=\"r\">condition false</span>"));
  EXPECT_THAT(html, HasSubstr("<span class=\"r\">fired</span>"));
}

TEST(RenderHtml, APartOfTheSourceIsNumberedAndMarkedAsTheWhole) {
  Fixture fixture;
  Explanation it = samples(fixture)[2];
  const std::string whole = render_html(it, Policy);
  const std::string before = "module m\n\n# é\n";
  const auto shift = [&](Place& place) {
    place.begin += 1000;
    place.end += 1000;
  };
  shift(it.policy_place);
  for (Mark& mark : it.marks) shift(mark.place);
  for (RuleConsidered& rule : it.rules) shift(rule.place);
  SourceView part = Policy;
  part.first_byte = 1000;
  EXPECT_EQ(render_html(it, part), whole);
}

TEST(RenderHtml, TheSourceIsThePolicyAndTheDeclarationsItUsed) {
  Fixture fixture;
  Explanation it = samples(fixture)[2];
  const std::string text =
      "module m\n\ntable used {\n  low => x\n}\n\n# Not about the table.\ntable unused {\n  high "
      "=> "
      "y\n}\n\npolicy p {\n  rule a {\n    when c\n  }\n}\n\ntest \"t\" {\n}\n";
  const auto place = [&](std::string_view words) {
    const auto begin = static_cast<std::uint32_t>(text.find(words));
    return Place{begin, begin + static_cast<std::uint32_t>(words.size())};
  };
  it.policy_place = place("p {");
  it.marks = {{place("low"), Truth::True}, {place("c\n"), Truth::Either}};
  for (RuleConsidered& rule : it.rules) rule.place = {};
  const std::string html = render_html(it, SourceView{"p.precis", text});
  EXPECT_THAT(html, HasSubstr("<span class=\"n\">3</span><span class=\"c\">table used {</span>"));
  EXPECT_THAT(html, HasSubstr("<span class=\"n\">12</span><span class=\"c\">policy p {</span>"));
  EXPECT_THAT(html, Not(HasSubstr("table unused")));
  EXPECT_THAT(html, Not(HasSubstr("Not about")));
  EXPECT_THAT(html, Not(HasSubstr("test &quot;t")));
}

TEST(RenderJson, SameBytesAndTheSameKeysInOrder) {
  Fixture one, other;
  other.symbols().intern(Fixture::Icd10, "Z99.9");
  const std::vector<Explanation> a = samples(one), b = samples(other);
  for (std::size_t i = 0; i < a.size(); ++i) EXPECT_EQ(render_json(a[i]), render_json(b[i]));
  const Json json = Json::parse(render_json(a[1]));
  std::vector<std::string> keys;
  for (const auto& [key, value] : json.items()) keys.push_back(key);
  EXPECT_THAT(keys, ::testing::ElementsAre("format", "identity", "answer", "missing", "governs",
                                           "rules", "facts", "assumptions", "governance", "codes",
                                           "sources", "policy_place", "marks"));
  EXPECT_EQ(json["format"], "precis.explanation/2");
  EXPECT_EQ(json["missing"][0]["path"], "member.genome.CYP2C19");
  EXPECT_EQ(json["missing"][0]["cause"], "not-tested");
  EXPECT_EQ(json["rules"][1]["state"], "live");
}

TEST(RenderJson, BrokenTextStaysADocument) {
  Fixture fixture;
  Explanation it = samples(fixture)[2];
  it.reason = "bad \xff byte";
  EXPECT_TRUE(Json::accept(render_json(it)));
}

TEST(RenderJson, IsWhatTheSchemaDescribes) {
  const precis::testing::JsonSchema schema("docs/explanation.schema.json");
  EXPECT_NE(schema.wrong(R"({"format": "precis.explanation/2"})"), "") << "the test itself";
  Fixture fixture;
  for (const Explanation& it : samples(fixture)) EXPECT_EQ(schema.wrong(render_json(it)), "");
}

TEST(RenderText, FitsATerminalAndSaysAllWithoutColour) {
  Fixture fixture;
  for (const Explanation& it : samples(fixture)) {
    const std::string plain = render_text(it, Colour::Off);
    EXPECT_THAT(plain, Not(HasSubstr("\x1b")));
    std::istringstream lines(plain);
    for (std::string line; std::getline(lines, line);) EXPECT_LE(columns(line), 100u) << line;
    std::string coloured = render_text(it, Colour::On);
    std::string stripped;
    for (std::size_t i = 0; i < coloured.size(); ++i) {
      if (coloured[i] != '\x1b') {
        stripped += coloured[i];
      } else {
        i = coloured.find('m', i);
      }
    }
    EXPECT_EQ(stripped, plain) << "colour only repeats the words";
  }
}

TEST(RenderText, ValuesCannotSteerTheTerminal) {
  Fixture fixture;
  Explanation it = samples(fixture)[2];
  it.identity.member = "M\x1b[2J";
  it.facts[0].value = "x\x07";
  const std::string text = render_text(it, Colour::Off);
  EXPECT_THAT(text, Not(HasSubstr("\x1b")));
  EXPECT_THAT(text, Not(HasSubstr("\x07")));
}

TEST(RenderText, NamesWhatIsMissing) {
  Fixture fixture;
  const std::string text = render_text(samples(fixture)[1], Colour::Off);
  EXPECT_THAT(text, HasSubstr("needs information: 1 fact"));
  EXPECT_THAT(text, HasSubstr("1. member.genome.CYP2C19: not tested"));
  EXPECT_THAT(text, HasSubstr("did not matter: `recent_acs`"));
}

}  // namespace precis::explain
