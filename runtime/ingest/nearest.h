#pragma once

// "Did you mean …?" for names in input records. The compiler has its own; the runtime knows nothing
// of the compiler.

#include <string>
#include <string_view>
#include <vector>

namespace precis::runtime::ingest {

// "did you mean `fills`?" when one of `names` is at most one edit in three letters away (case is
// free), otherwise "it has `a`, `b`"; empty when there are no names.
std::string name_hint(std::string_view wrong, const std::vector<std::string>& names);

// "`a`, `b`, `c`".
std::string name_list(const std::vector<std::string>& names);

}  // namespace precis::runtime::ingest
