#include "compiler/check/branches.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

namespace precis::check {

using diagnostics::Name;

namespace {

bool add_members(const Context& context, std::size_t module, syntax::ExprId id,
                 const std::vector<std::string_view>& values, std::vector<syntax::Name>& members) {
  const syntax::Expr& written = context.modules[module].exprs[id];
  const auto below = [&](syntax::ExprId it) {
    return add_members(context, module, it, values, members);
  };
  if (const auto* grouped = std::get_if<syntax::Paren>(&written.kind)) return below(grouped->inner);
  if (const auto* choice = std::get_if<syntax::If>(&written.kind)) {
    return below(choice->then) && below(choice->otherwise);
  }
  const auto* name = std::get_if<syntax::NameRef>(&written.kind);
  if (name == nullptr || name->name.text.empty()) return false;
  const bool is_value = std::ranges::find(values, name->name.text) != values.end();
  if (is_value || context.names.find(module, name->name.text)) return false;
  members.push_back(name->name);
  return true;
}

void add_carried(const Context& context, std::uint32_t outcome, std::set<std::uint32_t>& near) {
  for (const typed::Alternative& it : context.program.outcomes[outcome].alternatives) {
    for (const typed::Alternative::Field& field : it.fields) {
      const auto* type = std::get_if<typed::EnumType>(&context.program.types[field.type]);
      if (type != nullptr) near.insert(type->enumeration);
    }
  }
}

// Those that have the most of the members, if any has one, and how many that is.
struct Having {
  std::vector<std::uint32_t> enumerations;
  std::size_t count = 0;
};
Having having_members(const Context& context, std::size_t module,
                      std::optional<std::uint32_t> schema,
                      const std::vector<syntax::Name>& members) {
  std::set<std::uint32_t> near;
  for (const auto& [name, id] : context.names.scope(module).names) {
    const Symbol& symbol = context.names[id];
    if (!symbol.index) continue;
    if (symbol.kind == SymbolKind::Enumeration) near.insert(*symbol.index);
    if (symbol.kind == SymbolKind::Outcome) add_carried(context, *symbol.index, near);
  }
  if (schema) {
    for (const runtime::Leaf& leaf : context.program.schemas[*schema].leaves) {
      if (leaf.type.form == runtime::Form::Enum) near.insert(leaf.type.enumeration);
    }
  }
  Having most;
  for (const std::uint32_t index : near) {
    const runtime::Enumeration& it = context.program.catalogue.enumerations[index];
    const auto count =
        static_cast<std::size_t>(std::ranges::count_if(members, [&](const syntax::Name& member) {
          return member_index(it, member.text).has_value();
        }));
    if (count == 0 || count < most.count) continue;
    if (count > most.count) most = {{}, count};
    most.enumerations.push_back(index);
  }
  return most;
}

void ambiguous_members(Context& context, const syntax::Name& first, const Having& having) {
  std::vector<std::string_view> types;
  for (const std::uint32_t index : having.enumerations) {
    types.push_back(context.program.catalogue.enumerations[index].name);
  }
  context.sink.report(
      diagnostics::UnknownName.at(first.span, Name(first.text))
          .label(fmt::format("a member of each of `{}`", fmt::join(types, "`, `")))
          .help(
              fmt::format("write the choice where its type is known, or as a table, whose columns "
                          "have types: `table ... gives {}`",
                          types.front())));
}

}  // namespace

std::optional<std::vector<syntax::Name>> only_members(const Context& context, std::size_t module,
                                                      syntax::ExprId id,
                                                      const std::vector<std::string_view>& values) {
  std::vector<syntax::Name> members;
  if (!add_members(context, module, id, values, members)) return std::nullopt;
  return members;
}

std::optional<typed::TypeId> type_of_members(Context& context, std::size_t module,
                                             std::optional<std::uint32_t> schema,
                                             std::vector<syntax::Name> then,
                                             const std::vector<syntax::Name>& other, bool& sound) {
  std::vector<syntax::Name> members = std::move(then);
  members.insert(members.end(), other.begin(), other.end());
  const Having having = having_members(context, module, schema, members);
  sound = having.enumerations.size() <= 1 || having.count < members.size();
  if (!sound) ambiguous_members(context, members.front(), having);
  if (having.enumerations.size() != 1) return std::nullopt;
  return context.intern(typed::EnumType{having.enumerations.front()});
}

}  // namespace precis::check
