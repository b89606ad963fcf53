#include "model/arn.h"

#include <fmt/format.h>

#include <algorithm>

namespace partita::model {
namespace {

constexpr std::string_view kStart = "arn:";
constexpr std::string_view kArnService = "dynamodb";
constexpr std::string_view kTable = "table/";
constexpr size_t kAccountDigits = 12;

// Cuts off what stands before the next colon; false: there is none.
bool NextField(std::string_view* rest, std::string_view* field) {
  const size_t colon = rest->find(':');
  if (colon == std::string_view::npos) return false;
  *field = rest->substr(0, colon);
  rest->remove_prefix(colon + 1);
  return true;
}

bool IsAccountId(std::string_view text) {
  return text.size() == kAccountDigits &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

std::string MakeTableArn(std::string_view region, std::string_view account_id,
                         std::string_view table_name) {
  return fmt::format("arn:aws:dynamodb:{}:{}:table/{}", region, account_id, table_name);
}

std::optional<TableArn> ParseTableArn(std::string_view text) {
  if (!text.starts_with(kStart)) return std::nullopt;
  text.remove_prefix(kStart.size());
  std::string_view partition, service;
  TableArn arn;
  if (!NextField(&text, &partition) || !NextField(&text, &service) ||
      !NextField(&text, &arn.region) || !NextField(&text, &arn.account_id)) {
    return std::nullopt;
  }
  // Partitions of Amazon's clouds: aws, aws-cn, aws-us-gov.
  if (!partition.starts_with("aws") || service != kArnService || arn.region.empty()) {
    return std::nullopt;
  }
  if (!IsAccountId(arn.account_id) || !text.starts_with(kTable)) return std::nullopt;
  text.remove_prefix(kTable.size());
  const size_t slash = std::min(text.find('/'), text.size());
  arn.table_name = text.substr(0, slash);
  arn.rest = text.substr(slash);
  if (arn.table_name.empty()) return std::nullopt;
  return arn;
}

std::string_view TableNameOf(std::string_view name_or_arn) {
  const std::optional<TableArn> arn = ParseTableArn(name_or_arn);
  return arn && arn->rest.empty() ? arn->table_name : name_or_arn;
}

}  // namespace partita::model
