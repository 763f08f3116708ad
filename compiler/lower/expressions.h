#pragma once

// Lowers expressions: each becomes an occurrence, and through it a node. Private to lower.

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "compiler/lower/builder.h"
#include "compiler/lower/settled.h"
#include "compiler/typed/program.h"

namespace precis::lower {

// Where an expression stands: which items its quantifiers stand at, and what its parameters are.
struct Context {
  std::uint32_t schema;
  ir::Scope scope = {};
  // The level that each enclosing query binds.
  std::map<typed::QueryId, std::uint8_t> levels = {};
  // The arguments of the definition or table that is written out.
  std::vector<ir::OccurrenceId> params = {};
  // The construct or body in whose text these items and parameters have names.
  std::optional<source::Span> written_in = {};
  // Of the parameters whose column of the table reads the file: whether the gene is tested.
  std::map<std::uint32_t, ir::NodeId> tested = {};
  // The row that each enclosing question about rows stands at.
  std::map<typed::RowsId, std::size_t> rows = {};
};

class Expressions {
 public:
  Expressions(const typed::Program& program, Builder& builder)
      : program_(program),
        builder_(builder),
        settled_(builder.program().graph, program.catalogue) {}

  ir::OccurrenceId lower(typed::ExprId id, const Context& context);

  // How values of the type are stored.
  ir::TypeId type_of(typed::TypeId id);

 private:
  // The condition of a query, in the context of its items.
  struct Matching {
    Context inside;
    std::uint8_t level;
    runtime::ListIndex list;
    ir::NodeId body;
    // The condition as the author wrote it.
    ir::OccurrenceId where;
    // All conjuncts, also those that nobody wrote.
    std::vector<ir::OccurrenceId> parts;
    source::Span span;
  };

  const typed::Expr& expr(typed::ExprId id) const { return program_.exprs[id]; }
  const runtime::Schema& schema(const Context& context) const {
    return program_.schemas[context.schema];
  }
  std::vector<ir::OccurrenceId> lower_all(const std::vector<typed::ExprId>& ids,
                                          const Context& context);
  ir::NodeId lower_node(typed::ExprId id, const Context& context) {
    return builder_.node_of(lower(id, context));
  }

  // expressions.cpp: names, logic, arithmetic
  ir::OccurrenceId constant(const typed::Expr& expr, const typed::Constant& it);
  ir::OccurrenceId fact(const typed::Expr& expr, const typed::Fact& it, const Context& context);
  ir::OccurrenceId item_fact(const typed::Expr& expr, const typed::ItemFact& it,
                             const Context& context);
  ir::OccurrenceId definition(const typed::Expr& expr, const typed::DefinitionUse& it,
                              const Context& context);
  ir::OccurrenceId table(const typed::Expr& expr, const typed::TableUse& it,
                         const Context& context);
  // Whether the gene whose phenotype this is was tested; true of what is not a gene's result.
  ir::NodeId tested(ir::NodeId phenotype, const Context& context);
  ir::OccurrenceId row_condition(const typed::Row& row, const Context& context);
  ir::OccurrenceId conditional(const typed::Expr& expr, const typed::If& it,
                               const Context& context);
  ir::OccurrenceId outcome_is(const typed::Expr& expr, const typed::OutcomeIs& it,
                              const Context& context);
  // An operation whose operands are those of the author's construct.
  ir::OccurrenceId plain(ir::Shape shape, ir::Op op, const typed::Expr& expr,
                         const std::vector<typed::ExprId>& operands, const Context& context,
                         std::int64_t a = 0, std::int64_t b = 0);
  std::int64_t places_of(typed::ExprId id);

  // reference.cpp: parameters, catalogs, value sets row by row
  ir::OccurrenceId parameter(const typed::Expr& expr, const typed::ParameterUse& it,
                             const Context& context);
  ir::OccurrenceId look_up(const typed::Expr& expr, const typed::LookUp& it,
                           const Context& context);
  ir::OccurrenceId row_value(const typed::Expr& expr, const typed::RowValue& it,
                             const Context& context);
  ir::OccurrenceId before_first_entry(const typed::Parameter& parameter);
  // The condition on each row, but of those where it is `vanishes_when` for every record.
  std::vector<ir::OccurrenceId> row_parts(typed::RowsId id, bool vanishes_when,
                                          const std::optional<typed::ExprId>& satisfy,
                                          const Context& context);
  ir::OccurrenceId row_quantifier(const typed::Expr& expr, const typed::RowQuantifier& it,
                                  const Context& context);
  ir::OccurrenceId row_count(const typed::Expr& expr, const typed::RowCount& it,
                             const Context& context);

  // row_totals.cpp
  struct RowItem {
    std::uint32_t key;
    ir::NodeId condition;
    ir::NodeId value;
    std::vector<ir::OccurrenceId> shown;  // of both
  };
  ir::NodeId no_value();
  ir::NodeId any_of(const std::vector<ir::NodeId>& nodes);
  ir::NodeId same_value(ir::NodeId x, ir::NodeId y);
  // Nothing where the row cannot match.
  std::optional<RowItem> row_item(typed::RowsId id, std::size_t row, typed::ExprId value,
                                  const Context& context);
  ir::OccurrenceId row_part(typed::RowsId id, const RowItem& item, ir::NodeId node);
  ir::OccurrenceId row_total(const typed::Expr& expr, const typed::RowTotal& it,
                             const Context& context);
  ir::OccurrenceId row_count_distinct(const typed::Expr& expr, const typed::RowCountDistinct& it,
                                      const Context& context);

  // comparisons.cpp
  ir::OccurrenceId compare(const typed::Expr& expr, const typed::Compare& it,
                           const Context& context);
  ir::OccurrenceId compare_quotient(const typed::Expr& expr, const typed::CompareQuotient& it,
                                    const Context& context);
  ir::OccurrenceId in_mask(const typed::Expr& expr, const typed::InMask& it,
                           const Context& context);
  // The cell of a column that reads the file.
  ir::NodeId file_cell(ir::NodeId phenotype, std::int64_t mask, ir::NodeId tested);
  ir::OccurrenceId same_member(const typed::Expr& expr, const typed::SameMember& it,
                               const Context& context);
  ir::OccurrenceId in_value_set(const typed::Expr& expr, const typed::InValueSet& it,
                                const Context& context);
  ir::OccurrenceId within(const typed::Expr& expr, const typed::Within& it, const Context& context);
  ir::OccurrenceId known(const typed::Expr& expr, const typed::Known& it, const Context& context);
  ir::NodeId negated_if(bool negated, ir::NodeId node) {
    return negated ? builder_.negation(node) : node;
  }

  // queries.cpp
  // `span` is the text of the whole construct that asks.
  Matching match(typed::QueryId id, source::Span span, const Context& context);
  // Whether absence from the asked window means absence; nothing when it always does.
  std::optional<ir::NodeId> observed(typed::QueryId id, const Context& context);
  // Whether the condition on an item that is not on file may fault.
  std::int64_t may_fault(ir::NodeId condition) const {
    return ir::can_fault(builder_.program().graph, condition) ? 1 : 0;
  }
  ir::NodeId absence_until(const typed::Query& query, const runtime::List& list,
                           const Context& context);
  ir::NodeId leaf_node(runtime::LeafIndex leaf, const Context& context);
  ir::OccurrenceId over_list(ir::Shape shape, ir::NodeId node, const typed::Expr& expr,
                             const Matching& matching, std::vector<ir::OccurrenceId> children,
                             std::string name);
  ir::OccurrenceId quantifier(const typed::Expr& expr, const typed::Quantifier& it,
                              const Context& context);
  ir::OccurrenceId count(const typed::Expr& expr, const typed::Count& it, const Context& context);
  ir::OccurrenceId count_distinct(const typed::Expr& expr, const typed::CountDistinct& it,
                                  const Context& context);
  ir::OccurrenceId total(const typed::Expr& expr, const typed::Total& it, const Context& context);
  // The total of a value over the matching items; `side` is what unseen ones can move.
  ir::OccurrenceId over_values(ir::Op op, const typed::Expr& expr, typed::QueryId query,
                               typed::ExprId value, ir::Side side, std::string name,
                               const Context& context);
  ir::OccurrenceId on_file(const typed::Expr& expr, const typed::OnFile& it,
                           const Context& context);
  ir::OccurrenceId select(const typed::Expr& expr, typed::Selector selector, typed::QueryId query,
                          typed::ExprId key, typed::ExprId value, const Context& context);
  ir::OccurrenceId diplotype(const typed::Expr& expr, const typed::Diplotype& it,
                             const Context& context);
  ir::OccurrenceId exposure(ir::Op op, const typed::Expr& expr, const typed::Exposure& it,
                            const std::vector<typed::ExprId>& more, std::string name,
                            const Context& context);
  ir::OccurrenceId longest_run(const typed::Expr& expr, const typed::LongestRun& it,
                               const Context& context);
  ir::OccurrenceId days_covered(const typed::Expr& expr, const typed::DaysCovered& it,
                                const Context& context);
  ir::OccurrenceId on_hand(const typed::Expr& expr, const typed::OnHand& it,
                           const Context& context);
  // The days between which the list is known: constants, or leaves of the member.
  std::pair<ir::NodeId, ir::NodeId> known_window(const Matching& matching, ir::TypeId date,
                                                 const Context& context);
  // The day from which all is known of what `where` asks about.
  ir::NodeId observed_from(typed::QueryId query, ir::NodeId known_from, ir::TypeId date,
                           const Context& context);

  const typed::Program& program_;
  Builder& builder_;
  Settled settled_;
  // Bodies of definitions without parameters, by schema: the same wherever they are used.
  std::map<std::pair<std::uint32_t, typed::DefineId>, ir::OccurrenceId> bodies_;
};

// What is written out sees only the items that its arguments stand at.
ir::Scope scope_of_arguments(const Builder& builder,
                             const std::vector<ir::OccurrenceId>& arguments);

// Whether ingestion gives this leaf as one sure value, always.
ir::Precision precision_of(const runtime::Schema& schema, runtime::LeafIndex leaf);

}  // namespace precis::lower
