#include <fmt/format.h>

#include <algorithm>

#include "compiler/explain/audience.h"
#include "compiler/explain/format.h"
#include "compiler/explain/text_page.h"
#include "compiler/explain/vocabulary.h"

namespace precis::explain {

using runtime::AnswerKind;

std::string TextPage::ink(Ink ink, std::string_view text) const {
  if (colour_ == Colour::Off || ink == Ink::Plain) return std::string(text);
  const char* code = "";
  switch (ink) {
    case Ink::Good:
      code = "32";
      break;
    case Ink::Bad:
      code = "31";
      break;
    case Ink::Open:
      code = "33";
      break;
    case Ink::Quiet:
      code = "2";
      break;
    case Ink::Title:
      code = "1";
      break;
    case Ink::Plain:
      break;
  }
  return fmt::format("\x1b[{}m{}\x1b[0m", code, text);
}

static Ink ink_of(const Explanation& it) {
  if (it.answer == AnswerKind::Fault) return Ink::Bad;
  if (it.combination == ir::Combination::Collect) return Ink::Plain;
  if (it.answer != AnswerKind::Decided || !it.outcome) return Ink::Open;
  switch (it.outcome->standing) {
    case ir::Standing::Favorable:
      return Ink::Good;
    case ir::Standing::Review:
      return Ink::Open;
    case ir::Standing::Adverse:
      return Ink::Bad;
  }
  return Ink::Plain;
}

std::string TextPage::name_of(const RuleConsidered& rule) {
  return rule.is_otherwise ? "otherwise" : rule.name;
}

std::string TextPage::cited(const Citation& it) {
  std::string text(it.title.empty() ? it.source : it.title);
  const auto add = [&](std::string_view before, std::string_view more) {
    if (!more.empty()) text += fmt::format("{}{}", before, more);
  };
  add(", section ", it.section);
  add(", ", it.edition);
  add(", strength ", it.strength);
  add(", doi ", it.doi);
  add(", ", it.url);
  return text;
}

void TextPage::answer() {
  const Identity& id = it_.identity;
  page_ += ink(Ink::Title, tame(id.policy_title.empty() ? id.policy : id.policy_title)) + "\n";
  page_ += ink(Ink::Quiet,
               tame(fmt::format("{}.{}, version {}, at {}{}", id.policy, id.decision, id.version,
                                id.at, id.member.empty() ? "" : ", member " + id.member)));
  page_ += "\n\n";
  std::vector<std::string> lines = wrapped(tame(it_.headline), Width - 4);
  for (const std::string& line : lines) page_ += "  " + ink(ink_of(it_), line) + "\n";
  if (it_.outcome) {
    const char* authority = it_.outcome->administrative ? ", administrative" : "";
    page_ += fmt::format("  {}{}\n", standing_word(it_.outcome->standing), authority);
  }
  page_ += "\n" + hanging("  ", tame(it_.reason), Width);
  if (it_.rule) {
    const RuleConsidered& rule = it_.rules[*it_.rule];
    row("by", rule.is_otherwise ? "otherwise: no rule applies"
                                : fmt::format("rule {} \"{}\"", rule.name, rule.title));
  }
  for (const Citation& it : it_.citations) row("source", cited(it));
  for (const RuleConsidered& rule : it_.rules) {
    const bool is_collected =
        it_.combination == ir::Combination::Collect && rule.state == RuleState::Fired;
    if (!is_collected && rule.state != RuleState::AlsoApplies) continue;
    row(is_collected ? "applies" : "also by",
        fmt::format("rule {}: {}", rule.name, rule.because.empty() ? rule.title : rule.because));
    for (const Citation& it : rule.citations) row("source", cited(it));
  }
}

void TextPage::assumptions() {
  if (it_.assumptions.empty()) return;
  title("Assumptions");
  for (const AssumptionMade& it : it_.assumptions) {
    page_ += hanging("  - ", tame(it.because + "  (`" + it.text + "`)"), Width);
  }
}

std::string TextPage::list_of(const std::vector<std::string>& parts, std::string_view between) {
  std::string text;
  for (const std::string& part : parts) {
    if (!text.empty()) text += between;
    text += part;
  }
  return text;
}

void TextPage::missing() {
  if (it_.missing.empty()) return;
  title("Missing facts");
  std::size_t number = 0;
  for (const MissingFact& it : it_.missing) {
    std::string head = fmt::format("  {}. {}: {}", ++number, it.path, cause_word(it.cause));
    if (!it.known.empty() && it.known != "unknown") head += ", " + it.known;
    page_ += ink(Ink::Open, tame(head)) + "\n";
    const auto line = [&](std::string_view name, const std::string& text) {
      if (!text.empty()) page_ += hanging("     " + padded(name, 12), tame(text), Width);
    };
    line("asked by", "`" + it.why + "`");
    if (it.is_history) {
      line("asked for", it.asked);
      line("known", it.observed);
    }
    line("waits", list_of(it.rules, ", "));
    for (std::size_t i = 0; i < it.outcomes.size(); ++i) {
      line(i == 0 ? "possible" : "", it.outcomes[i]);
    }
  }
}

void TextPage::changes() {
  if (!it_.changes) return;
  title("What would change it");
  std::size_t number = 0;
  for (const Change& it : it_.changes->found) {
    const std::string lead = fmt::format("  {}. ", ++number);
    page_ += hanging(lead, tame(it.outcome.text + ", by " + it.rule), Width);
    const std::string below(columns(lead), ' ');
    for (const Alteration& alteration : it.alterations) {
      page_ += hanging(below + "- ", tame(alteration.text), Width);
      if (alteration.why.empty()) continue;
      const std::string why = "`" + alteration.why + "`";
      page_ += hanging(below + "  " + padded("asked by", 10), tame(why), Width);
    }
  }
  if (!it_.changes->note.empty()) page_ += hanging("  ", tame(it_.changes->note), Width);
}

void TextPage::facts() {
  title("Facts used");
  std::size_t paths = 0;
  for (const FactUsed& it : it_.facts) paths = std::max(paths, columns(it.path));
  for (const FactUsed& it : it_.facts) {
    std::string text(it.value);
    const bool has_cause = it.cause != runtime::Cause::Known && it.precision != Precision::Exact;
    if (has_cause) text += fmt::format(" ({})", cause_word(it.cause));
    if (!it.source.empty()) text += fmt::format("  from {}", it.source);
    const bool says_more = !it.source_path.empty() && !it.path.starts_with(it.source_path);
    if (says_more) {
      text += fmt::format("{}{}", it.source.empty() ? "  from " : " ", it.source_path);
    }
    page_ += hanging("  " + padded(tame(it.path), paths) + "  ", tame(text), Width);
  }
  if (it_.facts.empty()) page_ += "  none\n";
}

void TextPage::governance() {
  if (!may_see(it_.audience, Part::Governance)) return;
  title("Governance");
  const Governance& it = it_.governance;
  row("protected", it.protected_read.empty() ? "none read" : list_of(it.protected_read, ", "));
  row("guarded", it.guarded_read.empty() ? "none read" : list_of(it.guarded_read, ", "));
  if (!it.model_scores_read.empty()) row("model scores", list_of(it.model_scores_read, ", "));
  if (it_.rule) {
    row("rule is", it.kind == ir::RuleKind::Clinical ? "clinical" : "administrative");
    row("concluded by",
        it.software_may_conclude ? "software may conclude this" : "a person has to conclude this");
  }
  for (const std::string& text : it.justifications) row("justified by", text);
}

void TextPage::identity() {
  const Identity& it = it_.identity;
  title("Identity");
  row("decision", it.decision_id);
  row("policy", fmt::format("{} {}, in force {} to {}", it.policy, it.version, it.effective_from,
                            it.effective_to));
  if (!may_see(it_.audience, Part::Origins)) return;
  row("content", it.content_hash);
  row("input", it.input_hash + (it.record.empty() ? "" : "  " + it.record));
  row("compiler", it.compiler_version);
}

void TextPage::passages() {
  for (const Passage& it : it_.passages) {
    title(it.title);
    for (const std::string& line : it.lines) page_ += hanging("  ", tame(line), Width);
  }
}

// To a member: what was decided and why, and what to do.
void TextPage::letter() {
  page_ += tame(it_.identity.policy_title) + "\n" + tame(it_.identity.at) + "\n\n";
  page_ += hanging("  ", ink(ink_of(it_), tame(it_.headline)), Width);
  if (!it_.reason.empty()) page_ += "\n" + hanging("  ", tame(it_.reason), Width);
  passages();
}

std::string TextPage::draw() {
  if (it_.audience == Audience::Member) {
    letter();
    return std::move(page_);
  }
  answer();
  assumptions();
  missing();
  changes();
  stages();
  rejects();
  phases();
  rules();
  derivations();
  facts();
  governance();
  passages();
  identity();
  return std::move(page_);
}

std::string TextPage::draw_tree(const Step& step, const std::string& indent) {
  tree(step, indent, indent);
  return std::move(page_);
}

std::string TextPage::draw_changes() {
  changes();
  return std::move(page_);
}

std::string render_changes(const Changes& changes) {
  Explanation about;
  about.changes = changes;
  return TextPage(about, Colour::Off).draw_changes();
}

std::string render_derivation(const Step& step, std::string_view indent, Colour colour) {
  const Explanation nothing;
  return TextPage(nothing, colour).draw_tree(step, std::string(indent));
}

std::string render_text(const Explanation& explanation, Colour colour) {
  return TextPage(explanation, colour).draw();
}

}  // namespace precis::explain
