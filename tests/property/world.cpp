#include "tests/property/world.h"

#include <string>

#include "runtime/date.h"

namespace precis::property {

using runtime::Form;
using runtime::Leaf;
using runtime::LeafIndex;
using runtime::ListIndex;
using runtime::ValueType;

static constexpr std::uint32_t DrugCount = 8;
static constexpr std::uint32_t DiplotypeCount = 5;
static constexpr std::uint32_t ValueSetCount = 3;

static ValueType number(std::uint8_t scale, std::int64_t low, std::int64_t high) {
  return {Form::Number, 0, scale, "", low, high};
}
static ValueType date() {
  return {Form::Date, 0, 0, "", runtime::first_supported_day(), runtime::last_supported_day()};
}

static runtime::Enumeration enumeration(const std::string& name, int members, bool untested) {
  runtime::Enumeration result{name, {}, untested};
  for (int i = 0; i < members; ++i) {
    const std::string member = name + std::to_string(i);
    result.members.push_back({member, member, ""});
  }
  return result;
}

// The drugs are the first symbols, so that the catalog can hold them.
static void add_catalog(runtime::Catalogue& catalogue) {
  constexpr std::int64_t Empty = 3;
  runtime::ValueSet keys{"Goods", "1", {}};
  runtime::CatalogTable goods{"Goods", "1", "goods.csv", 0, {}, {}, {}};
  goods.columns = {{"colour", {Form::Enum, 0, 0, "", 0, 0}, {}},
                   {"amount", number(1, 0, 300), {}},
                   {"like", {Form::Code, 0, 0, "", 0, 0}, {}}};
  for (std::uint32_t drug = 0; drug < DrugCount; ++drug) {
    catalogue.named_codes.push_back({0, "d" + std::to_string(drug)});
    if (drug + 1 == DrugCount) continue;
    keys.entries.push_back({0, "d" + std::to_string(drug), false, ""});
    goods.keys.push_back(drug + 1);
    goods.lines.push_back(drug + 2);
    const std::int64_t colour = std::int64_t{1} << (drug % 4);
    const std::int64_t amount = drug * 40;
    const std::int64_t like = (drug + 3) % DrugCount + 1;
    goods.columns[GoodsColour].cells.push_back({colour, colour});
    goods.columns[GoodsAmount].cells.push_back(drug == Empty
                                                   ? runtime::CatalogTable::Cell{0, 300}
                                                   : runtime::CatalogTable::Cell{amount, amount});
    goods.columns[GoodsLike].cells.push_back({like, like});
  }
  catalogue.value_sets.push_back(keys);
  goods.value_set = static_cast<std::uint32_t>(catalogue.value_sets.size() - 1);
  catalogue.catalogs.push_back(goods);
}

static void add_gene_table(runtime::Catalogue& catalogue) {
  runtime::Gene gene;
  gene.name = "G";
  gene.source = "Source";
  gene.version = "1";
  gene.phenotypes = 1;
  gene.method = runtime::GeneMethod::ActivityScore;
  for (std::uint32_t i = 0; i < DiplotypeCount; ++i) {
    gene.alleles.push_back({"*" + std::to_string(i), 0, i * 250});
  }
  gene.cut_points = {{0, false, 0}, {500, false, 1}};
  catalogue.genes.push_back(std::move(gene));
}

static void add_reference_data(runtime::Catalogue& catalogue) {
  catalogue.enumerations = {enumeration("Colour", 4, false), enumeration("Phenotype", 5, true)};
  catalogue.systems = {{"Drugs", "urn:drugs"}};
  for (std::uint32_t set = 0; set < ValueSetCount; ++set) {
    runtime::ValueSet codes{"Set" + std::to_string(set), "1", {}};
    for (std::uint32_t drug = set; drug < DrugCount; drug += 2 + set) {
      codes.entries.push_back({0, "d" + std::to_string(drug), false, ""});
    }
    catalogue.value_sets.push_back(codes);
  }
  runtime::ValueSet diplotypes{"Diplotypes", "1", {}};
  for (std::uint32_t i = 0; i < 2; ++i) {
    diplotypes.entries.push_back({runtime::GeneSystemBase, "*1/*" + std::to_string(i), false, ""});
  }
  catalogue.value_sets.push_back(diplotypes);
  add_gene_table(catalogue);
  add_catalog(catalogue);
}

namespace {

// Adds leaves and lists to the schema.
class Builder {
 public:
  explicit Builder(runtime::Schema& schema) : schema_(schema) {}

  LeafIndex leaf(const std::string& path, ValueType type, bool optional, bool approximate = false) {
    Leaf leaf;
    leaf.name = path.substr(path.rfind('.') + 1);
    leaf.path = leaf.fact = path;
    leaf.type = std::move(type);
    leaf.optional = optional;
    leaf.approximate = approximate;
    schema_.leaves.push_back(leaf);
    return static_cast<LeafIndex>(schema_.leaves.size() - 1);
  }
  ListIndex list(const std::string& name, runtime::Absence absence) {
    runtime::List list;
    list.name = name;
    list.path = list.fact = "member." + name;
    list.record = name;
    list.absence = absence;
    schema_.lists.push_back(list);
    return static_cast<ListIndex>(schema_.lists.size() - 1);
  }
  LeafIndex item_leaf(ListIndex list, const std::string& name, ValueType type, bool optional,
                      bool approximate = false) {
    const LeafIndex index =
        leaf(schema_.lists[list].path + "[]." + name, std::move(type), optional, approximate);
    schema_.leaves[index].list = list;
    schema_.lists[list].leaves.push_back(index);
    return index;
  }

 private:
  runtime::Schema& schema_;
};

}  // namespace

static void add_gene(World& w, Builder& build) {
  const ValueType phenotype{Form::Enum, 1, 0, "", 0, 0};
  w.phenotype = build.leaf("member.genome.G.phenotype", phenotype, true);
  w.tested = build.leaf("member.genome.G.tested", {Form::Bool, 0, 0, "", 0, 0}, false);
  w.score = build.leaf("member.genome.G.score", number(3, 0, 8000), true, true);
  w.assigned = build.leaf("member.genome.G.assigned", {Form::Bool, 0, 0, "", 0, 0}, true);
  w.candidates = build.list("genome.G", runtime::Absence::Complete);
  w.candidate_name =
      build.item_leaf(w.candidates, "diplotype", {Form::Code, 0, 0, "", 0, 0}, false);
  for (LeafIndex leaf : {w.phenotype, w.tested, w.score, w.assigned, w.candidate_name}) {
    w.schema.leaves[leaf].fact = "member.genome.G";
  }
  w.schema.genes = {{0, "member.genome.G", w.phenotype, w.tested, w.score, w.assigned, w.candidates,
                     w.candidate_name}};
}

static void add_lists(World& w, Builder& build) {
  const ValueType code{Form::Code, 0, 0, "", 0, 0};
  const ValueType colour{Form::Enum, 0, 0, "", 0, 0};
  w.fills = build.list("fills", runtime::Absence::KnownWithin);
  w.fill_date = build.item_leaf(w.fills, "date", date(), false);
  w.fill_drug = build.item_leaf(w.fills, "drug", code, false);
  w.fill_days = build.item_leaf(w.fills, "days", number(0, 1, 90), false);
  w.fill_kind = build.item_leaf(w.fills, "kind", colour, true);
  w.schema.lists[w.fills].by = w.fill_date;
  w.schema.lists[w.fills].known_from = w.enrolled_from;
  w.labs = build.list("labs", runtime::Absence::Open);
  w.lab_date = build.item_leaf(w.labs, "date", date(), false, true);
  w.lab_code = build.item_leaf(w.labs, "code", code, false);
  w.lab_value = build.item_leaf(w.labs, "value", number(1, 0, 500), false, true);
  w.schema.lists[w.labs].by = w.lab_date;
  w.allergies = build.list("allergies", runtime::Absence::Complete);
  w.allergy_code = build.item_leaf(w.allergies, "code", code, false);
  w.allergy_severe = build.item_leaf(w.allergies, "severe", {Form::Bool, 0, 0, "", 0, 0}, true);
}

World make_world() {
  World w{};
  add_reference_data(w.catalogue);
  Builder build(w.schema);
  w.schema.name = "Member";
  w.schema.request_name = "Request";
  w.schema.member_root = "member";
  w.schema.request_root = "request";
  w.flag = build.leaf("member.flag", {Form::Bool, 0, 0, "", 0, 0}, true);
  w.colour = build.leaf("member.colour", {Form::Enum, 0, 0, "", 0, 0}, true);
  w.count = build.leaf("member.count", number(0, 0, 20), false);
  w.amount = build.leaf("member.amount", number(1, 0, 300), true);
  w.estimate = build.leaf("member.estimate", number(1, -200, 300), true, true);
  w.money = build.leaf("member.money", {Form::Money, 0, 2, "USD", 0, 100000}, true);
  w.birth = build.leaf("member.birth", date(), false, true);
  w.code = build.leaf("member.code", {Form::Code, 0, 0, "", 0, 0}, true);
  w.enrolled_from = build.leaf("member.enrolled_from", date(), false);
  w.weight = build.leaf("member.weight", number(1, 100, 3000), true);
  add_gene(w, build);
  w.at = build.leaf("request.date", date(), false);
  w.quantity = build.leaf("request.quantity", number(0, 0, 100), false);
  w.schema.at = w.at;
  add_lists(w, build);
  runtime::Symbols symbols(w.catalogue);
  for (std::uint32_t i = 0; i < DrugCount; ++i) {
    w.drugs.push_back(symbols.intern(0, "d" + std::to_string(i)));
  }
  for (std::uint32_t i = 0; i < DiplotypeCount; ++i) {
    w.diplotypes.push_back(symbols.intern(runtime::GeneSystemBase, "*1/*" + std::to_string(i)));
  }
  return w;
}

void intern_symbols(const World& world, runtime::Symbols& symbols) {
  for (std::uint32_t i = 0; i < world.drugs.size(); ++i) symbols.intern(0, "d" + std::to_string(i));
  for (std::uint32_t i = 0; i < world.diplotypes.size(); ++i) {
    symbols.intern(runtime::GeneSystemBase, "*1/*" + std::to_string(i));
  }
}

}  // namespace precis::property
