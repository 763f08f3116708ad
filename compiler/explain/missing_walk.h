#pragma once

// From what is not settled back to the facts that leave it so. Private to explain.

#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "compiler/explain/view.h"
#include "compiler/explain/weigh.h"
#include "compiler/explain/words.h"

namespace precis::explain {

// Schema order: leaves of member and request, then each list's history and items; then catalogs.
using Order = std::tuple<int, std::uint32_t, std::size_t, std::uint32_t>;

struct Found {
  MissingFact fact;
  std::vector<std::string> asked;
  std::vector<Stand> stands;  // that become known with it
};

// Walks back from one root of one rule through what leaves it unsettled.
class Walk {
 public:
  Walk(const View& view, const Words& words, std::string rule, std::map<Order, Found>& found)
      : view_(view), words_(words), rule_(std::move(rule)), found_(found) {}

  void from(ir::NodeId root) { visit(root, {}, std::nullopt); }

  // Histories whose construct was rewritten so that no node of its own is left.
  void finish();

 private:
  void visit(ir::NodeId id, const Row& row, std::optional<Stand> parent);
  void operands(const Stand& at, const ir::Node& node);
  void choose(const Stand& at, const ir::Node& node);
  void each_item(const Stand& at, const ir::Node& node);
  void total(const Stand& at, const ir::Node& node);
  void selection(const Stand& at, const ir::Node& node);
  void exposure(const Stand& at, const ir::Node& node);
  void look_up(const Stand& at, const ir::Node& node);
  void histories(const Stand& at);

  const ir::Occurrence* over_list(const Stand& at, runtime::ListIndex list) const;
  void report_leaf(const Stand& at, const ir::Node& node);
  void report_gene(const Stand& at, runtime::ListIndex list);
  void report_history(const Stand& at, runtime::ListIndex list, const ir::Occurrence* over);
  void say_what_is_on_file(const Stand& at, const ir::Occurrence& over, MissingFact& missing) const;
  void add(const Stand& at, const Order& order, MissingFact fact, const std::string& asked = {});
  std::string why(const Stand& at) const;
  void conditions_around(ir::OccurrenceId from, const Stand& at, std::set<std::uint32_t>& seen,
                         std::optional<std::string>& best) const;
  std::optional<std::string> words_above(const Stand& at) const;

  const View& view_;
  const Words& words_;
  std::string rule_;
  std::map<Order, Found>& found_;
  std::set<Stand> seen_;
  std::map<Stand, std::set<Stand>> parents_;
  std::vector<std::pair<Stand, ir::NodeId>> unseen_;  // and the node that says what is observed
  std::set<std::uint32_t> reported_observed_;
};

}  // namespace precis::explain
