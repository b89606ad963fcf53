#include "cli/text_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

namespace partita::cli {
namespace {

constexpr size_t kGap = 2;

// Characters, not bytes: what is not the middle of a UTF-8 sequence.
size_t CharactersOf(const std::string& text) {
  return static_cast<size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xc0) != 0x80;
  }));
}

std::string Cut(const std::string& text, size_t characters) {
  if (CharactersOf(text) <= characters) return text;
  std::string cut;
  size_t count = 0;
  for (const char c : text) {
    const bool begins = (static_cast<unsigned char>(c) & 0xc0) != 0x80;
    if (begins && ++count >= characters) break;
    cut.push_back(c);
  }
  return cut + "…";
}

std::string Padded(const std::string& text, size_t width, bool right) {
  const std::string blanks(width - std::min(width, CharactersOf(text)), ' ');
  return right ? blanks + text : text + blanks;
}

const char* CodeOf(Tone tone) {
  switch (tone) {
    case Tone::kGood:
      return "32";
    case Tone::kWarning:
      return "33";
    case Tone::kBad:
      return "31;1";
    case Tone::kFaint:
      return "2";
    case Tone::kPlain:
      break;
  }
  return "0";
}

}  // namespace

std::string Coloured(std::string text, Tone tone, bool colours) {
  if (!colours || tone == Tone::kPlain || text.empty()) return text;
  return fmt::format("\x1b[{}m{}\x1b[0m", CodeOf(tone), text);
}

std::string Bold(std::string text, bool colours) {
  return colours ? fmt::format("\x1b[1m{}\x1b[0m", text) : text;
}

std::vector<size_t> TextTable::Widths() const {
  std::vector<size_t> widths;
  for (size_t column = 0; column < columns_.size(); ++column) {
    size_t width = CharactersOf(columns_[column].title);
    for (const auto& row : rows_) width = std::max(width, CharactersOf(row[column].text));
    widths.push_back(width);
  }
  return widths;
}

std::vector<std::string> TextTable::Lines(size_t width, bool colours) const {
  const std::vector<size_t> widths = Widths();
  std::vector<size_t> shown(columns_.size());
  std::iota(shown.begin(), shown.end(), size_t{0});
  const auto total = [&] {
    return std::accumulate(shown.begin(), shown.end(), size_t{0},
                           [&](size_t sum, size_t column) { return sum + widths[column] + kGap; }) -
           kGap;
  };
  while (width > 0 && shown.size() > 1 && total() > width) {
    shown.erase(std::min_element(shown.begin() + 1, shown.end(), [&](size_t a, size_t b) {
      return columns_[a].importance < columns_[b].importance;
    }));
  }
  const auto line = [&](auto text_of, auto tone_of) {
    std::string text;
    size_t used = 0;
    for (const size_t column : shown) {
      if (column != shown.front()) text.append(kGap, ' '), used += kGap;
      const size_t room = width == 0 ? widths[column] : std::min(widths[column], width - used);
      const bool last = column == shown.back() && !columns_[column].right;
      const std::string cut = Cut(text_of(column), room);
      text += tone_of(column, last ? cut : Padded(cut, room, columns_[column].right));
      used += room;
    }
    return text;
  };
  std::vector<std::string> lines{line(
      [&](size_t column) { return columns_[column].title; },
      [&](size_t, std::string text) { return Coloured(std::move(text), Tone::kFaint, colours); })};
  for (const auto& row : rows_) {
    lines.push_back(line([&](size_t column) { return row[column].text; },
                         [&](size_t column, std::string text) {
                           return Coloured(std::move(text), row[column].tone, colours);
                         }));
  }
  return lines;
}

}  // namespace partita::cli
