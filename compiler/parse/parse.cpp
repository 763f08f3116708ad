#include "compiler/parse/parse.h"

#include "compiler/parse/build.h"
#include "compiler/parse/limits.h"
#include "compiler/parse/outline.h"
#include "compiler/parse/read.h"
#include "compiler/parse/text.h"
#include "compiler/parse/tokens.h"

namespace precis::parse {

// Whether the file can be read at all; what keeps it from being read is reported.
static bool is_readable(std::string_view text, source::FileId id, diagnostics::Sink& sink) {
  if (text.size() > MaxSourceBytes) {
    sink.report(diagnostics::SourceTooLarge.at({id, 0, 0}, diagnostics::Text(MaxSourceText))
                    .help("divide it into modules, and name them in `use` lines"));
    return false;
  }
  if (const auto bad = find_invalid_utf8(text)) {
    const auto at = static_cast<std::uint32_t>(*bad);
    sink.report(diagnostics::InvalidUtf8.at({id, at, at + 1})
                    .help("save the file with the encoding UTF-8"));
    return false;
  }
  return true;
}

syntax::Module file(const source::Map& sources, source::FileId id, diagnostics::Sink& sink) {
  if (!is_readable(sources[id].text, id, sink)) return {.file = id};
  Tokens tokens(sources, id, sink);
  const Reading reading = read(tokens, sink);
  if (reading.tree == nullptr) return {.file = id};
  return Builder(tokens, id, reading.error_offsets, sink).module(*reading.tree);
}

std::optional<syntax::Outline> outline(const source::Map& sources, source::FileId id,
                                       diagnostics::Sink& sink) {
  if (!is_readable(sources[id].text, id, sink)) return std::nullopt;
  diagnostics::Sink found;
  Tokens tokens(sources, id, found);
  const Reading reading = read(tokens, found);
  if (reading.tree != nullptr)
    Builder(tokens, id, reading.error_offsets, found).module(*reading.tree);
  for (const diagnostics::Diagnostic& report : found.all()) sink.report(report);
  if (found.has_errors() || reading.tree == nullptr) return std::nullopt;
  return outline_of(tokens, *reading.tree, sources[id].text);
}

}  // namespace precis::parse
