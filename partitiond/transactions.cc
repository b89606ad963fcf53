#include "partitiond/transactions.h"

#include <utility>

#include "base/clock.h"

namespace partita::partitiond {

using store::RecordTable;

base::Status Transactions::Load(store::ItemStore* store) {
  prepared_.clear();
  decisions_.clear();
  locks_.clear();
  const int64_t now = base::MonotonicNs();
  base::Status read;
  PARTITA_TRY(store->WalkRecords(
      RecordTable::kPrepared, [&](std::string_view id, std::string_view bytes) {
        const auto record = DecodePreparedRecord(bytes);
        if (!record.ok()) {
          read = record.error();
          return false;
        }
        Remember(id, *record, now);
        return true;
      }));
  PARTITA_TRY(std::move(read));
  PARTITA_TRY(store->WalkRecords(
      RecordTable::kDecisions, [&](std::string_view id, std::string_view bytes) {
        auto record = DecodeDecisionRecord(bytes);
        if (!record.ok()) {
          read = record.error();
          return false;
        }
        decisions_.emplace(id, Decision{*std::move(record), now});
        return true;
      }));
  return read;
}

void Transactions::Remember(std::string_view id, const PreparedRecord& record, int64_t now_ns) {
  Prepared prepared{record.decider, now_ns, {}};
  for (const Effect& effect : record.effects) {
    prepared.locked.emplace_back(effect.key);
    locks_[prepared.locked.back()] =
        effect.kind == EffectKind::kNone ? Lock::kChecked : Lock::kWritten;
  }
  prepared_.insert_or_assign(std::string(id), std::move(prepared));
}

Transactions::Lock Transactions::LockOn(std::string_view key) const {
  if (locks_.empty()) return Lock::kNone;
  const auto found = locks_.find(std::string(key));
  return found == locks_.end() ? Lock::kNone : found->second;
}

base::Status Transactions::Prepare(store::ItemStore* store, std::string_view id,
                                   const PreparedRecord& record) {
  PARTITA_TRY(store->PutRecord(RecordTable::kPrepared, id, EncodeRecord(record)));
  Remember(id, record, base::MonotonicNs());
  return {};
}

base::Status Transactions::EndPrepared(store::ItemStore* store, std::string_view id) {
  const auto found = prepared_.find(id);
  if (found == prepared_.end()) return {};
  PARTITA_TRY(store->DeleteRecord(RecordTable::kPrepared, id));
  for (const std::string& key : found->second.locked) locks_.erase(key);
  prepared_.erase(found);
  return {};
}

base::Status Transactions::Decide(store::ItemStore* store, std::string_view id,
                                  DecisionRecord record) {
  PARTITA_TRY(store->PutRecord(RecordTable::kDecisions, id, EncodeRecord(record)));
  decisions_.insert_or_assign(std::string(id), Decision{std::move(record), base::MonotonicNs()});
  return {};
}

base::Status Transactions::Forget(store::ItemStore* store, std::string_view id) {
  const auto found = decisions_.find(id);
  if (found == decisions_.end() || !found->second.record.committed) return {};
  PARTITA_TRY(store->DeleteRecord(RecordTable::kDecisions, id));
  decisions_.erase(found);
  return {};
}

base::Status Transactions::SweepAborted(store::ItemStore* store, size_t at_most) {
  const int64_t old = base::MonotonicNs() - kAbortRememberedNs;
  for (auto one = decisions_.begin(); one != decisions_.end() && at_most > 0;) {
    const bool expired = !one->second.record.committed && one->second.since_ns < old;
    if (!expired) {
      ++one;
      continue;
    }
    PARTITA_TRY(store->DeleteRecord(RecordTable::kDecisions, one->first));
    one = decisions_.erase(one);
    --at_most;
  }
  return {};
}

bool Transactions::HasOldAborted(int64_t now_ns) const {
  for (const auto& [id, decision] : decisions_) {
    if (!decision.record.committed && decision.since_ns < now_ns - kAbortRememberedNs) return true;
  }
  return false;
}

const Transactions::Prepared* Transactions::FindPrepared(std::string_view id) const {
  const auto found = prepared_.find(id);
  return found == prepared_.end() ? nullptr : &found->second;
}

const Transactions::Decision* Transactions::FindDecision(std::string_view id) const {
  const auto found = decisions_.find(id);
  return found == decisions_.end() ? nullptr : &found->second;
}

}  // namespace partita::partitiond
