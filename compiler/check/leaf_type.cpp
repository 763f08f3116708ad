#include "compiler/check/leaf_type.h"

namespace precis::check {

typed::Type leaf_type(const runtime::Leaf& leaf) {
  const runtime::ValueType& type = leaf.type;
  switch (type.form) {
    case runtime::Form::Bool:
      return typed::BoolType{};
    case runtime::Form::Enum:
      return typed::EnumType{type.enumeration};
    case runtime::Form::Number:
      return typed::NumberType{type.unit, type.scale, type.low, type.high};
    case runtime::Form::Money:
      return typed::MoneyType{type.unit, type.scale, type.low, type.high};
    case runtime::Form::Date:
      return typed::DateType{type.low, type.high};
    case runtime::Form::Code:
      return typed::CodeType{leaf.code_system.value_or(0)};
    case runtime::Form::Text:
      return typed::TextType{};
    case runtime::Form::CodeSet:
      return typed::PoisonType{};
  }
  return typed::PoisonType{};
}

}  // namespace precis::check
