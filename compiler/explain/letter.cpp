#include "compiler/explain/letter.h"

#include <fmt/format.h>

#include <algorithm>

namespace precis::explain {

using runtime::AnswerKind;
using runtime::Cause;

// `47975f8dd674…` as `4797-5f8d-d674`: enough to find a decision by, short enough to say.
static std::string number_to_quote(const std::string& decision_id) {
  if (decision_id.size() < 12) return decision_id;
  return decision_id.substr(0, 4) + "-" + decision_id.substr(4, 4) + "-" + decision_id.substr(8, 4);
}

static bool is_favorable(const Explanation& it) {
  return it.outcome && it.outcome->standing == ir::Standing::Favorable;
}

static std::string plain_standing(ir::Standing standing) {
  switch (standing) {
    case ir::Standing::Favorable:
      return "The answer to your request is yes.";
    case ir::Standing::Review:
      return "A person will look at your request.";
    case ir::Standing::Adverse:
      return "The answer to your request is no.";
  }
  return {};
}

static std::string headline(const Explanation& it, const PlainWords& words) {
  switch (it.answer) {
    case AnswerKind::Decided:
      if (it.combination == ir::Combination::Collect) {
        const bool is_clear = std::ranges::none_of(
            it.rules, [](const RuleConsidered& rule) { return rule.state == RuleState::Fired; });
        return is_clear ? "We found nothing to look at." : "A person will look at your request.";
      }
      if (!it.outcome) return "Your request has an answer.";
      return words.entry("outcome " + it.outcome->alternative)
          .value_or(plain_standing(it.outcome->standing));
    case AnswerKind::NeedsInformation:
      return "We need to know more before we can decide.";
    case AnswerKind::Fault:
      return "We could not work out an answer. A person will look at it.";
    case AnswerKind::NotGoverned:
    case AnswerKind::NotInForce:
      return "This part of your plan does not deal with your request.";
  }
  return {};
}

// All that speaks against the request, or what decided.
static std::vector<std::string> reasons(const Explanation& it, const PlainWords& words) {
  std::vector<std::string> lines;
  const auto add = [&](std::string_view text) {
    std::string line = as_sentences(words.phrase(text));
    if (line.size() > 1 && std::ranges::find(lines, line) == lines.end()) lines.push_back(line);
  };
  const bool is_against = it.outcome && !is_favorable(it);
  if (it.answer == AnswerKind::Decided && it.rule) {
    const RuleConsidered& rule = it.rules[*it.rule];
    if (rule.is_otherwise || rule.because.empty()) {
      add(is_favorable(it) ? "your request meets the rules of your plan" : rule.title);
    } else {
      add(rule.because);
    }
  }
  for (const RuleConsidered& rule : it.rules) {
    const bool is_collected = it.combination == ir::Combination::Collect &&
                              rule.state == RuleState::Fired && it.answer == AnswerKind::Decided;
    if (is_collected || rule.state == RuleState::AlsoApplies) {
      add(rule.because.empty() ? rule.title : rule.because);
    }
  }
  if (is_against && it.plan) {
    for (const Reject& reject : it.plan->rejects) add(reject.because);
  }
  return lines;
}

static std::vector<std::string> details(const Explanation& it, const PlainWords& words) {
  std::vector<std::string> lines;
  if (!it.outcome || it.answer != AnswerKind::Decided) return lines;
  for (const Payload& field : it.outcome->payload) {
    const bool is_nothing = field.value == "none" || field.value == "unknown";
    if (is_nothing || !field.exact) continue;
    const std::string name =
        words.entry("payload " + field.name).value_or(words.phrase(field.name));
    lines.push_back(name + ": " + words.phrase(field.value) + ".");
  }
  return lines;
}

// The name of the last part of a path, without the item it stands in.
static std::string last_part(const std::string& path) {
  const std::size_t dot = path.rfind('.');
  std::string part = dot == std::string::npos ? path : path.substr(dot + 1);
  return part.substr(0, part.find('['));
}

// By the nearest part of the path that the glossary has; what follows it is added, but for what an
// item of a list is made of.
static std::string plain_fact(const std::string& path, const PlainWords& words) {
  const std::string whole = path.substr(0, path.find('['));
  if (whole.size() < path.size() && whole.find('.') == std::string::npos) {
    return "a fact about the drug that our list does not have";
  }
  if (auto exact = words.entry("fact " + whole)) return *exact;
  for (std::size_t dot = whole.rfind('.'); dot != std::string::npos && dot > 0;
       dot = whole.rfind('.', dot - 1)) {
    if (auto near = words.entry("fact " + whole.substr(0, dot))) {
      return *near + " " + words.phrase(last_part(whole));
    }
  }
  return words.phrase(last_part(whole));
}

static std::string plain_cause(Cause cause) {
  switch (cause) {
    case Cause::Known:
    case Cause::Absent:
      return "we do not have this";
    case Cause::NotObservable:
      return "our records do not go back far enough";
    case Cause::Stale:
      return "what we have is too old";
    case Cause::Imprecise:
      return "we know it only in part";
    case Cause::Conflicting:
      return "our records do not agree on it";
    case Cause::WrongUnit:
      return "we cannot use the number we have";
    case Cause::EnteredInError:
      return "what we have was sent by mistake";
    case Cause::AmbiguousCall:
      return "the test left more than one result open";
    case Cause::NotTested:
      return "we have no result";
    case Cause::OtherCodeSystem:
      return "what we have is not in a form that we can read";
    case Cause::UnknownAllele:
      return "the test found a result that we do not know";
    case Cause::NotInCatalog:
    case Cause::EmptyInCatalog:
      return "our list of drugs does not say it";
  }
  return {};
}

static Passage wanted(const Explanation& it, const PlainWords& words) {
  Passage made{"What we need to know", {}};
  for (const MissingFact& fact : it.missing) {
    const std::string line =
        as_sentences(plain_fact(fact.path, words) + " (" + plain_cause(fact.cause) + ")");
    if (std::ranges::find(made.lines, line) == made.lines.end()) made.lines.push_back(line);
  }
  return made;
}

// Ways to a better answer. What stands in one line is needed together; one line is enough.
static Passage could_change(const Explanation& it, const PlainWords& words) {
  Passage made{"What could change the answer", {}};
  if (it.answer != AnswerKind::Decided || !it.changes) return made;
  for (const Change& change : it.changes->found) {
    std::string all;
    for (const Alteration& each : change.alterations) {
      std::string text = each.text;
      if (const auto colon = text.find(": "); colon != std::string::npos) {
        text.replace(colon, 2, " is ");
      }
      all += (all.empty() ? "" : ", and ") + words.phrase(text);
    }
    made.lines.push_back(as_sentences(all));
  }
  return made;
}

static std::vector<std::string> next_steps(const Explanation& it) {
  switch (it.answer) {
    case AnswerKind::Decided:
      if (!it.outcome || it.outcome->standing == ir::Standing::Review) {
        return {"A person reads your request next. A computer does not make this choice.",
                "You do not have to do a thing right now."};
      }
      if (it.outcome->standing == ir::Standing::Favorable) {
        return {"You do not have to do a thing."};
      }
      return {"Talk to your doctor about what to do now.", "You may also ask us to look again."};
    case AnswerKind::NeedsInformation:
      return {"Your doctor or your drug store can send us this.",
              "We decide as soon as we have it. We have not said no."};
    case AnswerKind::Fault:
      return {"You do not have to do a thing right now."};
    case AnswerKind::NotGoverned:
    case AnswerKind::NotInForce:
      return {"Call us if you did not expect this."};
  }
  return {};
}

static constexpr const char* DefaultAppeal =
    "You can ask us to look again. This is called an appeal. Call the number on your member card "
    "and "
    "say that you want to appeal. Your doctor can do this for you.";

static std::vector<std::string> appeal(const Explanation& it) {
  const bool has_own = it.plan && !it.plan->appeal.empty();
  const bool is_against = it.answer == AnswerKind::Decided && it.outcome && !is_favorable(it);
  if (has_own) return {it.plan->appeal};
  if (is_against) return {DefaultAppeal};
  return {};
}

Explanation letter(const Explanation& it, const PlainWords& words) {
  Explanation made;
  made.audience = Audience::Member;
  made.answer = it.answer;
  made.combination = it.combination;
  made.identity.decision_id = number_to_quote(it.identity.decision_id);
  made.identity.policy_title = words.phrase(it.identity.policy_title);
  made.identity.at = spoken_date(it.identity.at);
  made.headline = headline(it, words);
  std::vector<std::string> why = reasons(it, words);
  if (!why.empty()) {
    made.reason = std::move(why.front());
    why.erase(why.begin());
  }
  const auto add = [&](Passage passage) {
    if (!passage.lines.empty()) made.passages.push_back(std::move(passage));
  };
  add({"Also", std::move(why)});
  add(wanted(it, words));
  add({"What it says", details(it, words)});
  add(could_change(it, words));
  add({"What happens next", next_steps(it)});
  add({"If you do not agree", appeal(it)});
  add({"When you call or write", {"Give this number: " + made.identity.decision_id + "."}});
  // For the accent of a page; its words are the headline's.
  if (it.outcome) {
    made.outcome.emplace();
    made.outcome->standing = it.outcome->standing;
  }
  return made;
}

}  // namespace precis::explain
