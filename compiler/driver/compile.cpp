#include "compiler/driver/compile.h"

#include <algorithm>
#include <filesystem>
#include <set>
#include <utility>

#include "compiler/check/check.h"
#include "compiler/driver/library.h"
#include "compiler/lower/lower.h"
#include "compiler/parse/parse.h"
#include "compiler/support/check.h"

namespace precis::driver {

namespace fs = std::filesystem;

// A folder that cannot be read is an error: what is in it would be silently left out.
static support::Result<std::vector<std::string>> files_below(const fs::path& folder) {
  std::vector<std::string> files;
  std::error_code error;
  fs::recursive_directory_iterator it(folder, error);
  for (const fs::recursive_directory_iterator end; !error && it != end; it.increment(error)) {
    std::error_code gone;
    if (it->is_regular_file(gone) && it->path().extension() == ".precis") {
      files.push_back(it->path().generic_string());
    }
  }
  if (error) {
    return support::Failure{"cannot read all of `" + folder.generic_string() +
                            "`: " + error.message()};
  }
  std::sort(files.begin(), files.end());
  return files;
}

support::Result<bool> load(source::Map& sources, const std::vector<std::string>& paths) {
  std::set<std::string> seen;
  for (const std::string& path : paths) {
    std::vector<std::string> files{path};
    if (std::error_code error; fs::is_directory(path, error)) {
      auto inside = files_below(path);
      if (!inside.ok()) return support::Failure{inside.error()};
      files = std::move(inside).value();
      if (files.empty()) return support::Failure{"no .precis file below `" + path + "`"};
    }
    for (const std::string& file : files) {
      if (!seen.insert(fs::path(file).lexically_normal().generic_string()).second) continue;
      if (auto added = sources.load(file); !added.ok()) return support::Failure{added.error()};
    }
  }
  return true;
}

// stdlib/precis/pgx/cyp2c19.precis for precis.pgx.cyp2c19.
static std::string library_path(const syntax::ModulePath& module) {
  std::string path = "stdlib";
  for (const syntax::Name& part : module.parts) path.append("/").append(part.text);
  return path + ".precis";
}

// The library files that the module uses. Where it names one that does not exist, all of them, so
// that the checker can say which one may be meant.
static void add_used_library_files(const syntax::Module& module, std::set<std::string>& present,
                                   source::Map& sources) {
  for (const syntax::Use& use : module.uses) {
    const std::string path = library_path(use.module);
    const bool exists = std::any_of(library().begin(), library().end(),
                                    [&](const Embedded& file) { return file.path == path; });
    const bool is_slip = !exists && use.module.parts[0].text == "precis";
    for (const Embedded& file : library()) {
      if (file.path != path && !is_slip) continue;
      if (present.emplace(file.path).second) {
        sources.add(std::string(file.path), std::string(file.text));
      }
    }
  }
}

// Reads the files of reference data that the module names. One that cannot be read is not there:
// the checker says so, where it is named.
static void add_data_files(const syntax::Module& module, source::Map& sources,
                           std::set<std::uint32_t>& data) {
  for (const syntax::Decl& decl : module.decls) {
    const syntax::Text* from = nullptr;
    if (const auto* it = std::get_if<syntax::Catalog>(&decl.kind)) from = &it->from;
    if (const auto* it = std::get_if<syntax::ValueSet>(&decl.kind)) {
      from = it->from ? &*it->from : nullptr;
    }
    if (from == nullptr) continue;
    const std::string path = source::beside(sources[module.file].path, from->text);
    if (const auto known = sources.find(path)) {
      data.insert(known->index());
    } else if (const auto added = sources.load(path); added.ok()) {
      data.insert(added.value().index());
    }
  }
}

typed::Checked check(source::Map& sources, diagnostics::Sink& sink) {
  std::vector<syntax::Module> modules;
  std::set<std::string> present;
  std::set<std::uint32_t> data;
  // The library files that a module uses are appended to `sources`, and so parsed in their turn.
  for (std::uint32_t i = 0; i < sources.size(); ++i) {
    if (data.contains(i)) continue;
    present.insert(sources[source::FileId(i)].path);
    modules.push_back(parse::file(sources, source::FileId(i), sink));
    add_used_library_files(modules.back(), present, sources);
    add_data_files(modules.back(), sources, data);
  }
  return check::program(modules, sources, sink);
}

std::optional<Compiled> compile_both(source::Map& sources, diagnostics::Sink& sink) {
  std::optional<typed::SoundProgram> sound = typed::seal(check(sources, sink));
  if (!sound || sink.has_errors()) return std::nullopt;
  auto program = std::make_unique<ir::Program>(lower::program(*sound, sources));
  const std::string broken = ir::verify(*program);
  CHECK(broken.empty(), broken.c_str());
  return Compiled{std::move(*sound), std::move(program)};
}

std::unique_ptr<const ir::Program> compile(source::Map& sources, diagnostics::Sink& sink) {
  std::optional<Compiled> compiled = compile_both(sources, sink);
  return compiled ? std::move(compiled->lowered) : nullptr;
}

}  // namespace precis::driver
