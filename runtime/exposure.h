#pragma once

// Drug exposure: which days a member had a drug on hand, from the fills on file (language page,
// section 7).
//
// Exact meaning, when everything is known: a fill covers [date, date + days - 1]; an early refill
// of the same drug starts the day after the previous supply ends; another drug overlaps without
// shifting; covered days are the union over the drugs. Without carry-in, fills dated before the
// window do not exist: they neither cover nor shift.
//
// Partial knowledge. A completion chooses for each item an exact date, days and drug, whether a
// maybe item is there, and any further fills on unobserved days. Invariant (sound): the exact count
// of every completion is in [low, high]. Invariant (monotone): knowing more never widens [low,
// high].
//   low:  the sure items with an exact date, each with its fewest days; an unknown drug shifts
//         nothing.
//   high: every day that is covered in some completion: the items at their most days and at any of
//         their dates, an unknown drug shifting and shifted by every drug, and every unobserved
//         day.
// An unseen fill on an unobserved day may also last into the observed part, and the language sets
// it no limit. So, unless the caller states one, every day from the first unobserved one on may be
// covered.

#include <cstdint>
#include <limits>
#include <span>

namespace precis::runtime {

// One fill on file. Items come in any order. Invariant (item): date_low <= date_high and
// days_low <= days_high. Supplies of no or negative days cover nothing.
struct ExposureItem {
  std::int64_t drug;
  bool drug_known;
  std::int32_t date_low, date_high;
  std::int64_t days_low, days_high;
  bool sure;
};

// Bounds on a number of days.
struct DayCount {
  std::int64_t low, high;

  friend bool operator==(const DayCount&, const DayCount&) = default;
};

inline constexpr std::int64_t UnlimitedDays = std::numeric_limits<std::int64_t>::max();

// The bounds for histories that are known for ever back or for ever on.
inline constexpr std::int32_t KnownFromAlways = std::numeric_limits<std::int32_t>::min();
inline constexpr std::int32_t KnownToAlways = std::numeric_limits<std::int32_t>::max();

// Covered days of the window [from, to], both ends included; an empty window has none. The history
// is observed on [known_from, known_to]. With `carry_in`, supply of fills dated before the window
// counts in it (and then days before the window that are not observed count as unobserved too).
// `unseen_supply` limits the supply that unseen fills before known_from leave of each drug on
// known_from: 0 makes only the unobserved days themselves uncertain.
DayCount days_covered(std::span<const ExposureItem> items, std::int32_t from, std::int32_t to,
                      std::int32_t known_from, std::int32_t known_to, bool carry_in = false,
                      std::int64_t unseen_supply = UnlimitedDays);

// The longest run of covered days of the same window: from its first covered day to its last, both
// included. Days that are not covered, at most `gap` of them between two covered ones, do not end a
// run; they are days of it. Bounds and carry-in as above.
DayCount longest_run(std::span<const ExposureItem> items, std::int32_t from, std::int32_t to,
                     std::int32_t known_from, std::int32_t known_to, bool carry_in,
                     std::int64_t gap);

// Days of supply left on `day`: the covered days from `day` on, itself included, after all fills
// dated up to `day` and none later. What a refill-too-soon edit compares. high is UnlimitedDays
// when there is an unobserved day up to `day` and no limit on the unseen supply.
DayCount on_hand(std::span<const ExposureItem> items, std::int32_t day, std::int32_t known_from,
                 std::int32_t known_to, std::int64_t unseen_supply = UnlimitedDays);

}  // namespace precis::runtime
