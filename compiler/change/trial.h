#pragma once

// Ways tried on the record: whether they do, with which values, and whether less would do. Private
// to change.

#include <optional>

#include "compiler/change/apply.h"

namespace precis::change {

// A way that does, and the rung that it leads to.
struct Found {
  Way way;
  std::size_t rung;
};

class Trials {
 public:
  Trials(Search& search, int severity) : search_(search), severity_(severity) {}

  // The way with the widest values for which it does; nothing when it does for none that were
  // tried.
  std::optional<Found> settle(const Way& way);
  // What is left when everything that is not needed is left out.
  Found least(Found found);
  // The same request on a later day, and nothing else.
  std::optional<Found> wait();

  // For those that do not: the way with one value for each demand, and its day where it has trials.
  std::optional<Way> one_point(const Way& way) const;

 private:
  std::optional<std::size_t> rung_of(const runtime::Record& record);
  std::optional<std::size_t> check(const Way& way);
  std::optional<Found> with_values(Way way);
  std::optional<Found> with_days(const Way& way);
  std::optional<Found> at_points(const Way& way);
  void keep_codes(Found& found);
  void loosen(Found& found);
  void last_day(Found& found);
  // Less by one, if less does.
  bool leave_out(Found& found);
  bool join_items(Found& found);
  bool does(const Way& way, const Found& as);

  Search& search_;
  int severity_;
};

}  // namespace precis::change
