#include "compiler/inquire/fhir_words.h"

#include "runtime/units.h"

namespace precis::inquire {

static constexpr std::string_view Counted = "{each}";

std::string ucum_of(const std::string& unit) {
  std::string out;
  std::size_t from = 0;
  while (from <= unit.size()) {
    const std::size_t slash = std::min(unit.find('/', from), unit.size());
    const std::string word = unit.substr(from, slash - from);
    if (from > 0) out += '/';
    const auto code = runtime::language_unit(word);
    out += word == "each" ? Counted : code.value_or(word);
    from = slash + 1;
  }
  return out;
}

std::string unit_of(const std::string& ucum) {
  std::string out = ucum;
  for (std::size_t at = out.find(Counted); at != out.npos; at = out.find(Counted)) {
    out.replace(at, Counted.size(), "each");
  }
  return out;
}

std::string choice_system(const Field& field) {
  return "urn:precis:choices:" + field.name;
}

}  // namespace precis::inquire
