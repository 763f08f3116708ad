#include "runtime/ingest/json.h"

#include <simdjson.h>

#include <algorithm>
#include <unordered_set>

#include "runtime/decimal_text.h"

namespace precis::runtime::ingest {

namespace ondemand = simdjson::ondemand;

// Up to this many members of an object are compared one by one for duplicates.
static constexpr std::size_t FewMembers = 16;

JsonKind Json::kind() const {
  return tree_ ? tree_->nodes_[node_].kind : JsonKind::Missing;
}

std::string_view Json::text() const {
  return tree_ ? tree_->nodes_[node_].text : std::string_view();
}

std::string_view Json::key() const {
  return tree_ ? tree_->nodes_[node_].key : std::string_view();
}

std::size_t Json::begin_offset() const {
  return tree_ ? tree_->nodes_[node_].begin_offset : 0;
}

std::size_t Json::end_offset() const {
  return tree_ ? tree_->nodes_[node_].end_offset : 0;
}

Json Json::operator[](std::string_view name) const {
  if (!is(JsonKind::Object)) return {};
  for (Json it = first(); it.tree_; it = it.next()) {
    if (it.key() == name) return it;
  }
  return {};
}

Json Json::first() const {
  const std::uint32_t node = tree_ ? tree_->nodes_[node_].first : 0;
  return node == 0 ? Json() : Json(tree_, node);
}

Json Json::next() const {
  const std::uint32_t node = tree_ ? tree_->nodes_[node_].next : 0;
  return node == 0 ? Json() : Json(tree_, node);
}

std::string Json::path(const Json& from) const {
  std::vector<std::uint32_t> nodes;
  for (std::uint32_t at = node_; tree_ && at != from.node_ && at != 0;
       at = tree_->nodes_[at].parent) {
    nodes.push_back(at);
  }
  std::string out;
  for (auto it = nodes.rbegin(); it != nodes.rend(); ++it) {
    const JsonTree::Node& node = tree_->nodes_[*it];
    if (tree_->nodes_[node.parent].kind == JsonKind::Array) {
      out += '[' + std::to_string(node.position) + ']';
    } else {
      if (!out.empty()) out += '.';
      out += node.key;
    }
  }
  return out;
}

std::string_view Json::kind_text() const {
  switch (kind()) {
    case JsonKind::Missing:
      return "nothing";
    case JsonKind::Null:
      return "null";
    case JsonKind::Bool:
      return "true or false";
    case JsonKind::Number:
      return "a number";
    case JsonKind::String:
      return "text";
    case JsonKind::Array:
      return "a list";
    case JsonKind::Object:
      return "an object";
  }
  return "nothing";
}

static std::string_view trim(std::string_view text) {
  const auto is_space = [](char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; };
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

// Turns one text into nodes. The first problem stops it.
struct JsonTree::Scanner {
  ondemand::parser parser{};
  std::optional<JsonProblem> found;

  struct Scan {
    Scanner& scanner;
    std::vector<Node>& nodes;
    ondemand::document& document;
    const std::string& text;

    bool fail(Problem problem, std::string path) {
      const char* at = nullptr;
      std::size_t offset = text.size();
      if (!document.current_location().get(at) && at >= text.data()) {
        offset = std::min(static_cast<std::size_t>(at - text.data()), text.size());
      }
      if (problem.code == InvalidJson.code && trim(std::string_view(text).substr(offset)).empty()) {
        problem = ingest::problem(TruncatedRecord);
      }
      scanner.found = JsonProblem{std::move(problem), std::move(path), offset};
      return false;
    }
    bool fail(simdjson::error_code error, std::uint32_t node, const JsonTree& tree);
    bool value(ondemand::value value, std::uint32_t node, std::size_t depth, const JsonTree& tree);
    bool scalar(ondemand::value value, std::uint32_t node, const JsonTree& tree);
    bool object(ondemand::value value, std::uint32_t node, std::size_t depth, const JsonTree& tree);
    bool array(ondemand::value value, std::uint32_t node, std::size_t depth, const JsonTree& tree);
    bool without_duplicates(std::uint32_t node, std::size_t count, const JsonTree& tree);
    std::uint32_t child(std::uint32_t parent, std::uint32_t position, std::uint32_t previous);
  };
};

static Problem problem_of(simdjson::error_code error) {
  switch (error) {
    case simdjson::UTF8_ERROR:
      return problem(InvalidUtf8);
    case simdjson::EMPTY:
      return problem(InvalidJson, "there is no text");
    case simdjson::DEPTH_ERROR:
      return problem(NestedTooDeeply, MaxDepth);
    case simdjson::INCOMPLETE_ARRAY_OR_OBJECT:
    case simdjson::UNCLOSED_STRING:
    case simdjson::OUT_OF_BOUNDS:
      return problem(TruncatedRecord);
    case simdjson::UNESCAPED_CHARS:
      return problem(InvalidJson, "a text holds a control character");
    case simdjson::STRING_ERROR:
      return problem(InvalidJson, "a text holds an escape that means nothing");
    default:
      return problem(InvalidJson, "a value, a `,` or a closing bracket is not where it should be");
  }
}

bool JsonTree::Scanner::Scan::fail(simdjson::error_code error, std::uint32_t node,
                                   const JsonTree& tree) {
  return fail(problem_of(error), Json(&tree, node).path());
}

std::uint32_t JsonTree::Scanner::Scan::child(std::uint32_t parent, std::uint32_t position,
                                             std::uint32_t previous) {
  const auto node = static_cast<std::uint32_t>(nodes.size());
  nodes.push_back({JsonKind::Null, parent, position, 0, 0, {}, {}, 0, 0});
  (previous == 0 ? nodes[parent].first : nodes[previous].next) = node;
  return node;
}

bool JsonTree::Scanner::Scan::scalar(ondemand::value value, std::uint32_t node,
                                     const JsonTree& tree) {
  const std::string_view token = trim(value.raw_json_token());
  if (token.starts_with('"')) {
    std::string_view characters;
    if (auto error = value.get_string().get(characters)) return fail(error, node, tree);
    nodes[node].kind = JsonKind::String;
    nodes[node].text = characters;
    return true;
  }
  nodes[node].text = token;
  if (token == "null") {
    nodes[node].kind = JsonKind::Null;
    nodes[node].text = {};
    bool is_null = false;
    return !value.is_null().get(is_null) || fail(simdjson::N_ATOM_ERROR, node, tree);
  }
  if (token == "true" || token == "false") {
    nodes[node].kind = JsonKind::Bool;
    bool ignored = false;
    return !value.get_bool().get(ignored) || fail(simdjson::T_ATOM_ERROR, node, tree);
  }
  if (!decimal_digits(token, DecimalForm::Json)) {
    return fail(problem(InvalidJson, fmt::format("`{}` is no value", token.substr(0, 40))),
                Json(&tree, node).path());
  }
  nodes[node].kind = JsonKind::Number;
  // Consumes the token; its value as a double is of no interest, nor whether it fits one.
  simdjson::error_code ignored = value.get_number().error();
  (void)ignored;
  return true;
}

bool JsonTree::Scanner::Scan::without_duplicates(std::uint32_t node, std::size_t count,
                                                 const JsonTree& tree) {
  if (count < 2) return true;
  std::unordered_set<std::string_view> seen;
  const Json object(&tree, node);
  for (Json member : object) {
    bool twice = false;
    if (count > FewMembers) {
      twice = !seen.insert(member.key()).second;
    } else {
      for (Json other = object.first(); other != member; other = other.next()) {
        twice = twice || other.key() == member.key();
      }
    }
    if (twice) return fail(problem(DuplicateMember, member.key()), member.path());
  }
  return true;
}

bool JsonTree::Scanner::Scan::object(ondemand::value value, std::uint32_t node, std::size_t depth,
                                     const JsonTree& tree) {
  ondemand::object object;
  if (auto error = value.get_object().get(object)) return fail(error, node, tree);
  nodes[node].kind = JsonKind::Object;
  std::uint32_t previous = 0;
  std::uint32_t count = 0;
  for (auto field : object) {
    ondemand::field member;
    if (auto error = std::move(field).get(member)) return fail(error, node, tree);
    std::string_view key;
    if (auto error = member.unescaped_key().get(key)) return fail(error, node, tree);
    previous = child(node, count++, previous);
    nodes[previous].key = key;
    if (!this->value(member.value(), previous, depth + 1, tree)) return false;
  }
  return without_duplicates(node, count, tree);
}

bool JsonTree::Scanner::Scan::array(ondemand::value value, std::uint32_t node, std::size_t depth,
                                    const JsonTree& tree) {
  ondemand::array array;
  if (auto error = value.get_array().get(array)) return fail(error, node, tree);
  nodes[node].kind = JsonKind::Array;
  std::uint32_t previous = 0;
  std::uint32_t count = 0;
  for (auto element : array) {
    ondemand::value item;
    if (auto error = std::move(element).get(item)) return fail(error, node, tree);
    previous = child(node, count++, previous);
    if (!this->value(item, previous, depth + 1, tree)) return false;
  }
  return true;
}

bool JsonTree::Scanner::Scan::value(ondemand::value value, std::uint32_t node, std::size_t depth,
                                    const JsonTree& tree) {
  if (depth > MaxDepth) {
    return fail(problem(NestedTooDeeply, MaxDepth), Json(&tree, node).path());
  }
  const std::string_view token = value.raw_json_token();
  nodes[node].begin_offset = static_cast<std::uint32_t>(token.data() - text.data());
  nodes[node].end_offset =
      nodes[node].begin_offset + static_cast<std::uint32_t>(trim(token).size());
  switch (token.empty() ? '\0' : token.front()) {
    case '{':
      return object(value, node, depth, tree);
    case '[':
      return array(value, node, depth, tree);
    default:
      return scalar(value, node, tree);
  }
}

JsonTree::JsonTree() : scanner_(std::make_unique<Scanner>()) {}
JsonTree::~JsonTree() = default;
JsonTree::JsonTree(JsonTree&&) noexcept = default;
JsonTree& JsonTree::operator=(JsonTree&&) noexcept = default;

// An upper bound of the values in a text.
static std::size_t most_values_in(std::string_view text) {
  const auto begun = std::count_if(text.begin(), text.end(),
                                   [](char c) { return (c == ',') | (c == '[') | (c == '{'); });
  return static_cast<std::size_t>(begun) + 1;
}

// What a large text has taken is given back, so that it does not stay taken for the small ones.
static constexpr std::size_t LargeText = std::size_t{16} << 20;

std::optional<JsonProblem> JsonTree::parse(std::string& text, std::size_t most_values) {
  if (scanner_->parser.capacity() > LargeText) {
    scanner_ = std::make_unique<Scanner>();
    nodes_ = {};
  }
  nodes_.clear();
  nodes_.push_back({JsonKind::Null, 0, 0, 0, 0, {}, {}, 0, 0});
  scanner_->found.reset();
  if (text.size() > most_values && most_values_in(text) > most_values) {
    return JsonProblem{problem(TooManyValues, most_values), "", 0};
  }
  text.reserve(text.size() + simdjson::SIMDJSON_PADDING);
  ondemand::document document;
  const auto error =
      scanner_->parser
          .iterate(simdjson::padded_string_view(text.data(), text.size(), text.capacity()))
          .get(document);
  if (error) return JsonProblem{problem_of(error), "", 0};
  ondemand::value root;
  if (auto scalar = document.get_value().get(root)) {
    if (scalar != simdjson::SCALAR_DOCUMENT_AS_VALUE) return JsonProblem{problem_of(scalar), "", 0};
    return JsonProblem{problem(NotARecord, "a single value"), "", 0};
  }
  Scanner::Scan scan{*scanner_, nodes_, document, text};
  if (!scan.value(root, 0, 1, *this)) return std::move(scanner_->found);
  const char* rest = nullptr;
  if (document.current_location().get(rest) != simdjson::OUT_OF_BOUNDS) {
    scan.fail(problem(InvalidJson, "there is more text after the record"), "");
    return std::move(scanner_->found);
  }
  return std::nullopt;
}

Json JsonTree::root() const {
  return nodes_.empty() ? Json() : Json(this, 0);
}

}  // namespace precis::runtime::ingest
