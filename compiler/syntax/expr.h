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

struct NameRef {
  Name name;
};
struct FieldAccess {
  ExprId object;
  Name field;
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
// `days_covered(fill in member.fills where COND, within 365 days before D)`.
struct DaysCovered {
  Query query;
  Window window;
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
               NameRef, FieldAccess, Call, SetLiteral, Paren,                          //
               Arithmetic, Negate, Not, And, Or, If, Comparison, Membership, Between,  //
               DateComparison, Within,                                                 //
               KnowledgeTest, OnFile, Tested, Otherwise,                               //
               Any, No, All, Count, AtLeast, Select, DaysCovered, OnHand,              //
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
