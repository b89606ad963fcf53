#include "gateway/api/stream_name.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <charconv>
#include <ctime>

#include "model/api_message.h"
#include "model/arn.h"

namespace partita::gateway::api {
namespace {

constexpr std::string_view kShardStart = "shardId-";
constexpr std::string_view kStreamPart = "/stream/";
constexpr size_t kShortestStreamArn = 37;
constexpr size_t kLongestStreamArn = 1024;
constexpr size_t kGenerationDigits = 20;
constexpr size_t kSlotDigits = 8;
constexpr size_t kSequenceDigits = 21;

// The whole of `text` as a number.
template <typename Number>
std::optional<Number> ParseDigits(std::string_view text, int base) {
  Number number = 0;
  const char* end = text.data() + text.size();
  const auto [stopped, error] = std::from_chars(text.data(), end, number, base);
  if (error != std::errc() || stopped != end) return std::nullopt;
  return number;
}

}  // namespace

std::string_view StreamViewName(model::StreamViewType view) {
  switch (view) {
    case model::StreamViewType::kNone:
      break;
    case model::StreamViewType::kKeysOnly:
      return "KEYS_ONLY";
    case model::StreamViewType::kNewImage:
      return "NEW_IMAGE";
    case model::StreamViewType::kOldImage:
      return "OLD_IMAGE";
    case model::StreamViewType::kNewAndOldImages:
      return "NEW_AND_OLD_IMAGES";
  }
  return "";
}

std::string StreamLabel(int64_t microseconds) {
  const std::tm utc = fmt::gmtime(static_cast<std::time_t>(microseconds / 1'000'000));
  return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:03}", utc, microseconds % 1'000'000 / 1000);
}

std::string MakeStreamArn(const wire::SchemaSnapshot& schemas, std::string_view table_name,
                          uint64_t generation) {
  return fmt::format("{}{}{}",
                     model::MakeTableArn(schemas.region, schemas.account_id, table_name),
                     kStreamPart, StreamLabel(static_cast<int64_t>(generation)));
}

bool StreamName::Is(const wire::StreamDescription& stream) const {
  return stream.info.table_name == table_name &&
         StreamLabel(static_cast<int64_t>(stream.generation)) == label;
}

std::optional<StreamName> ParseStreamArn(std::string_view arn) {
  const std::optional<model::TableArn> table = model::ParseTableArn(arn);
  if (!table || !table->rest.starts_with(kStreamPart)) return std::nullopt;
  const std::string_view label = table->rest.substr(kStreamPart.size());
  if (label.empty() || label.find('/') != std::string_view::npos) return std::nullopt;
  return StreamName{table->table_name, label};
}

void ConstrainStreamArn(std::string_view member, const Constraints::Text& arn,
                        Constraints* constraints) {
  constraints->Length(member, arn, kShortestStreamArn, kLongestStreamArn);
}

model::ApiResult<StreamName> RequireStreamName(std::string_view arn) {
  const std::optional<StreamName> name = ParseStreamArn(arn);
  if (!name) return model::ApiError::Validation(model::message::kStreamArnInvalid);
  return *name;
}

std::string MakeShardId(const ShardName& shard) {
  return fmt::format("{}{:020}-{:08x}", kShardStart, shard.generation, shard.slot);
}

std::optional<ShardName> ParseShardId(std::string_view text) {
  if (text.size() != kShardStart.size() + kGenerationDigits + 1 + kSlotDigits ||
      !text.starts_with(kShardStart)) {
    return std::nullopt;
  }
  text.remove_prefix(kShardStart.size());
  const auto generation = ParseDigits<uint64_t>(text.substr(0, kGenerationDigits), 10);
  const auto slot = ParseDigits<uint32_t>(text.substr(kGenerationDigits + 1), 16);
  if (!generation || !slot || text[kGenerationDigits] != '-') return std::nullopt;
  return ShardName{*generation, *slot};
}

std::string MakeSequenceNumber(uint64_t seq) { return fmt::format("1{:020}", seq); }

std::optional<uint64_t> ParseSequenceNumber(std::string_view text) {
  if (text.size() != kSequenceDigits || text.front() != '1') return std::nullopt;
  return ParseDigits<uint64_t>(text.substr(1), 10);
}

}  // namespace partita::gateway::api
