#include "runtime/symbols.h"

namespace precis::runtime {

static std::string key_of(std::uint32_t system, std::string_view code) {
  std::string key(reinterpret_cast<const char*>(&system), sizeof(system));
  key += code;
  return key;
}

Symbols::Symbols(const Catalogue& catalogue)
    : catalogue_(catalogue), words_((catalogue.value_sets.size() + 63) / 64) {
  for (std::uint32_t set = 0; set < catalogue.value_sets.size(); ++set) {
    for (const ValueSetEntry& entry : catalogue.value_sets[set].entries) {
      if (entry.prefix) {
        prefixes_[entry.system].push_back({entry.code, set, entry.display});
      } else {
        ExactEntry& exact = exact_[key_of(entry.system, entry.code)];
        exact.value_sets.push_back(set);
        if (exact.display.empty()) exact.display = entry.display;
      }
    }
  }
  clear();
}

void Symbols::clear() {
  ids_.clear();
  entries_.assign(1, {TextSystem, ""});
  membership_.assign(words_, 0);
  for (const NamedCode& it : catalogue_.named_codes) intern(it.system, it.code);
}

Symbol Symbols::intern(std::uint32_t system, std::string_view code) {
  auto [place, added] =
      ids_.try_emplace(key_of(system, code), static_cast<Symbol>(entries_.size()));
  if (added) {
    entries_.push_back({system, std::string(code)});
    add_membership(system, code);
  }
  return place->second;
}

void Symbols::add_membership(std::uint32_t system, std::string_view code) {
  const std::size_t row = membership_.size();
  membership_.resize(row + words_, 0);
  auto set_bit = [&](std::uint32_t set) {
    membership_[row + set / 64] |= std::uint64_t{1} << (set % 64);
  };
  if (auto found = exact_.find(key_of(system, code)); found != exact_.end()) {
    for (std::uint32_t set : found->second.value_sets) set_bit(set);
  }
  if (auto found = prefixes_.find(system); found != prefixes_.end()) {
    for (const PrefixEntry& entry : found->second) {
      if (code.starts_with(entry.prefix)) set_bit(entry.value_set);
    }
  }
}

std::string_view Symbols::display(Symbol symbol) const {
  const Entry& wanted = entries_[symbol];
  const auto exact = exact_.find(key_of(wanted.system, wanted.code));
  if (exact != exact_.end() && !exact->second.display.empty()) return exact->second.display;
  const auto prefixes = prefixes_.find(wanted.system);
  if (prefixes == prefixes_.end()) return {};
  for (const PrefixEntry& it : prefixes->second) {
    if (!it.display.empty() && wanted.code.starts_with(it.prefix)) return it.display;
  }
  return {};
}

}  // namespace precis::runtime
