#pragma once

// Checked expressions as English, in HTML. Private to book.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "compiler/typed/program.h"

namespace precis::book {

// How the parts of a condition come together.
enum class Join : std::uint8_t { None, All, Any, AtLeast, Not };

// A condition: a sentence without its full stop, and the conditions it speaks of.
struct Clause {
  std::string text;
  Join join = Join::None;
  std::uint32_t count = 0;  // AtLeast
  std::vector<Clause> parts = {};
};

// What has been spoken of by name, in the order in which it came up; each once.
struct Mentioned {
  std::vector<typed::DefineId> defines;
  std::vector<typed::TableId> tables;
  std::vector<typed::ParameterId> parameters;
  std::vector<std::uint32_t> value_sets;  // in Catalogue::value_sets; not those written in place
  std::vector<std::uint32_t> catalogs;
};

class Prose {
 public:
  // `schema`: of what is not inside a module's own definition or table.
  Prose(const typed::Program& program, std::uint32_t schema, Mentioned& mentioned)
      : p_(program), schema_(schema), mentioned_(mentioned) {}

  Clause condition(typed::ExprId id);
  // A noun phrase.
  std::string value(typed::ExprId id);
  // A cell of a table, which speaks of its input: `at most 30 days`, `poor metabolizer`.
  std::string cell(typed::ExprId id);
  std::string outcome(const typed::OutcomeType& type, const typed::OutcomeValue& value);
  std::string because(const std::vector<typed::TemplatePart>& parts);

  // While the body of a definition, table or parameter is spoken of, or of none.
  void within(const std::vector<typed::ParamDecl>* params) { params_ = params; }

 private:
  struct Open {
    typed::QueryId query;
    bool is_named = false;  // its item is spoken of by name
  };

  const typed::Expr& expr(typed::ExprId id) const { return p_.exprs[id]; }
  const runtime::Schema& schema() const { return p_.schemas[schema_]; }

  // prose.cpp
  Clause negated(typed::ExprId id);
  Clause both(Join join, const std::vector<typed::ExprId>& ids, std::uint32_t count = 0);
  std::string compared(typed::Relation relation, typed::ExprId left, typed::ExprId right);
  std::string in_mask(const typed::InMask& it, bool negated);
  std::string in_set(const typed::InValueSet& it, bool negated);
  std::string set_name(std::uint32_t set);

  // prose_values.cpp
  std::string constant(std::int64_t value, typed::TypeId type) const;
  std::string members(std::int64_t mask, typed::TypeId type, const char* last) const;
  std::string fact(runtime::LeafIndex leaf) const;
  std::string definition(const typed::DefinitionUse& it);
  std::string table(const typed::TableUse& it);
  std::string parameter(const typed::ParameterUse& it);
  std::string look_up(const typed::LookUp& it);
  std::string arguments(const std::vector<typed::ExprId>& ids);
  bool is_date(typed::ExprId id) const;
  bool is_condition(typed::ExprId id) const;

  // prose_lists.cpp
  std::string item_fact(const typed::ItemFact& it);
  Clause quantifier(const typed::Quantifier& it, bool negated);
  Clause row_quantifier(const typed::RowQuantifier& it, bool negated);
  // "fills for which …", and with `article` "a fill for which …".
  std::string items(typed::QueryId id, const char* article);
  std::string rows(typed::RowsId id);
  std::string row_value(const typed::RowValue& it);
  Clause where(typed::QueryId id);
  std::string noun(typed::QueryId id, bool is_plural) const;
  std::string covered(const typed::Exposure& it);

  const typed::Program& p_;
  std::uint32_t schema_;
  Mentioned& mentioned_;
  const std::vector<typed::ParamDecl>* params_ = nullptr;
  std::vector<Open> open_;
};

// A clause as a block, with nested lists; and within a sentence, in parentheses where needed.
std::string block(const Clause& clause);
std::string inline_text(const Clause& clause);

// `poor_response` and `PoorResponse` in words: `poor response`.
std::string words_of(const std::string& name);

}  // namespace precis::book
