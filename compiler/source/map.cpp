#include "compiler/source/map.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <utility>

#include "compiler/support/check.h"

namespace precis::source {

static constexpr std::size_t MaxTextBytes = std::size_t{1} << 30;

static std::vector<std::uint32_t> find_line_begins(std::string_view text) {
  std::vector<std::uint32_t> begins = {0};
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\n') begins.push_back(static_cast<std::uint32_t>(i + 1));
  }
  return begins;
}

FileId Map::add(std::string path, std::string text) {
  CHECK(text.size() <= MaxTextBytes, "source text is larger than spans can address");
  std::vector<std::uint32_t> begins = find_line_begins(text);
  files_.push_back({std::move(path), std::move(text), std::move(begins)});
  return FileId(static_cast<std::uint32_t>(files_.size() - 1));
}

support::Result<FileId> Map::load(const std::string& path) {
  std::error_code error;
  const std::filesystem::file_status status = std::filesystem::status(path, error);
  if (!std::filesystem::exists(status)) {
    return support::Failure{"cannot read `" + path +
                            "`: " + (error ? error.message() : "no such file")};
  }
  if (std::filesystem::is_directory(status)) {
    return support::Failure{"cannot read `" + path + "`: it is a folder"};
  }
  if (std::filesystem::is_regular_file(status) &&
      std::filesystem::file_size(path, error) > MaxTextBytes) {
    return support::Failure{"cannot read `" + path + "`: it is larger than 1 GiB"};
  }
  std::ifstream stream(path, std::ios::binary);
  if (!stream) {
    return support::Failure{"cannot read `" + path + "`: " + std::strerror(errno)};
  }
  std::string text((std::istreambuf_iterator<char>(stream)), std::istreambuf_iterator<char>());
  if (stream.bad()) {
    return support::Failure{"cannot read `" + path + "`: reading stopped half-way"};
  }
  return add(path, std::move(text));
}

std::optional<FileId> Map::find(std::string_view path) const {
  for (std::uint32_t i = 0; i < files_.size(); ++i) {
    if (files_[i].path == path) return FileId(i);
  }
  return std::nullopt;
}

const File& Map::operator[](FileId id) const {
  CHECK(id.index() < files_.size(), "file of another source map");
  return files_[id.index()];
}

std::string_view Map::text(Span span) const {
  const File& file = (*this)[span.file];
  CHECK(span.begin <= span.end && span.end <= file.text.size(), "span outside its file");
  return std::string_view(file.text).substr(span.begin, span.end - span.begin);
}

static std::size_t line_index(const File& file, std::uint32_t offset) {
  CHECK(offset <= file.text.size(), "offset outside its file");
  auto after = std::upper_bound(file.line_begins.begin(), file.line_begins.end(), offset);
  return static_cast<std::size_t>(after - file.line_begins.begin()) - 1;
}

static bool continues_code_point(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0) == 0x80;
}

Position Map::position(FileId id, std::uint32_t offset) const {
  const File& file = (*this)[id];
  const std::size_t index = line_index(file, offset);
  const std::uint32_t begin = file.line_begins[index];
  while (offset > begin && offset < file.text.size() && continues_code_point(file.text[offset])) {
    --offset;
  }
  const auto before = std::string_view(file.text).substr(begin, offset - begin);
  return {static_cast<std::uint32_t>(index + 1), code_points(before) + 1};
}

std::uint32_t Map::byte_column(FileId id, std::uint32_t offset) const {
  const File& file = (*this)[id];
  return offset - file.line_begins[line_index(file, offset)] + 1;
}

std::string_view Map::line(FileId id, std::uint32_t number) const {
  const File& file = (*this)[id];
  CHECK(number >= 1 && number <= file.line_begins.size(), "line outside its file");
  const std::uint32_t begin = file.line_begins[number - 1];
  const std::string_view rest = std::string_view(file.text).substr(begin);
  std::string_view line = rest.substr(0, rest.find('\n'));
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

std::string beside(std::string_view file, std::string_view written) {
  const std::filesystem::path folder = std::filesystem::path(file).parent_path();
  return (folder / std::filesystem::path(written)).lexically_normal().generic_string();
}

std::size_t code_point_length(std::string_view utf8) {
  const auto lead = static_cast<unsigned char>(utf8[0]);
  const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
  if (length > utf8.size()) return 1;
  for (std::size_t i = 1; i < length; ++i) {
    if (!continues_code_point(utf8[i])) return 1;
  }
  return length;
}

std::uint32_t code_points(std::string_view utf8) {
  std::uint32_t count = 0;
  while (!utf8.empty()) {
    utf8.remove_prefix(code_point_length(utf8));
    ++count;
  }
  return count;
}

}  // namespace precis::source
