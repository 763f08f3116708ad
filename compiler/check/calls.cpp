// Calls: of definitions and of tables; `age`.

#include <fmt/format.h>

#include <utility>

#include "compiler/check/expressions.h"
#include "compiler/check/tables.h"
#include "compiler/check/types.h"
#include "compiler/check/written.h"
#include "runtime/date.h"

namespace precis::check {

using diagnostics::Name;
using diagnostics::Text;
using diagnostics::TypeName;

// Nobody is older at any date that a record may hold.
static constexpr std::int64_t HighestAge = runtime::LastYear - runtime::FirstYear;

bool Expressions::argument_count(const syntax::Name& name,
                                 const std::vector<std::string_view>& params, std::size_t found) {
  const std::size_t wanted = params.size();
  if (wanted == found) return true;
  context_.sink.report(
      diagnostics::ArgumentCount
          .at(name.span, Name(name.text), Text(std::to_string(wanted)), Text(std::to_string(found)))
          .help(wanted == 0 ? fmt::format("write `{}` without parentheses", name.text)
                            : fmt::format("write `{}({})`", name.text, fmt::join(params, ", "))));
  return false;
}

std::vector<typed::ExprId> Expressions::arguments(const std::vector<syntax::ExprId>& written,
                                                  const std::vector<typed::ParamDecl>& params,
                                                  const syntax::Name& name, bool& sound) {
  std::vector<typed::ExprId> given;
  std::vector<std::string_view> names;
  for (const typed::ParamDecl& param : params) names.push_back(param.name);
  if (!argument_count(name, names, written.size())) {
    sound = false;
    return given;
  }
  for (std::size_t i = 0; i < written.size(); ++i) {
    given.push_back(value_as(written[i], params[i].type));
    sound =
        sound && !context_.is_poison(given.back()) && !score_may_be_unassigned(given.back(), {});
  }
  return given;
}

Thing Expressions::call(const syntax::Call& it, source::Span span) {
  if (policy_ != nullptr) {
    const auto local = policy_->defines.find(it.callee.text);
    if (local != policy_->defines.end()) {
      // `define age = age(member.birth_date)`: what takes no arguments is not called.
      const auto found = local->second->params.empty() ? function(it, span) : std::nullopt;
      if (found) return *found;
      return definition(*local->second, module_, policy_, it.arguments, it.callee, span);
    }
  }
  const auto symbol = context_.names.find(module_, it.callee.text);
  if (!symbol) {
    if (const auto found = function(it, span)) return *found;
    std::vector<std::string_view> known = visible_names();
    known.insert(known.end(), {"age", "min", "max", "abs", "sqrt", "exp", "ln", "power"});
    context_.names.unknown(module_, it.callee, known);
    return BrokenThing{};
  }
  const Symbol found = context_.names[*symbol];
  if (found.kind == SymbolKind::Define) {
    const auto& define = std::get<syntax::Define>(context_.decl(found).kind);
    return definition(define, found.module, nullptr, it.arguments, it.callee, span);
  }
  if (found.kind == SymbolKind::Table) return table(*symbol, it, span);
  if (found.kind == SymbolKind::Parameter) {
    without_date(it.callee, span);
    return BrokenThing{};
  }
  context_.names.resolve(module_, it.callee, {SymbolKind::Define, SymbolKind::Table},
                         "a definition or a table");
  return BrokenThing{};
}

Thing Expressions::age(const syntax::Call& it, source::Span span) {
  if (!argument_count(it.callee, {"member.birth_date"}, it.arguments.size())) return BrokenThing{};
  if (policy_ == nullptr) {
    context_.sink.report(diagnostics::NotAValue.at(span, Text("an age without a date"))
                             .help("`age` needs the date of a policy: move this definition there"));
    return BrokenThing{};
  }
  const typed::ExprId birth = date(it.arguments[0]);
  if (context_.is_poison(birth)) return BrokenThing{};
  const typed::TypeId type = context_.intern(typed::NumberType{"years", 0, 0, HighestAge});
  return ValueThing{context_.add(span, type, typed::Age{birth})};
}

Thing Expressions::table(SymbolId symbol, const syntax::Call& it, source::Span span) {
  const auto id = check::table(context_, symbol);
  if (!id) return BrokenThing{};
  const std::vector<typed::ParamDecl> inputs = context_.program.tables[*id].inputs;
  bool sound = true;
  std::vector<typed::ExprId> given = arguments(it.arguments, inputs, it.callee, sound);
  if (!sound) return BrokenThing{};
  // Of several outputs the first stands in until a field names one.
  const typed::TypeId type = context_.program.tables[*id].outputs[0].type;
  return ValueThing{context_.add(span, type, typed::TableUse{*id, std::move(given), 0}), true};
}

static void too_deep(Context& context, const syntax::Define& tree) {
  if (std::exchange(context.told_depth, true)) return;
  context.sink.report(diagnostics::DefinitionsTooDeep.at(tree.name.span, Text(MostLevelsText))
                          .label("this one is a level too many")
                          .help("write out what the innermost ones say"));
}

// Whether the definition, unfolded, is within the limits; reported if not. What uses it is silent.
static bool fits(Context& context, const syntax::Define& tree, const DefineState& state) {
  if (state.levels > MostLevels) {
    too_deep(context, tree);
    return false;
  }
  if (state.size <= MostUnfolded) return true;
  context.sink.report(diagnostics::DefinitionTooLarge
                          .at(tree.name.span, Name(tree.name.text), Text(MostUnfoldedText))
                          .help("use each definition fewer times, or say it with a table"));
  return false;
}

std::optional<typed::DefineId> define(Context& context, const syntax::Define& tree,
                                      std::size_t module, PolicyScope* policy,
                                      const syntax::Name& use) {
  DefineState& state = context.defines[&tree];
  if (state.progress == Progress::Done) return state.id;
  if (state.progress == Progress::Running) {
    context.sink.report(diagnostics::DefinitionCycle.at(use.span, Name(tree.name.text))
                            .label(tree.name.span, "defined here")
                            .help("a definition may use only what does not use it"));
    return std::nullopt;
  }
  // Found out on the way down, before the levels of any are known.
  if (context.open_defines >= MostLevels) {
    too_deep(context, tree);
    return std::nullopt;
  }
  state.progress = Progress::Running;
  ++context.open_defines;
  typed::Define made{std::string(tree.name.text),
                     {},
                     context.poison(tree.span),
                     tree.name.span,
                     context.modules[module].exprs[tree.body].span};
  bool sound = true;
  for (const syntax::Param& param : tree.params) {
    const auto type = written_type(context, module, param.type, TypePlace::Param);
    for (const typed::ParamDecl& earlier : made.params) {
      if (earlier.name != param.name.text) continue;
      context.sink.report(diagnostics::DuplicateName.at(param.name.span, Name(param.name.text))
                              .label(earlier.span, "first declared here")
                              .help(RenameOne));
    }
    sound = sound && type.has_value();
    made.params.push_back({std::string(param.name.text),
                           type.value_or(context.intern(typed::PoisonType{})), param.name.span});
  }
  if (sound) {
    Expressions body(context, module, policy, &made.params);
    made.body = body.body(tree.body);
    // The reference of above may be gone: checking the body adds definitions.
    DefineState& measured = context.defines[&tree];
    measured.depth = body.depth();
    measured.size = made.body_span.end - made.body_span.begin + body.used_size();
    measured.levels = body.used_levels() + 1;
    if (!fits(context, tree, measured)) made.body = context.poison(tree.span);
  }
  --context.open_defines;
  const typed::DefineId id = context.program.defines.add(std::move(made));
  context.used_defines.push_back(false);
  DefineState& done = context.defines[&tree];
  done.progress = Progress::Done;
  done.id = id;
  return id;
}

}  // namespace precis::check
