#include "compiler/check/codes.h"

#include <gtest/gtest.h>

namespace precis::check {
namespace {

bool fits(std::string_view url, std::string_view code, bool is_prefix = false) {
  return !code_problem(url, code, is_prefix);
}

TEST(Codes, FormsOfTheSystems) {
  EXPECT_TRUE(fits("http://hl7.org/fhir/sid/icd-10-cm", "C4A.0"));
  EXPECT_FALSE(fits("http://hl7.org/fhir/sid/icd-10-cm", "C4C.0"));
  EXPECT_FALSE(fits("http://hl7.org/fhir/sid/icd-10-cm", "I21."));
  EXPECT_TRUE(fits("http://hl7.org/fhir/sid/ndc", "12345-6789-01"));
  EXPECT_FALSE(fits("http://hl7.org/fhir/sid/ndc", "1234-56789-0"));
  EXPECT_TRUE(fits("http://www.genenames.org", "2625"));
  EXPECT_FALSE(fits("http://www.genenames.org", "HGNC:"));
  EXPECT_TRUE(fits("http://example.org/any", "what ever"));
}

TEST(Codes, APrefixMayEndAnywhere) {
  EXPECT_TRUE(fits("http://hl7.org/fhir/sid/icd-10-cm", "I", true));
  EXPECT_TRUE(fits("http://hl7.org/fhir/sid/icd-10-cm", "I21.", true));
  EXPECT_TRUE(fits("http://www.whocc.no/atc", "C10A", true));
  EXPECT_TRUE(fits("http://loinc.org", "134", true));
  EXPECT_FALSE(fits("http://hl7.org/fhir/sid/icd-10-cm", "2", true));
}

// Examples that the publishers give.
TEST(Codes, CheckDigits) {
  EXPECT_TRUE(fits("http://hl7.org/fhir/sid/us-npi", "1234567893"));
  EXPECT_TRUE(fits("http://loinc.org", "2345-7"));
  EXPECT_TRUE(fits("http://snomed.info/sct", "22298006"));
  EXPECT_TRUE(fits("http://snomed.info/sct", "73211009"));
  const auto npi = code_problem("http://hl7.org/fhir/sid/us-npi", "1234567890", false);
  ASSERT_TRUE(npi);
  EXPECT_EQ(npi->check_digit, '3');
  const auto concept_id = code_problem("http://snomed.info/sct", "73211000", false);
  ASSERT_TRUE(concept_id);
  EXPECT_EQ(concept_id->check_digit, '9');
}

}  // namespace
}  // namespace precis::check
