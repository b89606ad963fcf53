// A table of words in columns, fitted to a width: columns that matter less are left out until it
// fits, and what is still too long is cut.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace partita::cli {

// Of a cell; shown only where colours are.
enum class Tone { kPlain, kGood, kWarning, kBad, kFaint };

struct Cell {
  std::string text;
  Tone tone = Tone::kPlain;
};

class TextTable {
 public:
  struct Column {
    std::string title;
    bool right = false;  // numbers
    int importance = 0;  // the smallest go first; the first column always stays
  };
  explicit TextTable(std::vector<Column> columns) : columns_(std::move(columns)) {}

  void Add(std::vector<Cell> row) { rows_.push_back(std::move(row)); }
  // One line each, without line ends. `width` 0: as wide as needed.
  std::vector<std::string> Lines(size_t width, bool colours) const;

 private:
  std::vector<size_t> Widths() const;

  std::vector<Column> columns_;
  std::vector<std::vector<Cell>> rows_;
};

// `text` in that tone, or as it is.
std::string Coloured(std::string text, Tone tone, bool colours);
std::string Bold(std::string text, bool colours);

}  // namespace partita::cli
