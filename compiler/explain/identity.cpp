#include "compiler/explain/identity.h"

#include <fmt/compile.h>
#include <fmt/format.h>
#include <xxhash.h>

#include "compiler/explain/format.h"
#include "compiler/explain/vocabulary.h"

namespace precis::explain {

using runtime::Form;

// What is hashed; of most records on the stack.
using Bytes = fmt::memory_buffer;

static std::string hash_of(const Bytes& bytes) {
  const XXH128_hash_t hash = XXH3_128bits(bytes.data(), bytes.size());
  return fmt::format(FMT_COMPILE("{:016x}{:016x}"), hash.high64, hash.low64);
}

static void append(Bytes& bytes, std::int64_t number, char end) {
  const fmt::format_int digits(number);
  bytes.append(digits.data(), digits.data() + digits.size());
  bytes.push_back(end);
}

// Length-prefixed, so that no two lists of texts give the same bytes.
static void append(Bytes& bytes, std::string_view text) {
  append(bytes, static_cast<std::int64_t>(text.size()), ':');
  bytes.append(text);
}

static void append(Bytes& bytes, const View& view, runtime::LeafIndex index,
                   const runtime::Fact& fact) {
  const runtime::Leaf& leaf = view.schema().leaves[index];
  append(bytes, leaf.path);
  const bool is_symbol = leaf.type.form == Form::Code || leaf.type.form == Form::Text;
  if (is_symbol && fact.cell.low == fact.cell.high && fact.cell.low > 0) {
    const auto symbol = static_cast<runtime::Symbol>(fact.cell.low);
    append(bytes, std::int64_t{view.symbols().system(symbol)}, '/');
    append(bytes, view.symbols().code(symbol));
    return;
  }
  append(bytes, fact.cell.low, ',');
  append(bytes, fact.cell.high, ',');
  append(bytes, static_cast<std::int64_t>(fact.cause), ';');
}

std::string input_hash(const View& view) {
  const runtime::Schema& schema = view.schema();
  const runtime::Record& record = view.record();
  Bytes bytes;
  const auto add = [&](runtime::LeafIndex leaf, const runtime::Fact& fact) {
    if (fact.cause != runtime::Cause::Absent) append(bytes, view, leaf, fact);
  };
  for (runtime::LeafIndex leaf = 0; leaf < schema.leaves.size(); ++leaf) {
    if (!schema.leaves[leaf].list) add(leaf, record.facts[leaf]);
  }
  for (runtime::ListIndex list = 0; list < schema.lists.size(); ++list) {
    if (record.lists[list].empty()) continue;
    append(bytes, schema.lists[list].path);
    for (const runtime::Item& item : record.lists[list]) {
      bytes.push_back('{');
      for (std::size_t i = 0; i < item.facts.size(); ++i) {
        add(schema.lists[list].leaves[i], item.facts[i]);
      }
      bytes.push_back('}');
    }
  }
  return hash_of(bytes);
}

std::string decision_hash(const Identity& identity, const runtime::Answer& answer) {
  Bytes bytes;
  for (const std::string* part :
       {&identity.policy, &identity.decision, &identity.version, &identity.effective_from,
        &identity.effective_to, &identity.content_hash, &identity.compiler_version,
        &identity.schema, &identity.at, &identity.input_hash}) {
    append(bytes, *part);
  }
  append(bytes, answer_code(answer.kind));
  const fmt::format_int rule(answer.rule);
  bytes.append(rule.data(), rule.data() + rule.size());
  return hash_of(bytes);
}

std::string questionnaire_url(const ir::Policy& policy, const ir::Decision& decision) {
  return fmt::format("urn:precis:questionnaire:{}.{}|{}", policy.name, decision.name,
                     policy.version);
}

Identity identify(const View& view, const Identity& extra) {
  const ir::Policy& policy = view.policy();
  const runtime::Schema& schema = view.schema();
  Identity it = extra;
  it.policy = policy.name;
  it.policy_title = policy.title;
  it.decision = view.decision().name;
  it.version = policy.version;
  it.effective_from = date_text(policy.effective_from);
  it.effective_to = date_text(policy.effective_to);
  it.content_hash = policy.content_hash;
  it.schema = schema.name;
  it.at = date_text(view.record().facts[schema.at].cell.low);
  it.input_hash = input_hash(view);
  it.record = view.record().source;
  if (schema.id) {
    it.member = value_text(view.program(), schema.leaves[*schema.id].type,
                           view.record().facts[*schema.id].cell, view.symbols());
  }
  return it;
}

}  // namespace precis::explain
