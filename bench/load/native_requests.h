// Each call as requests of the native client: the same items and the same effects as over HTTP.
//
// A batch of puts is as many requests, sent together. Thread safety: none.
#pragma once

#include <array>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "bench/load/record.h"
#include "bench/load/workload.h"
#include "libclient/include/partita/client.h"

namespace partita::load {

class NativeRequests {
 public:
  NativeRequests(const WorkloadOptions& options, Records* records);

  // What to submit for the call; valid until the next one. kTransact is not offered: the client
  // waits for transactions.
  std::span<const partita_request* const> For(const Call& call);

 private:
  struct Free {
    void operator()(partita_value* value) const { partita_value_free(value); }
    void operator()(partita_request* request) const { partita_request_free(request); }
  };
  using Value = std::unique_ptr<partita_value, Free>;
  using Request = std::unique_ptr<partita_request, Free>;

  Value Text(std::string_view text) const;
  Value Key(uint64_t number) const;
  Value Item(uint64_t number);
  partita_request* New(partita_operation operation);
  void Write(const Call& call);
  void Update(uint64_t number);
  void Read(const Call& call);
  void Range(const Call& call);

  const WorkloadOptions options_;
  Records* records_;
  std::vector<Request> made_;
  std::vector<const partita_request*> handles_;
};

}  // namespace partita::load
