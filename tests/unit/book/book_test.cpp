// The book says what the compiled policies do: the same hash, every rule, every data element.

#include "compiler/driver/book.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "compiler/ir/trace_layout.h"

namespace precis::book {

using ::testing::HasSubstr;
using ::testing::Not;

namespace {

struct Made {
  source::Map sources;
  std::optional<driver::Compiled> compiled;
  std::vector<File> files;

  explicit Made(const std::vector<std::string>& paths) {
    EXPECT_TRUE(driver::load(sources, paths).ok());
    make();
  }
  explicit Made(const char* text) {
    sources.add("sample.precis", text);
    make();
  }

  const ir::Program& program() const { return *compiled->lowered; }
  const std::string& page(const std::string& name) const {
    static const std::string None;
    for (const File& it : files) {
      if (it.name == name) return it.text;
    }
    ADD_FAILURE() << "no page " << name;
    return None;
  }

 private:
  void make() {
    diagnostics::Sink sink;
    compiled = driver::compile_both(sources, sink);
    ASSERT_TRUE(compiled.has_value());
    const coverage::Collector collector(program(), driver::author_files(sources));
    files = driver::book(sources, *compiled, {}, collector.result());
  }
};

// What a reader reads: without tags, blanks folded.
std::string text_of(const std::string& html) {
  std::string made;
  bool inside = false;
  for (const char c : html.substr(html.find("<body"))) {
    if (c == '<') inside = true;
    const bool is_blank = c == ' ' || c == '\n' || c == '>';
    if (!inside && !is_blank) made += c;
    if ((is_blank && !inside) || c == '>') {
      if (!made.empty() && made.back() != ' ') made += ' ';
    }
    if (c == '>') inside = false;
  }
  return made;
}

Made& shipped() {
  static Made it(std::vector<std::string>{"policies"});
  return it;
}

}  // namespace

TEST(Book, CarriesTheHashOfTheCompiledPolicy) {
  std::set<std::string> hashes;
  for (const ir::Policy& policy : shipped().program().policies) {
    const std::string& page = shipped().page(policy.name + ".html");
    EXPECT_THAT(page, HasSubstr(policy.content_hash)) << policy.name;
    EXPECT_THAT(shipped().page("index.html"), HasSubstr(policy.content_hash)) << policy.name;
    hashes.insert(policy.content_hash);
  }
  EXPECT_GT(hashes.size(), 10u);
}

TEST(Book, SaysEveryRuleExceptionAndTitle) {
  for (const ir::Policy& policy : shipped().program().policies) {
    if (policy.plan) continue;
    const std::string text = text_of(shipped().page(policy.name + ".html"));
    for (const ir::DecisionId id : policy.decisions) {
      for (const ir::Rule& rule : shipped().program().decisions[id].rules) {
        if (rule.is_fallback) continue;
        EXPECT_NE(shipped().page(policy.name + ".html").find(rule.name), std::string::npos);
        EXPECT_FALSE(rule.title.empty());
      }
    }
    EXPECT_THAT(text, Not(HasSubstr("?;"))) << policy.name;
  }
}

TEST(Book, ListsEveryDataElementThatADecisionCanRead) {
  const ir::Program& program = shipped().program();
  for (const ir::Policy& policy : program.policies) {
    const std::string& page = shipped().page(policy.name + ".html");
    for (const ir::DecisionId id : policy.decisions) {
      for (const ir::NodeId node : ir::reachable(program, id)) {
        const ir::Node& it = program.graph[node];
        if (it.op != ir::Op::Fact && it.op != ir::Op::ItemFact) continue;
        const auto& leaf = program.schemas[policy.schema].leaves[static_cast<std::size_t>(it.a)];
        ASSERT_THAT(page, HasSubstr(">" + leaf.path + "</th>")) << policy.name;
      }
    }
  }
}

TEST(Book, IsTheSameEveryTime) {
  const Made one(std::vector<std::string>{"policies/cardiology/clopidogrel.precis"});
  const Made other(std::vector<std::string>{"policies/cardiology/clopidogrel.precis"});
  ASSERT_EQ(one.files.size(), other.files.size());
  for (std::size_t i = 0; i < one.files.size(); ++i) {
    EXPECT_EQ(one.files[i].text, other.files[i].text);
  }
}

TEST(Book, SaysARuleAsASentence) {
  const std::string text = text_of(shipped().page("clopidogrel.html"));
  EXPECT_THAT(text, HasSubstr("When the request’s quantity divided by the request’s days supply is "
                              "more than 1 each/day,"));
  EXPECT_THAT(text,
              HasSubstr("then deny : reason plan limits exceeded (adverse, administrative) ."));
  EXPECT_THAT(
      text,
      HasSubstr("unless “taken for 330 of the last 365 days”: the number of days from 365 days "
                "before the request’s date to 1 day before the request’s date , both "
                "included, that are covered by fills (member.fills) for which (its drug "
                "is in the set Clopidogrel , and its status is paid) is at least 330 days."));
}

TEST(Book, TwoVersionsOfAPolicyHaveTwoPagesThatNameEachOther) {
  const char* text = R"(module book.sample
schema Person { id : Text }
request Order { date : Date  n : integer 0 to 9 }
outcome Answer { yes favorable  stop review }
policy p "First <b>" (member : Person, request : Order) at request.date {
  version "1"
  effective 2026-01-01 to 2026-06-30
  source s = plan "S"
  decision d : Answer by first match {
    rule high "High" { when request.n > 5 then stop because "high" cite s }
    otherwise yes
  }
}
)";
  std::string second = text;
  const auto replace = [&](const std::string& from, const std::string& to) {
    second.replace(second.find(from), from.size(), to);
  };
  replace("module book.sample", "module book.second\nuse book.sample { Person, Order, Answer }");
  replace(
      "schema Person { id : Text }\nrequest Order { date : Date  n : integer 0 to 9 }\n"
      "outcome Answer { yes favorable  stop review }\n",
      "");
  replace("version \"1\"", "version \"2\"");
  replace("2026-01-01 to 2026-06-30", "2026-07-01 to 2026-12-31");
  source::Map sources;
  sources.add("one.precis", text);
  sources.add("two.precis", second);
  diagnostics::Sink sink;
  const auto compiled = driver::compile_both(sources, sink);
  ASSERT_TRUE(compiled.has_value());
  const coverage::Collector collector(*compiled->lowered, driver::author_files(sources));
  const auto files = driver::book(sources, *compiled, {}, collector.result());
  ASSERT_EQ(files.size(), 3u);
  EXPECT_EQ(files[1].name, "p-1.html");
  EXPECT_EQ(files[2].name, "p-2.html");
  EXPECT_THAT(files[1].text, HasSubstr("href=\"p-2.html\""));
  EXPECT_THAT(files[1].text, HasSubstr("First &lt;b&gt;"));
  EXPECT_THAT(files[1].text, Not(HasSubstr("First <b>")));
}

}  // namespace precis::book
