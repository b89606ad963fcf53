// GetShardIterator: a place in a shard, after the shard's slot has said how far it has come.
#include <fmt/format.h>

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
#include "wire/describe_changes.h"

namespace partita::gateway::api {

namespace message = model::message;
using model::ApiError;
using model::ApiErrorType;
using model::ApiResult;
using model::ApiStatus;

namespace {

constexpr std::string_view kIteratorTypes =
    "AFTER_SEQUENCE_NUMBER, LATEST, AT_SEQUENCE_NUMBER, TRIM_HORIZON";
constexpr size_t kShortestSequenceNumber = 21;
constexpr size_t kLongestSequenceNumber = 40;

struct PlaceQuestion {
  std::shared_ptr<ApiCall> call;
  std::string arn;
  std::string shard_id;
  std::string type;
  uint64_t seq = 0;  // of AT_ and AFTER_SEQUENCE_NUMBER
};

bool NeedsSequenceNumber(std::string_view type) { return type.ends_with("SEQUENCE_NUMBER"); }

ApiResult<uint64_t> CheckSequenceNumber(std::string_view type, const Constraints::Text& number) {
  if (!NeedsSequenceNumber(type)) {
    if (number) return ApiError::Validation(fmt::format(message::kSequenceNumberGiven, type));
    return uint64_t{0};
  }
  if (!number) return ApiError::Validation(fmt::format(message::kSequenceNumberMissing, type));
  const std::optional<uint64_t> seq = ParseSequenceNumber(*number);
  if (!seq || *seq == 0) return ApiError::Validation(message::kSequenceNumberInvalid);
  return *seq;
}

// Where the iterator stands: behind which record.
ApiResult<uint64_t> PlaceIn(const wire::StreamDescription& stream, const PlaceQuestion& question) {
  if (question.type == "TRIM_HORIZON") return stream.trimmed_through;
  if (question.type == "LATEST") return stream.last_seq;
  const uint64_t after = question.type == "AT_SEQUENCE_NUMBER" ? question.seq - 1 : question.seq;
  if (after < stream.trimmed_through)
    return ApiError::Of(ApiErrorType::kTrimmedDataAccess, std::string(message::kTrimmedData));
  // The first number of a shard is known before it has a record.
  if (after > std::max<uint64_t>(stream.last_seq, 1))
    return ApiError::Validation(message::kSequenceNumberInvalid);
  return std::min(after, stream.last_seq);
}

ApiResult<std::string> IteratorJson(const PlaceQuestion& question, const ShardName& shard,
                                    base::Result<base::ByteReader> reply) {
  PARTITA_ASSIGN(base::ByteReader reader, OpenReply(std::move(reply)));
  const std::vector<wire::StreamDescription> streams = wire::DecodeStreamDescriptions(&reader);
  if (!reader.Finished()) return InternalServerError();
  const std::optional<StreamName> name = ParseStreamArn(question.arn);
  for (const wire::StreamDescription& stream : streams) {
    if (stream.generation != shard.generation || !name->Is(stream)) continue;
    PARTITA_ASSIGN(const uint64_t after, PlaceIn(stream, question));
    JsonWriter json;
    json.BeginObject().Key("ShardIterator");
    json.String(MakeShardIterator({.table = stream.table,
                                   .generation = stream.generation,
                                   .slot = shard.slot,
                                   .after_seq = after,
                                   .from_horizon = question.type == "TRIM_HORIZON",
                                   .issued_at_us = base::WallMicros()}));
    json.EndObject();
    return json.Take();
  }
  return ApiError::Of(ApiErrorType::kResourceNotFound,
                      fmt::format(message::kShardNotFound, question.shard_id, question.arn));
}

}  // namespace

ApiStatus GetShardIterator(const Request& request) {
  std::optional<ApiError> failure;
  const ParameterReader reader(request.parameters, &failure);
  const std::optional<std::string_view> arn = reader.String("StreamArn");
  const std::optional<std::string_view> shard_id = reader.String("ShardId");
  const std::optional<std::string_view> type = reader.String("ShardIteratorType");
  const std::optional<std::string_view> number = reader.String("SequenceNumber");
  PARTITA_TRY(reader.status());
  Constraints constraints;
  constraints.NotNull("streamArn", arn.has_value());
  ConstrainStreamArn("streamArn", arn, &constraints);
  constraints.NotNull("shardId", shard_id.has_value());
  constraints.Length("shardId", shard_id, kShortestShardId, kLongestShardId);
  constraints.NotNull("shardIteratorType", type.has_value());
  constraints.Enum("shardIteratorType", type, kIteratorTypes);
  constraints.Length("sequenceNumber", number, kShortestSequenceNumber, kLongestSequenceNumber);
  PARTITA_TRY(constraints.Check());
  PARTITA_ASSIGN(const StreamName name, RequireStreamName(*arn));
  PARTITA_ASSIGN(const uint64_t seq, CheckSequenceNumber(*type, number));
  const std::optional<ShardName> shard = ParseShardId(*shard_id);
  if (!shard || shard->slot >= request.edge->slots()) {
    return ApiError::Of(ApiErrorType::kResourceNotFound,
                        fmt::format(message::kShardNotFound, *shard_id, *arn));
  }
  PlaceQuestion place{request.call, std::string(*arn), std::string(*shard_id), std::string(*type),
                      seq};
  const wire::DescribeChangesRequest question{name.table_name};
  request.edge->AskPartition(
      shard->slot, wire::MessageKind::kDescribeChanges,
      [&question](base::ByteWriter* writer) { wire::Encode(question, writer); },
      [place = std::move(place), shard = *shard](base::Result<base::ByteReader> reply) {
        Answer(place.call.get(), IteratorJson(place, shard, std::move(reply)));
      });
  return {};
}

}  // namespace partita::gateway::api
