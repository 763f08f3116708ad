#include "compiler/inquire/schema_facts.h"

#include <algorithm>
#include <charconv>
#include <set>

#include "compiler/ir/trace_layout.h"
#include "runtime/decimal.h"

namespace precis::inquire {

using runtime::Form;

// More than a person looks through.
static constexpr std::size_t MostChoices = 24;

const runtime::Schema& schema_of(const ir::Program& program, ir::DecisionId decision) {
  return program.schemas[program.policies[program.decisions[decision].policy].schema];
}

std::optional<Target> target_of(const runtime::Schema& schema, std::string_view path) {
  for (std::size_t i = 0; i < schema.genes.size(); ++i) {
    if (schema.genes[i].path == path) return Target{{}, i, {}, {}};
  }
  const std::size_t bracket = path.find('[');
  if (bracket == path.npos) {
    for (runtime::LeafIndex i = 0; i < schema.leaves.size(); ++i) {
      if (!schema.leaves[i].list && schema.leaves[i].path == path) return Target{i, {}, {}, {}};
    }
  }
  for (runtime::ListIndex i = 0; i < schema.lists.size(); ++i) {
    if (schema.lists[i].path != path.substr(0, bracket)) continue;
    if (bracket == path.npos) return Target{{}, {}, i, {}};
    std::size_t item = 0;
    std::from_chars(path.data() + bracket + 1, path.data() + path.size(), item);
    return Target{{}, {}, i, item};
  }
  return std::nullopt;
}

std::vector<std::string> open_facts(const ir::Program& program, ir::DecisionId decision,
                                    const runtime::Record& record, bool lists) {
  const runtime::Schema& schema = schema_of(program, decision);
  std::set<std::size_t> leaves_read, lists_read;
  for (const ir::NodeId id : ir::reachable(program, decision)) {
    const ir::Node& node = program.graph[id];
    const auto index = static_cast<std::size_t>(node.a);
    if (node.op == ir::Op::Fact && record.facts[index].cause != runtime::Cause::Known) {
      leaves_read.insert(index);
    }
    if (ir::is_list_op(node.op)) lists_read.insert(index);
  }
  std::vector<std::string> paths;
  const auto add = [&](const std::string& path) {
    if (std::ranges::find(paths, path) == paths.end()) paths.push_back(path);
  };
  for (const std::size_t leaf : leaves_read) add(schema.leaves[leaf].fact);
  for (const std::size_t list : lists_read) {
    const bool is_trusted = schema.lists[list].absence == runtime::Absence::Complete;
    if (lists || !is_trusted) add(schema.lists[list].fact);
  }
  return paths;
}

std::string plain_words(std::string_view dotted) {
  std::string words;
  for (const char c : dotted) {
    if (c == '.') {
      words += ": ";
    } else {
      words += c == '_' ? ' ' : c;
    }
  }
  return words;
}

static Kind kind_of(const runtime::Leaf& leaf) {
  if (leaf.measured) return Kind::Number;
  switch (leaf.type.form) {
    case Form::Bool:
      return Kind::YesNo;
    case Form::Enum:
      return Kind::Choice;
    case Form::Number:
      return Kind::Number;
    case Form::Money:
      return Kind::Money;
    case Form::Date:
      return Kind::Date;
    case Form::Code:
      return Kind::Code;
    case Form::Text:
    case Form::CodeSet:
      break;
  }
  return Kind::Text;
}

// The codes that the decision compares the leaf with.
static std::vector<Choice> codes_asked(const ir::Program& program, ir::DecisionId decision,
                                       runtime::LeafIndex leaf) {
  std::vector<Choice> choices;
  for (const ir::NodeId id : ir::reachable(program, decision)) {
    const ir::Node& node = program.graph[id];
    if (node.op != ir::Op::InValueSet) continue;
    const ir::Node& code = program.graph[node.operands[0]];
    const bool is_fact = code.op == ir::Op::Fact || code.op == ir::Op::ItemFact;
    if (!is_fact || code.a != static_cast<std::int64_t>(leaf)) continue;
    const auto& set = program.catalogue.value_sets[static_cast<std::size_t>(node.a)];
    for (const runtime::ValueSetEntry& entry : set.entries) {
      const bool is_known = std::ranges::find(choices, entry.code, &Choice::value) != choices.end();
      if (entry.prefix || is_known) continue;
      choices.push_back({entry.code, entry.display, program.catalogue.systems[entry.system].name});
    }
  }
  if (choices.size() > MostChoices) choices.clear();
  return choices;
}

static void say_range(const runtime::ValueType& type, Field& field) {
  field.unit = type.unit;
  field.low = runtime::format_decimal(type.low, type.scale);
  field.high = runtime::format_decimal(type.high, type.scale);
}

Field field_of(const ir::Program& program, ir::DecisionId decision, runtime::LeafIndex index) {
  const runtime::Leaf& leaf = schema_of(program, decision).leaves[index];
  Field field;
  field.name = leaf.list ? leaf.name : leaf.path;
  field.title = leaf.title.empty() ? plain_words(leaf.name) : leaf.title;
  field.kind = kind_of(leaf);
  field.approximate = leaf.approximate || leaf.measured;
  field.optional = leaf.optional;
  if (leaf.measured) return field;  // its code says what it is measured in
  switch (leaf.type.form) {
    case Form::Enum:
      for (const auto& it : program.catalogue.enumerations[leaf.type.enumeration].members) {
        field.choices.push_back({it.name, it.title, {}});
      }
      break;
    case Form::Number:
    case Form::Money:
      say_range(leaf.type, field);
      break;
    case Form::Code:
      if (leaf.code_system) field.system = program.catalogue.systems[*leaf.code_system].name;
      field.choices = codes_asked(program, decision, index);
      break;
    case Form::Bool:
    case Form::Date:
    case Form::Text:
    case Form::CodeSet:
      break;
  }
  return field;
}

Field gene_field(const ir::Program& program, ir::DecisionId decision, std::size_t gene) {
  const runtime::Schema& schema = schema_of(program, decision);
  const runtime::GeneSlot& slot = schema.genes[gene];
  const runtime::Gene& table = program.catalogue.genes[slot.gene];
  const std::string& title = schema.leaves[slot.phenotype].title;
  Field field;
  field.name = slot.path;
  field.title = title.empty() ? table.name + " result" : title;
  field.kind = Kind::Gene;
  field.optional = true;
  if (table.method == runtime::GeneMethod::AlleleStatus) return field;
  for (const auto& it : program.catalogue.enumerations[table.phenotypes].members) {
    field.choices.push_back({it.title.empty() ? it.name : it.title, {}, {}});
  }
  return field;
}

std::vector<Field> item_fields(const ir::Program& program, ir::DecisionId decision,
                               runtime::ListIndex list) {
  std::vector<Field> fields;
  for (const runtime::LeafIndex leaf : schema_of(program, decision).lists[list].leaves) {
    fields.push_back(field_of(program, decision, leaf));
  }
  return fields;
}

}  // namespace precis::inquire
