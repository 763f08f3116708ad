#pragma once

// Declarations of data: codes, measurements, types, records, genes and tables, as written.

#include <optional>
#include <string_view>
#include <variant>
#include <vector>

#include "compiler/source/span.h"
#include "compiler/syntax/expr.h"
#include "compiler/syntax/name.h"

namespace precis::syntax {

// --- types as written ---

// `LOW to HIGH`. The decimals written say the scale.
struct Range {
  Number low;
  Number high;
  source::Span span;
};

// One word without a range: `Bool`, `USD`, `Date`, `Text`, an enumeration, a record, a kind of
// code, or a unit that is a single word, such as `months`.
struct NamedType {
  Name name;
};
// `integer 1 to 7`.
struct IntegerType {
  Range range;
};
// `decimal 0.00 to 1.00`.
struct DecimalType {
  Range range;
};
// `kg 0.2 to 700.0`, `each/day`, `'mg/dL'`: a unit that has a range, a slash or quotes.
struct QuantityType {
  Unit unit;
  std::optional<Range> range;
};
// `CYP2C19.Phenotype`.
struct MemberType {
  Name owner;
  Name member;
};
// `Genome of { CYP2C19, CYP2C9 }`.
struct GenomeType {
  std::vector<Name> genes;
};
// `measured`.
struct MeasuredType {};
// `set of Drug`.
struct SetType {
  Name element;
};
// `list of Allergy`.
struct ListType {
  Name element;
};

// How far absence from a history can be trusted.
struct Complete {};
struct Open {};
// `known from enrolled_from [to enrolled_to]`: fields of the same schema.
struct KnownFrom {
  Name from;
  std::optional<Name> to;
};
// `history of Fill by date known from enrolled_from`.
struct HistoryType {
  Name element;
  Name by;
  std::variant<Complete, Open, KnownFrom, Malformed> observed;
};

struct Type {
  source::Span span;
  std::variant<NamedType, IntegerType, DecimalType, QuantityType, MemberType, GenomeType,
               MeasuredType, SetType, ListType, HistoryType, Malformed>
      kind;
};

// --- terminology ---

// `codesystem LOINC "http://loinc.org"`.
struct CodeSystem {
  Name name;
  Text url;
};
// `code Drug of RxNorm`.
struct CodeType {
  Name name;
  Name system;
};
// One line of a value set. `code` may end in `*`. `system` is written on each line when the value
// set has no `of`, and on none otherwise.
struct ValueSetEntry {
  std::optional<Name> system;
  Text code;
  Text display;
};
struct ValueSet {
  Name name;
  std::optional<Name> system;
  Text version;
  std::vector<ValueSetEntry> entries;
  // `from "valuesets/statins.json" url "https://..."`: a FHIR ValueSet, and the address that it
  // must have; then there are no entries.
  std::optional<Text> from;
  std::optional<Text> url;
};
struct MolarMass {
  Number mass;
  Unit unit;
};
// `measurement LDL of LOINC { "13457-7" } in 'mg/dL' 0 to 1000 molar mass 386.65 'g/mol'`.
struct Measurement {
  Name name;
  Name system;
  std::vector<Text> codes;
  Unit unit;
  Range range;
  std::optional<MolarMass> molar_mass;
};

// --- enumerations, records, outcomes ---

struct EnumMember {
  Name name;
  Text title;
  std::optional<Text> ncpdp;
};
struct Enumeration {
  Name name;
  std::vector<EnumMember> members;
};

enum class FieldMark { Optional, Approximate, Protected, Guarded, Actionable, Clinical, Predicted };

struct WrittenMark {
  FieldMark mark;
  source::Span span;
};
struct Field {
  Name name;
  Type type;
  // In the order written; one may be written twice.
  std::vector<WrittenMark> marks;
  source::Span span;
  // What it is called to people: `mri_confirms : Bool ?  "an MRI confirms the diagnosis"`.
  std::optional<Text> title = {};
};

enum class RecordKind { Record, Schema, Request };

struct Record {
  RecordKind kind;
  Name name;
  std::vector<Field> fields;
};

// `catalog Product keyed by Drug version "2026-02" from "catalogs/products.csv" { ... }`.
struct Catalog {
  Name name;
  Name key;
  Text version;
  Text from;
  std::vector<Field> fields;
};

enum class Standing { Favorable, Review, Adverse };

// `copay : USD ?`.
struct Payload {
  Name name;
  Type type;
  bool optional;
};
struct Alternative {
  Name name;
  std::vector<Payload> payloads;
  Standing standing;
  // `adverse administrative`.
  bool administrative;
  source::Span standing_span;
};
struct OutcomeType {
  Name name;
  std::vector<Alternative> alternatives;
};

// --- definitions and tables ---

// `phenotype : CYP2C19.Phenotype`.
struct Param {
  Name name;
  Type type;
};
// `define name = body` or `define name(params) = body`.
struct Define {
  Name name;
  std::vector<Param> params;
  ExprId body;
  source::Span span;
};

enum class HitPolicy { Unique, FirstMatch, MostSevere };

// `caution`, `true`, `30 days`, `CYP2C19 "*2/*2"`, or a bare `"*2/*2"`.
struct EqualsTest {
  ExprId value;
};
// `>= 30 days`; the operator is never Is or IsNot.
struct CompareTest {
  ComparisonOp op;
  ExprId value;
};
// `1 to 5`, both ends included.
struct RangeTest {
  ExprId low;
  ExprId high;
};
// `not tested`.
struct NotTested {};

struct CellTest {
  source::Span span;
  std::variant<EqualsTest, CompareTest, RangeTest, NotTested> kind;
};
// The row matches when one of the tests does. No test at all: `any`.
struct Cell {
  source::Span span;
  std::vector<CellTest> tests;
};
struct Row {
  source::Span span;
  std::vector<Cell> inputs;
  std::vector<ExprId> outputs;
};
// `otherwise => none`.
struct OtherwiseRow {
  source::Span span;
  std::vector<ExprId> outputs;
};
struct Table {
  Name name;
  std::vector<Param> params;
  // `gives Advice`, or `gives (advice : Advice, strength : Strength)`.
  std::variant<Type, std::vector<Param>> gives;
  HitPolicy hit_policy;
  std::vector<Name> input_headers;
  std::vector<Name> output_headers;
  // As many cells as the author wrote, which may differ from the headers.
  std::vector<Row> rows;
  std::optional<OtherwiseRow> otherwise;
};

}  // namespace precis::syntax
