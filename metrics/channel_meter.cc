#include "metrics/channel_meter.h"

namespace partita::metrics {
namespace {

// Nothing has gone through; then nothing waits that did not wait before, and nobody asked.
bool IsSame(const shm::ChannelTraffic& a, const shm::ChannelTraffic& b) {
  return a.messages_sent == b.messages_sent && a.messages_received == b.messages_received &&
         a.bytes_sent == b.bytes_sent && a.bytes_received == b.bytes_received &&
         a.doorbells_rung == b.doorbells_rung;
}

}  // namespace

void ChannelMeter::Read(shm::Role role, uint32_t index, const shm::Channel& channel,
                        uint64_t open_questions) {
  if (loop_ == nullptr) return;
  const size_t place = PeerPlace(role, index);
  Seen& seen = seen_[place];
  const bool is_new = seen.epoch != channel.epoch();
  if (is_new) seen = {channel.epoch(), {}};
  const shm::ChannelTraffic now = channel.traffic();
  if (!is_new && IsSame(now, seen.traffic)) return;
  ChannelRegion& region = loop_->channels[place];
  region.epoch.Set(seen.epoch);
  region.sent.Set(now.bytes_sent);
  region.received.Set(now.bytes_received);
  region.outbox.Set(channel.outbox_bytes());
  region.open_questions.Set(open_questions);
  loop_->messages_sent.Add(now.messages_sent - seen.traffic.messages_sent);
  loop_->messages_received.Add(now.messages_received - seen.traffic.messages_received);
  loop_->doorbells_rung.Add(now.doorbells_rung - seen.traffic.doorbells_rung);
  seen.traffic = now;
}

void ChannelMeter::Gone(shm::Role role, uint32_t index) {
  if (loop_ == nullptr) return;
  const size_t place = PeerPlace(role, index);
  seen_[place] = {};
  ChannelRegion& region = loop_->channels[place];
  for (Counter* gauge :
       {&region.epoch, &region.sent, &region.received, &region.outbox, &region.open_questions})
    gauge->Set(0);
}

}  // namespace partita::metrics
