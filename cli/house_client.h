// What the commands that look at data have in common: which house, the client, how items are shown.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "libclient/include/partita/client.h"

namespace CLI {
class App;
}

namespace partita::cli {

struct FreeClient {
  void operator()(partita_client* client) const { partita_client_free(client); }
  void operator()(partita_request* request) const { partita_request_free(request); }
  void operator()(partita_result* result) const { partita_result_free(result); }
  void operator()(partita_value* value) const { partita_value_free(value); }
};
using ClientHandle = std::unique_ptr<partita_client, FreeClient>;
using RequestHandle = std::unique_ptr<partita_request, FreeClient>;
using ResultHandle = std::unique_ptr<partita_result, FreeClient>;
using ValueHandle = std::unique_ptr<partita_value, FreeClient>;

// Options of get, put, query and scan.
struct DataOptions {
  std::string data = "./data";
  std::string socket;  // empty: the data directory's
  std::string table;
  bool plain = false;  // show plain JSON instead of DynamoDB's
  std::vector<std::string> names;   // "#n=attribute"
  std::vector<std::string> values;  // ":v={"S":"text"}"
};

// --data, --socket, TABLE, and what expressions need.
void AddDataOptions(CLI::App* command, DataOptions* options);
void AddPlainOption(CLI::App* command, DataOptions* options);

// Does not wait for a house that is not there.
ClientHandle ConnectTo(const DataOptions& options);

// An item of the command line; "-" reads it from standard input. Null: it is none, and that has
// been said.
ValueHandle ReadItemArgument(const std::string& argument);
// Puts --name and --value into the request. False: one is none, and that has been said.
bool AddPlaceholders(const DataOptions& options, partita_request* request);

// One line on standard output.
void PrintItem(const partita_value* item, bool plain);

// "partita: ValidationException: …" on standard error; the exit code.
int FailWith(const partita_result* result);

}  // namespace partita::cli
