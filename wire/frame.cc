#include "wire/frame.h"

#include <cstddef>
#include <cstring>

#include "base/check.h"
#include "base/coding.h"

namespace partita::wire {
namespace {

constexpr size_t kFlagsOffset = 6;

// The fields as they stand in the bytes, unchecked. `bytes` holds at least a header.
FrameHeader CopyHeader(std::string_view bytes) {
  base::ByteReader reader(bytes.substr(0, kFrameHeaderBytes));
  FrameHeader header;
  header.payload_bytes = reader.U32();
  header.kind = static_cast<MessageKind>(reader.U16());
  header.flags = reader.U16();
  header.request_id = reader.U64();
  header.trace_id = reader.U64();
  return header;
}

size_t TimesBytes(const FrameHeader& header) { return header.has_times() ? kFrameTimesBytes : 0; }

FrameTimes ReadTimes(std::string_view bytes) {
  base::ByteReader reader(bytes);
  FrameTimes times;
  times.dequeued_ns = static_cast<int64_t>(reader.U64());
  times.executed_ns = static_cast<int64_t>(reader.U64());
  times.committed_ns = static_cast<int64_t>(reader.U64());
  times.batch_size = reader.U32();
  return times;
}

// Empty: nothing is wrong.
std::string_view Complaint(const FrameHeader& header, size_t bytes) {
  if (header.payload_bytes > kMaxPayloadBytes) return "payload longer than any message";
  if ((header.flags & ~(kReplyBit | kTimesBit)) != 0) return "unknown flags";
  if (header.has_times() && !header.is_reply()) return "times in what is no reply";
  if (kFrameHeaderBytes + header.payload_bytes + TimesBytes(header) != bytes)
    return "payload size differs from the bytes that came";
  if (MessageKindName(header.kind) == "?") return "unknown kind";
  return {};
}

}  // namespace

size_t BeginFrame(const FrameHeader& header, std::string* out) {
  const size_t begin = out->size();
  base::ByteWriter writer(out);
  writer.U32(0);
  writer.U16(static_cast<uint16_t>(header.kind));
  writer.U16(header.flags);
  writer.U64(header.request_id);
  writer.U64(header.trace_id);
  return begin;
}

void EndFrame(size_t begin, std::string* out) {
  PARTITA_CHECK(out->size() >= begin + kFrameHeaderBytes, "EndFrame without BeginFrame");
  const size_t payload = out->size() - begin - kFrameHeaderBytes;
  PARTITA_CHECK(payload <= kMaxPayloadBytes, "a frame longer than any message");
  const auto payload_bytes = static_cast<uint32_t>(payload);
  std::memcpy(out->data() + begin, &payload_bytes, sizeof payload_bytes);
}

void StartFrame(const FrameHeader& header, std::string* out) {
  out->clear();
  BeginFrame(header, out);
}

void FinishFrame(std::string* out) { EndFrame(0, out); }

void AppendTimes(const FrameTimes& times, std::string* out) {
  uint16_t flags = 0;
  PARTITA_CHECK(out->size() >= kFrameHeaderBytes, "AppendTimes without FinishFrame");
  std::memcpy(&flags, out->data() + kFlagsOffset, sizeof flags);
  PARTITA_CHECK((flags & (kReplyBit | kTimesBit)) == kReplyBit, "times where none belong");
  flags |= kTimesBit;
  std::memcpy(out->data() + kFlagsOffset, &flags, sizeof flags);
  base::ByteWriter writer(out);
  writer.U64(static_cast<uint64_t>(times.dequeued_ns));
  writer.U64(static_cast<uint64_t>(times.executed_ns));
  writer.U64(static_cast<uint64_t>(times.committed_ns));
  writer.U32(times.batch_size);
}

std::optional<Frame> DecodeFrame(std::string_view bytes) {
  if (bytes.size() < kFrameHeaderBytes) return std::nullopt;
  const FrameHeader header = CopyHeader(bytes);
  if (!Complaint(header, bytes.size()).empty()) return std::nullopt;
  Frame frame{header, bytes.substr(kFrameHeaderBytes, header.payload_bytes), {}};
  if (header.has_times()) frame.times = ReadTimes(bytes.substr(bytes.size() - kFrameTimesBytes));
  return frame;
}

std::string_view WhyInvalid(std::string_view bytes) {
  if (bytes.size() < kFrameHeaderBytes) return "shorter than a header";
  const std::string_view complaint = Complaint(CopyHeader(bytes), bytes.size());
  return complaint.empty() ? "valid" : complaint;
}

}  // namespace partita::wire
