#pragma once

// What begins lines: declarations, their blocks, and the lines of those.

#include <vector>

#include "compiler/format/columns.h"
#include "compiler/format/lines.h"
#include "compiler/format/page.h"

namespace precis::format {

class Statements {
 public:
  explicit Statements(Page& page) : page_(page), lines_(page) {}

  // The parts below each other, each from `indent` on; neighbours of a kind in columns.
  void all(const std::vector<syntax::PartId>& parts, std::size_t indent);

 private:
  using Run = std::vector<syntax::PartId>;

  void run(const Run& parts, std::size_t indent);
  void statement(syntax::PartId id, std::size_t indent);

  // --- blocks.cpp ---

  // The brace that opens the block.
  WordIndex brace(const syntax::Part& part) const;
  bool stays_one_line(const syntax::Part& part, WordIndex brace, std::size_t indent) const;
  void header(const syntax::Part& part, WordIndex end, std::size_t indent);
  void block(const syntax::Part& part, std::size_t indent);
  void condition(const syntax::Part& part, std::size_t indent);
  void alleles(const syntax::Part& part, std::size_t indent);
  void table(const syntax::Part& part, std::size_t indent);

  // --- items.cpp ---

  void define(const syntax::Part& part, std::size_t indent);
  void source(const syntax::Part& part, std::size_t indent);
  void alternative(const syntax::Part& part, std::size_t indent);
  void clause(const syntax::Part& part, std::size_t indent);
  void fallback(const syntax::Part& part, std::size_t indent);
  void expect(const syntax::Part& part, std::size_t indent);
  // Stretches that each begin with one of `breaks`, as many on a line as it holds.
  std::size_t stretches(Words words, const std::vector<syntax::PartId>& parts,
                        const std::vector<WordIndex>& breaks, std::size_t column,
                        std::size_t below);
  // As many words on a line as it holds, broken after commas.
  void fill(Words words, std::size_t column, std::size_t below, std::size_t after);

  std::size_t blanks_after_key(WordIndex key) const;

  // The column after the keywords of a rule, and of anything else.
  static constexpr std::size_t RuleKeys = 8;
  static constexpr std::size_t OtherKeys = 11;

  Page& page_;
  Lines lines_;
  std::size_t key_width_ = OtherKeys;
};

// The cells of a line of this kind, and the blanks between them.
Row row_of(const Page& page, const syntax::Part& part);
std::vector<std::size_t> blanks_of(syntax::Shape shape);
// Histories have columns of their own inside their types.
void align_fields(Page& page, const std::vector<syntax::Part>& fields, std::size_t indent);

}  // namespace precis::format
