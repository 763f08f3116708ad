#pragma once

// What the tests of ingestion share: the standard schema, and look-ups in the records made for it.

#include <gtest/gtest.h>

#include <string>

#include "runtime/ingest/ingest.h"
#include "tests/unit/ingest/standard.h"

namespace precis::runtime::ingest {

class Reading : public testing::Test {
 protected:
  Reading() : standard_(standard()), symbols_(standard_.catalogue) {}

  Reader reader(std::string text, const Options& options = {}) {
    Result<Reader> opened = Reader::over(std::move(text), "in.ndjson", standard_.schema,
                                         standard_.catalogue, symbols_, options);
    EXPECT_TRUE(opened.ok());
    return std::move(opened).value();
  }

  Outcome outcome(std::string text, const Options& options = {}) {
    Reader r = reader(std::move(text), options);
    std::optional<Outcome> first = r.next();
    EXPECT_TRUE(first.has_value());
    summary_ = r.summary();
    return first ? *first : Outcome{};
  }

  // The one record that the text gives.
  Record record(std::string text, const Options& options = {}) {
    Outcome o = outcome(std::move(text), options);
    for (const Rejection& it : o.rejections) ADD_FAILURE() << to_text(it);
    if (o.records.size() == 1) return o.records.front();
    ADD_FAILURE() << o.records.size() << " records";
    return blank_record(standard_.schema, standard_.catalogue.enumerations);
  }

  // The one rejection that the text gives.
  Rejection rejection(std::string text, const Options& options = {}) {
    Outcome o = outcome(std::move(text), options);
    EXPECT_TRUE(o.records.empty());
    if (o.rejections.size() == 1) return o.rejections.front();
    ADD_FAILURE() << o.rejections.size() << " rejections";
    return {};
  }

  LeafIndex leaf(const std::string& path) const {
    for (LeafIndex i = 0; i < standard_.schema.leaves.size(); ++i) {
      if (standard_.schema.leaves[i].path == path) return i;
    }
    ADD_FAILURE() << "no leaf " << path;
    return 0;
  }
  const Fact& fact(const Record& record, const std::string& path) const {
    return record.facts[leaf(path)];
  }
  const std::vector<Item>& items(const Record& record, const std::string& path) const {
    for (std::size_t i = 0; i < standard_.schema.lists.size(); ++i) {
      if (standard_.schema.lists[i].path == path) return record.lists[i];
    }
    ADD_FAILURE() << "no list " << path;
    return record.lists.front();
  }
  std::string code(const Fact& fact) const {
    return fact.cell.low == fact.cell.high ? symbols_.code(static_cast<Symbol>(fact.cell.low))
                                           : "unknown";
  }
  static std::int64_t day(const std::string& text) { return parse_date(text).value().first; }

  Standard standard_;
  Symbols symbols_;
  Summary summary_;
};

inline void expect_rejected(const Rejection& r, const std::string& code, const std::string& reason,
                            const std::string& path, std::size_t line = 1) {
  EXPECT_EQ(r.file, "in.ndjson");
  EXPECT_EQ(r.line, line);
  EXPECT_EQ(r.code, code);
  EXPECT_EQ(r.reason, reason);
  EXPECT_EQ(r.path, path);
}

}  // namespace precis::runtime::ingest
