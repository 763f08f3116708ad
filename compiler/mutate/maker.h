#pragma once

// Makes the mutants of one file while it walks what was written. Private to mutate.

#include <map>
#include <string>
#include <vector>

#include "compiler/mutate/mutate.h"

namespace precis::mutate {

// For each member of an enumeration the members beside it: of every enumeration that has one of
// that name.
using Neighbours = std::map<std::string_view, std::vector<std::string_view>>;

class Maker {
 public:
  Maker(const syntax::Module& module, const source::Map& sources, const Neighbours& neighbours)
      : module_(module), sources_(sources), neighbours_(neighbours), clause_{module.file, 0, 0} {}

  void decl(const syntax::Decl& decl);

  std::vector<Mutant> take() { return std::move(made_); }

 private:
  // declarations.cpp
  void define(const syntax::Define& it, const std::string& place);
  void parameter(const syntax::Parameter& it);
  void policy(const syntax::Policy& it);
  // The first day and the last day come a day closer together.
  void period(const std::optional<syntax::Period>& it, const std::string& place);
  // The first and the last code left out.
  void value_set(const syntax::ValueSet& it);
  void code(const syntax::ValueSetEntry& it, const std::string& place);
  void plan(const syntax::Plan& it);
  void overlay(const syntax::Overlay& it);
  void decision(const syntax::Decision& it, const std::string& place);
  void rule(const syntax::Rule& it, const std::string& place);
  void exception(const syntax::Exception& it, const std::string& place);
  void fallback(const syntax::Fallback& it, const std::string& place);
  void outcome(const std::variant<syntax::Outcome, syntax::Malformed>& it,
               const std::string& place);
  void payload(const syntax::PayloadValue& it, const std::string& place);

  // tables.cpp
  void table(const syntax::Table& it);
  void cell(const syntax::Cell& it, const std::string& place);
  void swap_outputs(const syntax::Row& a, const std::vector<syntax::ExprId>& outputs,
                    const std::string& place, const std::string& other);

  // expressions.cpp
  // `place` is where the mutants are said to be.
  void walk(syntax::ExprId id, const std::string& place);
  void walk_all(const std::vector<syntax::ExprId>& ids, const std::string& place);
  void query(const syntax::Query& it, const std::string& place);
  void window(const syntax::Window& it, const std::string& place);
  void asked(const syntax::AskedDays& it, const std::string& place);
  void comparison(const syntax::Comparison& it, const std::string& place);
  void membership(const syntax::Expr& e, const syntax::Membership& it, const std::string& place);
  void date_comparison(const syntax::DateComparison& it, const std::string& place);
  void logic(const syntax::Expr& e, const std::vector<syntax::ExprId>& operands,
             std::string_view word, std::string_view other, const std::string& place);
  // Replaces the keyword that a construct begins with.
  void leading(const syntax::Expr& e, std::string_view word, std::string_view other,
               const std::string& place);
  // Replaces the operator between two operands, or after one.
  void between(const syntax::Expr& e, source::Span gap, std::string_view word,
               std::string_view other, const std::string& place);
  // One step up and one down. `digits` are a part of `whole`, which is shown.
  void number(std::string_view digits, source::Span whole, const std::string& place);
  void date(const syntax::DateLiteral& it, source::Span whole, const std::string& place);

  // mutants.cpp
  const syntax::Expr& expr(syntax::ExprId id) const { return module_.exprs[id]; }
  source::Span span(syntax::ExprId id) const { return module_.exprs[id].span; }
  source::Span gap(source::Span before, source::Span after) const {
    return {before.file, before.end, after.begin};
  }
  std::string_view text(source::Span span) const { return sources_.text(span); }
  source::Span span_of(std::string_view part) const;
  // A change of the clause that is walked.
  void add(const std::string& place, const std::string& change, std::vector<Edit> edits);
  // `without X`: the same with nothing in the place of `left_out`.
  void leave_out(const std::string& place, const std::string& what, source::Span left_out);
  // Two neighbours change places.
  void swap(const std::string& place, const std::string& change, source::Span a, source::Span b);

  const syntax::Module& module_;
  const source::Map& sources_;
  const Neighbours& neighbours_;
  // The smallest condition, payload or row around what is walked.
  source::Span clause_;
  // Of a payload its name, to stand before the value: `tier `.
  std::string payload_;
  std::vector<Mutant> made_;
};

}  // namespace precis::mutate
