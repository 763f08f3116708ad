#include "tests/fuzz/doors.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "compiler/diagnostics/render.h"
#include "compiler/driver/compile.h"
#include "compiler/driver/format.h"
#include "compiler/parse/parse.h"
#include "compiler/support/check.h"
#include "runtime/ingest/bytes.h"
#include "runtime/ingest/ingest.h"
#include "runtime/units.h"

namespace precis::fuzz {
namespace {

namespace ingest = runtime::ingest;

// Reports are drawn too: a span outside its text shows there.
void draw(const diagnostics::Sink& sink, const source::Map& sources) {
  for (const diagnostics::Diagnostic& report : diagnostics::in_source_order(sink.all())) {
    (void)diagnostics::render_terminal(report, sources, diagnostics::Colour::Off);
  }
}

void enter_parser(std::string_view bytes) {
  source::Map sources;
  const source::FileId file = sources.add("input.precis", std::string(bytes));
  diagnostics::Sink sink;
  parse::file(sources, file, sink);
  draw(sink, sources);
}

// What can be read is laid out, which says the same (the formatter checks that itself) and stays as
// it is when it is laid out again.
void enter_format(std::string_view bytes) {
  source::Map sources;
  diagnostics::Sink sink;
  const auto once = driver::format(sources, sources.add("input.precis", std::string(bytes)), sink);
  if (!once) return;
  const auto twice = driver::format(sources, sources.add("input.precis", *once), sink);
  CHECK(twice == once, "the style of a file is not stable");
}

// One module with the library that it uses; to the lowered program when it is sound.
void enter_checker(std::string_view bytes) {
  source::Map sources;
  sources.add("input.precis", std::string(bytes));
  diagnostics::Sink sink;
  driver::compile(sources, sink);
  draw(sink, sources);
}

// A policy of the standard member and request, for their schema.
constexpr std::string_view Policy = R"(module fuzz.records
use precis.member { Member, CoverageRequest }
use precis.benefit { Coverage }
policy records "Records" (member : Member, request : CoverageRequest) at request.date {
  version "1"
  effective 2020-01-01 to 2030-12-31
  governs true
  decision coverage : Coverage by first match {
    otherwise approve tier 1, copay $5.00, for 12 months
  }
}
)";

const ir::Program& program() {
  static const std::unique_ptr<const ir::Program> compiled = [] {
    source::Map sources;
    sources.add("records.precis", std::string(Policy));
    diagnostics::Sink sink;
    auto made = driver::compile(sources, sink);
    CHECK(made != nullptr, "the policy of the record doors has errors");
    return made;
  }();
  return *compiled;
}

void read_all(runtime::Result<ingest::Reader> reader) {
  if (!reader.ok()) return;
  while (const auto outcome = reader->next()) {
    for (const ingest::Rejection& rejection : outcome->rejections) ingest::to_text(rejection);
  }
}

// The schema's own records and FHIR bundles: the reader tells them apart.
void enter_records(std::string_view bytes) {
  runtime::Symbols symbols(program().catalogue);
  read_all(ingest::Reader::over(std::string(bytes), "input", program().schemas[0],
                                program().catalogue, symbols));
}

// A file of this process alone, gone with it.
class Scratch {
 public:
  Scratch() {
    std::string name = "/tmp/precis-fuzz-XXXXXX";
    const int file = ::mkstemp(name.data());
    CHECK(file >= 0, "no scratch file");
    ::close(file);
    path_ = name;
  }
  ~Scratch() { ::unlink(path_.c_str()); }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;

  const std::string& hold(std::string_view bytes) {
    std::ofstream(path_, std::ios::binary | std::ios::trunc) << bytes;
    return path_;
  }

 private:
  std::string path_;
};

// A bulk export is read twice, so it needs files: here one, or two from a line `----` on.
void enter_export(std::string_view bytes) {
  static Scratch first;
  static Scratch second;
  constexpr std::string_view Between = "\n----\n";
  const std::size_t cut = bytes.find(Between);
  std::vector<std::string> files{first.hold(bytes.substr(0, cut))};
  if (cut != std::string_view::npos) {
    files.push_back(second.hold(bytes.substr(cut + Between.size())));
  }
  runtime::Symbols symbols(program().catalogue);
  read_all(ingest::Reader::open(ingest::Input{"input", std::move(files), true},
                                program().schemas[0], program().catalogue, symbols));
}

// What is packed may unpack to far more than it is; the reader asks for it in pieces, and so does
// this, up to a limit of its own that keeps one input short.
void enter_packed(std::string_view bytes) {
  constexpr std::size_t Enough = std::size_t{8} << 20;
  ingest::Bytes input = ingest::Bytes::of(std::string(bytes));
  std::string out;
  for (std::size_t total = 0; total < Enough && input.read(out); total += out.size()) out.clear();
}

// A refusal says why.
void enter_units(std::string_view bytes) {
  const auto ucum = runtime::parse_unit(bytes);
  CHECK(ucum.ok() || !ucum.error().empty(), "a unit is refused without a word");
  const auto worded = runtime::parse_language_unit(bytes);
  CHECK(worded.ok() || !worded.error().empty(), "a unit is refused without a word");
}

constexpr std::array Doors = {
    Door{"parser", enter_parser},   Door{"format", enter_format}, Door{"checker", enter_checker},
    Door{"records", enter_records}, Door{"export", enter_export}, Door{"packed", enter_packed},
    Door{"units", enter_units},
};

}  // namespace

std::span<const Door> doors() {
  return Doors;
}

const Door* door(std::string_view name) {
  const auto found = std::ranges::find(Doors, name, &Door::name);
  return found == Doors.end() ? nullptr : &*found;
}

}  // namespace precis::fuzz
