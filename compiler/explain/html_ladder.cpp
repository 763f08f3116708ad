#include <fmt/format.h>

#include "compiler/explain/format.h"
#include "compiler/explain/html_parts.h"
#include "compiler/explain/vocabulary.h"

namespace precis::explain {

// In pixels of the column that the ladder is drawn in.
static constexpr int Rail = 26;
static constexpr int KnobAt = 23;
// As many rules that nobody looked at may stand in a row before they are folded into one rung.
static constexpr std::size_t ShownRest = 2;

static std::string line(const char* from, const std::string& to, bool is_path) {
  return fmt::format("<line class=\"{}\" x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\"/>",
                     is_path ? "path" : "rail", Rail, from, Rail, to);
}

static std::string circle(int radius, const char* look) {
  return fmt::format("<circle class=\"{}\" cx=\"{}\" cy=\"{}\" r=\"{}\"/>", look, Rail, KnobAt,
                     radius);
}

// Shapes differ as well as colours: full with a tick = fired, full with a mark = faulted, empty =
// passed, struck = exception met, half = may be either, small = not reached.
static std::string knob(RuleState state) {
  const auto path = [](const char* look, const char* way) {
    return fmt::format("<path class=\"{}\" transform=\"translate({} {})\" d=\"{}\"/>", look, Rail,
                       KnobAt, way);
  };
  switch (state) {
    case RuleState::Fired:
      return circle(10, "full") + path("sign", "M-5 0l4 4l7 -8") +
             path("path", "M12 0h11m-5 -4l5 4l-5 4");
    case RuleState::AlsoApplies:
      return circle(8, "full");
    case RuleState::NotApplicable:
    case RuleState::OtherPhase:
    case RuleState::NotGoverned:
      return circle(4, "small");
    case RuleState::Overruled:
    case RuleState::ConditionFalse:
      return circle(8, "hollow");
    case RuleState::ExceptionMet:
      return circle(8, "hollow") + path("path", "M-5 5l10 -10");
    case RuleState::Live:
      return circle(9, "hollow") + path("full", "M0 -9a9 9 0 0 0 0 18z") +
             path("path", "M11 0h12m-5 -4l5 4l-5 4");
    case RuleState::Faulted:
      return circle(10, "full") + path("sign", "M0 -5v6m0 3v2");
  }
  return {};
}

static bool is_rest(const RuleConsidered& rule) {
  return rule.state == RuleState::NotApplicable || rule.state == RuleState::OtherPhase;
}

static bool stops(const RuleConsidered& rule) {
  return rule.state == RuleState::Fired || rule.state == RuleState::Faulted;
}

static std::string name_of(const RuleConsidered& rule) {
  return rule.is_otherwise ? "otherwise" : rule.name;
}

static std::string sources_of(const RuleConsidered& rule) {
  std::string html;
  for (const Citation& it : rule.citations) {
    html += (html.empty() ? "" : "; ") + escaped(it.source);
    if (!it.section.empty()) html += " " + escaped(it.section);
  }
  return html.empty() ? html : "<div class=\"soft\">source " + html + "</div>";
}

namespace {

// One ladder. `on_path`: the way to the answer leads along the rungs drawn so far.
class Ladder {
 public:
  explicit Ladder(const Explanation& it)
      : it_(it), has_path_(it.combination == ir::Combination::FirstMatch) {}

  std::string draw() {
    std::string html = "<ol class=\"ladder\">\n";
    if (it_.governs) html += scope(*it_.governs);
    std::vector<const RuleConsidered*> shown;
    for (const RuleConsidered& rule : it_.rules) {
      if (rule.state != RuleState::NotGoverned) shown.push_back(&rule);
    }
    for (std::size_t i = 0; i < shown.size();) {
      html += phase(*shown[i]);
      std::size_t end = i;
      while (end < shown.size() && is_rest(*shown[end]) && shown[end]->phase == shown[i]->phase) {
        ++end;
      }
      if (end - i > ShownRest) {
        html += rest(shown, i, end);
        i = end;
      } else {
        html += rung(*shown[i], i + 1 == shown.size());
        ++i;
      }
    }
    return html + "</ol>\n" + elsewhere(shown.size());
  }

 private:
  std::string drawing(const std::string& knob, bool leads_in, bool leads_on, bool is_last) const {
    std::string svg = "<svg aria-hidden=\"true\" focusable=\"false\">";
    if (!is_first_) svg += line("0", std::to_string(KnobAt), leads_in);
    if (!is_last) svg += line(std::to_string(KnobAt).c_str(), "100%", leads_on);
    return svg + knob + "</svg>";
  }

  std::string scope(const Step& governs) {
    const Truth truth = governs.truth.value_or(Truth::NotEvaluated);
    on_path_ = has_path_ && truth != Truth::False && truth != Truth::Fault;
    const std::string knob =
        fmt::format("<rect class=\"hollow\" x=\"{}\" y=\"{}\" width=\"15\" height=\"15\"/>",
                    Rail - 7, KnobAt - 7);
    std::string html = "<li class=\"rung\">" + drawing(knob, false, on_path_, it_.rules.empty());
    html += "<div><div class=\"name\">governs</div></div>";
    html += fmt::format("<div class=\"state\">{}</div>", truth_word(truth));
    html += "<div class=\"why\">" + code(governs.text);
    if (!governs.note.empty()) html += " <span class=\"soft\">" + escaped(governs.note) + "</span>";
    is_first_ = false;
    return html + "</div></li>\n";
  }

  // A heading where the rules of another phase begin.
  std::string phase(const RuleConsidered& rule) {
    if (rule.phase == phase_) return {};
    phase_ = rule.phase;
    for (const PhaseConsidered& it : it_.phases) {
      if (it.name != rule.phase) continue;
      const bool is_all_others = !it.condition && it.truth != Truth::NotEvaluated;
      return fmt::format(
          "<li class=\"rung part\">{}phase <strong>{}</strong> <span class=\"soft\">{}</span> "
          "{}</li>\n",
          drawing({}, on_path_, on_path_, false), escaped(it.name), escaped(it.title),
          is_all_others ? "all other requests" : badge(it.truth));
    }
    return {};
  }

  std::string rest(const std::vector<const RuleConsidered*>& shown, std::size_t begin,
                   std::size_t end) {
    std::string names;
    for (std::size_t i = begin; i < end; ++i) {
      names += fmt::format("<li><strong>{}</strong> {}</li>", escaped(name_of(*shown[i])),
                           escaped(shown[i]->title));
    }
    const bool is_other = shown[begin]->state == RuleState::OtherPhase;
    const bool leads = on_path_ && is_other;
    const std::string svg = drawing(knob(shown[begin]->state), leads, leads, end == shown.size());
    is_first_ = false;
    return fmt::format(
        "<li class=\"rung rest\">{}<details><summary>{} {}</summary><ul>{}</ul></details></li>\n",
        svg, counted(end - begin, "rule"), is_other ? "of another phase" : "not reached", names);
  }

  std::string rung(const RuleConsidered& rule, bool is_last) {
    const bool leads_in = on_path_;
    if (stops(rule) || rule.state == RuleState::NotApplicable) on_path_ = false;
    const bool gives = rule.state == RuleState::Fired || rule.state == RuleState::Live ||
                       rule.state == RuleState::AlsoApplies;
    std::string html = gives || stops(rule) ? "<li class=\"rung taken\">" : "<li class=\"rung\">";
    html += drawing(knob(rule.state), leads_in, on_path_, is_last);
    html += "<div><div class=\"name\">" + escaped(name_of(rule)) + "</div><div class=\"soft\">" +
            escaped(rule.title) + "</div></div>";
    html += fmt::format("<div class=\"state\">{}</div><div class=\"why\">", state_word(rule.state));
    if (gives || rule.detail.empty()) {
      html += fmt::format("<div{}>{}</div>", gives ? " class=\"gives\"" : "",
                          escaped(rule.outcome.text));
    }
    html += prose(rule.detail);
    for (const ExceptionConsidered& exception : rule.exceptions) {
      html += "<div class=\"soft\">unless " + escaped(exception.name) + ": " +
              truth_word(exception.truth) + "</div>";
    }
    is_first_ = false;
    return html + sources_of(rule) + "</div></li>\n";
  }

  std::string elsewhere(std::size_t shown) const {
    const std::size_t hidden = it_.rules.size() - shown;
    if (hidden == 0) return {};
    return fmt::format("<p class=\"soft\">{} of policies that do not govern the request.</p>\n",
                       counted(hidden, "rule"));
  }

  const Explanation& it_;
  bool has_path_;
  bool on_path_ = has_path_;
  bool is_first_ = true;
  std::string phase_;
};

}  // namespace

std::string ladder(const Explanation& it) {
  if (it.rules.empty()) return {};
  return Ladder(it).draw();
}

}  // namespace precis::explain
