#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>

#include "compiler/ir/program.h"
#include "compiler/ir/trace_layout.h"
#include "runtime/builtins.h"
#include "runtime/date.h"
#include "runtime/decimal.h"

namespace precis::ir {

using runtime::Form;
using runtime::ValueType;

static std::string members_text(const runtime::Enumeration& enumeration, std::int64_t mask) {
  std::string text;
  for (std::size_t i = 0; i < enumeration.members.size(); ++i) {
    if ((mask >> i & 1) == 0) continue;
    text += (text.empty() ? "" : ", ") + enumeration.members[i].name;
  }
  return "{" + text + "}";
}

static std::string day_text(std::int64_t day) {
  if (day == std::numeric_limits<std::int32_t>::min()) return "always";
  if (day == std::numeric_limits<std::int32_t>::max()) return "forever";
  return runtime::format_date(static_cast<runtime::Day>(day));
}

static std::string bound_text(const ValueType& type, std::int64_t value) {
  switch (type.form) {
    case Form::Number:
    case Form::Money: {
      const std::string number = runtime::format_decimal(value, type.scale);
      return type.unit.empty() ? number : number + " " + type.unit;
    }
    case Form::Date:
      return day_text(value);
    case Form::Bool:
    case Form::Enum:
    case Form::Code:
    case Form::Text:
    case Form::CodeSet:
      return std::to_string(value);
  }
  return {};
}

static std::string code_set_text(const runtime::Catalogue& catalogue, std::int64_t index) {
  std::string text;
  for (std::uint32_t set : catalogue.code_sets[static_cast<std::size_t>(index)]) {
    text += (text.empty() ? "" : ", ") + catalogue.value_sets[set].name;
  }
  return "{" + text + "}";
}

static std::string constant_text(const runtime::Catalogue& catalogue, const ValueType& type,
                                 const Node& node) {
  if (type.form == Form::Bool) {
    static constexpr std::array Names{"nothing", "true", "false", "either"};
    return Names[static_cast<std::size_t>(node.a & 3)];
  }
  if (type.form == Form::Enum) {
    return members_text(catalogue.enumerations[type.enumeration], node.a);
  }
  if (type.form == Form::CodeSet) return code_set_text(catalogue, node.a);
  const bool is_named = type.form == Form::Code && node.a == node.b && node.a > 0 &&
                        static_cast<std::size_t>(node.a) <= catalogue.named_codes.size();
  if (is_named) return catalogue.named_codes[static_cast<std::size_t>(node.a) - 1].code;
  if (node.a == node.b) return bound_text(type, node.a);
  return bound_text(type, node.a) + " to " + bound_text(type, node.b);
}

static std::string type_text(const runtime::Catalogue& catalogue, const ValueType& type) {
  switch (type.form) {
    case Form::Bool:
      return "Bool";
    case Form::Enum:
      return catalogue.enumerations[type.enumeration].name;
    case Form::Number:
      return fmt::format("{}.{}", type.unit.empty() ? "number" : type.unit, type.scale);
    case Form::Money:
      return type.unit;
    case Form::Date:
      return "Date";
    case Form::Code:
      return "Code";
    case Form::Text:
      return "Text";
    case Form::CodeSet:
      return "set of Code";
  }
  return {};
}

static std::string_view relation_text(std::int64_t relation) {
  switch (static_cast<runtime::Relation>(relation)) {
    case runtime::Relation::Less:
      return "<";
    case runtime::Relation::LessEqual:
      return "<=";
    case runtime::Relation::Greater:
      return ">";
    case runtime::Relation::GreaterEqual:
      return ">=";
    case runtime::Relation::Equal:
      return "is";
    case runtime::Relation::NotEqual:
      return "is not";
  }
  return {};
}

static std::string_view rounding_text(std::int64_t rounding) {
  switch (static_cast<runtime::Rounding>(rounding)) {
    case runtime::Rounding::HalfEven:
      return "";
    case runtime::Rounding::HalfUp:
      return " half up";
    case runtime::Rounding::Up:
      return " up";
    case runtime::Rounding::Down:
      return " down";
  }
  return {};
}

static std::string side_text(std::int64_t side) {
  switch (static_cast<Side>(side)) {
    case Side::High:
      return {};
    case Side::Low:
      return "low";
    case Side::Both:
      return "both";
  }
  return {};
}

static std::string_view combination_text(Combination combination) {
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

// Prints one policy: names of leaves and lists are those of its schema.
class PolicyPrinter {
 public:
  PolicyPrinter(const Program& program, const Policy& policy)
      : program_(program), policy_(policy), schema_(program.schemas[policy.schema]) {}

  std::string print() {
    text_ += fmt::format("{} {} \"{}\" version {}, {} to {}\n", policy_.plan ? "plan" : "policy",
                         policy_.name, policy_.title, policy_.version,
                         day_text(policy_.effective_from), day_text(policy_.effective_to));
    if (policy_.governs) text_ += "  governs " + use(*policy_.governs) + "\n";
    for (const Phase& phase : policy_.phases) {
      text_ += fmt::format("  phase {}{}\n", phase.name, phase.when ? " " + use(*phase.when) : "");
    }
    std::vector<bool> reached(program_.graph.size(), false);
    for (DecisionId id : policy_.decisions) {
      print_decision(program_.decisions[id]);
      for (NodeId node : reachable(program_, id)) reached[node.index()] = true;
    }
    text_ += "  nodes\n";
    for (std::uint32_t i = 0; i < reached.size(); ++i) {
      if (reached[i]) print_node(NodeId(i));
    }
    return std::move(text_);
  }

 private:
  static std::string name(NodeId id) { return "n" + std::to_string(id.index()); }

  std::string use(OccurrenceId id) const {
    const Occurrence& it = program_.occurrences[id];
    return it.text.empty() ? name(it.node) : name(it.node) + "  " + it.text;
  }

  void print_decision(const Decision& decision) {
    const OutcomeType& outcome = program_.outcomes[decision.outcome];
    text_ += fmt::format("  decision {} : {}{}\n", decision.name, outcome.name,
                         combination_text(decision.combination));
    for (std::size_t i = 0; i < decision.rules.size(); ++i) {
      const Rule& rule = decision.rules[i];
      const std::string written =
          rule.written == i ? "" : fmt::format(" written {}", rule.written + 1);
      text_ +=
          fmt::format("    rule {}{}{} applies {}\n", rule_name(program_, decision, i), written,
                      rule.kind == RuleKind::Clinical ? " (clinical)" : "", name(rule.applies));
      text_ += "      when " + use(rule.when) + "\n";
      for (const Exception& it : rule.exceptions) {
        text_ += fmt::format("      unless {} {}\n", it.name, use(it.condition));
      }
      if (rule.planned) print_planned(*rule.planned);
      print_outcome(outcome, rule.then, rule.because);
      print_citations(rule.citations);
    }
    if (!decision.otherwise) return;
    text_ += "    otherwise\n";
    print_outcome(outcome, decision.otherwise->then, decision.otherwise->because);
    print_citations(decision.otherwise->citations);
  }

  void print_planned(const Planned& planned) {
    text_ += "      stage " + policy_.plan->stages[planned.stage].name + "\n";
    for (const Premise& it : planned.premises) {
      text_ += fmt::format("      while {} {}\n", premise_text(it.kind), name(it.node));
    }
    text_ += "      in its policy " + name(planned.applies) + "\n";
    if (planned.rejects) text_ += "      rejects " + name(*planned.rejects) + "\n";
  }

  static std::string_view premise_text(Premise::Kind kind) {
    switch (kind) {
      case Premise::Kind::Governs:
        return "governed";
      case Premise::Kind::InForce:
        return "in force";
      case Premise::Kind::NotBefore:
        return "not before";
    }
    return {};
  }

  void print_outcome(const OutcomeType& type, const OutcomeValue& value,
                     const std::vector<TemplatePart>& because) {
    const Alternative& alternative = type.alternatives[value.alternative];
    std::string payload;
    for (std::size_t i = 0; i < value.payload.size(); ++i) {
      if (!value.payload[i]) continue;
      payload += fmt::format("{} {} {}", payload.empty() ? "" : ",", alternative.fields[i].name,
                             name(program_.occurrences[*value.payload[i]].node));
    }
    text_ += "      then " + alternative.name + payload + "\n";
    if (because.empty()) return;
    std::string words;
    for (const TemplatePart& part : because) {
      words += part.text;
      if (!part.value) continue;
      words += "{" + name(program_.occurrences[*part.value].node);
      if (part.witness_leaf) words += " witness " + schema_.leaves[*part.witness_leaf].name;
      words += "}";
    }
    text_ += "      because \"" + words + "\"\n";
  }

  void print_citations(const std::vector<Citation>& citations) {
    for (const Citation& it : citations) {
      text_ += "      cite " + policy_.sources[it.source].name;
      if (!it.section.empty()) text_ += " section \"" + it.section + "\"";
      if (!it.strength.empty()) text_ += " strength " + it.strength;
      text_ += "\n";
    }
  }

  std::string scope_text(const Scope& scope) const {
    if (scope.depth == 0) return ".";
    std::string text = "[" + schema_.lists[scope.lists[0]].name;
    if (scope.depth == 2) text += " " + schema_.lists[scope.lists[1]].name;
    return text + "]";
  }

  std::string list_text(const Node& node) const {
    return fmt::format("{} at level {}", schema_.lists[static_cast<std::size_t>(node.a)].path,
                       node.b);
  }

  std::string immediates(const Node& node, const ValueType& type) const {
    switch (node.op) {
      case Op::Constant:
        return constant_text(program_.catalogue, type, node);
      case Op::Fact:
      case Op::ItemFact:
        return schema_.leaves[static_cast<std::size_t>(node.a)].path;
      case Op::InMask:
        return members_text(
            program_.catalogue.enumerations[program_.graph.type(node.operands[0]).enumeration],
            node.a);
      case Op::InValueSet:
        return program_.catalogue.value_sets[static_cast<std::size_t>(node.a)].name;
      case Op::LookUp: {
        const runtime::CatalogTable& catalog =
            program_.catalogue.catalogs[static_cast<std::size_t>(node.a)];
        return fmt::format("{}.{}", catalog.name,
                           catalog.columns[static_cast<std::size_t>(node.b)].name);
      }
      case Op::CompareQuotient:
        return fmt::format("{} / 10^{}", relation_text(node.a), node.b);
      case Op::Multiply:
      case Op::Divide:
        return std::to_string(node.a) + std::string(rounding_text(node.b));
      case Op::AddMonths:
        return std::to_string(node.a) + (node.b != 0 ? " refusing" : "");
      case Op::AtLeast:
      case Op::Rescale:
        return std::to_string(node.a);
      case Op::Function:
        return std::string(runtime::function_name(static_cast<runtime::Function>(node.a)));
      case Op::Widen:
        return side_text(node.b);
      case Op::Any:
      case Op::Count:
      case Op::Sum:
      case Op::Least:
      case Op::Greatest:
      case Op::CountDistinct:
      case Op::Possible:
      case Op::OnFile:
      case Op::SelectLast:
      case Op::SelectFirst:
      case Op::DaysCovered:
      case Op::LongestRun:
      case Op::OnHand:
        return list_text(node);
      case Op::And:
      case Op::Or:
      case Op::Not:
      case Op::Less:
      case Op::LessEqual:
      case Op::Equal:
      case Op::SameMember:
      case Op::Add:
      case Op::Subtract:
      case Op::Minimum:
      case Op::Maximum:
      case Op::Power:
      case Op::Age:
      case Op::Known:
      case Op::Otherwise:
      case Op::Unseen:
      case Op::Choose:
        return {};
    }
    return {};
  }

  void print_node(NodeId id) {
    const Node& node = program_.graph[id];
    const ValueType& type = program_.graph.type(id);
    std::string line = fmt::format(
        "    {:<5} {} {:<12} {:<14} {}", name(id), node.precision == Precision::Exact ? '!' : '?',
        scope_text(node.scope), type_text(program_.catalogue, type), op_name(node.op));
    for (NodeId operand : node.operands) line += " " + name(operand);
    if (std::string more = immediates(node, type); !more.empty()) line += " " + more;
    text_ += line + "\n";
  }

  const Program& program_;
  const Policy& policy_;
  const runtime::Schema& schema_;
  std::string text_;
};

std::string to_text(const Program& program, PolicyId policy) {
  return PolicyPrinter(program, program.policies[policy]).print();
}

std::string to_text(const Program& program) {
  std::string text;
  for (const Policy& policy : program.policies) {
    if (!text.empty()) text += "\n";
    text += PolicyPrinter(program, policy).print();
  }
  return text;
}

}  // namespace precis::ir
