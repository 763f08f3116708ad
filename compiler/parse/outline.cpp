#include "compiler/parse/outline.h"

#include <algorithm>
#include <utility>

#include "compiler/parse/shapes.h"

namespace precis::parse {

using antlr4::tree::ParseTree;
using antlr4::tree::TerminalNode;
using syntax::Shape;
using syntax::WordKind;

namespace {

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

// `1  each/day`, `gene  X {`: words with blanks inside, which say no more than one.
std::string with_single_blanks(std::string_view text) {
  std::string result;
  for (const char c : text) {
    if (!is_blank(c)) {
      result.push_back(c);
    } else if (!result.ends_with(' ')) {
      result.push_back(' ');
    }
  }
  return result;
}

bool has_blanks_to_mend(std::size_t type) {
  return type == Kind::RATIO_QUANTITY || type == Kind::MONTH_ENDS || type == Kind::GENE ||
         type == Kind::BECAUSE;
}

class Outliner {
 public:
  Outliner(const Tokens& tokens, std::string_view text) : tokens_(tokens), text_(text) {}

  syntax::Outline outline(grammar::PrecisParser::FileContext& tree) && {
    add_words();
    add_comments();
    add_parts(tree);
    return std::move(outline_);
  }

 private:
  void add_words();
  void add_comments();
  void add_parts(grammar::PrecisParser::FileContext& tree);
  std::vector<ParseTree*> enter(antlr4::ParserRuleContext& rule, syntax::PartId& part);

  const Tokens& tokens_;
  std::string_view text_;
  syntax::Outline outline_;
  // By index of the token. Line breaks of tables have that of the next word.
  std::vector<std::uint32_t> words_;
};

void Outliner::add_words() {
  for (std::size_t i = 0;; ++i) {
    const antlr4::Token& token = tokens_[i];
    words_.push_back(static_cast<std::uint32_t>(outline_.words.size()));
    if (token.getType() == Kind::NEWLINE) continue;
    const bool is_end = token.getType() == antlr4::Token::EOF;
    const source::Span span = tokens_.span(token);
    std::string text(is_end ? std::string_view() : tokens_.text(span));
    if (has_blanks_to_mend(token.getType())) text = with_single_blanks(text);
    const WordKind kind = is_end ? WordKind::End : kind_of(token.getType());
    outline_.words.push_back({kind, std::move(text), span, {}, std::nullopt, false, false});
    if (is_end) return;
  }
}

// Each comment goes to the word before it on its line, or else to the word after it.
void Outliner::add_comments() {
  std::size_t end = 0;  // of what was met last
  const auto feeds_before = [&](std::size_t begin) {
    const std::string_view between = text_.substr(end, begin - end);
    return std::ranges::count(between, '\n');
  };
  auto comment = tokens_.comments().begin();
  for (std::size_t i = 0; i < outline_.words.size(); ++i) {
    syntax::Word& word = outline_.words[i];
    for (; comment != tokens_.comments().end() && comment->begin < word.span.begin; ++comment) {
      std::string_view said = tokens_.text(*comment);
      while (is_blank(said.back())) said.remove_suffix(1);
      const auto feeds = feeds_before(comment->begin);
      if (feeds == 0 && i > 0) {
        outline_.words[i - 1].beside = said;
      } else {
        word.above.push_back({said, feeds > 1});
      }
      end = comment->end;
    }
    const auto feeds = feeds_before(word.span.begin);
    word.starts_line = feeds > 0 || i == 0;
    word.is_after_blank_line = feeds > 1;
    end = word.span.end;
  }
}

// Adds the part of the rule, if it has a shape of its own; `part` is then that. Gives its children.
std::vector<ParseTree*> Outliner::enter(antlr4::ParserRuleContext& rule, syntax::PartId& part) {
  const bool is_empty =
      rule.stop == nullptr || rule.stop->getTokenIndex() < rule.start->getTokenIndex();
  const std::optional<Shape> shape = shape_of(rule);
  if (shape && !is_empty) {
    const std::uint32_t first = words_[rule.start->getTokenIndex()];
    const std::uint32_t last = words_[rule.stop->getTokenIndex()] + 1;
    const syntax::PartId added = outline_.parts.add({*shape, first, last, {}});
    outline_.parts[part].parts.push_back(added);
    part = added;
  }
  return rule.children;
}

// With a stack of its own: a chain leans to the left as deep as it is long.
void Outliner::add_parts(grammar::PrecisParser::FileContext& tree) {
  struct Open {
    ParseTree* node;
    syntax::PartId part;
  };
  const auto last = static_cast<std::uint32_t>(outline_.words.size() - 1);
  outline_.file = outline_.parts.add({Shape::File, 0, last, {}});
  std::vector<Open> open;
  const auto push = [&](const std::vector<ParseTree*>& children, syntax::PartId part) {
    for (auto it = children.rbegin(); it != children.rend(); ++it) open.push_back({*it, part});
  };
  push(tree.children, outline_.file);
  while (!open.empty()) {
    auto [node, part] = open.back();
    open.pop_back();
    if (auto* terminal = dynamic_cast<TerminalNode*>(node)) {
      const antlr4::Token& token = *terminal->getSymbol();
      if (token.getType() == antlr4::Token::EOF || token.getType() == Kind::NEWLINE) continue;
      const auto& rule = dynamic_cast<antlr4::ParserRuleContext&>(*node->parent);
      if (const auto kind = kind_in(token.getType(), rule)) {
        outline_.words[words_[token.getTokenIndex()]].kind = *kind;
      }
    } else {
      const std::vector<ParseTree*> children =
          enter(dynamic_cast<antlr4::ParserRuleContext&>(*node), part);
      push(children, part);
    }
  }
}

}  // namespace

syntax::Outline outline_of(const Tokens& tokens, grammar::PrecisParser::FileContext& tree,
                           std::string_view text) {
  return Outliner(tokens, text).outline(tree);
}

}  // namespace precis::parse
