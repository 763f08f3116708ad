#pragma once

// The pieces of a page of the book. Private to book.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "compiler/book/book.h"
#include "compiler/book/prose.h"

namespace precis::book {

// A line of the index's register: what it is, what it is called, and where it stands.
struct Entry {
  std::string kind;  // rule, definition, table, dated value, data element, value set, catalog
  std::string name;
  std::string page;
  std::string anchor;
  std::string of;  // the policy or plan
};

// What tests have seen of it; of a plan nothing, its rules are those of its policies.
const coverage::Policy& seen_of(const Contents& contents, ir::PolicyId id);

// The page of one policy or plan, while it is written.
struct Writing {
  const Contents& contents;
  ir::PolicyId id;  // in Contents::lowered
  std::string page;
  std::vector<Entry>& entries;
  Mentioned mentioned = {};

  const typed::Program& program() const { return contents.program; }
  const ir::Policy& policy() const { return contents.lowered.policies[id]; }
  const coverage::Policy& seen() const { return seen_of(contents, id); }
  void enter(const char* kind, std::string name, std::string anchor) {
    entries.push_back({kind, std::move(name), page, std::move(anchor), policy().name});
  }
};

// The file that the policy's page is in: its name, and where several versions share it also the
// version.
std::string page_of(const ir::Program& program, ir::PolicyId id);

std::string policy_page(Writing& writing, const typed::Policy& policy);
std::string plan_page(Writing& writing, const typed::Plan& plan);
std::string index_page(const Contents& contents, const std::vector<Entry>& entries);

// ---- parts of pages; each is empty when there is nothing to say

std::string rows(const std::vector<std::pair<std::string, std::string>>& names_and_html);
std::string decision_rules(Writing& writing, const typed::Policy& policy,
                           const typed::Decision& decision);
// Definitions, tables and dated values that have been mentioned, and those that they mention.
std::string definitions(Writing& writing, std::uint32_t schema);
std::string tables(Writing& writing, std::uint32_t schema);
std::string parameters(Writing& writing, std::uint32_t schema);
std::string sources(const std::vector<typed::Source>& sources,
                    const std::vector<const typed::Citation*>& cited);
std::string citation(const typed::Source& source, const std::string& section,
                     const std::string& strength);
std::string data_elements(Writing& writing);
std::string safeguards(Writing& writing, const std::vector<const typed::Rule*>& rules);
std::string value_sets(Writing& writing);
std::string catalogs(Writing& writing);
std::string tests(const Writing& writing);
std::string versions(const Writing& writing);
std::string authors_note(const Writing& writing);
// Lines to sign on, with the hash of what is signed.
std::string signature(const ir::Policy& policy);

std::string masthead(const ir::Policy& policy, std::string_view what);

}  // namespace precis::book
