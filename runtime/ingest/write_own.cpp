// A record as text in the schema's own shape.

#include <fmt/format.h>

#include "runtime/date.h"
#include "runtime/decimal.h"
#include "runtime/ingest/fields.h"
#include "runtime/ingest/ingest.h"

namespace precis::runtime::ingest {

static std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
    } else {
      out += c;
    }
  }
  return out + '"';
}

namespace {

// An object or a list of JSON texts, in which empty ones are left out.
class Members {
 public:
  void add(std::string_view name, const std::string& json) {
    if (!json.empty()) add(quoted(name) + ": " + json);
  }
  void add(const std::string& json) { text_ += (text_.empty() ? "" : ", ") + json; }
  bool empty() const { return text_.empty(); }
  std::string object() const { return "{" + text_ + "}"; }
  std::string list() const { return "[" + text_ + "]"; }

 private:
  std::string text_;
};

class OwnText {
 public:
  OwnText(const Record& record, const Schema& schema, const Catalogue& catalogue,
          const Symbols& symbols)
      : record_(record),
        schema_(schema),
        catalogue_(catalogue),
        symbols_(symbols),
        tree_(field_tree(schema)) {}

  std::string whole() const {
    Members out;
    out.add(schema_.member_root, fields(tree_.member, nullptr).object());
    out.add(schema_.request_root, fields(tree_.request, nullptr).object());
    return out.object();
  }

 private:
  Members fields(const Fields& fields, const Item* item) const {
    Members out;
    for (const Field& field : fields.fields) {
      if (const auto* leaf = std::get_if<LeafField>(&field.kind)) {
        out.add(field.name, this->leaf(leaf->leaf, item));
      } else if (const auto* list = std::get_if<ListField>(&field.kind)) {
        out.add(field.name, items(list->list));
      } else if (const auto* gene = std::get_if<GeneField>(&field.kind)) {
        out.add(field.name, result(schema_.genes[gene->slot]));
      } else {
        const Members below = this->fields(std::get<Fields>(field.kind), item);
        if (!below.empty()) out.add(field.name, below.object());
      }
    }
    return out;
  }

  std::string items(ListIndex list) const {
    if (record_.lists[list].empty()) return {};
    Members out;
    for (const Item& item : record_.lists[list]) {
      out.add(fields(tree_.items[list], &item).object());
    }
    return out.list();
  }

  std::string leaf(LeafIndex index, const Item* item) const {
    const Leaf& leaf = schema_.leaves[index];
    const Fact& fact =
        item != nullptr ? item->facts[place_in_item(schema_, index)] : record_.facts[index];
    if (!leaf.measured) return value(leaf.type, fact);
    const Measurement* measured = measurement(*item, *leaf.list);
    return measured != nullptr ? value(measured->type, fact) : std::string();
  }

  // By the code beside a measured value.
  const Measurement* measurement(const Item& item, ListIndex list) const {
    const std::vector<LeafIndex>& leaves = schema_.lists[list].leaves;
    for (std::size_t i = 0; i < leaves.size(); ++i) {
      const Cell& code = item.facts[i].cell;
      const bool is_code = schema_.leaves[leaves[i]].type.form == Form::Code;
      if (!is_code || code.low != code.high) continue;
      for (const Measurement& it : catalogue_.measurements) {
        if (symbols_.is_member(static_cast<Symbol>(code.low), it.value_set)) return &it;
      }
    }
    return nullptr;
  }

  // Only ends that say something.
  static std::string between(const ValueType& type, const Cell& cell) {
    const auto end = [&](std::int64_t value) {
      return type.form == Form::Date ? quoted(format_date(static_cast<Day>(value)))
                                     : format_decimal(value, type.scale);
    };
    Members out;
    if (cell.low > type.low) out.add("low", end(cell.low));
    if (cell.high < type.high) out.add("high", end(cell.high));
    return out.empty() ? std::string() : out.object();
  }

  // The name of the only member, or nothing.
  std::string member(const ValueType& type, const Cell& cell) const {
    const auto& members = catalogue_.enumerations[type.enumeration].members;
    for (std::size_t i = 0; i < members.size(); ++i) {
      if (cell.low == std::int64_t{1} << i) return members[i].name;
    }
    return {};
  }

  std::string value(const ValueType& type, const Fact& fact) const {
    const Cell& cell = fact.cell;
    switch (type.form) {
      case Form::Bool:
        if (cell.low == CanBeEither) return {};
        return cell.low == CanBeTrue ? "true" : "false";
      case Form::Enum: {
        const std::string name = member(type, cell);
        return name.empty() ? name : quoted(name);
      }
      case Form::Number:
      case Form::Money:
        if (cell.low != cell.high) return between(type, cell);
        return format_decimal(cell.low, type.scale);
      case Form::Date:
        if (cell.low != cell.high) return between(type, cell);
        return quoted(format_date(static_cast<Day>(cell.low)));
      case Form::Code:
      case Form::Text:
        return name(type, fact);
      case Form::CodeSet:
        break;
    }
    return {};
  }

  static std::string code(std::string_view system, std::string_view code) {
    Members out;
    out.add("system", quoted(system));
    out.add("code", quoted(code));
    return out.object();
  }

  std::string name(const ValueType& type, const Fact& fact) const {
    if (fact.cell.low != fact.cell.high) {
      // A code is there, of a system that the schema does not use.
      const bool is_other = fact.cause == Cause::OtherCodeSystem;
      return is_other ? code("urn:precis:other", "other") : std::string();
    }
    const auto symbol = static_cast<Symbol>(fact.cell.low);
    if (type.form == Form::Text) return quoted(symbols_.code(symbol));
    return code(catalogue_.systems[symbols_.system(symbol)].url, symbols_.code(symbol));
  }

  std::string result(const GeneSlot& slot) const {
    const Gene& gene = catalogue_.genes[slot.gene];
    if (gene.method == GeneMethod::AlleleStatus) return statuses(slot, gene);
    Members texts;
    for (const Item& item : record_.lists[slot.candidates]) {
      texts.add(quoted(symbols_.code(static_cast<Symbol>(item.facts[0].cell.low))));
    }
    if (!texts.empty()) return texts.list();
    if (record_.facts[slot.tested].cell != boolean(true)) return {};
    Members out;
    const std::string phenotype =
        member(schema_.leaves[slot.phenotype].type, record_.facts[slot.phenotype].cell);
    if (!phenotype.empty()) {
      out.add("phenotype", quoted(phenotype));
    } else {
      out.add("score", between(schema_.leaves[slot.score].type, record_.facts[slot.score].cell));
    }
    return out.empty() ? std::string() : out.object();
  }

  std::string statuses(const GeneSlot& first, const Gene& gene) const {
    Members texts;
    for (const GeneSlot& slot : schema_.genes) {
      if (slot.path != first.path) continue;
      const std::string status =
          member(schema_.leaves[slot.phenotype].type, record_.facts[slot.phenotype].cell);
      if (!status.empty()) texts.add(quoted(gene.alleles[*slot.allele].name + " " + status));
    }
    return texts.empty() ? std::string() : texts.list();
  }

  const Record& record_;
  const Schema& schema_;
  const Catalogue& catalogue_;
  const Symbols& symbols_;
  FieldTree tree_;
};

}  // namespace

std::string to_own_shape(const Record& record, const Schema& schema, const Catalogue& catalogue,
                         const Symbols& symbols) {
  return OwnText(record, schema, catalogue, symbols).whole() + "\n";
}

}  // namespace precis::runtime::ingest
