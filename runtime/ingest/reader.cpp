#include <fmt/format.h>

#include <algorithm>

#include "runtime/ingest/bulk.h"
#include "runtime/ingest/documents.h"
#include "runtime/ingest/fhir.h"
#include "runtime/ingest/ingest.h"
#include "runtime/ingest/nearest.h"
#include "runtime/ingest/own.h"

namespace precis::runtime::ingest {

static constexpr std::string_view Member = "member";
static constexpr std::string_view Request = "request";

// The part under the schema's own name for it, or under the usual one.
static Json part_of(Json root, const std::string& name, std::string_view usual) {
  const Json part = root[name];
  return part.present() ? part : root[usual];
}

// The two parts of a record in the own shape.
static bool read_own(OwnShape& own, const Values& values, Json root, const Json& default_request,
                     const Place& place, Draft& draft) {
  if (!root.is(JsonKind::Object)) {
    return draft.reject(problem(NotARecord, root.kind_text()), place, root);
  }
  const Schema& schema = values.schema();
  const std::vector<std::string> names{schema.member_root, schema.request_root};
  for (Json part : root) {
    if (part.key() == Member || part.key() == Request || part.key() == schema.member_root ||
        part.key() == schema.request_root) {
      continue;
    }
    return draft.reject(
        problem(UnknownMember, part.key(), "a record").with_help(name_hint(part.key(), names)),
        place, part);
  }
  const Json member = part_of(root, schema.member_root, Member);
  const Json request = part_of(root, schema.request_root, Request);
  if (!member.present()) return draft.reject(problem(MissingField, Member), place, root);
  if (!own.member(member, place, draft)) return false;
  if (request.present()) {
    if (!own.request(request, place, draft)) return false;
  } else if (default_request.present()) {
    const Place given{"default request", schema.request_root, default_request, false};
    if (!own.request(default_request, given, draft)) return false;
  } else {
    return draft.reject(problem(NoRequest).with_help("add `request`, or give a default request"),
                        place, root);
  }
  return check_required(values, schema.request_root, draft) &&
         check_required(values, schema.member_root, draft);
}

struct Reader::State {
  Values values;
  FieldTree tree;
  OwnShape own;
  Notes notes;
  FhirShape fhir;
  std::string file;
  // Where the records come from: one of the two.
  std::optional<Documents> documents;
  std::optional<Bulk> bulk;
  JsonTree json;
  std::string default_text;
  JsonTree default_json;
  Json default_request;
  Summary summary;
  Document document;

  State(std::string name, const Schema& schema, const Catalogue& catalogue, Symbols& symbols)
      : values(schema, catalogue, symbols),
        tree(field_tree(schema)),
        own(values, tree),
        fhir(values, own, notes),
        file(std::move(name)) {}
  State(const State&) = delete;
  State& operator=(const State&) = delete;

  std::optional<std::string> set_default_request(const std::string& text);
  void reject(Outcome& outcome, Issue issue, const std::string& member);
  void read_document(Outcome& outcome);
};

std::optional<std::string> Reader::State::set_default_request(const std::string& text) {
  default_text = text;
  if (auto broken = default_json.parse(default_text)) return broken->problem.reason;
  Draft trial(values);
  const Json root = default_json.root();
  if (!own.request(root, {"default request", values.schema().request_root, root, false}, trial) ||
      !check_required(values, values.schema().request_root, trial)) {
    return fmt::format("{} (at {})", trial.issue->problem.reason, trial.issue->path);
  }
  default_request = root;
  return std::nullopt;
}

void Reader::State::reject(Outcome& outcome, Issue issue, const std::string& member) {
  const std::string& text = document.text;
  const auto before =
      text.begin() + static_cast<std::ptrdiff_t>(std::min(issue.offset, text.size()));
  const auto feeds = static_cast<std::size_t>(std::count(text.begin(), before, '\n'));
  ++summary.rejected[issue.problem.code];
  outcome.rejections.push_back({document.file.empty() ? file : document.file, document.line + feeds,
                                clipped(member), clipped(std::move(issue.path)),
                                std::move(issue.problem.code), std::move(issue.problem.reason),
                                std::move(issue.problem.help)});
}

void Reader::State::read_document(Outcome& outcome) {
  if (document.problem)
    return reject(outcome, {std::move(*document.problem), "", 0}, document.member);
  if (auto broken = json.parse(document.text)) {
    return reject(outcome, {std::move(broken->problem), broken->path, broken->offset}, "");
  }
  const Json root = json.root();
  const std::string source =
      fmt::format("{}:{}", document.file.empty() ? file : document.file, document.line);
  if (root["resourceType"].present()) {
    BundleRecords found = fhir.read(root, default_request);
    for (Issue& issue : found.issues) reject(outcome, std::move(issue), found.member);
    outcome.records = std::move(found.records);
  } else {
    Draft draft(values);
    if (read_own(own, values, root, default_request, {source, "", root, false}, draft)) {
      outcome.records.push_back(std::move(draft.record));
    } else {
      const std::string member(root[Member]["id"].string());
      reject(outcome, std::move(*draft.issue), member);
    }
  }
  for (Record& record : outcome.records) record.source = source;
}

Reader::Reader(std::unique_ptr<State> state) : state_(std::move(state)) {}
Reader::Reader(Reader&&) noexcept = default;
Reader& Reader::operator=(Reader&&) noexcept = default;
Reader::~Reader() = default;

Result<Reader> Reader::make(std::unique_ptr<State> state, const Options& options) {
  if (options.default_request) {
    if (auto wrong = state->set_default_request(*options.default_request)) {
      return Failure{fmt::format("the default request cannot be used: {}", *wrong)};
    }
  }
  return Reader(std::move(state));
}

Result<Reader> Reader::open(const std::string& path, const Schema& schema,
                            const Catalogue& catalogue, Symbols& symbols, const Options& options) {
  Result<Bytes> bytes = Bytes::open(path);
  if (!bytes) return Failure{bytes.error()};
  const std::string name = path == "-" ? "standard input" : path;
  auto state = std::make_unique<State>(name, schema, catalogue, symbols);
  state->documents.emplace(std::move(bytes).value());
  return make(std::move(state), options);
}

Result<Reader> Reader::over(std::string text, std::string name, const Schema& schema,
                            const Catalogue& catalogue, Symbols& symbols, const Options& options) {
  auto state = std::make_unique<State>(std::move(name), schema, catalogue, symbols);
  state->documents.emplace(Bytes::of(std::move(text)));
  return make(std::move(state), options);
}

Result<Reader> Reader::open(const Input& input, const Schema& schema, const Catalogue& catalogue,
                            Symbols& symbols, const Options& options) {
  if (!input.is_export) return open(input.files.front(), schema, catalogue, symbols, options);
  auto state = std::make_unique<State>(input.name, schema, catalogue, symbols);
  Result<Bulk> bulk = Bulk::open(input.files, state->notes);
  if (!bulk) return Failure{bulk.error()};
  state->bulk.emplace(std::move(bulk).value());
  return make(std::move(state), options);
}

std::optional<Outcome> Reader::next() {
  State& s = *state_;
  if (!(s.bulk ? s.bulk->next(s.document) : s.documents->next(s.document))) return std::nullopt;
  Outcome outcome;
  if (s.document.is_member) ++s.summary.read;
  s.read_document(outcome);
  s.summary.requests += outcome.records.size();
  s.summary.ignored = s.notes.counts();
  return outcome;
}

const Summary& Reader::summary() const {
  return state_->summary;
}
std::size_t Reader::bytes_taken() const {
  return state_->bulk ? state_->bulk->taken() : state_->documents->bytes().taken();
}
std::size_t Reader::bytes_in_all() const {
  return state_->bulk ? state_->bulk->in_all() : state_->documents->bytes().in_all();
}

std::size_t Summary::rejections() const {
  std::size_t all = 0;
  for (const auto& [code, count] : rejected) all += count;
  return all;
}

std::string to_text(const Rejection& it) {
  std::string out = fmt::format("{}:{}: {}: {}", it.file, it.line, it.code, it.reason);
  if (!it.record.empty() && !it.path.empty()) {
    out += fmt::format(" (member {}, at {})", it.record, it.path);
  } else if (!it.record.empty()) {
    out += fmt::format(" (member {})", it.record);
  } else if (!it.path.empty()) {
    out += fmt::format(" (at {})", it.path);
  }
  if (!it.help.empty()) out += fmt::format("\n  help: {}", it.help);
  return out;
}

Result<Record> read_part(std::string_view json, std::string_view source, const Schema& schema,
                         const Catalogue& catalogue, Symbols& symbols) {
  Values values(schema, catalogue, symbols);
  const FieldTree tree = field_tree(schema);
  OwnShape own(values, tree);
  std::string text(json);
  JsonTree parsed;
  if (auto broken = parsed.parse(text)) return Failure{broken->problem.reason};
  Draft draft(values);
  const Json root = parsed.root();
  const Place place{std::string(source), "", root, false};
  const Json member = root[schema.member_root];
  const Json request = root[schema.request_root];
  if ((!member.present() || own.member(member, place, draft)) &&
      (!request.present() || own.request(request, place, draft))) {
    return std::move(draft.record);
  }
  const Problem& problem = draft.issue->problem;
  return Failure{problem.help.empty() ? problem.reason
                                      : problem.reason + " (" + problem.help + ")"};
}

Result<Record> read_one(std::string_view json, const Schema& schema, const Catalogue& catalogue,
                        Symbols& symbols) {
  Values values(schema, catalogue, symbols);
  const FieldTree tree = field_tree(schema);
  OwnShape own(values, tree);
  std::string text(json);
  JsonTree parsed;
  if (auto broken = parsed.parse(text)) {
    return Failure{broken->path.empty() ? broken->problem.reason
                                        : broken->path + ": " + broken->problem.reason};
  }
  Draft draft(values);
  if (read_own(own, values, parsed.root(), Json(), {"test", "", parsed.root(), false}, draft)) {
    return std::move(draft.record);
  }
  const Issue& issue = *draft.issue;
  std::string message =
      issue.path.empty() ? issue.problem.reason : issue.path + ": " + issue.problem.reason;
  if (!issue.problem.help.empty()) message += " (" + issue.problem.help + ")";
  return Failure{std::move(message)};
}

}  // namespace precis::runtime::ingest
