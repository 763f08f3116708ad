#include "compiler/check/flatten.h"

#include <fmt/format.h>

#include <limits>
#include <utility>

#include "compiler/check/types.h"
#include "compiler/support/match.h"
#include "runtime/genes.h"

namespace precis::check {

namespace {

constexpr std::size_t MostLeaves = 20'000;
constexpr std::string_view MostLeavesText = "20000";

struct Marks {
  bool optional = false;
  bool approximate = false;
  bool clinical = false;
  bool actionable = false;
  bool predicted = false;
  runtime::Protection protection = runtime::Protection::None;
  std::string title = {};
};

// A field of a record is called by the record's title, if it has one, and its own.
std::string titled(const std::string& above, const std::string& own) {
  return above.empty() ? own : above + ", " + own;
}

Marks with(Marks marks, const syntax::Field& field) {
  for (const syntax::WrittenMark& written : field.marks) {
    switch (written.mark) {
      case syntax::FieldMark::Optional:
        marks.optional = true;
        break;
      case syntax::FieldMark::Approximate:
        marks.approximate = true;
        break;
      case syntax::FieldMark::Protected:
        marks.protection = runtime::Protection::Protected;
        break;
      case syntax::FieldMark::Guarded:
        if (marks.protection == runtime::Protection::None) {
          marks.protection = runtime::Protection::Guarded;
        }
        break;
      case syntax::FieldMark::Actionable:
        marks.actionable = true;
        break;
      case syntax::FieldMark::Clinical:
        marks.clinical = true;
        break;
      case syntax::FieldMark::Predicted:
        marks.predicted = true;
        break;
    }
  }
  const std::string name(field.name.text);
  const std::string own = field.title ? std::string(field.title->text) : std::string();
  marks.title = titled(marks.title, own.empty() && !marks.title.empty() ? name : own);
  return marks;
}

class Flattener {
 public:
  Flattener(Context& context, const Schemas& schemas) : context_(context), schemas_(schemas) {}

  Flattened flatten(const Schemas::Request& request) {
    member_ = request.member_type;
    const Symbol& member = context_.names[request.member_type];
    const Symbol& asked = context_.names[request.request_type];
    schema().name = member.name.text;
    schema().request_name = asked.name.text;
    schema().member_root = request.member;
    schema().request_root = request.request;
    flat_.places.member_type = member.name.text;
    flat_.places.request_type = asked.name.text;
    root(std::string(request.member), request.member_type);
    root(std::string(request.request), request.request_type);
    for (const Pending& list : pending_) items(list);
    finish_candidates();
    resolve_known();
    const auto id = flat_.places.places.find(fmt::format("{}.id", request.member));
    if (id != flat_.places.places.end() && id->second.kind == SchemaPlace::Kind::Leaf) {
      schema().id = id->second.index;
    }
    return std::move(flat_);
  }

 private:
  struct Pending {
    runtime::ListIndex list;
    ListField field;
    Marks marks;
    std::string owner;  // the path of the record that holds the list
  };

  runtime::Schema& schema() { return flat_.schema; }

  const syntax::Record& tree(SymbolId id) const {
    return std::get<syntax::Record>(context_.decl(context_.names[id]).kind);
  }

  void place(const std::string& path, SchemaPlace::Kind kind, std::uint32_t index,
             std::string type_name, std::optional<source::Span> declared = {}) {
    flat_.places.places.emplace(path, SchemaPlace{kind, index, std::move(type_name), declared});
  }

  void root(const std::string& path, SymbolId type) {
    place(path, SchemaPlace::Kind::Record, 0, std::string(context_.names[type].name.text));
    fields(path, path, type, Marks{}, std::nullopt);
  }

  // `list` is given for the items of a list.
  void fields(const std::string& path, const std::string& root, SymbolId record, Marks marks,
              std::optional<runtime::ListIndex> list) {
    for (const syntax::Field& field : tree(record).fields) {
      // What stands in the schema itself is as large as its text.
      if (schema().leaves.size() >= MostLeaves && path != root) return too_large();
      const std::string below = fmt::format("{}.{}", path, field.name.text);
      const Marks here = with(marks, field);
      support::match(
          schemas_.meaning(field),
          [&](const ValueField& it) { value(below, root, it.type, here, list, field); },
          [&](const MeasuredField&) { measured(below, root, here, list, field); },
          [&](const RecordField& it) {
            place(below, SchemaPlace::Kind::Record, 0,
                  std::string(context_.names[it.record].name.text), field.name.span);
            fields(below, root, it.record, here, list);
          },
          [&](const ListField& it) { add_list(path, below, root, it, here, field); },
          [&](const GenomeField& it) { genome(below, root, it, here, field); },
          [](const BrokenField&) {});
    }
  }

  void too_large() {
    if (std::exchange(is_too_large_, true)) return;
    const Symbol& member = context_.names[*member_];
    context_.sink.report(diagnostics::SchemaTooLarge
                             .at(member.name.span, diagnostics::Name(member.name.text),
                                 diagnostics::Text(MostLeavesText))
                             .help("leave out what no policy reads"));
  }

  runtime::LeafIndex leaf(const std::string& path, const std::string& root, runtime::ValueType type,
                          const Marks& marks, std::optional<runtime::ListIndex> list) {
    runtime::Leaf made;
    made.name = path.substr(root.size() + 1);
    made.path = path;
    made.fact = list ? schema().lists[*list].fact : path;
    made.type = std::move(type);
    made.optional = marks.optional;
    made.approximate = marks.approximate;
    made.clinical = marks.clinical;
    made.actionable = marks.actionable;
    made.predicted = marks.predicted;
    made.protection = marks.protection;
    made.title = marks.title;
    made.list = list;
    schema().leaves.push_back(std::move(made));
    const auto index = static_cast<runtime::LeafIndex>(schema().leaves.size() - 1);
    if (list) schema().lists[*list].leaves.push_back(index);
    return index;
  }

  void value(const std::string& path, const std::string& root, typed::TypeId type_id,
             const Marks& marks, std::optional<runtime::ListIndex> list,
             const syntax::Field& field) {
    const typed::Type& type = context_.program.types[type_id];
    const auto stored = typed::value_type(type);
    if (!stored) return;
    const runtime::LeafIndex index = leaf(path, root, *stored, marks, list);
    if (const auto* code = std::get_if<typed::CodeType>(&type)) {
      schema().leaves[index].code_system = code->system;
    }
    place(path, SchemaPlace::Kind::Leaf, index, type_name(context_, type), field.name.span);
  }

  void measured(const std::string& path, const std::string& root, const Marks& marks,
                std::optional<runtime::ListIndex> list, const syntax::Field& field) {
    runtime::ValueType any;
    any.form = runtime::Form::Number;
    any.low = std::numeric_limits<std::int64_t>::min();
    any.high = std::numeric_limits<std::int64_t>::max();
    const runtime::LeafIndex index = leaf(path, root, any, marks, list);
    schema().leaves[index].measured = true;
    place(path, SchemaPlace::Kind::Leaf, index, "measured", field.name.span);
  }

  void add_list(const std::string& owner, const std::string& path, const std::string& root,
                const ListField& it, const Marks& marks, const syntax::Field& field) {
    runtime::List made;
    made.name = path.substr(root.size() + 1);
    made.path = path;
    made.fact = path;
    made.record = context_.names[it.record].name.text;
    made.clinical = marks.clinical;
    made.actionable = marks.actionable;
    made.predicted = marks.predicted;
    made.protection = marks.protection;
    made.absence = it.absence;
    made.title = marks.title;
    schema().lists.push_back(std::move(made));
    const auto index = static_cast<runtime::ListIndex>(schema().lists.size() - 1);
    place(path, SchemaPlace::Kind::List, index, schema().lists[index].record, field.name.span);
    pending_.push_back({index, it, marks, owner});
  }

  void items(const Pending& pending) {
    const std::string path = schema().lists[pending.list].path + "[]";
    place(path, SchemaPlace::Kind::Record, pending.list, schema().lists[pending.list].record);
    Marks marks = pending.marks;
    marks.optional = false;
    marks.title.clear();  // items have titles of their own
    fields(path, path, pending.field.record, marks, pending.list);
    if (pending.field.by) {
      schema().lists[pending.list].by = leaf_at(fmt::format("{}.{}", path, *pending.field.by));
    }
  }

  std::optional<runtime::LeafIndex> leaf_at(const std::string& path) const {
    const auto found = flat_.places.places.find(path);
    if (found == flat_.places.places.end() || found->second.kind != SchemaPlace::Kind::Leaf) {
      return std::nullopt;
    }
    return found->second.index;
  }

  void resolve_known() {
    for (const Pending& pending : pending_) {
      runtime::List& list = schema().lists[pending.list];
      const auto field = [&](const std::optional<std::string_view>& name) {
        return name ? leaf_at(fmt::format("{}.{}", pending.owner, *name)) : std::nullopt;
      };
      list.known_from = field(pending.field.known_from);
      list.known_to = field(pending.field.known_to);
    }
  }

  void genome(const std::string& path, const std::string& root, const GenomeField& it,
              const Marks& genome, const syntax::Field& field) {
    place(path, SchemaPlace::Kind::Genome, 0, "Genome", field.name.span);
    for (const std::uint32_t gene : it.genes) {
      const runtime::Gene& table = context_.program.catalogue.genes[gene];
      Marks marks = genome;
      marks.title = titled(genome.title, genome.title.empty() ? "" : table.name);
      const std::string at = fmt::format("{}.{}", path, table.name);
      place(at, SchemaPlace::Kind::Gene, static_cast<std::uint32_t>(schema().genes.size()),
            table.name);
      if (table.method != runtime::GeneMethod::AlleleStatus) {
        slot(at, root, gene, std::nullopt, marks);
        continue;
      }
      for (std::uint32_t allele = 0; allele < table.alleles.size(); ++allele) {
        slot(at, root, gene, allele, marks);
      }
    }
  }

  // `allele`: whose status it is.
  void slot(const std::string& at, const std::string& root, std::uint32_t gene,
            std::optional<std::uint32_t> allele, const Marks& marks) {
    const runtime::Gene& table = context_.program.catalogue.genes[gene];
    const std::string whole =
        allele ? fmt::format("{}.status(\"{}\")", at, table.alleles[*allele].name)
               : fmt::format("{}.phenotype", at);
    const std::string asked = allele ? whole : at;
    const auto part = [&](const std::string& name, const typed::Type& type) {
      const runtime::LeafIndex index =
          leaf(name, root, *typed::value_type(type), marks, std::nullopt);
      schema().leaves[index].fact = at;
      return index;
    };
    runtime::GeneSlot made{};
    made.gene = gene;
    made.path = at;
    made.allele = allele;
    made.phenotype = part(whole, typed::EnumType{table.phenotypes});
    made.tested = part(asked + ".tested", typed::BoolType{});
    made.score = part(asked + ".score", typed::NumberType{"", 3, 0, runtime::HighestScore});
    made.assigned = part(asked + ".assigned", typed::BoolType{});
    // Whether a gene was tested is always known; its result may be any, or a range of scores.
    for (const runtime::LeafIndex index : {made.phenotype, made.score, made.assigned}) {
      schema().leaves[index].optional = true;
    }
    schema().leaves[made.score].approximate = true;
    runtime::List candidates;
    candidates.name = asked.substr(root.size() + 1) + ".candidates";
    candidates.path = asked + ".candidates";
    candidates.fact = at;
    candidates.clinical = marks.clinical;
    candidates.actionable = marks.actionable;
    candidates.predicted = marks.predicted;
    candidates.protection = marks.protection;
    schema().lists.push_back(std::move(candidates));
    made.candidates = static_cast<runtime::ListIndex>(schema().lists.size() - 1);
    schema().genes.push_back(made);
    gene_marks_ = marks;
  }

  // The leaves of candidate lists come after all others.
  void finish_candidates() {
    for (runtime::GeneSlot& slot : schema().genes) {
      const std::string path = schema().lists[slot.candidates].path + "[]";
      slot.candidate_name =
          leaf(path + ".diplotype", path, *typed::value_type(typed::DiplotypeType{slot.gene}),
               gene_marks_, slot.candidates);
    }
  }

  std::optional<SymbolId> member_;
  bool is_too_large_ = false;
  Context& context_;
  const Schemas& schemas_;
  Flattened flat_{};
  std::vector<Pending> pending_;
  Marks gene_marks_;
};

}  // namespace

Flattened flatten(Context& context, const Schemas& schemas, const Schemas::Request& request) {
  return Flattener(context, schemas).flatten(request);
}

}  // namespace precis::check
