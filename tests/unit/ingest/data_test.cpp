// The public bundles: each gives a record or a clear rejection. Skipped with one line where the
// data are absent.

#include <cstdlib>
#include <filesystem>

#include "tests/unit/ingest/reading.h"

namespace precis::runtime::ingest {
namespace {

TEST_F(Reading, EveryPublicBundleGivesARecordOrARejection) {
  const char* set = std::getenv("PRECIS_DATA");
  const std::string path =
      std::string(set ? set : "../shared/data") + "/fhir/synthea-r4/bundles.ndjson.xz";
  if (!std::filesystem::exists(path)) GTEST_SKIP() << "no data at " << path;
  Options options;
  options.default_request =
      R"({"drug": "309362", "date": "2026-03-01", "quantity": 30, "days_supply": 30})";
  Result<Reader> r = Reader::open(path, standard_.schema, standard_.catalogue, symbols_, options);
  ASSERT_TRUE(r.ok()) << r.error();
  std::size_t diagnoses = 0;
  std::size_t orders = 0;
  std::size_t labs = 0;
  while (std::optional<Outcome> o = r->next()) {
    EXPECT_EQ(o->records.size() + o->rejections.size(), 1u);
    for (const Rejection& it : o->rejections) EXPECT_EQ(it.code, "E0831") << to_text(it);
    for (const Record& it : o->records) {
      diagnoses += items(it, "member.diagnoses").size();
      orders += items(it, "member.orders").size();
      labs += items(it, "member.labs").size();
      EXPECT_EQ(fact(it, "member.enrolled_from").cell, exact(day("2026-03-01")));
    }
  }
  EXPECT_EQ(r->summary().read, 617u);
  EXPECT_EQ(r->summary().requests, 615u);
  EXPECT_EQ(r->summary().rejected.at("E0831"), 2u);
  // Every Condition and MedicationRequest is there; an Observation is one lab, a panel of two is
  // two.
  EXPECT_EQ(diagnoses, 4546u);
  EXPECT_EQ(orders, 4712u);
  EXPECT_GT(labs, 88674u);
}

}  // namespace
}  // namespace precis::runtime::ingest
