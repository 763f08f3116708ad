#pragma once

// Checked expressions. Names are resolved, sugar and parentheses are gone, and every conversion is
// a node: the two sides of a comparison or sum have one unit and one scale, literals are constants
// in stored form. An expression lives in the context of one schema (that of its policy) or of none
// (definitions and tables of a module, which read their parameters only).

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "compiler/source/span.h"
#include "compiler/support/id.h"
#include "compiler/typed/type.h"
#include "runtime/decimal.h"
#include "runtime/elementary.h"
#include "runtime/schema.h"

namespace precis::typed {

using ExprId = support::Id<struct ExprTag>;
using QueryId = support::Id<struct QueryTag>;
using DefineId = support::Id<struct DefineTag>;
using TableId = support::Id<struct TableTag>;
using ParameterId = support::Id<struct ParameterTag>;
using RowsId = support::Id<struct RowsTag>;
using DecisionId = support::Id<struct DecisionTag>;
using PlanId = support::Id<struct PlanTag>;

// --- values ---

// Stored form: a Boolean is runtime::CanBeTrue or CanBeFalse, an enumeration a mask of one member,
// a set of codes its index in Catalogue::code_sets, the key of a catalog the symbol of a named
// code. Other codes, diplotypes and texts have no constants: see InValueSet.
struct Constant {
  std::int64_t value;
};
// A leaf of the member or the request. Genes are leaves too: phenotype, tested, score, assigned.
struct Fact {
  runtime::LeafIndex leaf;
};
// A leaf of the item that `query` stands at; this expression is inside the query's conditions, or
// is the value or key of a Select of it.
struct ItemFact {
  QueryId query;
  runtime::LeafIndex leaf;
};
// A parameter of the definition or table that is being evaluated.
struct Param {
  std::uint32_t index;
};
// The result of a tested gene: in Schema::genes. Its value is one of the candidates.
struct Diplotype {
  std::uint32_t slot;
};

// --- names ---

// A definition without parameters, or with: one argument, already converted, for each.
struct DefinitionUse {
  DefineId define;
  std::vector<ExprId> arguments;
};
// One output of a table.
struct TableUse {
  TableId table;
  std::vector<ExprId> arguments;
  std::uint32_t output;
};

// `threshold at D`, `factor(x) at D`: the value of the last entry that begins on or before the
// date. `covered`: no date that matters is before the first entry; otherwise such a date is a
// fault.
struct ParameterUse {
  ParameterId parameter;
  std::vector<ExprId> arguments;
  ExprId date;
  bool covered;
};
// `Product[key].tier`: in Catalogue::catalogs.
struct LookUp {
  std::uint32_t catalog;
  std::uint32_t column;
  ExprId key;
};
// What the row that `rows` stands at has in a column; without one, its key.
struct RowValue {
  RowsId rows;
  std::optional<std::uint32_t> column;
};

// --- logic ---

struct And {
  std::vector<ExprId> operands;
};
struct Or {
  std::vector<ExprId> operands;
};
struct Not {
  ExprId operand;
};
struct AtLeast {
  std::uint32_t count;
  std::vector<ExprId> conditions;
};
// All three of the types that are shown; the branches have one type but for ranges.
struct If {
  ExprId condition;
  ExprId then;
  ExprId otherwise;
};

// --- comparison ---

enum class Relation : std::uint8_t { Less, LessEqual, Greater, GreaterEqual, Equal, NotEqual };

// Numbers and money of one unit and scale, dates; codes, diplotypes and texts with Equal and
// NotEqual only. A threshold between two stored values has become the exactly equivalent one:
// `x > 70.25` at one decimal is x > 702.
struct Compare {
  Relation relation;
  ExprId left;
  ExprId right;
};
// dividend / divisor RELATION threshold * 10^-shift, as CompareQuotient of ops.def, in stored
// forms. `quotient` is the text of the division.
struct CompareQuotient {
  Relation relation;
  ExprId dividend;
  ExprId divisor;
  ExprId threshold;  // a Constant or any Number
  std::int32_t shift;
  source::Span quotient;
};
// An enumeration or phenotype: one of the members in `mask`. `is` has one bit. Untested is the bit
// after the last member. `set` is what was written on the right.
struct InMask {
  ExprId subject;
  std::int64_t mask;
  bool negated;
  source::Span set;
};
// Two values of one enumeration.
struct SameMember {
  ExprId left;
  ExprId right;
  bool negated;
};
// A code, diplotype or text: a member of Catalogue::value_sets[value_set]. Literals and written
// sets are value sets too, named by what was written. A diplotype: of the possible results (the
// candidates), the membership of each: Possible over them.
struct InValueSet {
  ExprId subject;
  std::uint32_t value_set;
  bool negated;
  source::Span set;
};
// first <= subject <= last, dates or numbers; both ends included. For dates this is a window
// (`x within 12 months before D`, `x between a and b`); for numbers a range.
struct Within {
  ExprId subject;
  ExprId first;
  ExprId last;
};

// --- arithmetic; Number or Money operands ---

// Both of one scale and unit. Date + Number of days and Date - Number of days are dates; Date -
// Date is a Number of days.
struct Add {
  ExprId left;
  ExprId right;
};
struct Subtract {
  ExprId left;
  ExprId right;
};
// The result's scale is its type's; `dropped` = scale of left + scale of right - that.
struct Multiply {
  ExprId left;
  ExprId right;
  std::int32_t dropped;
  runtime::Rounding rounding = runtime::Rounding::HalfEven;
};
// `gained` as in ops.def: scale of the result - scale of left + scale of right.
struct Divide {
  ExprId left;
  ExprId right;
  std::int32_t gained;
  runtime::Rounding rounding = runtime::Rounding::HalfEven;
};
// More decimal places: x * 10^power.
struct Rescale {
  ExprId operand;
  std::int32_t power;
};
// The lesser or the greater of two of one scale and unit; dates too.
struct Extreme {
  bool greatest;
  ExprId left;
  ExprId right;
};
// Of plain numbers; the results have MaxVisibleScale places.
struct Function {
  runtime::Function function;
  ExprId operand;
};
struct Power {
  ExprId base;
  ExprId exponent;
};
struct AddMonths {
  ExprId date;
  std::int64_t months;
  // `month ends refuse`: a day that the target month does not have is a fault.
  bool refuses;
};
// `age(birth)`: completed years at the policy's `at` date.
struct Age {
  ExprId birth;
};

// --- knowledge ---

// `x is known`, `x is unknown`.
struct Known {
  ExprId subject;
  bool negated;
};
struct Otherwise {
  ExprId value;
  ExprId fallback;
};
// `(latest ...) is on file`.
struct OnFile {
  QueryId query;
};

// --- catalogs and value sets, row by row ---

// `p in Product where COND`, `d in Statins where COND`: every row of a catalog, or every code of a
// value set, is written out.
struct Rows {
  source::Span span;
  std::string binder;
  std::optional<std::uint32_t> catalog;  // none: a value set
  std::vector<std::uint32_t> keys;       // the symbols of the rows' keys, or of the codes
  std::optional<ExprId> where;
};

// --- lists ---

// `x in LIST where COND`. An item matches when all that is present of `visible`, `measured` and
// `where` holds.
struct Query {
  source::Span span;
  std::string binder;
  std::uint32_t schema;  // in Program::schemas
  runtime::ListIndex list;
  // Histories: the item's date is on or before the `at` date.
  std::optional<ExprId> visible;
  // `lab : LDL`: the item's code is in the measurement's value set.
  std::optional<ExprId> measured;
  std::optional<ExprId> where;
  // Histories: the days the conditions ask about, read from `where` or an exposure's window. Never
  // an item's fact. Without `asked_first` every day of the past is asked about; without
  // `asked_last`, up to the `at` date. A later `asked_last` than the `at` date means the `at` date.
  std::optional<ExprId> asked_first;
  std::optional<ExprId> asked_last;
};

enum class Quantity : std::uint8_t { Any, No, All };

// All: every matching item satisfies; the others have no `satisfy`.
struct Quantifier {
  Quantity quantity;
  QueryId query;
  std::optional<ExprId> satisfy;
};
struct Count {
  QueryId query;
};
// Over the matching items: how many different values.
struct CountDistinct {
  QueryId query;
  ExprId value;
};
enum class TotalKind : std::uint8_t { Sum, Least, Greatest };
struct Total {
  TotalKind kind;
  QueryId query;
  ExprId value;
};
// Quantifier, Count, Total and CountDistinct over rows. The least or greatest of no row is a fault.
struct RowQuantifier {
  Quantity quantity;
  RowsId rows;
  std::optional<ExprId> satisfy;
};
struct RowCount {
  RowsId rows;
};
struct RowTotal {
  TotalKind kind;
  RowsId rows;
  ExprId value;
};
struct RowCountDistinct {
  RowsId rows;
  ExprId value;
};
enum class Selector : std::uint8_t { Latest, Earliest, Lowest, Highest };
// A field of the selected item. Latest and earliest order by the list's date, lowest and highest by
// the item's number: `key`. Latest and Highest are SelectLast, the others SelectFirst.
struct Select {
  Selector selector;
  QueryId query;
  ExprId key;
  ExprId value;
};
// The item itself, only as the body of a definition that names a selection, and as what `is known`
// asks about: there its key stands for it.
struct SelectItem {
  Selector selector;
  QueryId query;
  ExprId key;
};
// What a fill says; all three are ItemFacts.
struct Supply {
  ExprId drug;
  ExprId date;
  ExprId days;
};
// Exactly the days first to last. `carry_in`: what earlier fills left counts.
struct Exposure {
  QueryId query;
  Supply supply;
  ExprId first;
  ExprId last;
  bool carry_in;
};
struct DaysCovered {
  Exposure of;
};
struct LongestRun {
  Exposure of;
  ExprId gap;  // a Constant
};
struct OnHand {
  QueryId query;
  Supply supply;
  ExprId day;
};

// --- answers ---

// In guarantees only: the answer of a decision, or of a plan, is one of the alternatives in `mask`.
// False while there is no such answer: not governed, not in force.
struct OutcomeIs {
  std::variant<DecisionId, PlanId> of;
  std::int64_t mask;
  bool negated;
};

// Stands where something could not be checked; never in a SoundProgram.
struct Poison {};

// Invariant (typed): the type of a node is that of its value; a node of PoisonType exists only in a
// program with errors.
struct Expr {
  source::Span span;  // what the author wrote; of a written-out node, what it was made from
  TypeId type;
  std::variant<Constant, Fact, ItemFact, Param, Diplotype, DefinitionUse, TableUse,  //
               ParameterUse, LookUp, RowValue,                                       //
               And, Or, Not, AtLeast, If,                                            //
               Compare, CompareQuotient, InMask, SameMember, InValueSet, Within,     //
               Add, Subtract, Multiply, Divide, Rescale, Extreme, Function, Power,   //
               AddMonths, Age, Known, Otherwise, OnFile,                             //
               Quantifier, Count, CountDistinct, Total, RowQuantifier, RowCount,     //
               RowTotal, RowCountDistinct, Select, SelectItem,                       //
               DaysCovered, LongestRun, OnHand, OutcomeIs, Poison>
      kind;
};

}  // namespace precis::typed
