#include "shm/outbox.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "shm/assembler.h"

namespace partita::shm {

Outbox::Outbox(RingProducer ring, uint32_t capacity, uint32_t epoch)
    : ring_(ring), max_record_(MaxRecordPayload(capacity)), epoch_bits_(EpochBits(epoch)) {}

// The next record of the message.
RingWrite Outbox::WriteRecord(Outgoing* message) {
  uint32_t flags = message->begun ? 0 : kFirstFlag;
  char announced[sizeof(uint64_t)];
  std::string_view prefix;
  if (!message->begun && message->rest.size() > max_record_) {
    const uint64_t total = message->rest.size();
    std::memcpy(announced, &total, sizeof total);
    prefix = {announced, sizeof announced};
  }
  const std::string_view piece = message->rest.substr(0, max_record_ - prefix.size());
  if (piece.size() == message->rest.size()) flags |= kLastFlag;
  const RingWrite outcome = prefix.empty() ? ring_.TryWrite(epoch_bits_ | flags, piece)
                                           : ring_.TryWrite(epoch_bits_ | flags, prefix, piece);
  if (outcome != RingWrite::kWritten) return outcome;
  message->begun = true;
  message->rest.remove_prefix(piece.size());
  published_ = true;
  return outcome;
}

// As many records of the message as there is room for.
RingWrite Outbox::Write(Outgoing* message) {
  RingWrite outcome;
  do {
    outcome = WriteRecord(message);
  } while (outcome == RingWrite::kWritten && !message->rest.empty());
  return outcome;
}

bool Outbox::Send(std::string_view message) {
  Outgoing outgoing{message};
  if (waiting_.empty()) {
    const RingWrite outcome = Write(&outgoing);
    if (outcome != RingWrite::kFull) return outcome == RingWrite::kWritten;
  }
  bytes_ += outgoing.rest.size();
  waiting_.push_back({std::string(outgoing.rest), 0, outgoing.begun});
  ring_.SetStarved(true);
  return true;
}

bool Outbox::Move() {
  while (!waiting_.empty()) {
    Waiting& front = waiting_.front();
    Outgoing outgoing{std::string_view(front.bytes).substr(front.sent), front.begun};
    const RingWrite outcome = Write(&outgoing);
    const size_t sent = front.bytes.size() - outgoing.rest.size();
    bytes_ -= sent - front.sent;
    front.sent = sent;
    front.begun = outgoing.begun;
    if (outcome == RingWrite::kFull) return true;
    if (outcome != RingWrite::kWritten) return false;
    waiting_.pop_front();
  }
  ring_.SetStarved(false);
  return true;
}

bool Outbox::CanMove() {
  if (waiting_.empty()) return false;
  const size_t left = waiting_.front().bytes.size() - waiting_.front().sent;
  return ring_.CanWrite(std::min(left, max_record_)) != RingWrite::kFull;
}

bool Outbox::TakePublished() { return std::exchange(published_, false); }

}  // namespace partita::shm
