#pragma once

// What policies, plans and overlays begin with: whom they are about, as of when, since when, on
// what authority, and their own definitions.

#include <optional>
#include <string>
#include <vector>

#include "compiler/check/context.h"
#include "compiler/check/schema.h"

namespace precis::check {

struct WrittenHead {
  const syntax::Name& name;
  const std::vector<syntax::Param>& params;
  syntax::ExprId at;
  const std::optional<syntax::Text>& version;
  const std::optional<syntax::Period>& effective;
  const std::vector<syntax::Source>& sources;
  const std::vector<syntax::Define>& defines;
  bool damaged;
};

struct Head {
  std::string version = {};
  std::int32_t effective_from = 0;  // days since 1970-01-01, both inclusive
  std::int32_t effective_to = 0;
  std::vector<typed::Source> sources = {};
  std::vector<typed::DefineId> defines = {};
};

// Adds definitions to the names of `scope`: of a policy, or of one of its phases.
std::vector<typed::DefineId> read_defines(Context& context, std::size_t module,
                                          const std::vector<syntax::Define>& written,
                                          PolicyScope& scope);

// Fills `scope`, which lives as long as what has the head is checked. Nothing when it cannot be
// told what the rest is about, which has been reported.
std::optional<Head> read_head(Context& context, Schemas& schemas, std::size_t module,
                              const WrittenHead& written, PolicyScope& scope);

}  // namespace precis::check
