// A client against a house that the test plays: a Unix socket and frames by hand.
#include "libclient/client.h"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <string>

#include "wire/native_hello.h"
#include "wire/native_item.h"
#include "wire/outcome.h"

namespace partita::libclient {
namespace {

class PlayedHouse : public testing::Test {
 protected:
  PlayedHouse() {
    char folder[] = "/tmp/partita-client-XXXXXX";
    folder_ = mkdtemp(folder);
    path_ = folder_ + "/s";
    Listen();
  }
  ~PlayedHouse() override { std::filesystem::remove_all(folder_); }

  void Listen() {
    unlink(path_.c_str());
    listener_.Reset(socket(AF_UNIX, SOCK_STREAM, 0));
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path_.copy(address.sun_path, sizeof address.sun_path - 1);
    ASSERT_EQ(bind(listener_.get(), reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    ASSERT_EQ(listen(listener_.get(), 4), 0);
  }
  // Takes the client's connection and answers its hello.
  void Accept() {
    peer_.Reset(accept(listener_.get(), nullptr, nullptr));
    const std::string hello = ReadFrame();
    EXPECT_EQ(wire::DecodeFrame(hello)->header.kind, wire::MessageKind::kNativeHello);
    Answer(wire::MessageKind::kNativeHello, 0, [](base::ByteWriter* writer) {
      wire::EncodeDone(writer);
      wire::Encode(wire::NativeHelloReply{1, 1 << 20, 8, "123456789012", "here"}, writer);
    });
  }
  std::string ReadFrame() {
    std::string frame(wire::kFrameHeaderBytes, '\0');
    EXPECT_EQ(recv(peer_.get(), frame.data(), frame.size(), MSG_WAITALL),
              static_cast<ssize_t>(frame.size()));
    uint32_t payload = 0;
    frame.copy(reinterpret_cast<char*>(&payload), sizeof payload);
    frame.resize(frame.size() + payload);
    if (payload > 0)
      recv(peer_.get(), frame.data() + wire::kFrameHeaderBytes, payload, MSG_WAITALL);
    return frame;
  }
  template <typename Encode>
  void Answer(wire::MessageKind kind, uint64_t number, Encode encode) {
    std::string frame;
    wire::StartFrame({.kind = kind, .flags = wire::kReplyBit, .request_id = number}, &frame);
    base::ByteWriter writer(&frame);
    encode(&writer);
    wire::FinishFrame(&frame);
    send(peer_.get(), frame.data(), frame.size(), MSG_NOSIGNAL);
  }
  void AnswerNothingFound(uint64_t number) {
    Answer(wire::MessageKind::kNativeGetItem, number, [](base::ByteWriter* writer) {
      wire::EncodeDone(writer);
      wire::Encode(wire::NativeGetReply{}, writer);
    });
  }
  static Request Get() {
    Request get;
    get.table = "T";
    return get;
  }
  static Request Put() {
    Request put;
    put.operation = PARTITA_PUT;
    put.table = "T";
    return put;
  }

  std::string folder_, path_;
  base::UniqueFd listener_;
  base::UniqueFd peer_;
};

TEST_F(PlayedHouse, AnswersInAnotherOrderFindTheirRequests) {
  Client client(path_);
  const uint64_t first = client.Submit(Get()), second = client.Submit(Get());
  client.Process();
  Accept();
  ReadFrame();
  ReadFrame();
  AnswerNothingFound(second);
  Answer(wire::MessageKind::kNativeGetItem, first, [](base::ByteWriter* writer) {
    wire::EncodeRefused(model::ApiError::Validation("no"), writer);
  });
  EXPECT_EQ(client.Wait(second)->status, PARTITA_OK);
  const auto refused = client.Wait(first);
  EXPECT_EQ(refused->status, PARTITA_REFUSED);
  EXPECT_EQ(refused->error, "ValidationException");
  EXPECT_EQ(refused->message, "no");
}

TEST_F(PlayedHouse, AWriteThatMayHaveArrivedIsUnknownAndAReadIsAskedAgain) {
  Client client(path_);
  const uint64_t put = client.Submit(Put()), get = client.Submit(Get());
  client.Process();
  Accept();
  ReadFrame();
  peer_.Reset();
  const auto lost = client.Wait(put);
  EXPECT_EQ(lost->status, PARTITA_UNKNOWN);
  EXPECT_EQ(lost->error, "PartitaConnectionLost");
  while (client.TimeoutMs() > 0) usleep(1000);
  client.Process();
  Accept();
  const std::string again = ReadFrame();
  EXPECT_EQ(wire::DecodeFrame(again)->header.request_id, get);
  AnswerNothingFound(get);
  EXPECT_EQ(client.Wait(get)->status, PARTITA_OK);
}

TEST_F(PlayedHouse, AWriteThatWasNeverSentIsSentToTheNextHouse) {
  listener_.Reset();
  Client client(path_);
  const uint64_t put = client.Submit(Put());
  client.Process();
  Listen();
  while (client.TimeoutMs() > 0) usleep(1000);
  client.Process();
  Accept();
  EXPECT_EQ(wire::DecodeFrame(ReadFrame())->header.request_id, put);
}

TEST_F(PlayedHouse, DeadlinesEndWhatIsNotAnswered) {
  Client client(path_);
  Request get = Get();
  get.deadline_ms = 30;
  const uint64_t number = client.Submit(get);
  client.Process();
  Accept();
  EXPECT_EQ(client.Wait(number)->status, PARTITA_LATE);
  AnswerNothingFound(number);  // too late: nobody is there to hear it
  client.Process();
  EXPECT_EQ(client.Take(nullptr), nullptr);
  EXPECT_EQ(client.open(), 0u);
}

TEST_F(PlayedHouse, APartitionThatDiedIsAskedAgainForReadsOnly) {
  Client client(path_);
  const uint64_t get = client.Submit(Get()), put = client.Submit(Put());
  client.Process();
  Accept();
  ReadFrame();
  ReadFrame();
  const auto internal = [](base::ByteWriter* writer) {
    wire::EncodeRefused(model::ApiError::Of(model::ApiErrorType::kInternalServerError), writer);
  };
  Answer(wire::MessageKind::kNativeGetItem, get, internal);
  Answer(wire::MessageKind::kNativePutItem, put, internal);
  const auto unknown = client.Wait(put);
  EXPECT_EQ(unknown->status, PARTITA_UNKNOWN);
  EXPECT_EQ(unknown->error, "InternalServerError");
  while (client.open() > 0 && client.TimeoutMs() > 0) usleep(1000);
  client.Process();
  EXPECT_EQ(wire::DecodeFrame(ReadFrame())->header.request_id, get);
  AnswerNothingFound(get);
  EXPECT_EQ(client.Wait(get)->status, PARTITA_OK);
}

TEST_F(PlayedHouse, BytesThatAreNoFrameEndTheConnection) {
  Client client(path_);
  const uint64_t put = client.Submit(Put());
  client.Process();
  Accept();
  ReadFrame();
  const std::string garbage(64, '\xff');
  send(peer_.get(), garbage.data(), garbage.size(), MSG_NOSIGNAL);
  EXPECT_EQ(client.Wait(put)->status, PARTITA_UNKNOWN);
}

TEST_F(PlayedHouse, WhoMayNotEnterIsToldSo) {
  Client client(path_);
  const uint64_t put = client.Submit(Put());
  client.Process();
  peer_.Reset(accept(listener_.get(), nullptr, nullptr));
  Answer(wire::MessageKind::kNativeGoodbye, 0, [](base::ByteWriter* writer) {
    wire::EncodeRefused(model::ApiError::Of(model::ApiErrorType::kAccessDenied, "not you"), writer);
  });
  peer_.Reset();
  const auto refused = client.Wait(put);
  EXPECT_EQ(refused->status, PARTITA_REFUSED);
  EXPECT_EQ(refused->error, "AccessDeniedException");
  EXPECT_EQ(refused->message, "not you");
}

TEST(Client, WithoutPatienceDoesNotWaitForAHouse) {
  Client client("/nowhere/partita.sock");
  client.set_patience_ms(0);
  const auto result = client.Wait(client.Submit(Request{}));
  EXPECT_EQ(result->status, PARTITA_UNAVAILABLE);
  EXPECT_EQ(result->message, "nobody serves at /nowhere/partita.sock");
}

}  // namespace
}  // namespace partita::libclient
