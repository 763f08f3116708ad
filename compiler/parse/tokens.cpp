#include "compiler/parse/tokens.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>

#include "compiler/parse/limits.h"

namespace precis::parse {

static constexpr std::string_view ByteOrderMark = "\xEF\xBB\xBF";

static std::uint32_t mark_length(std::string_view text) {
  return text.starts_with(ByteOrderMark) ? ByteOrderMark.size() : 0;
}

static constexpr std::array<std::string_view, 15> DeclarationWords = {
    "module", "use",     "codesystem", "code",   "valueset", "measurement", "type", "record",
    "schema", "request", "outcome",    "define", "table",    "policy",      "test"};

// A `}` too many pops nothing. A `}` too few in a gene or a table ends with the next line that can
// only be a declaration, so that the rest of the file is not read in their words.
class Lexer final : public grammar::PrecisLexer {
 public:
  using PrecisLexer::PrecisLexer;

  std::size_t popMode() override {
    if (modeStack.empty()) return mode;
    return PrecisLexer::popMode();
  }

  std::unique_ptr<antlr4::Token> nextToken() override {
    const bool in_lines = mode == Kind::Gene || mode == Kind::Rows;
    if (in_lines && getCharPositionInLine() == 0 && at_declaration()) {
      modeStack.clear();
      setMode(antlr4::Lexer::DEFAULT_MODE);
    }
    return PrecisLexer::nextToken();
  }

 private:
  // A word that begins declarations, blanks, and then a name or a text.
  bool at_declaration() {
    constexpr std::size_t LongestWord = 12;
    std::string word;
    ssize_t at = 1;
    for (; word.size() <= LongestWord && is_letter(_input->LA(at)); ++at) {
      word.push_back(static_cast<char>(_input->LA(at)));
    }
    if (std::ranges::find(DeclarationWords, word) == DeclarationWords.end() && word != "gene") {
      return false;
    }
    if (_input->LA(at) != ' ') return false;
    while (_input->LA(at) == ' ') ++at;
    return is_letter(_input->LA(at)) || _input->LA(at) == '"';
  }

  static bool is_letter(std::size_t c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  }
};

Tokens::Tokens(const source::Map& sources, source::FileId id, diagnostics::Sink& sink)
    : sources_(sources),
      file_(id),
      text_(std::string_view(sources[id].text).substr(mark_length(sources[id].text))),
      offsets_(text_, mark_length(sources[id].text)),
      input_(std::string(text_)),
      lexer_(std::make_unique<Lexer>(&input_)) {
  lexer_->removeErrorListeners();
  std::vector<std::unique_ptr<antlr4::Token>> tokens = lexer_->getAllTokens();
  mend(tokens, sink);
  // The list has to have an end of its own: the runtime throws at an empty one.
  auto end = std::make_unique<antlr4::CommonToken>(antlr4::Token::EOF);
  end->setLine(lexer_->getLine());
  end->setCharPositionInLine(lexer_->getCharPositionInLine());
  tokens.push_back(std::move(end));
  source_ = std::make_unique<antlr4::ListTokenSource>(std::move(tokens));
  stream_ = std::make_unique<antlr4::CommonTokenStream>(source_.get());
  stream_->fill();
  find_depth();
}

source::Span Tokens::span(const antlr4::Token& token) const {
  return span(token, token);
}

source::Span Tokens::span(const antlr4::Token& first, const antlr4::Token& last) const {
  const auto end_of_file = static_cast<std::uint32_t>(sources_[file_].text.size());
  if (first.getType() == antlr4::Token::EOF) return {file_, end_of_file, end_of_file};
  const std::uint32_t begin = offsets_.byte(first.getStartIndex());
  if (last.getType() == antlr4::Token::EOF) return {file_, begin, end_of_file};
  return {file_, begin, std::max(begin, offsets_.byte(last.getStopIndex() + 1))};
}

std::string_view Tokens::text(source::Span span) const {
  return sources_.text(span);
}

bool Tokens::starts_line(std::size_t index) const {
  if (index == 0) return true;
  return (*this)[index].getLine() != (*this)[index - 1].getLine();
}

bool Tokens::mended_before(const antlr4::Token& token) const {
  const std::size_t index = token.getTokenIndex();
  const std::size_t from = index == 0 ? 0 : (*this)[index - 1].getLine();
  const auto line = mended_lines_.lower_bound(from);
  return line != mended_lines_.end() && *line <= token.getLine();
}

// `next` is the character behind it.
static std::string_view help_for_stray(std::string_view text, char next) {
  if (text == "}") return "after `because`, a brace of the text is written `}}`";
  if (text == "!" && next == '=') return "`is not` says that two things differ";
  if (text == "!") return "write `not`";
  if (text == ";") return "a line needs no `;` at its end, and parts have a `,` between them";
  if (text == "&" || text == "&&") return "write `and`";
  if (text == "%") return "write a fraction, `0.25`, or the unit: `25 '%'`";
  if (text == "$") return "money is written `$5.00`: the sign first, and no blank after it";
  if (text == "'") return "a unit in quotes has no spaces in it: `'mg/dL'`";
  if (text == "“" || text == "”" || text == "„") return "texts stand between straight quotes: `\"`";
  if (text == "‘" || text == "’") return "a unit stands between straight quotes: `'mg/dL'`";
  if (text == "≥") return "write `>=`";
  if (text == "≤") return "write `<=`";
  if (text == "≠") return "write `is not`";
  if (text == "–" || text == "—" || text == "−") return "a minus is written `-`";
  if (text == "\u00A0" || text == "\u202F" || text == "\u200B" || text == "\uFEFF") {
    return "it looks like a blank and is none: write a plain blank";
  }
  return "remove it, or write it inside a text between quotes";
}

// Control characters and foreign blanks have no shape of their own.
static std::string shown(std::string_view text) {
  const auto byte = static_cast<unsigned char>(text[0]);
  if (byte < 0x20 || byte == 0x7F) return fmt::format("U+{:04X}", byte);
  if (text == "\u00A0") return "U+00A0";
  if (text == "\u202F") return "U+202F";
  if (text == "\u200B") return "U+200B";
  if (text == "\uFEFF") return "U+FEFF";
  return std::string(text.substr(0, 40));
}

void Tokens::report_stray(const antlr4::Token& first, const antlr4::Token& last,
                          diagnostics::Sink& sink) const {
  const source::Span where = span(first, last);
  const std::string what = shown(text(where));
  const std::string& whole = sources_[file_].text;
  const char next = where.end < whole.size() ? whole[where.end] : '\0';
  sink.report(diagnostics::UnexpectedCharacter.at(where, diagnostics::Text(what))
                  .help(std::string(help_for_stray(text(where), next))));
}

// The quote that was to end a template stands in an expression of it.
void Tokens::unclosed_hole(const antlr4::Token& hole, const antlr4::Token& quote,
                           diagnostics::Sink& sink) {
  if (!mended_lines_.insert(quote.getLine()).second) return;
  source::Span end = span(quote);
  end.end = end.begin + 1;
  sink.report(diagnostics::UnexpectedToken
                  .at(end, diagnostics::TokenSet("`}`"), diagnostics::Text("the end of the text"))
                  .label(span(hole), "opened here")
                  .help("close it, or write `{{` for a brace"));
}

// A text that lacks its end has eaten the `{` that opens the block behind it: it is given back.
std::unique_ptr<antlr4::Token> Tokens::swallowed_brace(antlr4::CommonToken& text_token) const {
  std::string_view written = text(span(text_token));
  std::size_t blanks = 0;
  while (written.ends_with(' ') || written.ends_with('\t')) {
    written.remove_suffix(1);
    ++blanks;
  }
  if (!written.ends_with('{')) return nullptr;
  auto brace = std::make_unique<antlr4::CommonToken>(Kind::LBRACE);
  const std::size_t at = text_token.getStopIndex() - blanks;
  brace->setStartIndex(at);
  brace->setStopIndex(at);
  brace->setLine(text_token.getLine());
  brace->setCharPositionInLine(text_token.getCharPositionInLine() + 1);
  text_token.setStopIndex(at - 1);
  return brace;
}

// Takes stray characters out, a line at most giving one error; closes texts left open.
void Tokens::mend(std::vector<std::unique_ptr<antlr4::Token>>& tokens, diagnostics::Sink& sink) {
  std::vector<const antlr4::Token*> open_templates;
  const antlr4::Token* open_hole = nullptr;
  const auto mended = [&](const antlr4::Token& token) {
    return mended_lines_.insert(token.getLine()).second;
  };
  const auto unclosed = [&](const antlr4::Token& opener, std::string_view help) {
    if (!mended(opener)) return;
    source::Span where = span(opener);
    const std::size_t quote = text(where).find('"');
    if (quote != std::string_view::npos) where.begin += static_cast<std::uint32_t>(quote);
    sink.report(diagnostics::UnterminatedText.at(where).help(std::string(help)));
  };
  constexpr std::string_view CloseText = "end it with `\"`, on the same line";
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    auto& token = static_cast<antlr4::CommonToken&>(*tokens[i]);
    switch (token.getType()) {
      case Kind::STRAY: {
        std::size_t last = i;
        while (last + 1 < tokens.size() && tokens[last + 1]->getType() == Kind::STRAY &&
               tokens[last + 1]->getStartIndex() == tokens[last]->getStopIndex() + 1) {
          ++last;
        }
        stray_offsets_.push_back(span(token).begin);
        if (mended(token) && mended_lines_.size() <= MaxErrors) {
          report_stray(token, *tokens[last], sink);
        }
        i = last;
        break;
      }
      case Kind::HOLE_OPEN:
        open_hole = &token;
        break;
      case Kind::RBRACE:
        open_hole = nullptr;
        break;
      case Kind::UNCLOSED_TEXT:
        if (open_hole != nullptr && open_hole->getLine() == token.getLine()) {
          unclosed_hole(*open_hole, token, sink);
        } else {
          unclosed(token, CloseText);
        }
        token.setType(Kind::TEXT);
        if (auto brace = swallowed_brace(token)) {
          tokens.insert(tokens.begin() + static_cast<std::ptrdiff_t>(i) + 1, std::move(brace));
        }
        break;
      case Kind::COMMENT:
        comments_.push_back(span(token));
        break;
      case Kind::BECAUSE:
        open_templates.push_back(&token);
        break;
      case Kind::UNCLOSED_TEMPLATE:
        if (!open_templates.empty()) unclosed(*open_templates.back(), CloseText);
        token.setType(Kind::TEMPLATE_END);
        [[fallthrough]];
      case Kind::TEMPLATE_END:
        if (!open_templates.empty()) open_templates.pop_back();
        break;
      default:
        break;
    }
  }
  // What ends them was read as part of an expression.
  for (const antlr4::Token* opener : open_templates) {
    unclosed(*opener, "end it with `\"`; after `{` in a text, `}` is missing");
  }
  std::erase_if(tokens, [](const auto& token) {
    return token->getType() == Kind::STRAY || token->getChannel() != antlr4::Token::DEFAULT_CHANNEL;
  });
}

void Tokens::find_depth() {
  std::size_t depth = 0;
  for (std::size_t i = 0; i < stream_->size(); ++i) {
    switch ((*this)[i].getType()) {
      case Kind::LPAREN:
      case Kind::LBRACE:
      case Kind::LBRACKET:
      case Kind::HOLE_OPEN:
      case Kind::GENE:
        if (++depth > MaxNesting) {
          too_deep_ = &(*this)[i];
          return;
        }
        break;
      case Kind::RPAREN:
      case Kind::RBRACE:
      case Kind::RBRACKET:
        if (depth > 0) --depth;
        break;
      default:
        break;
    }
  }
}

}  // namespace precis::parse
