// GetRecords: the next records of a shard, read from its slot step by step.
#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>

#include "base/clock.h"
#include "gateway/api/constraints.h"
#include "gateway/api/json_writer.h"
#include "gateway/api/parameter_reader.h"
#include "gateway/api/reply.h"
#include "gateway/api/request.h"
#include "gateway/api/shard_iterator.h"
#include "gateway/api/stream_name.h"
#include "model/api_message.h"
#include "model/checksum.h"
#include "model/item_json.h"
#include "model/limits.h"
#include "model/stream_record.h"
#include "wire/read_changes.h"
#include "wire/scan_range.h"

namespace partita::gateway::api {

namespace message = model::message;
using model::ApiError;
using model::ApiErrorType;
using model::ApiResult;
using model::ApiStatus;

namespace {

constexpr int64_t kMostRecords = 1000;
constexpr size_t kLongestIterator = 2048;

std::string_view EventName(model::StreamEvent event) {
  switch (event) {
    case model::StreamEvent::kInsert:
      return "INSERT";
    case model::StreamEvent::kModify:
      return "MODIFY";
    case model::StreamEvent::kRemove:
      break;
  }
  return "REMOVE";
}

// The same record has the same id whenever it is read, and no other has.
std::string EventId(const ShardIterator& shard, uint64_t seq) {
  const std::string place =
      fmt::format("{}/{}/{}/{}", shard.table, shard.generation, shard.slot, seq);
  const uint64_t first = model::Checksum(place);
  return fmt::format("{:016x}{:016x}", first, model::Checksum(place, first));
}

// An image that is not recorded is left out. False: its bytes are corrupt.
bool WriteImage(std::string_view name, std::string_view image, JsonWriter* json) {
  return image.empty() || model::AppendEncodedItemJson(image, json->Key(name).Value());
}

bool WriteChange(const wire::ChangeEntry& entry, const model::StreamRecord& record,
                 JsonWriter* json) {
  json->Key("dynamodb").BeginObject();
  json->Key("ApproximateCreationDateTime").Integer(entry.at_us / 1'000'000);
  if (!WriteImage("Keys", record.keys, json) || !WriteImage("NewImage", record.new_image, json) ||
      !WriteImage("OldImage", record.old_image, json)) {
    return false;
  }
  json->Key("SequenceNumber").String(MakeSequenceNumber(entry.seq));
  json->Key("SizeBytes").Integer(static_cast<int64_t>(record.size_bytes));
  json->Key("StreamViewType").String(StreamViewName(record.view)).EndObject();
  return true;
}

// Keeps itself alive through the question that is open.
class RecordReader : public std::enable_shared_from_this<RecordReader> {
 public:
  RecordReader(const Request& request, const ShardIterator& from, int64_t limit)
      : edge_(request.edge),
        call_(request.call),
        region_(request.edge->Schemas()->region),
        at_(from),
        records_left_(static_cast<uint64_t>(limit)) {
    json_.BeginObject().Key("Records").BeginArray();
    call_->timeline().table = from.table;
  }

  void AskForStep() {
    const wire::ReadChangesRequest step{.table = at_.table,
                                        .generation = at_.generation,
                                        .after_seq = at_.after_seq,
                                        .from_horizon = at_.from_horizon,
                                        .max_records = records_left_,
                                        .max_bytes = std::min(bytes_left_, wire::kMaxStepBytes)};
    edge_->AskPartition(
        at_.slot, wire::MessageKind::kReadChanges,
        [&step](base::ByteWriter* writer) { wire::Encode(step, writer); },
        [self = shared_from_this()](base::Result<base::ByteReader> reply) {
          self->OnStep(std::move(reply));
        });
  }

 private:
  void OnStep(base::Result<base::ByteReader> reply) {
    const ApiResult<wire::ChangesEnd> end = TakeStep(std::move(reply));
    if (!end.ok()) return call_->Fail(end.error());
    if (!end->ended && records_left_ > 0 && bytes_left_ > 0) return AskForStep();
    json_.EndArray();
    if (!end->ended || !end->closed) {
      at_.issued_at_us = base::WallMicros();
      json_.Key("NextShardIterator").String(MakeShardIterator(at_));
    }
    json_.EndObject();
    call_->Succeed(json_.Take());
  }

  ApiResult<wire::ChangesEnd> TakeStep(base::Result<base::ByteReader> reply) {
    PARTITA_ASSIGN(base::ByteReader reader, OpenReply(std::move(reply)));
    bool any = false;
    for (wire::ChangeEntry entry; wire::DecodeChange(&reader, &entry); any = true) {
      if (!Take(entry)) return InternalServerError();
    }
    const wire::ChangesEnd end = wire::DecodeChangesEnd(&reader);
    if (!reader.Finished() || (!any && !end.ended)) return InternalServerError();
    return end;
  }

  bool Take(const wire::ChangeEntry& entry) {
    const base::Result<model::StreamRecord> record = model::DecodeStreamRecord(entry.record);
    if (!record.ok() || records_left_ == 0 || entry.seq <= at_.after_seq) return false;
    json_.BeginObject().Key("eventID").String(EventId(at_, entry.seq));
    json_.Key("eventName").String(EventName(record->event));
    json_.Key("eventVersion").String("1.1").Key("eventSource").String("aws:dynamodb");
    json_.Key("awsRegion").String(region_);
    if (!WriteChange(entry, *record, &json_)) return false;
    if (record->by_service) {
      json_.Key("userIdentity").BeginObject().Key("PrincipalId").String("dynamodb.amazonaws.com");
      json_.Key("Type").String("Service").EndObject();
    }
    json_.EndObject();
    at_.after_seq = entry.seq;
    at_.from_horizon = false;
    --records_left_;
    ++call_->timeline().returned_items;
    bytes_left_ -= std::min<uint64_t>(bytes_left_, entry.record.size());
    return true;
  }

  Edge* edge_;
  std::shared_ptr<ApiCall> call_;
  std::string region_;
  ShardIterator at_;  // behind the last record taken
  uint64_t records_left_;
  uint64_t bytes_left_ = model::kMaxPageBytes;
  JsonWriter json_;
};

}  // namespace

ApiStatus GetRecords(const Request& request) {
  std::optional<ApiError> failure;
  const ParameterReader reader(request.parameters, &failure);
  const std::optional<std::string_view> text = reader.String("ShardIterator");
  const std::optional<int64_t> limit = reader.Integer("Limit");
  PARTITA_TRY(reader.status());
  Constraints constraints;
  constraints.NotNull("shardIterator", text.has_value());
  constraints.Length("shardIterator", text, 1, kLongestIterator);
  constraints.Range("limit", limit, 1, INT64_MAX);
  PARTITA_TRY(constraints.Check());
  if (limit && *limit > kMostRecords)
    return ApiError::Validation(fmt::format(message::kLimitTooLarge, kMostRecords));
  const std::optional<ShardIterator> iterator = ParseShardIterator(*text);
  if (!iterator || iterator->slot >= request.edge->slots())
    return ApiError::Validation(message::kIteratorInvalid);
  if (base::WallMicros() - iterator->issued_at_us > kIteratorLifetimeUs)
    return ApiError::Of(ApiErrorType::kExpiredIterator, std::string(message::kIteratorExpired));
  std::make_shared<RecordReader>(request, *iterator, limit.value_or(kMostRecords))->AskForStep();
  return {};
}

}  // namespace partita::gateway::api
