#include "compiler/check/codes.h"

#include <algorithm>
#include <array>
#include <initializer_list>

namespace precis::check {

namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_upper(char c) {
  return c >= 'A' && c <= 'Z';
}

bool all_digits(std::string_view text) {
  return std::ranges::all_of(text, is_digit);
}

bool digits(std::string_view code, bool is_prefix, std::size_t least, std::size_t most) {
  return all_digits(code) && code.size() <= most && (is_prefix || code.size() >= least);
}

// `A` an upper-case letter, `9` a digit, anything else itself.
bool fits(std::string_view code, std::string_view pattern) {
  if (code.size() > pattern.size()) return false;
  for (std::size_t i = 0; i < code.size(); ++i) {
    const bool fits = pattern[i] == 'A'   ? is_upper(code[i])
                      : pattern[i] == '9' ? is_digit(code[i])
                                          : code[i] == pattern[i];
    if (!fits) return false;
  }
  return true;
}

// A letter, a digit, a digit or A or B; then up to four digits or letters, after a dot or not.
bool icd10cm(std::string_view code, bool is_prefix) {
  if (code.empty() || !is_upper(code[0])) return false;
  if (code.size() > 1 && !is_digit(code[1])) return false;
  if (code.size() > 2 && !is_digit(code[2]) && code[2] != 'A' && code[2] != 'B') return false;
  if (code.size() <= 3) return is_prefix || code.size() == 3;
  std::string_view rest = code.substr(3);
  const bool has_dot = rest.front() == '.';
  if (has_dot) rest.remove_prefix(1);
  if (rest.size() > 4 || (rest.empty() && !is_prefix)) return false;
  return std::ranges::all_of(rest, [](char c) { return is_digit(c) || is_upper(c); });
}

// 11 digits as bills have them, or the hyphenated forms of labels.
bool ndc(std::string_view code, bool is_prefix) {
  for (const std::string_view pattern :
       {"99999999999", "9999-9999-99", "99999-999-99", "99999-9999-9", "99999-9999-99"}) {
    if (fits(code, pattern) && (is_prefix || code.size() == pattern.size())) return true;
  }
  return false;
}

// Anatomical group, therapeutic group, pharmacological, chemical group, substance.
bool atc(std::string_view code, bool is_prefix) {
  if (!fits(code, "A99AA99")) return false;
  return is_prefix || code.size() == 1 || code.size() == 3 || code.size() == 4 ||
         code.size() == 5 || code.size() == 7;
}

bool hgnc(std::string_view code, bool is_prefix) {
  constexpr std::string_view Mark = "HGNC:";
  if (code.starts_with(Mark)) {
    return digits(code.substr(Mark.size()), is_prefix, 1, 6);
  }
  return digits(code, is_prefix, 1, 6) || (is_prefix && Mark.starts_with(code));
}

// Luhn's mod 10: from the right every other digit doubled, its digits summed.
char mod10_digit(std::string_view before) {
  int sum = 0;
  bool doubled = true;
  for (std::size_t i = before.size(); i-- > 0;) {
    const int digit = before[i] - '0';
    sum += doubled ? (digit * 2) / 10 + (digit * 2) % 10 : digit;
    doubled = !doubled;
  }
  return static_cast<char>('0' + (10 - sum % 10) % 10);
}

// Verhoeff's scheme, over the dihedral group of ten elements.
char verhoeff_digit(std::string_view before) {
  const auto product = [](int a, int b) {
    if (a < 5) return b < 5 ? (a + b) % 5 : (a + b - 5) % 5 + 5;
    return b < 5 ? (a - 5 - b + 5) % 5 + 5 : (a - b + 5) % 5;
  };
  constexpr std::array<int, 10> Permutation{1, 5, 7, 6, 2, 8, 3, 0, 9, 4};
  constexpr std::array<char, 10> Inverse{'0', '4', '3', '2', '1', '5', '6', '7', '8', '9'};
  int sum = 0;
  int place = 1;
  for (std::size_t i = before.size(); i-- > 0; ++place) {
    int digit = before[i] - '0';
    for (int k = 0; k < place % 8; ++k) digit = Permutation[static_cast<std::size_t>(digit)];
    sum = product(sum, digit);
  }
  return Inverse[static_cast<std::size_t>(sum)];
}

// The last digit of codes that are otherwise formed well.
std::optional<char> wrong_check_digit(std::string_view code, char wanted) {
  if (code.back() == wanted) return std::nullopt;
  return wanted;
}

using Problem = std::optional<CodeProblem>;

Problem unless(bool well_formed, std::string wanted, std::string form) {
  if (well_formed) return std::nullopt;
  return CodeProblem{std::move(wanted), std::move(form), {}};
}

Problem loinc(std::string_view code, bool is_prefix) {
  const std::size_t dash = std::min(code.find('-'), code.size());
  const std::string_view before = code.substr(0, dash);
  const bool formed = !before.empty() && digits(before, is_prefix, 1, 7) &&
                      (is_prefix ? code.size() <= dash + 2 : code.size() == dash + 2) &&
                      (code.size() < dash + 2 || is_digit(code.back()));
  if (!formed) return CodeProblem{"a LOINC code", "1 to 7 digits, `-` and a check digit", {}};
  if (is_prefix) return std::nullopt;
  const auto digit = wrong_check_digit(code, mod10_digit(before));
  return digit ? Problem(CodeProblem{"a LOINC code", "", digit}) : std::nullopt;
}

Problem npi(std::string_view code, bool is_prefix) {
  if (!digits(code, is_prefix, 10, 10)) return CodeProblem{"an NPI", "10 digits", {}};
  if (is_prefix) return std::nullopt;
  // The issuer's prefix of health identifiers in the United States counts too.
  const std::string whole = "80840" + std::string(code.substr(0, 9));
  const auto digit = wrong_check_digit(code, mod10_digit(whole));
  return digit ? Problem(CodeProblem{"an NPI", "", digit}) : std::nullopt;
}

Problem snomed(std::string_view code, bool is_prefix) {
  const bool formed = digits(code, is_prefix, 6, 18) && (code.empty() || code[0] != '0');
  if (!formed) return CodeProblem{"a SNOMED CT identifier", "6 to 18 digits", {}};
  if (is_prefix) return std::nullopt;
  const auto digit = wrong_check_digit(code, verhoeff_digit(code.substr(0, code.size() - 1)));
  return digit ? Problem(CodeProblem{"a SNOMED CT identifier", "", digit}) : std::nullopt;
}

}  // namespace

Problem code_problem(std::string_view url, std::string_view code, bool is_prefix) {
  if (url == "http://www.nlm.nih.gov/research/umls/rxnorm") {
    return unless(digits(code, is_prefix, 1, 8), "an RxNorm code", "1 to 8 digits");
  }
  if (url == "http://hl7.org/fhir/sid/ndc") {
    return unless(ndc(code, is_prefix), "an NDC",
                  "11 digits, or 4-4-2, 5-3-2, 5-4-1 or 5-4-2 digits with hyphens");
  }
  if (url == "http://hl7.org/fhir/sid/icd-10-cm") {
    return unless(icd10cm(code, is_prefix), "an ICD-10-CM code",
                  "a letter, two digits, then a dot and up to four digits or letters: `I21.4`");
  }
  if (url == "http://loinc.org") return loinc(code, is_prefix);
  if (url == "http://hl7.org/fhir/sid/us-npi") return npi(code, is_prefix);
  if (url == "http://hl7.org/fhir/sid/cvx") {
    return unless(digits(code, is_prefix, 1, 3), "a CVX code", "1 to 3 digits");
  }
  if (url == "http://www.genenames.org") {
    return unless(hgnc(code, is_prefix), "an HGNC identifier", "`HGNC:` and digits");
  }
  if (url == "http://www.whocc.no/atc") {
    return unless(atc(code, is_prefix), "an ATC code",
                  "one of its levels: `C`, `C10`, `C10A`, `C10AA` or `C10AA05`");
  }
  if (url == "http://snomed.info/sct") return snomed(code, is_prefix);
  if (url == "http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets") {
    return unless(fits(code, "A9999") && (is_prefix || code.size() == 5), "a HCPCS level II code",
                  "a letter and four digits");
  }
  return std::nullopt;
}

}  // namespace precis::check
