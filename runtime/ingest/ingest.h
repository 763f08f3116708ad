#pragma once

// The door for input records: FHIR R4 bundles and bulk exports and the schema's own NDJSON, plain
// or packed, from files or standard input, one record at a time. What a record says becomes facts
// with their origins; a record that cannot be used becomes a rejection that says where and why, and
// reading goes on.
//
// Own shape, one object a line:
//   {"member": {"birth_date": "1961-05", "fills": [{…}], "genome": {"CYP2C19": "*1/*2"}},
//    "request": {"drug": "309362", "date": "2026-03-01", …}}
// docs/input.md describes both shapes in full.

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/catalogue.h"
#include "runtime/record.h"
#include "runtime/result.h"
#include "runtime/schema.h"
#include "runtime/symbols.h"

namespace precis::runtime::ingest {

// Why a record, or one request of it, is not decided. Empty parts are unknown; `help` may be empty.
struct Rejection {
  std::string file;      // as given to open; "standard input"
  std::size_t line = 0;  // the first line of the record, or of the broken text inside it
  std::string record;    // the member's id
  std::string path;      // "member.fills[2].date", "MedicationDispense/17 daysSupply.value"
  std::string code;      // E0821
  std::string reason;
  std::string help;
};

// "claims.ndjson:17: E0821: … (at member.fills[2].days_supply)", help on a second line.
std::string to_text(const Rejection& rejection);

// Of one member: a record for each request. A broken request is rejected alone, a broken member
// once.
struct Outcome {
  std::vector<Record> records;
  std::vector<Rejection> rejections;
};

struct Summary {
  std::size_t read = 0;                         // members, rejected ones included
  std::size_t requests = 0;                     // records given
  std::map<std::string, std::size_t> rejected;  // by code
  std::map<std::string, std::size_t> ignored;   // FHIR resources and values left out, by reason

  std::size_t rejections() const;
};

// What is read as one: a file, or the files of one bulk export.
struct Input {
  std::string name;
  std::vector<std::string> files;
  bool is_export = false;
};

// The inputs among files and folders (`-` is standard input). A folder stands for its files named
// .ndjson, .jsonl or .json, packed or not, in order of name. Files whose first record is a FHIR
// resource other than a Bundle are one export together. Fails when a folder holds no such file.
Result<std::vector<Input>> inputs(const std::vector<std::string>& paths);

struct Options {
  // JSON text of a request, as in the own shape: used for members that come without one.
  std::optional<std::string> default_request;
};

// Reads one input. Memory is bounded by the largest record, which is bounded too; of a bulk export
// also by a place for each resource and a name for each patient.
class Reader {
 public:
  // `path` is a file, or "-" for standard input. `schema`, `catalogue` and `symbols` must outlive
  // the reader. Fails when the file cannot be opened or the default request is not one.
  static Result<Reader> open(const std::string& path, const Schema& schema,
                             const Catalogue& catalogue, Symbols& symbols,
                             const Options& options = {});

  static Result<Reader> open(const Input& input, const Schema& schema, const Catalogue& catalogue,
                             Symbols& symbols, const Options& options = {});

  // The same from text in memory; `name` stands for the file.
  static Result<Reader> over(std::string text, std::string name, const Schema& schema,
                             const Catalogue& catalogue, Symbols& symbols,
                             const Options& options = {});

  // The next member, or nullopt at the end of the input.
  std::optional<Outcome> next();

  const Summary& summary() const;

  // How far it is: bytes of the file taken, and its size (0 when unknown), for a progress bar.
  std::size_t bytes_taken() const;
  std::size_t bytes_in_all() const;

  Reader(Reader&&) noexcept;
  Reader& operator=(Reader&&) noexcept;
  ~Reader();

 private:
  struct State;
  explicit Reader(std::unique_ptr<State> state);
  static Result<Reader> make(std::unique_ptr<State> state, const Options& options);
  std::unique_ptr<State> state_;
};

// One record in the own shape, as in-language tests write it; the failure names the place.
Result<Record> read_one(std::string_view json, const Schema& schema, const Catalogue& catalogue,
                        Symbols& symbols);

// A part of a record in the own shape: what it does not say is absent, required or not. `source`
// is where its facts came from. The failure says what is wrong, not where.
Result<Record> read_part(std::string_view json, std::string_view source, const Schema& schema,
                         const Catalogue& catalogue, Symbols& symbols);

// The record in the own shape, on one line: read again, it has the same cells, but for members of
// an enumeration that are only some of all (then the field is left out, as one that is not known).
std::string to_own_shape(const Record& record, const Schema& schema, const Catalogue& catalogue,
                         const Symbols& symbols);

}  // namespace precis::runtime::ingest
