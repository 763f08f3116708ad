#include "bench/w3_data.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "bench/stream.h"
#include "compiler/support/check.h"

namespace precis::bench {

using baseline::W3Condition;
using baseline::W3Rule;
using baseline::W3Rules;

static std::int16_t below(Stream& random, std::int16_t bound) {
  return static_cast<std::int16_t>(random.below(static_cast<std::uint32_t>(bound)));
}

static W3Condition one_of_four(Stream& random) {
  W3Condition condition{W3Condition::OneOf, static_cast<std::uint8_t>(3 + random.below(7)), {}};
  std::size_t count = 0;
  while (count < 4) {
    const std::int16_t value = below(random, W3Values[condition.field]);
    std::int16_t* const end = condition.values + count;
    if (std::find(condition.values, end, value) == end) condition.values[count++] = value;
  }
  std::sort(std::begin(condition.values), std::end(condition.values));
  return condition;
}

// One that so many of a thousand values pass.
static W3Condition limit(Stream& random, bool is_rare, std::vector<std::uint8_t>& used) {
  std::uint8_t field = 0;
  do {
    field = static_cast<std::uint8_t>(10 + random.below(40));
  } while (std::find(used.begin(), used.end(), field) != used.end());
  used.push_back(field);
  const bool is_below = random.below(2) != 0;
  const auto passing =
      static_cast<std::int16_t>(is_rare ? 100 + random.below(500) : 50 + random.below(250));
  if (is_below) return {W3Condition::Below, field, {passing}};
  return {W3Condition::From, field, {static_cast<std::int16_t>(1000 - passing)}};
}

static std::vector<W3Condition> conditions_of(Stream& random) {
  std::vector<W3Condition> conditions;
  const std::uint32_t thrown = random.below(100);
  const bool is_rare = thrown < 85;
  if (is_rare) {
    const std::uint8_t field = thrown < 40 ? 0 : thrown < 70 ? 1 : 2;
    conditions.push_back({W3Condition::Is, field, {below(random, W3Values[field])}});
  }
  if (random.below(10'000) < 3'000) conditions.push_back(one_of_four(random));
  std::uint32_t limits = (is_rare ? 1 : 2) + random.below(2);
  if (conditions.empty()) ++limits;
  std::vector<std::uint8_t> used;
  for (std::uint32_t i = 0; i < limits; ++i) conditions.push_back(limit(random, is_rare, used));
  return conditions;
}

W3Rules w3_rules(std::size_t count) {
  CHECK(count == 1'000 || count == 10'000, "each of the two has a seed of its own");
  Stream random(count == 1'000 ? 0x5eed1000 : 0x5eed2710);
  W3Rules made;
  for (std::uint32_t i = 0; i < count; ++i) {
    const auto first = static_cast<std::uint32_t>(made.conditions.size());
    for (const W3Condition& condition : conditions_of(random)) made.conditions.push_back(condition);
    const auto last = static_cast<std::uint32_t>(made.conditions.size());
    made.rules.push_back({first, last, 1 + random.below(1000), i});
  }
  return made;
}

static std::string text_of(const W3Condition& condition) {
  const std::int16_t* const v = condition.values;
  switch (condition.op) {
    case W3Condition::Is:
      return fmt::format("member.f{} is {}", condition.field, v[0]);
    case W3Condition::Below:
      return fmt::format("member.f{} < {}", condition.field, v[0]);
    case W3Condition::From:
      return fmt::format("member.f{} >= {}", condition.field, v[0]);
    case W3Condition::OneOf:
      return fmt::format("member.f{} in {{ {}, {}, {}, {} }}", condition.field, v[0], v[1], v[2],
                         v[3]);
  }
  CHECK(false, "no such operator");
}

std::string w3_policy(const W3Rules& rules) {
  std::string text = "module bench.w3\n\nschema Member {\n";
  for (std::size_t field = 0; field < baseline::W3Fields; ++field) {
    const int values = field < W3Categories ? W3Values[field] : 1000;
    text += fmt::format("  f{} : integer 0 to {} ?\n", field, values - 1);
  }
  text +=
      "}\n\nrequest Claim { date : Date }\n\noutcome Alert { alert review }\n\n"
      "policy generated \"Generated rules\" (member : Member, claim : Claim) at claim.date {\n"
      "  version    \"1\"\n  effective  2026-01-01 to 2026-12-31\n\n"
      "  decision alerts : Alert by collect {\n";
  for (const W3Rule& rule : rules.rules) {
    text += fmt::format("    rule r{} \"Rule {}\" {{\n", rule.number, rule.number);
    for (std::uint32_t i = rule.first; i < rule.last; ++i) {
      text += i == rule.first ? "      when " : " and ";
      text += text_of(rules.conditions[i]);
    }
    text += "\n      then alert\n    }\n";
  }
  return text + "  }\n}\n";
}

W3Records::W3Records(std::size_t n) : count(n) {
  const std::size_t padded = (n + baseline::W3Block - 1) / baseline::W3Block * baseline::W3Block;
  for (std::vector<std::int16_t>& field : fields) field.resize(padded);
  rows.reserve(n * baseline::W3Fields);
  Stream random(0x5eed0003);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t field = 0; field < baseline::W3Fields; ++field) {
      const bool is_missing = random.below(10'000) < 300;
      const std::int16_t values = field < W3Categories ? W3Values[field] : std::int16_t{1000};
      const std::int16_t value = is_missing ? baseline::W3Missing : below(random, values);
      fields[field][i] = value;
      rows.push_back(value);
    }
  }
}

baseline::W3Columns W3Records::columns() const {
  baseline::W3Columns columns;
  for (std::size_t field = 0; field < baseline::W3Fields; ++field) {
    columns.fields[field] = fields[field].data();
  }
  return columns;
}

}  // namespace precis::bench
