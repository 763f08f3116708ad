#pragma once

// What tests have seen of policies: which rules fired and did not, which conditions were true,
// false and unknown, which exceptions were met, which rows of tables were chosen. Collected from
// traces: nothing is evaluated again.
//
// What counts as seen:
//   rules: a rule fires when it gives the outcome. It does not fire when the decision reaches it
//   and
//     it surely does not apply. A rule after one that surely applies is not reached.
//   conditions: every Boolean construct of the author that a reached rule rests on, and what the
//     policy governs; in a list it is seen once for each item. A use of a definition is its body,
//     `not` its operand. Unknown is what may be either, or may fault.
//   exceptions: met or not met, where the condition of their rule may be true.
//   rows: the row that is surely chosen, with no earlier row that may be.
//   plans: a decision that a plan lists fires when a rule of it gives the plan's answer, and is
//     passed over when another does. The conditions of a plan are what its policies govern and
//     those of its overlays; what is inside its policies is theirs.

#include <cstddef>
#include <map>
#include <string>
#include <tuple>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "compiler/ir/program.h"
#include "compiler/ir/trace_cells.h"
#include "runtime/answer.h"

namespace precis::coverage {

struct Rule {
  std::string name;
  source::Span span;
  bool is_otherwise = false;  // it can only fire
  std::size_t fired = 0;
  std::size_t not_fired = 0;
};

struct Exception {
  std::string rule;
  std::string name;
  source::Span span;
  std::size_t met = 0;
  std::size_t not_met = 0;
};

struct Condition {
  source::Span span;
  std::string text;  // what the author wrote
  bool can_be_unknown = false;
  std::size_t was_true = 0;
  std::size_t was_false = 0;
  std::size_t was_unknown = 0;
};

struct Row {
  std::string table;
  source::Span span;
  std::string text;
  std::size_t chosen = 0;
};

struct Decision {
  std::string name;
  std::vector<Rule> rules;  // in the order of the ladder; `otherwise`, if there is one, is last
  std::vector<Exception> exceptions;
};

struct Policy {
  std::string name;
  source::Span span;
  std::vector<Decision> decisions;
  std::vector<Condition> conditions;  // by file and place
  std::vector<Row> rows;              // by file and place
  bool is_plan = false;
};

// How many of the things that could be seen were.
struct Share {
  std::size_t seen = 0;
  std::size_t of = 0;

  Share& operator+=(Share other);
  // Rounded down, so that 100 is all; of nothing 100.
  std::size_t percent() const { return of == 0 ? 100 : seen * 100 / of; }
};

// Each rule fired and each rule not fired; `otherwise` fired.
Share rules_seen(const Policy& policy);
Share rows_seen(const Policy& policy);
// What `--min-coverage` is about: rules and rows together.
Share gated(const Policy& policy);
Share exceptions_seen(const Policy& policy);
// Each condition true and each false.
Share conditions_decided(const Policy& policy);
// Of the conditions that may be unknown at all.
Share conditions_unknown(const Policy& policy);

class Collector {
 public:
  // Of conditions and rows only those in `files` count: the author's, not the library's. The
  // program must outlive the collector.
  Collector(const ir::Program& program, std::unordered_set<source::FileId> files);

  // One decision that was made for one record; `collected` of those that collect.
  void add(ir::DecisionId decision, const ir::TraceCells& cells, const runtime::Answer& answer,
           const runtime::Collected& collected);

  // In the order of the program's policies, plans last.
  std::vector<Policy> result() const;

 private:
  using Place = std::tuple<std::uint32_t, std::uint32_t, std::uint32_t>;  // file, begin, end
  struct PolicySeen {
    std::map<Place, Condition> conditions;
    std::map<Place, Row> rows;
  };
  struct Walk;

  Policy plan(const ir::Policy& policy, const PolicySeen& seen) const;
  // The exceptions that overlays add to a rule of a plan.
  std::vector<const ir::Exception*> added(const ir::Rule& rule) const;
  Decision enroll(const ir::Decision& decision);
  void enroll(ir::OccurrenceId id, PolicySeen& policy,
              std::unordered_set<std::uint32_t>& visited) const;
  void see_scope(const ir::Planned& planned, Walk& walk);
  void see_exceptions(const ir::Rule& rule, const std::string& name, Decision& seen, Walk& walk);
  void see(ir::OccurrenceId id, const ir::Row& row, Walk& walk);
  void see_condition(const ir::Occurrence& it, const ir::Row& row, Walk& walk);
  void see_rows(const ir::Occurrence& it, const ir::Row& row, Walk& walk);
  bool counts(const ir::Occurrence& it) const { return files_.contains(it.span.file); }
  bool is_condition(const ir::Occurrence& it) const;

  const ir::Program& program_;
  std::unordered_set<source::FileId> files_;
  std::vector<Decision> decisions_;   // parallel to the program's
  std::vector<PolicySeen> policies_;  // parallel to the program's
};

}  // namespace precis::coverage
