#include "runtime/units.h"

#include <gtest/gtest.h>

#include "runtime/units_table.h"

namespace precis::runtime {
namespace {

Unit unit(std::string_view text) {
  const auto result = parse_unit(text);
  EXPECT_TRUE(result) << (result ? "" : result.error());
  return result ? *result : Unit{};
}

Rational number(std::string_view text) {
  return *parse_rational(text);
}

// `value` of `from` in `to`.
Rational in(std::string_view value, std::string_view from, std::string_view to) {
  const auto result = convert(number(value), unit(from), unit(to));
  EXPECT_TRUE(result) << from << " to " << to;
  return result ? *result : Rational(0);
}

TEST(UnitNames, FollowTheParts) {
  const auto name = [](const char* text) { return *unit_display_name(text); };
  EXPECT_EQ(name("m"), "(meter)");
  EXPECT_EQ(name("mg/dL"), "(milligram) / (deciliter)");
  EXPECT_EQ(name("10*3/uL"), "(the number ten for arbitrary powers ^ 3) / (microliter)");
  EXPECT_EQ(name("m.s-2"), "(meter) * (second ^ -2)");
  EXPECT_EQ(name("4.(kg/h)"), "4 * ((kilogram) / (hour))");
  EXPECT_EQ(name("/min"), "/ (minute)");
  EXPECT_EQ(name("{tablets}/d"), "{tablets} / (day)");
  EXPECT_EQ(name("mm[Hg]"), "(millimeter of mercury column)");
}

TEST(UnitNames, OfWhatIsNoUnitThereIsNone) {
  EXPECT_FALSE(unit_display_name("m/"));
  EXPECT_FALSE(unit_display_name("days"));
}

TEST(UnitTable, EveryRowCanBeRead) {
  for (std::size_t i = 0; i < unit_table().size(); ++i) {
    const UnitRow& row = unit_table()[i];
    EXPECT_EQ(find_unit(row.symbol), i) << row.symbol << " is written twice";
    if (row.symbol != "each") {
      EXPECT_TRUE(parse_unit(row.symbol)) << row.symbol;
    }
    if (row.metric && row.symbol != "each") {
      EXPECT_TRUE(parse_unit("m" + std::string(row.symbol))) << row.symbol;
    }
  }
  EXPECT_GE(unit_table().size(), 300U);
}

TEST(ParseUnit, MeaningNotText) {
  EXPECT_EQ(unit("mg/dL"), unit("cg/L"));
  EXPECT_EQ(unit("mg/dL"), unit("mg.dL-1"));
  EXPECT_EQ(unit("mg/dL"), unit("/dL.mg"));
  EXPECT_EQ(unit("10*3/uL"), unit("10*9/L"));
  EXPECT_EQ(unit("L/(8.h)"), unit("L/8/h"));
  EXPECT_EQ(unit("mL/{hb}.m2"), unit("mL.m2"));
  EXPECT_NE(unit("mg/dL"), unit("mg/L"));
}

TEST(ParseUnit, DistinguishesDimensions) {
  EXPECT_TRUE(commensurable(unit("kg"), unit("[lb_av]")));
  EXPECT_FALSE(commensurable(unit("kg"), unit("mg/dL")));
  EXPECT_FALSE(commensurable(unit("mg/dL"), unit("mmol/L")));
  EXPECT_FALSE(commensurable(unit("mmol/L"), unit("10*9/L")));
  EXPECT_TRUE(commensurable(unit("meq/L"), unit("mmol/L")));
  EXPECT_FALSE(commensurable(unit("[iU]/L"), unit("U/L")));
  EXPECT_TRUE(commensurable(unit("[IU]/mL"), unit("m[iU]/L")));
  EXPECT_FALSE(commensurable(unit("[iU]"), unit("[iU]2")));
  EXPECT_FALSE(commensurable(unit("[arb'U]"), unit("[iU]")));
  EXPECT_TRUE(commensurable(unit("[iU].[arb'U]/[arb'U]"), unit("[iU]")));
  EXPECT_FALSE(commensurable(unit("[pH]"), unit("1")));
}

TEST(Convert, ClinicalUnitsAreExact) {
  EXPECT_EQ(in("150", "[lb_av]", "kg"), number("68.0388555"));
  EXPECT_EQ(in("1", "mo", "d"), number("30.4375"));
  EXPECT_EQ(in("1", "a", "d"), number("365.25"));
  EXPECT_EQ(in("2", "wk", "d"), 14);
  EXPECT_EQ(in("5.5", "%", "1"), number("0.055"));
  EXPECT_EQ(in("1.2", "mg/dL", "g/L"), number("0.012"));
  EXPECT_EQ(in("72", "ug/h", "mg/d"), number("1.728"));
  EXPECT_EQ(in("180", "cm", "[in_i]"), *Rational::of(9000, 127));
  EXPECT_EQ(in("5", "10*3/uL", "/uL"), 5000);
  EXPECT_EQ(in("120", "mm[Hg]", "kPa"), number("15.99864"));
  EXPECT_EQ(in("60", "/min", "Hz"), 1);
  EXPECT_EQ(in("30", "kg/m2", "g/cm2"), 3);
  EXPECT_EQ(in("40", "U/L", "ukat/L"), *Rational::of(2, 3));
  EXPECT_EQ(in("450", "ms", "s"), number("0.45"));
  EXPECT_EQ(in("7", "m[iU]/mL", "[iU]/L"), 7);
  EXPECT_EQ(in("360", "deg", "circ"), 1);
}

TEST(Convert, ScalesWithAZeroOfTheirOwn) {
  EXPECT_EQ(in("37", "Cel", "K"), number("310.15"));
  EXPECT_EQ(in("98.6", "[degF]", "Cel"), 37);
  EXPECT_EQ(in("0", "K", "[degF]"), number("-459.67"));
  EXPECT_EQ(in("80", "[degRe]", "Cel"), 100);
  EXPECT_EQ(in("37000", "mCel", "Cel"), 37);
  EXPECT_EQ(in("20", "dB", "B"), 2);
  EXPECT_EQ(in("7.4", "[pH]", "[pH]"), number("7.4"));
  for (const char* text : {"Cel/h", "Cel2", "2.Cel", "/Cel", "[pH].m", "mg/[degF]", "(B[SPL])2"}) {
    EXPECT_FALSE(parse_unit(text)) << text;
  }
}

TEST(Convert, RefusesWhatCannotBeCompared) {
  EXPECT_EQ(convert(1, unit("kg"), unit("m")).error(), "the units measure different things");
  EXPECT_FALSE(convert(1, unit("Ym9"), unit("ym9")));
}

TEST(Convert, ThereAndBack) {
  for (const auto& [a, b] : {std::pair{"[lb_av]", "kg"},
                             {"Cel", "[degF]"},
                             {"mm[Hg]", "cm[H2O]"},
                             {"mo", "wk"},
                             {"[foz_us]", "mL"},
                             {"kcal", "J"}}) {
    const auto there = convert(number("12.34"), unit(a), unit(b));
    ASSERT_TRUE(there);
    EXPECT_EQ(*convert(*there, unit(b), unit(a)), number("12.34"));
  }
}

TEST(ParseUnit, SaysWhatIsWrong) {
  EXPECT_EQ(parse_unit("m/").error(), "`m/` is not a unit: nothing follows `/`");
  EXPECT_EQ(parse_unit("iU").error(), "`iU` is not a unit: `iU` is written `[iU]`");
  EXPECT_EQ(parse_unit("molv").error(), "`molv` is not a unit: `molv` is unknown to UCUM");
  EXPECT_EQ(parse_unit("mg/12h").error(),
            "`mg/12h` is not a unit: `.`, `/` or `)` must follow the number 12");
}

TEST(ParseUnit, RefusesMalformedText) {
  for (const char* text : {"",
                           " ",
                           "m ",
                           "m..s",
                           "m.",
                           ".m",
                           "//m",
                           "(m",
                           "m)",
                           "()",
                           "m{",
                           "{}",
                           "{a b}",
                           "m{a}2",
                           "m-",
                           "m+",
                           "m100",
                           "0",
                           "0.5",
                           "1e3",
                           "[in_i",
                           "in_i]",
                           "MG/DL",
                           "m*s",
                           "m^2",
                           "each",
                           "{a{b}}",
                           "kmin",
                           "week",
                           "m2147483648",
                           "1234567890123456789",
                           "m99.m99"}) {
    EXPECT_FALSE(parse_unit(text)) << text;
  }
  EXPECT_FALSE(parse_unit(std::string(200, '(') + "m" + std::string(50, ')')));
  EXPECT_FALSE(parse_unit(std::string(100'000, 'm')));
}

TEST(LanguageUnit, WordsStandForUcum) {
  EXPECT_EQ(language_unit("days"), "d");
  EXPECT_EQ(language_unit("week"), "wk");
  EXPECT_EQ(language_unit("months"), "mo");
  EXPECT_EQ(language_unit("year"), "a");
  EXPECT_EQ(language_unit("mg"), std::nullopt);
  EXPECT_EQ(*parse_language_unit("mg/week"), unit("mg/wk"));
  EXPECT_EQ(*parse_language_unit("days"), unit("d"));
  const auto rate = parse_language_unit("each/day");
  ASSERT_TRUE(rate);
  EXPECT_FALSE(commensurable(*rate, unit("/d")));
  EXPECT_TRUE(commensurable(*rate, *parse_language_unit("each/week")));
  EXPECT_FALSE(parse_language_unit("keach"));
}

}  // namespace
}  // namespace precis::runtime
