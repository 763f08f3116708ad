#pragma once

// Types as written to types.

#include <cstddef>
#include <optional>

#include "compiler/check/context.h"
#include "compiler/syntax/decl.h"
#include "runtime/rational.h"

namespace precis::check {

// Where a type is written. Fields say how large a number may be; payloads and parameters need not.
enum class TypePlace { Field, Payload, Param };

// The type of one value; reports what cannot be one there. Records, lists, histories, genomes and
// `measured` are not values: the schema knows them.
std::optional<typed::TypeId> written_type(Context& context, std::size_t module,
                                          const syntax::Type& type, TypePlace place);

// What a written number is: `0.20` is 1/5 with 2 places.
struct WrittenNumber {
  runtime::Rational value;
  int scale;
};
// None when it is too large; `digits` as in the tree.
std::optional<WrittenNumber> written_number(std::string_view digits, bool negative);

// The stored bounds and scale of a range; reports one that is reversed or too large.
struct StoredRange {
  std::uint8_t scale;
  std::int64_t low;
  std::int64_t high;
};
std::optional<StoredRange> written_range(Context& context, const syntax::Range& range);

typed::DateType any_date();

}  // namespace precis::check
