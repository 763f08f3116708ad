// How long policies of many rules take to compile: rules by first match, whose conditions are
// numbers, dates, codes and lists in turn, so that they are code and no tables.

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "bench/fixture.h"
#include "bench/rows.h"
#include "bench/stream.h"
#include "compiler/support/check.h"

namespace precis::bench {

static constexpr std::uint32_t Fields = 10;
static constexpr std::uint32_t Sets = 12;
static constexpr ir::DecisionId Coverage{0};

static std::string vocabulary() {
  std::string text =
      "module bench.mixed\n\n"
      "codesystem Drugs \"http://example.org/bench/drugs\"\ncode Drug of Drugs\n\n";
  for (std::uint32_t set = 0; set < Sets; ++set) {
    text += fmt::format("valueset Set{} of Drugs version \"1\" {{\n", set);
    for (std::uint32_t i = 6 * set; i < 6 * set + 6; ++i) {
      text += fmt::format("  \"D{}\" \"Drug {}\"\n", i, i);
    }
    text += "}\n";
  }
  text +=
      "type Kind { a \"a\" b \"b\" c \"c\" d \"d\" e \"e\" }\n"
      "record Fill { drug : Drug  date : Date  supply : days 0 to 120 }\n"
      "schema Member {\n  birth_date : Date ?\n  kind : Kind ?\n"
      "  fills : history of Fill by date complete\n";
  for (std::uint32_t i = 0; i < Fields; ++i) {
    text += fmt::format("  f{} : integer 0 to 999 ?\n", i);
  }
  return text +
         "}\nrequest Claim { drug : Drug  date : Date }\n"
         "outcome Coverage { approve favorable  deny review  refer review }\n";
}

// One of five kinds.
static std::string condition(std::uint32_t kind, std::uint32_t rule, Stream& random) {
  switch (kind) {
    case 0:
      return fmt::format("member.f{} < {}", (rule + 1) % Fields, 50 + random.below(900));
    case 1:
      return fmt::format("claim.date - member.birth_date < {} days", 3000 + random.below(27'000));
    case 2:
      return fmt::format("member.kind in {{ {}, {} }}", "abcd"[random.below(4)], 'e');
    case 3:
      return fmt::format("claim.drug in Set{}", random.below(Sets));
    default:
      return fmt::format(
          "(any fill in member.fills where fill.drug in Set{} "
          "and fill.date >= claim.date - {} days)",
          random.below(Sets), 10 + random.below(355));
  }
}

// No rule hides another: each asks for a value of its own.
static std::string policy(std::uint32_t rule_count) {
  Stream random(0x5eed'f125);
  std::string text = vocabulary() +
                     "policy mixed \"Mixed rules\" (member : Member, claim : Claim) at claim.date "
                     "{\n  version \"1\"\n  effective 2026-01-01 to 2026-12-31\n"
                     "  decision coverage : Coverage by first match {\n";
  for (std::uint32_t rule = 0; rule < rule_count; ++rule) {
    const std::uint32_t kind = random.below(5);
    text += fmt::format(
        "    rule r{} \"Rule {}\" {{\n      when member.f{} is {} and {} and {}\n"
        "      then {}\n    }}\n",
        rule, rule, rule % Fields, rule / Fields, condition(kind, rule, random),
        condition((kind + 1 + random.below(4)) % 5, rule, random),
        random.below(2) == 0 ? "deny" : "refer");
  }
  return text + "    otherwise approve\n  }\n}\n";
}

static std::vector<std::string> source_of(std::uint32_t rule_count) {
  const auto path = std::filesystem::temp_directory_path() /
                    fmt::format("precis-bench-mixed-{}.precis", rule_count);
  std::ofstream(path) << policy(rule_count);
  return {path.string()};
}

static runtime::Record record_of(const Compiled& compiled) {
  runtime::Record record =
      runtime::blank_record(compiled.schema(), compiled.program->catalogue.enumerations);
  record.facts[compiled.leaf("claim.date")] = {runtime::exact(20'600), runtime::Cause::Known};
  return record;
}

std::vector<Row> mixed_rows() {
  std::vector<Row> rows;
  for (const std::uint32_t rule_count : {100u, 300u, 1'000u}) {
    const std::string workload = fmt::format("mixed, {}", rule_count);
    const std::vector<std::string> sources = source_of(rule_count);
    const auto compiled = std::make_shared<Compiled>(sources);
    const runtime::Record record = record_of(*compiled);
    const auto add = [&](const std::string& engine, auto work) {
      rows.push_back({workload, engine, 1, std::move(work), {}, {}});
    };
    const auto few = std::make_shared<runtime::Batch>(compiled->batch());
    for (std::size_t i = 0; i < runtime::BlockRecords; ++i) few->append(record);
    add("compile, cold", [sources, few] { compile_and_decide(sources, *few, {.eager = true}); });
    add("first trace", [compiled, record] {
      const auto fresh = driver::Evaluator::create(*compiled->program);
      CHECK(fresh.ok(), fresh.error());
      benchmark::DoNotOptimize(fresh->trace(Coverage, record, *compiled->symbols));
    });
  }
  return rows;
}

}  // namespace precis::bench
