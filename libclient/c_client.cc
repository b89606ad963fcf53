// The client's part of the C interface.
#include <span>
#include <string>

#include "libclient/client.h"
#include "libclient/transaction.h"

namespace {

constexpr std::string_view kTransactWrite = "DynamoDB_20120810.TransactWriteItems";
constexpr std::string_view kTransactGet = "DynamoDB_20120810.TransactGetItems";

uint32_t LongestDeadline(std::span<const partita_request* const> actions) {
  uint32_t longest = 0;
  for (const partita_request* action : actions) longest = std::max(longest, action->deadline_ms);
  return longest;
}

}  // namespace

extern "C" {

partita_client* partita_client_new(const char* socket_path) {
  return new partita_client(socket_path);
}
partita_client* partita_client_for_data(const char* data_directory) {
  return new partita_client(std::string(data_directory) + "/partita.sock");
}
void partita_client_free(partita_client* client) { delete client; }
void partita_client_deadline(partita_client* client, uint32_t ms) {
  client->client.set_deadline_ms(ms);
}
void partita_client_patience(partita_client* client, uint32_t ms) {
  client->client.set_patience_ms(ms);
}

uint64_t partita_submit(partita_client* client, const partita_request* request) {
  return client->client.Submit(*request);
}
partita_result* partita_execute(partita_client* client, const partita_request* request) {
  return client->client.Wait(client->client.Submit(*request)).release();
}
size_t partita_open(const partita_client* client) { return client->client.open(); }
void partita_process(partita_client* client) { client->client.Process(); }
int partita_fd(const partita_client* client) { return client->client.fd(); }
int partita_timeout(const partita_client* client) { return client->client.TimeoutMs(); }
partita_result* partita_take(partita_client* client, uint64_t* number) {
  return client->client.Take(number).release();
}
partita_result* partita_wait(partita_client* client, uint64_t number) {
  return client->client.Wait(number).release();
}

partita_result* partita_call(partita_client* client, const char* target, const char* json,
                             size_t size, uint32_t deadline_ms) {
  auto& own = client->client;
  return own.Wait(own.SubmitCall(target, {json, size}, /*is_read=*/false, deadline_ms)).release();
}

partita_result* partita_transact_write(partita_client* client,
                                       const partita_request* const* actions, size_t count,
                                       const char* token) {
  const std::span<const partita_request* const> all(actions, count);
  const std::string json =
      partita::libclient::TransactWriteJson(all, token == nullptr ? "" : token);
  // With a token it is done once, however often it is asked for.
  const bool repeatable = token != nullptr && *token != '\0';
  auto& own = client->client;
  return own.Wait(own.SubmitCall(kTransactWrite, json, repeatable, LongestDeadline(all)))
      .release();
}

partita_result* partita_transact_get(partita_client* client, const partita_request* const* gets,
                                     size_t count) {
  const std::span<const partita_request* const> all(gets, count);
  auto& own = client->client;
  auto result = own.Wait(own.SubmitCall(kTransactGet, partita::libclient::TransactGetJson(all),
                                        /*is_read=*/true, LongestDeadline(all)));
  if (result->status == PARTITA_OK && !partita::libclient::ReadTransactedItems(result.get())) {
    static_cast<partita::libclient::Result&>(*result) = partita::libclient::Failed(
        PARTITA_UNKNOWN, "PartitaProtocolError", "the house's answer is not of this protocol");
  }
  return result.release();
}
}
