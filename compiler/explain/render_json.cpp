#include <nlohmann/json.hpp>

#include "compiler/explain/audience.h"
#include "compiler/explain/render.h"
#include "compiler/explain/vocabulary.h"

namespace precis::explain {

using Json = nlohmann::ordered_json;

// Raised when a reader of the document has to change: docs/explanation.schema.json.
static constexpr const char* Format = "precis.explanation/2";

// Members that say nothing are left out; what is always there is never null.
static void put(Json& object, const char* key, const std::string& text) {
  if (!text.empty()) object[key] = text;
}

static void put(Json& object, const char* key, const std::vector<std::string>& texts) {
  if (!texts.empty()) object[key] = texts;
}

static Json place_json(const Place& place) {
  return Json::array({place.begin, place.end});
}

static const char* audience_code(Audience audience) {
  switch (audience) {
    case Audience::Member:
      return "member";
    case Audience::Prescriber:
      return "prescriber";
    case Audience::Reviewer:
      return "reviewer";
    case Audience::Auditor:
      return "auditor";
  }
  return "";
}

// Of the identity what an audience that sees no origins has.
static Json short_identity_json(const Identity& it) {
  Json json;
  json["decision_id"] = it.decision_id;
  put(json, "policy", it.policy);
  json["title"] = it.policy_title;
  put(json, "decision", it.decision);
  put(json, "version", it.version);
  put(json, "effective_from", it.effective_from);
  put(json, "effective_to", it.effective_to);
  json["at"] = it.at;
  put(json, "member", it.member);
  return json;
}

static Json identity_json(const Identity& it) {
  Json json;
  json["decision_id"] = it.decision_id;
  json["policy"] = it.policy;
  json["title"] = it.policy_title;
  json["decision"] = it.decision;
  json["version"] = it.version;
  json["effective_from"] = it.effective_from;
  json["effective_to"] = it.effective_to;
  json["content_hash"] = it.content_hash;
  json["compiler_version"] = it.compiler_version;
  json["schema"] = it.schema;
  json["at"] = it.at;
  json["input_hash"] = it.input_hash;
  put(json, "record", it.record);
  put(json, "member", it.member);
  put(json, "source_path", it.source_path);
  return json;
}

static Json outcome_json(const Outcome& it) {
  Json json;
  json["alternative"] = it.alternative;
  json["standing"] = standing_word(it.standing);
  json["administrative"] = it.administrative;
  json["payload"] = Json::array();
  for (const Payload& field : it.payload) {
    json["payload"].push_back(
        {{"name", field.name}, {"value", field.value}, {"exact", field.exact}});
  }
  json["text"] = it.text;
  return json;
}

static Json citation_json(const Citation& it) {
  Json json;
  json["source"] = it.source;
  put(json, "kind", it.kind);
  put(json, "title", it.title);
  put(json, "section", it.section);
  put(json, "edition", it.edition);
  put(json, "strength", it.strength);
  put(json, "doi", it.doi);
  put(json, "url", it.url);
  return json;
}

static Json citations_json(const std::vector<Citation>& citations) {
  Json json = Json::array();
  for (const Citation& it : citations) json.push_back(citation_json(it));
  return json;
}

static void put(Json& object, const std::vector<ValueShown>& shown) {
  for (const ValueShown& it : shown) {
    object["shown"].push_back({{"place", Json::array({it.begin, it.end})}, {"facts", it.facts}});
  }
}

static Json step_json(const Step& it) {
  Json json;
  json["shape"] = shape_code(it.shape);
  put(json, "label", it.label);
  put(json, "text", it.text);
  put(json, "name", it.name);
  if (it.truth) json["truth"] = truth_code(*it.truth);
  if (it.gap) json["gap"] = gap_code(*it.gap);
  put(json, "value", it.value);
  put(json, "note", it.note);
  put(json, "facts", it.facts);
  json["place"] = place_json(it.place);
  json["folded"] = it.folded;
  json["steps"] = Json::array();
  for (const Step& below : it.steps) json["steps"].push_back(step_json(below));
  return json;
}

static Json rule_json(const RuleConsidered& it) {
  Json json;
  if (it.is_otherwise) {
    json["otherwise"] = true;
  } else {
    json["name"] = it.name;
  }
  put(json, "phase", it.phase);
  json["title"] = it.title;
  json["state"] = state_code(it.state);
  put(json, "detail", it.detail);
  json["kind"] = kind_word(it.kind);
  json["outcome"] = outcome_json(it.outcome);
  put(json, "because", it.because);
  put(json, it.shown);
  json["citations"] = citations_json(it.citations);
  put(json, "justifications", it.justifications);
  if (it.condition) json["condition"] = step_json(*it.condition);
  json["exceptions"] = Json::array();
  for (const ExceptionConsidered& exception : it.exceptions) {
    Json one;
    one["name"] = exception.name;
    one["title"] = exception.title;
    one["truth"] = truth_code(exception.truth);
    if (!exception.citations.empty()) one["citations"] = citations_json(exception.citations);
    one["condition"] = step_json(exception.condition);
    json["exceptions"].push_back(std::move(one));
  }
  json["place"] = place_json(it.place);
  return json;
}

static Json plan_json(const PlanConsidered& it) {
  Json json;
  json["stages"] = Json::array();
  for (const StageConsidered& stage : it.stages) {
    Json one;
    one["name"] = stage.name;
    one["title"] = stage.title;
    one["combination"] = stage.most_severe ? "most severe" : "first match";
    one["decisions"] = Json::array();
    for (const PartConsidered& part : stage.parts) {
      Json decision;
      decision["decision"] = part.decision;
      decision["answer"] = part.answer;
      put(decision, "rule", part.rule);
      decision["decides"] = part.decides;
      one["decisions"].push_back(std::move(decision));
    }
    json["stages"].push_back(std::move(one));
  }
  json["rejects"] = Json::array();
  for (const Reject& reject : it.rejects) {
    json["rejects"].push_back({{"rule", reject.rule},
                               {"stage", reject.stage},
                               {"title", reject.title},
                               {"outcome", reject.outcome},
                               {"ncpdp", reject.codes},
                               {"because", reject.because}});
  }
  put(json, "appeal", it.appeal);
  return json;
}

static Json missing_json(const MissingFact& it) {
  Json json;
  json["path"] = it.path;
  put(json, "title", it.title);
  json["cause"] = cause_code(it.cause);
  json["history"] = it.is_history;
  put(json, "known", it.known);
  put(json, "asked", it.asked);
  put(json, "observed", it.observed);
  json["why"] = it.why;
  json["rules"] = it.rules;
  json["outcomes"] = it.outcomes;
  json["actionable"] = it.actionable;
  json["clinical"] = it.clinical;
  json["settles"] = it.settles;
  json["matters"] = it.matters;
  return json;
}

static Json alteration_json(const Alteration& it) {
  Json json;
  json["kind"] = change_code(it.kind);
  json["path"] = it.path;
  json["title"] = it.title;
  json["to"] = Json::array();
  for (const Wanted& wanted : it.to) {
    Json one;
    put(one, "field", wanted.field);
    one["relation"] = relation_code(wanted.relation);
    put(one, "low", wanted.low);
    put(one, "high", wanted.high);
    put(one, "values", wanted.values);
    put(one, "unit", wanted.unit);
    put(one, "name", wanted.name);
    one["text"] = wanted.text;
    json["to"].push_back(std::move(one));
  }
  json["text"] = it.text;
  put(json, "why", it.why);
  return json;
}

static Json changes_json(const Changes& it) {
  Json json;
  json["complete"] = it.is_complete;
  put(json, "note", it.note);
  json["found"] = Json::array();
  for (const Change& change : it.found) {
    Json one;
    one["alterations"] = Json::array();
    for (const Alteration& alteration : change.alterations) {
      one["alterations"].push_back(alteration_json(alteration));
    }
    one["outcome"] = outcome_json(change.outcome);
    one["rule"] = change.rule;
    json["found"].push_back(std::move(one));
  }
  return json;
}

static Json fact_json(const FactUsed& it) {
  Json json;
  json["path"] = it.path;
  json["value"] = it.value;
  json["precision"] = precision_code(it.precision);
  json["cause"] = cause_code(it.cause);
  put(json, "source", it.source);
  put(json, "source_path", it.source_path);
  put(json, "date", it.date);
  json["clinical"] = it.clinical;
  json["guarded"] = it.guarded;
  json["protected"] = it.is_protected;
  return json;
}

static Json governance_json(const Explanation& it) {
  Json json;
  if (it.rule) json["rule_kind"] = kind_word(it.governance.kind);
  json["software_may_conclude"] = it.governance.software_may_conclude;
  json["protected_read"] = it.governance.protected_read;
  json["guarded_read"] = it.governance.guarded_read;
  json["model_scores_read"] = Json::array();
  json["justifications"] = it.governance.justifications;
  return json;
}

static Json coverage_json(const CoverageInformation& it) {
  Json json;
  json["covered"] = it.covered;
  put(json, "pa-needed", it.pa_needed);
  put(json, "doc-needed", it.doc_needed);
  put(json, "info-needed", it.info_needed);
  put(json, "reason", it.reason);
  put(json, "questionnaire", it.questionnaire);
  json["date"] = it.date;
  json["coverage-assertion-id"] = it.coverage_assertion_id;
  put(json, "satisfied-pa-id", it.satisfied_pa_id);
  put(json, "expiry-date", it.expiry_date);
  return json;
}

static Json codes_json(const Codes& it) {
  Json json;
  json["ncpdp"] = it.ncpdp;
  json["dur"] = Json::array();
  for (const DurCode& code : it.dur) {
    Json one;
    one["rule"] = code.rule;
    one["reason"] = code.reason;
    put(one, "service", code.service);
    put(one, "result", code.result);
    json["dur"].push_back(std::move(one));
  }
  if (it.coverage) json["coverage"] = coverage_json(*it.coverage);
  return json;
}

// By rule: what surely and what possibly applies.
static Json collected_json(const Explanation& it) {
  Json json{{"sure", Json::array()}, {"possible", Json::array()}};
  for (const RuleConsidered& rule : it.rules) {
    if (rule.state == RuleState::Fired) json["sure"].push_back(rule.name);
    if (rule.state == RuleState::Live) json["possible"].push_back(rule.name);
  }
  return json;
}

static Json phase_json(const PhaseConsidered& it) {
  Json json;
  json["name"] = it.name;
  json["title"] = it.title;
  json["truth"] = truth_code(it.truth);
  if (it.condition) json["condition"] = step_json(*it.condition);
  return json;
}

static Json answer_json(const Explanation& it) {
  Json json;
  json["kind"] = answer_code(it.answer);
  json["combination"] = combination_code(it.combination);
  json["headline"] = it.headline;
  if (it.outcome) json["outcome"] = outcome_json(*it.outcome);
  if (it.rule) {
    const RuleConsidered& rule = it.rules[*it.rule];
    json["rule"] = rule.is_otherwise ? "otherwise" : rule.name;
  }
  json["reason"] = it.reason;
  put(json, it.shown);
  json["citations"] = citations_json(it.citations);
  json["possible"] = it.possible;
  if (it.combination == ir::Combination::Collect) json["collected"] = collected_json(it);
  return json;
}

static Json passages_json(const std::vector<Passage>& passages) {
  Json json = Json::array();
  for (const Passage& it : passages) json.push_back({{"title", it.title}, {"lines", it.lines}});
  return json;
}

// Bytes of an input that are no UTF-8 become the replacement character.
static std::string text_of(const Json& json) {
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

// What a member gets: the letter and nothing else.
static std::string letter_text(const Explanation& it) {
  Json json;
  json["format"] = Format;
  json["audience"] = audience_code(it.audience);
  json["identity"] = short_identity_json(it.identity);
  json["answer"]["kind"] = answer_code(it.answer);
  json["answer"]["headline"] = it.headline;
  json["answer"]["reason"] = it.reason;
  json["passages"] = passages_json(it.passages);
  return text_of(json);
}

std::string render_json(const Explanation& it) {
  if (it.audience == Audience::Member) return letter_text(it);
  Json json;
  json["format"] = Format;
  // A reviewer's explanation is the value itself.
  if (it.audience != Audience::Reviewer) json["audience"] = audience_code(it.audience);
  const bool has_origins = may_see(it.audience, Part::Origins);
  json["identity"] = has_origins ? identity_json(it.identity) : short_identity_json(it.identity);
  json["answer"] = answer_json(it);
  json["missing"] = Json::array();
  for (const MissingFact& fact : it.missing) json["missing"].push_back(missing_json(fact));
  if (it.changes) json["changes"] = changes_json(*it.changes);
  if (it.governs) json["governs"] = step_json(*it.governs);
  for (const PhaseConsidered& phase : it.phases) json["phases"].push_back(phase_json(phase));
  json["rules"] = Json::array();
  for (const RuleConsidered& rule : it.rules) json["rules"].push_back(rule_json(rule));
  json["facts"] = Json::array();
  for (const FactUsed& fact : it.facts) json["facts"].push_back(fact_json(fact));
  json["assumptions"] = Json::array();
  for (const AssumptionMade& made : it.assumptions) {
    json["assumptions"].push_back(
        {{"text", made.text}, {"value", made.value}, {"because", made.because}});
  }
  if (it.plan) json["plan"] = plan_json(*it.plan);
  if (!it.passages.empty()) json["passages"] = passages_json(it.passages);
  if (may_see(it.audience, Part::Governance)) json["governance"] = governance_json(it);
  json["codes"] = codes_json(it.codes);
  json["sources"] = Json::array();
  for (const Cited& cited : it.sources) {
    Json one = citation_json(cited.citation);
    one["by"] = cited.by;
    json["sources"].push_back(std::move(one));
  }
  if (!may_see(it.audience, Part::Source)) return text_of(json);
  json["policy_place"] = place_json(it.policy_place);
  json["marks"] = Json::array();
  for (const Mark& mark : it.marks) {
    json["marks"].push_back({{"place", place_json(mark.place)}, {"truth", truth_code(mark.truth)}});
  }
  return text_of(json);
}

}  // namespace precis::explain
