#pragma once

// The facts of a test, checked against the fields they are for.

#include "compiler/check/schema.h"
#include "runtime/rational.h"

namespace precis::check {

class Facts {
 public:
  Facts(Context& context, const Schemas& schemas, std::size_t module)
      : context_(context), schemas_(schemas), module_(module) {}

  // The facts of a record; none when it is broken.
  std::optional<typed::FactId> record(syntax::ValueId value, SymbolId type);

 private:
  using Found = std::optional<typed::FactId>;

  Found field(syntax::ValueId value, const syntax::Field& field);
  Found scalar(syntax::ValueId value, const syntax::Field& field, const typed::Type& type);
  Found number(syntax::ValueId value, const syntax::Field& field, const typed::NumberType& type);
  Found date(syntax::ValueId value, const syntax::Field& field);
  Found code(syntax::ExprId expr, std::uint32_t system);
  Found list(syntax::ValueId value, SymbolId type);
  // gene_facts.cpp
  Found genome(syntax::ValueId value, const GenomeField& genome);
  Found result(syntax::ValueId value, const runtime::Gene& gene);
  // `{ score: 1.5 }`: what was reported instead of a genotype.
  Found reported(const syntax::RecordValue& written, const runtime::Gene& gene, source::Span span);
  Found phenotype(syntax::ValueId value, const runtime::Gene& gene);
  Found score(syntax::ValueId value);
  Found texts(syntax::ValueId value, const runtime::Gene& gene);
  Found wrong(source::Span span, const typed::Type& expected);
  Found wrong(source::Span span, std::string_view expected, std::string help);
  Found too_precise(source::Span span, int scale);

  struct Amount {
    runtime::Rational value;
    int scale;
    std::string unit;
    bool money;
    std::string text;  // the value in decimals, without its unit
  };
  // None when it is no literal of that kind, or when what is wrong with it was reported.
  std::optional<Amount> amount(syntax::ExprId expr);

  // measured.cpp
  Found measured(syntax::ValueId value);
  // Whether the bounds of a range are in order; reports what is not.
  bool in_order(const Amount& low, const Amount& high, source::Span span);
  // Whether a measured value has a unit of what the code beside it measures; reports it.
  bool is_of_its_measurement(const typed::GivenRecord& record, typed::FactId value,
                             source::Span span);
  // The first and the last day that a written date may be.
  struct Days {
    std::string text;
    std::string first;
    std::string last;
  };
  std::optional<Days> day(syntax::ExprId expr, bool approximate, bool& imprecise);

  Found add(typed::GivenFact fact) { return context_.program.facts.add(std::move(fact)); }
  const syntax::Value& tree(syntax::ValueId id) const {
    return context_.modules[module_].values[id];
  }
  const syntax::Expr& expr(syntax::ExprId id) const { return context_.modules[module_].exprs[id]; }

  Context& context_;
  const Schemas& schemas_;
  std::size_t module_;
};

}  // namespace precis::check
