#include <fmt/format.h>

#include "compiler/sample/measurement.h"
#include "compiler/sample/sample.h"
#include "runtime/date.h"
#include "runtime/decimal.h"

namespace precis::sample {

using runtime::Form;

const runtime::Measurement* measurement_of(const ir::Program& program,
                                           const std::vector<Value>& values) {
  for (const Value& value : values) {
    const Code* code = std::get_if<Code>(&value);
    if (code == nullptr) continue;
    for (const runtime::Measurement& it : program.catalogue.measurements) {
      for (const auto& entry : program.catalogue.value_sets[it.value_set].entries) {
        if (entry.system == code->system && entry.code == code->code) return &it;
      }
    }
  }
  return nullptr;
}

namespace {

enum class Style { Json, Test };

// An object of named parts, a list, or (neither) a finished value.
struct Tree {
  std::string value = {};
  std::vector<std::pair<std::string, Tree>> parts = {};
  std::vector<Tree> items = {};
  bool is_list = false;

  // The part at a dotted path.
  Tree& at(std::string_view path) {
    const std::size_t dot = path.find('.');
    const std::string name(path.substr(0, dot));
    Tree* found = nullptr;
    for (auto& [each, tree] : parts) {
      if (each == name) found = &tree;
    }
    if (found == nullptr) found = &parts.emplace_back(name, Tree{}).second;
    return dot == std::string_view::npos ? *found : found->at(path.substr(dot + 1));
  }
};

class Printer {
 public:
  Printer(const ir::Program& program, std::uint32_t schema, Style style)
      : program_(program), schema_(program.schemas[schema]), style_(style) {}

  Tree tree(const Sample& sample) const {
    Tree root;
    root.at(schema_.member_root);
    root.at(schema_.request_root);
    for (std::size_t leaf = 0; leaf < schema_.leaves.size(); ++leaf) {
      if (!sample.facts[leaf]) continue;
      const runtime::Leaf& it = schema_.leaves[leaf];
      root.at(it.path).value = text(it.type, *sample.facts[leaf]);
    }
    for (std::size_t gene = 0; gene < schema_.genes.size(); ++gene) {
      if (!sample.diplotypes[gene]) continue;
      root.at(schema_.genes[gene].path).value = quoted(*sample.diplotypes[gene]);
    }
    for (std::size_t list = 0; list < schema_.lists.size(); ++list) {
      if (sample.lists[list].empty()) continue;
      Tree& items = root.at(schema_.lists[list].path);
      items.is_list = true;
      for (const std::vector<Value>& values : sample.lists[list]) {
        items.items.push_back(item(schema_.lists[list], values));
      }
    }
    return root;
  }

  std::string write(const Tree& tree) const {
    std::string made;
    if (tree.is_list) {
      for (const Tree& it : tree.items) made += (made.empty() ? "" : ", ") + write(it);
      return "[ " + made + " ]";
    }
    if (!tree.value.empty()) return tree.value;
    for (const auto& [name, part] : tree.parts) {
      made += made.empty() ? "" : ", ";
      made += (style_ == Style::Json ? quoted(name) : name) + ": " + write(part);
    }
    return made.empty() ? "{}" : "{ " + made + " }";
  }

 private:
  Tree item(const runtime::List& list, const std::vector<Value>& values) const {
    Tree made;
    for (std::size_t i = 0; i < values.size(); ++i) {
      const runtime::Leaf& leaf = schema_.leaves[list.leaves[i]];
      const runtime::Measurement* measured =
          leaf.measured ? measurement_of(program_, values) : nullptr;
      made.at(leaf.name).value = text(measured != nullptr ? measured->type : leaf.type, values[i]);
    }
    return made;
  }

  static std::string quoted(const std::string& text) { return "\"" + text + "\""; }

  std::string text(const runtime::ValueType& type, const Value& value) const {
    if (const auto* code = std::get_if<Code>(&value)) {
      const runtime::CodeSystem& system = program_.catalogue.systems[code->system];
      if (style_ == Style::Test) return system.name + " " + quoted(code->code);
      return fmt::format(R"({{"system": "{}", "code": "{}"}})", system.url, code->code);
    }
    if (const auto* words = std::get_if<std::string>(&value)) return quoted(*words);
    return stored(type, std::get<std::int64_t>(value));
  }

  std::string stored(const runtime::ValueType& type, std::int64_t value) const {
    const bool is_json = style_ == Style::Json;
    switch (type.form) {
      case Form::Bool:
        return value == runtime::CanBeTrue ? "true" : "false";
      case Form::Enum: {
        const auto& members = program_.catalogue.enumerations[type.enumeration].members;
        std::size_t member = 0;
        while ((value >> member & 1) == 0) ++member;
        return is_json ? quoted(members[member].name) : members[member].name;
      }
      case Form::Number: {
        const std::string number = runtime::format_decimal(value, type.scale);
        return is_json || type.unit.empty() ? number : number + " " + unit(type.unit);
      }
      case Form::Money:
        return is_json ? runtime::format_decimal(value, type.scale)
                       : "$" + runtime::format_fixed(value, type.scale);
      case Form::Date: {
        const std::string day = runtime::format_date(static_cast<std::int32_t>(value));
        return is_json ? quoted(day) : day;
      }
      case Form::Code:
      case Form::Text:
      case Form::CodeSet:
        break;
    }
    return {};
  }

  // Words of the language are written as they are, other UCUM in quotes.
  static std::string unit(const std::string& unit) {
    const bool is_word = unit.find_first_not_of("abcdefghijklmnopqrstuvwxyz/") == std::string::npos;
    return is_word ? unit : "'" + unit + "'";
  }

  const ir::Program& program_;
  const runtime::Schema& schema_;
  Style style_;
};

}  // namespace

std::string to_json(const ir::Program& program, std::uint32_t schema, const Sample& sample) {
  const Printer printer(program, schema, Style::Json);
  return printer.write(printer.tree(sample));
}

std::string to_givens(const ir::Program& program, std::uint32_t schema, const Sample& sample) {
  const Printer printer(program, schema, Style::Test);
  std::string text;
  for (const auto& [name, part] : printer.tree(sample).parts) {
    text += fmt::format("  given {} {}\n", name, printer.write(part));
  }
  return text;
}

}  // namespace precis::sample
