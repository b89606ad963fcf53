// The output gate: the writes of one turn run in one transaction, and no reply leaves before its
// commit.
//
// Requests are copied in while the rings are read, run together afterwards, and answered together.
// The memory of the copies is kept from turn to turn, but for the rare large one.
// Thread safety: one object, one thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "partitiond/dispatch.h"
#include "shm/channel.h"

namespace partita::partitiond {

class CommitBatch {
 public:
  // `frame` is whole and valid, asks for `row` and was taken from its ring at `taken_ns`. The
  // channel outlives the batch.
  void Add(shm::Channel* from, const DispatchRow& row, std::string_view frame, int64_t taken_ns);

  bool empty() const { return used_ == 0; }
  size_t bytes() const { return bytes_; }  // of the requests taken in

  // Runs all requests and commits. A full disk is no error here: the batch is rolled back and its
  // replies become InternalServerError, which every SDK retries. An error means that nobody knows
  // what is on the disk: the replies say InternalServerError, and once they are sent the process
  // must end.
  base::Status Commit(Room& room);

  // After Commit: opens the gate. The batch is empty afterwards.
  void SendReplies();

 private:
  struct Entry {
    shm::Channel* from = nullptr;
    const DispatchRow* row = nullptr;
    std::string request;
    std::string reply;
    wire::FrameTimes times;
    bool timed = false;
  };

  base::Status RunInOneTransaction(Room& room);
  void AnswerAllWithInternalError();

  std::vector<Entry> entries_;  // the first used_ belong to this turn; the rest keep their memory
  size_t used_ = 0;
  size_t bytes_ = 0;
  int64_t committed_ns_ = 0;  // 0: it failed
};

}  // namespace partita::partitiond
