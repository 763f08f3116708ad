#pragma once

// What stands inside a line, and how it is continued when one line does not hold it.

#include <cstddef>

#include "compiler/format/page.h"

namespace precis::format {

class Lines {
 public:
  explicit Lines(Page& page) : page_(page) {}

  // Lays the words out from `column` on, where the first of them stands; `after` columns must be
  // left on the last line. Gives the column after the last word.
  std::size_t lay(Words words, const std::vector<syntax::PartId>& parts, std::size_t column,
                  std::size_t after);
  // A part: in one line, or broken as its shape is. Its chain of `and` goes on at `chain`.
  std::size_t part(syntax::PartId id, std::size_t column, std::size_t after, std::size_t chain);

 private:
  // What an operand list consists of: a word, or a part.
  struct Piece {
    Words words;
    std::optional<syntax::PartId> part;
  };
  std::vector<Piece> pieces(Words words, const std::vector<syntax::PartId>& parts) const;
  std::size_t piece(const Piece& piece, std::size_t column, std::size_t after);
  // Columns that must follow a piece on its line.
  std::size_t needed_after(const std::vector<Piece>& pieces, std::size_t index,
                           std::size_t after) const;

  std::size_t broken(const syntax::Part& part, std::size_t column, std::size_t after,
                     std::size_t chain);
  std::size_t sequence(const std::vector<Piece>& pieces, std::size_t column, std::size_t after);
  std::size_t chained(const syntax::Part& part, std::size_t column, std::size_t after,
                      std::size_t chain);
  std::size_t operation(const syntax::Part& part, std::size_t column, std::size_t after);
  std::size_t keyworded(const syntax::Part& part, std::size_t column, std::size_t after);
  std::size_t listed(const syntax::Part& part, std::size_t column, std::size_t after);

  Page& page_;
};

}  // namespace precis::format
