// Partita in C++: a table of music, written, queried, changed all or nothing.
//
//   ./example_cpp /path/to/partita.sock
#include <iostream>
#include <partita/client.hpp>
#include <thread>

namespace {

using partita::Client;
using partita::Item;
using partita::Request;

constexpr const char* kTable = R"({
  "TableName": "Music", "BillingMode": "PAY_PER_REQUEST",
  "AttributeDefinitions": [{"AttributeName": "artist", "AttributeType": "S"},
                           {"AttributeName": "song", "AttributeType": "S"}],
  "KeySchema": [{"AttributeName": "artist", "KeyType": "HASH"},
                {"AttributeName": "song", "KeyType": "RANGE"}]})";

int Complain(const partita::Error& error) {
  std::cerr << error.type << ": " << error.message << "\n";
  return 1;
}

// A table that was made this moment becomes active a moment later.
void AwaitTable(Client* client) {
  for (int attempt = 0; attempt < 500; ++attempt) {
    const auto described =
        client->Call("DynamoDB_20120810.DescribeTable", R"({"TableName": "Music"})");
    if (described && described->find("\"TableStatus\":\"ACTIVE\"") != std::string::npos) return;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
}

int Run(Client* client) {
  const auto made = client->Call("DynamoDB_20120810.CreateTable", kTable);
  if (!made && made.error().type != "ResourceInUseException") return Complain(made.error());
  AwaitTable(client);

  std::vector<Request> puts;
  for (int i = 0; i < 300; ++i) {
    puts.push_back(Request::Put("Music", {{"artist", "Cat"},
                                          {"song", "song-" + std::to_string(1000 + i)},
                                          {"plays", i},
                                          {"lines", partita::List{"one", 2, nullptr}}}));
  }
  for (const auto& answer : client->BatchWrite(puts)) {
    if (!answer) return Complain(answer.error());
  }

  auto songs = client->Query(
      "Music", {.key_condition = "artist = :a", .filter = "plays >= :p",
                .values = {{":a", "Cat"}, {":p", 100}}, .page_items = 40});
  size_t found = 0;
  for (const Item& song : songs) found += song.contains("lines");
  if (songs.error()) return Complain(*songs.error());
  std::cout << found << " songs\n";

  const Item first{{"artist", "Cat"}, {"song", "song-1000"}};
  const auto plays = client->Update("Music", first, "SET plays = plays + :one",
                                    {.condition = "attribute_exists(song)",
                                     .values = {{":one", 1}},
                                     .return_values = partita::ReturnValues::kUpdatedNew});
  if (!plays) return Complain(plays.error());
  std::cout << (*plays)->at("plays").As<partita::Number>()->text << " play\n";

  const std::vector<Request> moves{
      Request::Delete("Music", first),
      Request::Check("Music", {{"artist", "Cat"}, {"song", "nowhere"}},
                     {.condition = "attribute_exists(song)"})};
  const auto moved = client->TransactWrite(moves);
  if (moved) return 1;
  std::cout << moved.error().type << ": " << moved.error().reasons.at(1).code << "\n";
  const auto kept = client->Get("Music", first, {.consistent = true});
  if (!kept) return Complain(kept.error());
  std::cout << (kept->has_value() ? "kept" : "gone") << "\n";
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: example_cpp SOCKET\n";
    return 64;
  }
  Client client(argv[1]);
  return Run(&client);
}
