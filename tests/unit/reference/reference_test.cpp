#include "compiler/reference/reference.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace precis::reference {
namespace {

// A text that is read, with what is reported about it.
struct Reading {
  explicit Reading(std::string text) : file(sources.add("data", std::move(text))) {}

  std::vector<std::string> codes() const {
    std::vector<std::string> all;
    for (const diagnostics::Diagnostic& it : sink.all()) all.emplace_back(it.code);
    return all;
  }

  source::Map sources;
  source::FileId file;
  diagnostics::Sink sink;
};

TEST(Csv, CellsKnowTheirPlaces) {
  Reading it("\xEF\xBB\xBFkey,name\r\n1,\"a \"\"b\"\", c\"\r\n2,\n");
  const auto table = csv(it.sources, it.file, it.sink);
  ASSERT_TRUE(table);
  EXPECT_EQ(table->header[1].text, "name");
  ASSERT_EQ(table->rows.size(), 2u);
  EXPECT_EQ(table->rows[0][1].text, "a \"b\", c");
  EXPECT_EQ(it.sources.text(table->rows[0][1].span), "a \"\"b\"\", c");
  EXPECT_EQ(it.sources.position(it.file, table->rows[1][0].span.begin).line, 3u);
  EXPECT_EQ(table->rows[1][1].text, "");
}

TEST(Csv, TextThatIsNoTableIsReportedOnce) {
  const auto codes_of = [](const std::string& text) {
    Reading it(text);
    EXPECT_FALSE(csv(it.sources, it.file, it.sink)) << text;
    return it.codes();
  };
  using Codes = std::vector<std::string>;
  EXPECT_EQ(codes_of("a,b\n1\n2\n"), Codes{"E0525"});
  EXPECT_EQ(codes_of("a,b\n\"1,2\n"), Codes{"E0528"});
  EXPECT_EQ(codes_of("a,b\n\"1\"x,2\n"), Codes{"E0528"});
  EXPECT_EQ(codes_of("a\n\xE4\n"), Codes{"E0104"});
}

std::string value_set(const std::string& codes) {
  return R"({"resourceType": "ValueSet", "url": "u", "version": "1", "status": "active", )" +
         codes + "}";
}

TEST(FhirValueSet, IncludesWithoutWhatIsExcluded) {
  Reading it(value_set(
      R"("compose": {"include": [{"system": "s", "concept": [{"code": "1"}, {"code": "2"}]},
                                 {"system": "t", "concept": [{"code": "2", "display": "two"}]}],
                     "exclude": [{"system": "s", "concept": [{"code": "2"}]}]})"));
  const auto set = fhir_value_set(it.sources, it.file, it.sink);
  ASSERT_TRUE(set);
  ASSERT_EQ(set->entries.size(), 2u);
  EXPECT_EQ(set->entries[0].code, "1");
  EXPECT_EQ(set->entries[1].system, "t");
  EXPECT_EQ(set->entries[1].display, "two");
  EXPECT_EQ(it.sources.text(set->entries[0].span), "\"1\"");
  EXPECT_EQ(it.sources.text(set->version_span), "\"1\"");
}

TEST(FhirValueSet, AnExpansionCountsEachCodeOnceAndNoHeadings) {
  Reading it(value_set(
      R"("compose": {"include": [{"valueSet": ["other"]}]},
         "expansion": {"contains": [{"system": "s", "code": "h", "abstract": true, "contains": [
           {"system": "s", "code": "1"}, {"system": "s", "code": "1"}]}]})"));
  const auto set = fhir_value_set(it.sources, it.file, it.sink);
  ASSERT_TRUE(set) << "with an expansion, compose does not matter";
  ASSERT_EQ(set->entries.size(), 1u);
  EXPECT_EQ(set->entries[0].code, "1");
}

TEST(FhirValueSet, TheBrokenPlaceIsMarked) {
  Reading it(value_set(R"("compose": {"include": [{"system": "s", "filter": [{}]}]})"));
  EXPECT_FALSE(fhir_value_set(it.sources, it.file, it.sink));
  ASSERT_EQ(it.codes(), std::vector<std::string>{"E0540"});
  EXPECT_EQ(it.sources.text(*it.sink.all()[0].primary), "[");
  EXPECT_NE(it.sink.all()[0].message.find("compose.include[0].filter"), std::string::npos);
}

}  // namespace
}  // namespace precis::reference
