// Resources laid over the public bundles. Skipped with one line where the data are absent.

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

#include "runtime/ingest/ingest.h"
#include "tests/unit/ingest/standard.h"
#include "tools/synth/synth.h"

namespace precis::synth {
namespace {

namespace ingest = runtime::ingest;

TEST(Overlay, EveryPublicPatientAsksForSomethingAndIsRead) {
  const char* set = std::getenv("PRECIS_DATA");
  const std::string path =
      std::string(set ? set : "../shared/data") + "/fhir/synthea-r4/bundles.ndjson.xz";
  if (!std::filesystem::exists(path)) GTEST_SKIP() << "no data at " << path;
  const ingest::Standard standard = ingest::standard();
  runtime::Symbols symbols(standard.catalogue);
  std::size_t records = 0;
  std::size_t rejected = 0;
  std::size_t unknown_codes = 0;
  auto read = [&](std::string_view line) {
    auto reader = ingest::Reader::over(std::string(line), "overlay", standard.schema,
                                       standard.catalogue, symbols);
    ASSERT_TRUE(reader.ok());
    while (std::optional<ingest::Outcome> o = reader->next()) {
      records += o->records.size();
      rejected += o->rejections.size();
      for (const ingest::Rejection& it : o->rejections) EXPECT_EQ(it.code, "E0831");
      for (const runtime::Record& record : o->records) {
        for (const runtime::Item& item : record.lists.at(1)) {
          if (item.facts.at(0).cause != runtime::Cause::Known) ++unknown_codes;
        }
      }
    }
  };
  auto counts = overlay_file(path, {7, true}, read);
  ASSERT_TRUE(counts.ok()) << counts.error();
  EXPECT_EQ(counts->patients, 615u);
  EXPECT_EQ(counts->unchanged, 2u);
  EXPECT_EQ(counts->coded, 4546u);
  EXPECT_EQ(standard.schema.lists.at(1).path, "member.diagnoses");
  EXPECT_EQ(unknown_codes, 0u);
  EXPECT_EQ(rejected, 2u);
  EXPECT_GT(records, 700u);
}

}  // namespace
}  // namespace precis::synth
