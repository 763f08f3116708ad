#include "compiler/lower/content_hash.h"

#include <fmt/format.h>
#include <xxhash.h>

#include <algorithm>
#include <cctype>
#include <map>
#include <set>
#include <string_view>
#include <vector>

namespace precis::lower {

namespace {

// What stands at the head of a file: `module a.b.c`, then `use d.e { Name, Name }`.
struct Head {
  std::string module;
  std::vector<std::string> uses;
};

// Words and single signs of a text, without comments.
class Words {
 public:
  explicit Words(std::string_view text) : text_(text) {}

  std::string_view next() {
    skip();
    std::size_t length = 0;
    while (length < text_.size() && is_word(text_[length])) ++length;
    const std::string_view word =
        text_.substr(0, text_.empty() ? 0 : std::max<std::size_t>(length, 1));
    text_.remove_prefix(word.size());
    return word;
  }

 private:
  static bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_'; }

  void skip() {
    while (!text_.empty()) {
      if (text_.front() == '#') {
        text_.remove_prefix(std::min(text_.find('\n'), text_.size()));
      } else if (std::isspace(static_cast<unsigned char>(text_.front()))) {
        text_.remove_prefix(1);
      } else {
        return;
      }
    }
  }

  std::string_view text_;
};

}  // namespace

// Reads a path and leaves the word after it in `word`.
static std::string path_of(Words& words, std::string_view& word) {
  std::string path(words.next());
  for (word = words.next(); word == "."; word = words.next()) {
    path += '.';
    path += words.next();
  }
  return path;
}

static Head head_of(std::string_view text) {
  Head head;
  Words words(text);
  std::string_view word = words.next();
  if (word == "module") head.module = path_of(words, word);
  while (word == "use") {
    head.uses.push_back(path_of(words, word));
    while (!word.empty() && word != "}") word = words.next();
    word = words.next();
  }
  return head;
}

static std::set<std::uint32_t> used_files(const source::Map& sources, source::FileId file) {
  std::vector<Head> heads;
  std::map<std::string, std::uint32_t> modules;
  for (std::uint32_t i = 0; i < sources.size(); ++i) {
    heads.push_back(head_of(sources[source::FileId(i)].text));
    modules.emplace(heads.back().module, i);
  }
  std::set<std::uint32_t> used{file.index()};
  std::vector<std::uint32_t> open{file.index()};
  while (!open.empty()) {
    const std::uint32_t next = open.back();
    open.pop_back();
    for (const std::string& use : heads[next].uses) {
      const auto found = modules.find(use);
      if (found != modules.end() && used.insert(found->second).second)
        open.push_back(found->second);
    }
  }
  return used;
}

static std::string hex_of(std::string_view bytes) {
  const XXH128_hash_t hash = XXH3_128bits(bytes.data(), bytes.size());
  return fmt::format("{:016x}{:016x}", hash.high64, hash.low64);
}

std::string content_hash(const source::Map& sources, source::FileId file,
                         const std::vector<typed::Program::DataFile>& data) {
  std::vector<std::string> hashes;
  std::set<std::uint32_t> used = used_files(sources, file);
  const std::set<std::uint32_t> modules = used;
  for (const typed::Program::DataFile& it : data) {
    if (modules.contains(it.named_in.index())) used.insert(it.file.index());
  }
  for (std::uint32_t used_file : used) {
    hashes.push_back(hex_of(sources[source::FileId(used_file)].text));
  }
  std::sort(hashes.begin(), hashes.end());
  std::string joined;
  for (const std::string& hash : hashes) joined += hash;
  return hex_of(joined);
}

}  // namespace precis::lower
