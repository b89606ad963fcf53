// The C interface's values are the model's, seen through an opaque pointer.
#pragma once

#include "libclient/include/partita/client.h"
#include "model/attribute_value.h"

namespace partita::libclient {

inline const partita_value* ToC(const model::AttributeValue* value) {
  return reinterpret_cast<const partita_value*>(value);
}
inline partita_value* ToC(model::AttributeValue* value) {
  return reinterpret_cast<partita_value*>(value);
}
inline const model::AttributeValue* FromC(const partita_value* value) {
  return reinterpret_cast<const model::AttributeValue*>(value);
}
inline model::AttributeValue* FromC(partita_value* value) {
  return reinterpret_cast<model::AttributeValue*>(value);
}

}  // namespace partita::libclient
