#include <algorithm>
#include <string_view>

#include "compiler/reference/reference.h"

namespace precis::reference {

using diagnostics::Text;

namespace {

class CsvReader {
 public:
  CsvReader(const source::Map& sources, source::FileId file, diagnostics::Sink& sink)
      : text_(sources[file].text), file_(file), sink_(sink) {}

  std::optional<Table> read() {
    if (!is_utf8()) return std::nullopt;
    if (text_.starts_with("\xEF\xBB\xBF")) at_ = 3;
    Table table;
    while (at_ < text_.size()) {
      const std::size_t begin = at_;
      std::vector<Cell> cells = line();
      if (broken_) return std::nullopt;
      if (table.header.empty()) {
        table.header = std::move(cells);
        continue;
      }
      if (cells.size() != table.header.size()) {
        sink_.report(
            diagnostics::DataCellCount
                .at(span(begin, line_end_), Text(std::to_string(cells.size())),
                    Text(std::to_string(table.header.size())))
                .help("write one cell for each column; one with a comma in it needs quotes"));
        return std::nullopt;
      }
      table.rows.push_back(std::move(cells));
    }
    return table;
  }

 private:
  source::Span span(std::size_t begin, std::size_t end) const {
    return {file_, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
  }

  bool is_utf8() {
    for (std::size_t i = 0; i < text_.size();) {
      const std::size_t length = source::code_point_length(text_.substr(i));
      if (length == 1 && static_cast<unsigned char>(text_[i]) >= 0x80) {
        sink_.report(diagnostics::InvalidUtf8.at(span(i, i + 1))
                         .help("save the file with the encoding UTF-8"));
        return false;
      }
      i += length;
    }
    return true;
  }

  // The cells up to the end of the line, which is passed.
  std::vector<Cell> line() {
    std::vector<Cell> cells;
    while (true) {
      cells.push_back(at_ < text_.size() && text_[at_] == '"' ? quoted() : plain());
      if (broken_) return cells;
      line_end_ = at_;
      if (at_ < text_.size() && text_[at_] == ',') {
        ++at_;
        continue;
      }
      if (text_.substr(at_).starts_with("\r\n")) {
        at_ += 2;
      } else if (at_ < text_.size()) {
        ++at_;
      }
      return cells;
    }
  }

  Cell plain() {
    const std::size_t begin = at_;
    at_ = std::min(text_.find_first_of(",\n", at_), text_.size());
    std::size_t end = at_;
    if (end > begin && end < text_.size() && text_[end] == '\n' && text_[end - 1] == '\r') --end;
    at_ = end;
    return {std::string(text_.substr(begin, end - begin)), span(begin, end)};
  }

  // Two quotes in a row are one of the text.
  Cell quoted() {
    const std::size_t begin = ++at_;
    Cell cell{"", span(begin, begin)};
    while (at_ < text_.size()) {
      if (text_[at_] != '"') {
        cell.text += text_[at_++];
      } else if (text_.substr(at_).starts_with("\"\"")) {
        cell.text += '"';
        at_ += 2;
      } else {
        cell.span.end = static_cast<std::uint32_t>(at_++);
        const std::string_view rest = text_.substr(at_);
        const bool ends = rest.empty() || rest.starts_with(",") || rest.starts_with("\n") ||
                          rest.starts_with("\r\n");
        if (!ends) break;
        return cell;
      }
    }
    broken_ = true;
    sink_.report(diagnostics::DataQuote.at(span(begin - 1, std::min(at_, text_.size())))
                     .help("write a quote inside of quotes twice: `\"a \"\"b\"\" c\"`"));
    return cell;
  }

  std::string_view text_;
  source::FileId file_;
  diagnostics::Sink& sink_;
  std::size_t at_ = 0;
  std::size_t line_end_ = 0;
  bool broken_ = false;
};

}  // namespace

std::optional<Table> csv(const source::Map& sources, source::FileId file, diagnostics::Sink& sink) {
  return CsvReader(sources, file, sink).read();
}

}  // namespace precis::reference
