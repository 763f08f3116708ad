#include "compiler/sample/sample.h"

#include <algorithm>

#include "compiler/sample/aims.h"
#include "compiler/sample/measurement.h"
#include "compiler/support/random.h"
#include "runtime/date.h"
#include "runtime/decimal.h"

namespace precis::sample {

using runtime::Form;
using runtime::Leaf;
using runtime::LeafIndex;
using runtime::ListIndex;

// Where a program says nothing of a date: this many days back at most.
static constexpr std::int64_t LongAgo = 4000;
static constexpr std::int64_t MostItems = 3;
// How far from what is asked about a number may lie, in stored form.
static constexpr std::int64_t Around = 1000;

class Generator::State {
 public:
  State(const ir::Program& program, std::uint32_t schema, const std::vector<ir::NodeId>& aims,
        std::uint64_t seed)
      : program_(program),
        schema_(program.schemas[schema]),
        aims_(aims_of(program, aims)),
        random_(seed) {
    for (const runtime::GeneSlot& gene : schema_.genes) {
      is_gene_.insert({gene.phenotype, gene.tested, gene.score, gene.assigned});
      gene_lists_.insert(gene.candidates);
    }
  }

  Sample make() {
    Sample made;
    made.facts.resize(schema_.leaves.size());
    made.lists.resize(schema_.lists.size());
    made.diplotypes.resize(schema_.genes.size());
    at_ = at();
    made.facts[schema_.at] = at_;
    for (const LeafIndex leaf : own_leaves()) made.facts[leaf] = fact(leaf, made);
    for (std::size_t gene = 0; gene < schema_.genes.size(); ++gene) {
      made.diplotypes[gene] = diplotype(schema_.genes[gene]);
    }
    for (ListIndex list = 0; list < schema_.lists.size(); ++list) fill(list, made);
    return made;
  }

  Sample near(const Sample& sample) {
    Sample made = sample;
    at_ = std::get<std::int64_t>(*made.facts[schema_.at]);
    for (std::int64_t n = random_.between(1, 3); n > 0; --n) {
      const std::vector<LeafIndex> leaves = own_leaves();
      const auto genes = static_cast<std::int64_t>(schema_.genes.size());
      const auto lists = static_cast<std::int64_t>(schema_.lists.size());
      const auto own = static_cast<std::int64_t>(leaves.size());
      const std::int64_t place = random_.between(0, own + genes + lists - 1);
      if (place < own) {
        const LeafIndex leaf = leaves[static_cast<std::size_t>(place)];
        made.facts[leaf] = fact(leaf, made);
      } else if (place < own + genes) {
        const auto gene = static_cast<std::size_t>(place - own);
        made.diplotypes[gene] = diplotype(schema_.genes[gene]);
      } else {
        fill(static_cast<ListIndex>(place - own - genes), made);
      }
    }
    return made;
  }

 private:
  // Of the member and the request, without `at` and what a diplotype says.
  std::vector<LeafIndex> own_leaves() const {
    std::vector<LeafIndex> leaves;
    for (LeafIndex leaf = 0; leaf < schema_.leaves.size(); ++leaf) {
      const bool own = !schema_.leaves[leaf].list && leaf != schema_.at;
      if (own && !is_gene_.contains(leaf)) leaves.push_back(leaf);
    }
    return leaves;
  }

  template <class T>
  const T& any_of(const std::set<T>& from) {
    return *std::next(from.begin(), random_.between(0, static_cast<std::int64_t>(from.size()) - 1));
  }
  static std::int64_t inside(std::int64_t value, std::int64_t low, std::int64_t high) {
    return std::min(std::max(value, low), high);
  }

  // Mostly a day on which something is in force, now and then one at its edge.
  std::int64_t at() {
    const auto known = aims_.values.find(schema_.at);
    const std::int64_t first = runtime::days_from_civil({2026, 1, 1});
    if (known == aims_.values.end()) return random_.between(first, first + 364);
    const std::set<std::int64_t>& days = known->second;
    if (random_.chance(15)) return any_of(days) + random_.between(-1, 1);
    return random_.between(*days.begin(), *days.rbegin());
  }

  Value fact(LeafIndex index, const Sample& so_far) {
    const Leaf& leaf = schema_.leaves[index];
    switch (leaf.type.form) {
      case Form::Bool:
        return std::int64_t{1} << random_.between(0, 1);
      case Form::Enum: {
        const auto& members = program_.catalogue.enumerations[leaf.type.enumeration].members;
        return std::int64_t{1} << random_.between(0, static_cast<std::int64_t>(members.size()) - 1);
      }
      case Form::Number:
      case Form::Money:
        return number(index, leaf.type, so_far);
      case Form::Date:
        return date(index);
      case Form::Code:
        return code(index, so_far);
      case Form::Text:
      case Form::CodeSet:
        return "S" + std::to_string(random_.between(1, 9));
    }
    return std::int64_t{0};
  }

  std::int64_t number(LeafIndex index, const runtime::ValueType& type, const Sample& so_far) {
    std::set<std::int64_t> goals;
    if (const auto found = aims_.values.find(index); found != aims_.values.end()) {
      goals = found->second;
    }
    if (const auto found = aims_.ratios.find(index); found != aims_.ratios.end()) {
      for (const Ratio& ratio : found->second) {
        if (const auto goal = dividend(ratio, so_far)) goals.insert(*goal);
      }
    }
    if (!goals.empty() && random_.chance(75)) {
      return inside(any_of(goals) + random_.between(-1, 1), type.low, type.high);
    }
    // Not the whole of a wide range: most of it no policy asks about.
    const std::int64_t low =
        inside(goals.empty() ? 0 : *goals.begin() - Around, type.low, type.high);
    const std::int64_t high = goals.empty() ? low + Around : *goals.rbegin() + Around;
    return random_.between(low, inside(high, low, type.high));
  }

  std::optional<std::int64_t> dividend(const Ratio& ratio, const Sample& so_far) const {
    const std::optional<Value>& divisor = so_far.facts[ratio.divisor];
    if (!divisor || ratio.shift < -9 || ratio.shift > 9) return std::nullopt;
    __extension__ using Wide = __int128;
    Wide value = Wide{ratio.threshold} * std::get<std::int64_t>(*divisor);
    for (std::int64_t i = 0; i < ratio.shift; ++i) value /= 10;
    for (std::int64_t i = 0; i > ratio.shift; --i) value *= 10;
    if (value > INT64_MAX / 4 || value < INT64_MIN / 4) return std::nullopt;
    return static_cast<std::int64_t>(value);
  }

  bool is_known_from(LeafIndex leaf) const {
    return std::ranges::any_of(schema_.lists,
                               [&](const runtime::List& it) { return it.known_from == leaf; });
  }

  std::int64_t date(LeafIndex index) {
    const std::int64_t first = runtime::first_supported_day();
    const std::int64_t last = runtime::last_supported_day();
    // All of a history is known.
    if (is_known_from(index)) return inside(at_ - 10 * LongAgo, first, last);
    const auto offsets = aims_.offsets.find(index);
    if (offsets != aims_.offsets.end() && random_.chance(75)) {
      const Offset& offset = any_of(offsets->second);
      const auto moved = runtime::add_months(static_cast<std::int32_t>(at_), offset.months);
      return inside(moved + offset.days + random_.between(-1, 1), first, last);
    }
    const auto days = aims_.values.find(index);
    if (days != aims_.values.end() && random_.chance(50)) {
      return inside(any_of(days->second) + random_.between(-1, 1), first, last);
    }
    return inside(at_ - random_.between(0, LongAgo), first, last);
  }

  static Code code_of(const runtime::ValueSetEntry& entry) {
    return {entry.system, entry.prefix ? entry.code + "0" : entry.code};
  }

  // Of one of the value sets asked about, the same as another code of the record, or any other.
  Value code(LeafIndex index, const Sample& so_far) {
    const std::uint32_t system = schema_.leaves[index].code_system.value_or(0);
    const auto asked = aims_.value_sets.find(index);
    const std::int64_t choice = random_.between(0, 99);
    if (choice < 25) {
      std::vector<Code> others;
      for (const std::optional<Value>& it : so_far.facts) {
        const Code* code = it ? std::get_if<Code>(&*it) : nullptr;
        if (code != nullptr && code->system == system) others.push_back(*code);
      }
      if (!others.empty()) return random_.pick(others);
    }
    if (asked != aims_.value_sets.end() && choice < 92) {
      const auto& entries = program_.catalogue.value_sets[any_of(asked->second)].entries;
      std::vector<Code> codes;
      for (const runtime::ValueSetEntry& it : entries) {
        if (it.system == system) codes.push_back(code_of(it));
      }
      if (!codes.empty()) return random_.pick(codes);
    }
    return Code{system, "0"};
  }

  // A class of alleles first, so that rare phenotypes are as likely as common ones.
  std::optional<std::string> diplotype(const runtime::GeneSlot& slot) {
    const runtime::Gene& gene = program_.catalogue.genes[slot.gene];
    std::map<std::int64_t, std::vector<std::string>> classes;
    for (const runtime::Allele& it : gene.alleles) {
      classes[it.value.value_or(-1) * 1000 + it.function].push_back(it.name);
    }
    if (classes.empty()) return std::nullopt;
    const auto allele = [&] {
      const auto place = random_.between(0, static_cast<std::int64_t>(classes.size()) - 1);
      return random_.pick(std::next(classes.begin(), place)->second);
    };
    const std::string first = allele();
    return first + "/" + allele();
  }

  void fill(ListIndex list, Sample& made) {
    if (gene_lists_.contains(list)) return;
    made.lists[list].clear();
    const auto supplies = aims_.supplies.find(list);
    if (supplies != aims_.supplies.end() && random_.chance(60)) {
      cover(list, any_of(supplies->second) + random_.between(-1, 1), made);
      return;
    }
    for (std::int64_t n = random_.between(0, MostItems); n > 0; --n) {
      made.lists[list].push_back(item(list, made));
    }
  }

  std::vector<Value> item(ListIndex list, const Sample& made) {
    std::vector<Value> values;
    for (const LeafIndex leaf : schema_.lists[list].leaves) {
      if (schema_.leaves[leaf].measured) {
        values.emplace_back(measured(leaf, values, made));
      } else {
        values.push_back(fact(leaf, made));
      }
    }
    return values;
  }

  // In the unit and scale of the measurement that has the item's code.
  std::int64_t measured(LeafIndex leaf, const std::vector<Value>& values, const Sample& made) {
    const runtime::Measurement* found = measurement_of(program_, values);
    return number(leaf, found != nullptr ? found->type : schema_.leaves[leaf].type, made);
  }

  // Fills of one drug, one after the other, that end on the day before `at`.
  void cover(ListIndex list, std::int64_t days, Sample& made) {
    constexpr std::int64_t Longest = 30;
    const runtime::List& shape = schema_.lists[list];
    std::vector<Value> first = item(list, made);
    for (std::int64_t begin = at_ - days; begin < at_; begin += Longest) {
      std::vector<Value> next = first;
      for (std::size_t i = 0; i < shape.leaves.size(); ++i) {
        const runtime::ValueType& type = schema_.leaves[shape.leaves[i]].type;
        if (shape.leaves[i] == shape.by) next[i] = begin;
        const bool is_supply = type.form == Form::Number && type.unit == "days";
        if (is_supply) next[i] = std::min(Longest, at_ - begin) * runtime::power_of_ten(type.scale);
      }
      made.lists[list].push_back(std::move(next));
    }
  }

  const ir::Program& program_;
  const runtime::Schema& schema_;
  Aims aims_;
  support::Random random_;
  std::set<LeafIndex> is_gene_;
  std::set<ListIndex> gene_lists_;
  std::int64_t at_ = 0;
};

Generator::Generator(const ir::Program& program, std::uint32_t schema,
                     const std::vector<ir::NodeId>& aims, std::uint64_t seed)
    : state_(std::make_unique<State>(program, schema, aims, seed)) {}
Generator::~Generator() = default;

Sample Generator::make() {
  return state_->make();
}
Sample Generator::near(const Sample& sample) {
  return state_->near(sample);
}

}  // namespace precis::sample
