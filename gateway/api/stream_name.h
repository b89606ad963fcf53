// How streams, shards and records are called: the texts that clients see and bring back.
//
//   stream label     2024-05-01T12:00:00.123, the moment the stream was switched on
//   stream ARN       <table ARN>/stream/<label>
//   shard id         shardId-<generation, 20 digits>-<slot, 8 hexadecimal digits>
//   sequence number  "1" and the number within the shard, 20 digits: 21 as the service has at
//                    least, compared as numbers or as texts with the same result
// Source: the service model of streams.dynamodb (lengths, alphabets).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "gateway/api/constraints.h"
#include "model/api_error.h"
#include "model/table_schema.h"
#include "wire/describe_changes.h"
#include "wire/schema_snapshot.h"

namespace partita::gateway::api {

inline constexpr size_t kShortestShardId = 28;
inline constexpr size_t kLongestShardId = 65;

std::string_view StreamViewName(model::StreamViewType view);  // empty for kNone

std::string StreamLabel(int64_t microseconds);
std::string MakeStreamArn(const wire::SchemaSnapshot& schemas, std::string_view table_name,
                          uint64_t generation);

struct StreamName {
  std::string_view table_name;
  std::string_view label;

  bool Is(const wire::StreamDescription& stream) const;
};
// None: no ARN of a stream. The views live as long as `arn`.
std::optional<StreamName> ParseStreamArn(std::string_view arn);


// A parameter that is a stream's ARN: the constraint on its length, and its name once that has
// passed.
void ConstrainStreamArn(std::string_view member, const Constraints::Text& arn,
                        Constraints* constraints);
model::ApiResult<StreamName> RequireStreamName(std::string_view arn);

struct ShardName {
  uint64_t generation = 0;
  uint32_t slot = 0;
};
std::string MakeShardId(const ShardName& shard);
std::optional<ShardName> ParseShardId(std::string_view text);

std::string MakeSequenceNumber(uint64_t seq);
std::optional<uint64_t> ParseSequenceNumber(std::string_view text);

}  // namespace partita::gateway::api
