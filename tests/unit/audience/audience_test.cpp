// What each audience is shown, over the shipped policies with the members of their tests and with
// members made up around what the policies ask.

#include "compiler/explain/audience.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ctime>
#include <functional>
#include <memory>
#include <set>

#include "compiler/driver/compile.h"
#include "compiler/driver/library.h"
#include "compiler/explain/explain.h"
#include "compiler/explain/render.h"
#include "compiler/interp/interp.h"
#include "compiler/sample/sample.h"
#include "runtime/ingest/ingest.h"
#include "tests/unit/audience/reading.h"

namespace precis::explain {

using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using ::testing::Not;

static constexpr double NinthGrade = 9.0;
static constexpr int MadeUpEach = 12;  // records for each decision

namespace {

// The shipped policies, compiled once.
struct Shipped {
  source::Map sources;
  std::unique_ptr<const ir::Program> program;
  PlainWords words{driver::glossaries()[0].text};

  Shipped() {
    EXPECT_TRUE(driver::load(sources, {"policies"}).ok());
    diagnostics::Sink sink;
    program = driver::compile(sources, sink);
  }
};

Shipped& shipped() {
  static Shipped it;
  return it;
}

using Reader = std::function<void(const Explanation&, const SourceView&)>;

void explain_one(const ir::Program& program, const source::Map& sources, ir::DecisionId id,
                 const std::string& json, const Reader& read) {
  const ir::Policy& policy = program.policies[program.decisions[id].policy];
  runtime::Symbols symbols(program.catalogue);
  const auto record =
      runtime::ingest::read_one(json, program.schemas[policy.schema], program.catalogue, symbols);
  if (!record.ok()) return;
  const ir::TraceLayout layout(program, id);
  const interp::Evaluation made = interp::decide(program, id, layout, *record, symbols);
  Identity extra;
  extra.source_path = "zz-source-path.precis";
  extra.compiler_version = "zz-compiler";
  extra.record = "zz-record";
  Explanation it = decision(program, id, layout, made.answer, made.trace, *record, symbols, extra);
  for (FactUsed& fact : it.facts) fact.source = "zz-origin";
  const source::File& file = sources[policy.span.file];
  read(it, SourceView{"zz-source-path.precis", file.text, 1, 0});
}

// Every test's record, and records around what each decision asks.
void make_explanations(const Reader& read) {
  const ir::Program& program = *shipped().program;
  for (const ir::Test& test : program.tests) {
    for (const ir::Expectation& it : test.expectations) {
      explain_one(program, shipped().sources, it.decision, test.record_json, read);
    }
  }
  for (std::uint32_t i = 0; i < program.decisions.size(); ++i) {
    const ir::DecisionId id(i);
    const ir::Policy& policy = program.policies[program.decisions[id].policy];
    std::vector<ir::NodeId> aims;
    for (const ir::Rule& rule : program.decisions[id].rules) aims.push_back(rule.applies);
    if (aims.empty()) continue;
    sample::Generator generator(program, policy.schema, aims, 20260301);
    for (int n = 0; n < MadeUpEach; ++n) {
      explain_one(program, shipped().sources, id,
                  sample::to_json(program, policy.schema, generator.make()), read);
    }
  }
}

void each_explanation(const Reader& read) {
  static const auto all = [] {
    std::vector<std::pair<Explanation, SourceView>> made;
    make_explanations(
        [&](const Explanation& it, const SourceView& source) { made.emplace_back(it, source); });
    return made;
  }();
  for (const auto& [it, source] : all) read(it, source);
}

std::string every_rendering(const Explanation& it, const SourceView& source) {
  return render_text(it, Colour::Off) + render_json(it) + render_html(it, source);
}

// Without titles, which would count as short sentences, and without the number to quote.
std::string letter_text(const Explanation& it) {
  std::string text = it.headline + "\n" + it.reason + "\n";
  for (std::size_t i = 0; i + 1 < it.passages.size(); ++i) {
    const Passage& passage = it.passages[i];
    for (const std::string& line : passage.lines) text += line + "\n";
  }
  return text;
}

}  // namespace

TEST(Reading, GradesKnownTexts) {
  EXPECT_LT(testing::reading_grade("The cat sat on the mat. It was warm."), 2);
  EXPECT_GT(testing::reading_grade("Contraindicated immunomodulatory administration necessitates "
                                   "multidisciplinary reconsideration."),
            20);
  EXPECT_EQ(testing::syllables("appeal"), 2);
  EXPECT_EQ(testing::syllables("safe"), 1);
  EXPECT_EQ(testing::syllables("table"), 2);
}

TEST(Member, LettersReadAtOrUnderNinthGrade) {
  int letters = 0;
  double total = 0, hardest = 0;
  std::string worst;
  each_explanation([&](const Explanation& it, const SourceView&) {
    const std::string text = letter_text(for_audience(it, Audience::Member, shipped().words));
    const double grade = testing::reading_grade(text);
    ++letters;
    total += grade;
    if (grade > hardest) {
      hardest = grade;
      worst = text;
    }
  });
  EXPECT_GT(letters, 900);
  EXPECT_LE(hardest, NinthGrade) << worst;
  fmt::print("note: {} letters to members, grade {:.1f} on average, {:.1f} at most\n", letters,
             total / letters, hardest);
}

TEST(Member, SeesALetterAndNothingElse) {
  each_explanation([&](const Explanation& it, const SourceView& source) {
    const Explanation letter = for_audience(it, Audience::Member, shipped().words);
    const std::string bytes = every_rendering(letter, source);
    for (const std::string& hidden :
         {it.identity.decision_id, it.identity.content_hash, it.identity.input_hash,
          std::string("zz-"), it.identity.policy + "." + it.identity.decision,
          std::string("RxNorm"), std::string("ICD10CM")}) {
      ASSERT_THAT(bytes, Not(HasSubstr(hidden))) << it.identity.policy;
    }
    ASSERT_THAT(bytes, Not(ContainsRegex("(member|request)\\.[a-z]"))) << it.identity.policy;
    const bool is_against = it.answer == runtime::AnswerKind::Decided && it.outcome &&
                            it.outcome->standing != ir::Standing::Favorable;
    if (is_against) {
      ASSERT_THAT(bytes, HasSubstr("If you do not agree")) << it.identity.policy;
    }
  });
}

TEST(Prescriber, SeesNoOriginsHashesOrSource) {
  each_explanation([&](const Explanation& it, const SourceView& source) {
    const std::string bytes =
        every_rendering(for_audience(it, Audience::Prescriber, shipped().words), source);
    for (const std::string& hidden :
         {it.identity.content_hash, it.identity.input_hash, std::string("zz-")}) {
      ASSERT_THAT(bytes, Not(HasSubstr(hidden))) << it.identity.policy;
    }
    ASSERT_THAT(bytes, HasSubstr(it.identity.decision_id));
  });
}

TEST(Reviewer, SeesTheValueAsItIs) {
  each_explanation([&](const Explanation& it, const SourceView& source) {
    const Explanation made = for_audience(it, Audience::Reviewer, shipped().words);
    ASSERT_EQ(render_json(made), render_json(it));
    ASSERT_EQ(render_text(made, Colour::Off), render_text(it, Colour::Off));
    ASSERT_EQ(for_audience(it, Audience::Auditor, shipped().words).facts.size(), it.facts.size());
    ASSERT_EQ(source.path, it.identity.source_path);
  });
}

TEST(Page, IsMadeInUnderFiveMilliseconds) {
  int pages = 0;
  std::clock_t longest = 0, total = 0;
  each_explanation([&](const Explanation& it, const SourceView& source) {
    if (pages >= 400) return;
    const std::clock_t begin = std::clock();
    const std::string html = render_html(it, source);
    const std::clock_t took = std::clock() - begin;
    EXPECT_GT(html.size(), 4096u);
    longest = std::max(longest, took);
    total += took;
    ++pages;
  });
  const auto milliseconds = [](std::clock_t ticks) {
    return 1000.0 * static_cast<double>(ticks) / CLOCKS_PER_SEC;
  };
  EXPECT_LT(milliseconds(total) / pages, 5.0);
  fmt::print("note: {} pages, {:.2f} ms of processor time on average, {:.2f} ms at most\n", pages,
             milliseconds(total) / pages, milliseconds(longest));
}

// ---- a protected fact

static constexpr const char* WithProtected = R"(module audience.sample
schema Person {
  id   : Text
  race : Text ?  protected
  n    : integer 0 to 9 ?
}
request Order {
  date : Date
}
outcome Answer {
  grant                    favorable
  deny  (n : integer 0 to 9)  adverse administrative
}
policy outreach "Outreach" (member : Person, request : Order) at request.date {
  version   "1"
  effective 2026-01-01 to 2026-12-31
  source s = plan "Outreach program"
  decision help : Answer by first match {
    rule invited "Invited" {
      when    member.race is "zz-group"
      then    grant
      because "the program invites {member.race}"
      cite    s
      justified by "an outreach program for this group"
    }
    otherwise grant
  }
}
)";

// By severity the last rule stands second: it derives `near`, which then is only named in the
// first, inside `close`; and the third only names `close`.
const char* const NamedOnly = R"(
module sample
schema Person { id : Text  race : Text ? protected  known : Bool  other : Bool  old : Bool }
request Order { date : Date }
outcome Answer {
  grant  favorable
  wait   review
  call   review
}
policy outreach "Outreach" (member : Person, request : Order) at request.date {
  version   "1"
  effective 2026-01-01 to 2026-12-31
  source s = plan "Outreach program"
  define near  = member.race is "zz-group"
  define close = near or member.old
  decision help : Answer by most severe {
    rule second "Second" {
      when    member.known and close
      then    wait
      because "second"
      justified by "an outreach program"
    }
    rule third "Third" {
      when    member.other and close
      then    grant
      because "third"
      justified by "an outreach program"
    }
    rule first "First" {
      when    near and member.known
      then    call
      because "first"
      justified by "an outreach program"
    }
    otherwise grant
  }
}
)";

bool shows(const Step& step, const std::string& name) {
  if (step.text == name || step.name == name) return true;
  return std::ranges::any_of(step.steps, [&](const Step& it) { return shows(it, name); });
}

TEST(Prescriber, SeesNothingOfADefinitionThatIsOnlyNamed) {
  source::Map sources;
  sources.add("sample.precis", NamedOnly);
  diagnostics::Sink sink;
  const auto program = driver::compile(sources, sink);
  ASSERT_NE(program, nullptr) << sink.all()[0].message;
  int named = 0;
  explain_one(
      *program, sources, ir::DecisionId(0),
      R"({"member": {"id": "M", "race": "zz-group", "known": false, "other": false, "old": false},
                  "request": {"date": "2026-03-01"}})",
      [&](const Explanation& it, const SourceView&) {
        const Explanation made = for_audience(it, Audience::Prescriber, shipped().words);
        for (std::size_t i = 0; i < it.rules.size(); ++i) {
          if (!it.rules[i].condition) continue;
          named += shows(*it.rules[i].condition, "close");
          EXPECT_FALSE(shows(*made.rules[i].condition, "close")) << it.rules[i].name;
          EXPECT_FALSE(shows(*made.rules[i].condition, "near")) << it.rules[i].name;
        }
      });
  EXPECT_EQ(named, 2);
}

TEST(Prescriber, SeesNothingOfAProtectedFact) {
  source::Map sources;
  sources.add("sample.precis", WithProtected);
  diagnostics::Sink sink;
  const auto program = driver::compile(sources, sink);
  ASSERT_NE(program, nullptr);
  int seen = 0;
  explain_one(*program, sources, ir::DecisionId(0),
              R"({"member": {"id": "M", "race": "zz-group"}, "request": {"date": "2026-03-01"}})",
              [&](const Explanation& it, const SourceView& source) {
                ++seen;
                EXPECT_THAT(every_rendering(it, source), HasSubstr("zz-group"));
                for (const Audience audience : {Audience::Member, Audience::Prescriber}) {
                  const Explanation made = for_audience(it, audience, shipped().words);
                  EXPECT_THAT(every_rendering(made, source), Not(HasSubstr("zz-group")));
                  EXPECT_THAT(every_rendering(made, source), Not(HasSubstr("member.race")));
                }
              });
  EXPECT_EQ(seen, 1);
}

TEST(PlainWords, ReplaceTheLongestThatFits) {
  const PlainWords words("mg : milligrams\nRxNorm * : this drug\nthe member is : you are\n");
  EXPECT_EQ(words.phrase("the member is 17 years old on 2026-03-01"),
            "you are 17 years old on March 1, 2026");
  EXPECT_EQ(words.phrase("5 mg of RxNorm 123, twice"), "5 milligrams of this drug, twice");
  EXPECT_EQ(words.phrase("HighIntensityStatin and days_supply"),
            "high intensity statin and days supply");
  EXPECT_EQ(words.phrase("siponimod with *3/*3"), "siponimod with");
  EXPECT_EQ(as_sentences("less of it: see below; ask"), "Less of it. See below. Ask.");
}

}  // namespace precis::explain
