#include "compiler/parse/advice.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <initializer_list>
#include <string_view>
#include <utility>
#include <vector>

#include "PrecisParser.h"

namespace precis::parse {

using Rules = grammar::PrecisParser;

namespace {

constexpr std::string_view WriteDate = "write a date as year, month, day: `2026-01-31`";
constexpr std::string_view WriteWindow = "write `within 30 days before request.date`";
constexpr std::string_view OrderOfRule =
    "a rule says `when`, then `then`; `unless`, `because` and `cite` follow";

// Reads the stumble: what stands there and around it.
class Look {
 public:
  explicit Look(const Stumble& at) : at_(at) {}

  std::size_t type(std::ptrdiff_t ahead = 0) const {
    const auto index = static_cast<std::ptrdiff_t>(at_.index) + ahead;
    if (index < 0) return antlr4::Token::EOF;
    // Behind the end there is nothing to look at.
    if (ahead > 0 && ends_before(ahead)) return antlr4::Token::EOF;
    return at_.tokens[static_cast<std::size_t>(index)].getType();
  }
  bool is(std::size_t wanted, std::ptrdiff_t ahead = 0) const { return type(ahead) == wanted; }
  std::string_view text(std::ptrdiff_t ahead = 0) const {
    const auto index = static_cast<std::ptrdiff_t>(at_.index) + ahead;
    if (index < 0 || type(ahead) == antlr4::Token::EOF) return {};
    return at_.tokens.text(at_.tokens[static_cast<std::size_t>(index)]);
  }
  // Whether the token touches the one before it.
  bool touches(std::ptrdiff_t ahead) const {
    if (type(ahead) == antlr4::Token::EOF || type(ahead - 1) == antlr4::Token::EOF) return false;
    const auto index = static_cast<std::size_t>(static_cast<std::ptrdiff_t>(at_.index) + ahead);
    return at_.tokens[index - 1].getStopIndex() + 1 == at_.tokens[index].getStartIndex();
  }
  bool wants(std::size_t kind) const { return at_.expected.contains(static_cast<ssize_t>(kind)); }
  bool wants_only(std::size_t kind) const { return wants(kind) && at_.expected.size() == 1; }
  bool inside(std::size_t rule) const { return is_inside(at_.rule, rule); }
  bool in(std::size_t rule) const {
    return at_.rule != nullptr && at_.rule->getRuleIndex() == rule;
  }
  bool starts_line() const { return at_.tokens.starts_line(at_.index); }
  bool is_order() const {
    return is(Kind::LESS) || is(Kind::LESS_EQUAL) || is(Kind::GREATER) || is(Kind::GREATER_EQUAL);
  }

 private:
  bool ends_before(std::ptrdiff_t ahead) const {
    for (std::ptrdiff_t i = 0; i < ahead; ++i) {
      if (at_.tokens[at_.index + static_cast<std::size_t>(i)].getType() == antlr4::Token::EOF) {
        return true;
      }
    }
    return false;
  }

  const Stumble& at_;
};

// Operators of other languages.
std::string_view meant_by(std::string_view written) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 11> Meant = {{
      {"==", "`is` says that two things are equal"},
      {"<>", "`is not` says that two things differ"},
      {"=<", "write `<=`"},
      {"=>", "write `>=`"},
      {"||", "write `or`"},
      {"|", "write `or`"},
      {"//", "a comment begins with `#`"},
      {"/*", "a comment begins with `#`, on each of its lines"},
      {"--", "a comment begins with `#`"},
      {":=", "write `=`"},
      {"=", "`is` says that two things are equal"},
  }};
  for (const auto& [operation, help] : Meant) {
    if (operation == written) return help;
  }
  return {};
}

// An operator may be two tokens, of which the parser met the first or the second.
Advice foreign_operator(const Look& look, std::size_t index) {
  Advice found{{}, index, index, {}, {}};
  if (look.is(Kind::EQUALS) && look.wants(Kind::COLON)) {
    found.help = "write `:`";
    return found;
  }
  if (look.is(Kind::ARROW) && look.inside(Rules::RuleTable)) return found;
  const bool with_next = look.touches(1);
  const bool with_last = look.touches(0);
  const std::string both = fmt::format("{}{}", look.text(), look.text(1));
  const std::string ended = fmt::format("{}{}", look.text(-1), look.text());
  if (with_next && look.text(1).size() == 1 && !meant_by(both).empty()) {
    found.help = meant_by(both);
    found.last = index + 1;
  } else if (with_last && look.text(-1).size() == 1 && !meant_by(ended).empty()) {
    found.help = meant_by(ended);
    found.first = index - 1;
  } else {
    found.help = meant_by(look.text());
  }
  return found;
}

// What prose says for an operator.
std::string_view in_prose(std::string_view word, std::string_view before) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 16> Prose = {{
      {"less", "write `<`"},
      {"fewer", "write `<`"},
      {"lower", "write `<`"},
      {"under", "write `<`"},
      {"below", "write `<`"},
      {"greater", "write `>`"},
      {"more", "write `>`"},
      {"higher", "write `>`"},
      {"over", "write `>`"},
      {"above", "write `>`"},
      {"equals", "`is` says that two things are equal"},
      {"contains", "`in` asks whether a code is in a value set: `x in Statin`"},
      {"per", "a unit with a slash has no blanks: `1 each/day`"},
      {"old", "leave `old` out: an age is a number of years"},
      {"dollars", "money is written `$5.00`"},
      {"USD", "money is written `$5.00`"},
  }};
  for (const auto& [prose, help] : Prose) {
    if (prose == word) return help;
  }
  if (before == "least") return "write `>=`";
  if (before == "most") return "write `<=`";
  return {};
}

// Words of prose in a condition, and values written the way spreadsheets do.
std::string in_condition(const Look& look) {
  const std::string_view before = look.text(-1);
  if (const std::string_view help = in_prose(look.text(), before); !help.empty()) {
    return std::string(help);
  }
  if (look.text() == "than") {
    const bool less = before == "less" || before == "fewer" || before == "lower";
    return less ? "write `<`" : "write `>`";
  }
  if (look.is(Kind::COMMA) && look.is(Kind::INTEGER, -1) && look.is(Kind::INTEGER, 1)) {
    if (look.wants(Kind::RPAREN)) return "a set stands between braces: `{ 17, 18 }`";
    return fmt::format("a number has no commas: `{}{}`", before, look.text(1));
  }
  if (look.is(Kind::INTEGER) && look.is(Kind::COMMA, -1) && look.is(Kind::MONEY, -2)) {
    return fmt::format("cents stand after a point: `{}.{}`", look.text(-2), look.text());
  }
  if (look.is(Kind::COMMA) && look.is(Kind::MONEY, -1) && look.is(Kind::INTEGER, 1)) {
    return fmt::format("cents stand after a point: `{}.{}`", before, look.text(1));
  }
  if (look.is(Kind::IN) && look.text(1) == "the") return std::string(WriteWindow);
  if (look.text() == "last" && before == "the") return std::string(WriteWindow);
  if (look.is(Kind::DOT) && look.is(Kind::DECIMAL, -1) && look.is(Kind::INTEGER, 1)) {
    return std::string(WriteDate);
  }
  if (look.text() == "of" && look.is(Kind::ID, -1) && look.is(Kind::INTEGER, -2)) {
    return fmt::format("write `within {} {} before ...`", look.text(-2), before);
  }
  if (look.is(Kind::SLASH) && look.is(Kind::INTEGER, -1) && look.is(Kind::INTEGER, 1)) {
    return std::string(WriteDate);
  }
  if (before == "exists" || before == "some") return "write `any f in ... where ...`";
  if (before == "every" || before == "each") return "write `all f in ... satisfy ...`";
  if (look.is(Kind::NOT, -1) && look.is(Kind::IS, -2)) {
    if (look.is(Kind::TESTED)) return "write `not (... is tested)`";
    if (look.is(Kind::KNOWN)) return "write `is unknown`";
    if (look.is(Kind::UNKNOWN)) return "write `is known`";
    if (look.is(Kind::IN)) return "write `not in` without `is`";
  }
  if (look.is(Kind::IN) && look.is(Kind::IS, -1)) return "write `in` without `is`";
  if (look.wants_only(Kind::IN) && look.is(Kind::NOT, -1)) return "write `is not`, or `not in`";
  if (look.is_order() && (look.is(Kind::AND, -1) || look.is(Kind::OR, -1))) {
    return "name what is compared again: `x >= 12 and x <= 18`";
  }
  if (look.is_order() && look.wants(Kind::THEN)) {
    return "compare twice, `x > 12 and x < 18`, or write `x between 13 and 17`";
  }
  if (look.is(Kind::LBRACKET)) return "a set stands between braces: `{ 17, 18 }`";
  return {};
}

std::string in_name(const Look& look) {
  const std::size_t type = look.type();
  const bool reserved = type >= Kind::AND && type <= Kind::FALSE;
  if (reserved && look.wants(Kind::ID) && !look.wants(Kind::INTEGER) && look.is(Kind::ID, 1)) {
    return fmt::format("a name is one word: `{}_{}`", look.text(), look.text(1));
  }
  if (reserved && look.wants(Kind::ID) && !look.wants(Kind::INTEGER)) {
    return fmt::format("`{}` is a word of the language: choose another name", look.text());
  }
  const bool is_hyphen = look.is(Kind::MINUS) && look.touches(0) && look.touches(1);
  if (is_hyphen && look.is(Kind::ID, -1) && !look.in(Rules::RuleDefine)) {
    return fmt::format("a name has no `-`: `{}{}`", look.text(-1), look.text(1));
  }
  if (!look.wants(Kind::EQUALS) || !look.in(Rules::RuleDefine)) return {};
  const bool dashed = look.is(Kind::MINUS) && look.is(Kind::EQUALS, 2);
  if (dashed || look.is(Kind::EQUALS, 1)) {
    return fmt::format("a name is one word: `{}_{}`", look.text(-1), look.text(dashed ? 1 : 0));
  }
  return "write `=` between the name and what it stands for";
}

// Where a clause, a comma or a keyword is missing.
std::string missing_word(const Look& look) {
  struct Missing {
    std::size_t wanted;
    std::size_t rule;  // inside which
    std::string_view help;
  };
  static const std::vector<Missing> all = {
      {Kind::TEXT, Rules::RuleEnumMember, "a member has a text to show: `red \"red\"`"},
      {Kind::TEXT, Rules::RuleValueSetEntry, "a code has a text to show: `\"6809\" \"metformin\"`"},
      {Kind::TEXT, Rules::RuleFile, "write it between quotes: `\"...\"`"},
      {Kind::DATE, Rules::RuleFile, WriteDate},
      {Kind::AT, Rules::RulePolicy, "name the day that answers are for: `at request.date`"},
      {Kind::LPAREN, Rules::RulePolicy,
       "say what it reads: `(member : Member, request : CoverageRequest)`"},
      {Kind::MATCH, Rules::RuleDecision, "write `by first match`"},
      {Kind::BY, Rules::RuleDecision, "write `by first match` before the `{`"},
      {Kind::LBRACE, Rules::RuleUse, "name what is used: `use precis.benefit { Coverage }`"},
      {Kind::MODULE, Rules::RuleFile, "a file begins with its module: `module my.policies`"},
      {Kind::VERSION, Rules::RuleValueSet, "write `version \"2026\"`, the edition of the codes"},
      {Kind::TO, Rules::RulePolicyItem, "write `effective 2026-01-01 to 2026-12-31`"},
      {Kind::DOT, Rules::RuleTestItem, "name the policy too: `expect policy.decision is approve`"},
      {Kind::DASHES, Rules::RuleTable, "a line of dashes stands under the header: `---=>---`"},
      {Kind::COLON, Rules::RuleQuery, "name the items first: `any f in ... where ...`"},
      {Kind::COLON, Rules::RuleFile, "write `:` between the name and its type"},
      {Kind::ELSE, Rules::RuleFile, "say what it is otherwise: `if ... then ... else ...`"},
  };
  for (const Missing& it : all) {
    const bool only = look.wants_only(it.wanted) || it.wanted == Kind::DASHES ||
                      it.rule == Rules::RuleUse ||
                      (it.wanted == Kind::COLON && !look.wants(Kind::RBRACE));
    if (only && look.wants(it.wanted) && look.inside(it.rule)) return std::string(it.help);
  }
  return {};
}

std::string in_rule(const Look& look) {
  if (look.wants_only(Kind::WHEN)) {
    const bool swapped = look.is(Kind::THEN) || look.is(Kind::BECAUSE) || look.is(Kind::CITE);
    return swapped ? std::string(OrderOfRule) : "write `when` before the condition";
  }
  if (look.wants(Kind::THEN)) {
    if (look.is(Kind::BECAUSE) || look.is(Kind::CITE)) return std::string(OrderOfRule);
    if (look.starts_line() && !look.is(Kind::RBRACE)) return "write `then` before the outcome";
  }
  if (look.inside(Rules::RuleRuleDecl) && (look.is(Kind::WHEN) || look.is(Kind::THEN))) {
    return std::string(OrderOfRule);
  }
  const bool in_outcome = look.inside(Rules::RuleRuleDecl) || look.inside(Rules::RuleFallback) ||
                          look.inside(Rules::RuleDecision);
  if (!in_outcome) return {};
  if (look.is(Kind::LPAREN)) return "what an outcome carries stands without parentheses";
  if (look.is(Kind::COLON)) return "write the value after its name, without `:`";
  if (look.is(Kind::TEXT) && look.is(Kind::CITE, -1)) {
    return "name a source of the policy: `cite criteria section \"1\"`";
  }
  if (look.wants(Kind::COMMA) && !look.starts_line() && look.type() > Kind::FALSE &&
      look.type() <= Kind::ID) {
    return fmt::format("write `,` before `{}`", look.text());
  }
  return {};
}

std::string in_data(const Look& look) {
  if (look.wants(Kind::COMPLETE) && look.wants(Kind::KNOWN) && !look.wants(Kind::ID)) {
    return "say how far absence can be trusted: `complete`, `known from <field>` or `open`";
  }
  if (look.inside(Rules::RuleType) && look.wants(Kind::INTEGER)) {
    return "a number has a range: `integer 0 to 100`";
  }
  if (look.inside(Rules::RuleWindowLength) && look.wants(Kind::QUOTED_UNIT)) {
    return fmt::format("write the unit: `{} days`", look.text(-1));
  }
  if (look.inside(Rules::RuleWindow) && look.wants(Kind::INTEGER)) {
    return "say how long and from which day: `within 90 days before request.date`";
  }
  if (look.inside(Rules::RuleRow) && look.is(Kind::MINUS)) return "a range is written `0 to 5`";
  if (look.is(Kind::STAR) && look.inside(Rules::RuleUse)) {
    return "name what is used: `use precis.benefit { Coverage }`";
  }
  if (look.inside(Rules::RuleValueSetEntry) || look.inside(Rules::RuleValueSet)) {
    if (look.is(Kind::COMMA)) return "no comma stands between a code and its text";
    if (look.is(Kind::INTEGER))
      return fmt::format("write it between quotes: `\"{}\"`", look.text());
  }
  if (look.inside(Rules::RuleRecordValue) && look.wants(Kind::COMMA) && look.type() > Kind::FALSE &&
      look.type() <= Kind::ID) {
    return fmt::format("write `,` before `{}`", look.text());
  }
  if (look.wants(Kind::UNIQUE) && look.wants(Kind::COLLECT)) return "write `by first match`";
  return {};
}

bool is_between(const Look& look) {
  return look.wants(Kind::AND) && look.in(Rules::RuleComparisonTail) && !look.wants(Kind::THEN);
}

std::optional<std::size_t> open_brace(const Tokens& tokens, std::size_t index) {
  std::vector<std::size_t> open;
  for (std::size_t i = 0; i < index; ++i) {
    const std::size_t type = tokens[i].getType();
    if (type == Kind::LBRACE || type == Kind::HOLE_OPEN || type == Kind::GENE) open.push_back(i);
    if (type == Kind::RBRACE && !open.empty()) open.pop_back();
  }
  return open.empty() ? std::nullopt : std::optional(open.back());
}

// A bracket too few or too many.
Advice brackets(const Stumble& at, const Look& look) {
  Advice found{{}, at.index, at.index, {}, {}};
  if (look.is(Kind::RPAREN) && !look.wants(Kind::INTEGER)) {
    found.help = "remove it: no `(` is open here";
  } else if (look.is(Kind::RBRACE) && look.in(Rules::RuleFile)) {
    found.help = "remove it: no `{` is open here";
  } else if ((look.is(Kind::RULE) || look.is(Kind::OTHERWISE)) && look.wants(Kind::DECISION) &&
             look.wants(Kind::GUARANTEE)) {
    found.help = "a `}` too many stands above this: the decision has ended";
  } else if (look.is(Kind::RULE) && look.inside(Rules::RuleFallback)) {
    found.help = "`otherwise` is the last line of its decision";
  } else if (look.wants(Kind::RBRACE) && look.starts_line() &&
             (look.is(Kind::RULE) || look.is(Kind::DECISION) || look.is(antlr4::Token::EOF))) {
    found.opener = open_brace(at.tokens, at.index);
    if (found.opener) found.help = "a `}` is missing before this";
  } else if (look.wants(Kind::RPAREN) && !look.wants(Kind::THEN) && look.starts_line()) {
    found.help = "a `)` is missing before this";
  }
  return found;
}

}  // namespace

bool is_inside(const antlr4::RuleContext* context, std::size_t rule) {
  for (; context != nullptr; context = static_cast<antlr4::RuleContext*>(context->parent)) {
    if (context->getRuleIndex() == rule) return true;
  }
  return false;
}

Advice advice(const Stumble& at) {
  const Look look(at);
  // `because` is the word of a clause only with a text behind it.
  if (look.text() == "because" && look.is(Kind::ID)) {
    return {"write the text between quotes: `because \"...\"`",
            at.index + 1,
            at.index + 1,
            "a text in quotes",
            {}};
  }
  if (is_between(look)) return {"write `between 12 and 18`", at.index, at.index, "`and`", {}};
  Advice found = foreign_operator(look, at.index);
  if (!found.help.empty()) return found;
  found = brackets(at, look);
  if (!found.help.empty()) return found;
  for (const auto& read : {in_condition, in_rule, in_name, in_data, missing_word}) {
    found.help = read(look);
    if (!found.help.empty()) break;
  }
  return found;
}

}  // namespace precis::parse
