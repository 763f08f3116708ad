#include "compiler/check/check.h"

#include "compiler/check/context.h"
#include "compiler/check/data.h"
#include "compiler/check/expressions.h"
#include "compiler/check/lints.h"
#include "compiler/check/parameters.h"
#include "compiler/check/plans.h"
#include "compiler/check/policies.h"
#include "compiler/check/schema.h"
#include "compiler/check/tables.h"
#include "compiler/check/tests.h"

namespace precis::check {

namespace {

// Tables, definitions and parameters of modules that no policy has used so far: they are checked
// all the same.
void check_rest(Context& context) {
  for (std::uint32_t i = 0; i < context.names.size(); ++i) {
    const Symbol symbol = context.names[SymbolId(i)];
    if (!symbol.decl) continue;
    if (symbol.kind == SymbolKind::Table) table(context, SymbolId(i));
    if (symbol.kind == SymbolKind::Parameter) parameter(context, SymbolId(i), symbol.name);
    if (symbol.kind == SymbolKind::Define) {
      const auto& tree = std::get<syntax::Define>(context.decl(symbol).kind);
      define(context, tree, symbol.module, nullptr, tree.name);
    }
  }
}

}  // namespace

typed::Checked program(const std::vector<syntax::Module>& modules, const source::Map& sources,
                       diagnostics::Sink& sink) {
  typed::Program made;
  Names names(modules, sink);
  Context context{modules, sources, sink, made, names};
  declare_data(context);
  Schemas schemas(context);
  check_policies(context, schemas);
  cite_parameters(context);
  check_plans(context, schemas);
  check_rest(context);
  check_tests(context, schemas);
  // A broken place may have been the one that needs a name.
  if (!sink.has_errors()) {
    names.report_unused();
    lint(context);
  }
  return {std::move(made), sink.has_errors()};
}

}  // namespace precis::check
