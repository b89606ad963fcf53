// What came of a request.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "libclient/include/partita/client.h"
#include "model/api_error.h"
#include "model/attribute_value.h"
#include "wire/message_kind.h"

namespace partita::libclient {

struct Result {
  struct Reason {
    std::string code;
    std::string message;
    std::optional<model::AttributeValue> item;
  };
  partita_status status = PARTITA_OK;
  std::string error;  // the name; empty: none
  std::string message;
  std::string item;  // encoded: values are made of it when somebody asks; empty: none
  std::vector<std::optional<model::AttributeValue>> items;
  uint64_t count = 0;
  uint64_t scanned = 0;
  std::optional<model::AttributeValue> last_key;
  double capacity = 0;
  std::string json;
  std::vector<Reason> reasons;

  // The item as values. Null: there is none, or its bytes are no item's.
  const model::AttributeValue* Item() const;

 private:
  mutable std::optional<model::AttributeValue> values_;
};

Result Failed(partita_status status, std::string_view error, std::string_view message);
// `status`: PARTITA_REFUSED or PARTITA_INVALID.
Result Refused(partita_status status, const model::ApiError& error);

// From a reply's payload. Bytes that are none of the protocol give PARTITA_UNKNOWN.
Result ReadReply(wire::MessageKind kind, std::string_view payload);

// Fills in the items of a TransactGetItems answer's JSON. False: it is none.
bool ReadTransactedItems(Result* result);

}  // namespace partita::libclient

struct partita_result : partita::libclient::Result {};
