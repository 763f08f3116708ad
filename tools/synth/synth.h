#pragma once

// Synthetic patients in FHIR R4, for the demo and the tests: whole bundles, or fills, genotypes,
// coverage and requests laid over bundles that have none. Deterministic: the same seed gives the
// same bytes on every machine. Every resource made here carries a tag that says so.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "runtime/result.h"

namespace precis::synth {

// Patient number `index` of the population of `seed`, as one line of JSON without a line feed.
std::string patient_bundle(std::uint64_t seed, std::size_t index);

struct Overlay {
  std::uint64_t seed = 1;
  // Give Conditions that are coded in SNOMED CT only a synthetic ICD-10-CM coding as well, one that
  // says nothing of the illness, as a plan's own claims would carry some code.
  bool code_conditions = false;
};

struct OverlayCounts {
  std::size_t patients = 0;   // bundles that got resources
  std::size_t unchanged = 0;  // bundles without exactly one patient, passed on as they are
  std::size_t coded = 0;      // conditions that got a coding
};

// The bundle with more resources, as one line. Fails when `bundle` is not JSON. What is added
// depends on the seed and the patient's id, not on the order of the bundles.
runtime::Result<std::string> overlaid(std::string bundle, const Overlay& overlay,
                                      OverlayCounts& counts);

// The same for every bundle of a file (packed or plain, `-` for standard input), one line after
// another.
runtime::Result<OverlayCounts> overlay_file(
    const std::string& path, const Overlay& overlay,
    const std::function<void(std::string_view)>& write_line);

}  // namespace precis::synth
