#include "compiler/typed/tables.h"

#include <algorithm>
#include <variant>

namespace precis::typed {

bool reads_file(const Program& program, const DecisionTable& table, std::uint32_t input) {
  const auto* phenotype = std::get_if<EnumType>(&program.types[table.inputs[input].type]);
  if (phenotype == nullptr) return false;
  const std::size_t untested =
      program.catalogue.enumerations[phenotype->enumeration].members.size();
  return std::ranges::any_of(table.rows, [&](const Row& row) {
    if (!row.conditions[input]) return false;
    const auto* in = std::get_if<InMask>(&program.exprs[*row.conditions[input]].kind);
    return in != nullptr && (in->mask >> untested & 1) != 0;
  });
}

}  // namespace precis::typed
