// A JSON document while it is written: members in order, commas where they belong.
//
// Names are literals of ours; text is escaped. Thread safety: one object, one thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "metrics/trace_json.h"

namespace partita::metrics {

class JsonText {
 public:
  // Without a name: an element of an array, or the document.
  void BeginObject(std::string_view name = {}) { Begin(name, '{'); }
  void EndObject() { End('}'); }
  void BeginArray(std::string_view name = {}) { Begin(name, '['); }
  void EndArray() { End(']'); }
  void Text(std::string_view name, std::string_view text);
  void Number(std::string_view name, int64_t number);
  void Flag(std::string_view name, bool flag);

  std::string Take() { return std::move(text_); }

 private:
  void Begin(std::string_view name, char bracket);
  void End(char bracket);
  void Member(std::string_view name);

  std::string text_;
  bool first_ = true;
};

// ---- words that both kinds of documents use
void AppendHop(const TraceHop& hop, const TraceWords& words, JsonText* json);
std::string ParentSpanText(const TraceRecord& record);
std::string TableText(uint64_t table, const TraceWords& words);  // "#1f": a table that is gone
std::string ErrorText(uint8_t error, const TraceWords& words);

}  // namespace partita::metrics
