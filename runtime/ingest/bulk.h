#pragma once

// A FHIR bulk export: files with one resource a line, in any order, each saying whom it is about.
// They are read once to see which line belongs to whom; then each patient's lines are read again
// and put together as the Bundle that they would have been. What is held for that is a place for
// each resource and a name for each patient, never the resources.
//
// A line that cannot be read is a hole in somebody's history, and absence in a history is believed.
// So the patient it names is not decided; where it names nobody, nobody is.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "runtime/ingest/documents.h"
#include "runtime/ingest/json.h"
#include "runtime/ingest/notes.h"
#include "runtime/result.h"

namespace precis::runtime::ingest {

// Whether this is a file, no pipe, and its first record a FHIR resource other than a Bundle.
bool begins_with_resource(const std::string& path);

class Bulk {
 public:
  // Fails when a file cannot be opened. `notes` must outlive it.
  static Result<Bulk> open(std::vector<std::string> files, Notes& notes);

  // The next line that cannot be used, or the next patient as the text of a Bundle; false at the
  // end. Lines come first.
  bool next(Document& document);

  // Bytes of the files taken on the first reading, and in all.
  std::size_t taken() const;
  std::size_t in_all() const { return in_all_; }

  Bulk(Bulk&&) noexcept;
  Bulk& operator=(Bulk&&) noexcept;
  ~Bulk();

 private:
  class File;
  static constexpr std::uint32_t None = 0xffffffff;
  // Where the text of a resource is.
  struct Stored {
    std::uint64_t offset;
    std::uint32_t length;
    std::uint32_t file;  // in files_; packed ones are unpacked into the one after the last
  };
  struct Resource {
    std::uint32_t patient;     // in patients_
    std::uint32_t medication;  // in medications_, or None
    Stored stored;
  };
  struct Patient {
    std::string id;
    std::size_t line = 0;
    std::uint32_t file = None;  // None: no Patient was in the export, only references to one
    bool broken = false;        // something about it could not be read
  };

  Bulk(std::vector<std::string> paths, Notes& notes);

  bool read_line(Document& document);
  bool index(Document& document);
  bool patient(Json resource, Document& document);
  bool about(Json resource, std::string_view type, Document& document);
  bool hole(Problem problem, Document& document);
  void finish();
  bool next_patient(Document& document);
  Result<Stored> store(const std::string& text, std::size_t offset);
  bool append(const Stored& stored, std::string& out);
  std::uint32_t patient_named(std::string_view id);
  std::uint32_t medication_named(std::string_view id);

  std::vector<std::string> paths_;
  std::vector<File> files_;
  std::size_t in_all_ = 0;
  std::size_t taken_ = 0;
  Notes* notes_;
  JsonTree json_;

  std::unique_ptr<Documents> reading_;  // of the file that is read for the first time
  std::size_t current_ = 0;
  std::uint64_t spooled_ = 0;
  std::size_t holes_ = 0;
  std::string hole_file_;  // of the first of them
  std::size_t hole_line_ = 0;
  bool finished_ = false;

  std::vector<Patient> patients_;
  std::unordered_map<std::string, std::uint32_t> patient_by_id_;
  std::unordered_map<std::string, std::uint32_t> medication_by_id_;
  std::vector<Stored> medications_;   // length 0: referred to, and not in the export
  std::vector<Resource> resources_;   // once finished: by patient, then in the order of the files
  std::vector<std::uint32_t> order_;  // of the patients
  std::size_t next_patient_ = 0;
};

}  // namespace precis::runtime::ingest
