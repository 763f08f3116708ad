#pragma once

// The texts of an explanation. Pure functions: the same value gives the same bytes.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "compiler/explain/explanation.h"

namespace precis::explain {

// The text of the policy's file, or a part of it that begins at a line. Places of an explanation
// count bytes from the beginning of the file.
struct SourceView {
  std::string path;
  std::string_view text;
  std::uint32_t first_line = 1;
  std::uint32_t first_byte = 0;
};

enum class Colour : std::uint8_t { Off, On };

// A page for a terminal, 100 columns wide. Colour only repeats what the words say. Control
// characters of values are not passed on.
std::string render_text(const Explanation& explanation, Colour colour);

// Of that page what would change the answer.
std::string render_changes(const Changes& changes);

// The tree of one condition with its values, as the page draws it; every line begins with `indent`.
std::string render_derivation(const Step& step, std::string_view indent, Colour colour);

// One JSON document with stable key order, described by docs/explanation.schema.json. Ends in a
// line break.
std::string render_json(const Explanation& explanation);

// The coverage information as a FHIR extension of Da Vinci CRD, JSON; empty when there is none.
// Whoever sends it puts its own reference where the coverage is named.
std::string render_crd(const Explanation& explanation);

// One self-contained page: no network, no scripts needed, reads printed and without colour.
std::string render_html(const Explanation& explanation, const std::optional<SourceView>& source);

}  // namespace precis::explain
