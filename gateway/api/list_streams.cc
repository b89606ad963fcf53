// ListStreams: all generations of all streams, a page at a time, by table and age.
#include <map>
#include <string>
#include <utility>

#include "gateway/api/constraints.h"
#include "gateway/api/json_writer.h"
#include "gateway/api/parameter_reader.h"
#include "gateway/api/reply.h"
#include "gateway/api/request.h"
#include "gateway/api/stream_directory.h"
#include "gateway/api/stream_name.h"
#include "model/arn.h"
#include "model/limits.h"

namespace partita::gateway::api {

namespace {

constexpr int64_t kLargestStreamPage = 100;

struct StreamList {
  std::shared_ptr<ApiCall> call;
  std::shared_ptr<const wire::SchemaSnapshot> schemas;
  std::pair<std::string, std::string> start;  // table, label; empty: the beginning
  int64_t limit = kLargestStreamPage;
};

// (table name, label) → generation.
using StreamsByName = std::map<std::pair<std::string, std::string>, uint64_t>;

StreamsByName UniteStreams(const SlotStreams& slots) {
  StreamsByName streams;
  for (const auto& slot : slots) {
    if (!slot) continue;
    for (const wire::StreamDescription& stream : *slot) {
      streams[{stream.info.table_name, StreamLabel(static_cast<int64_t>(stream.generation))}] =
          stream.generation;
    }
  }
  return streams;
}

std::string StreamListJson(const StreamList& list, const StreamsByName& streams) {
  JsonWriter json;
  json.BeginObject().Key("Streams").BeginArray();
  auto stream = streams.upper_bound(list.start);
  std::string last;
  for (int64_t left = list.limit; stream != streams.end() && left > 0; ++stream, --left) {
    const auto& [table, label] = stream->first;
    last = MakeStreamArn(*list.schemas, table, stream->second);
    json.BeginObject().Key("StreamArn").String(last);
    json.Key("TableName").String(table).Key("StreamLabel").String(label).EndObject();
  }
  json.EndArray();
  if (stream != streams.end()) json.Key("LastEvaluatedStreamArn").String(last);
  json.EndObject();
  return json.Take();
}

// One slot is enough to know the streams; none is not.
void AnswerStreamList(const StreamList& list, const SlotStreams& slots) {
  for (const auto& slot : slots) {
    if (slot) return list.call->Succeed(StreamListJson(list, UniteStreams(slots)));
  }
  list.call->Fail(InternalServerError());
}

}  // namespace

model::ApiStatus ListStreams(const Request& request) {
  std::optional<model::ApiError> failure;
  const ParameterReader reader(request.parameters, &failure);
  const std::optional<std::string_view> name = reader.String("TableName");
  const std::optional<std::string_view> start = reader.String("ExclusiveStartStreamArn");
  const std::optional<int64_t> limit = reader.Integer("Limit");
  PARTITA_TRY(reader.status());
  const Constraints::Text table = name ? Constraints::Text(model::TableNameOf(*name)) : name;
  Constraints constraints;
  constraints.Pattern("tableName", table);
  constraints.Length("tableName", table, model::kMinTableNameLength, model::kMaxTableNameLength);
  constraints.Range("limit", limit, 1, kLargestStreamPage);
  ConstrainStreamArn("exclusiveStartStreamArn", start, &constraints);
  PARTITA_TRY(constraints.Check());

  StreamList list{request.call, request.edge->Schemas(), {}, limit.value_or(kLargestStreamPage)};
  if (start) {
    PARTITA_ASSIGN(const StreamName stream, RequireStreamName(*start));
    list.start = {std::string(stream.table_name), std::string(stream.label)};
  }
  AskForStreams(
      request.edge, table.value_or(""),
      [list = std::move(list)](SlotStreams slots) { AnswerStreamList(list, slots); });
  return {};
}

}  // namespace partita::gateway::api
