// The stamps of one question of a call, made where it leaves and where its reply comes
// (partition_link.h).
//
// Thread safety: the gateway's one thread.
#pragma once

#include <cstdint>
#include <memory>

#include "base/error.h"
#include "gateway/api_call.h"
#include "gateway/call_tracker.h"
#include "wire/frame.h"

namespace partita::gateway {

// Counts a question of the current call and says whose it is and its place among its questions.
// Null: no call is followed, or too many questions to time them all.
CallHop* StartHop(CallTracker* tracker, uint16_t slot, wire::MessageKind kind,
                  std::shared_ptr<ApiCall>* call, uint32_t* place);
void StampQueued(CallTracker* tracker, size_t question_bytes, CallHop* hop);
// The reply was just taken from its ring: it is as late as the tracker's last look at the clock.
void StampReply(const wire::Frame& reply, CallTracker* tracker, ApiCall* call, uint32_t place);
// There will be no reply.
void EndHop(base::ErrorKind why, CallTracker* tracker, ApiCall* call, uint32_t place);

// For the frame's header: the first characters of the call's request id; 0: no call.
uint64_t TraceIdOf(const ApiCall* call);

}  // namespace partita::gateway
