#include "compiler/ir/operand_types.h"

#include <algorithm>
#include <initializer_list>

#include "runtime/decimal.h"

namespace precis::ir {

using runtime::Form;
using runtime::ValueType;

static bool is_bool(const ValueType& type) {
  return type.form == Form::Bool;
}
static bool is_date(const ValueType& type) {
  return type.form == Form::Date;
}
static bool is_decimal(const ValueType& type) {
  return type.form == Form::Number || type.form == Form::Money;
}
static bool is_whole(const ValueType& type) {
  return type.form == Form::Number && type.scale == 0;
}
static bool is_eighth(const ValueType& type) {
  return type.form == Form::Number && type.scale == runtime::MaxVisibleScale;
}
static bool is_interval(const ValueType& type) {
  return is_decimal(type) || is_date(type);
}
static bool is_mask(const ValueType& type) {
  return is_bool(type) || type.form == Form::Enum;
}

// Values that may stand for each other: ranges may differ.
static bool alike(const ValueType& x, const ValueType& y) {
  return x.form == y.form && x.scale == y.scale && x.enumeration == y.enumeration;
}

// A view of one node that reads like the page of operations.
struct Shape {
  const Graph& graph;
  const Node& node;

  std::size_t count() const { return node.operands.size(); }
  const ValueType& type() const { return graph.type(node.type); }
  const ValueType& operand(std::size_t i) const { return graph.type(node.operands[i]); }

  bool all_bool() const {
    return std::all_of(node.operands.begin(), node.operands.end(),
                       [&](NodeId id) { return is_bool(graph.type(id)); });
  }
  bool has_forms(std::initializer_list<Form> forms) const {
    return std::equal(forms.begin(), forms.end(), node.operands.begin(), node.operands.end(),
                      [&](Form form, NodeId id) { return graph.type(id).form == form; });
  }
};

static bool sum_holds(const Shape& it, bool is_difference) {
  if (it.count() != 2) return false;
  const ValueType& x = it.operand(0);
  const ValueType& y = it.operand(1);
  if (is_difference && is_date(x) && is_date(y)) return is_whole(it.type());
  if (is_date(x)) return is_whole(y) && is_date(it.type());
  return is_decimal(x) && alike(x, y) && alike(x, it.type());
}

static bool choice_holds(const Shape& it) {
  if (it.count() == 0 || it.count() % 2 != 0) return false;
  for (std::size_t i = 0; i < it.count(); i += 2) {
    if (!is_bool(it.operand(i)) || !alike(it.operand(i + 1), it.type())) return false;
  }
  return true;
}

static bool constant_holds(const Shape& it) {
  if (it.count() != 0) return false;
  if (is_interval(it.type())) return it.node.a <= it.node.b;
  if (is_mask(it.type())) return it.node.a == it.node.b && it.node.a != 0;
  return true;
}

bool operand_types_hold(const Graph& graph, const Node& node) {
  const Shape it{graph, node};
  const bool gives_bool = is_bool(it.type());
  switch (node.op) {
    case Op::Constant:
      return constant_holds(it);
    case Op::Fact:
    case Op::ItemFact:
      return it.count() == 0;
    case Op::And:
    case Op::Or:
      return gives_bool && it.count() > 0 && it.all_bool();
    case Op::AtLeast:
      return gives_bool && it.all_bool() && node.a >= 0 &&
             node.a <= static_cast<std::int64_t>(it.count());
    case Op::Not:
    case Op::Unseen:
    case Op::Any:
    case Op::Possible:
    case Op::OnFile:
      return gives_bool && it.count() == 1 && it.all_bool();
    case Op::Less:
    case Op::LessEqual:
      return gives_bool && it.count() == 2 && is_interval(it.operand(0)) &&
             alike(it.operand(0), it.operand(1));
    case Op::Equal:
      return gives_bool && it.count() == 2 && !is_mask(it.operand(0)) &&
             alike(it.operand(0), it.operand(1));
    case Op::CompareQuotient:
      return gives_bool && it.count() == 3 && is_decimal(it.operand(0)) &&
             is_decimal(it.operand(1)) && is_decimal(it.operand(2));
    case Op::InMask:
      return gives_bool && it.count() == 1 && it.operand(0).form == Form::Enum;
    case Op::SameMember:
      return gives_bool && it.count() == 2 && is_mask(it.operand(0)) &&
             alike(it.operand(0), it.operand(1));
    case Op::InValueSet:
      return gives_bool && (it.has_forms({Form::Code}) || it.has_forms({Form::Text}));
    case Op::LookUp:
      return it.has_forms({Form::Code}) && node.a >= 0 && node.b >= 0;
    case Op::Add:
      return sum_holds(it, false);
    case Op::Subtract:
      return sum_holds(it, true);
    case Op::Multiply:
    case Op::Divide:
      return is_decimal(it.type()) && it.count() == 2 && is_decimal(it.operand(0)) &&
             is_decimal(it.operand(1)) && (node.a >= 0 || node.op == Op::Divide);
    case Op::Minimum:
    case Op::Maximum:
      return is_interval(it.type()) && it.count() == 2 && alike(it.operand(0), it.type()) &&
             alike(it.operand(1), it.type());
    case Op::Function:
      return is_eighth(it.type()) && it.has_forms({Form::Number}) && node.b == it.operand(0).scale;
    case Op::Power:
      return is_eighth(it.type()) && it.has_forms({Form::Number, Form::Number}) &&
             node.a == it.operand(0).scale && node.b == it.operand(1).scale;
    case Op::Rescale:
      return is_decimal(it.type()) && it.count() == 1 && is_decimal(it.operand(0)) && node.a >= 0;
    case Op::AddMonths:
      return is_date(it.type()) && it.has_forms({Form::Date});
    case Op::Age:
      return is_whole(it.type()) && it.has_forms({Form::Date, Form::Date});
    case Op::Known:
      return gives_bool && it.count() == 1;
    case Op::Otherwise:
      return it.count() == 2 && alike(it.operand(0), it.type()) && alike(it.operand(1), it.type());
    case Op::Widen:
      return is_interval(it.type()) && it.count() == 2 && alike(it.operand(0), it.type()) &&
             is_bool(it.operand(1));
    case Op::Choose:
      return choice_holds(it);
    case Op::Count:
      return is_whole(it.type()) && it.count() == 1 && it.all_bool();
    case Op::Sum:
      return is_decimal(it.type()) && it.count() == 2 && is_bool(it.operand(0)) &&
             alike(it.operand(1), it.type());
    case Op::Least:
    case Op::Greatest:
      return is_interval(it.type()) && it.count() == 2 && is_bool(it.operand(0)) &&
             alike(it.operand(1), it.type());
    case Op::CountDistinct:
      return is_whole(it.type()) && it.count() == 2 && is_bool(it.operand(0));
    case Op::SelectLast:
    case Op::SelectFirst:
      return it.count() == 3 && is_bool(it.operand(0)) && is_interval(it.operand(1)) &&
             alike(it.operand(2), it.type());
    case Op::DaysCovered:
      return is_whole(it.type()) &&
             it.has_forms({Form::Bool, Form::Code, Form::Date, Form::Number, Form::Date, Form::Date,
                           Form::Date, Form::Date, Form::Bool});
    case Op::LongestRun:
      return is_whole(it.type()) &&
             it.has_forms({Form::Bool, Form::Code, Form::Date, Form::Number, Form::Date, Form::Date,
                           Form::Date, Form::Date, Form::Bool, Form::Number});
    case Op::OnHand:
      return is_whole(it.type()) && it.has_forms({Form::Bool, Form::Code, Form::Date, Form::Number,
                                                  Form::Date, Form::Date, Form::Date});
  }
  return false;
}

}  // namespace precis::ir
