#include "runtime/type.h"

namespace precis::runtime {

Cell unknown(const ValueType& type, std::size_t member_count) {
  switch (type.form) {
    case Form::Bool:
      return mask(CanBeEither);
    case Form::Enum:
      return mask((std::int64_t{1} << member_count) - 1);
    case Form::Number:
    case Form::Money:
    case Form::Date:
      return between(type.low, type.high);
    case Form::Code:
    case Form::Text:
      return between(0, UnknownCodeHigh);
    case Form::CodeSet:
      return exact(0);
  }
  return exact(0);
}

}  // namespace precis::runtime
