#pragma once

// What happens at a syntax error: it is reported once, in our words, and reading goes on at the
// next line of the innermost list (of declarations, of rules, of the clauses of a rule) the error
// is in.

#include <cstdint>
#include <optional>
#include <vector>

#include "PrecisParser.h"
#include "antlr4-runtime.h"
#include "compiler/diagnostics/diagnostic.h"
#include "compiler/parse/tokens.h"

namespace precis::parse {

// Thrown through the parser when a file is not worth reading on; never leaves this folder.
struct GiveUp {};

class Recovery final : public antlr4::DefaultErrorStrategy {
 public:
  Recovery(const Tokens& tokens, diagnostics::Sink& sink) : tokens_(tokens), sink_(sink) {}

  void reportError(antlr4::Parser* parser, const antlr4::RecognitionException& error) override;
  void recover(antlr4::Parser* parser, std::exception_ptr error) override;
  antlr4::Token* recoverInline(antlr4::Parser* parser) override;
  void sync(antlr4::Parser* parser) override;

  // Byte offsets of what could not be read.
  const std::vector<std::uint32_t>& error_offsets() const { return error_offsets_; }

 private:
  // A place the parser passed without consuming anything, and what it would have taken there.
  struct Passed {
    std::size_t state;
    antlr4::RuleContext* context;
  };

  antlr4::misc::IntervalSet expected_at(antlr4::Parser& parser,
                                        const antlr4::RecognitionException* error) const;
  void report(antlr4::Parser& parser, const antlr4::RecognitionException* error);
  void report_at(const antlr4::Token& at, const antlr4::misc::IntervalSet& expected,
                 const antlr4::RuleContext* rule);
  bool is_told(const antlr4::Token& at, const antlr4::RuleContext* context) const;
  bool begins_at_margin(std::size_t index) const;
  std::optional<std::size_t> swallowed_before(antlr4::Parser& parser, std::size_t index) const;
  bool step_back(antlr4::Parser& parser);
  void skip(antlr4::Parser& parser, antlr4::ParserRuleContext& item, std::size_t from,
            std::size_t rule, bool may_stay);
  void note(antlr4::Parser& parser);

  const Tokens& tokens_;
  diagnostics::Sink& sink_;
  std::vector<std::uint32_t> error_offsets_;
  // Set by a report, used by the recovery from it.
  std::optional<std::size_t> swallowed_;
  std::size_t passed_at_ = 0;
  std::vector<Passed> passed_;
};

}  // namespace precis::parse
