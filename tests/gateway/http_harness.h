// A real HttpServer on a loopback port with an invented API behind it, and a client that sends raw
// bytes.
//
// What the API answers is chosen by the request's x-amz-target:
//   Echo       the body
//   Bytes.N    N bytes
//   Hold       nothing, until Release; Release answers itself first, then those held, youngest
//   first Fail       InternalServerError "it broke"
#pragma once

#include <uv.h>

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "gateway/call_tracker.h"
#include "gateway/edge.h"
#include "gateway/front_door.h"
#include "gateway/http_server.h"

namespace partita::gateway::testing {

class FakeEdge final : public Edge {
 public:
  std::shared_ptr<const model::TableSchema> FindTable(std::string_view) override { return nullptr; }
  std::shared_ptr<const wire::SchemaSnapshot> Schemas() override { return schemas_; }
  const Settings& settings() const override { return settings_; }
  uint32_t SlotOf(uint64_t) override { return 0; }
  uint32_t slots() override { return 1; }
  base::Sha256& sha256() override { return sha256_; }
  void AskPartition(uint32_t, wire::MessageKind, const EncodePayload&, OnReply) override {}
  void AskRegistry(wire::MessageKind, const EncodePayload&, OnReply) override {}

 private:
  Settings settings_;
  base::Sha256 sha256_;
  std::shared_ptr<const wire::SchemaSnapshot> schemas_ = [] {
    auto schemas = std::make_shared<wire::SchemaSnapshot>();
    schemas->account_id = "123456789012";
    schemas->region = "eu-west-1";
    return schemas;
  }();
};

class TestServer {
 public:
  explicit TestServer(const HttpSettings& settings = {}, std::vector<std::string> cors_origins = {},
                      std::vector<std::string> host_names = {});
  ~TestServer();

  int port() const { return port_; }
  size_t bytes_in_flight() const { return bytes_in_flight_; }  // as of the loop's last turn
  size_t connections() const { return connections_; }
  size_t held() const { return held_count_; }
  // Asks the server to stop as SIGTERM would; true once everybody has gone.
  void BeginStop();
  bool all_gone() const { return all_gone_; }
  // Of the calls that have ended, in the order in which they did.
  std::vector<CallTimeline> finished() const;

  // Keeps what it is told, for another thread.
  class Witness final : public CallObserver {
   public:
    void OnFinished(const ApiCall& call) override;
    std::vector<CallTimeline> seen() const;

   private:
    mutable std::mutex mutex_;
    std::vector<CallTimeline> seen_;
  };

 private:
  void Handle(std::shared_ptr<ApiCall> call);
  void Run(const HttpSettings& settings, std::vector<std::string> cors_origins,
           std::vector<std::string> host_names);
  void OnWake();

  int socket_ = -1;
  int port_ = 0;
  FakeEdge edge_;
  CallTracker tracker_;
  Witness witness_;
  std::vector<std::shared_ptr<ApiCall>> held_;
  std::atomic<size_t> held_count_ = 0;
  std::atomic<size_t> bytes_in_flight_ = 0;
  std::atomic<size_t> connections_ = 0;
  std::atomic<bool> wants_stop_ = false;
  std::atomic<bool> wants_end_ = false;
  std::atomic<bool> all_gone_ = false;
  std::atomic<bool> running_ = false;
  HttpServer* server_ = nullptr;
  uv_loop_t loop_{};
  uv_async_t wake_{};
  uv_check_t check_{};
  std::thread thread_;
};

struct Response {
  int status = 0;                             // 0: the connection ended or nothing came in time
  std::map<std::string, std::string> fields;  // names in lower case
  std::string body;
};

class Client {
 public:
  explicit Client(const TestServer& server);
  ~Client();

  bool Send(std::string_view bytes);  // false: the server has closed
  // Up to the end of its Content-Length; of a HEAD's answer only the head.
  Response Read(bool without_body = false);
  std::string ReadRaw(size_t bytes);
  bool AtEnd();      // waits: true when the server has closed its half or reset
  void HalfClose();  // we send no more
  void Reset();      // gone, at once
  int fd() const { return fd_; }

 private:
  bool Fill();

  int fd_ = -1;
  std::string received_;
};

// "POST / HTTP/1.1" with Host, target, JSON content type, Content-Length, further field lines,
// body.
std::string Post(std::string_view target, std::string_view body, std::string_view fields = "");
// Waits up to two seconds for it.
bool Eventually(const std::function<bool()>& condition);

}  // namespace partita::gateway::testing
