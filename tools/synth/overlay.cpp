// Resources laid over bundles that exist already.

#include <fmt/format.h>

#include <array>

#include "runtime/ingest/bytes.h"
#include "runtime/ingest/documents.h"
#include "runtime/ingest/json.h"
#include "tools/synth/random.h"
#include "tools/synth/render.h"
#include "tools/synth/stories.h"
#include "tools/synth/synth.h"

namespace precis::synth {

namespace ingest = runtime::ingest;
using ingest::Json;
using ingest::JsonKind;

static constexpr std::string_view Snomed = "http://snomed.info/sct";
static constexpr std::string_view Icd10 = "http://hl7.org/fhir/sid/icd-10-cm";

// What a Condition without an ICD-10-CM coding is given: a code that says nothing of the illness.
static constexpr Code Unspecified = {"R69", "Illness, unspecified"};

static bool lacks_icd10(Json codings) {
  bool has_snomed = false;
  for (Json coding : codings) {
    if (coding["system"].string() == Icd10) return false;
    has_snomed |= coding["system"].string() == Snomed;
  }
  return has_snomed;
}

// Writes a tree back as text: numbers as they were, members in their order.
class Copy {
 public:
  Copy(const Overlay& overlay, OverlayCounts& counts) : overlay_(overlay), counts_(counts) {}

  // What is put after the last entry of the bundle.
  std::string more;

  void write(Json json, std::string& out) {
    switch (json.kind()) {
      case JsonKind::Missing:
      case JsonKind::Null:
        out += "null";
        break;
      case JsonKind::Bool:
      case JsonKind::Number:
        out += json.text();
        break;
      case JsonKind::String:
        out += quoted(json.text());
        break;
      case JsonKind::Array:
        list(json, "", out);
        break;
      case JsonKind::Object:
        object(json, out);
        break;
    }
  }

  void bundle(Json root, std::string& out) {
    out += '{';
    bool has_entries = false;
    for (Json member : root) {
      separate(out);
      out += quoted(member.key()) + ':';
      if (member.key() == "entry" && member.is(JsonKind::Array)) {
        has_entries = true;
        list(member, more, out);
      } else {
        write(member, out);
      }
    }
    if (!has_entries) {
      separate(out);
      out += "\"entry\":[" + more + ']';
    }
    out += '}';
  }

 private:
  static void separate(std::string& out) {
    if (out.back() != '{' && out.back() != '[') out += ',';
  }

  void list(Json json, std::string_view last, std::string& out) {
    out += '[';
    for (Json element : json) {
      separate(out);
      write(element, out);
    }
    if (!last.empty()) {
      separate(out);
      out += last;
    }
    out += ']';
  }

  void object(Json json, std::string& out) {
    const bool is_condition = json["resourceType"].string() == "Condition";
    out += '{';
    for (Json member : json) {
      separate(out);
      out += quoted(member.key()) + ':';
      if (is_condition && member.key() == "code" && overlay_.code_conditions) {
        concept_with_coding(member, out);
      } else {
        write(member, out);
      }
    }
    out += '}';
  }

  void concept_with_coding(Json codeable, std::string& out) {
    if (!lacks_icd10(codeable["coding"])) return write(codeable, out);
    ++counts_.coded;
    const std::string coding = fmt::format(R"({{"system":"{}","code":"{}","display":{}}})", Icd10,
                                           Unspecified.code, quoted(Unspecified.display));
    out += '{';
    for (Json member : codeable) {
      separate(out);
      out += quoted(member.key()) + ':';
      if (member.key() == "coding") {
        list(member, coding, out);
      } else {
        write(member, out);
      }
    }
    out += '}';
  }

  const Overlay& overlay_;
  OverlayCounts& counts_;
};

// The id of the bundle's only patient, or nothing.
static std::string patient_of(Json root) {
  std::string id;
  int patients = 0;
  for (Json entry : root["entry"]) {
    if (entry["resource"]["resourceType"].string() != "Patient") continue;
    ++patients;
    id = entry["resource"]["id"].string();
  }
  return patients == 1 ? id : "";
}

runtime::Result<std::string> overlaid(std::string bundle, const Overlay& overlay,
                                      OverlayCounts& counts) {
  ingest::JsonTree tree;
  if (auto broken = tree.parse(bundle)) return runtime::Failure{broken->problem.reason};
  const Json root = tree.root();
  const std::string patient = patient_of(root);
  Copy copy(overlay, counts);
  if (patient.empty()) {
    ++counts.unchanged;
  } else {
    ++counts.patients;
    Random random(overlay.seed, patient);
    for (const std::string& entry : entries_of(life(random), patient)) {
      copy.more += (copy.more.empty() ? "" : ",") + entry;
    }
  }
  std::string out;
  out.reserve(bundle.size() + copy.more.size());
  if (patient.empty()) {
    copy.write(root, out);
  } else {
    copy.bundle(root, out);
  }
  return out;
}

runtime::Result<OverlayCounts> overlay_file(
    const std::string& path, const Overlay& overlay,
    const std::function<void(std::string_view)>& write_line) {
  auto bytes = ingest::Bytes::open(path);
  if (!bytes) return runtime::Failure{bytes.error()};
  ingest::Documents documents(std::move(bytes).value());
  ingest::Document document;
  OverlayCounts counts;
  while (documents.next(document)) {
    if (document.problem) {
      return runtime::Failure{
          fmt::format("{}:{}: {}", path, document.line, document.problem->reason)};
    }
    auto line = overlaid(std::move(document.text), overlay, counts);
    if (!line) return runtime::Failure{fmt::format("{}:{}: {}", path, document.line, line.error())};
    write_line(*line);
  }
  return counts;
}

}  // namespace precis::synth
