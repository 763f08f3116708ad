// The operations on single values, each on known, unknown and faulting cells.

#include <limits>

#include "runtime/builtins.h"
#include "tests/unit/interp/sheet.h"

namespace precis::interp {
namespace {

using runtime::between;
using runtime::exact;
using runtime::mask;
using runtime::surely_faults;

struct Operand {
  runtime::ValueType type;
  Cell cell;
};

Cell apply(Op op, const runtime::ValueType& type, const std::vector<Operand>& operands,
           std::int64_t a = 0, std::int64_t b = 0) {
  Sheet sheet;
  std::vector<NodeId> nodes;
  for (const Operand& it : operands) nodes.push_back(sheet.fact(it.type, it.cell));
  return sheet.value(sheet.node(op, type, nodes, a, b));
}
Cell logic(Op op, const std::vector<Cell>& cells, std::int64_t a = 0) {
  std::vector<Operand> operands;
  for (const Cell& cell : cells) operands.push_back({Bool, cell});
  return apply(op, Bool, operands, a);
}
Cell compared(Op op, const Cell& x, const Cell& y) {
  return apply(op, Bool, {{number(), x}, {number(), y}});
}
Cell may_fault(Cell cell) {
  cell.may_fault = 1;
  return cell;
}

TEST(Interp, ConstantsAndFacts) {
  Sheet sheet;
  EXPECT_EQ(sheet.value(sheet.constant(number(), 7)), exact(7));
  EXPECT_EQ(sheet.value(sheet.node(Op::Constant, number(), {}, 1, 9)), between(1, 9));
  EXPECT_EQ(sheet.value(sheet.fact(number(), between(2, 3))), between(2, 3));
}

TEST(Interp, And) {
  EXPECT_EQ(logic(Op::And, {T, T}), T);
  EXPECT_EQ(logic(Op::And, {T, TF}), TF);
  EXPECT_EQ(logic(Op::And, {F, TF}), F);
  EXPECT_EQ(logic(Op::And, {F, X}), F) << "a fault is absorbed";
  EXPECT_EQ(logic(Op::And, {X, F}), F) << "in either order";
  EXPECT_EQ(logic(Op::And, {T, X}), X);
  EXPECT_EQ(logic(Op::And, {X, X}), X);
  EXPECT_EQ(logic(Op::And, {TF, X}), FX);
  EXPECT_EQ(logic(Op::And, {T, FX}), FX);
  EXPECT_EQ(logic(Op::And, {F, TFX}), F);
  EXPECT_EQ(logic(Op::And, {TX, TF}), TFX);
}

TEST(Interp, Or) {
  EXPECT_EQ(logic(Op::Or, {F, F}), F);
  EXPECT_EQ(logic(Op::Or, {F, TF}), TF);
  EXPECT_EQ(logic(Op::Or, {T, TF}), T);
  EXPECT_EQ(logic(Op::Or, {T, X}), T);
  EXPECT_EQ(logic(Op::Or, {F, X}), X);
  EXPECT_EQ(logic(Op::Or, {TF, X}), TX);
  EXPECT_EQ(logic(Op::Or, {FX, TF}), TFX);
}

TEST(Interp, Not) {
  EXPECT_EQ(logic(Op::Not, {T}), F);
  EXPECT_EQ(logic(Op::Not, {TF}), TF);
  EXPECT_EQ(logic(Op::Not, {TX}), FX);
  EXPECT_EQ(logic(Op::Not, {X}), X);
}

TEST(Interp, AtLeast) {
  EXPECT_EQ(logic(Op::AtLeast, {T, T, F}, 2), T);
  EXPECT_EQ(logic(Op::AtLeast, {T, F, F}, 2), F);
  EXPECT_EQ(logic(Op::AtLeast, {T, TF, F}, 2), TF);
  EXPECT_EQ(logic(Op::AtLeast, {T, T, X}, 2), T) << "two are sure";
  EXPECT_EQ(logic(Op::AtLeast, {F, F, X}, 2), F) << "it cannot be reached";
  EXPECT_EQ(logic(Op::AtLeast, {T, F, X}, 2), X);
  EXPECT_EQ(logic(Op::AtLeast, {T, TF, X}, 2), TX);
}

TEST(Interp, Less) {
  EXPECT_EQ(compared(Op::Less, exact(1), exact(2)), T);
  EXPECT_EQ(compared(Op::Less, exact(2), exact(2)), F);
  EXPECT_EQ(compared(Op::Less, between(1, 2), exact(2)), TF);
  EXPECT_EQ(compared(Op::Less, between(1, 2), between(3, 4)), T);
  EXPECT_EQ(compared(Op::Less, surely_faults(), exact(2)), X);
  EXPECT_EQ(compared(Op::Less, may_fault(exact(1)), exact(2)), TX);
}

TEST(Interp, LessEqual) {
  EXPECT_EQ(compared(Op::LessEqual, exact(2), exact(2)), T);
  EXPECT_EQ(compared(Op::LessEqual, exact(3), exact(2)), F);
  EXPECT_EQ(compared(Op::LessEqual, between(2, 3), exact(2)), TF);
  EXPECT_EQ(compared(Op::LessEqual, exact(2), surely_faults()), X);
}

TEST(Interp, Equal) {
  EXPECT_EQ(compared(Op::Equal, exact(2), exact(2)), T);
  EXPECT_EQ(compared(Op::Equal, exact(1), exact(2)), F);
  EXPECT_EQ(compared(Op::Equal, between(1, 2), between(2, 3)), TF);
  EXPECT_EQ(compared(Op::Equal, between(1, 2), between(3, 4)), F);
  EXPECT_EQ(compared(Op::Equal, exact(2), may_fault(exact(2))), TX);
  const Cell unknown = between(0, runtime::UnknownCodeHigh);
  EXPECT_EQ(apply(Op::Equal, Bool, {{Code, unknown}, {Code, exact(4)}}), TF);
}

TEST(Interp, CompareQuotient) {
  const auto quotient = [](Cell x, Cell y, Cell z, runtime::Relation relation) {
    return apply(Op::CompareQuotient, Bool, {{number(), x}, {number(), y}, {number(), z}},
                 static_cast<std::int64_t>(relation), 0);
  };
  using runtime::Relation;
  EXPECT_EQ(quotient(exact(31), exact(30), exact(1), Relation::Greater), T);
  EXPECT_EQ(quotient(exact(30), exact(30), exact(1), Relation::Greater), F);
  EXPECT_EQ(quotient(between(20, 40), exact(30), exact(1), Relation::Greater), TF);
  EXPECT_EQ(quotient(exact(31), exact(0), exact(1), Relation::Greater), X);
  EXPECT_EQ(quotient(exact(31), between(0, 30), exact(1), Relation::Greater), TX);
}

TEST(Interp, InMask) {
  const auto in = [](Cell x, std::int64_t members) {
    return apply(Op::InMask, Bool, {{Enum, x}}, members);
  };
  EXPECT_EQ(in(mask(1), 3), T);
  EXPECT_EQ(in(mask(4), 3), F);
  EXPECT_EQ(in(mask(6), 3), TF);
  EXPECT_EQ(in(surely_faults(), 3), X);
}

TEST(Interp, SameMember) {
  const auto same = [](Cell x, Cell y) {
    return apply(Op::SameMember, Bool, {{Enum, x}, {Enum, y}});
  };
  EXPECT_EQ(same(mask(2), mask(2)), T);
  EXPECT_EQ(same(mask(2), mask(4)), F);
  EXPECT_EQ(same(mask(3), mask(3)), TF) << "either of two is not the same one";
  EXPECT_EQ(same(mask(3), mask(4)), F);
}

TEST(Interp, InValueSet) {
  Sheet sheet;
  const Cell inside = exact(sheet.symbols.intern(0, "K25"));
  const Cell outside = exact(sheet.symbols.intern(0, "I10"));
  const Cell unknown = between(0, runtime::UnknownCodeHigh);
  const auto bleeding = [&](const Cell& code) {
    return sheet.value(sheet.node(Op::InValueSet, Bool, {sheet.fact(Code, code)}, 0));
  };
  EXPECT_EQ(bleeding(inside), T);
  EXPECT_EQ(bleeding(outside), F);
  EXPECT_EQ(bleeding(unknown), TF);
  EXPECT_EQ(bleeding(surely_faults()), X);
}

TEST(Interp, LookUp) {
  Sheet sheet;
  sheet.program.catalogue.named_codes = {{0, "K25"}, {0, "I10"}};
  sheet.program.catalogue.catalogs.push_back(
      {"Goods", "1", "goods.csv", 0, {2, 1}, {2, 3}, {{"color", Enum, {{4, 4}, {7, 7}}}}});
  const auto color = [&](const Cell& code) {
    return sheet.value(sheet.node(Op::LookUp, Enum, {sheet.fact(Code, code)}, 0, 0));
  };
  EXPECT_EQ(color(exact(2)), mask(4));
  EXPECT_EQ(color(exact(1)), mask(7)) << "an empty cell";
  EXPECT_EQ(color(exact(3)), mask(7)) << "no row";
  EXPECT_EQ(color(between(0, runtime::UnknownCodeHigh)), mask(7));
  EXPECT_EQ(color({2, 2, 1, 0}), (Cell{4, 4, 1, 0}));
  EXPECT_EQ(color(surely_faults()), X);
}

TEST(Interp, Arithmetic) {
  const auto sum = [](Op op, Cell x, Cell y, std::int64_t a = 0) {
    return apply(op, number(), {{number(), x}, {number(), y}}, a);
  };
  const Cell most = exact(std::numeric_limits<std::int64_t>::max());
  EXPECT_EQ(sum(Op::Add, between(1, 2), exact(10)), between(11, 12));
  EXPECT_EQ(sum(Op::Add, most, exact(1)), X) << "every combination overflows";
  EXPECT_EQ(sum(Op::Subtract, between(1, 2), between(0, 5)), between(-4, 2));
  EXPECT_EQ(sum(Op::Multiply, between(-2, 3), exact(5)), between(-10, 15));
  EXPECT_EQ(sum(Op::Multiply, exact(15), exact(5), 1), exact(8)) << "7.5 half to even";
  EXPECT_EQ(sum(Op::Divide, exact(5), exact(2), 0), exact(2)) << "2.5 half to even";
  EXPECT_EQ(sum(Op::Divide, exact(5), exact(0)), X);
  EXPECT_EQ(sum(Op::Divide, exact(6), between(0, 3)), may_fault(between(2, 6)));
  EXPECT_EQ(sum(Op::Add, surely_faults(), exact(1)), X);
  EXPECT_EQ(apply(Op::Rescale, number(), {{number(), between(1, 2)}}, 2), between(100, 200));
}

TEST(Interp, Dates) {
  // 2026-01-31 is day 20484.
  EXPECT_EQ(apply(Op::AddMonths, date(), {{date(), exact(20484)}}, 1), exact(20512));
  EXPECT_EQ(apply(Op::AddMonths, date(), {{date(), exact(20484)}}, -1), exact(20453));
  const auto age = [](Cell birth) {
    return apply(Op::Age, number(), {{date(), birth}, {date(), exact(20484)}});
  };
  EXPECT_EQ(age(exact(20484 - 3653)), exact(10));
  EXPECT_EQ(age(between(20484 - 3653, 20484 - 365)), between(1, 10));
  EXPECT_EQ(age(exact(20485)), exact(0)) << "not yet born";
}

TEST(Interp, KnownAndOtherwise) {
  const auto known = [](const runtime::ValueType& type, Cell x) {
    return apply(Op::Known, Bool, {{type, x}});
  };
  EXPECT_EQ(known(number(), exact(3)), T);
  EXPECT_EQ(known(number(), between(3, 4)), F);
  EXPECT_EQ(known(Enum, mask(4)), T);
  EXPECT_EQ(known(Enum, mask(6)), F);
  EXPECT_EQ(known(number(), may_fault(exact(3))), F);
  EXPECT_EQ(known(number(), surely_faults()), F);
  const auto otherwise = [](Cell x) {
    return apply(Op::Otherwise, number(), {{number(), x}, {number(), exact(70)}});
  };
  EXPECT_EQ(otherwise(exact(3)), exact(3));
  EXPECT_EQ(otherwise(between(3, 4)), exact(70));
  EXPECT_EQ(otherwise(surely_faults()), exact(70));
}

TEST(Interp, UnseenAndWiden) {
  EXPECT_EQ(logic(Op::Unseen, {T}), F);
  EXPECT_EQ(logic(Op::Unseen, {F}), TF);
  EXPECT_EQ(logic(Op::Unseen, {TF}), TF);
  EXPECT_EQ(logic(Op::Unseen, {TX}), TFX);
  EXPECT_EQ(logic(Op::Unseen, {X}), X);
  EXPECT_EQ(logic(Op::Unseen, {T}, 1), F) << "what is seen is judged where it stands";
  EXPECT_EQ(logic(Op::Unseen, {F}, 1), TFX) << "an unseen item may make the condition fault";
  const auto widen = [](Cell observed, std::int64_t condition_may_fault = 0) {
    return apply(Op::Widen, number(0, 50), {{number(0, 50), between(1, 2)}, {Bool, observed}},
                 condition_may_fault);
  };
  EXPECT_EQ(widen(T), between(1, 2));
  EXPECT_EQ(widen(F), between(1, 50));
  EXPECT_EQ(widen(TFX), may_fault(between(1, 50)));
  EXPECT_EQ(widen(T, 1), between(1, 2));
  EXPECT_EQ(widen(F, 1), may_fault(between(1, 50)));
}

TEST(Interp, Choose) {
  const auto choose = [](Cell first, Cell one, Cell second, Cell two) {
    return apply(Op::Choose, Enum, {{Bool, first}, {Enum, one}, {Bool, second}, {Enum, two}});
  };
  EXPECT_EQ(choose(T, mask(1), T, mask(4)), mask(1)) << "the first sure one shadows";
  EXPECT_EQ(choose(F, mask(1), T, mask(4)), mask(4));
  EXPECT_EQ(choose(TF, mask(1), T, mask(4)), mask(5));
  EXPECT_EQ(choose(TF, mask(1), TF, mask(4)), mask(5)) << "rows are complete";
  EXPECT_EQ(choose(X, mask(1), T, mask(4)), X) << "a sure fault is not skipped";
  EXPECT_EQ(choose(FX, mask(1), T, mask(4)), may_fault(mask(4)));
  EXPECT_EQ(choose(TX, mask(1), T, mask(4)), may_fault(mask(1)));
  EXPECT_EQ(choose(T, mask(1), X, mask(4)), mask(1)) << "a fault behind a sure row is hidden";
  EXPECT_EQ(choose(T, surely_faults(), T, mask(4)), X);
  EXPECT_EQ(choose(TF, surely_faults(), T, mask(4)), may_fault(mask(4)));
  EXPECT_EQ(choose(F, mask(1), F, mask(4)), X);
  EXPECT_EQ(apply(Op::Choose, Code, {{Bool, TF}, {Code, exact(7)}, {Bool, T}, {Code, exact(8)}}),
            between(0, runtime::UnknownCodeHigh));
  EXPECT_EQ(apply(Op::Choose, number(),
                  {{Bool, TF}, {number(), exact(1)}, {Bool, T}, {number(), exact(5)}}),
            between(1, 5));
}

}  // namespace
}  // namespace precis::interp
