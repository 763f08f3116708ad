#include "runtime/matcher.h"

#include <algorithm>
#include <cstring>
#include <map>

#include "runtime/check.h"

namespace precis::runtime {

using Kind = MatchedTest::Kind;
using Word = std::uint64_t;

// How `MatchTables::numbers` begins: counts, and where the unions and the rules begin. Fields
// follow.
namespace {
struct Head {
  std::int32_t fields;
  std::int32_t words;  // scratch of a block
  std::int32_t unions;
  std::int32_t rules;
};
// The words of a field: one for each class; where it has such comparisons, those below each limit;
// then those from each limit on. There is one limit less than there are classes.
struct Field {
  std::int32_t leaf;
  std::int32_t width;
  std::int32_t nullable;
  std::int32_t low;
  std::int32_t value_count;
  std::int32_t classes;  // place of the class of `low` in MatchTables::classes
  std::int32_t class_count;
  std::int32_t first_class;
  std::int32_t first_below;  // -1: none
  std::int32_t first_from;   // -1: none
};
}  // namespace

static constexpr std::int32_t None = -1;

template <class T>
static void append(std::vector<std::int32_t>& numbers, const T& part) {
  const std::size_t at = numbers.size();
  numbers.resize(at + sizeof(T) / sizeof(std::int32_t));
  std::memcpy(numbers.data() + at, &part, sizeof part);
}

template <class T>
static T read(const std::int32_t* from) {
  T part;
  std::memcpy(&part, from, sizeof part);
  return part;
}

// ---- making the tables

// The limits between the classes of each field, ascending: a number is in the class of as many as
// are not above it.
using Limits = std::vector<std::vector<std::int64_t>>;

static Limits limits_of(const Matcher& matcher) {
  Limits limits(matcher.fields.size());
  for (const MatchedTest& test : matcher.tests) {
    for (std::int64_t value : test.values) {
      limits[test.field].push_back(value);
      if (test.kind == Kind::OneOf) limits[test.field].push_back(value + 1);
    }
  }
  for (std::vector<std::int64_t>& of_field : limits) {
    std::sort(of_field.begin(), of_field.end());
    of_field.erase(std::unique(of_field.begin(), of_field.end()), of_field.end());
  }
  return limits;
}

static std::int32_t class_of(const std::vector<std::int64_t>& limits, std::int64_t value) {
  return static_cast<std::int32_t>(std::upper_bound(limits.begin(), limits.end(), value) -
                                   limits.begin());
}

static std::vector<Field> fields_of(const Matcher& matcher, const Limits& limits,
                                    std::vector<std::uint16_t>& classes, std::int32_t& words) {
  std::vector<Field> fields;
  for (std::size_t i = 0; i < matcher.fields.size(); ++i) {
    const MatchedField& of = matcher.fields[i];
    CHECK(of.high - of.low < MatchedValues, "a class for each value");
    const auto has = [&](Kind kind) {
      return std::any_of(matcher.tests.begin(), matcher.tests.end(), [&](const MatchedTest& test) {
        return test.field == i && test.kind == kind;
      });
    };
    const auto limit_count = static_cast<std::int32_t>(limits[i].size());
    const auto take = [&](bool wanted, std::int32_t count) {
      if (!wanted) return None;
      words += count;
      return words - count;
    };
    fields.push_back(
        {static_cast<std::int32_t>(of.leaf), of.shape.width,
         of.shape.storage == Storage::Nullable ? 1 : 0, static_cast<std::int32_t>(of.low),
         static_cast<std::int32_t>(of.high - of.low + 1), static_cast<std::int32_t>(classes.size()),
         limit_count + 1, take(true, limit_count + 1), take(has(Kind::Below), limit_count),
         take(has(Kind::From), limit_count)});
    for (std::int64_t value = of.low; value <= of.high; ++value) {
      classes.push_back(static_cast<std::uint16_t>(class_of(limits[i], value)));
    }
  }
  return fields;
}

MatchTables match_tables(const Matcher& matcher) {
  MatchTables tables;
  const Limits limits = limits_of(matcher);
  Head head{static_cast<std::int32_t>(matcher.fields.size()), 0, 0, 0};
  const std::vector<Field> fields = fields_of(matcher, limits, tables.classes, head.words);
  append(tables.numbers, head);
  for (const Field& field : fields) append(tables.numbers, field);

  head.unions = static_cast<std::int32_t>(tables.numbers.size());
  append(tables.numbers, std::int32_t{0});
  std::int32_t unions = 0;
  std::vector<std::int32_t> word_of;
  for (const MatchedTest& test : matcher.tests) {
    const Field& field = fields[test.field];
    const auto single = [&](std::int64_t value) {
      return field.first_class + class_of(limits[test.field], value);
    };
    if (test.kind == Kind::OneOf && test.values.size() > 1) {
      word_of.push_back(head.words++);
      append(tables.numbers, word_of.back());
      append(tables.numbers, static_cast<std::int32_t>(test.values.size()));
      for (std::int64_t value : test.values) append(tables.numbers, single(value));
      ++unions;
    } else if (test.kind == Kind::OneOf) {
      word_of.push_back(single(test.values[0]));
    } else {
      const std::int32_t limit = class_of(limits[test.field], test.values[0]) - 1;
      word_of.push_back(limit + (test.kind == Kind::Below ? field.first_below : field.first_from));
    }
  }
  tables.numbers[static_cast<std::size_t>(head.unions)] = unions;

  // Rules with as many tests stand together.
  std::map<std::size_t, std::vector<const MatchedRule*>> by_size;
  for (const MatchedRule& rule : matcher.rules) by_size[rule.tests.size()].push_back(&rule);
  head.rules = static_cast<std::int32_t>(tables.numbers.size());
  append(tables.numbers, static_cast<std::int32_t>(by_size.size()));
  for (const auto& [size, rules] : by_size) {
    append(tables.numbers, static_cast<std::int32_t>(size));
    append(tables.numbers, static_cast<std::int32_t>(rules.size()));
    for (const MatchedRule* rule : rules) {
      append(tables.numbers, static_cast<std::int32_t>(rule->place));
      for (std::uint32_t test : rule->tests) {
        append(tables.numbers, word_of[test]);
        append(tables.numbers, static_cast<std::int32_t>(matcher.tests[test].field));
      }
    }
  }
  std::memcpy(tables.numbers.data(), &head, sizeof head);
  return tables;
}

// ---- reading them

namespace {
struct Block {
  const BatchView* batch;
  const std::uint16_t* classes;
  std::size_t first;
  std::size_t count;
  Word* words;
};
}  // namespace

// The records of the block of which the field is not known.
static Word unknown_of(const Block& block, const Field& field) {
  if (field.nullable == 0) return 0;
  Word known = 0;
  std::memcpy(&known, block.batch->columns[field.leaf].validity + block.first / 8, sizeof known);
  const Word live = block.count == BlockRecords ? ~Word{0} : (Word{1} << block.count) - 1;
  return ~known & live;
}

template <class T>
static void classify(const Block& block, const Field& field, Word unknown) {
  const T* const values = static_cast<const T*>(block.batch->columns[field.leaf].low) + block.first;
  const std::uint16_t* const class_of = block.classes + field.classes;
  Word* const words = block.words + field.first_class;
  const auto last = static_cast<std::uint64_t>(field.value_count - 1);
  for (std::size_t i = 0; i < block.count; ++i) {
    const auto value = static_cast<std::uint64_t>(std::int64_t{values[i]} - field.low);
    words[class_of[std::min(value, last)]] |= (~unknown >> i & 1) << i;
  }
}

// The words of the field; gives the records of which it is not known.
static Word read_field(const Block& block, const Field& field) {
  const Word unknown = unknown_of(block, field);
  const std::int32_t class_count = field.class_count;
  Word* const classes = block.words + field.first_class;
  std::fill_n(classes, class_count, 0);
  switch (field.width) {
    case 1:
      classify<std::int8_t>(block, field, unknown);
      break;
    case 2:
      classify<std::int16_t>(block, field, unknown);
      break;
    case 4:
      classify<std::int32_t>(block, field, unknown);
      break;
    default:
      classify<std::int64_t>(block, field, unknown);
      break;
  }
  if (field.first_below != None) {
    Word* const below = block.words + field.first_below;
    Word so_far = unknown;
    for (std::int32_t i = 0; i + 1 < class_count; ++i) below[i] = so_far |= classes[i];
  }
  if (field.first_from != None) {
    Word* const from = block.words + field.first_from;
    Word so_far = unknown;
    for (std::int32_t i = class_count - 1; i > 0; --i) from[i - 1] = so_far |= classes[i];
  }
  if (unknown != 0) {
    for (std::int32_t i = 0; i < class_count; ++i) classes[i] |= unknown;
  }
  return unknown;
}

static void unite(const std::int32_t* numbers, Word* words) {
  const std::int32_t count = *numbers++;
  for (std::int32_t i = 0; i < count; ++i) {
    Word& to = words[*numbers++];
    const std::int32_t parts = *numbers++;
    Word all = 0;
    for (std::int32_t k = 0; k < parts; ++k) all |= words[*numbers++];
    to = all;
  }
}

namespace {
struct Found {
  std::int64_t rule_count;
  Word governed;
  Word maybe;
  Word* rules;
  Word open;
};
}  // namespace

// So many rules of so many tests; gives where the next ones stand. Size 0: any number of tests.
template <std::int32_t Size>
static const std::int32_t* match_rules(const std::int32_t* numbers, std::int32_t size,
                                       std::int32_t count, const Word* words, const Word* unknown,
                                       Found& found) {
  const std::int32_t tests = Size == 0 ? size : Size;
  Word open = 0;
  for (std::int32_t i = 0; i < count; ++i) {
    const std::int32_t place = *numbers++;
    Word can = ~Word{0};
    Word may_fail = 0;
    for (std::int32_t k = 0; k < tests; ++k) {
      can &= words[*numbers++];
      may_fail |= unknown[*numbers++];
    }
    const Word sure = can & ~may_fail;
    const Word possible = can & may_fail;
    open |= possible;
    found.rules[place] = sure & found.governed;
    found.rules[found.rule_count + place] = (possible & found.governed) | (can & found.maybe);
  }
  found.open |= open;
  return numbers;
}

extern "C" void precis_match(Workspace* workspace, const BatchView* batch,
                             const std::int32_t* numbers, const std::uint16_t* classes,
                             std::int64_t first, std::int64_t rule_count, std::uint64_t governed,
                             std::uint64_t maybe, std::uint64_t* rules, std::uint64_t* open) {
  const auto head = read<Head>(numbers);
  const auto fields = static_cast<std::size_t>(head.fields);
  const auto words = static_cast<std::size_t>(head.words);
  workspace->words.resize(std::max(workspace->words.size(), words + fields));
  const auto left = static_cast<std::size_t>(batch->record_count - first);
  const Block block{batch, classes, static_cast<std::size_t>(first), std::min(left, BlockRecords),
                    workspace->words.data()};
  Word* const unknown = block.words + words;
  const std::int32_t* at = numbers + sizeof(Head) / sizeof(std::int32_t);
  for (std::size_t i = 0; i < fields; ++i) {
    unknown[i] = read_field(block, read<Field>(at));
    at += sizeof(Field) / sizeof(std::int32_t);
  }
  unite(numbers + head.unions, block.words);

  Found found{rule_count, governed, maybe, rules, 0};
  at = numbers + head.rules;
  const std::int32_t groups = *at++;
  for (std::int32_t i = 0; i < groups; ++i) {
    const std::int32_t size = at[0];
    const std::int32_t count = at[1];
    const auto match = size == 2   ? match_rules<2>
                       : size == 3 ? match_rules<3>
                       : size == 4 ? match_rules<4>
                                   : match_rules<0>;
    at = match(at + 2, size, count, block.words, unknown, found);
  }
  *open = found.open;
}

}  // namespace precis::runtime
