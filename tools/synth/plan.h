#pragma once

// What a synthetic patient has, before it is written as FHIR.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/date.h"

namespace precis::synth {

using runtime::Day;

struct Code {
  std::string_view code;
  std::string_view display;
};

// How much of a date is written.
enum class Precision { Day, Month, Year };

struct Coverage {
  Day start;
  std::optional<Day> end;
  std::string_view status = "active";
};
struct Condition {
  Code code;  // ICD-10-CM
  Day onset;
  Precision precision = Precision::Day;
  std::string_view verified = "confirmed";
};
struct Fill {
  Code drug;  // RxNorm
  Day date;
  int days;
  int quantity;
  std::string_view status = "completed";
};
struct Order {
  Code drug;
  Day date;
  std::string_view status;
};
struct Lab {
  Code code;  // LOINC
  Day date;
  std::string value;  // as written in JSON
  std::string_view unit;
  std::string_view comparator = {};
};
struct Genotype {
  std::string_view gene;
  std::string_view hgnc;
  std::string diplotype;
  Day date;
  std::string_view status = "final";
};
struct Allergy {
  Code drug;
  std::string_view type = "allergy";
  std::string_view verified = "confirmed";
};
struct Answer {
  std::string_view fact;  // request.attested.mri_confirms
  bool value;
};
struct Draft {
  Code drug;
  Day date;
  int quantity;
  int days;
  std::vector<Answer> answers;
};

struct Plan {
  std::vector<Coverage> coverages;
  std::vector<Condition> conditions;
  std::vector<Fill> fills;
  std::vector<Order> orders;
  std::vector<Lab> labs;
  std::vector<Genotype> genotypes;
  std::vector<Allergy> allergies;
  std::vector<Draft> drafts;
};

}  // namespace precis::synth
