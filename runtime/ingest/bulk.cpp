#include "runtime/ingest/bulk.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <utility>

#include "runtime/ingest/bundle.h"
#include "runtime/ingest/fhir.h"

namespace precis::runtime::ingest {

// A file to read from at any place; closed with the object.
class Bulk::File {
 public:
  explicit File(int descriptor = -1) : descriptor_(descriptor) {}
  File(File&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
  File& operator=(File&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    return *this;
  }
  ~File() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }

  int descriptor() const { return descriptor_; }

 private:
  int descriptor_;
};

Bulk::Bulk(Bulk&&) noexcept = default;
Bulk& Bulk::operator=(Bulk&&) noexcept = default;
Bulk::~Bulk() = default;

Bulk::Bulk(std::vector<std::string> paths, Notes& notes)
    : paths_(std::move(paths)), notes_(&notes) {}

bool begins_with_resource(const std::string& path) {
  // What was read of a pipe is gone from it.
  if (std::error_code error; !std::filesystem::is_regular_file(path, error)) return false;
  Result<Bytes> bytes = Bytes::open(path);
  if (!bytes) return false;
  Documents documents(std::move(bytes).value());
  Document document;
  if (!documents.next(document) || document.problem) return false;
  // A large bundle need not be read twice.
  constexpr std::size_t Head = 300;
  const std::string_view head = std::string_view(document.text).substr(0, Head);
  if (head.find("\"Bundle\"") != head.npos) return false;
  JsonTree json;
  json.parse(document.text);
  const std::string_view type = json.root()["resourceType"].string();
  return !type.empty() && type != "Bundle";
}

Result<Bulk> Bulk::open(std::vector<std::string> paths, Notes& notes) {
  Bulk bulk(std::move(paths), notes);
  for (const std::string& path : bulk.paths_) {
    File file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (file.descriptor() < 0) {
      return Failure{fmt::format("cannot read `{}`: {}", path, std::strerror(errno))};
    }
    struct stat about = {};
    if (::fstat(file.descriptor(), &about) == 0 && S_ISREG(about.st_mode)) {
      bulk.in_all_ += static_cast<std::size_t>(about.st_size);
    }
    bulk.files_.push_back(std::move(file));
  }
  return bulk;
}

std::size_t Bulk::taken() const {
  return taken_ + (reading_ ? reading_->bytes().taken() : 0);
}

std::uint32_t Bulk::patient_named(std::string_view id) {
  const auto [found, is_new] =
      patient_by_id_.try_emplace(std::string(id), static_cast<std::uint32_t>(patients_.size()));
  if (is_new) patients_.push_back({std::string(id)});
  return found->second;
}

std::uint32_t Bulk::medication_named(std::string_view id) {
  const auto [found, is_new] = medication_by_id_.try_emplace(
      std::string(id), static_cast<std::uint32_t>(medications_.size()));
  if (is_new) medications_.push_back({0, 0, 0});
  return found->second;
}

// ---- the first reading

// A file without a name, for the resources of packed files.
static int spool() {
  std::error_code error;
  const std::filesystem::path folder = std::filesystem::temp_directory_path(error);
  std::string path = (folder / "precis-export-XXXXXX").string();
  const int descriptor = ::mkstemp(path.data());
  if (descriptor >= 0) ::unlink(path.c_str());
  return descriptor;
}

Result<Bulk::Stored> Bulk::store(const std::string& text, std::size_t offset) {
  const auto length = static_cast<std::uint32_t>(text.size());
  if (reading_->bytes().is_plain_file()) {
    return Stored{offset, length, static_cast<std::uint32_t>(current_)};
  }
  if (files_.size() == paths_.size()) files_.emplace_back(spool());
  const Stored stored{spooled_, length, static_cast<std::uint32_t>(paths_.size())};
  for (std::size_t done = 0; done < text.size();) {
    const ssize_t count =
        ::write(files_.back().descriptor(), text.data() + done, text.size() - done);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0)
      return Failure{fmt::format("there is no room to unpack it: {}", std::strerror(errno))};
    done += static_cast<std::size_t>(count);
  }
  spooled_ += text.size();
  return stored;
}

// A line that cannot be used and may be about anybody.
bool Bulk::hole(Problem problem, Document& document) {
  if (++holes_ == 1) {
    hole_file_ = document.file;
    hole_line_ = document.line;
  }
  document.problem = std::move(problem);
  return true;
}

// `17` of `Patient/17`, of an address that ends so, and of `urn:uuid:17`.
static std::string_view id_of(std::string_view reference) {
  const std::size_t at = reference.find_last_of("/:");
  return at == reference.npos ? reference : reference.substr(at + 1);
}

bool Bulk::patient(Json resource, Document& document) {
  const std::string_view id = resource["id"].string();
  if (id.empty()) {
    document.problem = problem(MissingField, "id");
    return true;
  }
  Patient& it = patients_[patient_named(id)];
  if (it.file != None) {
    it.broken = true;
    document.problem = problem(PatientTwice, fmt::format("Patient/{}", id));
    document.member = id;
    return true;
  }
  it.file = static_cast<std::uint32_t>(current_);
  it.line = document.line;
  order_.push_back(patient_by_id_.at(it.id));
  return about(resource, "Patient", document);
}

// Keeps the place of a resource that is about one patient. True: there is a problem to tell.
bool Bulk::about(Json resource, std::string_view type, Document& document) {
  const std::string_view id =
      type == "Patient" ? resource["id"].string() : id_of(patient_reference(resource));
  if (id.empty()) {
    return hole(problem(NobodyNamed, fmt::format("{}/{}", type, resource["id"].string())),
                document);
  }
  const std::string_view medicine = resource["medicationReference"]["reference"].string();
  Result<Stored> stored = store(document.text, document.offset);
  if (!stored) return hole(problem(BrokenInput, stored.error()), document);
  const bool refers = !medicine.empty() && !medicine.starts_with('#');
  resources_.push_back(
      {patient_named(id), refers ? medication_named(id_of(medicine)) : None, *stored});
  return false;
}

// True: the document holds a problem to tell.
bool Bulk::index(Document& document) {
  document.file = paths_[current_];
  document.is_member = false;
  document.member.clear();
  if (document.problem) return hole(std::move(*document.problem), document);
  const std::optional<JsonProblem> broken = json_.parse(document.text);
  // What was read before the text broke is there.
  const Json root = json_.root();
  const std::string_view type = root["resourceType"].string();
  if (broken) {
    const std::string_view id = id_of(patient_reference(root));
    if (!type.empty() && !id.empty() && type != "Patient") {
      document.problem = broken->problem;
      document.member = id;
      if (is_read(type)) patients_[patient_named(id)].broken = true;
      return true;
    }
    return hole(broken->problem, document);
  }
  if (type.empty() || type == "Bundle") {
    return hole(problem(NotAResource, type.empty() ? root.kind_text() : "a Bundle")
                    .with_help("give bundles and other records as files of their own"),
                document);
  }
  if (!is_read(type)) return false;
  if (type == "Patient") return patient(root, document);
  if (type != "Medication") return about(root, type, document);
  Result<Stored> stored = store(document.text, document.offset);
  if (!stored) return hole(problem(BrokenInput, stored.error()), document);
  medications_[medication_named(root["id"].string())] = *stored;
  return false;
}

// The next line that cannot be used; false when all files have been read.
bool Bulk::read_line(Document& document) {
  for (; current_ < paths_.size(); ++current_) {
    if (!reading_) {
      Result<Bytes> bytes = Bytes::open(paths_[current_]);
      if (!bytes) {
        document = {};
        document.file = paths_[current_];
        document.is_member = false;
        hole(problem(BrokenInput, bytes.error()), document);
        ++current_;
        return true;
      }
      reading_ = std::make_unique<Documents>(std::move(bytes).value());
    }
    while (reading_->next(document)) {
      if (index(document)) return true;
    }
    taken_ += reading_->bytes().taken();
    reading_.reset();
  }
  return false;
}

void Bulk::finish() {
  finished_ = true;
  std::stable_sort(resources_.begin(), resources_.end(),
                   [](const Resource& a, const Resource& b) { return a.patient < b.patient; });
  for (const Resource& it : resources_) {
    if (patients_[it.patient].file == None) {
      notes_->ignore("resource", "about a patient who is not in the export");
    }
  }
}

// ---- the second reading

bool Bulk::append(const Stored& stored, std::string& out) {
  const std::size_t before = out.size();
  out.resize(before + stored.length);
  for (std::size_t done = 0; done < stored.length;) {
    const ssize_t count = ::pread(files_[stored.file].descriptor(), out.data() + before + done,
                                  stored.length - done, static_cast<off_t>(stored.offset + done));
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    done += static_cast<std::size_t>(count);
  }
  return true;
}

bool Bulk::next_patient(Document& document) {
  while (next_patient_ < order_.size() && patients_[order_[next_patient_]].broken) ++next_patient_;
  if (next_patient_ == order_.size()) return false;
  const std::uint32_t index = order_[next_patient_++];
  const Patient& patient = patients_[index];
  document.problem.reset();
  document.file = paths_[patient.file];
  document.line = patient.line;
  document.member = patient.id;
  document.is_member = true;
  std::string& text = document.text;
  text = R"({"resourceType": "Bundle", "entry": [)";
  bool whole = true;
  const auto add = [&](const Stored& stored) {
    text += text.ends_with('[') ? R"({"resource": )" : R"(, {"resource": )";
    whole = append(stored, text) && whole;
    text += '}';
  };
  std::vector<std::uint32_t> medications;
  auto it = std::lower_bound(
      resources_.begin(), resources_.end(), index,
      [](const Resource& resource, std::uint32_t of) { return resource.patient < of; });
  for (; it != resources_.end() && it->patient == index; ++it) {
    add(it->stored);
    if (it->medication != None) medications.push_back(it->medication);
    if (text.size() > MaxRecordBytes) break;
  }
  std::sort(medications.begin(), medications.end());
  medications.erase(std::unique(medications.begin(), medications.end()), medications.end());
  for (const std::uint32_t medication : medications) {
    if (medications_[medication].length > 0) add(medications_[medication]);
  }
  text += "]}";
  if (!whole) document.problem = problem(BrokenInput, "a file changed while it was read");
  if (text.size() > MaxRecordBytes) document.problem = problem(RecordTooLarge, MaxRecordText);
  return true;
}

bool Bulk::next(Document& document) {
  if (!finished_) {
    if (read_line(document)) return true;
    finish();
    if (holes_ > 0) {
      document = {};
      document.file = hole_file_;
      document.line = hole_line_;
      document.is_member = false;
      document.problem =
          problem(ExportWithHoles, holes_ == 1 ? "1 line" : fmt::format("{} lines", holes_))
              .with_help(
                  "what is absent from a history is believed to have not happened; export "
                  "these lines again");
      return true;
    }
  }
  return holes_ == 0 && next_patient(document);
}

}  // namespace precis::runtime::ingest
