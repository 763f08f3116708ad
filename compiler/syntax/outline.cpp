#include "compiler/syntax/outline.h"

#include <algorithm>

namespace precis::syntax {

static bool same_comments(const Word& one, const Word& other) {
  std::vector<std::string_view> left;
  std::vector<std::string_view> right;
  for (const Comment& comment : one.above) left.push_back(comment.text);
  for (const Comment& comment : other.above) right.push_back(comment.text);
  return left == right && one.beside == other.beside;
}

bool same_words(const Outline& one, const Outline& other) {
  return std::ranges::equal(one.words, other.words, [](const Word& left, const Word& right) {
    const bool same_text = left.kind == WordKind::Dashes || left.text == right.text;
    return left.kind == right.kind && same_text && same_comments(left, right);
  });
}

}  // namespace precis::syntax
