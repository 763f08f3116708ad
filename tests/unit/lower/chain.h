#pragma once

// From source text to the interpreter's answer for a record, as the driver does it.

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "compiler/diagnostics/render.h"
#include "compiler/driver/compile.h"
#include "compiler/explain/explain.h"
#include "compiler/interp/interp.h"
#include "runtime/ingest/ingest.h"

namespace precis::lower {

class Chain {
 public:
  // A file of the repository.
  static Chain of_file(const std::string& path) {
    Chain chain;
    EXPECT_TRUE(driver::load(*chain.sources_, {path}).ok()) << path;
    chain.compile();
    return chain;
  }
  static Chain of_text(std::string text) {
    Chain chain;
    chain.sources_->add("test.precis", std::move(text));
    chain.compile();
    return chain;
  }

  const ir::Program& program() const { return *program_; }
  bool compiled() const { return program_ != nullptr; }

  struct Decided {
    runtime::Answer answer;
    std::vector<std::string> missing;
    // What the answering rule says.
    std::string reason;
  };
  // The first decision, for one record in the schema's own JSON.
  Decided decide(const std::string& json) {
    auto record =
        runtime::ingest::read_one(json, program_->schemas[0], program_->catalogue, *symbols_);
    if (!record) {
      ADD_FAILURE() << record.error() << "\n" << json;
      return {};
    }
    const ir::DecisionId id(0);
    const ir::TraceLayout layout(*program_, id);
    const interp::Evaluation made = interp::decide(*program_, id, layout, *record, *symbols_);
    const explain::Explanation why =
        explain::decision(*program_, id, layout, made.answer, made.trace, *record, *symbols_, {});
    Decided decided{made.answer, {}, why.reason};
    for (const explain::MissingFact& fact : why.missing) decided.missing.push_back(fact.path);
    return decided;
  }

 private:
  Chain() = default;

  void compile() {
    diagnostics::Sink sink;
    program_ = driver::compile(*sources_, sink);
    for (const diagnostics::Diagnostic& it : sink.all()) {
      if (it.severity != diagnostics::Severity::Error) continue;
      ADD_FAILURE() << diagnostics::render_terminal(it, *sources_, diagnostics::Colour::Off);
    }
    if (!program_) return;
    EXPECT_EQ(verify(*program_), "");
    symbols_ = std::make_unique<runtime::Symbols>(program_->catalogue);
  }

  std::unique_ptr<source::Map> sources_ = std::make_unique<source::Map>();
  std::unique_ptr<const ir::Program> program_;
  std::unique_ptr<runtime::Symbols> symbols_;
};

}  // namespace precis::lower
