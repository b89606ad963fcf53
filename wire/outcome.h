// How a request ended, the first part of every reply's payload.
//
//   outcome := u8 0 (done)
//            | u8 1 (refused), type u8, message bytes, item bytes, reason count varint, reasons
//   reason  := code bytes, message bytes, item bytes
#pragma once

#include "base/coding.h"
#include "base/result.h"
#include "model/api_error.h"

namespace partita::wire {

void EncodeDone(base::ByteWriter* writer);
void EncodeRefused(const model::ApiError& error, base::ByteWriter* writer);

// A refusal is returned as the error; a done outcome leaves `reader` at the operation's own fields.
// Bytes that are not ours fail the reader and come back as kInternalServerError.
model::ApiStatus DecodeOutcome(base::ByteReader* reader);

}  // namespace partita::wire
