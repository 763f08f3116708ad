// The real files parse, and cost no full-context lookahead.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "compiler/parse/cost.h"
#include "tests/unit/parse/support.h"

namespace precis::parse {

TEST(RealFiles, ParseWithoutAProblem) {
  const std::vector<std::string> paths = real_files();
  ASSERT_GE(paths.size(), 5u);
  for (const std::string& path : paths) {
    source::Map sources;
    diagnostics::Sink sink;
    const auto id = sources.load(path);
    ASSERT_TRUE(id.ok()) << id.error();
    const syntax::Module tree = file(sources, *id, sink);
    EXPECT_TRUE(tree.path.has_value()) << path;
    EXPECT_GE(tree.decls.size(), 1u) << path;
    for (const auto& it : sink.all()) {
      const auto at = sources.position(*id, it.primary->begin);
      ADD_FAILURE() << path << ":" << at.line << ":" << at.column << " " << it.code << " "
                    << it.message;
    }
  }
}

TEST(RealFiles, NeedNoFullContextLookahead) {
  for (const std::string& path : real_files()) {
    source::Map sources;
    const auto id = sources.load(path);
    ASSERT_TRUE(id.ok());
    const Cost paid = cost(sources, *id);
    EXPECT_TRUE(paid.whole) << path;
    EXPECT_EQ(paid.full_context_fallbacks, 0u) << path;
    EXPECT_EQ(paid.ambiguities, 0u) << path;
  }
}

// Meaningless, but it has every construct once.
static constexpr const char* Everything = "tests/unit/parse/everything.precis";

TEST(Everything, ParsesWithoutAProblem) {
  source::Map sources;
  diagnostics::Sink sink;
  const auto id = sources.load(Everything);
  ASSERT_TRUE(id.ok()) << id.error();
  const syntax::Module tree = file(sources, *id, sink);
  EXPECT_EQ(tree.decls.size(), 33u);
  for (const auto& it : sink.all()) ADD_FAILURE() << it.code << " " << it.message;
}

TEST(Everything, NeedsNoFullContextLookahead) {
  source::Map sources;
  const auto id = sources.load(Everything);
  ASSERT_TRUE(id.ok()) << id.error();
  const Cost paid = cost(sources, *id);
  EXPECT_TRUE(paid.whole);
  EXPECT_EQ(paid.full_context_fallbacks, 0u);
  EXPECT_EQ(paid.ambiguities, 0u);
}

}  // namespace precis::parse
