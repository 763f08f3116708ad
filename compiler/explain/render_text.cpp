#include <fmt/format.h>

#include <algorithm>

#include "compiler/explain/audience.h"
#include "compiler/explain/format.h"
#include "compiler/explain/render.h"
#include "compiler/explain/text_layout.h"
#include "compiler/explain/vocabulary.h"

namespace precis::explain {

using runtime::AnswerKind;

static constexpr std::size_t Width = 100;
static constexpr std::size_t ShownItems = 6;

namespace {

enum class Ink : std::uint8_t { Plain, Good, Bad, Open, Quiet, Title };

class Page {
 public:
  Page(const Explanation& it, Colour colour) : it_(it), colour_(colour) {}

  std::string draw();
  std::string draw_changes();
  std::string draw_tree(const Step& step, const std::string& indent);

 private:
  void answer();
  void assumptions();
  void missing();
  void changes();
  void stages();
  void rejects();
  void phases();
  void rules();
  void derivations();
  void derivation_of(const RuleConsidered& rule);
  void tree(const Step& step, const std::string& lead, const std::string& below);
  void children(const Step& step, const std::string& below);
  bool is_drawn(const Step& step);
  void facts();
  void governance();
  void identity();
  void letter();
  void passages();

  void title(std::string_view text) { page_ += "\n" + ink(Ink::Title, text) + "\n"; }
  void row(std::string_view name, const std::string& text) {
    page_ += hanging("  " + padded(name, 14), tame(text), Width);
  }
  std::string ink(Ink ink, std::string_view text) const;

  const Explanation& it_;
  Colour colour_;
  std::string page_;
  std::vector<const Step*> drawn_;  // definitions
};

}  // namespace

std::string Page::ink(Ink ink, std::string_view text) const {
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

static Ink ink_of(Truth truth) {
  switch (truth) {
    case Truth::True:
      return Ink::Good;
    case Truth::False:
    case Truth::Fault:
      return Ink::Bad;
    case Truth::Either:
    case Truth::MayFault:
      return Ink::Open;
    case Truth::NotEvaluated:
      return Ink::Quiet;
  }
  return Ink::Plain;
}

static Ink ink_of(RuleState state) {
  switch (state) {
    case RuleState::Fired:
      return Ink::Good;
    case RuleState::Faulted:
      return Ink::Bad;
    case RuleState::Live:
      return Ink::Open;
    case RuleState::AlsoApplies:
      return Ink::Good;
    case RuleState::NotApplicable:
    case RuleState::OtherPhase:
    case RuleState::ConditionFalse:
    case RuleState::ExceptionMet:
    case RuleState::NotGoverned:
    case RuleState::Overruled:
      return Ink::Quiet;
  }
  return Ink::Plain;
}

static const char* sign_of(RuleState state) {
  switch (state) {
    case RuleState::Fired:
      return "●";
    case RuleState::AlsoApplies:
      return "●";
    case RuleState::NotApplicable:
    case RuleState::OtherPhase:
      return "·";
    case RuleState::ConditionFalse:
      return "○";
    case RuleState::ExceptionMet:
      return "⊘";
    case RuleState::Live:
      return "◐";
    case RuleState::Faulted:
      return "!";
    case RuleState::NotGoverned:
      return "–";
    case RuleState::Overruled:
      return "⊖";
  }
  return " ";
}

static std::string name_of(const RuleConsidered& rule) {
  return rule.is_otherwise ? "otherwise" : rule.name;
}

static std::string cited(const Citation& it) {
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

void Page::answer() {
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

void Page::assumptions() {
  if (it_.assumptions.empty()) return;
  title("Assumptions");
  for (const AssumptionMade& it : it_.assumptions) {
    page_ += hanging("  - ", tame(it.because + "  (`" + it.text + "`)"), Width);
  }
}

static std::string list_of(const std::vector<std::string>& parts, std::string_view between) {
  std::string text;
  for (const std::string& part : parts) {
    if (!text.empty()) text += between;
    text += part;
  }
  return text;
}

void Page::missing() {
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

void Page::changes() {
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

void Page::stages() {
  if (!it_.plan) return;
  title("Stage by stage");
  std::size_t names = 0;
  for (const StageConsidered& stage : it_.plan->stages) {
    for (const PartConsidered& part : stage.parts) names = std::max(names, columns(part.decision));
  }
  for (const StageConsidered& stage : it_.plan->stages) {
    page_ += fmt::format("  {} \"{}\", {}\n", stage.name, tame(stage.title),
                         stage.most_severe ? "the most severe decides" : "the first decides");
    for (const PartConsidered& part : stage.parts) {
      const std::string lead =
          fmt::format("    {} {}  ", part.decides ? "●" : "·", padded(part.decision, names));
      std::string text = part.answer;
      if (!part.rule.empty()) text += ", by " + part.rule;
      page_ += hanging(lead, tame(text), Width);
    }
  }
}

void Page::rejects() {
  if (!it_.plan) return;
  if (!it_.plan->rejects.empty()) title("Rejects");
  for (const Reject& it : it_.plan->rejects) {
    const std::string codes = it.codes.empty() ? "" : "NCPDP " + list_of(it.codes, ", ") + "  ";
    page_ += hanging("  - ", tame(fmt::format("{}{}: {}", codes, it.rule, it.because)), Width);
  }
  if (it_.plan->appeal.empty()) return;
  title("Appeal");
  page_ += hanging("  ", tame(it_.plan->appeal), Width);
}

void Page::phases() {
  if (it_.phases.empty()) return;
  title("Phases, in order");
  for (const PhaseConsidered& it : it_.phases) {
    if (it.condition && it.truth != Truth::NotEvaluated) {
      page_ += fmt::format("  {} \"{}\"\n", it.name, tame(it.title));
      tree(*it.condition, "  └─ ", "     ");
      continue;
    }
    const bool is_rest = !it.condition && it.truth != Truth::NotEvaluated;
    page_ += ink(Ink::Quiet, fmt::format("  {} \"{}\": {}", it.name, tame(it.title),
                                         is_rest ? "all other requests" : "not reached"));
    page_ += "\n";
  }
}

static const char* rules_title(ir::Combination combination) {
  switch (combination) {
    case ir::Combination::FirstMatch:
      return "Rules, in order";
    case ir::Combination::Unique:
      return "Rules, of which one applies at most";
    case ir::Combination::MostSevere:
      return "Rules, of which the most severe counts";
    case ir::Combination::Collect:
      return "Rules, each on its own";
  }
  return "";
}

void Page::rules() {
  title(rules_title(it_.combination));
  std::size_t names = 0, states = 0, elsewhere = 0;
  for (const RuleConsidered& rule : it_.rules) {
    if (rule.state == RuleState::NotGoverned) continue;
    names = std::max(names, columns(name_of(rule)));
    states = std::max(states, columns(state_word(rule.state)));
  }
  for (const RuleConsidered& rule : it_.rules) {
    if (rule.state == RuleState::NotGoverned) {
      ++elsewhere;
      continue;
    }
    const std::string lead =
        fmt::format("  {} {}  {}  ", sign_of(rule.state), padded(name_of(rule), names),
                    padded(state_word(rule.state), states));
    std::string text = rule.detail.empty() ? rule.outcome.text : rule.detail;
    const std::string body = hanging(lead, tame(text), Width);
    page_ += ink(ink_of(rule.state), body.substr(0, lead.size())) + body.substr(lead.size());
  }
  if (elsewhere == 0) return;
  page_ += fmt::format("  {} {} of policies that do not govern the request\n",
                       sign_of(RuleState::NotGoverned), counted(elsewhere, "rule"));
}

// ---- derivation

// "2 more items", or what did not matter by its words where they are few; never by its value.
static std::string left_out_text(const Step& step, std::size_t unshown) {
  std::vector<const Step*> folded;
  for (const Step& it : step.steps) {
    if (it.folded) folded.push_back(&it);
  }
  const bool is_short = unshown == 0 && folded.size() <= 2 &&
                        std::all_of(folded.begin(), folded.end(), [](const Step* it) {
                          return it->label.empty() && columns(it->text) <= 40;
                        });
  if (!is_short) return fmt::format("{} more that did not matter", folded.size() + unshown);
  std::string text;
  for (const Step* it : folded) text += fmt::format("{}`{}`", text.empty() ? "" : ", ", it->text);
  return "did not matter: " + text;
}

static bool is_same(const Step& a, const Step& b) {
  return a.text == b.text && a.label == b.label && a.value == b.value && a.truth == b.truth &&
         a.note == b.note && std::ranges::equal(a.steps, b.steps, is_same);
}

// A definition is drawn once: whether this one was.
bool Page::is_drawn(const Step& step) {
  if (step.shape != ir::Shape::Definition || step.steps.empty()) return false;
  if (std::ranges::any_of(drawn_, [&](const Step* it) { return is_same(*it, step); })) return true;
  drawn_.push_back(&step);
  return false;
}

// A condition is led by its value, anything else by the author's words.
void Page::tree(const Step& step, const std::string& lead, const std::string& below) {
  const std::string head = step.truth ? tame(truth_word(*step.truth)) + "  " : std::string();
  std::string text(step.label);
  if (!step.text.empty()) text += fmt::format("{}{}", text.empty() ? "" : ": ", step.text);
  if (!step.value.empty()) text += fmt::format("{}{}", step.truth ? " gives " : " = ", step.value);
  if (!step.note.empty()) text += fmt::format("  [{}]", step.note);
  const bool is_above = is_drawn(step);
  if (is_above) text += "  [as above]";
  const std::size_t indent = columns(lead + head) + (step.truth ? 0 : 2);
  const std::size_t room = indent + 30 < Width ? Width - indent : 30;
  const std::vector<std::string> lines = wrapped(tame(text), room);
  page_ += lead;
  if (step.truth) page_ += ink(ink_of(*step.truth), truth_word(*step.truth)) + "  ";
  page_ += lines[0] + "\n";
  const std::string inner = below + (step.steps.empty() || is_above ? " " : "│");
  for (std::size_t i = 1; i < lines.size(); ++i) {
    page_ += padded(inner, indent) + lines[i] + "\n";
  }
  if (!is_above) children(step, below);
}

void Page::children(const Step& step, const std::string& below) {
  const bool unfolds = may_see(it_.audience, Part::Folded);
  std::vector<const Step*> shown;
  for (const Step& it : step.steps) {
    if (!it.folded || unfolds) shown.push_back(&it);
  }
  const bool shows_all = unfolds || shown.size() <= ShownItems || step.shape == ir::Shape::AllOf;
  const std::size_t left_out = shows_all ? 0 : shown.size() - ShownItems;
  shown.resize(shown.size() - left_out);
  const std::size_t folded = step.steps.size() - shown.size() - left_out;
  const std::size_t more = left_out + folded;
  for (std::size_t i = 0; i < shown.size(); ++i) {
    const bool is_last = i + 1 == shown.size() && more == 0;
    tree(*shown[i], below + (is_last ? "└─ " : "├─ "), below + (is_last ? "   " : "│  "));
  }
  if (more == 0) return;
  page_ += below + ink(Ink::Quiet, "└─ " + tame(left_out_text(step, left_out))) + "\n";
}

void Page::derivation_of(const RuleConsidered& rule) {
  title(fmt::format("Derivation of {}", name_of(rule)));
  tree(*rule.condition, "  ", "  ");
  for (const ExceptionConsidered& it : rule.exceptions) {
    if (it.truth == Truth::NotEvaluated && !may_see(it_.audience, Part::Folded)) continue;
    page_ += fmt::format("  unless {} \"{}\"\n", it.name, tame(it.title));
    tree(it.condition, "  └─ ", "     ");
    for (const Citation& citation : it.citations) row("source", cited(citation));
  }
}

void Page::derivations() {
  if (it_.answer == AnswerKind::NotGoverned && it_.governs) {
    title("Derivation of governs");
    tree(*it_.governs, "  ", "  ");
  }
  for (const RuleConsidered& rule : it_.rules) {
    const bool matters = rule.state == RuleState::Fired || rule.state == RuleState::Live ||
                         rule.state == RuleState::AlsoApplies || rule.state == RuleState::Faulted ||
                         rule.state == RuleState::ExceptionMet;
    if (rule.condition && (matters || may_see(it_.audience, Part::Folded))) derivation_of(rule);
  }
}

// ---- the rest

void Page::facts() {
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

void Page::governance() {
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

void Page::identity() {
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

void Page::passages() {
  for (const Passage& it : it_.passages) {
    title(it.title);
    for (const std::string& line : it.lines) page_ += hanging("  ", tame(line), Width);
  }
}

// To a member: what was decided and why, and what to do.
void Page::letter() {
  page_ += tame(it_.identity.policy_title) + "\n" + tame(it_.identity.at) + "\n\n";
  page_ += hanging("  ", ink(ink_of(it_), tame(it_.headline)), Width);
  if (!it_.reason.empty()) page_ += "\n" + hanging("  ", tame(it_.reason), Width);
  passages();
}

std::string Page::draw() {
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

std::string Page::draw_tree(const Step& step, const std::string& indent) {
  tree(step, indent, indent);
  return std::move(page_);
}

std::string Page::draw_changes() {
  changes();
  return std::move(page_);
}

std::string render_changes(const Changes& changes) {
  Explanation about;
  about.changes = changes;
  return Page(about, Colour::Off).draw_changes();
}

std::string render_derivation(const Step& step, std::string_view indent, Colour colour) {
  const Explanation nothing;
  return Page(nothing, colour).draw_tree(step, std::string(indent));
}

std::string render_text(const Explanation& explanation, Colour colour) {
  return Page(explanation, colour).draw();
}

}  // namespace precis::explain
