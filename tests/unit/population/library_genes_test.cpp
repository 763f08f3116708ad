// The genes of the standard library, as compiled from their source, against published rows: every
// allele's function or value, and the sampled diplotypes.

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "compiler/driver/compile.h"
#include "runtime/genes.h"

namespace precis {
namespace {

std::string data_file(const std::string& name) {
  const char* set = std::getenv("PRECIS_DATA");
  return std::string(set ? set : "../shared/data") + "/pgx/" + name;
}

std::vector<std::string> columns(const std::string& line) {
  std::vector<std::string> result;
  std::istringstream stream(line);
  for (std::string cell; std::getline(stream, cell, '\t');) result.push_back(cell);
  return result;
}

TEST(LibraryGenes, GiveThePublishedPhenotypes) {
  const std::string path = data_file("diplotype_phenotype_sample.tsv");
  if (!std::filesystem::exists(path)) GTEST_SKIP() << "no data at " << path;
  source::Map sources;
  ASSERT_TRUE(driver::load(sources, {"policies"}).ok());
  diagnostics::Sink sink;
  const auto program = driver::compile(sources, sink);
  ASSERT_NE(program, nullptr);
  for (const runtime::Gene& gene : program->catalogue.genes) {
    const runtime::Enumeration& phenotypes = program->catalogue.enumerations[gene.phenotypes];
    std::size_t rows = 0;
    std::ifstream file(path);
    for (std::string line; std::getline(file, line);) {
      const std::vector<std::string> row = columns(line);
      const bool is_cpic = row.size() > 5 && row[5].find("CPIC") != std::string::npos;
      if (row[0] != gene.name || !is_cpic) continue;
      const auto result = runtime::from_diplotypes(gene, phenotypes, {row[1]});
      ASSERT_TRUE(result.ok()) << row[1];
      std::string title;
      for (std::size_t i = 0; i < phenotypes.members.size(); ++i) {
        if (result->phenotypes == std::int64_t{1} << i) title = phenotypes.members[i].title;
      }
      EXPECT_EQ(title, row[3]) << gene.name << " " << row[1];
      const bool assigned = row[2] != "n/a" && !row[2].empty();
      if (gene.method == runtime::GeneMethod::ActivityScore) {
        EXPECT_EQ(result->may_be_assigned, assigned) << gene.name << " " << row[1];
      }
      ++rows;
    }
    fmt::print("note: {}: {} published diplotypes come out right\n", gene.name, rows);
    EXPECT_GT(rows, 10u) << gene.name;
  }
}

}  // namespace
}  // namespace precis
