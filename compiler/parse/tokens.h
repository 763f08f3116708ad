#pragma once

// The words of one file, and where they stand. Mistakes within a word are reported and mended here,
// so that the parser meets none.

#include <cstdint>
#include <memory>
#include <set>
#include <string_view>
#include <vector>

#include "PrecisLexer.h"
#include "antlr4-runtime.h"
#include "compiler/diagnostics/diagnostic.h"
#include "compiler/parse/text.h"
#include "compiler/source/map.h"

namespace precis::parse {

using Kind = grammar::PrecisLexer;

class Tokens {
 public:
  // `id` is of a file with valid UTF-8.
  Tokens(const source::Map& sources, source::FileId id, diagnostics::Sink& sink);

  antlr4::TokenStream& stream() { return *stream_; }

  source::Span span(const antlr4::Token& token) const;
  source::Span span(const antlr4::Token& first, const antlr4::Token& last) const;
  std::string_view text(source::Span span) const;
  std::string_view text(const antlr4::Token& token) const { return text(span(token)); }

  bool starts_line(std::size_t index) const;
  const antlr4::Token& operator[](std::size_t index) const { return *stream_->get(index); }

  // Whether a word was mended on the line of this token, or between it and the one before.
  bool mended_before(const antlr4::Token& token) const;
  // The comments, in order: `# …` to the end of the line.
  const std::vector<source::Span>& comments() const { return comments_; }
  // Where characters were taken out that mean nothing.
  const std::vector<std::uint32_t>& stray_offsets() const { return stray_offsets_; }
  // The bracket that makes the file too deep, if it is.
  const antlr4::Token* too_deep() const { return too_deep_; }

 private:
  void mend(std::vector<std::unique_ptr<antlr4::Token>>& tokens, diagnostics::Sink& sink);
  void unclosed_hole(const antlr4::Token& hole, const antlr4::Token& quote,
                     diagnostics::Sink& sink);
  std::unique_ptr<antlr4::Token> swallowed_brace(antlr4::CommonToken& text_token) const;
  void report_stray(const antlr4::Token& first, const antlr4::Token& last,
                    diagnostics::Sink& sink) const;
  void find_depth();

  const source::Map& sources_;
  source::FileId file_;
  std::string_view text_;
  Offsets offsets_;
  antlr4::ANTLRInputStream input_;
  std::unique_ptr<grammar::PrecisLexer> lexer_;
  std::unique_ptr<antlr4::ListTokenSource> source_;
  std::unique_ptr<antlr4::CommonTokenStream> stream_;
  std::set<std::size_t> mended_lines_;
  std::vector<source::Span> comments_;
  std::vector<std::uint32_t> stray_offsets_;
  const antlr4::Token* too_deep_ = nullptr;
};

}  // namespace precis::parse
