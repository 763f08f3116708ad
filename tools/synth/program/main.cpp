// precis-synth: synthetic patients on standard output, one bundle a line.

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <string>

#include "tools/synth/synth.h"

using precis::synth::Overlay;

static constexpr int Fine = 0;
static constexpr int UsageError = 2;

static void print_line(std::string_view line) {
  std::fwrite(line.data(), 1, line.size(), stdout);
  std::fputc('\n', stdout);
}

static int generate(std::size_t patients, std::uint64_t seed) {
  for (std::size_t i = 0; i < patients; ++i) print_line(precis::synth::patient_bundle(seed, i));
  return Fine;
}

static int overlay(const std::string& file, const Overlay& overlay) {
  auto counts = precis::synth::overlay_file(file, overlay, print_line);
  if (!counts) {
    fmt::print(stderr, "error: {}\n", counts.error());
    return UsageError;
  }
  fmt::print(stderr, "{} patients, {} bundles without one patient unchanged, {} conditions coded\n",
             counts->patients, counts->unchanged, counts->coded);
  return Fine;
}

int main(int argc, char** argv) {
  CLI::App app(
      "Synthetic FHIR patients with fills, genotypes and requests, the same for every seed");
  app.require_subcommand(1);
  app.footer(
      "Examples:\n"
      "  precis-synth generate --patients 500 --seed 7 > patients.ndjson\n"
      "  precis-synth overlay bundles.ndjson.xz --seed 7 --code-conditions > bundles.ndjson");
  std::size_t patients = 100;
  Overlay options;
  std::string file;
  CLI::App* make = app.add_subcommand("generate", "Make whole patients");
  make->add_option("--patients", patients, "How many")->capture_default_str();
  make->add_option("--seed", options.seed, "Another seed, other patients")->capture_default_str();
  CLI::App* lay = app.add_subcommand("overlay", "Add resources to the patients of a file");
  lay->add_option("file", file, "Bundles, one a line, plain or packed; `-` is standard input")
      ->required();
  lay->add_option("--seed", options.seed, "Another seed, other resources")->capture_default_str();
  lay->add_flag("--code-conditions", options.code_conditions,
                "Give Conditions coded in SNOMED CT only a synthetic ICD-10-CM coding (R69)");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? Fine : UsageError;
  }
  const int code = make->parsed() ? generate(patients, options.seed) : overlay(file, options);
  if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0) {
    fmt::print(stderr, "error: the output cannot be written\n");
    return UsageError;
  }
  return code;
}
