// The genes of a test's member: genotypes as laboratories write them, or what else was reported.

#include <fmt/format.h>

#include <algorithm>

#include "compiler/check/data.h"
#include "compiler/check/facts.h"
#include "compiler/check/types.h"
#include "compiler/check/written.h"
#include "runtime/genes.h"

namespace precis::check {

using diagnostics::Name;
using diagnostics::Text;
using diagnostics::TypeName;

// Scores are kept in thousandths.
static constexpr int ScoreScale = 3;

std::optional<typed::FactId> Facts::genome(syntax::ValueId value, const GenomeField& genome) {
  const auto* written = std::get_if<syntax::RecordValue>(&tree(value).kind);
  if (written == nullptr)
    return wrong(tree(value).span, "Genome", "write `{ CYP2C19: \"*1/*2\" }`");
  typed::GivenRecord made;
  bool sound = true;
  for (const syntax::FieldValue& it : written->fields) {
    const runtime::Gene* found = nullptr;
    std::vector<std::string_view> known;
    for (const std::uint32_t gene : genome.genes) {
      known.push_back(context_.program.catalogue.genes[gene].name);
      if (known.back() == it.name.text) found = &context_.program.catalogue.genes[gene];
    }
    if (found == nullptr) {
      context_.sink.report(
          diagnostics::UnknownField.at(it.name.span, TypeName("Genome"), Name(it.name.text))
              .help(one_of(it.name.text, known)));
      sound = false;
      continue;
    }
    for (const typed::GivenField& earlier : made.fields) {
      if (earlier.name != it.name.text) continue;
      context_.sink.report(
          diagnostics::GivenTwice.at(it.name.span, Name(it.name.text)).help(LeaveOneOut));
      sound = false;
    }
    const auto fact = result(it.value, *found);
    sound = sound && fact;
    if (fact) made.fields.push_back({found->name, *fact});
  }
  if (!sound) return std::nullopt;
  return add(std::move(made));
}

static bool is_readable(const Context& context, const runtime::Gene& gene, std::string_view text) {
  if (gene.method != runtime::GeneMethod::AlleleStatus) {
    return runtime::canonical_diplotype(gene, text).ok();
  }
  const runtime::Enumeration& members = context.program.catalogue.enumerations[gene.phenotypes];
  return runtime::statuses(gene, members, {std::string(text)}).ok();
}

std::optional<typed::FactId> Facts::texts(syntax::ValueId value, const runtime::Gene& gene) {
  const auto* several = std::get_if<syntax::ListValue>(&tree(value).kind);
  if (several == nullptr) return wrong(tree(value).span, "list", "write `[\"...\", \"...\"]`");
  typed::GivenList made;
  for (const syntax::ValueId item : several->items) {
    const auto* scalar = std::get_if<syntax::ScalarValue>(&tree(item).kind);
    const auto* text =
        scalar != nullptr ? std::get_if<syntax::TextLiteral>(&expr(scalar->expr).kind) : nullptr;
    if (text == nullptr) {
      return wrong(tree(item).span, fmt::format("{} allele", gene.name),
                   "write the name of an allele between quotes");
    }
    made.items.push_back(*add(typed::GivenText{std::string(text->text.text)}));
  }
  return add(std::move(made));
}

// A score is written as a number of a record is: `1.5`, `>= 3`, `1 to 2`.
std::optional<typed::FactId> Facts::score(syntax::ValueId value) {
  const auto* scalar = std::get_if<syntax::ScalarValue>(&tree(value).kind);
  const auto* name =
      scalar != nullptr ? std::get_if<syntax::NameRef>(&expr(scalar->expr).kind) : nullptr;
  if (name != nullptr && name->name.text == "unassigned") {
    return add(typed::GivenText{"unassigned"});
  }
  const source::Span span = tree(value).span;
  const syntax::WrittenMark approximate{syntax::FieldMark::Approximate, span};
  const syntax::Field field{{"score", span}, {span, syntax::Malformed{}}, {approximate}, span};
  return number(value, field, typed::NumberType{"", ScoreScale, 0, runtime::HighestScore});
}

std::optional<typed::FactId> Facts::reported(const syntax::RecordValue& written,
                                             const runtime::Gene& gene, source::Span span) {
  const bool has_statuses = gene.method == runtime::GeneMethod::AlleleStatus;
  std::vector<std::string_view> known;
  if (has_statuses) {
    known = {"alleles"};
  } else {
    known.push_back("phenotype");
    if (!gene.cut_points.empty()) known.push_back("score");
    if (gene.reference) known.push_back("variants");
  }
  if (written.fields.size() != 1) {
    return wrong(span, fmt::format("{} result", gene.name),
                 fmt::format("say one of `{}`", fmt::join(known, "`, `")));
  }
  const syntax::FieldValue& it = written.fields.front();
  if (std::ranges::find(known, it.name.text) == known.end()) {
    context_.sink.report(
        diagnostics::UnknownField.at(it.name.span, TypeName(gene.name), Name(it.name.text))
            .help(fmt::format("say its `{}`", fmt::join(known, "`, `"))));
    return std::nullopt;
  }
  Found fact;
  if (it.name.text == "score") {
    fact = score(it.value);
  } else if (it.name.text == "phenotype") {
    fact = phenotype(it.value, gene);
  } else {
    fact = texts(it.value, gene);
  }
  if (!fact) return std::nullopt;
  return add(typed::GivenRecord{{{std::string(it.name.text), *fact}}});
}

std::optional<typed::FactId> Facts::phenotype(syntax::ValueId value, const runtime::Gene& gene) {
  const auto* written = std::get_if<syntax::ScalarValue>(&tree(value).kind);
  const auto* name =
      written != nullptr ? std::get_if<syntax::NameRef>(&expr(written->expr).kind) : nullptr;
  if (name == nullptr) return wrong(tree(value).span, typed::EnumType{gene.phenotypes});
  const auto& members = context_.program.catalogue.enumerations[gene.phenotypes];
  if (member_index(members, name->name.text)) {
    return add(typed::GivenText{std::string(name->name.text)});
  }
  unknown_member(context_, members, name->name);
  return std::nullopt;
}

std::optional<typed::FactId> Facts::result(syntax::ValueId value, const runtime::Gene& gene) {
  const source::Span span = tree(value).span;
  if (const auto* several = std::get_if<syntax::ListValue>(&tree(value).kind)) {
    typed::GivenList made;
    for (const syntax::ValueId item : several->items) {
      const auto fact = result(item, gene);
      if (!fact) return std::nullopt;
      made.items.push_back(*fact);
    }
    return add(std::move(made));
  }
  if (const auto* record = std::get_if<syntax::RecordValue>(&tree(value).kind)) {
    return reported(*record, gene, span);
  }
  const bool has_statuses = gene.method == runtime::GeneMethod::AlleleStatus;
  const std::string expected =
      fmt::format("{}.{}", gene.name, has_statuses ? "Status" : "Diplotype");
  const auto* written = std::get_if<syntax::ScalarValue>(&tree(value).kind);
  if (written == nullptr) return wrong(span, expected, diplotype_help(gene));
  const syntax::Expr& literal = expr(written->expr);
  if (std::holds_alternative<syntax::NameRef>(literal.kind) && !has_statuses) {
    return phenotype(value, gene);
  }
  const auto* text = std::get_if<syntax::TextLiteral>(&literal.kind);
  const auto* coded = std::get_if<syntax::CodedLiteral>(&literal.kind);
  if (text == nullptr && (coded == nullptr || coded->owner.text != gene.name)) {
    return wrong(span, expected, diplotype_help(gene));
  }
  const syntax::Text& shown = text != nullptr ? text->text : coded->text;
  if (!is_readable(context_, gene, shown.text)) {
    context_.sink.report(
        diagnostics::NotADiplotype.at(shown.span, Text(shown.text), Name(gene.name))
            .help(diplotype_help(gene)));
    return std::nullopt;
  }
  return add(typed::GivenText{std::string(shown.text)});
}

}  // namespace precis::check
