#include "wire/outcome.h"

#include <string>

#include "model/limits.h"

namespace partita::wire {
namespace {

constexpr uint8_t kDone = 0;
constexpr uint8_t kRefused = 1;
constexpr uint8_t kLastErrorType = static_cast<uint8_t>(model::ApiErrorType::kPolicyNotFound);

model::ApiErrorType ReadErrorType(base::ByteReader* reader) {
  const uint8_t type = reader->U8();
  if (type == 0 || type > kLastErrorType) reader->Fail();
  return static_cast<model::ApiErrorType>(type);
}

model::CancellationReason ReadReason(base::ByteReader* reader) {
  model::CancellationReason reason;
  reason.code = reader->Bytes();
  reason.message = reader->Bytes();
  reason.item = reader->Bytes();
  return reason;
}

model::ApiError ReadError(base::ByteReader* reader) {
  model::ApiError error;
  error.type = ReadErrorType(reader);
  error.message = reader->Bytes();
  error.item = reader->Bytes();
  const uint64_t reasons = reader->Varint();
  if (reasons > model::kMaxTransactionActions) reader->Fail();
  for (uint64_t i = 0; i < reasons && reader->ok(); ++i)
    error.reasons.push_back(ReadReason(reader));
  return error;
}

}  // namespace

void EncodeDone(base::ByteWriter* writer) { writer->U8(kDone); }

void EncodeRefused(const model::ApiError& error, base::ByteWriter* writer) {
  writer->U8(kRefused);
  writer->U8(static_cast<uint8_t>(error.type));
  writer->Bytes(error.message);
  writer->Bytes(error.item);
  writer->Varint(error.reasons.size());
  for (const model::CancellationReason& reason : error.reasons) {
    writer->Bytes(reason.code);
    writer->Bytes(reason.message);
    writer->Bytes(reason.item);
  }
}

model::ApiStatus DecodeOutcome(base::ByteReader* reader) {
  const uint8_t outcome = reader->U8();
  if (reader->ok() && outcome == kDone) return {};
  if (outcome != kRefused) reader->Fail();
  model::ApiError error = ReadError(reader);
  if (!reader->ok()) return model::ApiError::Of(model::ApiErrorType::kInternalServerError);
  return error;
}

}  // namespace partita::wire
