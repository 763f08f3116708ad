#pragma once

// Values as people read them: units, money, titles, dates, and sets of possible values in words
// ("Poor Metabolizer or Intermediate Metabolizer", "between 55 and 62 kg", "unknown").

#include <string>
#include <string_view>

#include "compiler/ir/program.h"
#include "runtime/cell.h"
#include "runtime/symbols.h"

namespace precis::explain {

// Also says where the value may fault. A cell that holds the whole range of its type is "unknown".
std::string value_text(const ir::Program& program, ir::TypeId type, const runtime::Cell& cell,
                       const runtime::Symbols& symbols);
std::string value_text(const ir::Program& program, const runtime::ValueType& type,
                       const runtime::Cell& cell, const runtime::Symbols& symbols);

// The same, where it is a text that stands somewhere already: a literal, or the title of a member
// of an enumeration. Else empty.
std::string_view told_text(const ir::Program& program, const runtime::ValueType& type,
                           const runtime::Cell& cell);

// The same within a sentence: a code is its display text alone, where it has one.
std::string spoken_text(const ir::Program& program, const runtime::ValueType& type,
                        const runtime::Cell& cell, const runtime::Symbols& symbols);

// One value and no fault: nothing more can be learned. A cell that surely faults is settled too.
bool settled(const runtime::ValueType& type, const runtime::Cell& cell);
// One value and no fault.
bool exact(const runtime::ValueType& type, const runtime::Cell& cell);

std::string date_text(std::int64_t day);

// "1 item", "3 items".
std::string counted(std::size_t count, const char* noun);

}  // namespace precis::explain
