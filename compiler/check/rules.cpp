#include "compiler/check/rules.h"

#include <fmt/format.h>

#include <algorithm>

#include "compiler/check/expressions.h"
#include "compiler/check/sources.h"
#include "compiler/check/written.h"
#include "compiler/support/match.h"

namespace precis::check {

using diagnostics::Name;
using diagnostics::Text;
using diagnostics::TypeName;

namespace {

typed::Combination combination_of(syntax::Combination combination) {
  switch (combination) {
    case syntax::Combination::FirstMatch:
      return typed::Combination::FirstMatch;
    case syntax::Combination::Unique:
      return typed::Combination::Unique;
    case syntax::Combination::MostSevere:
      return typed::Combination::MostSevere;
    case syntax::Combination::Collect:
      return typed::Combination::Collect;
  }
  return typed::Combination::FirstMatch;
}

class DecisionReader {
 public:
  // `phases` are those of the policy.
  DecisionReader(Context& context, std::size_t module, std::vector<typed::Source>& sources,
                 const std::vector<typed::Phase>& phases, std::uint32_t outcome)
      : context_(context), module_(module), sources_(sources), phases_(phases), outcome_(outcome) {}

  typed::Fallback read_fallback(const DecisionPart& part) {
    part_ = &part;
    return read_fallback(*tree().otherwise);
  }

  typed::Decision read(typed::PolicyId id, const DecisionParts& parts) {
    const syntax::Decision& first = *parts.front().tree;
    typed::Decision made{
        std::string(first.name.text),     id, outcome_, {}, std::nullopt, first.name.span,
        combination_of(first.combination)};
    for (const DecisionPart& part : parts) {
      part_ = &part;
      read_part(made);
    }
    return made;
  }

 private:
  void read_part(typed::Decision& made) {
    std::map<std::string_view, source::Span> seen;
    for (const syntax::Rule& rule : tree().rules) {
      const auto [place, is_new] = seen.emplace(rule.name.text, rule.name.span);
      if (!is_new && !rule.name.text.empty()) {
        context_.sink.report(diagnostics::DuplicateName.at(rule.name.span, Name(rule.name.text))
                                 .label(place->second, "first declared here")
                                 .help(RenameOne));
      }
      made.rules.push_back(read_rule(rule));
      made.rules.back().phase = part_->phase;
    }
    if (tree().otherwise) read_otherwise(*tree().otherwise, made);
  }

  void read_otherwise(const syntax::Fallback& written, typed::Decision& made) {
    if (made.combination == typed::Combination::Collect) {
      context_.sink.report(diagnostics::CollectOtherwise.at(written.span, Name(made.name))
                               .help("remove it: where no rule applies, the list is empty"));
      return;
    }
    typed::Fallback fallback = read_fallback(written);
    const bool is_last = !part_->phase || *part_->phase + 1 == phases_.size();
    if (is_last) {
      made.otherwise = std::move(fallback);
      return;
    }
    const typed::Phase& phase = phases_[*part_->phase];
    made.rules.push_back({.name = "otherwise",
                          .title = "no other rule of the phase applies",
                          .span = written.span,
                          .when = phase.when.value_or(context_.poison(written.span)),
                          .exceptions = {},
                          .then = std::move(fallback.then),
                          .because = std::move(fallback.because),
                          .citations = std::move(fallback.citations),
                          .clinical = false,
                          .justifications = {},
                          .phase = part_->phase,
                          .is_fallback = true});
  }

  typed::Fallback read_fallback(const syntax::Fallback& fallback) {
    return {fallback.span, read_outcome(fallback.outcome), read_template(fallback.because),
            read_citations(context_, module_, sources_, fallback.citations)};
  }

  const syntax::Decision& tree() const { return *part_->tree; }
  Expressions expressions() { return {context_, module_, part_->scope, nullptr}; }

  typed::Rule read_rule(const syntax::Rule& rule) {
    typed::Rule made{std::string(rule.name.text),
                     std::string(rule.title.text),
                     rule.name.span,
                     expressions().condition(rule.when),
                     {},
                     read_outcome(rule.then),
                     {},
                     {},
                     false,
                     {}};
    std::map<std::string_view, source::Span> seen;
    for (const syntax::Exception& exception : rule.exceptions) {
      const auto [place, is_new] = seen.emplace(exception.name.text, exception.name.span);
      if (!is_new) {
        context_.sink.report(
            diagnostics::DuplicateName.at(exception.name.span, Name(exception.name.text))
                .label(place->second, "first declared here")
                .help(RenameOne));
      }
      // An exception matters where the rule's own condition holds.
      Expressions inside = expressions();
      inside.assume(made.when);
      made.exceptions.push_back({std::string(exception.name.text),
                                 std::string(exception.title.text),
                                 inside.condition(exception.condition), exception.span});
    }
    made.because = read_template(rule.because);
    made.citations = read_citations(context_, module_, sources_, rule.citations);
    for (const syntax::Justification& it : rule.justifications) {
      made.justifications.emplace_back(it.text.text);
    }
    return made;
  }

  std::vector<typed::TemplatePart> read_template(const std::optional<syntax::Template>& text) {
    std::vector<typed::TemplatePart> parts;
    if (!text) return parts;
    for (const auto& part : text->parts) {
      support::match(
          part,
          [&](const syntax::TemplateText& it) { parts.push_back({std::string(it.text), {}, {}}); },
          [&](const syntax::TemplateHole& it) {
            const Expressions::Hole hole = expressions().hole(it.expr);
            parts.push_back({"", hole.value, hole.witness});
          });
    }
    return parts;
  }

  typed::OutcomeValue read_outcome(const std::variant<syntax::Outcome, syntax::Malformed>& it) {
    return support::match(
        it, [&](const syntax::Outcome& outcome) { return read_outcome(outcome); },
        [&](const syntax::Malformed&) { return broken(tree().span); });
  }

  // Poison keeps the program from being sound even where no report is made here.
  typed::OutcomeValue broken(source::Span span) { return {0, {context_.poison(span)}, span}; }

  typed::OutcomeValue read_outcome(const syntax::Outcome& outcome) {
    const typed::OutcomeType type = context_.program.outcomes[outcome_];
    std::optional<std::uint32_t> found;
    std::vector<std::string_view> known;
    for (std::uint32_t i = 0; i < type.alternatives.size(); ++i) {
      known.push_back(type.alternatives[i].name);
      if (type.alternatives[i].name == outcome.alternative.text) found = i;
    }
    if (!found && is_damaged_outcome(context_, outcome_)) return broken(outcome.span);
    if (!found) {
      context_.sink.report(
          diagnostics::UnknownAlternative
              .at(outcome.alternative.span, TypeName(type.name), Name(outcome.alternative.text))
              .help(one_of(outcome.alternative.text, known)));
      return broken(outcome.span);
    }
    const typed::Alternative& alternative = type.alternatives[*found];
    typed::OutcomeValue made{*found, {}, outcome.span};
    made.payload.resize(alternative.fields.size());
    for (const syntax::PayloadValue& value : outcome.payloads) {
      std::vector<std::string_view> fields;
      bool placed = false;
      for (std::size_t i = 0; i < alternative.fields.size(); ++i) {
        fields.push_back(alternative.fields[i].name);
        if (alternative.fields[i].name != value.name.text) continue;
        placed = true;
        if (made.payload[i]) {
          context_.sink.report(
              diagnostics::GivenTwice.at(value.name.span, Name(value.name.text)).help(LeaveOneOut));
        }
        made.payload[i] = expressions().value_as(value.value, alternative.fields[i].type);
      }
      if (placed || value.name.text.empty()) continue;
      if (is_damaged_outcome(context_, outcome_)) return broken(outcome.span);
      std::string help = suggestion(value.name.text, fields);
      if (help.empty() && !fields.empty()) {
        help = fmt::format("it carries `{}`", fmt::join(fields, "`, `"));
      }
      context_.sink.report(
          diagnostics::UnknownField
              .at(value.name.span, TypeName(alternative.name), Name(value.name.text))
              .help(help));
      return broken(outcome.span);
    }
    std::vector<std::string_view> missing;
    for (std::size_t i = 0; i < alternative.fields.size(); ++i) {
      if (made.payload[i] || alternative.fields[i].optional) continue;
      missing.push_back(alternative.fields[i].name);
    }
    if (!missing.empty()) {
      context_.sink.report(
          diagnostics::MissingPayload
              .at(outcome.alternative.span, Name(alternative.name), Name(missing[0]))
              .help(fmt::format("add `{} ...`", fmt::join(missing, " ..., "))));
    }
    return made;
  }

  Context& context_;
  std::size_t module_;
  std::vector<typed::Source>& sources_;
  const std::vector<typed::Phase>& phases_;
  std::uint32_t outcome_;
  const DecisionPart* part_ = nullptr;
};

}  // namespace

// Where the cited source is in `sources`. One of the module, or of another that the module uses, is
// put there.
static std::optional<std::uint32_t> cited(Context& context, std::size_t module,
                                          std::vector<typed::Source>& sources,
                                          const syntax::Name& name) {
  for (std::uint32_t i = 0; i < sources.size(); ++i) {
    if (sources[i].name == name.text) return i;
  }
  const auto symbol = context.names.find(module, name.text);
  if (!symbol || context.names[*symbol].kind != SymbolKind::Source) return std::nullopt;
  const auto& written = std::get<syntax::Source>(context.decl(context.names[*symbol]).kind);
  sources.push_back(source_of(written));
  return static_cast<std::uint32_t>(sources.size() - 1);
}

static bool is_unreadable(Context& context, std::size_t module, const syntax::Name& name) {
  const auto symbol = context.names.find(module, name.text);
  return symbol && context.names[*symbol].kind == SymbolKind::Unreadable;
}

static void unknown_source(Context& context, std::size_t module,
                           const std::vector<typed::Source>& sources, const syntax::Name& name) {
  std::vector<std::string_view> known;
  for (const typed::Source& it : sources) known.push_back(it.name);
  for (const auto& [each, symbol] : context.names.scope(module).names) {
    const bool is_new = std::ranges::find(known, each) == known.end();
    if (is_new && context.names[symbol].kind == SymbolKind::Source) known.push_back(each);
  }
  std::string help = suggestion(name.text, known);
  if (help.empty() && !known.empty()) {
    help = fmt::format("sources that can be cited here: `{}`", fmt::join(known, "`, `"));
  }
  context.sink.report(diagnostics::UnknownSource.at(name.span, Name(name.text)).help(help));
}

std::vector<typed::Citation> read_citations(Context& context, std::size_t module,
                                            std::vector<typed::Source>& sources,
                                            const std::vector<syntax::Citation>& written) {
  std::vector<typed::Citation> made;
  for (const syntax::Citation& it : written) {
    if (it.source.text.empty() || is_unreadable(context, module, it.source)) continue;
    const auto found = cited(context, module, sources, it.source);
    if (!found) {
      unknown_source(context, module, sources, it.source);
      continue;
    }
    made.push_back({*found, it.section ? std::string(it.section->text) : "",
                    it.strength ? std::string(strength_name(*it.strength)) : ""});
  }
  return made;
}

typed::Fallback read_fallback(Context& context, std::size_t module, PolicyScope& scope,
                              std::vector<typed::Source>& sources, const syntax::Fallback& written,
                              std::uint32_t outcome) {
  const syntax::Name nobody{"", written.span};
  const syntax::Decision around{nobody,       nobody, syntax::Combination::FirstMatch, {}, written,
                                written.span, false};
  return DecisionReader(context, module, sources, {}, outcome)
      .read_fallback({&around, &scope, std::nullopt});
}

static std::string declared_as(const Context& context, const syntax::Decision& tree) {
  std::string text(context.sources.text(tree.span));
  return text.substr(0, text.find('{'));
}

// All parts of one decision give one kind of outcome, in one way.
static bool parts_agree(Context& context, const DecisionParts& parts) {
  const syntax::Decision& first = *parts.front().tree;
  bool agree = true;
  for (const DecisionPart& part : parts) {
    const syntax::Decision& tree = *part.tree;
    if (tree.outcome.text == first.outcome.text && tree.combination == first.combination) continue;
    agree = false;
    if (tree.outcome.text.empty() || first.outcome.text.empty()) continue;
    context.sink.report(
        diagnostics::DecisionDiffers.at(tree.name.span, Name(tree.name.text))
            .label(first.name.span, "first declared here")
            .help(fmt::format("write `{}{{` in each phase", declared_as(context, first))));
  }
  return agree;
}

std::optional<typed::DecisionId> read_decision(Context& context, std::size_t module,
                                               typed::Policy& policy, typed::PolicyId id,
                                               const DecisionParts& parts) {
  const auto symbol = context.names.resolve(module, parts.front().tree->outcome,
                                            {SymbolKind::Outcome}, "an outcome");
  if (!symbol || !context.names[*symbol].index) return std::nullopt;
  if (!parts_agree(context, parts)) return std::nullopt;
  typed::Decision made =
      DecisionReader(context, module, policy.sources, policy.phases, *context.names[*symbol].index)
          .read(id, parts);
  return context.program.decisions.add(std::move(made));
}

}  // namespace precis::check
