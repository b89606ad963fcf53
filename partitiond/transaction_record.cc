#include "partitiond/transaction_record.h"

#include "base/coding.h"
#include "model/limits.h"
#include "wire/transaction_action.h"
#include "wire/write_transaction.h"

namespace partita::partitiond {
namespace {

constexpr uint8_t kRecordFormat = 1;

template <typename Record>
base::Result<Record> Whole(const base::ByteReader& reader, Record record) {
  if (reader.Finished()) return record;
  return base::Error::Corrupt("a record of a transaction cannot be read");
}

void ReadFormat(base::ByteReader* reader) {
  if (reader->U8() != kRecordFormat) reader->Fail();
}

void WriteEffect(const Effect& effect, base::ByteWriter* writer) {
  writer->U64(effect.table);
  writer->U8(static_cast<uint8_t>(effect.kind));
  writer->Bytes(effect.key);
  if (effect.kind != EffectKind::kPut) return;
  writer->Varint(effect.item_size);
  writer->Bytes(effect.item);
}

Effect ReadEffect(base::ByteReader* reader) {
  Effect effect;
  effect.table = reader->U64();
  const uint8_t kind = reader->U8();
  if (kind > static_cast<uint8_t>(EffectKind::kDelete)) reader->Fail();
  effect.kind = static_cast<EffectKind>(kind);
  effect.key = reader->Bytes();
  if (effect.kind != EffectKind::kPut) return effect;
  effect.item_size = reader->Varint();
  effect.item = reader->Bytes();
  return effect;
}

}  // namespace

std::string EncodeRecord(const PreparedRecord& record) {
  std::string bytes;
  base::ByteWriter writer(&bytes);
  writer.U8(kRecordFormat);
  writer.Varint(record.decider);
  writer.Varint(record.effects.size());
  for (const Effect& effect : record.effects) WriteEffect(effect, &writer);
  return bytes;
}

std::string EncodeRecord(const DecisionRecord& record) {
  std::string bytes;
  base::ByteWriter writer(&bytes);
  writer.U8(kRecordFormat);
  writer.Bool(record.committed);
  wire::EncodeSlots(record.participants, &writer);
  return bytes;
}

std::string EncodeRecord(const TokenRecord& record) {
  std::string bytes;
  base::ByteWriter writer(&bytes);
  writer.U8(kRecordFormat);
  writer.U64(record.kept_at_ms);
  writer.U8(static_cast<uint8_t>(record.state));
  writer.Raw(record.payload_hash);
  writer.Raw(record.transaction);
  return bytes;
}

base::Result<PreparedRecord> DecodePreparedRecord(std::string_view bytes) {
  base::ByteReader reader(bytes);
  PreparedRecord record;
  ReadFormat(&reader);
  record.decider = static_cast<uint32_t>(reader.Varint());
  uint64_t count = reader.Varint();
  if (count > model::kMaxTransactionActions) reader.Fail();
  for (; count > 0 && reader.ok(); --count) record.effects.push_back(ReadEffect(&reader));
  return Whole(reader, std::move(record));
}

base::Result<DecisionRecord> DecodeDecisionRecord(std::string_view bytes) {
  base::ByteReader reader(bytes);
  DecisionRecord record;
  ReadFormat(&reader);
  record.committed = reader.Bool();
  record.participants = wire::DecodeSlots(&reader);
  return Whole(reader, std::move(record));
}

base::Result<TokenRecord> DecodeTokenRecord(std::string_view bytes) {
  base::ByteReader reader(bytes);
  TokenRecord record;
  ReadFormat(&reader);
  record.kept_at_ms = reader.U64();
  const uint8_t state = reader.U8();
  if (state < static_cast<uint8_t>(TokenState::kCarriedOut) ||
      state > static_cast<uint8_t>(TokenState::kElsewhere)) {
    reader.Fail();
  }
  record.state = static_cast<TokenState>(state);
  record.payload_hash = reader.Raw(wire::kPayloadHashBytes);
  record.transaction = reader.Raw(wire::kTransactionIdBytes);
  return Whole(reader, std::move(record));
}

}  // namespace partita::partitiond
