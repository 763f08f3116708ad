#pragma once

// Expressions as written: parentheses, windows, quantifiers and templates are kept.

#include <cstdint>
#include <optional>
#include <string_view>
#include <variant>
#include <vector>

#include "compiler/source/span.h"
#include "compiler/syntax/name.h"

namespace precis::syntax {

// --- literals ---

// Non-negative; a sign is a Negate around it.
struct IntegerLiteral {
  std::string_view digits;
};
// `0.25`: digits, a point, digits.
struct DecimalLiteral {
  std::string_view digits;
};
struct BoolLiteral {
  bool value;
};
// `2026-01-31`. A date of the calendar.
struct DateLiteral {
  std::int32_t year;
  std::uint8_t month;
  std::uint8_t day;
};
// `1961-05`: a date known to the month. Only the facts of tests may be so imprecise; a date known
// to the year is there an IntegerLiteral.
struct YearMonthLiteral {
  std::int32_t year;
  std::uint8_t month;
};
struct TextLiteral {
  Text text;
};
// `$5.00`. `amount` is without the sign of the currency, which is always USD.
struct MoneyLiteral {
  std::string_view amount;
};
// `30 days`, `0.5 mg/week`, `100 'lb_av'`. `digits` may have a point.
struct QuantityLiteral {
  std::string_view digits;
  Unit unit;
};
// `ICD10CM "I21.4"` or `CYP2C19 "*2/*2"`: what the owner is tells a code from a diplotype.
struct CodedLiteral {
  Name owner;
  Text text;
};

// --- names, access, grouping ---

// `Product[request.drug]`: an entry of a catalog; only fields of it are values.
struct Lookup {
  Name catalog;
  ExprId key;
};
struct NameRef {
  Name name;
};
struct FieldAccess {
  ExprId object;
  Name field;
};
// `member.genome.HLA_B.status("*15:02")`.
struct AlleleQuestion {
  ExprId gene;
  Name question;
  Text allele;
};
// Of a definition, a table or a function of the language such as `age`.
struct Call {
  Name callee;
  std::vector<ExprId> arguments;
};
// `{ a, b }`, may be empty.
struct SetLiteral {
  std::vector<ExprId> members;
};
// Parentheses that group. They have no meaning but they are seen by the rule about `and` and `or`.
struct Paren {
  ExprId inner;
};

// --- operators ---

enum class ArithmeticOp { Add, Subtract, Multiply, Divide };

// Left-associative. Very long chains of `+` come balanced.
struct Arithmetic {
  ArithmeticOp op;
  source::Span op_span;
  ExprId left;
  ExprId right;
};
struct Negate {
  ExprId operand;
};

// `out_of_pocket_maximum at request.date`: a parameter's value of that day.
struct AtDate {
  ExprId parameter;
  ExprId date;
};

enum class RoundingMode { HalfUp, HalfEven, Up, Down };
enum class RoundingPlace { Cents, Dollars, Whole, Places };

// `x rounded half up to cents`. `digits` is the number of places, of Places only.
struct Rounded {
  ExprId operand;
  RoundingMode mode;
  RoundingPlace place;
  std::string_view digits;
  source::Span rounding_span;
};

struct Not {
  ExprId operand;
};
// At least two operands, none of them an And or an Or: mixing the two without parentheses has
// been reported, and gives Malformed.
struct And {
  std::vector<ExprId> operands;
};
struct Or {
  std::vector<ExprId> operands;
};
struct If {
  ExprId condition;
  ExprId then;
  ExprId otherwise;
};

enum class ComparisonOp { Less, LessOrEqual, Greater, GreaterOrEqual, Is, IsNot };

struct Comparison {
  ComparisonOp op;
  source::Span op_span;
  ExprId left;
  ExprId right;
};
// `item in set`, `item not in set`. The set is a SetLiteral or names a value set.
struct Membership {
  bool negated;
  ExprId item;
  ExprId set;
};
// Both ends are included.
struct Between {
  ExprId subject;
  ExprId low;
  ExprId high;
};

// --- dates and windows ---

enum class DateOrder { Before, After, StrictlyBefore, StrictlyAfter, OnOrBefore, OnOrAfter };

// `x on or before D`.
struct DateComparison {
  DateOrder order;
  source::Span order_span;
  ExprId subject;
  ExprId anchor;
};

enum class WindowSide { Before, After, Around };

// `within 365 days before D`.
struct Window {
  std::string_view digits;
  Unit unit;
  WindowSide side;
  ExprId anchor;
  source::Span span;
};

// `x within 12 months before D`.
struct Within {
  ExprId subject;
  Window window;
};

// --- reading the file ---

enum class Knowledge { Known, Unknown };

// `x is known`, `x is unknown`.
struct KnowledgeTest {
  ExprId subject;
  Knowledge expected;
};
// `(latest lab : LDL in member.labs) is on file`.
struct OnFile {
  ExprId subject;
};
// `member.genome.CYP2C19 is tested`.
struct Tested {
  ExprId subject;
};
// `member.weight otherwise 70 kg`.
struct Otherwise {
  ExprId value;
  ExprId fallback;
};

// --- quantifiers ---

// `lab` or `lab : LDL`.
struct Binder {
  Name name;
  std::optional<Name> measurement;
};
// `x in LIST where COND`.
struct Query {
  Binder binder;
  ExprId list;
  std::optional<ExprId> where;
  source::Span span;
};

struct Any {
  Query query;
};
struct No {
  Query query;
};
// `all x in LIST where COND satisfy COND`.
struct All {
  Query query;
  ExprId satisfy;
};
// `count(x in LIST where COND)`.
struct Count {
  Query query;
};
// `count(distinct f.drug for f in LIST where COND)`.
struct CountDistinct {
  ExprId value;
  Query query;
};
// `sum(f.paid for f in LIST where COND)`; also `min` and `max`, or a function that does not exist.
struct Aggregate {
  Name function;
  ExprId value;
  Query query;
};
// `at least 2 of { cond, cond, cond }`.
struct AtLeast {
  std::string_view digits;
  source::Span digits_span;
  std::vector<ExprId> conditions;
};

enum class Selector { Latest, Earliest, Lowest, Highest };

// `latest x in LIST where COND`: an item.
struct Select {
  Selector selector;
  Query query;
};
// `between D and E`, both days included.
struct Days {
  ExprId first;
  ExprId last;
};
// `within 365 days before D with carry-in`: the days an exposure is asked about.
struct AskedDays {
  std::variant<Window, Days> days;
  bool carry_in;
  source::Span span;
};
// `days_covered(fill in member.fills where COND, within 365 days before D)`.
struct DaysCovered {
  Query query;
  AskedDays asked;
};
struct ProportionCovered {
  Query query;
  AskedDays asked;
};
// A number of days, weeks or months, as written.
struct WrittenLength {
  std::string_view digits;
  Unit unit;
  source::Span span;
};
// `longest_run(fill in ..., within 365 days before D, gap at most 7 days)`.
struct LongestRun {
  Query query;
  AskedDays asked;
  WrittenLength gap;
};
// `tried(fill in ..., at least 56 days, within 365 days before D)`.
struct Tried {
  Query query;
  WrittenLength at_least;
  AskedDays asked;
};
// `on_hand(fill in member.fills where COND, on D)`.
struct OnHand {
  Query query;
  ExprId day;
};

struct Expr {
  source::Span span;
  std::variant<IntegerLiteral, DecimalLiteral, BoolLiteral, DateLiteral, YearMonthLiteral,
               TextLiteral, MoneyLiteral, QuantityLiteral, CodedLiteral,               //
               NameRef, FieldAccess, AlleleQuestion, Lookup, Call, SetLiteral, Paren,  //
               AtDate, Rounded, Arithmetic, Negate, Not, And, Or, If, Comparison, Membership,
               Between,                                                         //
               DateComparison, Within,                                          //
               KnowledgeTest, OnFile, Tested, Otherwise,                        //
               Any, No, All, Count, CountDistinct, Aggregate, AtLeast, Select,  //
               DaysCovered, ProportionCovered, LongestRun, Tried, OnHand,       //
               Malformed>
      kind;
};

// --- templates ---

// Literal text of a template. `{{` and `}}` are pieces of their own, `{` and `}`.
struct TemplateText {
  std::string_view text;
  source::Span span;
};
// `{expr}`.
struct TemplateHole {
  ExprId expr;
  source::Span span;
};
// What follows `because`. The span includes the quotes.
struct Template {
  std::vector<std::variant<TemplateText, TemplateHole>> parts;
  source::Span span;
};

}  // namespace precis::syntax
