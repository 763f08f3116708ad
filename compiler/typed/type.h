#pragma once

// The types of a checked program, hash-consed: two types are the same exactly when their ids are.

#include <compare>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <variant>

#include "compiler/support/id.h"
#include "runtime/schema.h"
#include "runtime/type.h"

namespace precis::typed {

using TypeId = support::Id<struct TypeTag>;

struct BoolType {
  friend auto operator<=>(const BoolType&, const BoolType&) = default;
};
// Fixed point: a stored value is value * 10^scale; low and high are in stored form.
// `unit` is as the author wrote it; plain numbers have none.
struct NumberType {
  std::string unit;
  std::uint8_t scale = 0;
  std::int64_t low = 0;
  std::int64_t high = 0;
  friend auto operator<=>(const NumberType&, const NumberType&) = default;
};
struct MoneyType {
  std::string currency;  // USD
  std::uint8_t scale = 2;
  std::int64_t low = 0;
  std::int64_t high = 0;
  friend auto operator<=>(const MoneyType&, const MoneyType&) = default;
};
// Days since 1970-01-01.
struct DateType {
  std::int64_t low = 0;
  std::int64_t high = 0;
  friend auto operator<=>(const DateType&, const DateType&) = default;
};
// In Catalogue::enumerations; a phenotype is one that has_untested.
struct EnumType {
  std::uint32_t enumeration = 0;
  friend auto operator<=>(const EnumType&, const EnumType&) = default;
};
// In Catalogue::systems.
struct CodeType {
  std::uint32_t system = 0;
  friend auto operator<=>(const CodeType&, const CodeType&) = default;
};
// The result of one gene, in Catalogue::genes: a code whose system is GeneSystemBase + gene.
struct DiplotypeType {
  std::uint32_t gene = 0;
  friend auto operator<=>(const DiplotypeType&, const DiplotypeType&) = default;
};
struct TextType {
  friend auto operator<=>(const TextType&, const TextType&) = default;
};
// A constant set of codes; payloads only.
struct CodeSetType {
  std::uint32_t system = 0;
  friend auto operator<=>(const CodeSetType&, const CodeSetType&) = default;
};
// An item that a quantifier or a selection stands at. Only fields of it are values: lowering meets
// this type on definitions that are selections, and there nowhere else.
struct ItemType {
  std::uint32_t schema = 0;  // in Program::schemas
  runtime::ListIndex list = 0;
  friend auto operator<=>(const ItemType&, const ItemType&) = default;
};
// Of what could not be checked; a diagnostic has been reported. Never in a SoundProgram.
struct PoisonType {
  friend auto operator<=>(const PoisonType&, const PoisonType&) = default;
};

using Type = std::variant<BoolType, NumberType, MoneyType, DateType, EnumType, CodeType,
                          DiplotypeType, TextType, CodeSetType, ItemType, PoisonType>;

// How values of `type` are stored. None for items and poison. Diplotypes are codes.
std::optional<runtime::ValueType> value_type(const Type& type);

class Types {
 public:
  TypeId intern(const Type& type);
  // The reference stays valid as long as the table lives.
  const Type& operator[](TypeId id) const { return types_[id.index()]; }
  std::size_t size() const { return types_.size(); }

 private:
  std::deque<Type> types_;
  std::map<Type, TypeId> ids_;
};

}  // namespace precis::typed
