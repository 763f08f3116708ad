#pragma once

// A record while it is being made, and the first thing that is wrong with it.

#include <optional>
#include <string>

#include "runtime/ingest/json.h"
#include "runtime/ingest/problem.h"
#include "runtime/ingest/values.h"
#include "runtime/record.h"

namespace precis::runtime::ingest {

// A problem and where in the record it is.
struct Issue {
  Problem problem;
  std::string path;
  std::size_t offset = 0;  // in bytes of the record's text; 0 when it does not matter
};

// The part of a text that one reader looks at: origins and issues are told relative to `root`.
struct Place {
  std::string source;  // "claims.ndjson:17", "Condition/12"
  std::string prefix;  // put before every path
  Json root;
  bool issues_name_source = false;

  std::string path(const Json& at) const;
  std::string issue_path(const Json& at) const;
};

class Draft {
 public:
  explicit Draft(const Values& values);

  Record record;
  std::optional<Issue> issue;

  // Keeps the first problem; always false, so that readers can return it.
  bool reject(Problem problem, std::string path);
  bool reject(Problem problem, const Place& place, const Json& at) {
    return reject(std::move(problem), place.issue_path(at));
  }

  std::uint32_t origin(const Place& place, const Json& at);
  std::uint32_t origin(std::string source, std::string path);

  void set(LeafIndex leaf, Fact fact, std::uint32_t origin);
};

// Every required field of the member or the request (`root`) has a value; otherwise the draft is
// rejected, naming the first that has none.
bool check_required(const Values& values, const std::string& root, Draft& draft);

// Whether a leaf's column cannot hold an unknown value.
bool must_be_exact(const Leaf& leaf);

}  // namespace precis::runtime::ingest
