#include "tools/cli/records.h"

#include <fmt/format.h>

#include "compiler/diagnostics/diagnostic.h"

namespace precis::cli {

namespace {

// One input read for one schema.
class InputReading {
 public:
  InputReading(const Inputs& inputs, std::uint32_t schema, Counts& counts, const OnBatch& on_batch)
      : inputs_(inputs),
        schema_(schema),
        counts_(counts),
        on_batch_(on_batch),
        symbols_(inputs.program.catalogue) {}

  int read(const runtime::ingest::Input& input) {
    runtime::ingest::Options options;
    if (!inputs_.request.empty()) options.default_request = inputs_.request;
    auto reader = runtime::ingest::Reader::open(input, inputs_.program.schemas[schema_],
                                                inputs_.program.catalogue, symbols_, options);
    if (!reader.ok()) {
      print_error(unreadable(reader.error()));
      return UsageError;
    }
    Progress progress(input.name, reader->bytes_in_all());
    while (auto outcome = reader->next()) {
      for (const auto& rejection : outcome->rejections) {
        if (!inputs_.member.empty() && rejection.record != inputs_.member) continue;
        fmt::print(stderr, "{}\n", runtime::ingest::to_text(rejection));
        ++counts_.rejections;
      }
      for (runtime::Record& record : outcome->records) records_.push_back(std::move(record));
      if (records_.size() >= BatchSize && !flush()) break;
      progress.show(reader->bytes_taken(),
                    fmt::format("{} members", grouped(reader->summary().read)));
    }
    flush();
    count(reader->summary());
    return Fine;
  }

 private:
  bool flush() {
    if (records_.empty()) return true;
    const bool more = on_batch_(schema_, records_, symbols_);
    records_.clear();
    symbols_.clear();
    return more;
  }
  void count(const runtime::ingest::Summary& summary) {
    counts_.members += summary.read;
    counts_.requests += summary.requests;
    for (const auto& [reason, count] : summary.ignored) counts_.ignored[reason] += count;
  }

  const Inputs& inputs_;
  std::uint32_t schema_;
  Counts& counts_;
  const OnBatch& on_batch_;
  runtime::Symbols symbols_;
  std::vector<runtime::Record> records_;
};

}  // namespace

int read_records(const Inputs& inputs, Counts& counts, const OnBatch& on_batch) {
  const auto schemas = static_cast<std::uint32_t>(inputs.program.schemas.size());
  auto all = runtime::ingest::inputs(inputs.files);
  if (!all.ok()) {
    print_error(unreadable(all.error()));
    return UsageError;
  }
  for (const runtime::ingest::Input& input : *all) {
    if (input.files.front() == "-" && schemas > 1) {
      print_error(diagnostics::SharedStandardInput.nowhere().help(
          "give the records as a file, or run the policies of each schema alone"));
      return UsageError;
    }
    for (std::uint32_t schema = 0; schema < schemas; ++schema) {
      InputReading reading(inputs, schema, counts, on_batch);
      if (const int code = reading.read(input); code != Fine) return code;
    }
  }
  return Fine;
}

First first_record(const Inputs& inputs, std::uint32_t schema, runtime::Symbols& symbols) {
  const std::string& path = inputs.files.front();
  runtime::ingest::Options options;
  if (!inputs.request.empty()) options.default_request = inputs.request;
  auto reader = runtime::ingest::Reader::open(path, inputs.program.schemas[schema],
                                              inputs.program.catalogue, symbols, options);
  if (!reader.ok()) {
    print_error(unreadable(reader.error()));
    return {std::nullopt, UsageError};
  }
  while (auto outcome = reader->next()) {
    for (const auto& rejection : outcome->rejections) {
      fmt::print(stderr, "{}\n", runtime::ingest::to_text(rejection));
    }
    if (!outcome->records.empty()) return {std::move(outcome->records.front()), Fine};
    if (!outcome->rejections.empty()) return {std::nullopt, RecordsRejected};
  }
  print_error(unreadable(fmt::format("`{}` holds no record", path)));
  return {std::nullopt, UsageError};
}

}  // namespace precis::cli
