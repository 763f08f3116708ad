#include "tests/property/record_gen.h"

#include <algorithm>
#include <string>

#include "runtime/date.h"

namespace precis::property {

using runtime::Cause;
using runtime::Cell;
using runtime::Fact;
using runtime::Form;
using runtime::LeafIndex;
using runtime::Record;

static bool is_known(const Cell& cell, const runtime::ValueType& type) {
  if (type.form == Form::Bool || type.form == Form::Enum) return (cell.low & (cell.low - 1)) == 0;
  return cell.low == cell.high;
}

static std::size_t members_of(const World& world, const runtime::ValueType& type) {
  if (type.form == Form::Bool) return 2;
  if (type.form != Form::Enum) return 0;
  const runtime::Enumeration& names = world.catalogue.enumerations[type.enumeration];
  return names.members.size() + (names.has_untested ? 1 : 0);
}

// One of the values that `cell` allows.
static Cell choose(const World& world, LeafIndex leaf, const Cell& cell, Random& random) {
  const runtime::ValueType& type = world.schema.leaves[leaf].type;
  switch (type.form) {
    case Form::Bool:
    case Form::Enum: {
      std::vector<std::int64_t> members;
      for (std::size_t i = 0; i < members_of(world, type); ++i) {
        if (cell.low >> i & 1) members.push_back(std::int64_t{1} << i);
      }
      return runtime::mask(random.pick(members));
    }
    case Form::Code:
    case Form::Text:
    case Form::CodeSet:
      if (cell.low == cell.high) return cell;
      return runtime::exact(
          random.pick(leaf == world.candidate_name ? world.diplotypes : world.drugs));
    case Form::Number:
    case Form::Money:
    case Form::Date:
      break;
  }
  // The ends now and then: that is where the operations turn.
  if (random.chance(20)) return runtime::exact(cell.low);
  if (random.chance(20)) return runtime::exact(cell.high);
  return runtime::exact(random.between(cell.low, cell.high));
}

// Where values are likely to make a difference, narrower than the type's range.
static Cell plausible(const World& world, LeafIndex leaf) {
  if (leaf == world.birth) return runtime::between(AtDay - 20000, AtDay - 5000);
  if (leaf == world.enrolled_from) return runtime::between(AtDay - 400, AtDay);
  if (leaf == world.fill_date || leaf == world.lab_date) {
    return runtime::between(AtDay - 250, AtDay + 15);
  }
  if (leaf == world.at) return runtime::exact(AtDay);
  const runtime::ValueType& type = world.schema.leaves[leaf].type;
  return runtime::unknown(type, members_of(world, type));
}

// Part of what is known of a bounds or mask leaf: more than one value, not all.
static Cell narrowed(const World& world, LeafIndex leaf, Random& random) {
  const runtime::ValueType& type = world.schema.leaves[leaf].type;
  if (type.form == Form::Enum) {
    const std::int64_t all = (std::int64_t{1} << members_of(world, type)) - 1;
    return runtime::mask(random.between(1, all));
  }
  const Cell range = plausible(world, leaf);
  const std::int64_t a = random.between(range.low, range.high);
  return runtime::between(a, std::min(range.high, a + random.between(0, 60)));
}

static Fact make_fact(const World& world, LeafIndex leaf, Random& random) {
  const runtime::Leaf& it = world.schema.leaves[leaf];
  const Cell range = plausible(world, leaf);
  Cell cell = choose(world, leaf, range, random);
  const bool may_be_partial = it.optional || it.approximate || it.type.form == Form::Code;
  if (may_be_partial && random.chance(35)) {
    const bool some = it.approximate || it.type.form == Form::Enum;
    cell = some && random.chance(50) ? narrowed(world, leaf, random)
                                     : runtime::unknown(it.type, members_of(world, it.type));
  }
  return {cell, is_known(cell, it.type) ? Cause::Known : Cause::Absent, 0};
}

static runtime::Item make_item(const World& world, runtime::ListIndex list, Random& random) {
  runtime::Item item;
  for (LeafIndex leaf : world.schema.lists[list].leaves) {
    item.facts.push_back(make_fact(world, leaf, random));
  }
  return item;
}

static void add_candidate(const World& world, Record& record, Random& random) {
  record.lists[world.candidates].push_back(
      {{{runtime::exact(random.pick(world.diplotypes)), Cause::Known, 0}}});
}

// Not tested, reported with an allele that no table has, or tested: by candidates, or with none by
// a phenotype or a score alone; a score may be a lower bound.
static void make_gene(const World& world, Record& record, Random& random) {
  if (random.chance(30)) return;
  if (random.chance(10)) {
    add_candidate(world, record, random);
    for (LeafIndex leaf : {world.phenotype, world.score, world.assigned}) {
      record.facts[leaf].cause = Cause::UnknownAllele;
    }
    return;
  }
  record.facts[world.tested] = {runtime::boolean(true), Cause::Known, 0};
  const std::int64_t phenotypes =
      random.chance(60) ? std::int64_t{1} << random.between(0, 4) : random.between(1, 31);
  record.facts[world.phenotype].cell = runtime::mask(phenotypes);
  const std::int64_t score = random.between(0, 30) * 125;
  const std::int64_t high = random.chance(15) ? world.schema.leaves[world.score].type.high
                                              : score + random.between(0, 1) * 500;
  record.facts[world.score].cell = runtime::between(score, high);
  record.facts[world.assigned].cell = runtime::mask(random.chance(80) ? 1 : random.between(1, 3));
  for (std::int64_t n = random.between(0, 2); n > 0; --n) add_candidate(world, record, random);
  for (LeafIndex leaf : {world.phenotype, world.score, world.assigned}) {
    const bool known = is_known(record.facts[leaf].cell, world.schema.leaves[leaf].type);
    record.facts[leaf].cause = known ? Cause::Known : Cause::AmbiguousCall;
  }
}

Record generate_record(const World& world, Random& random) {
  Record record = runtime::blank_record(world.schema, world.catalogue.enumerations);
  for (LeafIndex leaf = 0; leaf < world.schema.leaves.size(); ++leaf) {
    const runtime::Leaf& it = world.schema.leaves[leaf];
    if (!it.list && it.fact != "member.genome.G")
      record.facts[leaf] = make_fact(world, leaf, random);
  }
  make_gene(world, record, random);
  auto fill_list = [&](runtime::ListIndex list, std::int64_t at_most) {
    for (std::int64_t n = random.between(0, at_most); n > 0; --n) {
      record.lists[list].push_back(make_item(world, list, random));
    }
  };
  fill_list(world.fills, 6);
  fill_list(world.labs, 4);
  fill_list(world.allergies, 3);
  return record;
}

static void make_exact(const World& world, LeafIndex leaf, Fact& fact, Random& random) {
  fact = {choose(world, leaf, fact.cell, random), Cause::Known, 0};
}

// Which gene result it is stays open with several candidates, and with none.
static void settle_candidates(const World& world, Record& record, Random& random) {
  std::vector<runtime::Item>& candidates = record.lists[world.candidates];
  if (candidates.empty()) {
    add_candidate(world, record, random);
  } else {
    candidates = {random.pick(candidates)};
  }
}

static void add_unseen_items(const World& world, Record& record, const Untouchable& keep,
                             Random& random) {
  const std::int64_t enrolled = record.facts[world.enrolled_from].cell.low;
  for (runtime::ListIndex list : {world.fills, world.labs}) {
    if (keep.lists.count(list) != 0) continue;
    for (std::int64_t n = random.between(0, 2); n > 0; --n) {
      runtime::Item item = make_item(world, list, random);
      const std::vector<LeafIndex>& leaves = world.schema.lists[list].leaves;
      for (std::size_t k = 0; k < leaves.size(); ++k)
        make_exact(world, leaves[k], item.facts[k], random);
      // Fills are known from the enrolment on, so an unseen one is older.
      if (list == world.fills)
        item.facts[0].cell = runtime::exact(enrolled - random.between(1, 120));
      record.lists[list].push_back(item);
    }
  }
}

Record complete(const World& world, const Record& partial, const Untouchable& keep,
                Random& random) {
  Record record = partial;
  for (LeafIndex leaf = 0; leaf < world.schema.leaves.size(); ++leaf) {
    if (world.schema.leaves[leaf].list || keep.leaves.count(leaf) != 0) continue;
    make_exact(world, leaf, record.facts[leaf], random);
  }
  for (std::size_t list = 0; list < record.lists.size(); ++list) {
    const std::vector<LeafIndex>& leaves = world.schema.lists[list].leaves;
    for (runtime::Item& item : record.lists[list]) {
      for (std::size_t k = 0; k < leaves.size(); ++k) {
        if (keep.leaves.count(leaves[k]) == 0) make_exact(world, leaves[k], item.facts[k], random);
      }
    }
  }
  settle_candidates(world, record, random);
  add_unseen_items(world, record, keep, random);
  return record;
}

static bool supply_gene(const World& world, Record& record, Random& random) {
  for (LeafIndex leaf : {world.phenotype, world.score, world.assigned}) {
    make_exact(world, leaf, record.facts[leaf], random);
  }
  settle_candidates(world, record, random);
  return true;
}

static bool supply_list(const World& world, Record& record, runtime::ListIndex list) {
  if (list != world.fills) return false;
  record.facts[world.enrolled_from].cell = runtime::exact(runtime::first_supported_day());
  return true;
}

// "member.labs[2].value": the item and the leaf.
static bool supply_item(const World& world, Record& record, const std::string& path,
                        Random& random) {
  const std::size_t open = path.find('[');
  const std::size_t close = path.find(']');
  const auto item = static_cast<std::size_t>(std::stoul(path.substr(open + 1, close - open - 1)));
  const std::string leaf_path = path.substr(0, open) + "[]" + path.substr(close + 1);
  for (std::size_t list = 0; list < world.schema.lists.size(); ++list) {
    const std::vector<LeafIndex>& leaves = world.schema.lists[list].leaves;
    for (std::size_t k = 0; k < leaves.size(); ++k) {
      if (world.schema.leaves[leaves[k]].path != leaf_path) continue;
      make_exact(world, leaves[k], record.lists[list][item].facts[k], random);
      return true;
    }
  }
  return false;
}

bool supply(const World& world, Record& record, const std::vector<std::string>& paths,
            Random& random) {
  for (const std::string& path : paths) {
    // No record can add to a catalog.
    if (path.starts_with("Goods[")) return false;
    bool supplied = false;
    if (path == "member.genome.G") {
      supplied = supply_gene(world, record, random);
    } else if (path.find('[') != std::string::npos) {
      supplied = supply_item(world, record, path, random);
    } else if (path == world.schema.lists[world.fills].path ||
               path == world.schema.lists[world.labs].path) {
      const bool fills = path == world.schema.lists[world.fills].path;
      supplied = supply_list(world, record, fills ? world.fills : world.labs);
    } else {
      for (LeafIndex leaf = 0; leaf < world.schema.leaves.size(); ++leaf) {
        if (world.schema.leaves[leaf].path != path) continue;
        make_exact(world, leaf, record.facts[leaf], random);
        supplied = true;
      }
    }
    if (!supplied) return false;
  }
  return true;
}

}  // namespace precis::property
