#include <fmt/format.h>

#include <algorithm>

#include "compiler/book/prose.h"
#include "compiler/html/html.h"

namespace precis::book {

using html::escaped;

// Of several items that are being spoken of, each has its name; of one it is "it".
std::string Prose::item_fact(const typed::ItemFact& it) {
  const typed::Query& query = p_.queries[it.query];
  const runtime::Leaf& leaf = p_.schemas[query.schema].leaves[it.leaf];
  const std::string what = escaped(words_of(leaf.name));
  if (open_.size() == 1) return "its " + what;
  for (Open& open : open_) {
    if (open.query == it.query) open.is_named = true;
  }
  return "the " + what + " of <em>" + escaped(query.binder) + "</em>";
}

static std::string plural(const std::string& noun) {
  if (noun.ends_with("is")) return noun.substr(0, noun.size() - 2) + "es";
  if (noun.ends_with("y")) return noun.substr(0, noun.size() - 1) + "ies";
  return noun + "s";
}

// The kind of item, and of a measurement which: "lab result (LDL)".
std::string Prose::noun(typed::QueryId id, bool is_plural) const {
  const typed::Query& query = p_.queries[id];
  const runtime::List& list = p_.schemas[query.schema].lists[query.list];
  const std::string single = list.record.empty() ? "item" : words_of(list.record);
  std::string text = escaped(is_plural ? plural(single) : single);
  if (query.measured) {
    const auto* set = std::get_if<typed::InValueSet>(&expr(*query.measured).kind);
    if (set != nullptr) text += " (" + escaped(p_.catalogue.value_sets[set->value_set].name) + ")";
  }
  return text;
}

Clause Prose::where(typed::QueryId id) {
  const typed::Query& query = p_.queries[id];
  return query.where ? condition(*query.where) : Clause{};
}

static std::string with_article(const char* article, const std::string& noun) {
  if (std::string_view(article).empty()) return noun;
  const bool is_vowel = std::string_view("aeiou").find(noun[0]) != std::string_view::npos;
  return (is_vowel && article == std::string_view("a") ? "an" : article) + (" " + noun);
}

std::string Prose::items(typed::QueryId id, const char* article) {
  open_.push_back({id});
  const Clause clause = where(id);
  const bool is_named = open_.back().is_named;
  open_.pop_back();
  const typed::Query& query = p_.queries[id];
  const runtime::List& list = p_.schemas[query.schema].lists[query.list];
  std::string text = article == nullptr ? noun(id, true) : with_article(article, noun(id, false));
  if (is_named) text += " <em>" + escaped(query.binder) + "</em>";
  text += fmt::format(" <span class=\"soft\">({})</span>", escaped(list.path));
  const bool has_condition = query.where.has_value();
  return has_condition ? text + " for which " + inline_text(clause) : text;
}

// The question: "there is a fill for which" and its condition as parts, so that a long one is a
// list.
Clause Prose::quantifier(const typed::Quantifier& it, bool negated) {
  open_.push_back({it.query});
  Clause clause = where(it.query);
  std::optional<Clause> satisfied;
  if (it.satisfy) satisfied = condition(*it.satisfy);
  const bool is_named = open_.back().is_named;
  open_.pop_back();
  const typed::Query& query = p_.queries[it.query];
  const runtime::List& list = p_.schemas[query.schema].lists[query.list];
  const bool is_all = it.quantity == typed::Quantity::All;
  const bool is_none = (it.quantity == typed::Quantity::No) != negated;
  std::string text = is_all    ? (negated ? "not every " : "every ") + noun(it.query, false)
                     : is_none ? "there is no " + noun(it.query, false)
                               : "there is " + with_article("a", noun(it.query, false));
  if (is_named) text += " <em>" + escaped(query.binder) + "</em>";
  text += fmt::format(" <span class=\"soft\">({})</span>", escaped(list.path));
  if (is_all) {
    if (query.where) text += " for which " + inline_text(clause);
    Clause made{text + " is one for which"};
    if (satisfied) made.parts.push_back(std::move(*satisfied));
    if (made.parts.size() == 1 && made.parts[0].parts.empty()) {
      return {made.text + " " + made.parts[0].text};
    }
    return {made.text + " " + inline_text(made.parts.empty() ? Clause{} : made.parts[0])};
  }
  if (!query.where) return {text};
  if (clause.parts.empty()) return {text + " for which " + clause.text};
  clause.text = text + " for which" + (clause.text.empty() ? "" : " " + clause.text);
  return clause;
}

std::string Prose::rows(typed::RowsId id) {
  const typed::Rows& it = p_.rows[id];
  std::string text;
  if (it.catalog) {
    if (std::ranges::find(mentioned_.catalogs, *it.catalog) == mentioned_.catalogs.end()) {
      mentioned_.catalogs.push_back(*it.catalog);
    }
    const std::string& name = p_.catalogue.catalogs[*it.catalog].name;
    text = fmt::format("rows of the catalog <a class=\"term\" href=\"#catalog-{}\">{}</a>",
                       html::anchor(name), escaped(name));
  } else {
    text = fmt::format("codes <em>{}</em> of a value set", escaped(it.binder));
  }
  return it.where ? text + " for which " + inline_text(condition(*it.where)) : text;
}

Clause Prose::row_quantifier(const typed::RowQuantifier& it, bool negated) {
  const bool is_all = it.quantity == typed::Quantity::All;
  const bool is_none = (it.quantity == typed::Quantity::No) != negated;
  std::string text = is_all    ? (negated ? "not all " : "all ")
                     : is_none ? "there are no "
                               : "there are ";
  text += rows(it.rows);
  if (it.satisfy) text += " are such that " + inline_text(condition(*it.satisfy));
  return {text};
}

std::string Prose::row_value(const typed::RowValue& it) {
  const typed::Rows& rows = p_.rows[it.rows];
  if (!it.column) return "<em>" + escaped(rows.binder) + "</em>";
  const std::string& column = p_.catalogue.catalogs[*rows.catalog].columns[*it.column].name;
  return fmt::format("the {} of <em>{}</em>", escaped(words_of(column)), escaped(rows.binder));
}

std::string Prose::covered(const typed::Exposure& it) {
  return fmt::format("from {} to {}, both included, that are covered by {}{}", value(it.first),
                     value(it.last), items(it.query, nullptr),
                     it.carry_in ? ", with what earlier fills left over" : "");
}

}  // namespace precis::book
