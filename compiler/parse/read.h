#pragma once

// Runs the grammar over the words of a file.

#include <cstdint>
#include <memory>
#include <vector>

#include "PrecisParser.h"
#include "compiler/diagnostics/diagnostic.h"
#include "compiler/parse/tokens.h"

namespace precis::parse {

struct Reading {
  std::unique_ptr<grammar::PrecisParser> parser;
  // Owned by the parser. Nothing when the file was given up.
  grammar::PrecisParser::FileContext* tree = nullptr;
  // Byte offsets of the syntax errors reported.
  std::vector<std::uint32_t> error_offsets;
};

Reading read(Tokens& tokens, diagnostics::Sink& sink);

}  // namespace precis::parse
