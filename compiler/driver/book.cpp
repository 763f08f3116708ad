#include "compiler/driver/book.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <string>
#include <string_view>

namespace precis::driver {

// What was written after `expect`, on one line.
static std::string folded(std::string_view text) {
  std::string made;
  for (const char c : text) {
    const bool is_blank = std::isspace(static_cast<unsigned char>(c)) != 0;
    if (!is_blank) {
      made += c;
    } else if (!made.empty() && made.back() != ' ') {
      made += ' ';
    }
  }
  while (!made.empty() && made.back() == ' ') made.pop_back();
  return made;
}

static book::TestShown shown(const source::Map& sources, const ir::Program& program,
                             const Tested& tested) {
  const source::Span span = tested.test->span;
  const std::uint32_t line = sources.position(span.file, span.begin).line;
  book::TestShown made{tested.test->title,
                       fmt::format("{}:{}", sources[span.file].path, line),
                       tested.passed(),
                       {},
                       {}};
  for (const ir::Expectation& it : tested.test->expectations) {
    const ir::PolicyId policy = program.decisions[it.decision].policy;
    if (std::ranges::find(made.policies, policy) == made.policies.end()) {
      made.policies.push_back(policy);
    }
    made.expected.push_back(folded(sources.text(it.span)));
  }
  return made;
}

std::vector<book::File> book(const source::Map& sources, const Compiled& compiled,
                             const std::vector<Tested>& tested,
                             std::vector<coverage::Policy> coverage) {
  book::Contents contents{
      compiled.checked.get(), *compiled.lowered, sources, std::move(coverage), {}};
  for (const Tested& it : tested) {
    contents.tests.push_back(shown(sources, *compiled.lowered, it));
  }
  return book::files(contents);
}

}  // namespace precis::driver
