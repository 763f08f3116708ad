#include "compiler/change/change.h"

#include <fmt/format.h>

#include <algorithm>
#include <deque>

#include "compiler/change/goals.h"
#include "compiler/change/trial.h"
#include "compiler/change/words.h"

namespace precis::change {

// More than this nobody reads.
static constexpr std::size_t MostChanges = 12;
// Further than this from what is on file no plan goes.
static constexpr std::size_t MostAlterations = 4;
static constexpr int MostRepairs = 2;
static constexpr std::size_t MostTried = 120;

namespace {

// Ways are tried the shortest first. One that does not do is taken as far as it goes, and what then
// still stands in the way is solved for from there.
class Finder {
 public:
  Finder(Search& search, int severity)
      : search_(search),
        severity_(severity),
        words_(conditions_of(search)),
        trials_(search, severity) {}

  std::vector<Found> run(const World& world);

 private:
  struct Open {
    Way way;
    int repairs;
  };

  void propose(const World& world, const Way& so_far, int repairs);
  void attempt(const Open& open);
  void repair(const Open& open);
  void keep(Found found);
  bool is_covered(const std::set<Spot>& spots, int severity) const;

  Search& search_;
  int severity_;
  std::map<ir::NodeId, ir::OccurrenceId> words_;
  Trials trials_;
  std::deque<Open> open_;
  std::vector<Found> found_;
};

}  // namespace

std::vector<Found> Finder::run(const World& world) {
  if (std::optional<Found> later = trials_.wait()) keep(std::move(*later));
  propose(world, {}, 0);
  std::size_t tried = 0;
  for (; !open_.empty() && tried < MostTried && !search_.is_spent(); ++tried) {
    const auto shortest = std::ranges::min_element(
        open_, {}, [](const Open& it) { return std::pair(it.way.size(), it.repairs); });
    const Open next = std::move(*shortest);
    open_.erase(shortest);
    attempt(next);
  }
  search_.cut_short |= !open_.empty();
  std::ranges::stable_sort(found_, {}, [&](const Found& it) {
    return std::pair(it.way.size(), severity_of(search_, it.rung));
  });
  return std::move(found_);
}

void Finder::propose(const World& world, const Way& so_far, int repairs) {
  Solver solver(search_, words_);
  for (const Way& more : ways_to_better(search_, solver, world, severity_)) {
    const bool is_later_still = so_far.day && !more.trials.empty();
    std::optional<Way> way = both(search_.program, so_far, more);
    if (way && !is_later_still) open_.push_back({std::move(*way), repairs});
  }
}

void Finder::attempt(const Open& open) {
  if (open.way.size() > MostAlterations) {
    search_.cut_short = true;
    return;
  }
  if (is_covered(touched(open.way), 0)) return;
  if (std::optional<Found> found = trials_.settle(open.way)) {
    return keep(trials_.least(std::move(*found)));
  }
  if (open.repairs < MostRepairs && open.way.size() < MostAlterations) repair(open);
}

void Finder::repair(const Open& open) {
  const std::optional<Way> point = trials_.one_point(open.way);
  if (!point) return;
  Applied applied = apply(search_, *point, Pick::Lowest);
  std::set<runtime::LeafIndex> fixed;
  for (const auto& [spot, demand] : point->demands) {
    if (!spot.item) fixed.insert(spot.leaf);
  }
  const World world(search_, std::move(applied.record), std::move(applied.added), std::move(fixed));
  const bool is_decided = world.answer().kind == runtime::AnswerKind::Decided ||
                          world.answer().kind == runtime::AnswerKind::NeedsInformation;
  // What a treatment comes to is dated; everything else keeps all values that it may have.
  if (is_decided) propose(world, open.way.trials.empty() ? open.way : *point, open.repairs + 1);
}

// Whether something that touches no more leads to as good an outcome.
bool Finder::is_covered(const std::set<Spot>& spots, int severity) const {
  return std::ranges::any_of(found_, [&](const Found& it) {
    const std::set<Spot> less = touched(it.way);
    return severity_of(search_, it.rung) <= severity && less.size() < spots.size() &&
           std::ranges::includes(spots, less);
  });
}

void Finder::keep(Found found) {
  const std::set<Spot> spots = touched(found.way);
  const int severity = severity_of(search_, found.rung);
  if (is_covered(spots, severity)) return;
  std::erase_if(found_, [&](const Found& it) {
    const std::set<Spot> more = touched(it.way);
    return severity <= severity_of(search_, it.rung) && spots.size() < more.size() &&
           std::ranges::includes(more, spots);
  });
  found_.push_back(std::move(found));
}

static bool says_the_same(const explain::Change& a, const explain::Change& b) {
  return a.outcome.text == b.outcome.text &&
         std::ranges::equal(a.alterations, b.alterations, {}, &explain::Alteration::text,
                            &explain::Alteration::text);
}

static std::string note_of(const Search& search, const explain::Changes& made) {
  if (search.is_spent()) {
    return fmt::format("the search stopped after {} evaluations", search.evaluations);
  }
  if (search.cut_short) return "longer ways and further combinations were not looked at";
  if (search.not_solved) return "some conditions cannot be solved for a fact";
  return made.found.empty() ? "nothing that somebody can change leads to a better answer" : "";
}

explain::Changes find(const ir::Program& program, ir::DecisionId decision,
                      const ir::TraceLayout& layout, const runtime::Record& record,
                      const runtime::Symbols& symbols) {
  Search search(program, decision, layout, record, symbols);
  explain::Changes made;
  const World world(search, record);
  const std::optional<int> severity = severity_to_beat(search, world);
  if (!severity) {
    made.note = "no better answer is looked for";
    return made;
  }
  for (const Found& found : Finder(search, *severity).run(world)) {
    explain::Change change = said(search, found);
    const bool is_new = std::ranges::none_of(
        made.found, [&](const explain::Change& it) { return says_the_same(it, change); });
    if (!is_new) continue;
    if (made.found.size() == MostChanges) {
      search.cut_short = true;
      break;
    }
    made.found.push_back(std::move(change));
  }
  made.is_complete = !search.is_spent() && !search.cut_short && !search.not_solved;
  made.note = note_of(search, made);
  return made;
}

}  // namespace precis::change
