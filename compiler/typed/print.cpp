#include "compiler/typed/print.h"

#include <fmt/format.h>

#include "compiler/support/match.h"
#include "compiler/typed/plans.h"
#include "runtime/date.h"
#include "runtime/decimal.h"

namespace precis::typed {

static const char* relation_text(Relation relation) {
  switch (relation) {
    case Relation::Less:
      return "<";
    case Relation::LessEqual:
      return "<=";
    case Relation::Greater:
      return ">";
    case Relation::GreaterEqual:
      return ">=";
    case Relation::Equal:
      return "is";
    case Relation::NotEqual:
      return "is not";
  }
  return "";
}

static const char* quantity_text(Quantity quantity) {
  switch (quantity) {
    case Quantity::Any:
      return "any";
    case Quantity::No:
      return "no";
    case Quantity::All:
      return "all";
  }
  return "";
}

static const char* selector_text(Selector selector) {
  switch (selector) {
    case Selector::Latest:
      return "latest";
    case Selector::Earliest:
      return "earliest";
    case Selector::Lowest:
      return "lowest";
    case Selector::Highest:
      return "highest";
  }
  return "";
}

static const char* total_text(TotalKind kind) {
  switch (kind) {
    case TotalKind::Sum:
      return "sum";
    case TotalKind::Least:
      return "min";
    case TotalKind::Greatest:
      return "max";
  }
  return "";
}

// Nothing for the rounding that an author does not name.
static std::string rounding_text(runtime::Rounding rounding, std::int32_t places) {
  switch (rounding) {
    case runtime::Rounding::HalfEven:
      return "";
    case runtime::Rounding::HalfUp:
      return fmt::format(" half-up {}", places);
    case runtime::Rounding::Up:
      return fmt::format(" up {}", places);
    case runtime::Rounding::Down:
      return fmt::format(" down {}", places);
  }
  return "";
}

std::string type_text(const Program& program, TypeId id) {
  const auto& c = program.catalogue;
  return support::match(
      program.types[id], [](const BoolType&) -> std::string { return "Bool"; },
      [](const NumberType& it) {
        const std::string range = runtime::format_decimal(it.low, it.scale) + " to " +
                                  runtime::format_decimal(it.high, it.scale);
        return it.unit.empty() ? range : it.unit + " " + range;
      },
      [](const MoneyType& it) { return it.currency; },
      [](const DateType&) -> std::string { return "Date"; },
      [&](const EnumType& it) { return c.enumerations[it.enumeration].name; },
      [&](const CodeType& it) { return "code of " + c.systems[it.system].name; },
      [&](const DiplotypeType& it) { return c.genes[it.gene].name + ".Diplotype"; },
      [](const TextType&) -> std::string { return "Text"; },
      [&](const CodeSetType& it) { return "set of code of " + c.systems[it.system].name; },
      [&](const ItemType& it) {
        return "item of " + program.schemas[it.schema].lists[it.list].path;
      },
      [](const PoisonType&) -> std::string { return "?"; });
}

namespace {

// Prefix expressions in the context of one schema, or of none inside module-level definitions.
class ExprPrinter {
 public:
  explicit ExprPrinter(const Program& program, std::optional<std::uint32_t> schema = std::nullopt)
      : p_(program), schema_(schema) {}

  std::string operator()(ExprId id) { return text(id); }

 private:
  std::string leaf(runtime::LeafIndex index, std::uint32_t schema) const {
    return p_.schemas[schema].leaves[index].path;
  }
  std::string fact(runtime::LeafIndex index) const {
    return schema_ ? leaf(index, *schema_) : fmt::format("leaf {}", index);
  }
  std::string call(std::string_view name, const std::vector<ExprId>& operands) {
    std::string result = fmt::format("({}", name);
    for (ExprId operand : operands) result += " " + text(operand);
    return result + ")";
  }
  std::string query(QueryId id) {
    const Query& it = p_.queries[id];
    std::string result = it.binder + " in " + p_.schemas[it.schema].lists[it.list].path;
    auto add = [&](const char* what, const std::optional<ExprId>& condition) {
      if (condition) result += fmt::format(" {} {}", what, text(*condition));
    };
    add("visible", it.visible);
    add("measured", it.measured);
    add("where", it.where);
    add("asked-from", it.asked_first);
    add("asked-to", it.asked_last);
    return result;
  }
  std::string exposure(const Exposure& it) {
    return fmt::format("{} from {} to {}{}", query(it.query), text(it.first), text(it.last),
                       it.carry_in ? " carry-in" : "");
  }
  std::string rows(RowsId id) {
    const Rows& it = p_.rows[id];
    std::string result = fmt::format("{} in {} rows", it.binder, it.keys.size());
    if (it.catalog) result += " of " + p_.catalogue.catalogs[*it.catalog].name;
    if (it.where) result += " where " + text(*it.where);
    return result;
  }
  std::string outcome_is(const OutcomeIs& it) const;
  std::string constant(std::int64_t value, TypeId type) const;
  std::string text(ExprId id);

  const Program& p_;
  std::optional<std::uint32_t> schema_;
};

std::string ExprPrinter::outcome_is(const OutcomeIs& it) const {
  const auto* decision = std::get_if<DecisionId>(&it.of);
  const auto* plan = std::get_if<PlanId>(&it.of);
  const std::string& name = decision ? p_.decisions[*decision].name : p_.plans[*plan].decision;
  const std::uint32_t outcome =
      decision ? p_.decisions[*decision].outcome : p_.plans[*plan].outcome;
  std::string result = "(outcome " + name;
  const std::vector<Alternative>& alternatives = p_.outcomes[outcome].alternatives;
  for (std::size_t i = 0; i < alternatives.size(); ++i) {
    if (it.mask >> i & 1) result += " " + alternatives[i].name;
  }
  return result + ")";
}

std::string ExprPrinter::constant(std::int64_t value, TypeId type) const {
  if (const auto* number = std::get_if<NumberType>(&p_.types[type])) {
    const std::string digits = runtime::format_decimal(value, number->scale);
    return number->unit.empty() ? digits : digits + " " + number->unit;
  }
  if (const auto* money = std::get_if<MoneyType>(&p_.types[type])) {
    return runtime::format_fixed(value, money->scale) + " " + money->currency;
  }
  if (std::holds_alternative<DateType>(p_.types[type])) {
    return runtime::format_date(static_cast<runtime::Day>(value));
  }
  if (std::holds_alternative<BoolType>(p_.types[type])) {
    return value == runtime::CanBeTrue ? "true" : "false";
  }
  if (const auto* it = std::get_if<EnumType>(&p_.types[type])) {
    std::string members;
    const auto& names = p_.catalogue.enumerations[it->enumeration].members;
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (value >> i & 1) members += (members.empty() ? "" : "|") + names[i].name;
    }
    return members;
  }
  if (const auto* code = std::get_if<CodeType>(&p_.types[type])) {
    return fmt::format("{} \"{}\"", p_.catalogue.systems[code->system].name,
                       p_.catalogue.named_codes[static_cast<std::size_t>(value) - 1].code);
  }
  return std::to_string(value);
}

std::string ExprPrinter::text(ExprId id) {
  const Expr& expr = p_.exprs[id];
  auto negatable = [](bool negated, std::string inner) {
    return negated ? "(not " + inner + ")" : inner;
  };
  return support::match(
      expr.kind, [&](const Constant& it) { return constant(it.value, expr.type); },
      [&](const Fact& it) { return fact(it.leaf); },
      [&](const ItemFact& it) { return leaf(it.leaf, p_.queries[it.query].schema); },
      [&](const Param& it) { return fmt::format("param {}", it.index); },
      [&](const Diplotype& it) {
        return schema_ ? p_.schemas[*schema_].genes[it.slot].path + ".diplotype"
                       : fmt::format("diplotype {}", it.slot);
      },
      [&](const DefinitionUse& it) {
        const std::string& name = p_.defines[it.define].name;
        return it.arguments.empty() ? name : call(name, it.arguments);
      },
      [&](const TableUse& it) {
        const DecisionTable& table = p_.tables[it.table];
        return call(table.name + "." + table.outputs[it.output].name, it.arguments);
      },
      [&](const ParameterUse& it) {
        const std::string& name = p_.parameters[it.parameter].name;
        return fmt::format("({} at {})", it.arguments.empty() ? name : call(name, it.arguments),
                           text(it.date));
      },
      [&](const LookUp& it) {
        const runtime::CatalogTable& catalog = p_.catalogue.catalogs[it.catalog];
        return fmt::format("{}[{}].{}", catalog.name, text(it.key),
                           catalog.columns[it.column].name);
      },
      [&](const RowValue& it) {
        const Rows& rows = p_.rows[it.rows];
        if (!it.column) return rows.binder;
        return rows.binder + "." + p_.catalogue.catalogs[*rows.catalog].columns[*it.column].name;
      },
      [&](const And& it) { return call("and", it.operands); },
      [&](const Or& it) { return call("or", it.operands); },
      [&](const Not& it) { return call("not", {it.operand}); },
      [&](const AtLeast& it) { return call(fmt::format("at-least {}", it.count), it.conditions); },
      [&](const If& it) { return call("if", {it.condition, it.then, it.otherwise}); },
      [&](const Compare& it) { return call(relation_text(it.relation), {it.left, it.right}); },
      [&](const CompareQuotient& it) {
        return call(fmt::format("quotient {} 10^{}", relation_text(it.relation), -it.shift),
                    {it.dividend, it.divisor, it.threshold});
      },
      [&](const InMask& it) {
        const std::string members = constant(it.mask, p_.exprs[it.subject].type);
        return negatable(it.negated, fmt::format("(in {} {{{}}})", text(it.subject), members));
      },
      [&](const SameMember& it) { return negatable(it.negated, call("is", {it.left, it.right})); },
      [&](const InValueSet& it) {
        const std::string& set = p_.catalogue.value_sets[it.value_set].name;
        return negatable(it.negated, fmt::format("(in {} {})", text(it.subject), set));
      },
      [&](const Within& it) { return call("within", {it.subject, it.first, it.last}); },
      [&](const Add& it) { return call("+", {it.left, it.right}); },
      [&](const Subtract& it) { return call("-", {it.left, it.right}); },
      [&](const Multiply& it) {
        return call("*" + rounding_text(it.rounding, it.dropped), {it.left, it.right});
      },
      [&](const Divide& it) {
        return call("/" + rounding_text(it.rounding, it.gained), {it.left, it.right});
      },
      [&](const Rescale& it) { return call(fmt::format("rescale {}", it.power), {it.operand}); },
      [&](const Extreme& it) { return call(it.greatest ? "max" : "min", {it.left, it.right}); },
      [&](const Function& it) { return call(runtime::function_name(it.function), {it.operand}); },
      [&](const Power& it) { return call("power", {it.base, it.exponent}); },
      [&](const AddMonths& it) {
        return call(fmt::format("add-months{} {}", it.refuses ? "-refusing" : "", it.months),
                    {it.date});
      },
      [&](const Age& it) { return call("age", {it.birth}); },
      [&](const Known& it) { return negatable(it.negated, call("known", {it.subject})); },
      [&](const Otherwise& it) { return call("otherwise", {it.value, it.fallback}); },
      [&](const OnFile& it) { return "(on-file " + query(it.query) + ")"; },
      [&](const Quantifier& it) {
        std::string result = fmt::format("({} {}", quantity_text(it.quantity), query(it.query));
        if (it.satisfy) result += " satisfy " + text(*it.satisfy);
        return result + ")";
      },
      [&](const RowQuantifier& it) {
        std::string result = fmt::format("({} {}", quantity_text(it.quantity), rows(it.rows));
        if (it.satisfy) result += " satisfy " + text(*it.satisfy);
        return result + ")";
      },
      [&](const RowCount& it) { return "(count " + rows(it.rows) + ")"; },
      [&](const RowTotal& it) {
        return fmt::format("({} {} {})", total_text(it.kind), text(it.value), rows(it.rows));
      },
      [&](const RowCountDistinct& it) {
        return fmt::format("(count-distinct {} {})", text(it.value), rows(it.rows));
      },
      [&](const Count& it) { return "(count " + query(it.query) + ")"; },
      [&](const CountDistinct& it) {
        return fmt::format("(count-distinct {} {})", text(it.value), query(it.query));
      },
      [&](const Total& it) {
        return fmt::format("({} {} {})", total_text(it.kind), text(it.value), query(it.query));
      },
      [&](const Select& it) {
        return fmt::format("({} {} value {})", selector_text(it.selector), query(it.query),
                           text(it.value));
      },
      [&](const SelectItem& it) {
        return fmt::format("({} {})", selector_text(it.selector), query(it.query));
      },
      [&](const DaysCovered& it) { return "(days-covered " + exposure(it.of) + ")"; },
      [&](const LongestRun& it) {
        return fmt::format("(longest-run {} gap {})", exposure(it.of), text(it.gap));
      },
      [&](const OnHand& it) {
        return fmt::format("(on-hand {} on {})", query(it.query), text(it.day));
      },
      [&](const OutcomeIs& it) { return negatable(it.negated, outcome_is(it)); },
      [](const Poison&) -> std::string { return "?"; });
}

std::string outcome_text(const OutcomeType& type, const OutcomeValue& value, ExprPrinter& print) {
  const Alternative& alternative = type.alternatives[value.alternative];
  std::string result = alternative.name;
  for (std::size_t i = 0; i < value.payload.size(); ++i) {
    if (!value.payload[i]) continue;
    result += fmt::format(" {}={}", alternative.fields[i].name, print(*value.payload[i]));
  }
  return result;
}

std::string_view combination_text(Combination combination) {
  switch (combination) {
    case Combination::FirstMatch:
      return "";
    case Combination::Unique:
      return " by unique";
    case Combination::MostSevere:
      return " by most severe";
    case Combination::Collect:
      return " by collect";
  }
  return {};
}

std::string policy_text(const Program& program, const Policy& policy) {
  ExprPrinter print(program, policy.schema);
  std::string result = fmt::format("policy {} version {} {} to {}\n", policy.name, policy.version,
                                   runtime::format_date(policy.effective_from),
                                   runtime::format_date(policy.effective_to));
  if (policy.governs) result += "  governs " + print(*policy.governs) + "\n";
  for (DefineId id : policy.defines) {
    const Define& define = program.defines[id];
    const TypeId type = program.exprs[define.body].type;
    result += fmt::format("  define {} : {} = {}\n", define.name, type_text(program, type),
                          print(define.body));
  }
  for (const Phase& phase : policy.phases) {
    result += fmt::format("  phase {}{}\n", phase.name, phase.when ? " " + print(*phase.when) : "");
  }
  for (DecisionId id : policy.decisions) {
    const Decision& decision = program.decisions[id];
    const OutcomeType& outcome = program.outcomes[decision.outcome];
    result += fmt::format("  decision {} : {}{}\n", decision.name, outcome.name,
                          combination_text(decision.combination));
    for (const Rule& rule : decision.rules) {
      const std::string phase = rule.phase ? policy.phases[*rule.phase].name + "." : "";
      result += fmt::format("    rule {}{}{}\n      when {}\n", phase, rule.name,
                            rule.clinical ? " clinical" : "", print(rule.when));
      for (const Exception& exception : rule.exceptions) {
        result += fmt::format("      unless {} {}\n", exception.name, print(exception.condition));
      }
      result += "      then " + outcome_text(outcome, rule.then, print) + "\n";
    }
    if (!decision.otherwise) continue;
    result += "    otherwise " + outcome_text(outcome, decision.otherwise->then, print) + "\n";
  }
  return result;
}

std::string overlay_text(const Program& program, const Overlay& overlay) {
  ExprPrinter print(program, overlay.schema);
  std::string result = fmt::format("overlay {} version {} {} to {}\n", overlay.name,
                                   overlay.version, runtime::format_date(overlay.effective_from),
                                   runtime::format_date(overlay.effective_to));
  for (const Overlay::Exempted& it : overlay.exempts) {
    const Decision& decision = program.decisions[it.decision];
    result += fmt::format("  exempts {}.{}.{}\n", program.policies[decision.policy].name,
                          decision.name, decision.rules[it.rule].name);
  }
  if (overlay.when) result += "  when " + print(*overlay.when) + "\n";
  for (const Exception& it : overlay.exceptions) {
    result += fmt::format("  unless {} {}\n", it.name, print(it.condition));
  }
  return result;
}

std::string plan_text(const Program& program, const Plan& plan) {
  std::string result = fmt::format("plan {} version {} {} to {}\n  decision {} : {}\n", plan.name,
                                   plan.version, runtime::format_date(plan.effective_from),
                                   runtime::format_date(plan.effective_to), plan.decision,
                                   program.outcomes[plan.outcome].name);
  const auto decision_name = [&](DecisionId id) {
    const Decision& decision = program.decisions[id];
    return program.policies[decision.policy].name + "." + decision.name;
  };
  for (const Stage& stage : plan.stages) {
    result += fmt::format("  stage {} by {}\n", stage.name,
                          stage.most_severe ? "most severe" : "first match");
    for (const Stage::Listed& it : stage.decisions) {
      result += "    " + decision_name(it.decision) + "\n";
    }
  }
  for (const DecisionId id : plan.cost) result += "  cost " + decision_name(id) + "\n";
  for (const OverlayId id : plan.overlays)
    result += "  overlay " + program.overlays[id].name + "\n";
  for (const PlanRule& rule : plan_rules(program, plan)) {
    const OutcomeValue& then = outcome_of(program.decisions[rule.decision], rule.rule);
    result += fmt::format("  rule {} then {}\n", plan_rule_name(program, plan, rule),
                          program.outcomes[plan.outcome].alternatives[then.alternative].name);
  }
  ExprPrinter print(program, plan.schema);
  if (plan.otherwise) {
    result += "  otherwise " +
              outcome_text(program.outcomes[plan.outcome], plan.otherwise->then, print) + "\n";
  }
  return result;
}

std::string guarantee_text(const Program& program, const Guarantee& it) {
  ExprPrinter print(program, it.schema);
  std::string result = fmt::format("guarantee {} of {}\n", it.name, it.of);
  if (it.when) result += "  when " + print(*it.when) + "\n";
  return result + "  holds " + print(it.holds) + "\n";
}

}  // namespace

std::string to_text(const Program& program, const std::string& policy) {
  std::string result;
  const auto wanted = [&](const std::string& name) { return policy.empty() || name == policy; };
  for (const Policy& it : program.policies) {
    if (wanted(it.name)) result += policy_text(program, it);
  }
  for (const Overlay& it : program.overlays) {
    if (wanted(it.name)) result += overlay_text(program, it);
  }
  for (const Plan& it : program.plans) {
    if (wanted(it.name)) result += plan_text(program, it);
  }
  for (const Guarantee& it : program.guarantees) {
    if (wanted(it.of)) result += guarantee_text(program, it);
  }
  return result;
}

}  // namespace precis::typed
