// FHIR resources as items of the member's lists.

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "runtime/ingest/fhir.h"
#include "runtime/ingest/offers.h"

namespace precis::runtime::ingest {

using Statuses = std::vector<std::string_view>;

static bool is_one_of(std::string_view word, const Statuses& words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool is_disowned(const Resource& resource) {
  const std::string_view verified = first_code(resource.json["verificationStatus"]);
  return verified == "entered-in-error" || verified == "refuted" ||
         resource.status() == "entered-in-error";
}

bool is_draft_order(const Resource& resource) {
  static const Statuses intents = {"proposal",     "order",        "original-order",
                                   "reflex-order", "filler-order", "instance-order"};
  return resource.type == "MedicationRequest" && resource.status() == "draft" &&
         is_one_of(resource.json["intent"].string(), intents);
}

// The items that one resource gives: most give one; a panel of observations gives one a component.
using ItemOffers = std::vector<std::vector<Offer>>;

static void add(std::vector<Offer>& offers, std::optional<Offer> offer) {
  if (offer) offers.push_back(*offer);
}

static ItemOffers diagnosis(const Bundle&, const Resource& resource, Notes& notes) {
  const Json code = resource.json["code"];
  if (!code.present()) {
    notes.ignore(resource.type, "no code");
    return {};
  }
  std::vector<Offer> offers{{"code", Concept{code}, code}};
  add(offers, dated(resource.json, "onset", false, resource.json["recordedDate"], "onset", notes));
  return {offers};
}

static ItemOffers fill(const Bundle& bundle, const Resource& resource, Notes& notes) {
  if (resource.status() != "completed") {
    notes.ignore(resource.type, fmt::format("status {} is no exposure", resource.status()));
    return {};
  }
  const Json& json = resource.json;
  const Json drug = bundle.medication(resource);
  std::vector<Offer> offers{{"drug", Concept{drug}, drug},
                            {"days_supply", Quantity{json["daysSupply"]}, json["daysSupply"]},
                            {"quantity", Quantity{json["quantity"]}, json["quantity"]},
                            // What was handed over is no claim that was reversed or rejected.
                            {"status", Choice{"paid"}, json["status"]}};
  const Json at = json["whenHandedOver"];
  if (auto range = date_of(at, resource.type, notes)) offers.push_back({"date", When{*range}, at});
  return {offers};
}

static ItemOffers order(const Bundle& bundle, const Resource& resource, Notes& notes) {
  static const Statuses history = {"active", "completed", "stopped", "on-hold"};
  if (is_draft_order(resource)) return {};
  const std::string_view intent = resource.json["intent"].string();
  if (!is_one_of(resource.status(), history) || intent == "proposal" || intent == "plan" ||
      intent == "option") {
    notes.ignore(resource.type,
                 fmt::format("{} with status {} is no order", intent, resource.status()));
    return {};
  }
  const Json drug = bundle.medication(resource);
  const Json at = resource.json["authoredOn"];
  std::vector<Offer> offers{{"drug", Concept{drug}, drug}};
  if (auto range = date_of(at, resource.type, notes)) offers.push_back({"date", When{*range}, at});
  return {offers};
}

static Json value_of(Json holder) {
  const Json quantity = holder["valueQuantity"];
  return quantity.present() ? quantity : holder["valueInteger"];
}

static ItemOffers lab_result(const Bundle&, const Resource& resource, Notes& notes) {
  static const Statuses done = {"final", "amended", "corrected"};
  if (is_genotype(resource)) return {};
  if (!is_one_of(resource.status(), done)) {
    notes.ignore(resource.type, fmt::format("status {} is no result", resource.status()));
    return {};
  }
  const Json& json = resource.json;
  std::optional<Offer> date = dated(json, "effective", true, json["issued"], "date", notes);
  ItemOffers items;
  auto result = [&](Json holder) {
    const Json code = holder["code"];
    const Json value = value_of(holder);
    std::vector<Offer> offers{{"code", Concept{code}, code}, {"value", Quantity{value}, value}};
    add(offers, date);
    items.push_back(std::move(offers));
  };
  // A panel has its values in the components only.
  const bool is_panel = json["component"].present() && !value_of(json).present();
  if (!json["code"].present()) {
    notes.ignore(resource.type, "no code");
  } else if (!is_panel) {
    result(json);
  }
  for (Json component : json["component"]) {
    if (component["code"].present()) result(component);
  }
  return items;
}

static ItemOffers allergy(const Bundle&, const Resource& resource, Notes& notes) {
  const Json& json = resource.json;
  bool may_be_a_drug = !json["category"].first().present();
  for (Json category : json["category"]) {
    may_be_a_drug =
        may_be_a_drug || category.string() == "medication" || category.string() == "biologic";
  }
  if (!may_be_a_drug || !json["code"].present()) {
    notes.ignore(resource.type, may_be_a_drug ? "no code" : "not an allergy to a drug");
    return {};
  }
  return {{{"drug", Concept{json["code"]}, json["code"]},
           {"kind", Choice{json["type"].string()}, json["type"]}}};
}

struct Mapping {
  std::string_view record;
  std::string_view resource;
  ItemOffers (*offers)(const Bundle&, const Resource&, Notes&);
};

static constexpr std::array<Mapping, 5> Mappings = {{
    {"Diagnosis", "Condition", diagnosis},
    {"Fill", "MedicationDispense", fill},
    {"Order", "MedicationRequest", order},
    {"LabResult", "Observation", lab_result},
    {"Allergy", "AllergyIntolerance", allergy},
}};

bool is_read(std::string_view type) {
  static const Statuses others = {"Patient", "Coverage", "QuestionnaireResponse", "Medication"};
  return is_one_of(type, others) ||
         std::any_of(Mappings.begin(), Mappings.end(),
                     [&](const Mapping& it) { return it.resource == type; });
}

// A list that is known to be whole must not lose an item: then its absence would be believed.
static bool leave_out(const List& list, const Leaf& leaf, const Resource& resource, Notes& notes,
                      Draft& draft) {
  if (list.absence == Absence::Open) {
    notes.ignore(resource.type, fmt::format("no {} that can be used", leaf.name));
    return true;
  }
  return draft.reject(problem(HoleInHistory, resource.place.source, leaf.name, list.path),
                      resource.place.source);
}

static bool add_item(Values& values, ListIndex index, const Resource& resource,
                     const std::vector<Offer>& offers, Notes& notes, Draft& draft) {
  const Schema& schema = values.schema();
  const List& list = schema.lists[index];
  Item item;
  for (LeafIndex leaf : list.leaves) item.facts.push_back(values.absent(schema.leaves[leaf]));
  const Measurement* measurement = nullptr;
  // Codes first: a lab's code says what the unit of its value is.
  for (bool measured : {false, true}) {
    for (std::size_t i = 0; i < list.leaves.size(); ++i) {
      const Leaf& leaf = schema.leaves[list.leaves[i]];
      auto offer = std::find_if(offers.begin(), offers.end(),
                                [&](const Offer& it) { return it.field == leaf.name; });
      if (leaf.measured != measured || offer == offers.end()) continue;
      Read<Fact> fact = fact_of(values, leaf, measurement, *offer);
      if (!fact) return draft.reject(std::move(fact.problem()), resource.place, offer->at);
      // A lab that no measurement asks about has no unit to be wrong.
      if (fact->cause == Cause::WrongUnit && (!leaf.measured || measurement)) {
        notes.ignore(resource.type, "a value without a usable unit");
      }
      if (offer->at.present()) fact->origin = draft.origin(resource.place, offer->at);
      item.facts[i] = *fact;
      if (leaf.type.form == Form::Code && !measurement) {
        measurement = values.measurement_of(fact->cell);
      }
    }
  }
  for (std::size_t i = 0; i < list.leaves.size(); ++i) {
    const Leaf& leaf = schema.leaves[list.leaves[i]];
    if (must_be_exact(leaf) && item.facts[i].cause != Cause::Known) {
      return leave_out(list, leaf, resource, notes, draft);
    }
    if (leaf.measured && measurement && item.facts[i].cause == Cause::Absent) {
      item.facts[i].cell = values.absent(leaf, measurement->type, Cause::Absent).cell;
    }
  }
  draft.record.lists[index].push_back(std::move(item));
  return true;
}

bool fill_lists(Values& values, const Bundle& bundle, Notes& notes, Draft& draft) {
  const Schema& schema = values.schema();
  for (ListIndex i = 0; i < schema.lists.size(); ++i) {
    const List& list = schema.lists[i];
    auto mapping = std::find_if(Mappings.begin(), Mappings.end(),
                                [&](const Mapping& it) { return it.record == list.record; });
    if (mapping == Mappings.end() || !list.path.starts_with(schema.member_root + ".")) continue;
    for (const Resource& resource : bundle.resources()) {
      if (resource.type != mapping->resource) continue;
      if (bundle.is_of_another(resource)) {
        notes.ignore(resource.type, "about another patient");
        continue;
      }
      if (is_disowned(resource)) {
        notes.ignore(resource.type, "entered in error or refuted");
        continue;
      }
      for (const std::vector<Offer>& offers : mapping->offers(bundle, resource, notes)) {
        if (!add_item(values, i, resource, offers, notes, draft)) return false;
      }
    }
  }
  return true;
}

}  // namespace precis::runtime::ingest
