#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "compiler/reference/reference.h"
#include "runtime/ingest/json.h"

namespace precis::reference {

using diagnostics::Name;
using diagnostics::Text;
using runtime::ingest::Json;
using runtime::ingest::JsonKind;

namespace {

class ValueSetReader {
 public:
  ValueSetReader(source::FileId file, diagnostics::Sink& sink)
      : file_(file), sink_(sink), made_{{}, {}, {file, 0, 0}, {}} {}

  std::optional<ValueSetFile> read(const Json& root) {
    if (root["resourceType"].string() != "ValueSet") {
      sink_.report(diagnostics::NotAValueSet.at(span(root["resourceType"], root))
                       .help("the file begins with `{ \"resourceType\": \"ValueSet\"`"));
      return std::nullopt;
    }
    made_.url = required(root, "url");
    made_.version = required(root, "version");
    made_.version_span = span(root["version"], root);
    const std::string status = required(root, "status");
    if (!sound_) return std::nullopt;
    if (status != "active") {
      sink_.report(diagnostics::ValueSetStatus.at(span(root["status"], root), Text(status))
                       .help("only a value set that is `active` can be decided by"));
      return std::nullopt;
    }
    if (root["expansion"].present()) {
      expansion(root["expansion"]);
    } else if (root["compose"].present()) {
      compose(root["compose"]);
    } else {
      without(root, "codes", "it has neither `compose` nor `expansion`");
    }
    if (!sound_) return std::nullopt;
    return std::move(made_);
  }

 private:
  using Key = std::pair<std::string, std::string>;

  source::Span span(const Json& value, const Json& around) const {
    const Json& at = value.is(JsonKind::Missing) ? around : value;
    return {file_, static_cast<std::uint32_t>(at.begin_offset()),
            static_cast<std::uint32_t>(at.end_offset())};
  }

  void without(const Json& object, std::string_view what, std::string help = {}) {
    const std::string path = object.path();
    sink_.report(diagnostics::ValueSetWithout
                     .at(span(Json(), object), Name(path.empty() ? "ValueSet" : path), Text(what))
                     .help(std::move(help)));
    sound_ = false;
  }

  std::string required(const Json& object, std::string_view member) {
    const std::string_view text = object[member].string();
    if (text.empty()) {
      without(object, fmt::format("`{}`", member),
              fmt::format("add its `{}`, or export the value set again", member));
    }
    return std::string(text);
  }

  // What may be a system of its own: whole systems, filters, other value sets.
  void not_listed(const Json& value, std::string_view what) {
    sink_.report(
        diagnostics::ValueSetNotListed.at(span(value, value), Name(value.path()), Text(what))
            .help("use the value set's expansion, which lists the codes"));
    sound_ = false;
  }

  void entry(const Json& concept_of, std::string system, const std::set<Key>& excluded) {
    ValueSetFile::Entry made{std::move(system), required(concept_of, "code"),
                             std::string(concept_of["display"].string()),
                             span(concept_of["code"], concept_of)};
    if (!sound_ || excluded.contains({made.system, made.code})) return;
    if (seen_.emplace(made.system, made.code).second) made_.entries.push_back(std::move(made));
  }

  void contains(const Json& listed) {
    for (const Json it : listed) {
      // A heading of the list is no code of the set.
      if (!it["abstract"].is_true()) entry(it, required(it, "system"), {});
      contains(it["contains"]);
      if (!sound_) return;
    }
  }

  void expansion(const Json& it) {
    contains(it["contains"]);
    const Json total = it["total"];
    const std::string listed = std::to_string(made_.entries.size());
    const bool is_page = total.present() && total.text() != listed && it["offset"].present();
    if (!sound_ || !is_page) return;
    sink_.report(diagnostics::ValueSetPage.at(span(total, it), Text(listed), Text(total.text()))
                     .help("put all pages of the expansion into one file"));
    sound_ = false;
  }

  // The concepts that a part of `compose` lists.
  bool is_list(const Json& part) {
    for (const std::string_view member : {"filter", "valueSet"}) {
      if (!part[member].present()) continue;
      not_listed(part[member], member == "filter" ? "a rule for codes" : "another value set");
      return false;
    }
    if (part["concept"].present()) return true;
    not_listed(part, "a whole code system");
    return false;
  }

  void compose(const Json& it) {
    std::set<Key> excluded;
    for (const Json part : it["exclude"]) {
      if (!is_list(part)) return;
      const std::string system = required(part, "system");
      for (const Json each : part["concept"]) excluded.emplace(system, required(each, "code"));
    }
    for (const Json part : it["include"]) {
      if (!is_list(part)) return;
      const std::string system = required(part, "system");
      for (const Json each : part["concept"]) {
        entry(each, system, excluded);
        if (!sound_) return;
      }
    }
  }

  source::FileId file_;
  diagnostics::Sink& sink_;
  ValueSetFile made_;
  std::set<Key> seen_;
  bool sound_ = true;
};

}  // namespace

std::optional<ValueSetFile> fhir_value_set(const source::Map& sources, source::FileId file,
                                           diagnostics::Sink& sink) {
  std::string text = sources[file].text;
  runtime::ingest::JsonTree tree;
  if (const auto broken = tree.parse(text)) {
    const auto at = static_cast<std::uint32_t>(broken->offset);
    const auto end = std::min(at + 1, static_cast<std::uint32_t>(text.size()));
    sink.report(
        diagnostics::NotJson.at({file, std::min(at, end), end}, Text(broken->problem.reason))
            .help("export the value set again, as FHIR JSON"));
    return std::nullopt;
  }
  return ValueSetReader(file, sink).read(tree.root());
}

}  // namespace precis::reference
