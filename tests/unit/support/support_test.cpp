#include <gtest/gtest.h>
#include <sys/resource.h>

#include <atomic>
#include <concepts>
#include <cstdlib>
#include <string>
#include <unordered_set>
#include <variant>

#include "compiler/support/hash.h"
#include "compiler/support/id.h"
#include "compiler/support/match.h"
#include "compiler/support/result.h"
#include "compiler/support/table.h"
#include "compiler/support/workers.h"

namespace precis::support {
namespace {

using AppleId = Id<struct AppleTag>;
using PearId = Id<struct PearTag>;

static_assert(!std::convertible_to<AppleId, PearId>, "an id of one table is none of another");
static_assert(!std::equality_comparable_with<AppleId, PearId>);
static_assert(!std::convertible_to<int, AppleId>, "a number is no id");
static_assert(!std::default_initializable<AppleId>, "there is no `none` id");

TEST(Table, IdsAreStableAndInOrder) {
  Table<AppleTag, std::string> table;
  const AppleId first = table.add("one");
  const AppleId second = table.add("two");
  table[first] += "!";
  EXPECT_EQ(table[first], "one!");
  EXPECT_EQ(table[second], "two");
  EXPECT_LT(first, second);
  EXPECT_EQ(table.size(), 2u);
}

TEST(TableDeathTest, RefusesTheIdOfAnotherTable) {
  Table<AppleTag, int> table;
  EXPECT_DEATH(table[AppleId(0)], "internal error .*id of another table");
}

TEST(Id, CanBeAKey) {
  const std::unordered_set<AppleId> ids = {AppleId(1), AppleId(2), AppleId(1)};
  EXPECT_EQ(ids.size(), 2u);
}

TEST(Match, TakesTheArmOfTheAlternative) {
  std::variant<int, std::string> value = "text";
  const auto arm = [](const auto& it) {
    return match(it, [](int) { return 1; }, [](const std::string&) { return 2; });
  };
  EXPECT_EQ(arm(value), 2);
  value = 7;
  EXPECT_EQ(arm(value), 1);
}

TEST(Result, HoldsAValueOrAReason) {
  const Result<int> good = 3;
  const Result<int> bad = Failure{"no such file"};
  ASSERT_TRUE(good.ok());
  EXPECT_EQ(*good, 3);
  ASSERT_FALSE(bad.ok());
  EXPECT_EQ(bad.error(), "no such file");
  EXPECT_DEATH(static_cast<void>(*bad), "value of a failed result");
}

TEST(Hash, IsTheSameOnEveryMachine) {
  EXPECT_EQ(hash_bytes(""), 0x2D06800538D394C2u);
  EXPECT_NE(combine(combine(0, 1), 2), combine(combine(0, 2), 1));
}

TEST(Workers, AreWaitedFor) {
  std::atomic<int> done = 0;
  {
    const Workers workers(3, [&] { ++done; });
    EXPECT_EQ(workers.count(), 3u);
  }
  EXPECT_EQ(done, 3);
}

// Without memory for stacks there are no threads, or those whose stacks are left from others.
TEST(Workers, AreFewerWhereTheSystemRefusesThem) {
  constexpr std::size_t Many = 100;
  const auto are_fewer = [] {
    const rlimit little{1 << 20, 1 << 20};
    return setrlimit(RLIMIT_AS, &little) == 0 && Workers(Many, [] {}).count() < Many;
  };
  EXPECT_EXIT(std::_Exit(are_fewer() ? 7 : 1), ::testing::ExitedWithCode(7), "");
}

}  // namespace
}  // namespace precis::support
