#include <algorithm>
#include <set>

#include "compiler/mutate/maker.h"
#include "compiler/mutate/text.h"

namespace precis::mutate {

source::Span Maker::span_of(std::string_view part) const {
  const std::string& whole = sources_[module_.file].text;
  const auto begin = static_cast<std::uint32_t>(part.data() - whole.data());
  return {module_.file, begin, begin + static_cast<std::uint32_t>(part.size())};
}

// The text of a part of a file with the edits made in it.
static std::string edited(const source::Map& sources, source::Span whole,
                          const std::vector<Edit>& edits) {
  std::string made;
  std::uint32_t at = whole.begin;
  for (const Edit& it : edits) {
    made += sources.text({whole.file, at, it.span.begin});
    made += it.text;
    at = it.span.end;
  }
  made += sources.text({whole.file, at, whole.end});
  return made;
}

void Maker::add(const std::string& place, const std::string& change, std::vector<Edit> edits) {
  made_.push_back({place + ": " + change, clause_, folded(text(clause_)),
                   folded(edited(sources_, clause_, edits)), std::move(edits)});
}

void Maker::leave_out(const std::string& place, const std::string& what, source::Span left_out) {
  add(place, "without " + what, {{left_out, ""}});
}

void Maker::swap(const std::string& place, const std::string& change, source::Span a,
                 source::Span b) {
  add(place, change, {{a, std::string(text(b))}, {b, std::string(text(a))}});
}

static Neighbours neighbours_in(const std::vector<syntax::Module>& modules) {
  Neighbours found;
  for (const syntax::Module& module : modules) {
    for (const syntax::Decl& decl : module.decls) {
      const auto* it = std::get_if<syntax::Enumeration>(&decl.kind);
      if (it == nullptr || it->members.size() < 2) continue;
      for (std::size_t i = 0; i < it->members.size(); ++i) {
        const std::size_t other = i + 1 < it->members.size() ? i + 1 : i - 1;
        found[it->members[i].name.text].push_back(it->members[other].name.text);
      }
    }
  }
  return found;
}

// Of equal names the second, third, … say so.
static void number_equal_names(std::vector<Mutant>& mutants) {
  std::map<std::string, int> times;
  for (Mutant& it : mutants) {
    const int number = ++times[it.name];
    if (number > 1) it.name += " (" + std::to_string(number) + ")";
  }
}

std::vector<Mutant> mutants(const std::vector<syntax::Module>& modules,
                            const std::unordered_set<source::FileId>& files,
                            const source::Map& sources) {
  const Neighbours neighbours = neighbours_in(modules);
  std::vector<Mutant> made;
  for (const syntax::Module& module : modules) {
    if (!files.contains(module.file)) continue;
    Maker maker(module, sources, neighbours);
    for (const syntax::Decl& decl : module.decls) maker.decl(decl);
    std::vector<Mutant> more = maker.take();
    std::stable_sort(more.begin(), more.end(), [](const Mutant& a, const Mutant& b) {
      return a.edits[0].span.begin < b.edits[0].span.begin;
    });
    std::move(more.begin(), more.end(), std::back_inserter(made));
  }
  number_equal_names(made);
  return made;
}

std::string mutated_text(const source::Map& sources, const Mutant& mutant) {
  const source::FileId file = mutant.span.file;
  const auto size = static_cast<std::uint32_t>(sources[file].text.size());
  return edited(sources, {file, 0, size}, mutant.edits);
}

}  // namespace precis::mutate
