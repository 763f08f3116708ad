#include "compiler/typed/type.h"

#include "compiler/support/match.h"
#include "runtime/cell.h"

namespace precis::typed {

namespace {

runtime::ValueType coded(runtime::Form form) {
  runtime::ValueType type;
  type.form = form;
  if (form == runtime::Form::Code || form == runtime::Form::Text) {
    type.high = runtime::UnknownCodeHigh;
  }
  return type;
}

runtime::ValueType number(runtime::Form form, const std::string& unit, std::uint8_t scale,
                          std::int64_t low, std::int64_t high) {
  runtime::ValueType type;
  type.form = form;
  type.scale = scale;
  type.unit = unit;
  type.low = low;
  type.high = high;
  return type;
}

}  // namespace

std::optional<runtime::ValueType> value_type(const Type& type) {
  using Found = std::optional<runtime::ValueType>;
  return support::match(
      type, [](const BoolType&) -> Found { return coded(runtime::Form::Bool); },
      [](const NumberType& it) -> Found {
        return number(runtime::Form::Number, it.unit, it.scale, it.low, it.high);
      },
      [](const MoneyType& it) -> Found {
        return number(runtime::Form::Money, it.currency, it.scale, it.low, it.high);
      },
      [](const DateType& it) -> Found {
        return number(runtime::Form::Date, "", 0, it.low, it.high);
      },
      [](const EnumType& it) -> Found {
        runtime::ValueType value = coded(runtime::Form::Enum);
        value.enumeration = it.enumeration;
        return value;
      },
      [](const CodeType&) -> Found { return coded(runtime::Form::Code); },
      [](const DiplotypeType&) -> Found { return coded(runtime::Form::Code); },
      [](const TextType&) -> Found { return coded(runtime::Form::Text); },
      [](const CodeSetType&) -> Found { return coded(runtime::Form::CodeSet); },
      [](const ItemType&) -> Found { return std::nullopt; },
      [](const PoisonType&) -> Found { return std::nullopt; });
}

TypeId Types::intern(const Type& type) {
  const auto found = ids_.find(type);
  if (found != ids_.end()) return found->second;
  const TypeId id(static_cast<std::uint32_t>(types_.size()));
  types_.push_back(type);
  ids_.emplace(type, id);
  return id;
}

}  // namespace precis::typed
