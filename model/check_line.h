// What a program that checks its files (`partita-partitiond --check`, `partita-registryd --check`)
// says on standard output, and is told on standard input: one line a fact, its words joined by
// tabs.
//
//   table     <document>                     a table's schema (table_json.h)
//   next      <table id>                     the id the next table will have
//   mark      <slot> <epoch> <seq>           how far a slot has acknowledged
//   finding   <file> <table> <key> <text>    something is wrong; table and key may be empty
//   progress  <done> <total>                 items of this file
//   total     <what> <number>                how much was looked at
//
// The registry says tables, next and marks; a partition is told them. Words are valid UTF-8 without
// control characters; a word that would not be is written in hexadecimal, after "0x".
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace partita::model {

struct CheckFinding {
  std::string file = {};   // "slot-0001.db"
  std::string table = {};  // its name; empty: not of one table
  std::string key = {};    // of an item, as DynamoDB JSON; empty: not of one item
  std::string text = {};   // what is wrong
};

// With the newline.
std::string CheckLine(std::initializer_list<std::string_view> words);
std::string CheckLine(const CheckFinding& finding);

// Without the newline. A line without a tab is one word.
std::vector<std::string> SplitCheckLine(std::string_view line);

}  // namespace partita::model
