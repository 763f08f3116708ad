// The six laws of explanations, over the policies of the house with made-up members and over
// generated programs. README.md beside this file lists the claims.

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <thread>

#include "compiler/change/change.h"
#include "compiler/driver/compile.h"
#include "compiler/driver/evaluator.h"
#include "compiler/explain/audience.h"
#include "compiler/explain/plain_words.h"
#include "compiler/explain/render.h"
#include "compiler/sample/sample.h"
#include "compiler/support/check.h"
#include "runtime/decimal.h"
#include "runtime/ingest/ingest.h"
#include "tests/property/defects.h"
#include "tests/property/explained.h"
#include "tests/property/program_gen.h"
#include "tests/property/record_gen.h"
#include "tests/property/world.h"

namespace precis::property {

using runtime::AnswerKind;

static constexpr int MembersEach = 14;
static constexpr int Programs = 120;
static constexpr int RecordsEach = 12;
// A search is dearer than a decision.
static constexpr int SearchesEach = 8;

namespace {

using Visit = std::function<void(const Case&, const std::string& name)>;

// The shipped policies; each decision with made-up members, wholly known and less.
class House {
 public:
  House() {
    CHECK(driver::load(sources_, {"policies"}).ok(), "tests run at the repository root");
    diagnostics::Sink sink;
    program_ = driver::compile(sources_, sink);
    CHECK(program_ != nullptr, "the policies compile");
  }
  const ir::Program& program() const { return *program_; }

  void visit(int members, const Visit& see) const {
    for (std::uint32_t d = 0; d < program_->decisions.size(); ++d) {
      visit_decision(ir::DecisionId(d), members, see);
      if (testing::Test::HasFatalFailure()) return;
    }
  }

 private:
  void visit_decision(ir::DecisionId id, int members, const Visit& see) const {
    const ir::Decision& decision = program_->decisions[id];
    const ir::Policy& policy = program_->policies[decision.policy];
    const ir::TraceLayout layout(*program_, id);
    runtime::Symbols symbols(program_->catalogue);
    sample::Generator generator(*program_, policy.schema, ir::reachable(*program_, id),
                                id.index() + 1);
    Random random(id.index() + 77);
    sample::Sample made = generator.make();
    for (int n = 0; n < members; ++n) {
      auto record =
          runtime::ingest::read_one(sample::to_json(*program_, policy.schema, made),
                                    program_->schemas[policy.schema], program_->catalogue, symbols);
      CHECK(record.ok(), "a sample is a record");
      Case c{*program_, id, layout, symbols, std::move(record).value()};
      const std::string name = fmt::format("{}.{} member {}", policy.name, decision.name, n);
      see(c, name);
      c.record = less_known(c, random);
      if (!testing::Test::HasFatalFailure()) see(c, name + ", less known");
      if (testing::Test::HasFatalFailure()) return;
      made = n % 3 == 2 ? generator.make() : generator.near(made);
    }
  }

  source::Map sources_;
  std::unique_ptr<const ir::Program> program_;
};

const House& house() {
  static const House TheHouse;
  return TheHouse;
}

// Records of programs that are generated over this world.
void visit_world(World& world, std::uint64_t seed, int records, const Visit& see) {
  runtime::Symbols symbols(world.catalogue);
  intern_symbols(world, symbols);
  for (int p = 0; p < Programs; ++p) {
    const GeneratedProgram made = generate_program(world, seed + static_cast<std::uint64_t>(p));
    const ir::TraceLayout layout(made.program, made.decision);
    Random random(static_cast<std::uint64_t>(p) * 6151 + 5);
    for (int r = 0; r < records; ++r) {
      const Case c{made.program, made.decision, layout, symbols, generate_record(world, random)};
      see(c, fmt::format("program {} record {}", p, r));
      if (testing::Test::HasFatalFailure()) return;
    }
  }
}

// Generated programs, of which some facts are actionable.
void visit_generated(int records, const Visit& see) {
  World world = make_world();
  for (const runtime::LeafIndex leaf : {world.flag, world.colour, world.count, world.amount,
                                        world.money, world.code, world.quantity}) {
    world.schema.leaves[leaf].actionable = true;
  }
  world.schema.lists[world.fills].actionable = true;
  world.schema.lists[world.labs].actionable = true;
  visit_world(world, 1000, records, see);
}

// Those in which a member's weight and colour and every lab are protected.
void visit_protected(int records, const Visit& see) {
  World world = make_world();
  for (runtime::Leaf& leaf : world.schema.leaves) {
    const bool is_hidden = leaf.path == "member.weight" || leaf.path == "member.colour" ||
                           leaf.path.starts_with("member.labs");
    if (is_hidden) leaf.protection = runtime::Protection::Protected;
  }
  world.schema.lists[world.labs].protection = runtime::Protection::Protected;
  visit_world(world, 5000, records, see);
}

// The change with its first number one too low; nothing where it says no such number.
std::optional<explain::Change> too_wide(explain::Change change) {
  for (explain::Alteration& alteration : change.alterations) {
    for (explain::Wanted& it : alteration.to) {
      if (it.relation != explain::Relation::AtLeast) continue;
      const std::size_t point = it.low.find('.');
      const int scale =
          point == std::string::npos ? 0 : static_cast<int>(it.low.size() - point - 1);
      const auto number = runtime::parse_decimal(it.low, scale);
      if (!number.ok()) continue;
      it.low = runtime::format_decimal(*number - 1, scale);
      return change;
    }
  }
  return std::nullopt;
}

// A code that was supplied may be none of a catalog's, and no record can add to a catalog.
bool waits_for_a_catalog(const Case& c, const runtime::Record& record) {
  const explain::Explanation said = c.explain(record);
  return std::ranges::any_of(said.missing, [](const explain::MissingFact& it) {
    return it.cause == runtime::Cause::NotInCatalog || it.cause == runtime::Cause::EmptyInCatalog;
  });
}

void visit_all(int members, int records, const Visit& see) {
  house().visit(members, see);
  if (testing::Test::HasFatalFailure()) return;
  visit_generated(records, see);
}

}  // namespace

TEST(Explanations, AreFaithful) {
  int cases = 0, facts = 0, caught = 0;
  visit_all(MembersEach, RecordsEach, [&](const Case& c, const std::string& name) {
    explain::Explanation said = c.explain(c.record);
    const Breach breach = faithful(c, said);
    ASSERT_FALSE(breach) << *breach << "; " << name;
    ++cases;
    facts += static_cast<int>(said.facts.size());
    // Planted: a value that is not the record's.
    for (explain::FactUsed& it : said.facts) {
      if (it.path == c.schema().leaves[c.schema().at].path) it.value = "1999-12-31";
    }
    caught += faithful(c, said).has_value();
  });
  fmt::print("note: faithful: {} explanations, {} facts; planted value caught {} times\n", cases,
             facts, caught);
  EXPECT_GT(caught, 100);
}

TEST(Explanations, AreSufficient) {
  int cases = 0, decided = 0, caught = 0;
  visit_all(MembersEach, RecordsEach, [&](const Case& c, const std::string& name) {
    explain::Explanation said = c.explain(c.record);
    const Breach breach = sufficient(c, said);
    ASSERT_FALSE(breach) << *breach << "; " << name << "\n"
                         << explain::render_text(said, explain::Colour::Off);
    ++cases;
    decided += said.answer == AnswerKind::Decided;
    // Planted: a fact that is not listed.
    if (!said.facts.empty()) said.facts.pop_back();
    caught += sufficient(c, said).has_value();
  });
  fmt::print("note: sufficient: {} explanations, {} decided; a fact left out caught {} times\n",
             cases, decided, caught);
  EXPECT_GT(decided, cases / 4);
  EXPECT_GT(caught, 100);
}

TEST(Explanations, ChangesAreNecessaryAsFarAsSaid) {
  int searches = 0, changes = 0, incomplete = 0, caught = 0, wide_caught = 0;
  std::map<explain::ChangeKind, int> kinds;
  Random random(4711);
  visit_all(SearchesEach, 3, [&](const Case& c, const std::string& name) {
    const explain::Changes made =
        change::find(c.program, c.decision, c.layout, c.record, c.symbols);
    ++searches;
    incomplete += !made.is_complete;
    for (const explain::Change& it : made.found) {
      ++changes;
      for (const explain::Alteration& one : it.alterations) ++kinds[one.kind];
      for (int n = 0; n < 3; ++n) {
        const Breach breach = necessary(c, it, random);
        ASSERT_FALSE(breach) << *breach << "; " << name << "\n" << explain::render_changes(made);
      }
      // Planted: an alteration left out.
      explain::Change less = it;
      less.alterations.pop_back();
      caught += !less.alterations.empty() && necessary(c, less, random).has_value();
      // Planted: a bound that is too wide by one.
      if (const auto wide = too_wide(it)) {
        for (int n = 0, done = 0; n < 8 && done == 0; ++n) {
          wide_caught += done = necessary(c, *wide, random).has_value();
        }
      }
    }
  });
  fmt::print(
      "note: necessary: {} searches, {} of them cut short, {} changes: {} new items, {} other "
      "values, {} later requests; a part left out caught {} times, a bound too wide by one {} "
      "times\n",
      searches, incomplete, changes, kinds[explain::ChangeKind::NewItem],
      kinds[explain::ChangeKind::OtherValue], kinds[explain::ChangeKind::LaterRequest], caught,
      wide_caught);
  EXPECT_GT(wide_caught, 5);
  EXPECT_GT(changes, 50);
  EXPECT_GT(caught, 20);
}

TEST(Explanations, AreCompleteForUnknowns) {
  int settled = 0, histories = 0, caught = 0;
  house().visit(MembersEach, [&](const Case& whole, const std::string& name) {
    if (name.ends_with("less known")) return;
    Random random(std::hash<std::string>{}(name));
    const runtime::Record partial = less_known(whole, random);
    explain::Explanation said = whole.explain(partial);
    if (said.answer != AnswerKind::NeedsInformation) return;
    runtime::Record supplied = partial;
    if (!supply(whole, said.missing, whole.record, supplied) ||
        waits_for_a_catalog(whole, supplied)) {
      ++histories;
      return;
    }
    ASSERT_NE(whole.decide(supplied).answer.kind, AnswerKind::NeedsInformation)
        << name << "\n"
        << explain::render_text(said, explain::Colour::Off);
    ++settled;
    // Planted: a missing fact that is not said.
    said.missing.pop_back();
    supplied = partial;
    if (!supply(whole, said.missing, whole.record, supplied)) return;
    caught += whole.decide(supplied).answer.kind == AnswerKind::NeedsInformation;
  });
  fmt::print(
      "note: complete for unknowns: {} settled by what was missing, {} wait for a history or "
      "a catalog; a fact not said caught {} times\n",
      settled, histories, caught);
  EXPECT_GT(settled, 50);
  EXPECT_GT(caught, 20);
}

TEST(Explanations, AreStable) {
  auto evaluator = driver::Evaluator::create(house().program());
  ASSERT_TRUE(evaluator.ok()) << evaluator.error();
  int cases = 0, caught = 0;
  house().visit(4, [&](const Case& c, const std::string& name) {
    const auto compiled = [&] {
      return explain::render_json(evaluator->explain(c.decision, c.record, c.symbols));
    };
    explain::Explanation plain = c.explain(c.record);
    const std::string expected = explain::render_json(plain);
    ASSERT_EQ(compiled(), expected) << name;
    // Planted: the same facts in another order.
    std::ranges::reverse(plain.facts);
    caught += explain::render_json(plain) != expected;
    if (cases++ % 8 != 0) return;
    std::vector<std::string> seen(4);
    {
      std::vector<std::jthread> threads;
      for (std::string& it : seen) threads.emplace_back([&] { it = compiled(); });
    }
    for (const std::string& it : seen) ASSERT_EQ(it, expected) << name;
    ASSERT_EQ(explain::render_changes(evaluator->changes(c.decision, c.record, c.symbols)),
              explain::render_changes(evaluator->changes(c.decision, c.record, c.symbols)))
        << name;
  });
  fmt::print("note: stable: {} explanations, byte for byte; another order caught {} times\n", cases,
             caught);
  EXPECT_GT(caught, 50);
}

TEST(Explanations, SayNothingOfFactsThatAreNotListed) {
  int cases = 0, caught = 0;
  Random random(99);
  // Of generated programs the constructs that are shown are not those that decide.
  house().visit(MembersEach, [&](const Case& c, const std::string& name) {
    explain::Explanation said = c.explain(c.record);
    const Breach breach = discreet(c, said, random);
    ASSERT_FALSE(breach) << *breach << "; " << name;
    ++cases;
    // Planted: a fact that is shown and not listed.
    std::erase_if(said.facts, [](const explain::FactUsed& it) {
      return it.path.find('[') == std::string::npos;
    });
    caught += discreet(c, said, random).has_value();
  });
  fmt::print("note: discreet: {} pages; facts shown but not listed caught {} times\n", cases,
             caught);
  EXPECT_GT(caught, 100);
}

static std::string pages_of(const explain::Explanation& it) {
  return explain::render_text(it, explain::Colour::Off) + explain::render_json(it) +
         explain::render_html(it, std::nullopt);
}

TEST(Explanations, ShowAPrescriberNothingOfAProtectedFact) {
  int cases = 0, reading = 0;
  const explain::PlainWords words;
  const auto names = [](const std::string& page) {
    return page.find("member.weight") != std::string::npos ||
           page.find("member.colour") != std::string::npos ||
           page.find("member.labs") != std::string::npos;
  };
  visit_protected(8, [&](const Case& c, const std::string& name) {
    const explain::Explanation said = c.explain(c.record);
    ++cases;
    reading += names(pages_of(said));
    for (const auto audience : {explain::Audience::Prescriber, explain::Audience::Member}) {
      const std::string page = pages_of(explain::for_audience(said, audience, words));
      ASSERT_FALSE(names(page)) << name << "\n" << page;
    }
  });
  fmt::print("note: protected: {} explanations, {} of them read a protected fact\n", cases,
             reading);
  EXPECT_GT(reading, 100);
}

}  // namespace precis::property
