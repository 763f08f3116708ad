#include "compiler/check/governance.h"

#include <fmt/format.h>

#include <set>

#include "compiler/check/reads.h"
#include "compiler/typed/decisions.h"

namespace precis::check {

using diagnostics::Name;
using diagnostics::Text;

namespace {

// Where an outcome is given: only a rule can be justified.
enum class Place { Rule, Otherwise };

// What a typed rule, or a phase's `otherwise`, was made from: one of the two.
struct Written {
  const syntax::Rule* rule;
  const syntax::Fallback* otherwise;
  bool damaged;
};

// Of the rules before an `otherwise`: whether one asks about the member or the request, and whether
// it is known what all of them read.
struct Before {
  bool asks;
  bool is_known;
};

// Beside Decision::rules; what the decision's own `otherwise` was made from comes last.
std::vector<Written> written_rules(const DecisionParts& parts) {
  std::vector<Written> found;
  for (const DecisionPart& part : parts) {
    for (const syntax::Rule& rule : part.tree->rules) {
      found.push_back({&rule, nullptr, rule.damaged});
    }
    // A list has none; that one is written has been reported.
    if (part.tree->otherwise && part.tree->combination != syntax::Combination::Collect) {
      found.push_back({nullptr, &*part.tree->otherwise, part.tree->damaged});
    }
  }
  return found;
}

class Governance {
 public:
  Governance(Context& context, typed::PolicyId id)
      : context_(context),
        policy_(context.program.policies[id]),
        schema_(context.program.schemas[policy_.schema]) {}

  void check(const std::vector<DecisionParts>& written) {
    if (policy_.governs) scope_ = reads_of(*policy_.governs);
    for (const typed::Phase& phase : policy_.phases) {
      phases_.push_back(phase.when ? reads_of(*phase.when) : Reads{});
    }
    for (std::size_t i = 0; i < policy_.decisions.size(); ++i) {
      check_decision(context_.program.decisions[policy_.decisions[i]], written_rules(written[i]));
    }
    // One that a denial reports is reported enough.
    for (const MarkedRead& read : protected_reads(scope_)) {
      if (!denied_by_.insert(read.path).second) continue;
      context_.sink.report(
          diagnostics::ProtectedWithoutReason.at(read.span, Name(read.path))
              .help("`governs` cannot be justified: ask in a rule, with `justified by \"...\"`"));
    }
  }

 private:
  Reads reads_of(typed::ExprId root) const {
    return check::reads_of(context_.program, policy_.schema, root);
  }
  Reads payload_reads(const typed::OutcomeValue& value) const {
    return check::payload_reads(context_.program, policy_.schema, value);
  }
  std::vector<MarkedRead> protected_reads(const Reads& reads) const {
    return check::protected_reads(context_, policy_.schema, reads);
  }

  // In the order of the ladder: a rule depends on those before it, of a list on itself alone.
  void check_decision(typed::Decision& decision, const std::vector<Written>& written) {
    Reads ladder = scope_;
    // What could harm: all of the ladder but the rules that give something favorable.
    Reads harm = scope_;
    predicted_reported_.clear();
    bool asks = false;
    // What a broken condition would have read is not known.
    bool is_known = true;
    protected_reported_.clear();
    for (const std::uint32_t i : typed::ladder_order(decision)) {
      typed::Rule& rule = decision.rules[i];
      if (decision.combination == typed::Combination::Collect) ladder = harm = scope_;
      for (std::uint32_t phase = 0; rule.phase && phase <= *rule.phase; ++phase) {
        ladder.add(phases_[phase]);
        harm.add(phases_[phase]);
      }
      check_predicted(decision, rule.then, rule.is_fallback ? Reads{} : condition_reads(rule),
                      harm);
      if (rule.is_fallback) {
        asks = asks || !phases_[*rule.phase].empty();
        check_fallback(decision, rule.then, rule.because, written[i], ladder, {asks, is_known});
        continue;
      }
      is_known = is_known && !context_.is_poison(rule.when);
      for (const typed::Exception& exception : rule.exceptions) {
        is_known = is_known && !context_.is_poison(exception.condition);
      }
      check_rule(decision, rule, written[i], ladder, is_known);
      asks = asks || !condition_reads(rule).empty() || context_.is_poison(rule.when);
    }
    if (!decision.otherwise) return;
    check_predicted(decision, decision.otherwise->then, {}, harm);
    check_fallback(decision, decision.otherwise->then, decision.otherwise->because, written.back(),
                   ladder, {asks, is_known});
  }

  // Of when the rule applies, in its phase.
  Reads condition_reads(const typed::Rule& rule) const {
    Reads own = reads_of(rule.when);
    for (const typed::Exception& exception : rule.exceptions) {
      own.add(reads_of(exception.condition));
    }
    if (rule.phase) own.add(phases_[*rule.phase]);
    return own;
  }

  void check_rule(const typed::Decision& decision, typed::Rule& rule, const Written& written,
                  Reads& ladder, bool is_known) {
    Reads own = condition_reads(rule);
    const bool has_condition = !own.empty();
    own.add(payload_reads(rule.then));
    bool administrative = false;
    bool justified = false;
    for (const syntax::Justification& it : written.rule->justifications) {
      if (is_blank(it.text.text)) continue;
      justified = true;
      administrative = administrative || it.administrative;
    }
    rule.clinical = clinical_read(own).has_value() && !administrative;
    ladder.add(own);
    const bool whole = !written.damaged;
    if (whole && is_known) check_template(rule.because, ladder);
    if (standing(decision, rule.then) == typed::Standing::Adverse) {
      const std::string& name = alternative(decision, rule.then);
      if (whole) {
        must_say(rule.span, name, written.rule->because, written.rule->citations.empty());
        if (!has_condition && !context_.is_poison(rule.when)) {
          context_.sink.report(diagnostics::AdverseWithoutFact.at(rule.then.span, Name(name))
                                   .label(rule.span, "this rule reads nothing of the member")
                                   .help("let its condition ask about the member or the request"));
        }
        if (rule.clinical) clinical_adverse(rule.then.span, name, own, Place::Rule);
      }
      check_protected(rule.then.span, name, own, ladder);
      if (whole && !justified) check_assumption(rule.then.span, name, ladder, Place::Rule);
    } else if (whole && !justified) {
      protected_unjustified(own, "add `justified by \"...\"` to the rule");
    }
  }

  void check_fallback(const typed::Decision& decision, const typed::OutcomeValue& then,
                      const std::vector<typed::TemplatePart>& because, const Written& written,
                      Reads ladder, Before before) {
    if (written.damaged) return;
    const Reads own = payload_reads(then);
    ladder.add(own);
    if (before.is_known) check_template(because, ladder);
    if (standing(decision, then) != typed::Standing::Adverse) {
      protected_unjustified(own, "make it a rule, with `justified by \"...\"`");
      return;
    }
    const source::Span span = then.span;
    const std::string& name = alternative(decision, then);
    must_say(span, name, written.otherwise->because, written.otherwise->citations.empty());
    if (!before.asks) {
      context_.sink.report(
          diagnostics::AdverseWithoutFact.at(span, Name(name))
              .label("no rule before it reads anything of the member")
              .help("make it a rule whose condition asks about the member or the request"));
    }
    check_protected(span, name, own, ladder);
    check_assumption(span, name, ladder, Place::Otherwise);
    if (clinical_read(ladder)) clinical_adverse(span, name, ladder, Place::Otherwise);
  }

  static bool is_blank(std::string_view text) {
    return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
  }
  // Not written, or without a word in it.
  static bool says_nothing(const std::optional<syntax::Template>& because) {
    if (!because) return true;
    for (const auto& part : because->parts) {
      const auto* text = std::get_if<syntax::TemplateText>(&part);
      if (text == nullptr || !is_blank(text->text)) return false;
    }
    return true;
  }

  typed::Standing standing(const typed::Decision& decision,
                           const typed::OutcomeValue& value) const {
    const auto& alternatives = context_.program.outcomes[decision.outcome].alternatives;
    if (is_broken(value) || alternatives.empty()) return typed::Standing::Favorable;
    return alternatives[value.alternative].standing;
  }
  const std::string& alternative(const typed::Decision& decision,
                                 const typed::OutcomeValue& value) const {
    return context_.program.outcomes[decision.outcome].alternatives[value.alternative].name;
  }
  bool is_broken(const typed::OutcomeValue& value) const {
    for (const auto& part : value.payload) {
      if (part && context_.is_poison(*part)) return true;
    }
    return false;
  }

  void must_say(source::Span span, const std::string& outcome,
                const std::optional<syntax::Template>& because, bool no_cite) {
    const std::string label = fmt::format("gives `{}`, which is adverse", outcome);
    if (says_nothing(because)) {
      context_.sink.report(
          diagnostics::AdverseWithoutBecause.at(because ? because->span : span, Name(outcome))
              .label(span, label)
              .help(because ? "say why in a sentence: the member will read it"
                            : "add `because \"...\"`: the member will read it"));
    }
    if (!no_cite) return;
    std::vector<std::string_view> sources;
    for (const typed::Source& source : policy_.sources) sources.push_back(source.name);
    std::string help = "add `cite <source>`";
    if (!sources.empty()) {
      help += fmt::format("; sources of this policy: `{}`", fmt::join(sources, "`, `"));
    } else {
      help += ", and the source itself: `source plan = plan \"...\"`";
    }
    context_.sink.report(
        diagnostics::AdverseWithoutCite.at(span, Name(outcome)).label(label).help(help));
  }

  // The first clinical fact among the reads.
  std::optional<std::pair<std::string, source::Span>> clinical_read(const Reads& reads) const {
    for (const auto& [leaf, span] : reads.leaves) {
      if (schema_.leaves[leaf].clinical) return std::pair(schema_.leaves[leaf].fact, span);
    }
    for (const auto& [list, span] : reads.lists) {
      if (schema_.lists[list].clinical) return std::pair(schema_.lists[list].fact, span);
    }
    for (const auto& [leaf, span] : reads.item_leaves) {
      if (schema_.leaves[leaf].clinical) return std::pair(schema_.leaves[leaf].path, span);
    }
    return std::nullopt;
  }

  void clinical_adverse(source::Span span, const std::string& outcome, const Reads& reads,
                        Place place) {
    const auto found = *clinical_read(reads);
    context_.sink.report(
        diagnostics::ClinicalAdverse.at(span, Name(outcome))
            .label(found.second, fmt::format("reads `{}`, a clinical fact", found.first))
            .help(place == Place::Rule
                      ? "give an outcome for review, or say `administrative justified by \"...\"`"
                      : "give an outcome for review, or make it a rule with `administrative "
                        "justified by \"...\"`"));
  }

  void check_protected(source::Span span, const std::string& outcome, const Reads& own,
                       const Reads& ladder) {
    const auto reads = [&](const Reads& among, const std::string& path) {
      for (const MarkedRead& read : protected_reads(among)) {
        if (read.path == path) return true;
      }
      return false;
    };
    for (const MarkedRead& read : protected_reads(ladder)) {
      if (!protected_reported_.insert(read.path).second) continue;
      denied_by_.insert(read.path);
      std::string label = "read here";
      if (!reads(own, read.path)) {
        label = fmt::format("{} reads it, and decides whether this one applies",
                            reads(scope_, read.path) ? "`governs`" : "an earlier rule");
      }
      context_.sink.report(diagnostics::ProtectedInAdverse.at(span, Name(outcome), Name(read.path))
                               .label(read.span, label)
                               .help("ask about something else: no justification allows this"));
    }
  }

  // A score can help and never harm: it may stand before a denial only in favorable rules.
  void check_predicted(const typed::Decision& decision, const typed::OutcomeValue& then,
                       const Reads& condition, Reads& harm) {
    const typed::Standing given = standing(decision, then);
    if (given == typed::Standing::Favorable) return;
    harm.add(condition);
    harm.add(payload_reads(then));
    if (given != typed::Standing::Adverse) return;
    for (const MarkedRead& read : predicted_reads(context_, policy_.schema, harm)) {
      if (!predicted_reported_.insert(read.path).second) continue;
      context_.sink.report(diagnostics::PredictedInAdverse
                               .at(then.span, Name(alternative(decision, then)), Name(read.path))
                               .label(read.span, "read here")
                               .help("ask about it only in rules that give something favorable"));
    }
  }

  void protected_unjustified(const Reads& own, std::string_view help) {
    for (const MarkedRead& read : protected_reads(own)) {
      if (!protected_reported_.insert(read.path).second) continue;
      context_.sink.report(diagnostics::ProtectedWithoutReason.at(read.span, Name(read.path))
                               .help(std::string(help)));
    }
  }

  void check_assumption(source::Span span, const std::string& outcome, const Reads& ladder,
                        Place place) {
    if (!ladder.assumption) return;
    context_.sink.report(diagnostics::AdverseOnAssumption.at(span, Name(outcome))
                             .label(*ladder.assumption, "what is not on file decides here")
                             .help(place == Place::Rule
                                       ? "add `justified by \"...\"` to the rule"
                                       : "make it a rule, with `justified by \"...\"`"));
  }

  void check_template(const std::vector<typed::TemplatePart>& parts, const Reads& allowed) {
    for (const typed::TemplatePart& part : parts) {
      if (!part.value || context_.is_poison(*part.value)) continue;
      const Reads named = reads_of(*part.value);
      std::optional<std::string> foreign;
      for (const auto& [leaf, span] : named.leaves) {
        if (leaf == schema_.at || knows(allowed, leaf)) continue;
        foreign = schema_.leaves[leaf].path;
      }
      for (const auto& [list, span] : named.lists) {
        if (!allowed.lists.contains(list)) foreign = schema_.lists[list].path;
      }
      if (!foreign) continue;
      context_.sink.report(diagnostics::TemplateForeignFact
                               .at(context_.program.exprs[*part.value].span, Name(*foreign))
                               .help("name only what could have changed this outcome"));
    }
  }

  // Whether the leaf, or another of the same fact (a gene has several), is among the reads.
  bool knows(const Reads& reads, runtime::LeafIndex leaf) const {
    for (const auto& [read, span] : reads.leaves) {
      if (schema_.leaves[read].fact == schema_.leaves[leaf].fact) return true;
    }
    return false;
  }

  Context& context_;
  const typed::Policy& policy_;
  const runtime::Schema& schema_;
  Reads scope_;
  std::vector<Reads> phases_;                 // beside Policy::phases
  std::set<std::string> protected_reported_;  // paths, in this decision
  std::set<std::string> predicted_reported_;  // likewise
  std::set<std::string> denied_by_;           // paths that some denial of the policy reads
};

}  // namespace

void check_governance(Context& context, typed::PolicyId id,
                      const std::vector<DecisionParts>& written) {
  Governance(context, id).check(written);
}

}  // namespace precis::check
