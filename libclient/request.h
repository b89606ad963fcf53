// What a client asks for, as it was said, and as a frame.
//
// Expressions are kept as text, with their names and values; compiling them is part of sending, so
// that a request may be changed and sent again. What the compiler refuses is refused in the words
// the house would use.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "expr/placeholders.h"
#include "libclient/include/partita/client.h"
#include "model/api_error.h"
#include "model/attribute_value.h"
#include "wire/message_kind.h"

namespace partita::libclient {

struct Request {
  partita_operation operation = PARTITA_GET;
  std::string table;
  model::Item item;  // or the key
  std::optional<std::string> condition;
  std::optional<std::string> update;
  std::optional<std::string> projection;
  std::optional<std::string> filter;
  std::optional<std::string> key_condition;
  std::map<std::string, std::string> names;
  std::map<std::string, model::AttributeValue> values;
  partita_return_values return_values = PARTITA_RETURN_NONE;
  bool return_old_on_failure = false;
  bool return_capacity = false;
  bool consistent = false;
  bool backward = false;
  std::string index;
  uint64_t limit = 0;
  partita_select select = PARTITA_SELECT_DEFAULT;
  uint32_t segment = 0;
  uint32_t total_segments = 0;
  std::optional<model::Item> start_key;
  uint32_t deadline_ms = 0;

  bool is_read() const {
    return operation == PARTITA_GET || operation == PARTITA_QUERY || operation == PARTITA_SCAN;
  }
};

// The message kind of a request that has a frame of its own. A check has none.
std::optional<wire::MessageKind> KindOf(partita_operation operation);

// Appends the frame's payload. Refused: what an expression's compiler refuses.
model::ApiStatus EncodePayload(const Request& request, std::string* out);

}  // namespace partita::libclient

struct partita_request : partita::libclient::Request {};
