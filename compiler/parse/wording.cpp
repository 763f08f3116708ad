#include "compiler/parse/wording.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <initializer_list>
#include <set>
#include <vector>

#include "compiler/diagnostics/nearest.h"

namespace precis::parse {

using Types = std::set<std::size_t>;

static Types to_types(const antlr4::misc::IntervalSet& set) {
  Types types;
  for (const ssize_t type : set.toList()) types.insert(static_cast<std::size_t>(type));
  types.erase(static_cast<std::size_t>(antlr4::Token::EPSILON));
  return types;
}

static bool has_all(const Types& types, std::initializer_list<std::size_t> wanted) {
  for (const std::size_t type : wanted) {
    if (!types.contains(type)) return false;
  }
  return true;
}

static void erase_all(Types& types, std::initializer_list<std::size_t> unwanted) {
  for (const std::size_t type : unwanted) types.erase(type);
}

// A soft keyword is expected as a name wherever any name is. Words of declarations stay, since the
// same place may want them as such.
static void erase_soft_keywords(Types& types) {
  std::erase_if(types,
                [](std::size_t type) { return type >= Kind::MODULE && type <= Kind::WHOLE; });
}

static void erase_operators(Types& types) {
  erase_all(types, {Kind::AND,        Kind::OR,      Kind::NOT,           Kind::IN,
                    Kind::IS,         Kind::BEFORE,  Kind::AFTER,         Kind::AROUND,
                    Kind::STRICTLY,   Kind::WITHIN,  Kind::BETWEEN,       Kind::ON,
                    Kind::AT,         Kind::ROUNDED, Kind::OTHERWISE,     Kind::LESS,
                    Kind::LESS_EQUAL, Kind::GREATER, Kind::GREATER_EQUAL, Kind::PLUS,
                    Kind::MINUS,      Kind::STAR,    Kind::SLASH,         Kind::DOT,
                    Kind::LPAREN});
}

static bool is_expression(const Types& types) {
  return has_all(types, {Kind::LPAREN, Kind::LBRACE, Kind::ID, Kind::INTEGER, Kind::TRUE});
}

static bool is_literal(const Types& types) {
  return has_all(types, {Kind::ID, Kind::INTEGER, Kind::TRUE, Kind::DATE});
}

bool expects_expression(const antlr4::misc::IntervalSet& expected) {
  return is_expression(to_types(expected));
}

// Takes what makes up an expression, a value or a name out of `types`, and names it.
static void name_groups(Types& types, std::vector<std::string>& words) {
  if (types.contains(Kind::DECIMAL) && types.contains(Kind::INTEGER) && !is_literal(types)) {
    words.push_back("a number");
    erase_all(types, {Kind::DECIMAL, Kind::INTEGER, Kind::MINUS});
  }
  if (is_expression(types) || is_literal(types)) {
    words.push_back(is_expression(types) ? "an expression" : "a value");
    erase_soft_keywords(types);
    erase_all(types, {Kind::LPAREN, Kind::INTEGER, Kind::DECIMAL, Kind::TRUE, Kind::FALSE,
                      Kind::DATE, Kind::YEAR_MONTH, Kind::TEXT, Kind::MONEY, Kind::RATIO_QUANTITY,
                      Kind::ID, Kind::MINUS, Kind::ANY, Kind::NO, Kind::ALL, Kind::NOT});
    if (words.back() == "an expression") types.erase(Kind::LBRACE);
  }
  if (has_all(types, {Kind::CODESYSTEM, Kind::POLICY, Kind::GENE})) {
    words.push_back("a declaration");
    erase_soft_keywords(types);
    erase_all(types, {Kind::POLICY, Kind::GENE});
  }
  if (has_all(types, {Kind::INTEGER_TYPE, Kind::HISTORY, Kind::ID}) &&
      !types.contains(Kind::SECTION)) {
    words.push_back("a type");
    erase_soft_keywords(types);
    erase_all(types, {Kind::ID, Kind::QUOTED_UNIT, Kind::PERCENT});
  }
  if (has_all(types, {Kind::ID, Kind::SECTION})) {
    words.push_back("a name");
    erase_soft_keywords(types);
    types.erase(Kind::ID);
  }
  if (types.contains(Kind::QUOTED_UNIT)) {
    words.push_back("a unit");
    erase_all(types, {Kind::ID, Kind::QUOTED_UNIT, Kind::PERCENT});
  }
}

// A token that is always written the same way. The vocabulary knows only those that have one mode.
static std::string spelling_of(std::size_t type) {
  static const std::vector<std::pair<std::size_t, std::string>> others = {
      {Kind::INTEGER_TYPE, "integer"},
      {Kind::DECIMAL_TYPE, "decimal"},
      {Kind::GENOME, "Genome"},
      {Kind::LBRACE, "{"},
      {Kind::RBRACE, "}"},
      {Kind::LPAREN, "("},
      {Kind::RPAREN, ")"},
      {Kind::LBRACKET, "["},
      {Kind::RBRACKET, "]"},
      {Kind::COMMA, ","},
      {Kind::COLON, ":"},
      {Kind::DOT, "."},
      {Kind::BAR, "|"},
      {Kind::ARROW, "=>"},
      {Kind::LESS_EQUAL, "<="},
      {Kind::GREATER_EQUAL, ">="},
      {Kind::LESS, "<"},
      {Kind::GREATER, ">"},
      {Kind::EQUALS, "="},
      {Kind::PLUS, "+"},
      {Kind::MINUS, "-"},
      {Kind::STAR, "*"},
      {Kind::SLASH, "/"},
      {Kind::QUESTION, "?"}};
  for (const auto& [kind, spelling] : others) {
    if (kind == type) return spelling;
  }
  // The names of keywords are the keywords, in capitals.
  static const grammar::PrecisLexer lexer(nullptr);
  std::string spelling = lexer.getVocabulary().getSymbolicName(type);
  for (char& letter : spelling) {
    if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
  }
  return spelling;
}

static std::string word_of(std::size_t type) {
  switch (type) {
    case antlr4::Token::EOF:
      return "the end of the file";
    case Kind::ID:
      return "a name";
    case Kind::TEXT:
      return "a text in quotes";
    case Kind::DATE:
      return "a date";
    case Kind::INTEGER:
      return "a whole number";
    case Kind::DECIMAL:
      return "a number";
    case Kind::ALLELE:
      return "an allele";
    case Kind::DASHES:
      return "a line of dashes";
    case Kind::NEWLINE:
      return "the end of the line";
    case Kind::GENE:
      return "`gene`";
    case Kind::MONTH_ENDS:
      return "`month ends refuse`";
    case Kind::CARRY_IN:
      return "`carry-in`";
    case Kind::BECAUSE:
      return "`because` and a text";
    case Kind::ARROW:
      return "`=>`";
    case Kind::OTHERWISE_ROW:
      return "`otherwise`";
    case Kind::TEMPLATE_TEXT:
    case Kind::TEMPLATE_END:
    case Kind::ESCAPED_BRACE:
    case Kind::HOLE_OPEN:
      return "the end of the text";
    default:
      break;
  }
  return "`" + spelling_of(type) + "`";
}

std::string expected_words(const antlr4::misc::IntervalSet& expected) {
  Types types = to_types(expected);
  std::vector<std::string> words;
  name_groups(types, words);
  Types without_operators = types;
  erase_operators(without_operators);
  if (words.empty() && without_operators.empty() && types.size() > 1) return "an operator";
  if (!words.empty() || !without_operators.empty()) types = without_operators;
  for (const std::size_t type : types) {
    const std::string word = word_of(type);
    if (std::ranges::find(words, word) != words.end()) continue;
    words.push_back(word);
  }
  if (words.empty()) return "something else";
  if (words.size() == 1) return words[0];
  if (words.size() > 9) words.resize(9);
  std::string all;
  for (std::size_t i = 0; i + 1 < words.size(); ++i) all += (i > 0 ? ", " : "") + words[i];
  return all + " or " + words.back();
}

std::string nearest_keyword(std::string_view written, const antlr4::misc::IntervalSet& expected) {
  // Capitals: `AND` between two conditions, where the grammar has already given up.
  std::string small(written);
  for (char& letter : small) letter = static_cast<char>(std::tolower(letter));
  for (std::size_t type = Kind::AND; small != written && type <= Kind::FALSE; ++type) {
    if (spelling_of(type) == small) return small;
  }
  // Two letters apart, and yet another word.
  if (written == "than") return "";
  std::vector<std::string> spellings;
  for (const std::size_t type : to_types(expected)) {
    const bool fixed = type != antlr4::Token::EOF && type != Kind::ID && type != Kind::TEXT;
    if (fixed) spellings.push_back(type == Kind::GENE ? "gene" : spelling_of(type));
  }
  const std::vector<std::string_view> candidates(spellings.begin(), spellings.end());
  return std::string(diagnostics::nearest_name(written, candidates).value_or(""));
}

std::string found_words(const Tokens& tokens, const antlr4::Token& token) {
  switch (token.getType()) {
    case antlr4::Token::EOF:
      return "the end of the file";
    case Kind::NEWLINE:
      return "the end of the line";
    case Kind::TEMPLATE_END:
      return "the end of the text";
    case Kind::BECAUSE:
      return "`because`";
    case Kind::GENE:
      return "`gene`";
    default:
      break;
  }
  constexpr std::size_t MaxShown = 40;
  std::string_view text = tokens.text(token);
  if (text.size() <= MaxShown) return fmt::format("`{}`", text);
  text = text.substr(0, MaxShown);
  // Not in the middle of a code point.
  while (find_invalid_utf8(text)) text.remove_suffix(1);
  return fmt::format("`{}…`", text);
}

}  // namespace precis::parse
