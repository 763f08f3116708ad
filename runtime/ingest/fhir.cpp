#include "runtime/ingest/fhir.h"

#include <fmt/format.h>

#include <algorithm>

#include "runtime/ingest/offers.h"

namespace precis::runtime::ingest {

static constexpr std::string_view Questionnaire = "QuestionnaireResponse";

// Gives the leaf at `path` of the schema, if it has one, what the offer makes of it.
static bool offer_leaf(Values& values, const std::string& path, const Offer& offer,
                       const Place& place, Draft& draft) {
  std::optional<LeafIndex> leaf = leaf_named(values.schema(), path);
  if (!leaf || !offer.at.present()) return true;
  Read<Fact> fact = fact_of(values, values.schema().leaves[*leaf], nullptr, offer);
  if (!fact) return draft.reject(std::move(fact.problem()), place, offer.at);
  draft.set(*leaf, *fact, draft.origin(place, offer.at));
  return true;
}

// A date that the record depends on: unlike a resource's, a wrong one rejects.
static bool offer_date(Values& values, const std::string& path, Json at, const Place& place,
                       Draft& draft) {
  if (!at.present()) return true;
  if (!at.is(JsonKind::String)) return draft.reject(wrong_type("a date as text", at), place, at);
  std::optional<LeafIndex> leaf = leaf_named(values.schema(), path);
  if (!leaf) return true;
  Read<Fact> fact = values.date(values.schema().leaves[*leaf], at.text());
  if (!fact) return draft.reject(std::move(fact.problem()), place, at);
  draft.set(*leaf, *fact, draft.origin(place, at));
  return true;
}

bool FhirShape::patient(const Bundle& bundle, Draft& draft) {
  const Schema& schema = values_.schema();
  const Resource& patient = bundle.patient();
  const Json id = patient.json["id"];
  if (schema.id && id.is(JsonKind::String)) {
    draft.set(*schema.id, values_.text(id.text()), draft.origin(patient.place, id));
  }
  const Json gender = patient.json["gender"];
  if (gender.present() && !gender.is(JsonKind::String)) {
    return draft.reject(wrong_type("a name as text", gender), patient.place, gender);
  }
  return offer_date(values_, schema.member_root + ".birth_date", patient.json["birthDate"],
                    patient.place, draft) &&
         offer_leaf(values_, schema.member_root + ".sex", {"sex", Choice{gender.string()}, gender},
                    patient.place, draft);
}

namespace {
struct Enrolment {
  Day first;
  Day last;
  const Resource* resource;
};
}  // namespace

// The coverage that lasts longest into the future, with all that goes before it without a gap: what
// is dispensed in a gap is not seen.
static std::optional<Enrolment> enrolment_of(const Bundle& bundle, Notes& notes) {
  std::vector<Enrolment> all;
  for (const Resource& resource : bundle.resources()) {
    if (resource.type != "Coverage") continue;
    if (resource.status() != "active" || bundle.is_of_another(resource)) {
      notes.ignore(resource.type, "not active, or of another patient");
      continue;
    }
    const Json period = resource.json["period"];
    auto start = date_of(period["start"], resource.type, notes);
    auto end = date_of(period["end"], resource.type, notes);
    if (!start || (period["end"].present() && !end)) {
      notes.ignore(resource.type, "no period that can be used");
      continue;
    }
    // Of a month or a year, only what is sure counts.
    all.push_back({start->last, end ? end->first : last_supported_day(), &resource});
  }
  if (all.empty()) return std::nullopt;
  std::stable_sort(all.begin(), all.end(),
                   [](const Enrolment& a, const Enrolment& b) { return a.last > b.last; });
  Enrolment joined = all.front();
  for (const Enrolment& earlier : all) {
    if (earlier.last >= joined.first - 1 && earlier.first < joined.first) {
      joined.first = earlier.first;
      joined.resource = earlier.resource;
    }
  }
  return joined;
}

void FhirShape::coverage(const Bundle& bundle, Draft& draft) {
  const Schema& schema = values_.schema();
  auto from = leaf_named(schema, schema.member_root + ".enrolled_from");
  auto to = leaf_named(schema, schema.member_root + ".enrolled_to");
  const std::optional<Enrolment> enrolment = enrolment_of(bundle, notes_);
  if (!enrolment) return;
  const Place& place = enrolment->resource->place;
  const Json period = enrolment->resource->json["period"];
  auto set = [&](std::optional<LeafIndex> leaf, Day day, const char* name) {
    if (!leaf) return;
    Read<Fact> fact = values_.date(schema.leaves[*leaf], DateRange{day, day});
    if (fact) draft.set(*leaf, *fact, draft.origin(place, period[name]));
  };
  set(from, enrolment->first, "start");
  if (enrolment->last != last_supported_day()) set(to, enrolment->last, "end");
}

bool FhirShape::request(const Bundle& bundle, const Resource& order, Draft& draft) {
  const std::string root = values_.schema().request_root;
  const Json& json = order.json;
  const Json supply = json["dispenseRequest"];
  const Json drug = bundle.medication(order);
  const Json quantity = supply["quantity"];
  const Json days = supply["expectedSupplyDuration"];
  return offer_date(values_, values_.schema().leaves[values_.schema().at].path, json["authoredOn"],
                    order.place, draft) &&
         offer_leaf(values_, root + ".drug", {"drug", Concept{drug}, drug}, order.place, draft) &&
         offer_leaf(values_, root + ".quantity", {"quantity", Quantity{quantity}, quantity},
                    order.place, draft) &&
         offer_leaf(values_, root + ".days_supply", {"days_supply", Quantity{days}, days},
                    order.place, draft);
}

bool FhirShape::default_request(const Json& request, Draft& draft) {
  return own_.request(request, {"default request", values_.schema().request_root, request, false},
                      draft);
}

// Whether the answers were given for the order: they name it, or name none.
static bool is_for(const Resource& questionnaire, const Resource* order) {
  bool names_orders = false;
  auto names = [&](std::string_view reference) {
    if (reference.find("MedicationRequest/") == reference.npos) return false;
    names_orders = true;
    return order && reference.ends_with(order->place.source);
  };
  for (Json it : questionnaire.json["basedOn"]) {
    if (names(it["reference"].string())) return true;
  }
  for (Json it : questionnaire.json["extension"]) {
    if (names(it["valueReference"]["reference"].string())) return true;
  }
  return !names_orders;
}

// Two answers to one question: both may be true.
static Fact conflicting(const Values& values, const Leaf& leaf, const Fact& a, const Fact& b) {
  if (a.cell == b.cell) return b;
  if (leaf.type.form == Form::Bool || leaf.type.form == Form::Enum) {
    return {mask(a.cell.low | b.cell.low), Cause::Conflicting, b.origin};
  }
  return must_be_exact(leaf) ? a : values.absent(leaf, Cause::Conflicting);
}

// The field's path in the schema's own words: forms say `member` and `request`.
static std::string path_of_question(const Schema& schema, std::string_view link) {
  for (const auto& [usual, root] :
       {std::pair<std::string_view, const std::string&>("member.", schema.member_root),
        {"request.", schema.request_root}}) {
    if (link.starts_with(usual)) return root + "." + std::string(link.substr(usual.size()));
  }
  return std::string(link);
}

static Json answer_value(Json answer) {
  for (Json member : answer) {
    if (member.key().starts_with("value")) return member;
  }
  return {};
}

bool FhirShape::answer(const Resource& questionnaire, Json item, Draft& draft) {
  for (Json below : item["item"]) {
    if (!answer(questionnaire, below, draft)) return false;
  }
  const Json value = answer_value(item["answer"].first());
  if (!value.present()) return true;
  const std::string path = path_of_question(values_.schema(), item["linkId"].string());
  std::optional<LeafIndex> index = leaf_named(values_.schema(), path);
  if (!index) {
    notes_.ignore(Questionnaire, "a question that is no field");
    return true;
  }
  const Leaf& leaf = values_.schema().leaves[*index];
  const bool coded = value.is(JsonKind::Object) && value["code"].present();
  Read<Fact> fact = value.is(JsonKind::Object)
                        ? fact_of(values_, leaf, nullptr,
                                  coded && leaf.type.form == Form::Enum
                                      ? Offer{path, Choice{value["code"].string()}, value}
                                  : value["value"].present() ? Offer{path, Quantity{value}, value}
                                                             : Offer{path, Concept{value}, value})
                        : own_.value(value, leaf, nullptr);
  if (!fact) {
    if (fact.problem().code == Implausible.code) {
      return draft.reject(std::move(fact.problem()), questionnaire.place, value);
    }
    notes_.ignore(Questionnaire, "an answer of the wrong kind");
    return true;
  }
  fact->origin = draft.origin(questionnaire.place, value);
  Fact& known = draft.record.facts[*index];
  known = known.cause == Cause::Absent ? *fact : conflicting(values_, leaf, known, *fact);
  return true;
}

bool FhirShape::answers(const Bundle& bundle, const Resource* order, Draft& draft) {
  for (const Resource& resource : bundle.resources()) {
    if (resource.type != Questionnaire || bundle.is_of_another(resource)) continue;
    if (resource.status() != "completed" && resource.status() != "amended") {
      notes_.ignore(Questionnaire, "not completed");
      continue;
    }
    if (!is_for(resource, order)) continue;
    for (Json item : resource.json["item"]) {
      if (!answer(resource, item, draft)) return false;
    }
  }
  return true;
}

void FhirShape::finish(const Bundle& bundle, Draft draft, bool fine, BundleRecords& out) {
  const Schema& schema = values_.schema();
  // Without a coverage nothing before the request was observed: no absence can be trusted.
  auto from = leaf_named(schema, schema.member_root + ".enrolled_from");
  const Fact& at = draft.record.facts[schema.at];
  if (fine && from && draft.record.facts[*from].cause == Cause::Absent &&
      at.cause == Cause::Known) {
    draft.set(*from, {at.cell, Cause::Known, 0},
              draft.origin(bundle.patient().place.source, "no active Coverage"));
  }
  fine = fine && check_required(values_, schema.request_root, draft) &&
         check_required(values_, schema.member_root, draft);
  if (fine) {
    out.records.push_back(std::move(draft.record));
  } else {
    out.issues.push_back(std::move(*draft.issue));
  }
}

BundleRecords FhirShape::read(Json json, const Json& default_request) {
  BundleRecords out;
  Read<Bundle> bundle = Bundle::of(json);
  if (!bundle) {
    out.issues.push_back({std::move(bundle.problem()), "", 0});
    return out;
  }
  out.member = bundle->patient().json["id"].string();
  Draft member(values_);
  coverage(*bundle, member);
  if (!patient(*bundle, member) || !fill_lists(values_, *bundle, notes_, member)) {
    out.issues.push_back(std::move(*member.issue));
    return out;
  }
  fill_genome(values_, *bundle, notes_, member);
  for (const Resource& resource : bundle->resources()) {
    if (!is_draft_order(resource) || bundle->is_of_another(resource)) continue;
    Draft draft = member;
    const bool fine = request(*bundle, resource, draft) && answers(*bundle, &resource, draft);
    finish(*bundle, std::move(draft), fine, out);
  }
  if (!out.records.empty() || !out.issues.empty()) return out;
  if (!default_request.present()) {
    out.issues.push_back({problem(NoRequest).with_help(
                              "the bundle has no MedicationRequest with status `draft` and no "
                              "default request is given"),
                          "", 0});
    return out;
  }
  const bool fine =
      this->default_request(default_request, member) && answers(*bundle, nullptr, member);
  finish(*bundle, std::move(member), fine, out);
  return out;
}

}  // namespace precis::runtime::ingest
