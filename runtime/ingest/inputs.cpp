#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "runtime/ingest/bulk.h"
#include "runtime/ingest/ingest.h"

namespace precis::runtime::ingest {

namespace fs = std::filesystem;

// Whether the name ends in that of a format, and then in that of a packing or nothing.
static bool is_record_file(fs::path path) {
  const std::string packing = path.extension().string();
  if (packing == ".gz" || packing == ".xz" || packing == ".zst") path.replace_extension();
  const std::string format = path.extension().string();
  return format == ".ndjson" || format == ".jsonl" || format == ".json";
}

static Result<std::vector<std::string>> files_of(const std::string& folder) {
  std::vector<std::string> files;
  std::error_code error;
  for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    std::error_code gone;
    if (it->is_regular_file(gone) && is_record_file(it->path())) {
      files.push_back(it->path().lexically_normal().generic_string());
    }
  }
  if (error) return Failure{fmt::format("cannot read `{}`: {}", folder, error.message())};
  if (files.empty()) return Failure{fmt::format("no .ndjson or .json file in `{}`", folder)};
  std::sort(files.begin(), files.end());
  return files;
}

Result<std::vector<Input>> inputs(const std::vector<std::string>& paths) {
  std::vector<std::string> files;
  for (const std::string& path : paths) {
    if (std::error_code error; !fs::is_directory(path, error)) {
      files.push_back(path);
      continue;
    }
    Result<std::vector<std::string>> inside = files_of(path);
    if (!inside) return Failure{inside.error()};
    files.insert(files.end(), inside->begin(), inside->end());
  }
  std::vector<Input> all;
  Input exported{"bulk export", {}, true};
  for (const std::string& file : files) {
    if (begins_with_resource(file)) {
      exported.files.push_back(file);
    } else {
      all.push_back({file == "-" ? "standard input" : file, {file}});
    }
  }
  if (!exported.files.empty()) all.push_back(std::move(exported));
  return all;
}

}  // namespace precis::runtime::ingest
