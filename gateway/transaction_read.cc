#include "gateway/transaction_read.h"

#include <map>
#include <memory>
#include <optional>
#include <utility>

#include "gateway/api/reply.h"
#include "gateway/transaction.h"
#include "model/api_message.h"
#include "model/limits.h"
#include "wire/read_transaction.h"

namespace partita::gateway {

using api::InternalServerError;
using api::OpenReply;

namespace {

// A lock is held for two or three fsyncs, which a few dozen looks outlast; a key that moves all the
// time is given up.
constexpr int kMaxLooks = 48;

// What a slot said of one key.
struct Seen {
  bool locked = false;
  uint64_t epoch = 0;
  uint64_t version = 0;
};

enum class ReadMode { kConsistent, kSizesOnly };

class TransactionRead : public std::enable_shared_from_this<TransactionRead> {
 public:
  TransactionRead(Edge* edge, ReadMode mode, std::vector<KeyToRead> keys, OnItemsRead on_done)
      : edge_(edge),
        mode_(mode),
        keys_(std::move(keys)),
        on_done_(std::move(on_done)),
        items_(keys_.size()),
        seen_(keys_.size()),
        moved_(keys_.size()) {
    for (size_t i = 0; i < keys_.size(); ++i) by_slot_[edge_->SlotOf(keys_[i].hash)].push_back(i);
  }

  void Start() { Look(mode_ == ReadMode::kConsistent); }

 private:
  using Places = std::vector<size_t>;

  // Asks every slot. A look with items is the first of two; the second compares.
  void Look(bool with_items) {
    ++looks_;
    waiting_ = by_slot_.size();
    moved_.assign(keys_.size(), false);
    for (const auto& [slot, places] : by_slot_) {
      wire::ReadTransactionRequest request;
      request.with_items = with_items;
      for (const size_t i : places) request.keys.push_back({keys_[i].table, keys_[i].key});
      edge_->AskPartition(
          slot, wire::MessageKind::kReadTransaction,
          [&request](base::ByteWriter* writer) { wire::Encode(request, writer); },
          [self = shared_from_this(), &places, with_items](base::Result<base::ByteReader> reply) {
            self->Take(places, with_items, std::move(reply));
            if (--self->waiting_ == 0) self->OnLooked(with_items);
          });
    }
  }

  void Take(const Places& places, bool with_items, base::Result<base::ByteReader> reply) {
    auto reader = OpenReply(std::move(reply));
    if (!reader.ok()) {
      failure_ = reader.error();
      return;
    }
    const auto read = wire::DecodeReadTransactionReply(places.size(), &*reader);
    if (!reader->Finished()) {
      failure_ = InternalServerError();
      return;
    }
    for (size_t i = 0; i < places.size(); ++i) {
      TakeEntry(places[i], with_items, read.epoch, read.entries[i]);
    }
  }

  void TakeEntry(size_t place, bool with_items, uint64_t epoch,
                 const wire::ReadTransactionReply::Entry& entry) {
    Seen& seen = seen_[place];
    const bool second = !with_items && mode_ == ReadMode::kConsistent;
    moved_[place] =
        entry.locked || (second && (seen.epoch != epoch || seen.version != entry.version));
    seen = {entry.locked, epoch, entry.version};
    if (!second) items_[place] = {entry.found, entry.item_size, std::string(entry.item)};
  }

  void OnLooked(bool with_items) {
    if (failure_) return on_done_(*failure_);
    if (mode_ == ReadMode::kSizesOnly) return on_done_(std::move(items_));
    bool moved = false;
    for (const bool one : moved_) moved |= one;
    if (moved && looks_ >= kMaxLooks) return on_done_(Conflict());
    if (moved) return Look(true);
    if (Bytes() > model::kMaxTransactionBytes)
      return on_done_(model::ApiError::Validation(model::message::kTransactionTooLarge));
    if (with_items && by_slot_.size() > 1) return Look(false);
    on_done_(std::move(items_));
  }

  uint64_t Bytes() const {
    uint64_t bytes = 0;
    for (const ItemRead& item : items_) bytes += item.item_size;
    return bytes;
  }

  model::ApiError Conflict() const {
    std::vector<model::CancellationReason> reasons(keys_.size());
    for (size_t i = 0; i < keys_.size(); ++i) {
      if (!moved_[i]) continue;
      reasons[i].code = "TransactionConflict";
      reasons[i].message = model::message::kTransactionOngoing;
    }
    return TransactionCancelled(std::move(reasons));
  }

  Edge* const edge_;
  const ReadMode mode_;
  const std::vector<KeyToRead> keys_;
  const OnItemsRead on_done_;
  std::map<uint32_t, Places> by_slot_;  // places in keys_
  std::vector<ItemRead> items_;
  std::vector<Seen> seen_;   // at the latest look
  std::vector<bool> moved_;  // or locked
  size_t waiting_ = 0;
  int looks_ = 0;
  std::optional<model::ApiError> failure_;
};

}  // namespace

void ReadTransaction(Edge* edge, std::vector<KeyToRead> keys, OnItemsRead on_done) {
  std::make_shared<TransactionRead>(edge, ReadMode::kConsistent, std::move(keys),
                                    std::move(on_done))
      ->Start();
}

void MeasureItems(Edge* edge, std::vector<KeyToRead> keys, OnItemsRead on_done) {
  std::make_shared<TransactionRead>(edge, ReadMode::kSizesOnly, std::move(keys),
                                    std::move(on_done))
      ->Start();
}

}  // namespace partita::gateway
