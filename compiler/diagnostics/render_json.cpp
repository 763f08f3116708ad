#include <nlohmann/json.hpp>

#include "compiler/diagnostics/render.h"

namespace precis::diagnostics {

// Ordered, so that members come out as they are documented.
using Json = nlohmann::ordered_json;

static Json place(source::FileId file, std::uint32_t offset, const source::Map& sources) {
  const source::Position position = sources.position(file, offset);
  return {{"line", position.line}, {"column", position.column}, {"byte", offset}};
}

static void add_span(Json& object, source::Span span, const source::Map& sources) {
  object["file"] = sources[span.file].path;
  object["range"] = {{"begin", place(span.file, span.begin, sources)},
                     {"end", place(span.file, span.end, sources)}};
}

std::string render_json(const Diagnostic& diagnostic, const source::Map& sources) {
  Json object = {{"code", diagnostic.code},
                 {"severity", diagnostic.severity == Severity::Error ? "error" : "warning"},
                 {"message", diagnostic.message}};
  if (diagnostic.primary) add_span(object, *diagnostic.primary, sources);
  object["labels"] = Json::array();
  for (const Label& label : diagnostic.labels) {
    Json entry = Json::object();
    add_span(entry, label.span, sources);
    entry["text"] = label.text;
    object["labels"].push_back(std::move(entry));
  }
  if (!diagnostic.help_text.empty()) object["help"] = diagnostic.help_text;
  // Text quoted from a source may be no UTF-8; a report about it must still be written.
  return object.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace precis::diagnostics
