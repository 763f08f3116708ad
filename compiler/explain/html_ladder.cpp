#include <fmt/format.h>

#include <algorithm>

#include "compiler/explain/html_parts.h"
#include "compiler/explain/text_layout.h"
#include "compiler/explain/vocabulary.h"

namespace precis::explain {

// In units of the drawing, which is scaled to the page.
static constexpr int Width = 960;
static constexpr int RowHeight = 56;
static constexpr int Top = 44;
static constexpr int Rail = 46;
static constexpr int NameAt = 84;
static constexpr int StateAt = 418;
static constexpr int OutcomeAt = 580;

static std::string cut(std::string_view text, std::size_t width) {
  if (columns(text) <= width) return std::string(text);
  std::string made;
  std::size_t used = 0;
  for (const char c : text) {
    const bool begins = (static_cast<unsigned char>(c) & 0xc0) != 0x80;
    if (begins && ++used >= width) break;
    made += c;
  }
  return made + "…";
}

static std::string words(int x, int y, double size, const char* weight, const char* ink,
                         std::string_view text, std::size_t width) {
  return fmt::format(
      "<text x=\"{}\" y=\"{}\" font-size=\"{}\" font-weight=\"{}\" fill=\"{}\">{}</text>\n", x, y,
      size, weight, ink, escaped(cut(text, width)));
}

static std::string line(int x1, int y1, int x2, int y2, bool is_path) {
  return fmt::format(
      "<line x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\" stroke=\"{}\" stroke-width=\"{}\"{}/>\n", x1,
      y1, x2, y2, is_path ? "var(--accent)" : "#b9b5aa", is_path ? 3 : 1.5,
      is_path ? "" : " stroke-dasharray=\"3 4\"");
}

// Shapes differ as well as colours: full = fired, empty = passed, half = may be either, small = not
// reached.
static std::string knob(int y, RuleState state) {
  const auto circle = [&](double radius, const char* fill, const char* stroke) {
    return fmt::format(
        "<circle cx=\"{}\" cy=\"{}\" r=\"{}\" fill=\"{}\" stroke=\"{}\" stroke-width=\"2\"/>\n",
        Rail, y, radius, fill, stroke);
  };
  switch (state) {
    case RuleState::Fired:
      return circle(11, "var(--accent)", "var(--accent)") +
             fmt::format(
                 "<path d=\"M{} {} l4 4 l7 -8\" fill=\"none\" stroke=\"#fff\" "
                 "stroke-width=\"2.2\"/>\n",
                 Rail - 5, y);
    case RuleState::AlsoApplies:
      return circle(9, "var(--accent)", "var(--accent)");
    case RuleState::NotApplicable:
    case RuleState::OtherPhase:
    case RuleState::NotGoverned:
      return circle(4, "#fff", "#8d887c");
    case RuleState::Overruled:
    case RuleState::ConditionFalse:
      return circle(9, "#fff", "var(--accent)");
    case RuleState::ExceptionMet:
      return circle(9, "#fff", "var(--accent)") + line(Rail - 5, y + 5, Rail + 5, y - 5, true);
    case RuleState::Live:
      return circle(10, "#fff", "var(--accent)") +
             fmt::format("<path d=\"M{} {} a10 10 0 0 1 0 20 z\" fill=\"var(--accent)\"/>\n", Rail,
                         y - 10);
    case RuleState::Faulted:
      return circle(11, "var(--accent)", "var(--accent)") +
             fmt::format(
                 "<text x=\"{}\" y=\"{}\" font-size=\"15\" font-weight=\"700\" "
                 "text-anchor=\"middle\" fill=\"#fff\">!</text>\n",
                 Rail, y + 5);
  }
  return {};
}

// `is_path`: the rules are tried from the top, so that the way to the answer leads along them.
static std::string rung(const RuleConsidered& rule, int y, bool is_last, bool is_path) {
  const bool reached =
      rule.state != RuleState::NotApplicable && rule.state != RuleState::OtherPhase;
  const bool gives = rule.state == RuleState::Fired || rule.state == RuleState::Live;
  const bool stops = rule.state == RuleState::Fired || rule.state == RuleState::Faulted;
  std::string made;
  if (!is_last) made += line(Rail, y, Rail, y + RowHeight, is_path && reached && !stops);
  if (gives) {
    made += line(OutcomeAt - 34, y, OutcomeAt - 14, y, true);
    made += fmt::format("<path d=\"M{} {} l8 5 l-8 5 z\" fill=\"var(--accent)\"/>\n",
                        OutcomeAt - 16, y - 5);
  }
  made += knob(y, rule.state);
  const char* ink = reached ? "var(--ink)" : "var(--quiet)";
  made += words(NameAt, y - 3, 15, "600", ink, rule.is_otherwise ? "otherwise" : rule.name, 40);
  made += words(NameAt, y + 15, 12.5, "400", "var(--soft)", rule.title, 50);
  made += words(StateAt, y + 5, 13, stops ? "700" : "400", gives ? "var(--accent)" : ink,
                state_word(rule.state), 20);
  const std::string& outcome = rule.outcome.text;
  const std::size_t colon = outcome.find(": ");
  made += words(OutcomeAt, y - 3, 14, gives ? "700" : "400", ink, outcome.substr(0, colon), 36);
  if (colon != std::string::npos) {
    made += words(OutcomeAt, y + 15, 12, "400", "var(--soft)", outcome.substr(colon + 2), 58);
  }
  return made;
}

std::string ladder_svg(const Explanation& it) {
  const bool has_scope = it.governs.has_value();
  const auto shown = std::ranges::count_if(
      it.rules, [](const RuleConsidered& rule) { return rule.state != RuleState::NotGoverned; });
  const int rows = static_cast<int>(shown) + (has_scope ? 1 : 0);
  const int height = Top + rows * RowHeight - 8;
  std::string summary;
  for (const RuleConsidered& rule : it.rules) {
    summary += (rule.is_otherwise ? std::string("otherwise") : rule.name) + ": " +
               state_word(rule.state) + ". ";
  }
  std::string made = fmt::format(
      "<svg class=\"ladder\" viewBox=\"0 0 {} {}\" role=\"img\" aria-label=\"{}\" "
      "font-family=\"system-ui,sans-serif\">\n",
      Width, height, escaped(summary));
  int y = Top;
  if (has_scope) {
    const Truth truth = it.governs->truth.value_or(Truth::NotEvaluated);
    made += line(Rail, y, Rail, y + RowHeight, truth != Truth::False && truth != Truth::Fault);
    made += fmt::format(
        "<rect x=\"{}\" y=\"{}\" width=\"16\" height=\"16\" fill=\"#fff\" "
        "stroke=\"var(--accent)\" stroke-width=\"2\"/>\n",
        Rail - 8, y - 8);
    made += words(NameAt, y - 3, 15, "600", "var(--ink)", "governs", 40);
    made += words(NameAt, y + 15, 12.5, "400", "var(--soft)", it.governs->text, 50);
    made += words(StateAt, y + 5, 13, "400", "var(--ink)", truth_word(truth), 20);
    made += words(OutcomeAt, y + 5, 13, "400", "var(--soft)", it.governs->note, 52);
    y += RowHeight;
  }
  const bool is_path = it.combination == ir::Combination::FirstMatch && it.phases.empty();
  for (const RuleConsidered& rule : it.rules) {
    if (rule.state == RuleState::NotGoverned) continue;
    made += rung(rule, y, &rule == &it.rules.back(), is_path);
    y += RowHeight;
  }
  return made + "</svg>\n";
}

}  // namespace precis::explain
