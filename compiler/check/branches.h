#pragma once

// Branches of a choice that are members of an enumeration: which one, when nothing beside them
// says.

#include <optional>
#include <string_view>
#include <vector>

#include "compiler/check/context.h"

namespace precis::check {

// The names at the ends of nested choices, if there is nothing else and none of them means a value.
// `values` are the names of values there.
std::optional<std::vector<syntax::Name>> only_members(const Context& context, std::size_t module,
                                                      syntax::ExprId id,
                                                      const std::vector<std::string_view>& values);

// The enumeration that has all members of both branches, or alone has the most of them: of those
// that the module names, that the policy's records have, and that outcomes which the module names
// carry. Where several have all, that is reported, and `sound` is false.
std::optional<typed::TypeId> type_of_members(Context& context, std::size_t module,
                                             std::optional<std::uint32_t> schema,
                                             std::vector<syntax::Name> then,
                                             const std::vector<syntax::Name>& other, bool& sound);

}  // namespace precis::check
