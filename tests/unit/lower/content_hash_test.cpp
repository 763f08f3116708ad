#include "compiler/lower/content_hash.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace precis::lower {
namespace {

using Files = std::vector<std::pair<std::string, std::string>>;

// Of the first file.
std::string hash_of(const Files& files) {
  source::Map sources;
  for (const auto& [path, text] : files) sources.add(path, text);
  return content_hash(sources, source::FileId(0));
}

const std::string Policy = "# a policy\nmodule p\nuse lib.codes { A, B }  # use other\npolicy p {}";
const std::string Codes = "module lib.codes use lib.base\n{ C }";
const std::string Base = "module lib.base";

TEST(ContentHash, IsThatOfTheFileAndOfAllThatItUses) {
  const std::string hash = hash_of({{"p", Policy}, {"codes", Codes}, {"base", Base}});
  EXPECT_EQ(hash.size(), 32u);
  EXPECT_NE(hash_of({{"p", Policy + " "}, {"codes", Codes}, {"base", Base}}), hash);
  EXPECT_NE(hash_of({{"p", Policy}, {"codes", Codes + " "}, {"base", Base}}), hash);
  EXPECT_NE(hash_of({{"p", Policy}, {"codes", Codes}, {"base", Base + " "}}), hash)
      << "what is used by what it uses";
}

TEST(ContentHash, NeitherPathsNorOrderNorOtherFilesMatter) {
  const std::string hash = hash_of({{"p", Policy}, {"codes", Codes}, {"base", Base}});
  EXPECT_EQ(hash_of({{"elsewhere/p", Policy}, {"b", Base}, {"c", Codes}}), hash);
  EXPECT_EQ(hash_of({{"p", Policy},
                     {"codes", Codes},
                     {"base", Base},
                     {"test", "module p.test use p { p }"},
                     {"other", "module other"}}),
            hash);
}

}  // namespace
}  // namespace precis::lower
