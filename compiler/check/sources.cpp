#include "compiler/check/sources.h"

namespace precis::check {

static std::string_view kind_name(syntax::SourceKind kind) {
  switch (kind) {
    case syntax::SourceKind::Guideline:
      return "guideline";
    case syntax::SourceKind::Label:
      return "label";
    case syntax::SourceKind::Plan:
      return "plan";
    case syntax::SourceKind::Law:
      return "law";
    case syntax::SourceKind::Literature:
      return "literature";
  }
  return "";
}

std::string_view strength_name(syntax::Strength strength) {
  switch (strength) {
    case syntax::Strength::Strong:
      return "strong";
    case syntax::Strength::Moderate:
      return "moderate";
    case syntax::Strength::Optional:
      return "optional";
  }
  return "";
}

static std::string text_of(const std::optional<syntax::Text>& part) {
  return part ? std::string(part->text) : std::string();
}

typed::Source source_of(const syntax::Source& it) {
  return {std::string(it.name.text),
          std::string(kind_name(it.kind)),
          std::string(it.title.text),
          text_of(it.section),
          text_of(it.edition),
          text_of(it.doi),
          text_of(it.url)};
}

std::optional<typed::ParameterCitation> cited_of_module(Context& context, std::size_t module,
                                                        const syntax::Citation& citation) {
  if (citation.source.text.empty()) return std::nullopt;
  const auto symbol =
      context.names.resolve(module, citation.source, {SymbolKind::Source}, "a source");
  if (!symbol || !context.names[*symbol].decl) return std::nullopt;
  const auto& written = std::get<syntax::Source>(context.decl(context.names[*symbol]).kind);
  return typed::ParameterCitation{
      source_of(written), text_of(citation.section),
      citation.strength ? std::string(strength_name(*citation.strength)) : ""};
}

}  // namespace precis::check
