#pragma once

// A small lowered program for tests of explanations: the clopidogrel policy with two rules, built
// by hand so that these tests need no front end. `source` is the text its places point into.

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "compiler/explain/explain.h"
#include "compiler/interp/interp.h"
#include "compiler/ir/program.h"
#include "compiler/support/check.h"
#include "runtime/date.h"

namespace precis::testing {

inline constexpr std::string_view Source =
    R"(policy clopidogrel "Clopidogrel, CYP2C19-guided" (member : Member, request : CoverageRequest) at request.date {
  version    "2026.1"
  effective  2026-01-01 to 2026-12-31
  governs    request.drug in Clopidogrel

  source cpic  = guideline "CPIC clopidogrel <2022> & CYP2C19" doi "10.1002/cpt.2526"
  source plan  = plan "Quantity limits of the plan" section "QL-12"

  define phenotype  = member.genome.CYP2C19.phenotype
  define recent_acs = any diagnosis in member.diagnoses
                      where diagnosis.code in AcuteCoronarySyndrome
                        and diagnosis.onset within 12 months before request.date

  decision coverage : Coverage by first match {

    rule quantity "More than 1 tablet a day" {
      when    request.quantity / request.days_supply > 1 each/day
      then    deny reason plan_limit_exceeded
      because "{request.quantity} for {request.days_supply} is more than 1 a day"
      cite    plan
    }

    rule poor_response "Reduced CYP2C19 function with ACS" {
      when    phenotype in { intermediate_metabolizer, poor_metabolizer } and recent_acs
      then    refer reason safer_alternative, alternatives { Prasugrel, Ticagrelor }
      unless stable "taken for 330 of the last 365 days" {
        days_covered(fill in member.fills where fill.drug in Clopidogrel, within 365 days before request.date) >= 330 days
      }
      because "a member who is a {phenotype} forms less of the active metabolite, and had {recent_acs.code} on {recent_acs.onset}"
      cite    cpic strength strong
    }

    otherwise approve tier 1, copay $5.00
  }
}
)";

class ExplainFixture {
 public:
  // Leaves, in schema order.
  enum Leaf : runtime::LeafIndex {
    Id,
    EnrolledFrom,
    Phenotype,
    Tested,
    Score,
    Assigned,
    Drug,
    Date,
    Quantity,
    DaysSupply,
    DiagnosisCode,
    DiagnosisOnset,
    FillDrug,
    FillDate,
    FillDays,
    Candidate,
  };
  enum ListOf : runtime::ListIndex { Diagnoses, Fills, Candidates };
  enum System : std::uint32_t { RxNorm, Icd10 };

  ExplainFixture()
      : program_(build()), symbols_(program_.catalogue), layout_(program_, ir::DecisionId(0)) {
    CHECK(ir::verify(program_).empty(), ir::verify(program_));
  }

  const ir::Program& program() const { return program_; }
  runtime::Symbols& symbols() { return symbols_; }
  const ir::TraceLayout& layout() const { return layout_; }

  static std::int64_t day(std::string_view text) { return runtime::parse_date(text).value().first; }

  // Asked on 2026-03-01 for 30 tablets for 30 days; enrolled long ago; untested; nothing on file.
  runtime::Record record() {
    const runtime::Schema& schema = program_.schemas[0];
    runtime::Record made = runtime::blank_record(schema, program_.catalogue.enumerations);
    made.source = "claims.ndjson:17";
    made.origins.push_back({"Patient/1", "identifier"});
    set(made, Id, symbols_.intern(runtime::TextSystem, "M<1>"));
    set(made, EnrolledFrom, day("2020-01-01"));
    set(made, Drug, symbols_.intern(RxNorm, "32968"));
    set(made, Date, day("2026-03-01"));
    set(made, Quantity, 300);
    set(made, DaysSupply, 30);
    made.facts[Tested] = {runtime::boolean(false), runtime::Cause::Known, 0};
    made.facts[Phenotype].cause = runtime::Cause::NotTested;
    return made;
  }

  static void set(runtime::Record& record, Leaf leaf, std::int64_t value) {
    record.facts[leaf] = {runtime::exact(value), runtime::Cause::Known, 0};
  }

  void tested(runtime::Record& record, std::size_t phenotype, std::string_view diplotype) {
    record.origins.push_back({"Observation/g1", "valueCodeableConcept"});
    const auto origin = static_cast<std::uint32_t>(record.origins.size() - 1);
    record.facts[Phenotype] = {runtime::mask(std::int64_t{1} << phenotype), runtime::Cause::Known,
                               origin};
    record.facts[Tested] = {runtime::boolean(true), runtime::Cause::Known, origin};
    const auto symbol = symbols_.intern(runtime::GeneSystemBase, diplotype);
    record.lists[Candidates].push_back({{{runtime::exact(symbol), runtime::Cause::Known, origin}}});
  }

  void diagnosis(runtime::Record& record, std::string_view code, std::string_view onset) {
    record.origins.push_back(
        {"Condition/" + std::to_string(record.lists[Diagnoses].size()), "onsetDateTime"});
    const auto origin = static_cast<std::uint32_t>(record.origins.size() - 1);
    const runtime::DateRange days = runtime::parse_date(onset).value();
    const bool is_exact = days.first == days.last;
    record.lists[Diagnoses].push_back(
        {{{runtime::exact(symbols_.intern(Icd10, code)), runtime::Cause::Known, origin},
          {runtime::between(days.first, days.last),
           is_exact ? runtime::Cause::Known : runtime::Cause::Imprecise, origin}}});
  }

  void fill(runtime::Record& record, std::string_view date, std::int64_t days) {
    record.lists[Fills].push_back(
        {{{runtime::exact(symbols_.intern(RxNorm, "32968")), runtime::Cause::Known, 0},
          {runtime::exact(day(date)), runtime::Cause::Known, 0},
          {runtime::exact(days), runtime::Cause::Known, 0}}});
  }

  explain::Explanation explained(const runtime::Record& record) const {
    const interp::Evaluation done =
        interp::decide(program_, ir::DecisionId(0), layout_, record, symbols_);
    explain::Identity extra;
    extra.compiler_version = "precis test";
    extra.source_path = "policies/cardiology/clopidogrel.precis";
    return explain::decision(program_, ir::DecisionId(0), layout_, done.answer, done.trace, record,
                             symbols_, extra);
  }

 private:
  using Ids = std::vector<ir::NodeId>;
  using Occurrences = std::vector<ir::OccurrenceId>;

  // Makes nodes and occurrences of one program.
  struct Builder {
    ir::Program program;

    static runtime::ValueType type(runtime::Form form, std::uint32_t enumeration = 0) {
      return {form, enumeration, 0, "", 0, 0};
    }
    static runtime::ValueType number(std::uint8_t scale, std::string unit, std::int64_t low,
                                     std::int64_t high) {
      return {runtime::Form::Number, 0, scale, std::move(unit), low, high};
    }
    static runtime::ValueType date() {
      return {runtime::Form::Date,          0, 0, "", runtime::first_supported_day(),
              runtime::last_supported_day()};
    }

    ir::NodeId node(ir::Op op, const runtime::ValueType& type, Ids operands = {},
                    std::int64_t a = 0, std::int64_t b = 0, ir::Scope scope = {},
                    ir::Precision precision = ir::Precision::Exact) {
      return program.graph.add(op, program.graph.intern(type), std::move(operands), a, b, scope,
                               precision);
    }
    ir::NodeId boolean(ir::Op op, Ids operands, std::int64_t a = 0, std::int64_t b = 0,
                       ir::Scope scope = {}) {
      return node(op, type(runtime::Form::Bool), std::move(operands), a, b, scope);
    }
    ir::NodeId constant(const runtime::ValueType& type, std::int64_t value) {
      return node(ir::Op::Constant, type, {}, value, value);
    }
    ir::NodeId fact(Leaf leaf) {
      const runtime::Leaf& it = program.schemas[0].leaves[leaf];
      return node(ir::Op::Fact, it.type, {}, leaf, 0, {},
                  it.optional ? ir::Precision::Partial : ir::Precision::Exact);
    }
    ir::NodeId item_fact(Leaf leaf) {
      const runtime::Leaf& it = program.schemas[0].leaves[leaf];
      return node(ir::Op::ItemFact, it.type, {}, leaf, 0, {1, {*it.list, 0}},
                  it.optional || it.approximate ? ir::Precision::Partial : ir::Precision::Exact);
    }
    ir::OccurrenceId occurrence(ir::NodeId id, ir::Shape shape, std::string_view text,
                                Occurrences children = {}, std::string name = {}) {
      const std::size_t begin = Source.find(text);
      CHECK(begin != std::string_view::npos, "words that are not in the source");
      std::string folded;
      for (const char c : text) {
        const bool is_space = c == ' ' || c == '\n';
        if (!is_space || folded.empty() || folded.back() != ' ') folded += is_space ? ' ' : c;
      }
      return program.occurrences.add({id,
                                      shape,
                                      span(begin, begin + text.size()),
                                      std::move(folded),
                                      std::move(name),
                                      std::move(children),
                                      {},
                                      0,
                                      {}});
    }
    static source::Span span(std::size_t begin, std::size_t end) {
      return {source::FileId(0), static_cast<std::uint32_t>(begin),
              static_cast<std::uint32_t>(end)};
    }
    static source::Span span_of(std::string_view from, std::string_view to) {
      const std::size_t begin = Source.find(from);
      return span(begin, Source.find(to, begin) + to.size());
    }
  };

  static void describe(Builder& builder);
  static void schema(runtime::Schema& schema);
  static ir::OccurrenceId recent_acs(Builder& builder);
  static ir::OccurrenceId stable(Builder& builder);
  static void ladder(Builder& builder);

  static ir::Program build() {
    Builder builder;
    describe(builder);
    ladder(builder);
    return std::move(builder.program);
  }

  ir::Program program_;
  runtime::Symbols symbols_;
  ir::TraceLayout layout_;
};

inline void ExplainFixture::schema(runtime::Schema& it) {
  using runtime::Form;
  it.name = "Member";
  it.request_name = "CoverageRequest";
  it.member_root = "member";
  it.request_root = "request";
  const auto leaf = [&](std::string name, std::string path, runtime::ValueType type,
                        std::optional<runtime::ListIndex> list = {}, bool optional = false) {
    runtime::Leaf made;
    made.name = std::move(name);
    made.path = made.fact = std::move(path);
    made.type = std::move(type);
    made.list = list;
    made.optional = optional;
    it.leaves.push_back(std::move(made));
  };
  leaf("id", "member.id", Builder::type(Form::Text));
  leaf("enrolled_from", "member.enrolled_from", Builder::date(), {}, true);
  for (const char* part : {"phenotype", "tested", "score", "assigned"}) {
    const bool is_score = std::string_view(part) == "score";
    leaf(std::string("genome.CYP2C19.") + part, std::string("member.genome.CYP2C19.") + part,
         is_score                                ? Builder::number(3, "", 0, 10000)
         : std::string_view(part) == "phenotype" ? Builder::type(Form::Enum, 0)
                                                 : Builder::type(Form::Bool),
         {}, std::string_view(part) != "tested");
    it.leaves.back().fact = "member.genome.CYP2C19";
    it.leaves.back().clinical = it.leaves.back().actionable = true;
  }
  leaf("drug", "request.drug", Builder::type(Form::Code));
  leaf("date", "request.date", Builder::date());
  leaf("quantity", "request.quantity", Builder::number(1, "each", 0, 1000000), {}, true);
  leaf("days_supply", "request.days_supply", Builder::number(0, "days", 1, 365));
  leaf("code", "member.diagnoses[].code", Builder::type(Form::Code), Diagnoses, true);
  leaf("onset", "member.diagnoses[].onset", Builder::date(), Diagnoses, true);
  leaf("drug", "member.fills[].drug", Builder::type(Form::Code), Fills, true);
  leaf("date", "member.fills[].date", Builder::date(), Fills);
  leaf("days_supply", "member.fills[].days_supply", Builder::number(0, "days", 1, 365), Fills);
  leaf("candidates", "member.genome.CYP2C19", Builder::type(Form::Code), Candidates);
  it.leaves[DiagnosisOnset].approximate = true;
  const auto list = [&](std::string name, std::string path, runtime::Absence absence,
                        std::vector<runtime::LeafIndex> leaves) {
    runtime::List made;
    made.name = std::move(name);
    made.path = made.fact = std::move(path);
    made.absence = absence;
    made.leaves = std::move(leaves);
    it.lists.push_back(std::move(made));
  };
  list("diagnoses", "member.diagnoses", runtime::Absence::Complete,
       {DiagnosisCode, DiagnosisOnset});
  it.lists.back().by = DiagnosisOnset;
  it.lists.back().clinical = true;
  list("fills", "member.fills", runtime::Absence::KnownWithin, {FillDrug, FillDate, FillDays});
  it.lists.back().by = FillDate;
  it.lists.back().known_from = EnrolledFrom;
  it.lists.back().actionable = true;
  list("candidates", "member.genome.CYP2C19", runtime::Absence::Complete, {Candidate});
  it.genes.push_back(
      {0, "member.genome.CYP2C19", Phenotype, Tested, Score, Assigned, Candidates, Candidate});
  it.at = Date;
  it.id = Id;
}

inline void ExplainFixture::describe(Builder& builder) {
  ir::Program& it = builder.program;
  runtime::Catalogue& catalogue = it.catalogue;
  catalogue.enumerations = {
      {"CYP2C19.Phenotype",
       {{"normal_metabolizer", "Normal Metabolizer", ""},
        {"intermediate_metabolizer", "Intermediate Metabolizer", ""},
        {"poor_metabolizer", "Poor Metabolizer", ""}},
       true},
      {"Reason", {{"safer_alternative", "a safer alternative is available", ""}}, false},
      {"AdministrativeReason", {{"plan_limit_exceeded", "plan limits exceeded", "76"}}, false}};
  catalogue.systems = {{"RxNorm", "http://www.nlm.nih.gov/research/umls/rxnorm"},
                       {"ICD10CM", "http://hl7.org/fhir/sid/icd-10-cm"}};
  catalogue.value_sets = {
      {"Clopidogrel", "2026-02", {{RxNorm, "32968", false, "clopidogrel"}}},
      {"AcuteCoronarySyndrome", "2026", {{Icd10, "I21.", true, "Acute <myocardial> infarction"}}},
      {"Prasugrel", "2026-02", {{RxNorm, "613391", false, "prasugrel"}}},
      {"Ticagrelor", "2026-02", {{RxNorm, "1116632", false, "ticagrelor"}}}};
  catalogue.code_sets = {{2, 3}};
  runtime::Gene gene;
  gene.name = "CYP2C19";
  gene.source = "CPIC_CYP2C19";
  gene.version = "2025-11";
  gene.alleles = {{"*1", 0, {}}, {"*2", 0, {}}, {"*17", 0, {}}};
  gene.phenotypes = 0;
  catalogue.genes.push_back(std::move(gene));
  it.schemas.emplace_back();
  schema(it.schemas.back());
  using Alternative = ir::Alternative;
  const auto enumeration = [&](std::uint32_t index) {
    return it.graph.intern(Builder::type(runtime::Form::Enum, index));
  };
  it.outcomes.push_back(
      {"Coverage",
       {Alternative{
            "approve",
            ir::Standing::Favorable,
            false,
            {{"tier", it.graph.intern(Builder::number(0, "", 1, 7)), false},
             {"copay", it.graph.intern({runtime::Form::Money, 0, 2, "USD", 0, 100000000}), true}}},
        Alternative{
            "refer",
            ir::Standing::Review,
            false,
            {{"reason", enumeration(1), false},
             {"alternatives", it.graph.intern(Builder::type(runtime::Form::CodeSet)), false}}},
        Alternative{"deny", ir::Standing::Adverse, true, {{"reason", enumeration(2), false}}}}});
}

inline ir::OccurrenceId ExplainFixture::recent_acs(Builder& b) {
  using ir::Op;
  using ir::Shape;
  const ir::Scope item{1, {Diagnoses, 0}};
  const ir::NodeId code = b.item_fact(DiagnosisCode), onset = b.item_fact(DiagnosisOnset);
  const ir::NodeId at = b.fact(Date);
  const ir::NodeId first = b.node(Op::AddMonths, Builder::date(), {at}, -12);
  const ir::NodeId member_of = b.boolean(Op::InValueSet, {code}, 1, 0, item);
  const ir::NodeId from = b.boolean(Op::LessEqual, {first, onset}, 0, 0, item);
  const ir::NodeId to = b.boolean(Op::LessEqual, {onset, at}, 0, 0, item);
  const ir::NodeId window = b.boolean(Op::And, {from, to}, 0, 0, item);
  const ir::NodeId where = b.boolean(Op::And, {member_of, from, to}, 0, 0, item);
  const ir::NodeId any = b.boolean(Op::Any, {where}, Diagnoses, 0);
  const auto code_words = b.occurrence(code, Shape::Fact, "diagnosis.code");
  const auto onset_words = b.occurrence(onset, Shape::Fact, "diagnosis.onset");
  const auto first_words = b.occurrence(first, Shape::Arithmetic, "12 months before request.date");
  const auto at_words = b.occurrence(at, Shape::Fact, "request.date");
  const auto in_set =
      b.occurrence(member_of, Shape::Membership, "diagnosis.code in AcuteCoronarySyndrome",
                   {code_words}, "AcuteCoronarySyndrome");
  const auto within =
      b.occurrence(window, Shape::Window, "diagnosis.onset within 12 months before request.date",
                   {onset_words, first_words, at_words}, "within");
  const auto conditions = b.occurrence(
      where, Shape::AllOf,
      "diagnosis.code in AcuteCoronarySyndrome\n                        and diagnosis.onset within "
      "12 months before request.date",
      {in_set, within});
  const auto quantifier = b.occurrence(
      any, Shape::Quantifier,
      "any diagnosis in member.diagnoses\n                      where diagnosis.code in "
      "AcuteCoronarySyndrome\n                        and diagnosis.onset within 12 months before "
      "request.date",
      {conditions});
  b.program.occurrences[quantifier].list = Diagnoses;
  b.program.occurrences[quantifier].observed =
      b.node(Op::Constant, Builder::type(runtime::Form::Bool), {}, 1, 1);
  const auto named = b.occurrence(any, Shape::Definition, "recent_acs", {quantifier}, "recent_acs");
  const std::size_t use = Source.find("and recent_acs") + 4;
  b.program.occurrences[named].span = Builder::span(use, use + 10);
  return named;
}

inline ir::OccurrenceId ExplainFixture::stable(Builder& b) {
  using ir::Op;
  using ir::Shape;
  const ir::NodeId drug = b.item_fact(FillDrug), at = b.fact(Date);
  const ir::NodeId body = b.boolean(Op::InValueSet, {drug}, 0, 0, {1, {Fills, 0}});
  const runtime::ValueType days = Builder::number(0, "days", 0, 366);
  const ir::NodeId from = b.node(Op::Subtract, Builder::date(),
                                 {at, b.constant(Builder::number(0, "days", 0, 400), 365)});
  const ir::NodeId to = b.node(Op::Subtract, Builder::date(),
                               {at, b.constant(Builder::number(0, "days", 0, 400), 1)});
  const ir::NodeId covered =
      b.node(Op::DaysCovered, days,
             {body, drug, b.item_fact(FillDate), b.item_fact(FillDays), from, to,
              b.fact(EnrolledFrom), b.constant(Builder::date(), runtime::last_supported_day()),
              b.constant(Builder::type(runtime::Form::Bool), runtime::CanBeFalse)},
             Fills, 0);
  const ir::NodeId least = b.constant(days, 330);
  const ir::NodeId enough = b.boolean(Op::LessEqual, {least, covered});
  const auto in_set = b.occurrence(body, Shape::Membership, "fill.drug in Clopidogrel",
                                   {b.occurrence(drug, Shape::Fact, "fill.drug")}, "Clopidogrel");
  const auto exposure = b.occurrence(
      covered, Shape::Exposure,
      "days_covered(fill in member.fills where fill.drug in Clopidogrel, within 365 days before "
      "request.date)",
      {in_set, b.occurrence(from, Shape::Arithmetic, "365 days before request.date"),
       b.occurrence(to, Shape::Arithmetic, "365 days before request.date")});
  b.program.occurrences[exposure].list = Fills;
  return b.occurrence(
      enough, Shape::Comparison,
      "days_covered(fill in member.fills where fill.drug in Clopidogrel, within 365 "
      "days before request.date) >= 330 days",
      {exposure, b.occurrence(least, Shape::Constant, "330 days")});
}

inline void ExplainFixture::ladder(Builder& b) {
  using ir::Op;
  using ir::Shape;
  ir::Program& it = b.program;
  const ir::NodeId drug = b.fact(Drug), quantity = b.fact(Quantity), days = b.fact(DaysSupply);
  const auto governs = b.occurrence(
      b.boolean(Op::InValueSet, {drug}, 0), Shape::Membership, "request.drug in Clopidogrel",
      {b.occurrence(drug, Shape::Fact, "request.drug")}, "Clopidogrel");

  const ir::NodeId limit = b.constant(Builder::number(0, "each/day", 0, 100), 1);
  const ir::NodeId rate =
      b.node(Op::Divide, Builder::number(8, "each/day", 0, 1LL << 50), {quantity, days}, 7);
  const ir::NodeId too_much = b.boolean(Op::CompareQuotient, {quantity, days, limit}, 2, -1);
  const auto quantity_words = b.occurrence(quantity, Shape::Fact, "request.quantity");
  const auto days_words = b.occurrence(days, Shape::Fact, "request.days_supply");
  const auto division =
      b.occurrence(rate, Shape::Arithmetic, "request.quantity / request.days_supply",
                   {quantity_words, days_words});
  const auto over = b.occurrence(too_much, Shape::Comparison,
                                 "request.quantity / request.days_supply > 1 each/day",
                                 {division, b.occurrence(limit, Shape::Constant, "1 each/day")});

  const ir::NodeId phenotype = b.fact(Phenotype);
  const ir::NodeId reduced = b.boolean(Op::InMask, {phenotype}, 0b110);
  const auto acs = recent_acs(b);
  const auto named = b.occurrence(
      phenotype, Shape::Definition, "phenotype",
      {b.occurrence(phenotype, Shape::Fact, "member.genome.CYP2C19.phenotype")}, "phenotype");
  const auto in_set = b.occurrence(reduced, Shape::Membership,
                                   "phenotype in { intermediate_metabolizer, poor_metabolizer }",
                                   {named}, "{ intermediate_metabolizer, poor_metabolizer }");
  const ir::NodeId both = b.boolean(Op::And, {reduced, it.occurrences[acs].node});
  const auto when = b.occurrence(
      both, Shape::AllOf,
      "phenotype in { intermediate_metabolizer, poor_metabolizer } and recent_acs", {in_set, acs});
  const auto unless = stable(b);
  const ir::NodeId applies =
      b.boolean(Op::And, {both, b.boolean(Op::Not, {it.occurrences[unless].node})});

  const auto value = [&](const runtime::ValueType& type, std::int64_t low, std::string_view words) {
    return std::optional(b.occurrence(b.constant(type, low), Shape::Constant, words));
  };
  ir::Decision decision{
      "coverage",         ir::PolicyId(0), 0, {}, ir::Otherwise{Builder::span(0, 0), {}, {}, {}},
      Builder::span(0, 0)};
  const auto rule = [&](std::string name, std::string title, ir::NodeId node, ir::OccurrenceId at,
                        std::string_view last) {
    ir::Rule made{name,
                  std::move(title),
                  Builder::span_of("rule " + name, last),
                  node,
                  at,
                  {},
                  {},
                  {},
                  {},
                  ir::RuleKind::Administrative,
                  {}};
    made.written = static_cast<std::uint32_t>(decision.rules.size());
    decision.rules.push_back(std::move(made));
  };
  rule("quantity", "More than 1 tablet a day", too_much, over, "cite    plan\n    }");
  decision.rules[0].then = {
      2, {value(Builder::type(runtime::Form::Enum, 2), 1, "plan_limit_exceeded")}};
  decision.rules[0].because = {{"", quantity_words, {}},
                               {" for ", {}, {}},
                               {"", days_words, {}},
                               {" is more than 1 a day", {}, {}}};
  decision.rules[0].citations = {{1, "", ""}};
  rule("poor_response", "Reduced CYP2C19 function with ACS", applies, when,
       "strength strong\n    }");
  decision.rules[1].kind = ir::RuleKind::Clinical;
  decision.rules[1].then = {
      1,
      {value(Builder::type(runtime::Form::Enum, 1), 1, "safer_alternative"),
       value(Builder::type(runtime::Form::CodeSet), 0, "{ Prasugrel, Ticagrelor }")}};
  decision.rules[1].exceptions = {{"stable", "taken for 330 of the last 365 days", unless,
                                   Builder::span_of("unless stable", "330 days\n      }")}};
  decision.rules[1].because = {{"a member who is a ", {}, {}},
                               {"", named, {}},
                               {" forms less of the active metabolite, and had ", {}, {}},
                               {"", acs, DiagnosisCode},
                               {" on ", {}, {}},
                               {"", acs, DiagnosisOnset}};
  decision.rules[1].citations = {{0, "", "strong"}};
  decision.otherwise =
      ir::Otherwise{Builder::span_of("otherwise", "$5.00"),
                    {0,
                     {value(Builder::number(0, "", 1, 7), 1, "1, copay"),
                      value({runtime::Form::Money, 0, 2, "USD", 0, 100000000}, 500, "$5.00")}},
                    {},
                    {}};
  it.policies.add(
      {"clopidogrel",
       "Clopidogrel, CYP2C19-guided",
       "2026.1",
       static_cast<std::int32_t>(day("2026-01-01")),
       static_cast<std::int32_t>(day("2026-12-31")),
       0,
       governs,
       {{"cpic", "guideline", "CPIC clopidogrel <2022> & CYP2C19", "", "", "10.1002/cpt.2526", ""},
        {"plan", "plan", "Quantity limits of the plan", "QL-12", "", "", ""}},
       {ir::DecisionId(0)},
       "00112233445566778899aabbccddeeff",
       Builder::span(0, Source.size())});
  it.decisions.add(std::move(decision));
}

}  // namespace precis::testing
