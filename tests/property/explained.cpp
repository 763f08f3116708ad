#include "tests/property/explained.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <map>
#include <set>

#include "compiler/driver/evaluator.h"
#include "compiler/explain/explain.h"
#include "compiler/explain/format.h"
#include "compiler/explain/render.h"
#include "compiler/support/check.h"
#include "runtime/batch.h"
#include "runtime/date.h"
#include "runtime/decimal.h"

namespace precis::property {

using explain::Alteration;
using explain::ChangeKind;
using explain::Relation;
using explain::Wanted;
using runtime::AnswerKind;
using runtime::Cell;
using runtime::Form;
using runtime::LeafIndex;
using runtime::ListIndex;

explain::Explanation Case::explain(const runtime::Record& it) const {
  const interp::Evaluation made = decide(it);
  explain::Identity extra;
  extra.compiler_version = driver::compiler_version();
  return explain::decision(program, decision, layout, made.answer, made.trace, it, symbols, extra);
}

// ---- places by their paths

// The gene that a leaf of the member belongs to.
static const runtime::GeneSlot* gene_of(const runtime::Schema& schema, LeafIndex leaf) {
  for (const runtime::GeneSlot& slot : schema.genes) {
    const bool is_its = slot.phenotype == leaf || slot.tested == leaf || slot.score == leaf ||
                        slot.assigned == leaf;
    if (is_its) return &slot;
  }
  return nullptr;
}

static bool is_gene_list(const runtime::Schema& schema, ListIndex list) {
  return std::ranges::any_of(schema.genes, [&](const auto& it) { return it.candidates == list; });
}

static std::string path_of(const runtime::Schema& schema, ListIndex list, std::size_t item,
                           LeafIndex leaf) {
  return fmt::format("{}[{}].{}", schema.lists[list].path, item, schema.leaves[leaf].name);
}

namespace {

// What an explanation lists.
class Listed {
 public:
  Listed(const runtime::Schema& schema, const std::vector<explain::FactUsed>& facts)
      : schema_(schema) {
    for (const explain::FactUsed& it : facts) paths_.emplace(it.path);
  }
  bool has(const std::string& path) const { return paths_.contains(path); }
  bool has_leaf(LeafIndex leaf) const {
    const runtime::GeneSlot* gene = gene_of(schema_, leaf);
    return leaf == schema_.at || has(schema_.leaves[leaf].path) ||
           (gene != nullptr && has(gene->path));
  }
  bool has_list(ListIndex list) const {
    return has(schema_.lists[list].path) ||
           (is_gene_list(schema_, list) && has(schema_.lists[list].fact));
  }
  bool has_item(ListIndex list, std::size_t item) const {
    return std::ranges::any_of(schema_.lists[list].leaves, [&](LeafIndex leaf) {
      return has(path_of(schema_, list, item, leaf));
    });
  }

 private:
  const runtime::Schema& schema_;
  std::set<std::string> paths_;
};

}  // namespace

static runtime::Fact unknown_fact(const Case& c, LeafIndex leaf) {
  const runtime::ValueType& type = c.schema().leaves[leaf].type;
  const bool is_enum = type.form == Form::Enum;
  const Cell cell =
      is_enum ? runtime::mask(c.program.catalogue.enumerations[type.enumeration].all_members())
              : runtime::unknown(type, 0);
  return {cell, runtime::Cause::Absent, 0};
}

runtime::Record only_listed(const Case& c, const std::vector<explain::FactUsed>& facts) {
  const runtime::Schema& schema = c.schema();
  const Listed listed(schema, facts);
  runtime::Record made = runtime::blank_record(schema, c.program.catalogue.enumerations);
  for (LeafIndex leaf = 0; leaf < schema.leaves.size(); ++leaf) {
    if (!schema.leaves[leaf].list && listed.has_leaf(leaf)) {
      made.facts[leaf] = c.record.facts[leaf];
    }
  }
  for (ListIndex list = 0; list < schema.lists.size(); ++list) {
    if (listed.has_list(list)) {
      made.lists[list] = c.record.lists[list];
      continue;
    }
    if (is_gene_list(schema, list)) continue;
    for (std::size_t item = 0; item < c.record.lists[list].size(); ++item) {
      runtime::Item kept;
      for (std::size_t i = 0; i < schema.lists[list].leaves.size(); ++i) {
        const LeafIndex leaf = schema.lists[list].leaves[i];
        const bool is_listed = listed.has(path_of(schema, list, item, leaf));
        kept.facts.push_back(is_listed ? c.record.lists[list][item].facts[i]
                                       : unknown_fact(c, leaf));
      }
      made.lists[list].push_back(std::move(kept));
    }
  }
  made.origins = c.record.origins;
  made.source = c.record.source;
  return made;
}

// Another value than the exact one; nothing where it is not exact.
static std::optional<Cell> other_value(const Case& c, LeafIndex leaf, const Cell& cell,
                                       Random& random) {
  const runtime::ValueType& type = c.schema().leaves[leaf].type;
  switch (type.form) {
    case Form::Bool:
      if (cell.low == runtime::CanBeEither) return std::nullopt;
      return runtime::mask(runtime::CanBeEither & ~cell.low);
    case Form::Enum: {
      const auto& members = c.program.catalogue.enumerations[type.enumeration].members;
      if (!std::has_single_bit(static_cast<std::uint64_t>(cell.low)) || members.size() < 2)
        return std::nullopt;
      const auto other = std::int64_t{1}
                         << random.between(0, static_cast<std::int64_t>(members.size()) - 1);
      return runtime::mask(other);
    }
    case Form::Number:
    case Form::Money:
    case Form::Date:
      if (cell.low != cell.high || type.low == type.high) return std::nullopt;
      return runtime::exact(cell.low < type.high ? cell.low + 1 : cell.low - 1);
    case Form::Code:
    case Form::Text: {
      if (cell.low != cell.high) return std::nullopt;
      const auto other = static_cast<runtime::Symbol>(
          random.between(1, static_cast<std::int64_t>(c.symbols.size()) - 1));
      const auto symbol = static_cast<runtime::Symbol>(cell.low);
      if (c.symbols.system(other) != c.symbols.system(symbol)) return std::nullopt;
      return runtime::exact(other);
    }
    case Form::CodeSet:
      return std::nullopt;
  }
  return std::nullopt;
}

runtime::Record others_changed(const Case& c, const std::vector<explain::FactUsed>& facts,
                               Random& random) {
  const runtime::Schema& schema = c.schema();
  const Listed listed(schema, facts);
  runtime::Record made = c.record;
  for (LeafIndex leaf = 0; leaf < schema.leaves.size(); ++leaf) {
    if (schema.leaves[leaf].list || listed.has_leaf(leaf) || gene_of(schema, leaf) != nullptr)
      continue;
    if (const auto other = other_value(c, leaf, made.facts[leaf].cell, random)) {
      made.facts[leaf].cell = *other;
    }
  }
  for (ListIndex list = 0; list < schema.lists.size(); ++list) {
    if (listed.has_list(list) || is_gene_list(schema, list)) continue;
    bool any = false;
    for (std::size_t item = 0; item < made.lists[list].size(); ++item) {
      any |= listed.has_item(list, item);
    }
    if (!any) made.lists[list].clear();
  }
  return made;
}

// ---- changes, from what they say

static std::optional<std::int64_t> member_named(const Case& c, const runtime::ValueType& type,
                                                const std::string& name) {
  if (type.form == Form::Bool) {
    return name == "true" ? runtime::CanBeTrue : runtime::CanBeFalse;
  }
  const auto& members = c.program.catalogue.enumerations[type.enumeration].members;
  for (std::size_t i = 0; i < members.size(); ++i) {
    if (members[i].name == name) return std::int64_t{1} << i;
  }
  return std::nullopt;
}

// "RxNorm 83367".
static std::optional<std::int64_t> code_named(const Case& c, const std::string& text) {
  const std::size_t space = text.find(' ');
  for (std::uint32_t i = 0; i < c.program.catalogue.systems.size(); ++i) {
    if (space != std::string::npos && text.substr(0, space) == c.program.catalogue.systems[i].name)
      return c.symbols.intern(i, text.substr(space + 1));
  }
  return std::nullopt;
}

static std::optional<std::int64_t> stored(const Case& c, const runtime::ValueType& type,
                                          const std::string& text) {
  switch (type.form) {
    case Form::Bool:
    case Form::Enum:
      return member_named(c, type, text);
    case Form::Number:
    case Form::Money: {
      const auto value = runtime::parse_decimal(text, type.scale);
      return value.ok() ? std::optional(*value) : std::nullopt;
    }
    case Form::Date: {
      const auto day = runtime::parse_date(text);
      return day.ok() ? std::optional<std::int64_t>(day->first) : std::nullopt;
    }
    case Form::Code:
      return code_named(c, text);
    case Form::Text:
    case Form::CodeSet:
      return std::nullopt;
  }
  return std::nullopt;
}

// One of the values that are allowed: mostly at an end.
static std::optional<std::int64_t> one_of(const Case& c, const runtime::ValueType& type,
                                          const Wanted& wanted, Random& random) {
  if (wanted.relation == Relation::OneOf) return stored(c, type, random.pick(wanted.values));
  const auto low =
      wanted.relation == Relation::AtMost ? std::optional(type.low) : stored(c, type, wanted.low);
  if (!low || wanted.relation == Relation::Is) return low;
  const auto high = wanted.relation == Relation::AtLeast ? std::optional(type.high)
                                                         : stored(c, type, wanted.high);
  if (!high || *high < *low) return std::nullopt;
  if (random.chance(40)) return low;
  if (random.chance(40)) return high;
  return *high - *low < 0 ? *low : random.between(*low, *high);
}

// The type of a leaf, or of what a measurement gives.
static runtime::ValueType type_of(const Case& c, LeafIndex leaf, const Alteration& alteration) {
  if (c.schema().leaves[leaf].measured) {
    for (const runtime::Measurement& it : c.program.catalogue.measurements) {
      if (it.name == alteration.title) return it.type;
    }
  }
  return c.schema().leaves[leaf].type;
}

static bool set_item(const Case& c, ListIndex list, runtime::Item& item,
                     const Alteration& alteration, Random& random) {
  for (const Wanted& wanted : alteration.to) {
    bool found = false;
    for (std::size_t i = 0; i < c.schema().lists[list].leaves.size(); ++i) {
      const LeafIndex leaf = c.schema().lists[list].leaves[i];
      if (c.schema().leaves[leaf].name != wanted.field) continue;
      const auto value = one_of(c, type_of(c, leaf, alteration), wanted, random);
      if (!value) return false;
      item.facts[i] = {runtime::exact(*value), runtime::Cause::Known, 0};
      found = true;
    }
    if (!found) return false;
  }
  return true;
}

static bool make_so(const Case& c, const Alteration& alteration, runtime::Record& record,
                    Random& random) {
  const runtime::Schema& schema = c.schema();
  if (alteration.kind == ChangeKind::NewItem) {
    for (ListIndex list = 0; list < schema.lists.size(); ++list) {
      if (schema.lists[list].path != alteration.path) continue;
      runtime::Item item;
      for (const LeafIndex leaf : schema.lists[list].leaves) {
        item.facts.push_back(unknown_fact(c, leaf));
      }
      if (!set_item(c, list, item, alteration, random)) return false;
      record.lists[list].push_back(std::move(item));
      return true;
    }
    return false;
  }
  for (LeafIndex leaf = 0; leaf < schema.leaves.size(); ++leaf) {
    if (schema.leaves[leaf].list || schema.leaves[leaf].path != alteration.path) continue;
    const auto value = one_of(c, schema.leaves[leaf].type, alteration.to.at(0), random);
    if (!value) return false;
    record.facts[leaf] = {runtime::exact(*value), runtime::Cause::Known, 0};
    return true;
  }
  for (ListIndex list = 0; list < schema.lists.size(); ++list) {
    for (std::size_t item = 0; item < record.lists[list].size(); ++item) {
      for (std::size_t i = 0; i < schema.lists[list].leaves.size(); ++i) {
        const LeafIndex leaf = schema.lists[list].leaves[i];
        if (path_of(schema, list, item, leaf) != alteration.path) continue;
        const auto value = one_of(c, type_of(c, leaf, alteration), alteration.to.at(0), random);
        if (!value) return false;
        record.lists[list][item].facts[i] = {runtime::exact(*value), runtime::Cause::Known, 0};
        return true;
      }
    }
  }
  return false;
}

std::optional<runtime::Record> changed(const Case& c, const explain::Change& change,
                                       Random& random) {
  runtime::Record made = c.record;
  for (const Alteration& it : change.alterations) {
    if (!make_so(c, it, made, random)) return std::nullopt;
  }
  return made;
}

// ---- unknown facts

runtime::Record less_known(const Case& c, Random& random) {
  const runtime::Schema& schema = c.schema();
  const auto may_be_unknown = [&](LeafIndex leaf) {
    const auto shape = runtime::column_shape(schema.leaves[leaf], c.program.catalogue.enumerations);
    return leaf != schema.at && shape.storage != runtime::Storage::Exact;
  };
  runtime::Record made = c.record;
  for (LeafIndex leaf = 0; leaf < schema.leaves.size(); ++leaf) {
    const bool may_hide =
        !schema.leaves[leaf].list && gene_of(schema, leaf) == nullptr && may_be_unknown(leaf);
    if (may_hide && random.chance(40)) made.facts[leaf] = unknown_fact(c, leaf);
  }
  const runtime::Record blank = runtime::blank_record(schema, c.program.catalogue.enumerations);
  for (const runtime::GeneSlot& slot : schema.genes) {
    if (!random.chance(40)) continue;
    for (const LeafIndex leaf : {slot.phenotype, slot.tested, slot.score, slot.assigned}) {
      made.facts[leaf] = blank.facts[leaf];
    }
    made.lists[slot.candidates].clear();
  }
  for (ListIndex list = 0; list < schema.lists.size(); ++list) {
    if (is_gene_list(schema, list)) continue;
    for (runtime::Item& item : made.lists[list]) {
      for (std::size_t i = 0; i < item.facts.size(); ++i) {
        const LeafIndex leaf = schema.lists[list].leaves[i];
        if (may_be_unknown(leaf) && random.chance(schema.leaves[leaf].optional ? 30 : 8))
          item.facts[i] = unknown_fact(c, leaf);
      }
    }
  }
  return made;
}

bool supply(const Case& c, const std::vector<explain::MissingFact>& missing,
            const runtime::Record& whole, runtime::Record& record) {
  const runtime::Schema& schema = c.schema();
  std::set<std::string> paths;
  for (const explain::MissingFact& it : missing) {
    const bool is_catalog =
        it.cause == runtime::Cause::NotInCatalog || it.cause == runtime::Cause::EmptyInCatalog;
    if (it.is_history || is_catalog) return false;
    paths.insert(it.path);
  }
  for (LeafIndex leaf = 0; leaf < schema.leaves.size(); ++leaf) {
    const runtime::GeneSlot* gene = gene_of(schema, leaf);
    const std::string& path = gene != nullptr ? gene->path : schema.leaves[leaf].fact;
    if (!schema.leaves[leaf].list && paths.contains(path)) record.facts[leaf] = whole.facts[leaf];
  }
  for (ListIndex list = 0; list < schema.lists.size(); ++list) {
    if (is_gene_list(schema, list)) {
      if (paths.contains(schema.lists[list].fact)) record.lists[list] = whole.lists[list];
      continue;
    }
    for (std::size_t item = 0; item < record.lists[list].size(); ++item) {
      for (std::size_t i = 0; i < schema.lists[list].leaves.size(); ++i) {
        if (paths.contains(path_of(schema, list, item, schema.lists[list].leaves[i]))) {
          record.lists[list][item].facts[i] = whole.lists[list][item].facts[i];
        }
      }
    }
  }
  return true;
}

// ---- the laws

int severity(const Case& c, const runtime::Answer& answer) {
  CHECK(answer.kind == AnswerKind::Decided, "only an outcome has a severity");
  const ir::OutcomeValue& value = ir::outcome_of(c.ladder(), answer.rule);
  switch (c.program.outcomes[c.ladder().outcome].alternatives[value.alternative].standing) {
    case ir::Standing::Favorable:
      return 0;
    case ir::Standing::Review:
      return 1;
    case ir::Standing::Adverse:
      return 2;
  }
  return 2;
}

// Which answer, and by which rule; which rules of a list.
static std::string answer_of(const Case& c, const interp::Evaluation& it) {
  std::string text =
      fmt::format("kind {} rule {}", static_cast<int>(it.answer.kind), it.answer.rule);
  for (std::size_t rule = 0; !it.collected.sure.empty() && rule < c.ladder().rules.size(); ++rule) {
    if (runtime::has_rule(it.collected.sure, rule)) text += fmt::format(" sure {}", rule);
  }
  if (it.answer.kind != AnswerKind::Decided || it.answer.rule == runtime::NoRule) return text;
  for (const auto& field : ir::outcome_of(c.ladder(), it.answer.rule).payload) {
    if (!field) continue;
    const Cell cell = it.trace[c.layout.place(c.program.occurrences[*field].node)->slot];
    text += fmt::format(" {}", cell.low);
  }
  return text;
}

// Each fact listed has the value that is said, and the answer is that of the record.
Breach faithful(const Case& c, const explain::Explanation& said) {
  const runtime::Schema& schema = c.schema();
  const interp::Evaluation again = c.decide(c.record);
  if (again.answer.kind != said.answer) return "the kind of the answer";
  if (said.rule && said.rules[*said.rule].number != again.answer.rule) return "the rule";
  std::map<std::string, const explain::FactUsed*> facts;
  for (const explain::FactUsed& it : said.facts) facts.emplace(it.path, &it);
  const auto expect = [&](const std::string& path, const runtime::ValueType& type,
                          const runtime::Fact& fact) -> Breach {
    const auto found = facts.find(path);
    if (found == facts.end()) return std::nullopt;
    const std::string value = explain::value_text(c.program, type, fact.cell, c.symbols);
    if (found->second->value.starts_with(value)) return std::nullopt;
    return path + " is " + value + ", and said to be " + std::string(found->second->value);
  };
  for (LeafIndex leaf = 0; leaf < schema.leaves.size(); ++leaf) {
    const runtime::Leaf& it = schema.leaves[leaf];
    if (it.list) continue;
    if (const Breach breach = expect(it.path, it.type, c.record.facts[leaf])) return breach;
  }
  for (ListIndex list = 0; list < schema.lists.size(); ++list) {
    for (std::size_t item = 0; item < c.record.lists[list].size(); ++item) {
      for (std::size_t i = 0; i < schema.lists[list].leaves.size(); ++i) {
        const runtime::Leaf& it = schema.leaves[schema.lists[list].leaves[i]];
        // What a measurement gives is said in its unit, which the leaf does not know.
        if (it.measured) continue;
        const Breach breach = expect(path_of(schema, list, item, schema.lists[list].leaves[i]),
                                     it.type, c.record.lists[list][item].facts[i]);
        if (breach) return breach;
      }
    }
  }
  return std::nullopt;
}

Breach sufficient(const Case& c, const explain::Explanation& said) {
  const std::string before = answer_of(c, c.decide(c.record));
  const std::string after = answer_of(c, c.decide(only_listed(c, said.facts)));
  if (before == after) return std::nullopt;
  return before + ", but from the facts listed " + after;
}

// With any values that it allows the change leads to its outcome, which is milder; with a part left
// out to nothing milder.
Breach necessary(const Case& c, const explain::Change& change, Random& random) {
  const interp::Evaluation before = c.decide(c.record);
  const auto record = changed(c, change, random);
  if (!record) return "what it says cannot be read";
  const interp::Evaluation after = c.decide(*record);
  if (after.answer.kind != AnswerKind::Decided) return "it does not decide";
  const ir::OutcomeType& type = c.program.outcomes[c.ladder().outcome];
  const ir::OutcomeValue& given = ir::outcome_of(c.ladder(), after.answer.rule);
  if (type.alternatives[given.alternative].name != change.outcome.alternative)
    return "it leads to another outcome";
  const int reached = severity(c, after.answer);
  if (before.answer.kind == AnswerKind::Decided && reached >= severity(c, before.answer))
    return "it leads to nothing milder";
  for (std::size_t i = 0; change.alterations.size() > 1 && i < change.alterations.size(); ++i) {
    explain::Change less = change;
    less.alterations.erase(less.alterations.begin() + static_cast<std::ptrdiff_t>(i));
    const auto partly = changed(c, less, random);
    if (!partly) return "what it says cannot be read";
    const interp::Evaluation there = c.decide(*partly);
    if (there.answer.kind == AnswerKind::Decided && severity(c, there.answer) <= reached)
      return "it needs no \"" + change.alterations[i].text + "\"";
  }
  return std::nullopt;
}

static std::string text_of(explain::Explanation it) {
  it.identity.member.clear();
  it.identity.input_hash.clear();
  it.identity.decision_id.clear();
  return explain::render_text(it, explain::Colour::Off);
}

static std::vector<std::string> paths_of(const explain::Explanation& it) {
  std::vector<std::string> paths;
  for (const explain::FactUsed& fact : it.facts) paths.emplace_back(fact.path);
  return paths;
}

// What is not listed may be anything: the page says the same. Of several operands that decide alone
// one is listed and shown; a record for which it is another one is no witness.
Breach discreet(const Case& c, const explain::Explanation& said, Random& random) {
  const explain::Explanation other = c.explain(others_changed(c, said.facts, random));
  if (paths_of(c.explain(c.record)) != paths_of(other)) return std::nullopt;
  const std::string before = text_of(said), after = text_of(other);
  if (before == after) return std::nullopt;
  std::size_t from = 0;
  while (from < before.size() && from < after.size() && before[from] == after[from]) ++from;
  from = from < 60 ? 0 : from - 60;
  return "the page differs: " + before.substr(from, 200) + "\n--- and ---\n" +
         after.substr(from, 200);
}

}  // namespace precis::property
