// The functional tests of ucum-org, read from the shared data (ucum.jsonl), one JSON object a line.

#include <fmt/core.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

#include "runtime/decimal_text.h"
#include "runtime/units.h"

namespace precis::runtime {
namespace {

using Json = nlohmann::json;

std::filesystem::path data_file() {
  const char* root = std::getenv("PRECIS_DATA");
  return std::filesystem::path(root != nullptr ? root : "../shared/data") /
         "conformance/ucum.jsonl";
}

// Whether `value` is what the text says, to the places that the text shows: the published outcomes
// are rounded to significant figures.
bool agrees(const Rational& value, const std::string& text) {
  const auto digits = decimal_digits(text, DecimalForm::Json);
  const auto expected = parse_rational(text);
  if (!digits || !expected) return false;
  const int places = static_cast<int>(digits->fraction.size()) - digits->exponent;
  const auto half = scale_by_ten(*Rational::of(1, 2), -places);
  const auto difference = subtract(value, *expected);
  return half && difference && *difference <= *half && *subtract(0, *difference) <= *half;
}

bool converts(const Json& test) {
  const auto from = parse_unit(test["srcUnit"].get<std::string>());
  const auto to = parse_unit(test["dstUnit"].get<std::string>());
  const auto value = parse_rational(test["value"].get<std::string>());
  if (!from || !to || !value) return false;
  const auto result = convert(*value, *from, *to);
  return result && agrees(*result, test["outcome"].get<std::string>());
}

bool multiplies(const Json& test) {
  const auto product = parse_unit(
      fmt::format("({}).({})", test["u1"].get<std::string>(), test["u2"].get<std::string>()));
  const auto expected = parse_unit(test["uRes"].get<std::string>());
  const auto a = parse_rational(test["v1"].get<std::string>());
  const auto b = parse_rational(test["v2"].get<std::string>());
  if (!product || !expected || !a || !b) return false;
  const auto value = mul(*a, *b);
  return *product == *expected && value && agrees(*value, test["vRes"].get<std::string>());
}

bool passes(const Json& test) {
  const std::string section = test["section"];
  if (section == "conversion") return converts(test);
  if (section == "multiplication") return multiplies(test);
  if (section == "displayNameGeneration") {
    const auto name = unit_display_name(test["unit"].get<std::string>());
    return name && *name == test["display"];
  }
  const bool valid = test["valid"] == "true";
  return parse_unit(test["unit"].get<std::string>()).ok() == valid;
}

TEST(UcumConformance, FunctionalTests) {
  std::ifstream file(data_file());
  if (!file)
    GTEST_SKIP() << "no " << data_file().string() << ": set PRECIS_DATA to the shared data";
  int passed = 0;
  int total = 0;
  for (std::string line; std::getline(file, line); ++total) {
    const Json test = Json::parse(line);
    const bool pass = passes(test);
    EXPECT_TRUE(pass) << line;
    passed += pass ? 1 : 0;
  }
  fmt::print("note: ucum: {} of {} pass (validation, conversion, multiplication, display names)\n",
             passed, total);
  EXPECT_EQ(total, 280);
}

}  // namespace
}  // namespace precis::runtime
