#include "compiler/explain/look_up.h"

#include <fmt/format.h>

#include "compiler/explain/format.h"
#include "compiler/explain/vocabulary.h"

namespace precis::explain {

Entry entry_of(const View& view, const ir::Node& node, const Row& row) {
  const runtime::Catalogue& catalogue = view.program().catalogue;
  const runtime::CatalogTable& catalog = catalogue.catalogs[static_cast<std::size_t>(node.a)];
  const runtime::Cell code = view.cell(node.operands[0], row);
  Entry entry;
  if (code.no_value != 0 || code.low != code.high) return entry;
  const auto symbol = static_cast<runtime::Symbol>(code.low);
  const auto& column = catalog.columns[static_cast<std::size_t>(node.b)];
  entry.key = symbol;
  entry.path = fmt::format("{}[{} {}].{}", catalog.name,
                           catalogue.systems[view.symbols().system(symbol)].name,
                           view.symbols().code(symbol), column.name);
  const auto found = catalog.row_of(code.low);
  if (!found) {
    const auto& enumerations = catalogue.enumerations;
    const bool is_enum = column.type.form == runtime::Form::Enum;
    entry.cell = is_enum ? runtime::mask(enumerations[column.type.enumeration].all_members())
                         : runtime::unknown(column.type, 0);
    entry.cause = runtime::Cause::NotInCatalog;
    return entry;
  }
  const runtime::CatalogTable::Cell& cell = column.cells[*found];
  entry.cell = runtime::between(cell.low, cell.high);
  entry.place = fmt::format("{}:{}", catalog.path, catalog.lines[*found]);
  if (!exact(column.type, entry.cell)) entry.cause = runtime::Cause::EmptyInCatalog;
  return entry;
}

std::string look_up_note(const View& view, ir::NodeId id, const Row& row) {
  const ir::Node& node = view.node(id);
  if (node.op != ir::Op::LookUp || !view.find(node.operands[0], row)) return {};
  const Entry entry = entry_of(view, node, row);
  if (!entry.key) return {};
  if (entry.cause == runtime::Cause::Known) return entry.place;
  return entry.place.empty() ? cause_word(entry.cause)
                             : fmt::format("{}: {}", entry.place, cause_word(entry.cause));
}

}  // namespace precis::explain
