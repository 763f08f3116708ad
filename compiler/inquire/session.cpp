#include <fmt/format.h>

#include <algorithm>

#include "compiler/explain/explain.h"
#include "compiler/inquire/inquire.h"
#include "compiler/inquire/schema_facts.h"
#include "compiler/interp/interp.h"
#include "runtime/date.h"
#include "runtime/ingest/ingest.h"

namespace precis::inquire {

using runtime::AnswerKind;

// What explanations name as the source of an answer.
static constexpr const char* Source = "answer";

static runtime::Record blank(const ir::Program& program, const runtime::Schema& schema) {
  return runtime::blank_record(schema, program.catalogue.enumerations);
}

Session::Session(const ir::Program& program, ir::DecisionId decision, runtime::Symbols& symbols,
                 std::optional<runtime::Record> record)
    : program_(program),
      decision_(decision),
      schema_(schema_of(program, decision)),
      symbols_(symbols),
      has_record_(record.has_value()),
      record_(record ? std::move(*record) : blank(program, schema_)) {
  for (std::string& path : open_facts(program, decision, record_, !has_record_)) {
    open_at_first_.insert(std::move(path));
  }
}

std::optional<Question> Session::day() const {
  const runtime::Cell& at = record_.facts[schema_.at].cell;
  if (at.low == at.high) return std::nullopt;
  Question made;
  made.path = schema_.leaves[schema_.at].path;
  made.why = "every window of time ends on it";
  made.field = field_of(program_, decision_, schema_.at);
  return made;
}

explain::Explanation Session::explanation(const explain::Identity& extra) const {
  const ir::TraceLayout layout(program_, decision_);
  const interp::Evaluation made = interp::decide(program_, decision_, layout, record_, symbols_);
  return explain::decision(program_, decision_, layout, made.answer, made.trace, record_, symbols_,
                           extra);
}

std::optional<Question> Session::next() {
  if (auto day = this->day()) return day;
  const explain::Explanation it = explanation();
  for (const explain::MissingFact& fact : it.missing) {
    if (left_.contains(fact.path) || !target_of(schema_, fact.path)) continue;
    return question(program_, decision_, fact);
  }
  return has_record_ ? std::nullopt : unsaid(it);
}

// A list in which absence counts, on which the decision rests, and of which nobody has said that it
// is empty.
std::optional<Question> Session::unsaid(const explain::Explanation& it) const {
  for (const explain::FactUsed& fact : it.facts) {
    const std::string path(fact.path);
    const auto target = target_of(schema_, path);
    if (!target || !target->list || target->item || left_.contains(path)) continue;
    if (schema_.lists[*target->list].absence != runtime::Absence::Complete) continue;
    explain::MissingFact open;
    open.path = path;
    open.why = "what is not in this list counts as not there";
    open.known = fact.value;
    return question(program_, decision_, open);
  }
  return std::nullopt;
}

void Session::leave(const Question& question) {
  asked_.insert(question.path);
  left_.insert(question.path);
}

static std::string nested(std::string_view path, std::string json) {
  while (!path.empty()) {
    const std::size_t dot = path.rfind('.');
    const std::string_view name = dot == path.npos ? path : path.substr(dot + 1);
    json = fmt::format("{{\"{}\": {}}}", name, json);
    path = dot == path.npos ? std::string_view() : path.substr(0, dot);
  }
  return json;
}

std::optional<std::string> Session::answer(const Question& question, std::string_view json) {
  const std::string path = question.list ? schema_.lists[*question.list].path : question.path;
  const std::string value = question.list ? fmt::format("[{}]", json) : std::string(json);
  auto part = runtime::ingest::read_part(nested(path, value), Source, schema_, program_.catalogue,
                                         symbols_);
  if (!part.ok()) return part.error();
  asked_.insert(question.path);
  return take(question, *part);
}

std::optional<std::string> Session::take(const Question& question, const runtime::Record& part) {
  const auto moved = [&](runtime::Fact fact) {
    record_.origins.push_back(part.origins[fact.origin]);
    fact.origin = static_cast<std::uint32_t>(record_.origins.size() - 1);
    return fact;
  };
  const auto moved_item = [&](const runtime::Item& from) {
    runtime::Item item;
    for (const runtime::Fact& fact : from.facts) item.facts.push_back(moved(fact));
    return item;
  };
  if (question.list) {
    std::vector<runtime::Item>& items = record_.lists[*question.list];
    runtime::Item item = moved_item(part.lists[*question.list].at(0));
    if (question.item) {
      items.at(*question.item) = std::move(item);
      left_.insert(question.path);
    } else {
      items.push_back(std::move(item));
    }
    return std::nullopt;
  }
  for (const runtime::GeneSlot& slot : schema_.genes) {
    if (slot.path != question.path) continue;
    for (const auto leaf : {slot.phenotype, slot.tested, slot.score, slot.assigned}) {
      record_.facts[leaf] = moved(part.facts[leaf]);
    }
    record_.lists[slot.candidates].clear();
    for (const runtime::Item& item : part.lists[slot.candidates]) {
      record_.lists[slot.candidates].push_back(moved_item(item));
    }
    // What a laboratory's result leaves open nobody can say.
    left_.insert(question.path);
  }
  for (std::size_t leaf = 0; leaf < schema_.leaves.size(); ++leaf) {
    if (schema_.leaves[leaf].list || schema_.leaves[leaf].path != question.path) continue;
    record_.facts[leaf] = moved(part.facts[leaf]);
    if (record_.facts[leaf].cause != runtime::Cause::Known) left_.insert(question.path);
  }
  return std::nullopt;
}

// Whether an author's words read the leaf as a fact of its own.
static bool is_read(const ir::Program& program, runtime::LeafIndex leaf) {
  for (std::uint32_t i = 0; i < program.occurrences.size(); ++i) {
    const ir::Occurrence& it = program.occurrences[ir::OccurrenceId(i)];
    const ir::Node& node = program.graph[it.node];
    if (node.op == ir::Op::Fact && node.a == static_cast<std::int64_t>(leaf)) return true;
  }
  return false;
}

// The earliest day of "2025-03-01 to 2026-03-01; everything up to 2026-02-01".
static runtime::Day first_day(const std::string& windows, const runtime::ValueType& type) {
  auto first = static_cast<runtime::Day>(type.high);
  std::size_t from = 0;
  while (from < windows.size()) {
    const std::size_t end = std::min(windows.find("; ", from), windows.size());
    const std::string window = windows.substr(from, end - from);
    const auto day = runtime::parse_date(window.substr(0, 10));
    first = std::min(first, day.ok() ? day->first : static_cast<runtime::Day>(type.low));
    from = end + 2;
  }
  return windows.empty() ? static_cast<runtime::Day>(type.low) : first;
}

bool Session::close(const Question& question) {
  leave(question);
  const runtime::List& list = schema_.lists[*question.list];
  if (list.absence == runtime::Absence::Complete) return true;
  if (list.absence != runtime::Absence::KnownWithin || !list.known_from) return false;
  if (is_read(program_, *list.known_from)) return false;
  runtime::Fact& from = record_.facts[*list.known_from];
  const runtime::Day first = first_day(question.window, schema_.leaves[*list.known_from].type);
  if (from.cell.low == from.cell.high && from.cell.low <= first) return false;
  record_.origins.push_back({Source, schema_.leaves[*list.known_from].path});
  from = {runtime::exact(first), runtime::Cause::Known,
          static_cast<std::uint32_t>(record_.origins.size() - 1)};
  return true;
}

std::string Session::to_own_shape() const {
  return runtime::ingest::to_own_shape(record_, schema_, program_.catalogue, symbols_);
}

std::size_t Session::never_needed() const {
  return static_cast<std::size_t>(std::ranges::count_if(
      open_at_first_, [&](const std::string& path) { return !asked_.contains(path); }));
}

}  // namespace precis::inquire
