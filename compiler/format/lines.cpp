#include "compiler/format/lines.h"

#include <algorithm>

namespace precis::format {

using syntax::PartId;
using syntax::Shape;
using syntax::WordKind;

std::vector<Lines::Piece> Lines::pieces(Words words, const std::vector<PartId>& parts) const {
  std::vector<Piece> found;
  WordIndex next = words.first;
  const auto add_words_to = [&](WordIndex last) {
    for (; next < last; ++next) found.push_back({{next, next + 1}, std::nullopt});
  };
  for (const PartId id : parts) {
    const syntax::Part& part = page_.part(id);
    if (part.first < words.first || part.last > words.last) continue;
    add_words_to(part.first);
    found.push_back({{part.first, part.last}, id});
    next = part.last;
  }
  add_words_to(words.last);
  return found;
}

std::size_t Lines::piece(const Piece& piece, std::size_t column, std::size_t after) {
  if (piece.part) return part(*piece.part, column, after, column);
  return column + page_.width(piece.words.first);
}

std::size_t Lines::needed_after(const std::vector<Piece>& pieces, std::size_t index,
                                std::size_t after) const {
  std::size_t needed = 0;
  for (std::size_t i = index + 1; i < pieces.size(); ++i) {
    if (pieces[i].part || needed > MaxColumns) return needed;
    needed += page_.natural(pieces[i].words.first) + page_.width(pieces[i].words.first);
  }
  return needed + after;
}

std::size_t Lines::lay(Words words, const std::vector<PartId>& parts, std::size_t column,
                       std::size_t after) {
  if (words.empty()) return column;
  if (page_.fits(words, column, after)) {
    page_.flatten(words);
    return column + page_.width(words);
  }
  return sequence(pieces(words, parts), column, after);
}

std::size_t Lines::part(PartId id, std::size_t column, std::size_t after, std::size_t chain) {
  const syntax::Part& it = page_.part(id);
  const Words words{it.first, it.last};
  if (page_.fits(words, column, after)) {
    page_.flatten(words);
    return column + page_.width(words);
  }
  return broken(it, column, after, chain);
}

std::size_t Lines::broken(const syntax::Part& part, std::size_t column, std::size_t after,
                          std::size_t chain) {
  const Shape shape = part.shape;
  if (shape == Shape::Chain) return chained(part, column, after, chain);
  if (shape == Shape::Operation) return operation(part, column, after);
  if (shape == Shape::Quantified || shape == Shape::If) return keyworded(part, column, after);
  const bool is_list = shape == Shape::Outcome || shape == Shape::Listed ||
                       shape == Shape::Values || shape == Shape::Params || shape == Shape::Line;
  if (is_list) return listed(part, column, after);
  return sequence(pieces({part.first, part.last}, part.parts), column, after);
}

// One piece after another; where one has to be broken it breaks itself.
std::size_t Lines::sequence(const std::vector<Piece>& pieces, std::size_t column,
                            std::size_t after) {
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    const WordIndex first = pieces[i].words.first;
    if (i > 0) {
      page_.put(first, page_.natural(first));
      column += page_.natural(first);
    }
    column = piece(pieces[i], column, needed_after(pieces, i, after));
  }
  return column;
}

// An operand a line, the operator before it.
std::size_t Lines::chained(const syntax::Part& part, std::size_t column, std::size_t after,
                           std::size_t chain) {
  const std::vector<Piece> all = pieces({part.first, part.last}, part.parts);
  for (std::size_t i = 0; i < all.size(); ++i) {
    const WordIndex first = all[i].words.first;
    const bool is_operator =
        !all[i].part && (page_[first].text == "and" || page_[first].text == "or");
    if (i > 0 && is_operator) {
      page_.continue_line(first, chain);
      column = chain;
    } else if (i > 0) {
      page_.put(first, page_.natural(first));
      column += page_.natural(first);
    }
    const bool is_last = i + 1 == all.size();
    column = piece(all[i], column, is_last ? after : 0);
  }
  return column;
}

// Broken before an operator when what it begins does not fit, unless that can be broken itself.
std::size_t Lines::operation(const syntax::Part& part, std::size_t column, std::size_t after) {
  const std::vector<Piece> all = pieces({part.first, part.last}, part.parts);
  const std::size_t begin = column;
  const auto is_list = [&](const Piece& piece) {
    return piece.part && page_.part(*piece.part).shape == Shape::Listed;
  };
  for (std::size_t i = 0; i < all.size(); ++i) {
    const WordIndex first = all[i].words.first;
    const std::size_t blanks = i > 0 ? page_.natural(first) : 0;
    const bool begins_step = i > 0 && !all[i].part && all[i - 1].part &&
                             page_[first].kind == WordKind::Plain &&
                             page_[first - 1].kind != WordKind::Dot;
    std::size_t end = i + 1;  // of the operator's words and its operand
    while (begins_step && end < all.size() && !all[end].part) ++end;
    const Words step{first, all[std::min(end, all.size() - 1)].words.last};
    const bool may_break = begins_step && end < all.size() && !is_list(all[end]);
    if (may_break && !page_.fits(step, column + blanks, end + 1 == all.size() ? after : 0)) {
      page_.continue_line(first, begin + Indent);
      column = begin + Indent;
    } else if (i > 0) {
      page_.put(first, blanks);
      column += blanks;
    }
    column = piece(all[i], column, needed_after(all, i, after));
  }
  return column;
}

// `any d in list` / `where …`; `if …` / `then …` / `else …`.
std::size_t Lines::keyworded(const syntax::Part& part, std::size_t column, std::size_t after) {
  const std::vector<Piece> all = pieces({part.first, part.last}, part.parts);
  const std::size_t begin = column;
  const std::size_t next = part.shape == Shape::If ? begin + Indent : begin;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const WordIndex first = all[i].words.first;
    const std::string& text = page_[first].text;
    const bool is_keyword =
        !all[i].part && i > 1 && all[i - 1].part &&
        (text == "where" || text == "satisfy" || text == "then" || text == "else");
    const bool is_where = !all[i].part && i > 1 && text == "where";
    if (is_keyword || is_where) {
      page_.continue_line(first, next);
      column = next;
    } else if (i > 0) {
      page_.put(first, page_.natural(first));
      column += page_.natural(first);
    }
    const std::size_t needed = needed_after(all, i, after);
    column = all[i].part
                 ? this->part(*all[i].part, column, i + 1 == all.size() ? after : 0, next + Indent)
                 : piece(all[i], column, needed);
  }
  return column;
}

// As many on a line as it holds, below the first of them. Far to the right, `for` goes there too.
std::size_t Lines::listed(const syntax::Part& part, std::size_t column, std::size_t after) {
  const std::vector<Piece> all = pieces({part.first, part.last}, part.parts);
  const bool has_bracket = std::ranges::any_of(all, [&](const Piece& it) {
    const WordKind kind = page_[it.words.first].kind;
    return !it.part &&
           (kind == WordKind::Brace || kind == WordKind::Paren || kind == WordKind::HugParen);
  });
  std::optional<std::size_t> below;
  if (!has_bracket && part.shape != Shape::Outcome) below = column;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const WordIndex first = all[i].words.first;
    const std::size_t blanks = i > 0 ? page_.natural(first) : 0;
    const WordKind before = i > 0 ? page_[first - 1].kind : WordKind::Plain;
    const bool opens = before == WordKind::Brace || before == WordKind::Paren ||
                       before == WordKind::HugParen || part.shape == Shape::Outcome;
    if (!below && i > 0 && opens) below = column + blanks;
    const bool closes = page_[first].kind == WordKind::CloseBrace;
    if (i > 0 && below && before == WordKind::Comma && !closes) {
      std::size_t end = i;  // the comma or the end of this item
      while (end < all.size() && page_[all[end].words.first].kind != WordKind::Comma) ++end;
      const Words item{first, all[std::min(end, all.size() - 1)].words.last};
      const bool is_last = end >= all.size();
      const bool kept = page_.author_breaks(first) && page_[first].starts_line;
      if (kept || !page_.fits(item, column + blanks, is_last ? after : 0)) {
        page_.continue_line(first, *below);
        column = piece(all[i], *below, needed_after(all, i, after));
        continue;
      }
    }
    const bool is_far_for = below && column > MaxColumns / 2 && i + 1 < all.size() &&
                            !all[i].part && page_[first].text == "for";
    if (is_far_for && !page_.fits({first, all[i + 1].words.last}, column + blanks, after)) {
      page_.continue_line(first, *below);
      column = *below;
    } else if (i > 0) {
      page_.put(first, blanks);
      column += blanks;
    }
    column = piece(all[i], column, needed_after(all, i, after));
  }
  return column;
}

}  // namespace precis::format
