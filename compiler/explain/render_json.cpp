#include "compiler/explain/audience.h"
#include "compiler/explain/json_text.h"
#include "compiler/explain/render.h"
#include "compiler/explain/vocabulary.h"

namespace precis::explain {

// Raised when a reader of the document has to change: docs/explanation.schema.json.
static constexpr const char* Format = "precis.explanation/2";

// Members that say nothing are left out; what is always there is never null.

static void write_place(JsonText& out, const Place& place) {
  out.range(place.begin, place.end);
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

static void write_identity(JsonText& out, const Identity& it) {
  JsonObject json(out);
  json.text("decision_id", it.decision_id);
  json.text("policy", it.policy);
  json.text("title", it.policy_title);
  json.text("decision", it.decision);
  json.text("version", it.version);
  json.text("effective_from", it.effective_from);
  json.text("effective_to", it.effective_to);
  json.text("content_hash", it.content_hash);
  json.text("compiler_version", it.compiler_version);
  json.text("schema", it.schema);
  json.text("at", it.at);
  json.text("input_hash", it.input_hash);
  json.text_if_any("record", it.record);
  json.text_if_any("member", it.member);
  json.text_if_any("source_path", it.source_path);
}

// Of the identity what an audience that sees no origins has.
static void write_short_identity(JsonText& out, const Identity& it) {
  JsonObject json(out);
  json.text("decision_id", it.decision_id);
  json.text_if_any("policy", it.policy);
  json.text("title", it.policy_title);
  json.text_if_any("decision", it.decision);
  json.text_if_any("version", it.version);
  json.text_if_any("effective_from", it.effective_from);
  json.text_if_any("effective_to", it.effective_to);
  json.text("at", it.at);
  json.text_if_any("member", it.member);
}

static void write_outcome(JsonText& out, const Outcome& it) {
  JsonObject json(out);
  json.text("alternative", it.alternative);
  json.text("standing", standing_word(it.standing));
  json.boolean("administrative", it.administrative);
  json.list("payload", it.payload, [](JsonText& to, const Payload& field) {
    JsonObject one(to);
    one.text("name", field.name);
    one.text("value", field.value);
    one.boolean("exact", field.exact);
  });
  json.text("text", it.text);
}

static void add_citation(JsonObject& json, const Citation& it) {
  json.text("source", it.source);
  json.text_if_any("kind", it.kind);
  json.text_if_any("title", it.title);
  json.text_if_any("section", it.section);
  json.text_if_any("edition", it.edition);
  json.text_if_any("strength", it.strength);
  json.text_if_any("doi", it.doi);
  json.text_if_any("url", it.url);
}

static void write_citation(JsonText& out, const Citation& it) {
  JsonObject json(out);
  add_citation(json, it);
}

static void write_cited(JsonText& out, const Cited& it) {
  JsonObject json(out);
  add_citation(json, it.citation);
  json.texts("by", it.by);
}

static void add_shown(JsonObject& json, const std::vector<ValueShown>& shown) {
  if (shown.empty()) return;
  json.list("shown", shown, [](JsonText& out, const ValueShown& it) {
    JsonObject one(out);
    one.one("place", it,
            [](JsonText& to, const ValueShown& value) { to.range(value.begin, value.end); });
    one.texts("facts", it.facts);
  });
}

static void write_step(JsonText& out, const Step& it) {
  JsonObject json(out);
  json.word("shape", shape_code(it.shape));
  json.text_if_any("label", it.label);
  json.text_if_any("text", it.text);
  json.text_if_any("name", it.name);
  if (it.truth) json.word("truth", truth_code(*it.truth));
  if (it.gap) json.text("gap", gap_code(*it.gap));
  json.text_if_any("value", it.value);
  json.text_if_any("note", it.note);
  json.short_texts_if_any("facts", it.facts);
  json.one("place", it.place, write_place);
  json.boolean("folded", it.folded);
  json.list("steps", it.steps, write_step);
}

static void write_exception(JsonText& out, const ExceptionConsidered& it) {
  JsonObject json(out);
  json.text("name", it.name);
  json.text("title", it.title);
  json.word("truth", truth_code(it.truth));
  if (!it.citations.empty()) json.list("citations", it.citations, write_citation);
  json.one("condition", it.condition, write_step);
}

static void write_rule(JsonText& out, const RuleConsidered& it) {
  JsonObject json(out);
  if (it.is_otherwise) {
    json.boolean("otherwise", true);
  } else {
    json.text("name", it.name);
  }
  json.text_if_any("phase", it.phase);
  json.text("title", it.title);
  json.text("state", state_code(it.state));
  json.text_if_any("detail", it.detail);
  json.text("kind", kind_word(it.kind));
  json.one("outcome", it.outcome, write_outcome);
  json.text_if_any("because", it.because);
  add_shown(json, it.shown);
  json.list("citations", it.citations, write_citation);
  json.texts_if_any("justifications", it.justifications);
  if (it.condition) json.one("condition", *it.condition, write_step);
  json.list("exceptions", it.exceptions, write_exception);
  json.one("place", it.place, write_place);
}

static void write_part(JsonText& out, const PartConsidered& it) {
  JsonObject json(out);
  json.text("decision", it.decision);
  json.text("answer", it.answer);
  json.text_if_any("rule", it.rule);
  json.boolean("decides", it.decides);
}

static void write_stage(JsonText& out, const StageConsidered& it) {
  JsonObject json(out);
  json.text("name", it.name);
  json.text("title", it.title);
  json.text("combination", it.most_severe ? "most severe" : "first match");
  json.list("decisions", it.parts, write_part);
}

static void write_reject(JsonText& out, const Reject& it) {
  JsonObject json(out);
  json.text("rule", it.rule);
  json.text("stage", it.stage);
  json.text("title", it.title);
  json.text("outcome", it.outcome);
  json.texts("ncpdp", it.codes);
  json.text("because", it.because);
}

static void write_plan(JsonText& out, const PlanConsidered& it) {
  JsonObject json(out);
  json.list("stages", it.stages, write_stage);
  json.list("rejects", it.rejects, write_reject);
  json.text_if_any("appeal", it.appeal);
}

static void write_missing(JsonText& out, const MissingFact& it) {
  JsonObject json(out);
  json.text("path", it.path);
  json.text_if_any("title", it.title);
  json.text("cause", cause_code(it.cause));
  json.boolean("history", it.is_history);
  json.text_if_any("known", it.known);
  json.text_if_any("asked", it.asked);
  json.text_if_any("observed", it.observed);
  json.text("why", it.why);
  json.texts("rules", it.rules);
  json.texts("outcomes", it.outcomes);
  json.boolean("actionable", it.actionable);
  json.boolean("clinical", it.clinical);
  json.number("settles", it.settles);
  json.number("matters", it.matters);
}

static void write_wanted(JsonText& out, const Wanted& it) {
  JsonObject json(out);
  json.text_if_any("field", it.field);
  json.text("relation", relation_code(it.relation));
  json.text_if_any("low", it.low);
  json.text_if_any("high", it.high);
  json.texts_if_any("values", it.values);
  json.text_if_any("unit", it.unit);
  json.text_if_any("name", it.name);
  json.text("text", it.text);
}

static void write_alteration(JsonText& out, const Alteration& it) {
  JsonObject json(out);
  json.text("kind", change_code(it.kind));
  json.text("path", it.path);
  json.text("title", it.title);
  json.list("to", it.to, write_wanted);
  json.text("text", it.text);
  json.text_if_any("why", it.why);
}

static void write_change(JsonText& out, const Change& it) {
  JsonObject json(out);
  json.list("alterations", it.alterations, write_alteration);
  json.one("outcome", it.outcome, write_outcome);
  json.text("rule", it.rule);
}

static void write_changes(JsonText& out, const Changes& it) {
  JsonObject json(out);
  json.boolean("complete", it.is_complete);
  json.text_if_any("note", it.note);
  json.list("found", it.found, write_change);
}

static void write_fact(JsonText& out, const FactUsed& it) {
  JsonObject json(out);
  json.text("path", it.path);
  json.text("value", it.value);
  json.text("precision", precision_code(it.precision));
  json.text("cause", cause_code(it.cause));
  json.text_if_any("source", it.source);
  json.text_if_any("source_path", it.source_path);
  json.text_if_any("date", it.date);
  json.boolean("clinical", it.clinical);
  json.boolean("guarded", it.guarded);
  json.boolean("protected", it.is_protected);
}

static void write_assumption(JsonText& out, const AssumptionMade& it) {
  JsonObject json(out);
  json.text("text", it.text);
  json.text("value", it.value);
  json.text("because", it.because);
}

static void write_governance(JsonText& out, const Explanation& it) {
  JsonObject json(out);
  if (it.rule) json.text("rule_kind", kind_word(it.governance.kind));
  json.boolean("software_may_conclude", it.governance.software_may_conclude);
  json.texts("protected_read", it.governance.protected_read);
  json.texts("guarded_read", it.governance.guarded_read);
  json.texts("model_scores_read", it.governance.model_scores_read);
  json.texts("justifications", it.governance.justifications);
}

static void write_coverage(JsonText& out, const CoverageInformation& it) {
  JsonObject json(out);
  json.text("covered", it.covered);
  json.text_if_any("pa-needed", it.pa_needed);
  json.texts_if_any("doc-needed", it.doc_needed);
  json.texts_if_any("info-needed", it.info_needed);
  json.texts_if_any("reason", it.reason);
  json.text_if_any("questionnaire", it.questionnaire);
  json.text("date", it.date);
  json.text("coverage-assertion-id", it.coverage_assertion_id);
  json.text_if_any("satisfied-pa-id", it.satisfied_pa_id);
  json.text_if_any("expiry-date", it.expiry_date);
}

static void write_dur(JsonText& out, const DurCode& it) {
  JsonObject json(out);
  json.text("rule", it.rule);
  json.text("reason", it.reason);
  json.text_if_any("service", it.service);
  json.text_if_any("result", it.result);
}

static void write_codes(JsonText& out, const Codes& it) {
  JsonObject json(out);
  json.texts("ncpdp", it.ncpdp);
  json.list("dur", it.dur, write_dur);
  if (it.coverage) json.one("coverage", *it.coverage, write_coverage);
}

// By rule: what surely and what possibly applies.
static void write_collected(JsonText& out, const Explanation& it) {
  std::vector<std::string> sure, possible;
  for (const RuleConsidered& rule : it.rules) {
    if (rule.state == RuleState::Fired) sure.push_back(rule.name);
    if (rule.state == RuleState::Live) possible.push_back(rule.name);
  }
  JsonObject json(out);
  json.texts("sure", sure);
  json.texts("possible", possible);
}

static void write_phase(JsonText& out, const PhaseConsidered& it) {
  JsonObject json(out);
  json.text("name", it.name);
  json.text("title", it.title);
  json.word("truth", truth_code(it.truth));
  if (it.condition) json.one("condition", *it.condition, write_step);
}

static void write_answer(JsonText& out, const Explanation& it) {
  JsonObject json(out);
  json.text("kind", answer_code(it.answer));
  json.text("combination", combination_code(it.combination));
  json.text("headline", it.headline);
  if (it.outcome) json.one("outcome", *it.outcome, write_outcome);
  if (it.rule) {
    const RuleConsidered& rule = it.rules[*it.rule];
    json.text("rule", rule.is_otherwise ? "otherwise" : rule.name);
  }
  json.text("reason", it.reason);
  add_shown(json, it.shown);
  json.list("citations", it.citations, write_citation);
  json.texts("possible", it.possible);
  if (it.combination == ir::Combination::Collect) json.one("collected", it, write_collected);
}

static void write_mark(JsonText& out, const Mark& it) {
  {
    JsonObject json(out);
    out.stay_on_line(true);
    json.one("place", it.place, write_place);
    json.word("truth", truth_code(it.truth));
  }
  out.stay_on_line(false);
}

static void write_passage(JsonText& out, const Passage& it) {
  JsonObject json(out);
  json.text("title", it.title);
  json.texts("lines", it.lines);
}

// What a member gets: the letter and nothing else.
static void write_letter(JsonText& out, const Explanation& it) {
  JsonObject json(out);
  json.text("format", Format);
  json.text("audience", audience_code(it.audience));
  json.one("identity", it.identity, write_short_identity);
  json.one("answer", it, [](JsonText& to, const Explanation& answer) {
    JsonObject one(to);
    one.text("kind", answer_code(answer.answer));
    one.text("headline", answer.headline);
    one.text("reason", answer.reason);
  });
  json.list("passages", it.passages, write_passage);
}

// A reviewer's explanation is the value itself.
static void write_document(JsonText& out, const Explanation& it) {
  JsonObject json(out);
  json.text("format", Format);
  if (it.audience != Audience::Reviewer) json.text("audience", audience_code(it.audience));
  const bool has_origins = may_see(it.audience, Part::Origins);
  json.one("identity", it.identity, has_origins ? write_identity : write_short_identity);
  json.one("answer", it, write_answer);
  json.list("missing", it.missing, write_missing);
  if (it.changes) json.one("changes", *it.changes, write_changes);
  if (it.governs) json.one("governs", *it.governs, write_step);
  if (!it.phases.empty()) json.list("phases", it.phases, write_phase);
  json.list("rules", it.rules, write_rule);
  json.list("facts", it.facts, write_fact);
  json.list("assumptions", it.assumptions, write_assumption);
  if (it.plan) json.one("plan", *it.plan, write_plan);
  if (!it.passages.empty()) json.list("passages", it.passages, write_passage);
  if (may_see(it.audience, Part::Governance)) json.one("governance", it, write_governance);
  json.one("codes", it.codes, write_codes);
  json.list("sources", it.sources, write_cited);
  if (!may_see(it.audience, Part::Source)) return;
  json.one("policy_place", it.policy_place, write_place);
  json.list("marks", it.marks, write_mark);
}

std::string render_json(const Explanation& it) {
  JsonText out;
  if (it.audience == Audience::Member) {
    write_letter(out, it);
  } else {
    write_document(out, it);
  }
  return std::move(out).take();
}

}  // namespace precis::explain
