#pragma once

// The standard member and request, written out by hand as the compiler makes them, with small
// reference data: what the tests of ingestion read records for.

#include <string>
#include <utility>

#include "runtime/catalogue.h"
#include "runtime/date.h"
#include "runtime/schema.h"

namespace precis::runtime::ingest {

struct Standard {
  Schema schema;
  Catalogue catalogue;
};

enum StandardSystem : std::uint32_t { RxNorm, Icd10, Loinc };

class StandardMaker {
 public:
  Standard make() {
    reference();
    member();
    request();
    return std::move(out_);
  }

 private:
  std::uint32_t enumeration(std::string name, std::vector<EnumMember> members,
                            bool has_untested = false) {
    out_.catalogue.enumerations.push_back({std::move(name), std::move(members), has_untested});
    return static_cast<std::uint32_t>(out_.catalogue.enumerations.size() - 1);
  }

  LeafIndex leaf(const std::string& name, const std::string& path, ValueType type,
                 bool optional = false) {
    Leaf leaf;
    leaf.name = name;
    leaf.path = path;
    leaf.fact = path;
    leaf.type = std::move(type);
    leaf.optional = optional;
    out_.schema.leaves.push_back(std::move(leaf));
    return static_cast<LeafIndex>(out_.schema.leaves.size() - 1);
  }
  LeafIndex coded(const std::string& name, const std::string& path, StandardSystem system) {
    const LeafIndex index = leaf(name, path, plain(Form::Code));
    out_.schema.leaves[index].code_system = system;
    return index;
  }
  LeafIndex approximate(LeafIndex index) {
    out_.schema.leaves[index].approximate = true;
    return index;
  }

  ListIndex list(const std::string& name, const std::string& record, Absence absence) {
    List list;
    list.name = name;
    list.path = "member." + name;
    list.fact = list.path;
    list.record = record;
    list.absence = absence;
    out_.schema.lists.push_back(std::move(list));
    return static_cast<ListIndex>(out_.schema.lists.size() - 1);
  }
  void item(ListIndex list, LeafIndex leaf) {
    out_.schema.leaves[leaf].list = list;
    out_.schema.lists[list].leaves.push_back(leaf);
  }

  static ValueType date() {
    return {Form::Date, 0, 0, "", first_supported_day(), last_supported_day()};
  }
  static ValueType days() { return {Form::Number, 0, 0, "days", 1, 365}; }
  static ValueType each() { return {Form::Number, 0, 1, "each", 0, 1000000}; }
  static ValueType choice(std::uint32_t enumeration) {
    ValueType type;
    type.form = Form::Enum;
    type.enumeration = enumeration;
    return type;
  }
  static ValueType plain(Form form) {
    ValueType type;
    type.form = form;
    return type;
  }

  void reference() {
    Catalogue& c = out_.catalogue;
    c.systems = {{"RxNorm", "http://www.nlm.nih.gov/research/umls/rxnorm"},
                 {"ICD10CM", "http://hl7.org/fhir/sid/icd-10-cm"},
                 {"LOINC", "http://loinc.org"}};
    c.value_sets = {
        {"Clopidogrel", "1", {{RxNorm, "32968", false, ""}, {RxNorm, "309362", false, ""}}},
        {"LDL", "1", {{Loinc, "13457-7", false, ""}, {Loinc, "18262-6", false, ""}}},
        {"QTc", "1", {{Loinc, "8636-3", false, ""}}},
    };
    c.measurements = {{"LDL", 1, {Form::Number, 0, 1, "mg/dL", 0, 10000}, "386.65"},
                      {"QTc", 2, {Form::Number, 0, 0, "ms", 200, 900}, std::nullopt}};
    sex_ = enumeration("Sex",
                       {{"female", "female", ""}, {"male", "male", ""}, {"other", "other", ""}});
    fill_status_ = enumeration("FillStatus", {{"reversed", "", ""}, {"paid", "", ""}});
    kind_ = enumeration("AllergyKind",
                        {{"allergy", "allergy", ""}, {"intolerance", "intolerance", ""}});
    specialty_ = enumeration("Specialty", {{"cardiology", "", ""}, {"neurology", "", ""}});
    phenotype_ = enumeration("CYP2C19.Phenotype",
                             {{"poor_metabolizer", "Poor Metabolizer", ""},
                              {"intermediate_metabolizer", "Intermediate Metabolizer", ""},
                              {"normal_metabolizer", "Normal Metabolizer", ""},
                              {"indeterminate", "Indeterminate", ""}},
                             true);
    Gene gene;
    gene.name = "CYP2C19";
    gene.hgnc = "HGNC:2621";
    gene.phenotypes = phenotype_;
    gene.functions = {"normal", "no", "uncertain"};
    gene.alleles = {{"*1", 0, {}}, {"*2", 1, {}}, {"*3", 1, {}}, {"*17", 0, {}}, {"*12", 2, {}}};
    gene.pairs = {{0, 0, 2}, {0, 1, 1}, {1, 1, 0}, {2, 0, 3}, {2, 1, 3}, {2, 2, 3}};
    c.genes.push_back(std::move(gene));
  }

  void gene_slot() {
    GeneSlot slot{};
    const std::string path = "member.genome.CYP2C19";
    slot.gene = 0;
    slot.path = path;
    slot.phenotype = leaf("CYP2C19.phenotype", path, choice(phenotype_));
    slot.tested = leaf("CYP2C19.tested", path, plain(Form::Bool));
    slot.score = approximate(leaf("CYP2C19.score", path, {Form::Number, 0, 3, "", 0, 8000}));
    slot.assigned = leaf("CYP2C19.assigned", path, plain(Form::Bool));
    slot.candidates = list("CYP2C19.candidates", "", Absence::Complete);
    slot.candidate_name = leaf("CYP2C19.diplotype", path, plain(Form::Code));
    item(slot.candidates, slot.candidate_name);
    out_.schema.genes.push_back(slot);
  }

  void member() {
    Schema& s = out_.schema;
    s.name = "Member";
    s.member_root = "member";
    s.id = leaf("id", "member.id", plain(Form::Text));
    approximate(leaf("birth_date", "member.birth_date", date()));
    leaf("sex", "member.sex", choice(sex_), true);
    ValueType weight{Form::Number, 0, 1, "kg", 2, 7000};
    approximate(leaf("weight", "member.weight", weight, true));
    leaf("height", "member.height", {Form::Number, 0, 1, "cm", 200, 2500}, true);
    leaf("copay", "member.copay", {Form::Money, 0, 2, "USD", 0, 1000000}, true);
    const LeafIndex from = leaf("enrolled_from", "member.enrolled_from", date());
    leaf("enrolled_to", "member.enrolled_to", date(), true);
    gene_slot();

    const ListIndex diagnoses = list("diagnoses", "Diagnosis", Absence::Complete);
    item(diagnoses, coded("code", "member.diagnoses[].code", Icd10));
    item(diagnoses, approximate(leaf("onset", "member.diagnoses[].onset", date())));
    const ListIndex fills = list("fills", "Fill", Absence::KnownWithin);
    s.lists[fills].known_from = from;
    item(fills, coded("drug", "member.fills[].drug", RxNorm));
    item(fills, leaf("date", "member.fills[].date", date()));
    item(fills, leaf("days_supply", "member.fills[].days_supply", days()));
    item(fills, leaf("quantity", "member.fills[].quantity", each()));
    item(fills, leaf("status", "member.fills[].status", choice(fill_status_), true));
    const ListIndex orders = list("orders", "Order", Absence::Open);
    item(orders, coded("drug", "member.orders[].drug", RxNorm));
    item(orders, leaf("date", "member.orders[].date", date()));
    const ListIndex labs = list("labs", "LabResult", Absence::Open);
    item(labs, coded("code", "member.labs[].code", Loinc));
    item(labs, approximate(leaf("date", "member.labs[].date", date())));
    const LeafIndex value =
        leaf("value", "member.labs[].value", {Form::Number, 0, 1, "", -1000000000, 1000000000});
    s.leaves[value].measured = true;
    item(labs, value);
    const ListIndex allergies = list("allergies", "Allergy", Absence::Complete);
    item(allergies, coded("drug", "member.allergies[].drug", RxNorm));
    item(allergies, leaf("kind", "member.allergies[].kind", choice(kind_), true));
  }

  void request() {
    Schema& s = out_.schema;
    s.request_name = "CoverageRequest";
    s.request_root = "request";
    coded("drug", "request.drug", RxNorm);
    s.at = leaf("date", "request.date", date());
    leaf("quantity", "request.quantity", each());
    leaf("days_supply", "request.days_supply", days());
    leaf("specialty", "request.specialty", choice(specialty_), true);
    leaf("attested.mri_confirms", "request.attested.mri_confirms", plain(Form::Bool), true);
    leaf("attested.has_pacemaker", "request.attested.has_pacemaker", plain(Form::Bool), true);
  }

  Standard out_;
  std::uint32_t sex_ = 0;
  std::uint32_t fill_status_ = 0;
  std::uint32_t kind_ = 0;
  std::uint32_t specialty_ = 0;
  std::uint32_t phenotype_ = 0;
};

inline Standard standard() {
  return StandardMaker().make();
}

}  // namespace precis::runtime::ingest
