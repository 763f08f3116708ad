#include "compiler/lower/content_hash.h"

#include <gtest/gtest.h>

#include <initializer_list>
#include <string>
#include <utility>

namespace precis::lower {
namespace {

std::string hash_of(std::initializer_list<std::pair<const char*, const char*>> files) {
  source::Map sources;
  for (const auto& [path, text] : files) sources.add(path, text);
  return content_hash(sources);
}

TEST(ContentHash, IsThatOfTheTextsAlone) {
  const std::string hash = hash_of({{"a", "module a"}, {"b", "module b"}});
  EXPECT_EQ(hash.size(), 32u);
  EXPECT_EQ(hash_of({{"elsewhere/b", "module b"}, {"c", "module a"}}), hash);
  EXPECT_NE(hash_of({{"a", "module a"}, {"b", "module b "}}), hash);
  EXPECT_NE(hash_of({{"a", "module amodule b"}}), hash);
  EXPECT_NE(hash_of({{"a", "module a"}}), hash);
}

}  // namespace
}  // namespace precis::lower
