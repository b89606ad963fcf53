#include "bench/load/target.h"

#include <chrono>
#include <thread>

#include "bench/load/http_connection.h"
#include "bench/load/http_requests.h"
#include "bench/load/native_connection.h"

namespace partita::load {
namespace {

class HttpTarget final : public Target {
 public:
  HttpTarget(const Endpoint& endpoint, const WorkloadOptions& workload)
      : endpoint_(endpoint), requests_(workload, endpoint.Host()) {}

  std::string transport() const override { return "http"; }

  Connect Connector() override {
    return [this](uv_loop_t* loop, Connection::Owner* owner, size_t lane) {
      return std::make_unique<HttpConnection>(loop, endpoint_, &requests_, owner, lane);
    };
  }

  base::Status CreateTable() override {
    PARTITA_ASSIGN(const HttpAnswer created, Ask(endpoint_, requests_.CreateTable()));
    const bool exists = created.body.find("ResourceInUseException") != std::string::npos;
    if (created.status != 200 && !exists)
      return base::Error::Failed("CreateTable: " + created.body);
    for (int attempt = 0; attempt < 300; ++attempt) {
      PARTITA_ASSIGN(const HttpAnswer table, Ask(endpoint_, requests_.DescribeTable()));
      if (table.body.find("\"CREATING\"") == std::string::npos) return {};
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    return base::Error::Failed("CreateTable: the table does not become ACTIVE");
  }

 private:
  Endpoint endpoint_;
  HttpRequests requests_;
};

class NativeTarget final : public Target {
 public:
  NativeTarget(std::string path, const WorkloadOptions& workload, bool own_sockets)
      : path_(std::move(path)),
        workload_(workload),
        records_(workload),
        own_sockets_(own_sockets) {}

  std::string transport() const override { return own_sockets_ ? "native-sockets" : "native"; }

  Connect Connector() override {
    shared_.reset();
    return [this](uv_loop_t* loop, Connection::Owner* owner, size_t lane) {
      if (own_sockets_ || shared_ == nullptr) shared_ = std::make_shared<NativeClient>(loop, path_);
      return std::make_unique<NativeConnection>(loop, shared_, workload_, &records_, owner, lane);
    };
  }

  base::Status CreateTable() override { return CreateTableOverSocket(path_, workload_); }

 private:
  std::string path_;
  WorkloadOptions workload_;
  Records records_;
  bool own_sockets_;
  std::shared_ptr<NativeClient> shared_;
};

}  // namespace

base::Result<std::unique_ptr<Target>> MakeTarget(const std::string& endpoint,
                                                 const std::string& native, bool own_sockets,
                                                 const WorkloadOptions& workload) {
  if (!native.empty()) {
    if (workload.share[static_cast<size_t>(Operation::kTransact)] > 0)
      return base::Error::Invalid("mix: transact is asked over HTTP only");
    return std::unique_ptr<Target>(std::make_unique<NativeTarget>(native, workload, own_sockets));
  }
  PARTITA_ASSIGN(const Endpoint http, ParseEndpoint(endpoint));
  return std::unique_ptr<Target>(std::make_unique<HttpTarget>(http, workload));
}

}  // namespace partita::load
