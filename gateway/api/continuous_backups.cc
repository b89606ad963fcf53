#include "gateway/api/continuous_backups.h"

#include <algorithm>

#include "gateway/api/json_writer.h"

namespace partita::gateway::api {

namespace {

constexpr int64_t kSecondUs = 1'000'000;
constexpr int64_t kDayUs = 86'400 * kSecondUs;
constexpr int64_t kRestorableLagUs = 300 * kSecondUs;  // how far behind a restore may stay

void WriteRecovery(const model::TableSchema& table, int64_t now_us, JsonWriter* json) {
  const bool enabled = table.point_in_time_recovery;
  json->Key("PointInTimeRecoveryDescription").BeginObject();
  json->Key("PointInTimeRecoveryStatus").String(enabled ? "ENABLED" : "DISABLED");
  if (enabled) {
    const int64_t since = table.recovery_since_us;
    json->Key("RecoveryPeriodInDays").Integer(table.recovery_period_days);
    json->Key("EarliestRestorableDateTime")
        .Date(std::max(since, now_us - table.recovery_period_days * kDayUs));
    json->Key("LatestRestorableDateTime").Date(std::max(since, now_us - kRestorableLagUs));
  }
  json->EndObject();
}

}  // namespace

std::string ContinuousBackupsJson(const model::TableSchema& table, int64_t now_us) {
  const bool creating = table.status == model::TableStatus::kCreating;
  JsonWriter json;
  json.BeginObject().Key("ContinuousBackupsDescription").BeginObject();
  json.Key("ContinuousBackupsStatus").String(creating ? "DISABLED" : "ENABLED");
  WriteRecovery(table, now_us, &json);
  json.EndObject().EndObject();
  return json.Take();
}

}  // namespace partita::gateway::api
