#pragma once

// How codes of known systems are formed.

#include <optional>
#include <string>
#include <string_view>

namespace precis::check {

// What is wrong with a code.
struct CodeProblem {
  std::string wanted;               // "an NDC"
  std::string form;                 // how such codes look
  std::optional<char> check_digit;  // only this digit is wrong: what it would be
};

// Nothing for a code that is formed as codes of the system are, and for systems that are not known
// here. A prefix stands for all codes that begin so: it may end anywhere. The forms are those of
// the systems' publishers; whether a code exists is not asked.
std::optional<CodeProblem> code_problem(std::string_view system_url, std::string_view code,
                                        bool is_prefix);

}  // namespace precis::check
