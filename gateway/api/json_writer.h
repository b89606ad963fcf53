// JSON answers, written from front to back into one string.
//
// Commas are the writer's matter; balance of Begin and End and a Key before each member of an
// object are the caller's.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace partita::gateway::api {

class JsonWriter {
 public:
  JsonWriter& BeginObject();
  JsonWriter& EndObject();
  JsonWriter& BeginArray();
  JsonWriter& EndArray();
  JsonWriter& Key(std::string_view name);

  JsonWriter& String(std::string_view text);
  JsonWriter& Integer(int64_t value);
  JsonWriter& Boolean(bool value);
  JsonWriter& Units(double value);         // capacity units: always with a fraction, "0.5", "1.0"
  JsonWriter& Date(int64_t microseconds);  // epoch seconds with milliseconds: 1700000000.123
  // The end of the text, to append one finished JSON value to.
  std::string* Value();

  std::string Take() { return std::move(out_); }

 private:
  void Separate();

  std::string out_;
};

}  // namespace partita::gateway::api
