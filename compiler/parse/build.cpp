#include "compiler/parse/build.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "compiler/parse/limits.h"

namespace precis::parse {

source::Span Builder::span(const antlr4::ParserRuleContext& rule) const {
  const antlr4::Token& first = *rule.start;
  const bool empty = rule.stop == nullptr || rule.stop->getTokenIndex() < first.getTokenIndex();
  return tokens_.span(first, empty ? first : *rule.stop);
}

source::Span Builder::span(const Node& node) const {
  return tokens_.span(*const_cast<Node&>(node).getSymbol());
}

syntax::Name Builder::name(const antlr4::ParserRuleContext& rule) const {
  return {tokens_.text(span(rule)), span(rule)};
}

syntax::Name Builder::name(const Node& node) const {
  return {tokens_.text(span(node)), span(node)};
}

syntax::Text Builder::text(const Node& node) const {
  std::string_view written = tokens_.text(span(node));
  written.remove_prefix(1);
  if (written.ends_with('"')) written.remove_suffix(1);
  return {written, span(node)};
}

std::optional<syntax::Text> Builder::text_after(const Node* keyword, const Node* node) const {
  if (keyword == nullptr || node == nullptr) return std::nullopt;
  return text(*node);
}

std::string_view Builder::digits(source::Span span) {
  const std::string_view written = tokens_.text(span);
  const auto count = std::ranges::count_if(written, [](char c) { return c >= '0' && c <= '9'; });
  if (static_cast<std::size_t>(count) <= MaxDigits) return written;
  sink_.report(diagnostics::NumberTooLarge.at(span, diagnostics::Text(written))
                   .help(fmt::format("a number has at most {} digits", MaxDigits)));
  return written.find('.') == std::string_view::npos ? "0" : "0.0";
}

syntax::Number Builder::number(P::NumberContext& rule) {
  return {false, digits(span(rule)), span(rule)};
}

syntax::Number Builder::number(const Node& node) {
  return {false, digits(span(node)), span(node)};
}

syntax::Number Builder::number(P::SignedNumberContext& rule) {
  return {rule.MINUS() != nullptr, digits(span(*rule.number())), span(rule)};
}

syntax::ModulePath Builder::path(P::PathContext& rule) const {
  syntax::ModulePath path{{}, span(rule)};
  for (P::FieldNameContext* part : rule.fieldName()) path.parts.push_back(name(*part));
  return path;
}

bool Builder::damaged(source::Span span) const {
  return std::ranges::any_of(
      errors_, [&](std::uint32_t offset) { return span.begin <= offset && offset <= span.end; });
}

bool Builder::stopped_short(const antlr4::ParserRuleContext& rule) const {
  if (rule.stop == nullptr) return true;
  const antlr4::Token& next = tokens_[rule.stop->getTokenIndex() + 1];
  return std::ranges::find(errors_, tokens_.span(next).begin) != errors_.end() &&
         next.getLine() == rule.stop->getLine();
}

void Builder::given_twice(source::Span at, std::string_view what) {
  sink_.report(
      diagnostics::GivenTwice.at(at, diagnostics::Name(what)).help("leave one of the two out"));
}

syntax::Module Builder::module(P::FileContext& file) && {
  if (is_whole(file.moduleLine())) tree_.path = path(*file.moduleLine()->path());
  for (P::UseContext* rule : file.use()) {
    if (auto used = use(*rule)) tree_.uses.push_back(*std::move(used));
  }
  for (P::DeclarationContext* rule : file.declaration()) declaration(*rule);
  return std::move(tree_);
}

std::optional<syntax::Use> Builder::use(P::UseContext& rule) const {
  if (!is_whole(rule.path())) return std::nullopt;
  syntax::Use use{path(*rule.path()), {}, span(rule)};
  for (P::IdentContext* ident : rule.ident()) {
    if (is_whole(ident)) use.names.push_back(name(*ident));
  }
  return use;
}

void Builder::declaration(P::DeclarationContext& rule) {
  const source::Span whole = span(rule);
  const auto add = [&](auto kind) { tree_.decls.add({whole, std::move(kind), damaged(whole)}); };
  const auto named = [](auto* inner) { return inner != nullptr && is_whole(inner->ident()); };
  if (auto* it = rule.codeSystem(); is_whole(it)) {
    add(syntax::CodeSystem{name(*it->ident()), text(*it->TEXT())});
  } else if (auto* it = rule.codeType(); is_whole(it)) {
    add(syntax::CodeType{name(*it->ident(0)), name(*it->ident(1))});
  } else if (auto* it = rule.valueSet(); it != nullptr && is_whole(it->ident(0))) {
    add(value_set(*it));
  } else if (auto* it = rule.measurement(); is_whole(it)) {
    add(measurement(*it));
  } else if (auto* it = rule.enumeration(); named(it)) {
    add(enumeration(*it));
  } else if (auto* it = rule.record(); named(it)) {
    add(record(*it));
  } else if (auto* it = rule.gene(); it != nullptr) {
    add(gene(*it));
  } else if (auto* it = rule.outcomeType(); named(it)) {
    add(outcome_type(*it));
  } else if (auto* it = rule.define(); named(it)) {
    add(define(*it));
  } else if (auto* it = rule.table(); named(it)) {
    add(table(*it));
  } else if (auto* it = rule.policy(); named(it)) {
    add(policy(*it));
  } else if (auto* it = rule.parameter(); named(it)) {
    add(parameter(*it));
  } else if (auto* it = rule.catalog(); is_whole(it)) {
    add(catalog(*it));
  } else if (auto* it = rule.overlay(); named(it)) {
    add(overlay(*it));
  } else if (auto* it = rule.plan(); named(it)) {
    add(plan(*it));
  } else if (auto* it = rule.sourceDecl(); is_whole(it)) {
    add(source(*it));
  } else if (auto* it = rule.acceptMutant(); is_whole(it)) {
    add(syntax::AcceptedMutant{text(*it->TEXT(0)), text(*it->TEXT(1))});
  } else if (auto* it = rule.test(); it != nullptr && it->TEXT() != nullptr) {
    add(test(*it));
  }
}

}  // namespace precis::parse
