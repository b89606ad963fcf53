// A real NativeServer on a Unix socket with an invented API behind it, and clients that send frames
// by hand. Client and server take turns in one thread: Turn() is a turn of the gateway's loop.
#include "gateway/native_server.h"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "gateway/native_call.h"
#include "tests/gateway/http_harness.h"
#include "wire/frame.h"
#include "wire/native_call.h"
#include "wire/native_hello.h"
#include "wire/outcome.h"

namespace partita::gateway {
namespace {

using wire::MessageKind;

class NativeClient {
 public:
  explicit NativeClient(const std::string& path)
      : fd_(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path.copy(address.sun_path, sizeof address.sun_path - 1);
    connected_ =
        connect(fd_.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  }

  bool connected() const { return connected_; }
  void Send(std::string_view bytes) {
    EXPECT_EQ(send(fd_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL),
              static_cast<ssize_t>(bytes.size()));
  }
  // The next frame, if it has come.
  std::optional<std::string> Read() {
    char buffer[4096];
    for (ssize_t got; (got = recv(fd_.get(), buffer, sizeof buffer, 0)) >= 0;) {
      if (got == 0) {
        ended_ = true;
        break;
      }
      received_.append(buffer, static_cast<size_t>(got));
    }
    uint32_t payload = 0;
    if (received_.size() < wire::kFrameHeaderBytes) return std::nullopt;
    received_.copy(reinterpret_cast<char*>(&payload), sizeof payload);
    if (received_.size() < wire::kFrameHeaderBytes + payload) return std::nullopt;
    std::string frame = received_.substr(0, wire::kFrameHeaderBytes + payload);
    received_.erase(0, frame.size());
    return frame;
  }
  bool ended() const { return ended_; }
  void Leave() { fd_.Reset(); }

 private:
  base::UniqueFd fd_;
  bool connected_ = false;
  bool ended_ = false;
  std::string received_;
};

template <typename Message>
std::string FrameOf(MessageKind kind, uint64_t number, const Message& message) {
  std::string frame;
  wire::StartFrame({.kind = kind, .request_id = number}, &frame);
  base::ByteWriter writer(&frame);
  Encode(message, &writer);
  wire::FinishFrame(&frame);
  return frame;
}

std::string Hello(uint32_t version = wire::kNativeVersion) {
  return FrameOf(MessageKind::kNativeHello, 0, wire::NativeHelloRequest{version, "test"});
}
std::string Ask(uint64_t number, std::string_view json = "{}") {
  return FrameOf(MessageKind::kNativeCall, number, wire::NativeCallRequest{"Echo", json});
}

class NativeServerTest : public ::testing::Test {
 protected:
  NativeServerTest() {
    char folder[] = "/tmp/partita-native-XXXXXX";
    folder_ = mkdtemp(folder);
    path_ = folder_ + "/s";
    uv_loop_init(&loop_);
  }
  ~NativeServerTest() override {
    held_.clear();
    server_.reset();
    uv_run(&loop_, UV_RUN_DEFAULT);
    EXPECT_EQ(uv_loop_close(&loop_), 0) << "a handle outlived its owner";
    std::filesystem::remove_all(folder_);
  }

  // Holds every call until Release().
  void Serve(const NativeSettings& settings = {}) {
    base::UniqueFd listener(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path_.copy(address.sun_path, sizeof address.sun_path - 1);
    ASSERT_EQ(bind(listener.get(), reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    server_ = std::make_unique<NativeServer>(
        &loop_, &edge_,
        [this](const std::shared_ptr<NativeCall>& call, base::ByteReader payload) {
          EXPECT_EQ(wire::DecodeNativeCallRequest(&payload).target, "Echo");
          held_.push_back(call);
        },
        settings);
    ASSERT_TRUE(server_->Listen(std::move(listener)).ok());
  }
  NativeClient Greeted() {
    NativeClient client(path_);
    EXPECT_TRUE(client.connected());
    client.Send(Hello());
    EXPECT_TRUE(Next(&client).has_value());
    return client;
  }
  void Turn() {
    uv_run(&loop_, UV_RUN_NOWAIT);
    server_->Flush();
  }
  void Turns(int count = 4) {
    for (int i = 0; i < count; ++i) Turn();
  }
  // Waits up to 20 s.
  template <typename Condition>
  bool TurnUntil(Condition condition) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (!condition()) {
      if (std::chrono::steady_clock::now() > end) return false;
      Turn();
    }
    return true;
  }
  std::optional<std::string> Next(NativeClient* client) {
    std::optional<std::string> frame;
    TurnUntil([&] { return (frame = client->Read()).has_value() || client->ended(); });
    return frame;
  }
  // What the last frame of a connection says, which then ends.
  std::string Goodbye(NativeClient* client) {
    const auto bytes = Next(client);
    if (!bytes) return "closed without a word";
    const auto frame = wire::DecodeFrame(*bytes);
    EXPECT_EQ(frame->header.kind, MessageKind::kNativeGoodbye);
    base::ByteReader reader(frame->payload);
    const std::string why = wire::DecodeOutcome(&reader).error().message;
    EXPECT_TRUE(TurnUntil([&] { return !client->Read() && client->ended(); }));
    return why;
  }
  void Release(size_t at) {
    held_[at]->Succeed("released");
    held_.erase(held_.begin() + static_cast<ptrdiff_t>(at));
  }
  uint64_t NextNumber(NativeClient* client) {
    const auto bytes = Next(client);
    return bytes ? wire::DecodeFrame(*bytes)->header.request_id : 0;
  }

  std::string folder_, path_;
  uv_loop_t loop_{};
  testing::FakeEdge edge_;
  std::vector<std::shared_ptr<NativeCall>> held_;
  std::unique_ptr<NativeServer> server_;
};

TEST_F(NativeServerTest, AHelloIsAnsweredWithTheRulesOfTheConnection) {
  Serve({.max_request_bytes = 5000, .max_open_requests = 7});
  NativeClient client(path_);
  client.Send(Hello());
  const auto bytes = Next(&client);
  ASSERT_TRUE(bytes.has_value());
  base::ByteReader reader(wire::DecodeFrame(*bytes)->payload);
  ASSERT_TRUE(wire::DecodeOutcome(&reader).ok());
  const auto hello = wire::DecodeNativeHelloReply(&reader);
  EXPECT_TRUE(reader.Finished());
  EXPECT_EQ(hello.max_request_bytes, 5000u);
  EXPECT_EQ(hello.max_open_requests, 7u);
  EXPECT_EQ(hello.region, "eu-west-1");
}

TEST_F(NativeServerTest, WhoDoesNotGreetOrSpeaksAnotherVersionIsToldAndClosed) {
  Serve();
  for (const std::string& first : {Ask(1), Hello(wire::kNativeVersion + 1)}) {
    NativeClient client(path_);
    client.Send(first);
    EXPECT_EQ(Goodbye(&client),
              "The first frame on a connection must be a hello of protocol version 1");
  }
  EXPECT_TRUE(held_.empty());
}

TEST_F(NativeServerTest, ARequestThatComesByteByByteIsOne) {
  Serve();
  NativeClient client = Greeted();
  for (const char byte : Ask(3)) {
    client.Send({&byte, 1});
    Turn();
  }
  ASSERT_TRUE(TurnUntil([&] { return held_.size() == 1; }));
  Release(0);
  EXPECT_EQ(NextNumber(&client), 3u);
}

TEST_F(NativeServerTest, AnswersLeaveInTheOrderInWhichTheyWereGiven) {
  Serve();
  NativeClient client = Greeted();
  client.Send(Ask(1) + Ask(2) + Ask(3));
  ASSERT_TRUE(TurnUntil([&] { return held_.size() == 3; }));
  Release(2);
  Release(0);
  Release(0);
  EXPECT_EQ(NextNumber(&client), 3u);
  EXPECT_EQ(NextNumber(&client), 1u);
  EXPECT_EQ(NextNumber(&client), 2u);
}

TEST_F(NativeServerTest, NothingIsReadBeyondTheOpenRequestsThatAreAllowed) {
  Serve({.max_open_requests = 2});
  NativeClient client = Greeted();
  client.Send(Ask(1) + Ask(2) + Ask(3));
  ASSERT_TRUE(TurnUntil([&] { return held_.size() == 2; }));
  Turns();
  ASSERT_EQ(held_.size(), 2u);
  Release(0);
  EXPECT_TRUE(TurnUntil([&] { return held_.size() == 2; }));
  EXPECT_EQ(held_[1]->number(), 3u);
}

TEST_F(NativeServerTest, AFrameThatIsTooLargeIsRefusedBeforeItHasCome) {
  Serve({.max_request_bytes = 1000});
  NativeClient client = Greeted();
  client.Send(Ask(1, std::string(2000, ' ')).substr(0, 4));
  EXPECT_NE(Goodbye(&client).find("larger than the 1024 bytes that are allowed"),
            std::string::npos);
}

TEST_F(NativeServerTest, AFrameThatIsNoRequestEndsTheConnection) {
  Serve();
  NativeClient answering = Greeted();
  answering.Send(FrameOf(MessageKind::kPutItem, 1, wire::NativeCallRequest{}));
  EXPECT_EQ(Goodbye(&answering), "The request's bytes are malformed: not a request");
  NativeClient replying = Greeted();
  std::string reply = Ask(1);
  reply[6] = wire::kReplyBit;
  replying.Send(reply);
  EXPECT_EQ(Goodbye(&replying), "The request's bytes are malformed: unknown flags");
}

TEST_F(NativeServerTest, ABegunFrameMustEndInTime) {
  Serve({.frame_ms = 1});
  NativeClient client = Greeted();
  client.Send(Ask(1).substr(0, 10));
  EXPECT_EQ(Goodbye(&client), "A frame was begun and not finished in time");
}

TEST_F(NativeServerTest, OneTooManyIsToldToComeAgain) {
  Serve({.max_connections = 1});
  NativeClient first = Greeted();
  NativeClient second(path_);
  EXPECT_EQ(Goodbye(&second), "The service is busy; connect again later");
  first.Leave();
  ASSERT_TRUE(TurnUntil([&] { return server_->connections() == 0; }));
  Greeted();
}

TEST_F(NativeServerTest, WhatIsHeldForAllIsBounded) {
  Serve({.max_held_bytes = 10'000});
  NativeClient client = Greeted();
  client.Send(Ask(1, std::string(20'000, ' ')).substr(0, 15'000));
  EXPECT_EQ(Goodbye(&client), "The service is busy; connect again later");
  EXPECT_TRUE(TurnUntil([&] { return server_->traffic().bytes_in_flight == 0; }));
}

TEST_F(NativeServerTest, TheAnswerToAClientThatHasLeftGoesNowhere) {
  Serve();
  NativeClient client = Greeted();
  client.Send(Ask(1));
  ASSERT_TRUE(TurnUntil([&] { return held_.size() == 1; }));
  client.Leave();
  ASSERT_TRUE(TurnUntil([&] { return server_->connections() == 0; }));
  Release(0);
  EXPECT_EQ(server_->traffic().open_calls, 0u);
}

TEST_F(NativeServerTest, CountsWhatPasses) {
  Serve();
  NativeClient client = Greeted();
  client.Send(Ask(1));
  ASSERT_TRUE(TurnUntil([&] { return held_.size() == 1; }));
  EXPECT_EQ(server_->traffic().connections, 1u);
  EXPECT_EQ(server_->traffic().accepted, 1u);
  EXPECT_EQ(server_->traffic().open_calls, 1u);
  EXPECT_EQ(server_->traffic().received_bytes, Hello().size() + Ask(1).size());
  const uint64_t before = server_->traffic().sent_bytes;
  Release(0);
  EXPECT_EQ(server_->traffic().sent_bytes - before, Next(&client)->size());
  EXPECT_EQ(server_->traffic().open_calls, 0u);
}

TEST_F(NativeServerTest, StoppingAnswersWhatWasAskedAndSaysGoodbye) {
  Serve();
  NativeClient waiting = Greeted();
  NativeClient idle = Greeted();
  waiting.Send(Ask(1));
  ASSERT_TRUE(TurnUntil([&] { return held_.size() == 1; }));
  bool all_gone = false;
  server_->Stop([&] { all_gone = true; });
  EXPECT_EQ(Goodbye(&idle), "The service is stopping; connect again");
  waiting.Send(Ask(2));
  Turns();
  EXPECT_FALSE(all_gone);
  ASSERT_EQ(held_.size(), 1u);  // nothing new is taken
  Release(0);
  EXPECT_EQ(NextNumber(&waiting), 1u);
  EXPECT_EQ(Goodbye(&waiting), "The service is stopping; connect again");
  EXPECT_TRUE(TurnUntil([&] { return all_gone; }));
  EXPECT_FALSE(NativeClient(path_).connected());
}

TEST(NativePeersTest, TheOwnUserRootAndThoseWhoWereNamedMayComeIn) {
  const uid_t own = getuid();
  const uid_t other = own + 1000;
  EXPECT_TRUE(NativePeers{}.Allows({.uid = own}));
  EXPECT_TRUE(NativePeers{}.Allows({.uid = 0}));
  EXPECT_FALSE(NativePeers{}.Allows({.uid = other, .gid = other}));
  EXPECT_TRUE(NativePeers{.users = {other}}.Allows({.uid = other, .gid = other}));
  EXPECT_TRUE(NativePeers{.groups = {77}}.Allows({.uid = other, .gid = 77}));
  EXPECT_TRUE(NativePeers{.groups = {77}}.Allows({.uid = other, .gid = 5, .groups = {6, 77}}));
  EXPECT_FALSE(NativePeers{.groups = {77}}.Allows({.uid = other, .gid = 5, .groups = {6}}));
}

}  // namespace
}  // namespace partita::gateway
