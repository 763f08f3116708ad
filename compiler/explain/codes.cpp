#include "compiler/explain/codes.h"

#include <algorithm>

#include "compiler/explain/format.h"
#include "compiler/explain/identity.h"
#include "runtime/date.h"

namespace precis::explain {

using runtime::AnswerKind;

// The standard library's types of what a pharmacy submits about a review, matched by name as the
// FHIR reader matches fields.
static constexpr const char* ServiceType = "ProfessionalService";
static constexpr const char* ResultType = "ReviewResult";
// The only reject that asks for an authorization instead of refusing.
static constexpr const char* AuthorizationRequired = "75";

static std::string code_of(const View& view, const runtime::ValueType& type,
                           const runtime::Cell& cell) {
  if (type.form != runtime::Form::Enum || !exact(type, cell)) return {};
  const auto& members = view.program().catalogue.enumerations[type.enumeration].members;
  for (std::size_t i = 0; i < members.size(); ++i) {
    if (cell.low == std::int64_t{1} << i) return members[i].reject;
  }
  return {};
}

std::vector<std::string> ncpdp_of(const View& view, const ir::OutcomeValue& value) {
  std::vector<std::string> codes;
  for (const std::optional<ir::OccurrenceId>& field : value.payload) {
    if (!field) continue;
    const ir::NodeId node = view.occurrence(*field).node;
    const auto cell = view.find(node);
    std::string code = cell ? code_of(view, view.type(node), *cell) : std::string();
    if (!code.empty()) codes.push_back(std::move(code));
  }
  return codes;
}

static std::vector<std::string> codes_of_rule(const View& view, const RuleConsidered& rule) {
  return ncpdp_of(view, ir::outcome_of(view.decision(), rule.number));
}

static void add_new(std::vector<std::string>& texts, const std::string& text) {
  if (text.empty() || std::ranges::find(texts, text) != texts.end()) return;
  texts.push_back(text);
}

static std::vector<std::string> rejects_of(const View& view, const Explanation& made) {
  std::vector<std::string> numbers;
  if (made.plan) {
    for (const Reject& reject : made.plan->rejects) {
      for (const std::string& code : reject.codes) add_new(numbers, code);
    }
  }
  for (const RuleConsidered& rule : made.rules) {
    const bool gives = rule.state == RuleState::Fired || rule.state == RuleState::AlsoApplies;
    if (!gives || rule.outcome.standing != ir::Standing::Adverse) continue;
    for (const std::string& code : codes_of_rule(view, rule)) add_new(numbers, code);
  }
  return numbers;
}

// What the request brings of this type.
static std::string submitted(const View& view, const char* type) {
  const runtime::Schema& schema = view.schema();
  for (std::size_t i = 0; i < schema.leaves.size(); ++i) {
    const runtime::Leaf& leaf = schema.leaves[i];
    const bool is_it = !leaf.list && leaf.type.form == runtime::Form::Enum &&
                       view.program().catalogue.enumerations[leaf.type.enumeration].name == type;
    if (is_it) return code_of(view, leaf.type, view.record().facts[i].cell);
  }
  return {};
}

// A rule that rejects nothing says why somebody should look; one whose exception is met was
// answered, and says so with what the pharmacy submitted.
static std::vector<DurCode> reviews_of(const View& view, const Explanation& made) {
  std::vector<DurCode> reviews;
  for (const RuleConsidered& rule : made.rules) {
    const bool is_answered = rule.state == RuleState::ExceptionMet;
    const bool looks = rule.state == RuleState::Fired || rule.state == RuleState::AlsoApplies;
    if (rule.outcome.standing == ir::Standing::Adverse || (!looks && !is_answered)) continue;
    for (const std::string& code : codes_of_rule(view, rule)) {
      DurCode it{rule.is_otherwise ? "otherwise" : rule.name, code, {}, {}};
      if (is_answered) {
        it.service = submitted(view, ServiceType);
        it.result = submitted(view, ResultType);
        if (it.result.empty()) continue;
      }
      reviews.push_back(std::move(it));
    }
  }
  return reviews;
}

// ---- coverage information

// Whether the decision is about coverage: it can say yes, and something else.
static bool is_about_coverage(const View& view) {
  const auto& alternatives = view.program().outcomes[view.decision().outcome].alternatives;
  const auto favorable = std::ranges::count_if(alternatives, [](const ir::Alternative& it) {
    return it.standing == ir::Standing::Favorable;
  });
  return favorable > 0 && favorable < std::ssize(alternatives);
}

// How many months an approval says that it holds.
static std::optional<std::int64_t> months_of(const View& view, const Explanation& made) {
  const ir::OutcomeValue& value = ir::outcome_of(view.decision(), made.rules[*made.rule].number);
  const ir::Alternative& alternative =
      view.program().outcomes[view.decision().outcome].alternatives[value.alternative];
  for (std::size_t i = 0; i < value.payload.size(); ++i) {
    if (!value.payload[i] || alternative.fields[i].name != "for") continue;
    const ir::NodeId node = view.occurrence(*value.payload[i]).node;
    const runtime::ValueType& type = view.type(node);
    const bool is_whole = type.form == runtime::Form::Number && type.unit == "months" &&
                          type.scale == 0 && exact(type, view.cell(node));
    if (is_whole) return view.cell(node).low;
  }
  return std::nullopt;
}

static void approve(const View& view, const Explanation& made, CoverageInformation& it) {
  it.covered = "covered";
  const auto months = months_of(view, made);
  if (!months) {
    it.pa_needed = "no-auth";
    return;
  }
  // An approval that holds for a time is the authorization.
  it.pa_needed = "satisfied";
  it.satisfied_pa_id = made.identity.decision_id;
  const auto at = static_cast<runtime::Day>(view.record().facts[view.schema().at].cell.low);
  it.expiry_date = runtime::format_date(runtime::add_months(at, *months));
}

static void decide(const View& view, const Explanation& made,
                   const std::vector<std::string>& rejects, CoverageInformation& it) {
  switch (made.outcome->standing) {
    case ir::Standing::Favorable:
      return approve(view, made, it);
    case ir::Standing::Review:
      it.covered = "indeterminate";
      it.pa_needed = "auth-needed";
      break;
    case ir::Standing::Adverse:
      if (rejects == std::vector<std::string>{AuthorizationRequired}) {
        it.covered = "covered";
        it.pa_needed = "auth-needed";
      } else {
        it.covered = "not-covered";
      }
      break;
  }
  add_new(it.reason, made.reason);
  if (!made.plan) return;
  for (const Reject& reject : made.plan->rejects) add_new(it.reason, reject.because);
}

static void ask(const View& view, const Explanation& made, CoverageInformation& it) {
  it.covered = "conditional";
  it.pa_needed = "conditional";
  const std::string request = view.schema().request_root + ".";
  for (const MissingFact& fact : made.missing) {
    add_new(it.doc_needed, fact.clinical ? "clinical" : "admin");
    const auto leaf = std::ranges::find(view.schema().leaves, fact.path, &runtime::Leaf::path);
    const bool is_code = leaf != view.schema().leaves.end() && fact.path.starts_with(request) &&
                         leaf->type.form == runtime::Form::Code;
    add_new(it.info_needed, is_code ? "detail-code" : "OTH");
  }
  std::ranges::sort(it.doc_needed, std::greater<>());
  std::ranges::sort(it.info_needed);
  add_new(it.reason, made.reason);
  it.questionnaire = questionnaire_url(view.policy(), view.decision());
}

static std::optional<CoverageInformation> coverage_of(const View& view, const Explanation& made,
                                                      const std::vector<std::string>& rejects) {
  if (collects(view) || !is_about_coverage(view)) return std::nullopt;
  CoverageInformation it;
  it.date = made.identity.at;
  it.coverage_assertion_id = made.identity.decision_id;
  switch (made.answer) {
    case AnswerKind::Decided:
      decide(view, made, rejects, it);
      return it;
    case AnswerKind::NeedsInformation:
      ask(view, made, it);
      return it;
    case AnswerKind::Fault:
      it.covered = "indeterminate";
      it.pa_needed = "indeterminate";
      add_new(it.reason, made.reason);
      return it;
    case AnswerKind::NotGoverned:
    case AnswerKind::NotInForce:
      break;
  }
  return std::nullopt;
}

Codes codes_of(const View& view, const Explanation& made) {
  Codes codes;
  codes.ncpdp = rejects_of(view, made);
  codes.dur = reviews_of(view, made);
  codes.coverage = coverage_of(view, made, codes.ncpdp);
  return codes;
}

}  // namespace precis::explain
