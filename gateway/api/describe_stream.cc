// DescribeStream: one generation of a table's stream and its shards, one per slot.
#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "gateway/api/constraints.h"
#include "gateway/api/json_writer.h"
#include "gateway/api/parameter_reader.h"
#include "gateway/api/reply.h"
#include "gateway/api/request.h"
#include "gateway/api/stream_directory.h"
#include "gateway/api/stream_name.h"
#include "model/api_message.h"

namespace partita::gateway::api {

namespace {

constexpr int64_t kLargestShardPage = 100;

struct StreamQuestion {
  std::shared_ptr<ApiCall> call;
  std::string arn;
  std::string start_shard;  // exclusive; empty: the beginning
  size_t limit = kLargestShardPage;
};

struct DescribedShard {
  std::string id;
  wire::StreamDescription stream;
};

// In the order of their ids; none: a slot did not answer, and its shard cannot be left out.
std::optional<std::vector<DescribedShard>> ShardsOf(const StreamName& name,
                                                    const SlotStreams& slots) {
  std::vector<DescribedShard> shards;
  for (uint32_t slot = 0; slot < slots.size(); ++slot) {
    if (!slots[slot]) return std::nullopt;
    for (const wire::StreamDescription& stream : *slots[slot]) {
      if (name.Is(stream)) shards.push_back({MakeShardId({stream.generation, slot}), stream});
    }
  }
  return shards;
}

void WriteStreamKey(const model::KeySchema& key, JsonWriter* json) {
  json->Key("KeySchema").BeginArray();
  const auto write = [json](const model::KeyAttribute& attribute, std::string_view type) {
    json->BeginObject().Key("AttributeName").String(attribute.name);
    json->Key("KeyType").String(type).EndObject();
  };
  for (const model::KeyAttribute& attribute : key.partition) write(attribute, "HASH");
  for (const model::KeyAttribute& attribute : key.sort) write(attribute, "RANGE");
  json->EndArray();
}

void WriteShard(const DescribedShard& shard, JsonWriter* json) {
  json->BeginObject().Key("ShardId").String(shard.id);
  json->Key("SequenceNumberRange").BeginObject();
  json->Key("StartingSequenceNumber").String(MakeSequenceNumber(1));
  if (shard.stream.closed_at_us != 0) {
    json->Key("EndingSequenceNumber")
        .String(MakeSequenceNumber(std::max<uint64_t>(1, shard.stream.last_seq)));
  }
  json->EndObject().EndObject();
}

std::string StreamJson(const StreamQuestion& question, const std::vector<DescribedShard>& shards) {
  const wire::StreamDescription& stream = shards.front().stream;
  const auto generation = static_cast<int64_t>(stream.generation);
  JsonWriter json;
  json.BeginObject().Key("StreamDescription").BeginObject();
  json.Key("StreamArn").String(question.arn).Key("StreamLabel").String(StreamLabel(generation));
  json.Key("StreamStatus").String(stream.closed_at_us == 0 ? "ENABLED" : "DISABLED");
  json.Key("StreamViewType").String(StreamViewName(stream.info.view));
  json.Key("CreationRequestDateTime").Date(generation);
  json.Key("TableName").String(stream.info.table_name);
  WriteStreamKey(stream.info.key, &json);
  json.Key("Shards").BeginArray();
  size_t left = question.limit;
  std::string_view last;
  bool more = false;
  for (const DescribedShard& shard : shards) {
    if (shard.id <= question.start_shard) continue;
    more = left == 0;
    if (more) break;
    WriteShard(shard, &json);
    last = shard.id;
    --left;
  }
  json.EndArray();
  if (more) json.Key("LastEvaluatedShardId").String(last);
  json.EndObject().EndObject();
  return json.Take();
}

void AnswerStreamDescription(const StreamQuestion& question, const SlotStreams& slots) {
  const auto shards = ShardsOf(*ParseStreamArn(question.arn), slots);
  if (!shards) return question.call->Fail(InternalServerError());
  if (shards->empty()) {
    return question.call->Fail(
        model::ApiError::Of(model::ApiErrorType::kResourceNotFound,
                            fmt::format(model::message::kStreamNotFound, question.arn)));
  }
  question.call->Succeed(StreamJson(question, *shards));
}

}  // namespace

model::ApiStatus DescribeStream(const Request& request) {
  std::optional<model::ApiError> failure;
  const ParameterReader reader(request.parameters, &failure);
  const std::optional<std::string_view> arn = reader.String("StreamArn");
  const std::optional<std::string_view> start = reader.String("ExclusiveStartShardId");
  const std::optional<int64_t> limit = reader.Integer("Limit");
  PARTITA_TRY(reader.status());
  Constraints constraints;
  constraints.NotNull("streamArn", arn.has_value());
  ConstrainStreamArn("streamArn", arn, &constraints);
  constraints.Range("limit", limit, 1, kLargestShardPage);
  constraints.Length("exclusiveStartShardId", start, kShortestShardId, kLongestShardId);
  PARTITA_TRY(constraints.Check());
  PARTITA_ASSIGN(const StreamName name, RequireStreamName(*arn));
  StreamQuestion question{request.call, std::string(*arn), std::string(start.value_or("")),
                          static_cast<size_t>(limit.value_or(kLargestShardPage))};
  AskForStreams(request.edge, name.table_name,
                [question = std::move(question)](SlotStreams slots) {
                  AnswerStreamDescription(question, slots);
                });
  return {};
}

}  // namespace partita::gateway::api
