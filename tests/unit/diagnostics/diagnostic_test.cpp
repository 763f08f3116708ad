#include "compiler/diagnostics/diagnostic.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/diagnostics/nearest.h"

namespace precis::diagnostics {
namespace {

template <class K, class... Args>
concept Accepts =
    requires(const K& kind, source::Span span, Args... args) { kind.at(span, args...); };
using NameKind = Kind<Name>;
static_assert(Accepts<NameKind, Name>);
static_assert(!Accepts<NameKind>, "a message without its argument");
static_assert(!Accepts<NameKind, Name, Name>, "an argument too many");
static_assert(!Accepts<NameKind, TypeName>, "an argument of another kind");
static_assert(!Accepts<NameKind, const char*>, "a bare text");
static_assert(internal::uses_exactly("{0} and {1}", 2));
static_assert(!internal::uses_exactly("{0}", 2) && !internal::uses_exactly("{1}", 1));
static_assert(!internal::uses_exactly("{x}", 1) && !internal::uses_exactly("{0", 1));

std::vector<std::string_view> codes_of(const std::vector<Diagnostic>& all) {
  std::vector<std::string_view> codes;
  for (const Diagnostic& it : all) codes.push_back(it.code);
  return codes;
}

TEST(Catalog, IsInCodeOrderWithoutRepeats) {
  const auto all = catalog();
  // E before W, as the alphabet has it.
  EXPECT_TRUE(std::is_sorted(all.begin(), all.end(),
                             [](const auto& a, const auto& b) { return a.code < b.code; }));
  const auto repeat = std::adjacent_find(
      all.begin(), all.end(), [](const auto& a, const auto& b) { return a.code == b.code; });
  EXPECT_EQ(repeat, all.end()) << repeat->code;
}

TEST(Catalog, CodesSaySeverityAndMessagesFollowTheWordingRules) {
  for (const CatalogEntry& entry : catalog()) {
    SCOPED_TRACE(entry.code);
    EXPECT_EQ(entry.code.size(), 5u);
    EXPECT_EQ(entry.code[0], entry.severity == Severity::Error ? 'E' : 'W');
    EXPECT_FALSE(entry.message[0] >= 'A' && entry.message[0] <= 'Z') << "begins with a capital";
    EXPECT_FALSE(entry.message.ends_with('.')) << "ends with a full stop";
    EXPECT_EQ(entry.message.find('\n'), std::string_view::npos) << "has a line break";
    EXPECT_EQ(std::count(entry.message.begin(), entry.message.end(), '`') % 2, 0);
  }
}

TEST(Diagnostic, FillsItsMessage) {
  const Diagnostic it = TypeMismatch.nowhere(TypeName("Date"), TypeName("Text"));
  EXPECT_EQ(it.message, "expected `Date`, found `Text`");
  EXPECT_EQ(it.code, "E0301");
}

TEST(Sink, OnlyErrorsCountAsErrors) {
  Sink sink;
  Diagnostic warning = UnknownName.nowhere(Name("x"));
  warning.severity = Severity::Warning;
  sink.report(warning);
  EXPECT_FALSE(sink.has_errors());
  sink.report(UnknownName.nowhere(Name("x")));
  EXPECT_TRUE(sink.has_errors());
  EXPECT_EQ(sink.all().size(), 2u);
}

TEST(InSourceOrder, SortsByFileAndPositionAndKeepsTheOrderOfReporting) {
  const source::FileId first(0), second(1);
  const std::vector<Diagnostic> sorted = in_source_order({
      UnknownName.at({second, 0, 1}, Name("a")),
      UnknownField.at({first, 5, 6}, TypeName("b"), Name("b")),
      UnknownModule.at({first, 2, 9}, Name("c")),
      DuplicateName.at({first, 5, 6}, Name("d")),
      UnreadableFile.nowhere(Text("e")),
  });
  EXPECT_EQ(codes_of(sorted),
            (std::vector<std::string_view>{"E0701", "E0203", "E0205", "E0202", "E0201"}));
}

TEST(NearestName, ForgivesASlipAndNothingMore) {
  const std::vector<std::string_view> names = {"phenotype", "diagnosis", "diagnoses", "id", "Date"};
  EXPECT_EQ(nearest_name("phenotpye", names), "phenotype") << "swapped letters";
  EXPECT_EQ(nearest_name("phenotyp", names), "phenotype") << "a missing letter";
  EXPECT_EQ(nearest_name("diagnosees", names), "diagnoses") << "the nearest, not the first";
  EXPECT_EQ(nearest_name("date", names), "Date") << "another case";
  EXPECT_EQ(nearest_name("weight", names), std::nullopt);
  EXPECT_EQ(nearest_name("x", names), std::nullopt) << "one letter is like every other";
  EXPECT_EQ(nearest_name("", names), std::nullopt);
}

TEST(Sink, KeepsTheFirstReportsAndCountsTheRest) {
  Sink sink;
  for (std::size_t i = 0; i < Sink::MaxReports + 5; ++i) sink.report(NoTests.nowhere());
  EXPECT_TRUE(sink.is_full());
  EXPECT_EQ(sink.all().size(), Sink::MaxReports);
  EXPECT_EQ(sink.left_out(), 5u);
}

TEST(NearestName, IsNotLookedForWhenTheNameIsNone) {
  const std::string name(1000000, 'a');
  const std::string other = name + "b";
  EXPECT_EQ(nearest_name(name, std::vector<std::string_view>{other}), std::nullopt);
}

}  // namespace
}  // namespace precis::diagnostics
