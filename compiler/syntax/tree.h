#pragma once

// What was written in one file. Every node has the span of its text, every name its own; names and
// digits are views into the source, which outlives the tree. Nothing is resolved, no sugar is
// removed. Where text could not be read stands Malformed, and an error has been reported.

#include <optional>
#include <variant>
#include <vector>

#include "compiler/source/span.h"
#include "compiler/support/table.h"
#include "compiler/syntax/decl.h"
#include "compiler/syntax/expr.h"
#include "compiler/syntax/gene.h"
#include "compiler/syntax/name.h"
#include "compiler/syntax/plan.h"
#include "compiler/syntax/policy.h"
#include "compiler/syntax/test.h"

namespace precis::syntax {

// `a.b.c`, at least one part. `span` covers it all.
struct ModulePath {
  std::vector<Name> parts;
  source::Span span;
};

// `use a.b.c { Name, Name }`.
struct Use {
  ModulePath module;
  std::vector<Name> names;
  source::Span span;
};

struct Decl {
  source::Span span;
  std::variant<CodeSystem, CodeType, ValueSet, Measurement, Enumeration, Record, Gene, Catalog,
               OutcomeType, Define, Parameter, Table, Policy, Overlay, Plan, Source, Test,
               AcceptedMutant>
      kind;
  // Some of it could not be read: say nothing about what is missing in it. A declaration whose
  // name could not be read is not in the tree at all.
  bool damaged;
};

struct Module {
  source::FileId file;
  // Absent when the line could not be read.
  std::optional<ModulePath> path = {};
  std::vector<Use> uses = {};
  // In the order written.
  support::Table<DeclTag, Decl> decls = {};
  support::Table<ExprTag, Expr> exprs = {};
  support::Table<ValueTag, Value> values = {};
};

}  // namespace precis::syntax
