#include "compiler/explain/format.h"

#include <gtest/gtest.h>

#include "tests/support/explain_fixture.h"

namespace precis::explain {

using runtime::Cell;
using runtime::Form;
using runtime::ValueType;
using Fixture = precis::testing::ExplainFixture;

class Format : public ::testing::Test {
 protected:
  std::string text(const ValueType& type, const Cell& cell) {
    return value_text(fixture_.program(), type, cell, fixture_.symbols());
  }
  std::string text(const ValueType& type, std::int64_t low, std::int64_t high) {
    return text(type, runtime::between(low, high));
  }

  Fixture fixture_;
};

static const ValueType Kilograms{Form::Number, 0, 1, "kg", 2, 7000};
static const ValueType Days{Form::Number, 0, 0, "days", 0, 366};
static const ValueType Dollars{Form::Money, 0, 2, "USD", 0, 1'000'000'000};
static const ValueType Euros{Form::Money, 0, 2, "EUR", 0, 1'000'000'000};
static const ValueType Date{Form::Date, 0, 0, "", -25567, 66109};
static const ValueType Phenotype{Form::Enum, 0, 0, "", 0, 0};

TEST_F(Format, QuantitiesCarryTheirUnit) {
  EXPECT_EQ(text(Kilograms, 625, 625), "62.5 kg");
  EXPECT_EQ(text(Kilograms, 600, 600), "60 kg");
  EXPECT_EQ(text(Days, 1, 1), "1 day");
  EXPECT_EQ(text(Days, 30, 30), "30 days");
}

TEST_F(Format, IntervalsAreSaidInWords) {
  EXPECT_EQ(text(Kilograms, 550, 620), "between 55 and 62 kg");
  EXPECT_EQ(text(Kilograms, 550, 7000), "at least 55 kg");
  EXPECT_EQ(text(Kilograms, 2, 620), "at most 62 kg");
  EXPECT_EQ(text(Kilograms, 2, 7000), "unknown");
}

TEST_F(Format, MoneyIsWrittenAsMoney) {
  EXPECT_EQ(text(Dollars, 500, 500), "$5.00");
  EXPECT_EQ(text(Dollars, 210'000, 210'000), "$2,100.00");
  EXPECT_EQ(text(Dollars, 123'456'789, 123'456'789), "$1,234,567.89");
  EXPECT_EQ(text(Dollars, 500, 1000), "between $5.00 and $10.00");
  EXPECT_EQ(text(Euros, 99'999, 99'999), "999.99 EUR");
}

TEST_F(Format, DatesAreIso) {
  const auto day = Fixture::day;
  EXPECT_EQ(text(Date, day("2026-03-01"), day("2026-03-01")), "2026-03-01");
  EXPECT_EQ(text(Date, day("1961-01-01"), day("1961-12-31")), "some day in 1961");
  EXPECT_EQ(text(Date, day("1961-02-01"), day("1961-02-28")), "some day in 1961-02");
  EXPECT_EQ(text(Date, day("1961-02-03"), day("1961-02-28")), "between 1961-02-03 and 1961-02-28");
  EXPECT_EQ(text(Date, day("2026-03-01"), Date.high), "on or after 2026-03-01");
  EXPECT_EQ(text(Date, Date.low, Date.high), "unknown");
}

TEST_F(Format, SetsOfMembersAreSaidByTitle) {
  EXPECT_EQ(text(Phenotype, runtime::mask(0b100)), "Poor Metabolizer");
  EXPECT_EQ(text(Phenotype, runtime::mask(0b110)), "Intermediate Metabolizer or Poor Metabolizer");
  EXPECT_EQ(text(Phenotype, runtime::mask(0b1110)),
            "Intermediate Metabolizer, Poor Metabolizer or not tested");
  EXPECT_EQ(text(Phenotype, runtime::mask(0b1111)), "unknown");
  EXPECT_EQ(text({Form::Bool, 0, 0, "", 0, 0}, runtime::mask(3)), "unknown");
  EXPECT_EQ(text({Form::Enum, 1, 0, "", 0, 0}, runtime::mask(1)),
            "a safer alternative is available");
}

TEST_F(Format, CodesShowTheirDisplayText) {
  const ValueType code{Form::Code, 0, 0, "", 0, 0};
  const auto known = fixture_.symbols().intern(Fixture::RxNorm, "32968");
  const auto bare = fixture_.symbols().intern(Fixture::Icd10, "E11.9");
  EXPECT_EQ(text(code, known, known), "clopidogrel (RxNorm 32968)");
  EXPECT_EQ(text(code, bare, bare), "ICD10CM E11.9");
  EXPECT_EQ(text(code, 0, runtime::UnknownCodeHigh), "unknown");
  EXPECT_EQ(spoken_text(fixture_.program(), code, runtime::exact(known), fixture_.symbols()),
            "clopidogrel");
}

TEST_F(Format, FaultsAreSaid) {
  EXPECT_EQ(text(Days, runtime::surely_faults()), "a fault");
  EXPECT_EQ(text(Days, Cell{30, 30, 1, 0}), "30 days, or a fault");
  EXPECT_TRUE(settled(Days, runtime::surely_faults()));
  EXPECT_FALSE(settled(Days, Cell{30, 30, 1, 0}));
  EXPECT_FALSE(exact(Days, runtime::surely_faults()));
}

}  // namespace precis::explain
