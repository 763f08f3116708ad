#pragma once

// Files of reference data that a program names: their text to cells and entries with their places.
// What the cells mean is for `check` to say.

#include <optional>
#include <string>
#include <vector>

#include "compiler/diagnostics/diagnostic.h"
#include "compiler/source/map.h"

namespace precis::reference {

// One cell of a table. The span is that of the text, without the quotes around it.
struct Cell {
  std::string text;
  source::Span span;
};

// A table as written: as many cells in each row as in the header.
struct Table {
  std::vector<Cell> header;
  std::vector<std::vector<Cell>> rows;
};

// Comma-separated values as RFC 4180 has them. Nothing when the file cannot be read to its end,
// which is reported.
std::optional<Table> csv(const source::Map& sources, source::FileId file, diagnostics::Sink& sink);

// A FHIR ValueSet: the codes of its expansion or, without one, those that `compose` lists.
struct ValueSetFile {
  struct Entry {
    std::string system;  // its address
    std::string code;
    std::string display;
    source::Span span;  // of the code
  };
  std::string url;
  std::string version;
  source::Span version_span;
  std::vector<Entry> entries;  // each code once, in the order of the file
};

// Nothing when the file is no active value set whose codes are all listed, which is reported.
std::optional<ValueSetFile> fhir_value_set(const source::Map& sources, source::FileId file,
                                           diagnostics::Sink& sink);

}  // namespace precis::reference
