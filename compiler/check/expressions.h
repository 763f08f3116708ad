#pragma once

// Checks expressions: what a name means here, what type a value has, which conversions are needed.
// Everything it cannot check becomes Poison, once reported.

#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "compiler/check/context.h"
#include "compiler/check/units.h"
#include "runtime/rational.h"

namespace precis::check {

// A number as written. It becomes a constant in the unit and scale of what it meets.
struct Literal {
  runtime::Rational value;
  std::string unit;  // of money, its currency
  bool money;
  int scale;  // decimal places written
  source::Span span;
};

// What an expression stands for before it is used as a value.
struct ValueThing {
  typed::ExprId expr;
  // A call of a table: `.name` says which output; until then it is the first.
  bool is_table = false;
};
struct RecordThing {
  std::string path;  // in SchemaPlaces
  std::optional<typed::QueryId> query;
};
struct ListThing {
  runtime::ListIndex list;
};
struct GenomeThing {
  std::string path;
};
// Of a gene with a status for each allele: the slot of the one that is asked about.
struct GeneThing {
  std::uint32_t slot;
  bool is_status = false;
};
struct SelectionThing {
  typed::ExprId item;  // a SelectItem
};
// `Product[x]`: a row of a catalog, or none. `key` is a code.
struct EntryThing {
  std::uint32_t catalog;
  typed::ExprId key;
};
// The row of a catalog that a question stands at.
struct RowThing {
  typed::RowsId rows;
};
struct BrokenThing {};
using Thing = std::variant<ValueThing, Literal, RecordThing, ListThing, GenomeThing, GeneThing,
                           SelectionThing, EntryThing, RowThing, BrokenThing>;

// A value, or a literal that has no type yet, or (neither) something broken.
struct Operand {
  std::optional<typed::ExprId> expr = {};
  std::optional<Literal> literal = {};

  bool broken() const { return !expr && !literal; }
};

// The longest list that a record may have, for the range of counts.
inline constexpr std::int64_t MostItems = 1'000'000;

// Two nested lists may be joined, three may not.
inline constexpr int MostNested = 2;

// Definitions are put in the place of their names, so that a short text can say something very
// large.
inline constexpr std::size_t MostLevels = 100;
inline constexpr std::string_view MostLevelsText = "100";
inline constexpr std::size_t MostUnfolded = std::size_t{4} << 20;
inline constexpr std::string_view MostUnfoldedText = "4 MiB";

class Expressions {
 public:
  // `policy` is given inside a policy, `params` inside a definition or a table.
  Expressions(Context& context, std::size_t module, PolicyScope* policy,
              const std::vector<typed::ParamDecl>* params);

  // A Bool.
  typed::ExprId condition(syntax::ExprId id);
  // From here on `condition` holds: it says which scores are assigned.
  void assume(typed::ExprId condition);
  // Any one value.
  typed::ExprId value(syntax::ExprId id);
  // A value of this very type: literals are converted, names of members are those of its type.
  typed::ExprId value_as(syntax::ExprId id, typed::TypeId target);
  // What a definition may be: a value or a selection.
  typed::ExprId body(syntax::ExprId id);

  // A value of a template, or a field of the witness of an `any`.
  struct Hole {
    typed::ExprId value;
    std::optional<runtime::LeafIndex> witness;
  };
  Hole hole(syntax::ExprId id);

  // A condition of a table's cell on a parameter.
  typed::ExprId cell(const syntax::CellTest& test, std::uint32_t param);

  // The deepest nesting of quantifiers met so far.
  int depth() const { return deepest_; }
  // Of the definitions used so far: their sizes together, and their levels.
  std::size_t used_size() const { return used_size_; }
  std::size_t used_levels() const { return used_levels_; }

 private:
  using Relation = typed::Relation;

  // access.cpp: names and fields
  Thing thing(syntax::ExprId id);
  Thing thing_of(const syntax::Expr& it);
  Operand operand(syntax::ExprId id);
  Operand operand_of(const Thing& thing, source::Span span);
  Thing name(const syntax::Name& name);
  Thing field(const syntax::FieldAccess& it, source::Span span);
  Thing record_field(const RecordThing& record, const syntax::Name& field, source::Span span);
  Thing gene_field(const GeneThing& gene, const syntax::Name& field, source::Span span);
  // alleles.cpp: genes with a status for each allele
  Thing allele_status(const syntax::AlleleQuestion& it);
  // Whether no allele is named where one has to be; reports it.
  bool is_unnamed_allele(const GeneThing& gene, source::Span span);
  Thing selection_field(const SelectionThing& selection, const syntax::Name& field,
                        source::Span span);
  typed::ExprId leaf(runtime::LeafIndex index, const std::optional<typed::QueryId>& query,
                     source::Span span);
  void no_field(std::string_view type, const syntax::Name& field,
                const std::vector<std::string_view>& known);
  Thing definition(const syntax::Define& define, std::size_t module, PolicyScope* policy,
                   const std::vector<syntax::ExprId>& arguments, const syntax::Name& name,
                   source::Span span);

  // calls.cpp
  Thing call(const syntax::Call& it, source::Span span);
  std::vector<typed::ExprId> arguments(const std::vector<syntax::ExprId>& written,
                                       const std::vector<typed::ParamDecl>& params,
                                       const syntax::Name& name, bool& sound);
  bool argument_count(const syntax::Name& name, const std::vector<std::string_view>& params,
                      std::size_t found);
  Thing age(const syntax::Call& it, source::Span span);

  // functions.cpp: functions of the language; none when there is no such function
  std::optional<Thing> function(const syntax::Call& it, source::Span span);
  Thing extreme(bool greatest, const syntax::Call& it, source::Span span);
  Thing absolute(const syntax::Call& it, source::Span span);
  Thing elementary(runtime::Function function, const syntax::Call& it, source::Span span);
  Thing power(const syntax::Call& it, source::Span span);
  std::optional<typed::ExprId> plain_argument(const syntax::Call& it, std::size_t index);
  bool is_amount(typed::ExprId id, const syntax::Name& function, bool dates);
  Thing table(SymbolId symbol, const syntax::Call& it, source::Span span);

  // literals.cpp: constants and conversions
  Thing number(std::string_view digits, const syntax::Unit* unit, bool money, source::Span span);
  typed::ExprId constant(source::Span span, const typed::Type& type, std::int64_t value);
  typed::ExprId natural(const Literal& literal);
  typed::ExprId converted(const Operand& operand, typed::TypeId target, source::Span span);
  typed::ExprId literal_as(const Literal& literal, typed::TypeId target);
  // In the unit and scale of another value, wherever that may lie.
  typed::ExprId literal_like(const Literal& literal, typed::ExprId other);
  // In the unit of a number that it is added to or compared with, and in its scale when that is
  // enough. As it stands where units do not fit: for the caller to report.
  typed::ExprId literal_beside(const Literal& literal, typed::ExprId other);
  // Gives both one scale; their common type, or none where they are not alike: reported, with
  // `why`.
  std::optional<typed::TypeId> unified(typed::ExprId& a, typed::ExprId& b, std::string_view why);
  typed::ExprId member_of(std::uint32_t enumeration, const syntax::Name& name);
  typed::ExprId code_set(syntax::ExprId id, std::uint32_t system);
  typed::ExprId rescaled(typed::ExprId id, int scale);
  typed::ExprId times(typed::ExprId id, std::int64_t factor, const std::string& unit);
  // The right-hand side where its meaning depends on the left: a member, a diplotype. None when it
  // stands for itself.
  std::optional<std::vector<runtime::ValueSetEntry>> coded(syntax::ExprId id,
                                                           const typed::Type& type);

  // compare.cpp
  bool is_slashed_date(syntax::ExprId id) const;
  // A code or a text that is written down.
  bool is_named_value(syntax::ExprId id) const;
  typed::ExprId comparison(const syntax::Comparison& it, source::Span span);
  typed::ExprId compare(Relation relation, const Operand& left, const Operand& right,
                        source::Span span);
  typed::ExprId compare_literal(Relation relation, typed::ExprId left, const Literal& literal,
                                source::Span span);
  typed::ExprId threshold(Relation relation, typed::ExprId left, const runtime::Rational& value,
                          const Literal& literal, source::Span span);
  typed::ExprId compare_values(Relation relation, typed::ExprId left, typed::ExprId right,
                               source::Span span);
  typed::ExprId compare_numbers(Relation relation, typed::ExprId left, typed::ExprId right,
                                source::Span span);
  typed::ExprId compare_bools(Relation relation, typed::ExprId left, typed::ExprId right,
                              source::Span span);
  typed::ExprId not_comparable(typed::ExprId left, const std::string& right, source::Span span);
  typed::ExprId contextual(Relation relation, typed::ExprId left, syntax::ExprId right,
                           source::Span span, bool& done);
  typed::ExprId membership(const syntax::Membership& it, source::Span span);
  typed::ExprId in_written_set(typed::ExprId item, const syntax::SetLiteral& set, bool negated,
                               source::Span set_span, source::Span span);
  typed::ExprId in_value_set(typed::ExprId item, std::uint32_t set, bool negated,
                             source::Span set_span, source::Span span);
  typed::ExprId between(const syntax::Between& it, source::Span span);
  // Whether a range that is written out ends before it begins; reports it.
  bool reversed(const Operand& low, const Operand& high, source::Span span);
  typed::ExprId within_bounds(typed::ExprId from, typed::ExprId to, source::Span span);

  // guarantees.cpp
  // The decision that is named there, where a guarantee may name one.
  const Answer* answer(syntax::ExprId id) const;
  typed::ExprId answer_is(const Answer& answer, const std::vector<syntax::ExprId>& alternatives,
                          bool negated, source::Span span);
  typed::ExprId not_an_alternative(const Answer& answer, source::Span span);

  // scores.cpp
  using Slots = std::set<std::uint32_t>;  // of genes
  // Written as `score is assigned`, `score is unassigned`, or a negation of such.
  bool is_assigned_test(syntax::ExprId id) const;
  // The genes whose score is assigned when `condition` is true, or when it is false.
  Slots assigned_when(typed::ExprId condition, bool holds) const;
  std::optional<std::uint32_t> score_slot(typed::ExprId id) const;
  // A score that a value may be made from, of a gene that is not among `assigned`.
  std::optional<typed::ExprId> unassigned_score(typed::ExprId id, const Slots& assigned) const;
  // Reports it; `question` is what is asked about the value, none of an argument.
  bool score_may_be_unassigned(typed::ExprId id, std::optional<source::Span> question);

  // arithmetic.cpp
  Thing arithmetic(const syntax::Arithmetic& it, source::Span span);
  Thing negate(const syntax::Negate& it, source::Span span);
  typed::ExprId sum(bool plus, typed::ExprId left, typed::ExprId right, source::Span span);
  typed::ExprId date_sum(bool plus, typed::ExprId date, const Operand& other,
                         const syntax::Arithmetic& it, source::Span span);
  typed::ExprId product(typed::ExprId left, typed::ExprId right, source::Span span);
  typed::ExprId quotient_value(typed::ExprId left, typed::ExprId right, source::Span span);

  // quotients.cpp: quotients that are compared exactly
  struct Quotient {
    typed::ExprId dividend;
    typed::ExprId divisor;
    source::Span span;
  };
  // Of an unrounded division, also behind a name.
  std::optional<Quotient> as_quotient(const Operand& operand) const;
  typed::ExprId compare_quotient(Relation relation, const Quotient& quotient, const Operand& limit,
                                 source::Span span);
  // Two of them, without rounding either: where the right divisor is surely above 0.
  std::optional<typed::ExprId> compare_quotients(Relation relation, const Quotient& left,
                                                 const Quotient& right, source::Span span);
  typed::ExprId compare_quotient_literal(Relation relation, const Quotient& quotient,
                                         const Literal& limit, source::Span span);
  typed::ExprId other_dimension(const Quotient& quotient, const std::string& unit,
                                const Operand& limit, source::Span span);

  // roundings.cpp
  struct Fraction {
    std::vector<typed::ExprId> above;
    std::vector<typed::ExprId> below;
  };
  Thing rounded(const syntax::Rounded& it, source::Span span);
  bool fraction(syntax::ExprId id, bool inverted, Fraction& parts);
  bool balance(Fraction& parts, bool& money, std::string& unit);
  std::optional<typed::ExprId> exact_product(std::vector<typed::ExprId> factors,
                                             const std::string& unit, source::Span span);
  std::optional<int> places(const syntax::Rounded& it, bool money, const std::string& unit);
  std::optional<typed::ExprId> rounded_product(Fraction parts, int places,
                                               runtime::Rounding rounding, const std::string& unit,
                                               source::Span span);
  std::optional<typed::ExprId> rounded_quotient(const Fraction& parts, int places,
                                                runtime::Rounding rounding, const std::string& unit,
                                                bool money, source::Span span);
  typed::ExprId logic(const std::vector<syntax::ExprId>& operands, bool conjunction,
                      source::Span span);
  Thing conditional(const syntax::If& it, source::Span span);
  Thing otherwise(const syntax::Otherwise& it, source::Span span);

  // dates.cpp
  typed::ExprId date(syntax::ExprId id);
  typed::ExprId shifted(typed::ExprId date, const Duration& by, int sign, source::Span span);
  std::optional<Duration> window_length(const syntax::Window& window);
  typed::ExprId date_order(const syntax::DateComparison& it, source::Span span);
  typed::ExprId within(const syntax::Within& it, source::Span span);

  // rows.cpp: parameters, catalogs, value sets row by row
  Thing at_date(const syntax::AtDate& it, source::Span span);
  void without_date(const syntax::Name& parameter, source::Span use);
  // Whether no day that matters is before the first entry; none when some day surely is, which is
  // reported.
  std::optional<bool> covers(typed::ParameterId id, typed::ExprId day, source::Span span);
  Thing look_up(const syntax::Lookup& it, source::Span span);
  std::optional<std::uint32_t> column(std::uint32_t catalog, const syntax::Name& field);
  typed::TypeId column_type(std::uint32_t catalog, std::uint32_t column);
  Thing entry_field(const EntryThing& entry, const syntax::Name& field, source::Span span);
  Thing row_field(const RowThing& row, const syntax::Name& field, source::Span span);
  Thing row_key(typed::RowsId id, source::Span span);
  struct OpenRows {
    typed::RowsId id;
    std::string_view binder;
  };
  std::optional<SymbolId> asked_rows(const syntax::Query& query);
  std::optional<std::vector<std::uint32_t>> codes_of(std::uint32_t value_set, source::Span span);
  void too_many_rows(std::size_t rows, source::Span span);
  std::optional<typed::RowsId> open_rows(SymbolId symbol, const syntax::Query& it);
  typed::ExprId row_quantifier(typed::Quantity quantity, SymbolId symbol,
                               const syntax::Query& query, const syntax::ExprId* satisfy,
                               source::Span span);
  typed::ExprId row_count(SymbolId symbol, const syntax::Query& query, source::Span span);
  struct RowValues {
    typed::RowsId rows;
    typed::ExprId each;
  };
  std::optional<RowValues> row_values(SymbolId symbol, const syntax::Query& query,
                                      syntax::ExprId value);
  std::size_t open_values(const RowValues& of) const;
  typed::ExprId row_count_distinct(SymbolId symbol, const syntax::CountDistinct& it,
                                   source::Span span);

  // lists.cpp
  struct OpenQuery {
    typed::QueryId id;
    std::string_view binder;
  };
  std::optional<typed::QueryId> open(const syntax::Query& it);
  void ask_window(typed::QueryId id);
  void ask_bound(typed::QueryId id, typed::ExprId condition);
  bool reads_items(typed::ExprId id) const;
  typed::ExprId quantifier(typed::Quantity quantity, const syntax::Query& query,
                           const syntax::ExprId* satisfy, source::Span span);
  Thing select(const syntax::Select& it, source::Span span);
  typed::ExprId count(const syntax::Count& it, source::Span span);
  typed::ExprId at_least(const syntax::AtLeast& it, source::Span span);

  // totals.cpp
  typed::ExprId total(const syntax::Aggregate& it, source::Span span);
  typed::ExprId count_distinct(const syntax::CountDistinct& it, source::Span span);

  // exposure.cpp
  struct Asked {
    typed::ExprId first;
    typed::ExprId last;
    // Bounds of how many days these are.
    std::int64_t least;
    std::int64_t most;
  };
  std::optional<Asked> asked_days(const syntax::AskedDays& asked);
  std::optional<Asked> asked_window(const syntax::Window& window);
  std::optional<typed::Exposure> exposure(const syntax::Query& query, const Asked* asked,
                                          bool carry_in, source::Span span);
  std::optional<typed::Supply> supply(typed::QueryId id, source::Span span);
  std::optional<std::int64_t> fixed_days(const syntax::WrittenLength& length);
  typed::ExprId number_of_days(const Asked& asked, source::Span span);
  typed::ExprId days_covered(const syntax::Query& query, const syntax::AskedDays& days,
                             const std::optional<Asked>& asked, source::Span span);
  typed::ExprId days_covered(const syntax::DaysCovered& it, source::Span span);
  typed::ExprId proportion_covered(const syntax::ProportionCovered& it, source::Span span);
  typed::ExprId longest_run(const syntax::LongestRun& it, source::Span span);
  typed::ExprId tried(const syntax::Tried& it, source::Span span);
  typed::ExprId on_hand(const syntax::OnHand& it, source::Span span);

  // lists.cpp
  typed::ExprId knowledge(const syntax::KnowledgeTest& it, source::Span span);
  typed::ExprId on_file(const syntax::OnFile& it, source::Span span);
  typed::ExprId tested(const syntax::Tested& it, source::Span span);
  bool is_fact(typed::ExprId id) const;
  typed::ExprId not_a_fact(std::string_view test, source::Span span);

  const syntax::Expr& tree(syntax::ExprId id) const;
  syntax::ExprId peeled(syntax::ExprId id) const;
  // The expression behind a definition's name.
  typed::ExprId behind(typed::ExprId id) const;
  const runtime::Schema& schema() const { return context_.program.schemas[policy_->schema]; }
  std::vector<std::string_view> visible_names() const;

  Context& context_;
  std::size_t module_;
  PolicyScope* policy_;
  const std::vector<typed::ParamDecl>* params_;
  std::vector<OpenQuery> open_;
  std::vector<OpenRows> open_rows_;
  int deepest_ = 0;
  std::size_t used_size_ = 0;
  std::size_t used_levels_ = 0;
  // Genes whose score a surrounding condition says is assigned.
  Slots assigned_;
  // Whether a rounding is written around, so that money may be multiplied.
  bool rounding_ = false;
};

// The typed definition; checked when it is first used. None when it is broken or defined in terms
// of itself, which is reported at `use`.
std::optional<typed::DefineId> define(Context& context, const syntax::Define& tree,
                                      std::size_t module, PolicyScope* policy,
                                      const syntax::Name& use);

}  // namespace precis::check
