#pragma once

// Documents held against a JSON Schema, as far as docs/explanation.schema.json uses its words.

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "compiler/support/check.h"

namespace precis::testing {

class JsonSchema {
 public:
  explicit JsonSchema(const std::string& path) {
    std::ifstream file(path);
    CHECK(file.good(), "tests run at the repository root");
    schema_ = Json::parse(file);
  }

  // The first thing that is wrong with a document, with its place; empty when nothing is.
  std::string wrong(std::string_view document) const {
    return wrong(Json::parse(document), schema_, "$");
  }

 private:
  using Json = nlohmann::json;

  std::string wrong(const Json& value, const Json& rule, const std::string& path) const {
    if (rule.contains("$ref")) {
      const std::string name = rule["$ref"].get<std::string>().substr(8);  // after #/$defs/
      return wrong(value, schema_.at("$defs").at(name), path);
    }
    if (rule.contains("const") && value != rule["const"]) return path + ": " + value.dump();
    if (rule.contains("enum")) {
      const Json& allowed = rule["enum"];
      const bool is_one = std::find(allowed.begin(), allowed.end(), value) != allowed.end();
      if (!is_one) return path + ": " + value.dump();
    }
    if (!rule.contains("type")) return {};
    const std::string type = rule["type"];
    if ((type == "integer" ? "number" : type) != value.type_name()) return path + ": no " + type;
    if (type == "integer" && !within(value, rule)) return path + ": " + value.dump();
    if (type == "array") return wrong_item(value, rule, path);
    return type == "object" ? wrong_member(value, rule, path) : std::string();
  }

  static bool within(const Json& value, const Json& rule) {
    return value.is_number_integer() && value >= rule.value("minimum", value) &&
           value <= rule.value("maximum", value);
  }

  std::string wrong_item(const Json& value, const Json& rule, const std::string& path) const {
    if (!rule.contains("items")) return {};
    for (const Json& item : value) {
      std::string found = wrong(item, rule["items"], path + "[]");
      if (!found.empty()) return found;
    }
    return {};
  }

  std::string wrong_member(const Json& value, const Json& rule, const std::string& path) const {
    for (const Json& key : rule["required"]) {
      if (!value.contains(key.get<std::string>())) return path + ": no " + key.dump();
    }
    for (const auto& [key, member] : value.items()) {
      const std::string below = path + "." + key;
      if (!rule["properties"].contains(key)) return below + ": not described";
      std::string found = wrong(member, rule["properties"][key], below);
      if (!found.empty()) return found;
    }
    return {};
  }

  Json schema_;
};

}  // namespace precis::testing
