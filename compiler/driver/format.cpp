#include "compiler/driver/format.h"

#include "compiler/format/format.h"
#include "compiler/parse/parse.h"
#include "compiler/support/check.h"

namespace precis::driver {

std::optional<std::string> format(const source::Map& sources, source::FileId file,
                                  diagnostics::Sink& sink) {
  const auto written = parse::outline(sources, file, sink);
  if (!written) return std::nullopt;
  std::string text = format::file(*written);
  // What an author has written is never put at risk: the new text is read before it is given out.
  source::Map again;
  diagnostics::Sink found;
  const auto read = parse::outline(again, again.add(sources[file].path, text), found);
  CHECK(read && syntax::same_words(*written, *read), "formatting changed what a file says");
  return text;
}

}  // namespace precis::driver
