// The bytes of each call over HTTP.
//
// Requests look like the JavaScript SDK's (headers, SigV4-shaped Authorization), about 950 bytes
// for a GetItem, so that servers pay for parsing what they would really get. Thread safety: none.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "bench/load/record.h"
#include "bench/load/workload.h"

namespace partita::load {

class HttpRequests {
 public:
  // `host` is what the Host header says: "127.0.0.1:8000".
  HttpRequests(const WorkloadOptions& options, std::string host);

  std::string Bytes(const Call& call);  // not of kReadModifyWrite, which is two calls
  std::string CreateTable() const;
  std::string CreateTableBody() const;
  std::string DescribeTable() const;

 private:
  std::string KeyJson(uint64_t number) const;
  std::string ItemJson(uint64_t number);
  std::string PutsJson(const Call& call, std::string_view before, std::string_view after);
  std::string UpdateJson(uint64_t number);
  std::string ShortScanJson(const Call& call) const;
  std::string Body(const Call& call);
  std::string Http(std::string_view target, std::string_view body) const;

  const WorkloadOptions options_;
  const std::string host_;
  Records records_;
};

}  // namespace partita::load
