#include "compiler/lower/content_hash.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace precis::lower {
namespace {

using Files = std::vector<std::pair<std::string, std::string>>;

// Of the first file; `data` says which file names which.
std::string hash_of(const Files& files, const std::vector<std::pair<int, int>>& data = {}) {
  source::Map sources;
  for (const auto& [path, text] : files) sources.add(path, text);
  std::vector<typed::Program::DataFile> named;
  for (const auto& [by, file] : data) {
    named.push_back({source::FileId(static_cast<std::uint32_t>(by)),
                     source::FileId(static_cast<std::uint32_t>(file))});
  }
  return content_hash(sources, source::FileId(0), named);
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

TEST(ContentHash, IsOfTheDataFilesThatTheUsedFilesName) {
  const auto of = [](const std::string& table, const std::string& other) {
    return hash_of({{"p", Policy},
                    {"codes", Codes},
                    {"base", Base},
                    {"m", "module other"},
                    {"a.csv", table},
                    {"b.csv", other}},
                   {{2, 4}, {3, 5}});
  };
  const std::string hash = of("key\n1\n", "key\n2\n");
  EXPECT_NE(of("key\n3\n", "key\n2\n"), hash);
  EXPECT_EQ(of("key\n1\n", "key\n3\n"), hash) << "what an unused module names does not matter";
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
