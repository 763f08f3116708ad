#pragma once

// Records, schemas and requests; and the flat schema a policy reads.

#include <optional>
#include <unordered_map>
#include <variant>
#include <vector>

#include "compiler/check/context.h"

namespace precis::check {

// What a field holds, resolved once for its declaration. The symbol is that of a record.
struct ValueField {
  typed::TypeId type;
};
struct MeasuredField {};
struct RecordField {
  SymbolId record;
};
struct ListField {
  SymbolId record;
  runtime::Absence absence;
  std::optional<std::string_view> by;  // histories
  std::optional<std::string_view> known_from;
  std::optional<std::string_view> known_to;
};
struct GenomeField {
  std::vector<std::uint32_t> genes;
};
// Reported already.
struct BrokenField {};

using FieldMeaning =
    std::variant<ValueField, MeasuredField, RecordField, ListField, GenomeField, BrokenField>;

class Schemas {
 public:
  // Checks every record, schema and request of the program.
  explicit Schemas(Context& context);

  struct Request {
    SymbolId member_type;
    SymbolId request_type;
    std::string_view member;  // the names of a policy's parameters
    std::string_view request;
  };
  // The index in Program::schemas of the schema that a policy with these parameters reads; its `at`
  // is not set yet (see set_at).
  std::uint32_t instance(const Request& request);

  // The same schema with this `at` date: an index of its own where policies differ.
  std::uint32_t with_at(std::uint32_t schema, runtime::LeafIndex at);

  const FieldMeaning& meaning(const syntax::Field& field) const { return meanings_.at(&field); }

 private:
  void check_record(SymbolId id);
  FieldMeaning check_field(SymbolId record, const syntax::Field& field);
  FieldMeaning check_list(SymbolId record, const syntax::Field& field, const syntax::Name& element,
                          const syntax::HistoryType* history);
  const syntax::Record& tree(SymbolId id) const;

  Context& context_;
  std::unordered_map<const syntax::Field*, FieldMeaning> meanings_;
  std::vector<std::pair<Request, std::uint32_t>> instances_;
  std::vector<bool> has_at_;
};

}  // namespace precis::check
