#include "compiler/parse/read.h"

#include "compiler/parse/cost.h"
#include "compiler/parse/limits.h"
#include "compiler/parse/recovery.h"

namespace precis::parse {

// Thrown through the parser; never leaves this file.
struct TooDeep {};

static void guard_depth(const antlr4::tree::ParseTree* rule) {
  std::size_t depth = 0;
  for (; rule != nullptr; rule = rule->parent) {
    if (++depth > MaxRuleDepth) throw TooDeep{};
  }
}

// Refuses to recurse so deep that the stack would not hold.
class Parser final : public grammar::PrecisParser {
 public:
  using PrecisParser::PrecisParser;
  void enterRule(antlr4::ParserRuleContext* rule, std::size_t state, std::size_t index) override {
    guard_depth(rule);
    PrecisParser::enterRule(rule, state, index);
  }
  void enterRecursionRule(antlr4::ParserRuleContext* rule, std::size_t state, std::size_t index,
                          int precedence) override {
    guard_depth(rule);
    PrecisParser::enterRecursionRule(rule, state, index, precedence);
  }
};

static std::unique_ptr<grammar::PrecisParser> new_parser(Tokens& tokens,
                                                         antlr4::atn::PredictionMode mode) {
  tokens.stream().seek(0);
  auto parser = std::make_unique<Parser>(&tokens.stream());
  parser->removeErrorListeners();
  parser->getInterpreter<antlr4::atn::ParserATNSimulator>()->setPredictionMode(mode);
  return parser;
}

static void report_depth(const Tokens& tokens, const antlr4::Token& at, diagnostics::Sink& sink) {
  sink.report(diagnostics::NestedTooDeeply.at(tokens.span(at), diagnostics::Text(MaxNestingText))
                  .help("give parts of it names with `define`"));
}

// The quick way, for a file without errors: no tree and no report otherwise.
static Reading read_sound(Tokens& tokens) {
  Reading reading{new_parser(tokens, antlr4::atn::PredictionMode::SLL), nullptr, {}};
  reading.parser->setErrorHandler(std::make_shared<antlr4::BailErrorStrategy>());
  try {
    reading.tree = reading.parser->file();
  } catch (const antlr4::ParseCancellationException&) {
    reading.tree = nullptr;
  }
  return reading;
}

static Reading read_broken(Tokens& tokens, diagnostics::Sink& sink) {
  Reading reading{new_parser(tokens, antlr4::atn::PredictionMode::LL), nullptr, {}};
  auto recovery = std::make_shared<Recovery>(tokens, sink);
  reading.parser->setErrorHandler(recovery);
  try {
    reading.tree = reading.parser->file();
  } catch (const GiveUp&) {
    reading.tree = nullptr;
  }
  reading.error_offsets = recovery->error_offsets();
  return reading;
}

Reading read(Tokens& tokens, diagnostics::Sink& sink) {
  if (tokens.too_deep() != nullptr) {
    report_depth(tokens, *tokens.too_deep(), sink);
    return {};
  }
  try {
    Reading sound = read_sound(tokens);
    if (sound.tree != nullptr) return sound;
    return read_broken(tokens, sink);
  } catch (const TooDeep&) {
    report_depth(tokens, tokens[tokens.stream().index()], sink);
    return {};
  }
}

Cost cost(const source::Map& sources, source::FileId id) {
  diagnostics::Sink ignored;
  Tokens tokens(sources, id, ignored);
  auto parser = new_parser(tokens, antlr4::atn::PredictionMode::LL);
  parser->setErrorHandler(std::make_shared<antlr4::BailErrorStrategy>());
  parser->setProfile(true);
  Cost cost;
  try {
    parser->file();
    cost.whole = !ignored.has_errors();
  } catch (const antlr4::ParseCancellationException&) {
    cost.whole = false;
  }
  for (const antlr4::atn::DecisionInfo& decision :
       parser->getInterpreter<antlr4::atn::ProfilingATNSimulator>()->getDecisionInfo()) {
    cost.full_context_fallbacks += static_cast<std::size_t>(decision.LL_Fallback);
    cost.ambiguities += decision.ambiguities.size();
  }
  return cost;
}

}  // namespace precis::parse
