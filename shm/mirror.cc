#include "shm/mirror.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cstring>
#include <new>
#include <utility>

#include "base/check.h"
#include "shm/fence.h"

namespace partita::shm {
namespace {

using Word = std::atomic<uint64_t>;
static_assert(Word::is_always_lock_free && sizeof(Word) == 8);

struct MirrorHeader {
  std::atomic<uint32_t> format;
  uint32_t reserved;
  uint64_t half_bytes;
  alignas(64) std::atomic<uint64_t> version;
  alignas(64) std::array<std::atomic<uint64_t>, 2> size;
};
static_assert(sizeof(MirrorHeader) <= kMirrorHeaderBytes);
static_assert(offsetof(MirrorHeader, half_bytes) == 8 && offsetof(MirrorHeader, version) == 64);
static_assert(offsetof(MirrorHeader, size) == 128);
static_assert(kMirrorHalfBytes % sizeof(Word) == 0);

// How often a reader copies before it gives up on a publisher that never rests.
constexpr int kAttempts = 1000;

MirrorHeader* HeaderOf(const Segment& segment) {
  return static_cast<MirrorHeader*>(segment.address());
}

Word* HalfOf(const Segment& segment, uint64_t version) {
  char* const base = static_cast<char*>(segment.address()) + kMirrorHeaderBytes;
  return reinterpret_cast<Word*>(base + version % 2 * kMirrorHalfBytes);
}

// Relaxed: Publish() and CopyOf() fence them as a whole.
void StoreWords(Word* to, std::string_view bytes) {
  for (; !bytes.empty(); ++to) {
    const size_t count = std::min(bytes.size(), sizeof(Word));
    uint64_t word = 0;
    std::memcpy(&word, bytes.data(), count);
    to->store(word, std::memory_order_relaxed);
    bytes.remove_prefix(count);
  }
}

void LoadWords(const Word* from, std::string* bytes) {
  char* to = bytes->data();
  for (size_t left = bytes->size(); left != 0; ++from) {
    const size_t count = std::min(left, sizeof(Word));
    const uint64_t word = from->load(std::memory_order_relaxed);
    std::memcpy(to, &word, count);
    to += count;
    left -= count;
  }
}

}  // namespace

base::Status CheckMirror(const Segment& segment) {
  if (segment.size() < kMirrorBytes) return base::Error::Corrupt("the mirror is too short");
  const MirrorHeader* header = HeaderOf(segment);
  // Acquire pairs with Create().
  if (header->format.load(std::memory_order_acquire) != kMirrorFormat ||
      header->half_bytes != kMirrorHalfBytes) {
    return base::Error::Corrupt("not a mirror of format " + std::to_string(kMirrorFormat));
  }
  return {};
}

base::Result<Segment> MirrorPublisher::Create() {
  PARTITA_ASSIGN(Segment segment, Segment::Create("partita-mirror", kMirrorBytes));
  auto* header = new (segment.address()) MirrorHeader{};
  header->half_bytes = kMirrorHalfBytes;
  // Release pairs with CheckMirror().
  header->format.store(kMirrorFormat, std::memory_order_release);
  return segment;
}

MirrorPublisher::MirrorPublisher(Segment segment) : segment_(std::move(segment)) {
  PARTITA_CHECK(CheckMirror(segment_).ok(), "not a mirror");
}

base::Result<uint64_t> MirrorPublisher::Publish(std::string_view bytes) {
  if (bytes.size() > kMirrorHalfBytes) {
    return base::Error::Invalid("a snapshot of " + std::to_string(bytes.size()) +
                                " bytes does not fit the mirror");
  }
  MirrorHeader* header = HeaderOf(segment_);
  const uint64_t next = version() + 1;
  // Release: the version stored by the last Publish() is visible before any word stored below.
  // Pairs with the acquire fence in MirrorReader::Read(): a reader that copied one of these words
  // sees that the version has moved on from the one it copied.
  Fence(std::memory_order_release);
  header->size[next % 2].store(bytes.size(), std::memory_order_relaxed);
  StoreWords(HalfOf(segment_, next), bytes);
  // Release pairs with MirrorReader::version(): who sees the version sees its words.
  header->version.store(next, std::memory_order_release);
  return next;
}

uint64_t MirrorPublisher::version() const {
  // Relaxed: a publisher's own word, or a former life's that it was started after.
  return HeaderOf(segment_)->version.load(std::memory_order_relaxed);
}

MirrorReader::MirrorReader(Segment segment) : segment_(std::move(segment)) {
  PARTITA_CHECK(CheckMirror(segment_).ok(), "not a mirror");
}

uint64_t MirrorReader::version() const {
  // Acquire pairs with MirrorPublisher::Publish().
  return HeaderOf(segment_)->version.load(std::memory_order_acquire);
}

base::Result<MirrorReader::Snapshot> MirrorReader::Read() const {
  const MirrorHeader* header = HeaderOf(segment_);
  Snapshot snapshot{0, {}};
  for (int attempt = 0; attempt < kAttempts; ++attempt) {
    snapshot.version = version();
    if (snapshot.version == 0) return base::Error::Unavailable("nothing is published yet");
    const uint64_t size = header->size[snapshot.version % 2].load(std::memory_order_relaxed);
    if (size > kMirrorHalfBytes)
      return base::Error::Corrupt("the mirror's snapshot has no such size");
    snapshot.bytes.resize(size);
    LoadWords(HalfOf(segment_, snapshot.version), &snapshot.bytes);
    // Acquire pairs with the release fence in Publish(): the look below is not older than any word.
    Fence(std::memory_order_acquire);
    if (header->version.load(std::memory_order_relaxed) == snapshot.version) return snapshot;
  }
  return base::Error::Unavailable("the mirror changes faster than it can be read");
}

}  // namespace partita::shm
