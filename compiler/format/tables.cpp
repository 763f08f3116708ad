// Decision tables: cells below each other, from the header to the last row.

#include <algorithm>
#include <string>

#include "compiler/format/statements.h"

namespace precis::format {

using syntax::Part;
using syntax::PartId;
using syntax::Shape;
using syntax::WordKind;

namespace {

// A line of a table: its cells before and after the arrow.
struct TableLine {
  std::vector<Words> inputs;
  std::vector<Words> outputs;
  bool is_otherwise = false;
};

// Each cell begins after a bar or the arrow.
TableLine line_of(const Page& page, Words words) {
  TableLine line;
  WordIndex first = words.first;
  bool after_arrow = false;
  for (WordIndex i = words.first; i <= words.last; ++i) {
    const bool is_arrow = i < words.last && page[i].text == "=>";
    if (i < words.last && !is_arrow && page[i].text != "|") continue;
    (after_arrow ? line.outputs : line.inputs).push_back({first, i});
    after_arrow |= is_arrow;
    first = i + 1;
  }
  return line;
}

std::vector<std::size_t> widths_of(const Page& page, const std::vector<TableLine>& lines,
                                   std::vector<Words> TableLine::* cells) {
  std::vector<std::size_t> widths;
  for (const TableLine& line : lines) {
    if (line.is_otherwise && cells == &TableLine::inputs) continue;
    const std::vector<Words>& row = line.*cells;
    if (widths.size() < row.size()) widths.resize(row.size(), 0);
    for (std::size_t i = 0; i < row.size(); ++i) {
      widths[i] = std::max(widths[i], page.width(row[i]));
    }
  }
  return widths;
}

constexpr std::size_t Separator = 3;  // ` | `

std::size_t sum(const std::vector<std::size_t>& widths) {
  std::size_t width = Separator * (widths.size() - 1);
  for (const std::size_t it : widths) width += it;
  return width;
}

// `-----+----=>---+---`, each piece under its column.
std::string dashes(const std::vector<std::size_t>& inputs,
                   const std::vector<std::size_t>& outputs) {
  std::string text;
  const auto append = [&](const std::vector<std::size_t>& widths, bool first, bool last) {
    for (std::size_t i = 0; i < widths.size(); ++i) {
      const bool at_margin = (first && i == 0) || (last && i + 1 == widths.size());
      if (i > 0) text += '+';
      text.append(widths[i] + (at_margin ? 1 : 2), '-');
    }
  };
  append(inputs, true, false);
  text += "=>";
  append(outputs, false, true);
  return text;
}

class TableLayout {
 public:
  TableLayout(Page& page, std::size_t indent) : page_(page), indent_(indent) {}

  void lay(const std::vector<TableLine>& lines, WordIndex below_header) {
    std::vector<std::size_t> inputs = widths_of(page_, lines, &TableLine::inputs);
    const std::vector<std::size_t> outputs = widths_of(page_, lines, &TableLine::outputs);
    for (const TableLine& line : lines) {
      if (!line.is_otherwise) continue;
      const std::size_t width = page_.width(line.inputs[0]);
      if (width > sum(inputs)) inputs[0] += width - sum(inputs);
    }
    for (const TableLine& line : lines) {
      page_.begin_line(line.inputs[0].first, indent_);
      std::size_t missing = 0;
      if (line.is_otherwise) {
        page_.flatten(line.inputs[0]);
        missing = sum(inputs) - page_.width(line.inputs[0]);
      } else {
        missing = cells(line.inputs, inputs, 0);
      }
      cells(line.outputs, outputs, missing + 1);
    }
    page_.begin_line(below_header, indent_);
    page_.set_text(below_header, dashes(inputs, outputs));
  }

 private:
  // `missing`: blanks before what separates the first of the cells from what is before it. Gives
  // how much the last is narrower than its column.
  std::size_t cells(const std::vector<Words>& row, const std::vector<std::size_t>& widths,
                    std::size_t missing) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (missing > 0) {
        page_.put(row[i].first - 1, missing);
        page_.put(row[i].first, 1);
      }
      page_.flatten(row[i]);
      missing = widths[i] - page_.width(row[i]) + 1;
    }
    return missing - 1;
  }

  Page& page_;
  std::size_t indent_;
};

}  // namespace

void Statements::table(const Part& part, std::size_t indent) {
  const WordIndex open = brace(part);
  WordIndex below_header = open;
  while (page_[below_header].kind != WordKind::Dashes) ++below_header;
  header(part, open + 1, indent);
  std::vector<TableLine> lines{line_of(page_, {open + 1, below_header})};
  for (const PartId id : part.parts) {
    const Part& row = page_.part(id);
    if (row.shape != Shape::TableRow) continue;
    lines.push_back(line_of(page_, {row.first, row.last}));
    lines.back().is_otherwise =
        page_[row.first].text == "otherwise" && page_[row.first + 1].text == "=>";
  }
  TableLayout(page_, indent + Indent).lay(lines, below_header);
  page_.begin_line(part.last - 1, indent, indent + Indent);
}

}  // namespace precis::format
