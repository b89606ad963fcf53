/* Partita in C: makes a table, writes an item, reads it back.
 *
 *   cc example.c $(pkg-config --cflags --libs partita-client) && ./a.out /path/to/partita.sock */
#include <partita/client.h>
#include <stdio.h>
#include <string.h>

static const char kTable[] =
    "{\"TableName\": \"ExampleC\", \"BillingMode\": \"PAY_PER_REQUEST\","
    "\"AttributeDefinitions\": [{\"AttributeName\": \"pk\", \"AttributeType\": \"S\"}],"
    "\"KeySchema\": [{\"AttributeName\": \"pk\", \"KeyType\": \"HASH\"}]}";

static int complain(partita_result *result) {
  fprintf(stderr, "%s: %s\n", partita_result_error(result), partita_result_message(result));
  partita_result_free(result);
  return 1;
}

static void put_text(partita_value *map, const char *name, const char *text) {
  partita_map_put(map, name, strlen(name), partita_string(text, strlen(text)));
}

static int make_table(partita_client *client) {
  partita_result *made = partita_call(client, "DynamoDB_20120810.CreateTable", kTable,
                                      sizeof kTable - 1, 0);
  if (partita_result_status(made) != PARTITA_OK &&
      strcmp(partita_result_error(made), "ResourceInUseException") != 0)
    return complain(made);
  partita_result_free(made);
  return 0;
}

static int write_item(partita_client *client) {
  partita_value *item = partita_map();
  put_text(item, "pk", "moon");
  partita_map_put(item, "visits", 6, partita_integer(6));
  partita_request *put = partita_request_new(PARTITA_PUT, "ExampleC");
  partita_request_item(put, item);
  partita_value_free(item);
  /* A table that was made this moment becomes active a moment later. */
  partita_result *written = NULL;
  for (int attempt = 0; attempt < 1000; ++attempt) {
    partita_result_free(written);
    written = partita_execute(client, put);
    if (strcmp(partita_result_error(written), "ResourceNotFoundException") != 0) break;
  }
  partita_request_free(put);
  if (partita_result_status(written) != PARTITA_OK) return complain(written);
  partita_result_free(written);
  return 0;
}

static int read_item(partita_client *client) {
  partita_value *key = partita_map();
  put_text(key, "pk", "moon");
  partita_request *get = partita_request_new(PARTITA_GET, "ExampleC");
  partita_request_item(get, key);
  partita_request_consistent(get, 1);
  partita_value_free(key);
  partita_result *read = partita_execute(client, get);
  partita_request_free(get);
  if (partita_result_status(read) != PARTITA_OK) return complain(read);
  char *json = partita_item_to_json(partita_result_item(read));
  puts(json);
  partita_free(json);
  partita_result_free(read);
  return 0;
}

int main(int argc, char **argv) {
  if (argc != 2) {
    fprintf(stderr, "usage: example SOCKET\n");
    return 64;
  }
  partita_client *client = partita_client_new(argv[1]);
  const int failed = make_table(client) || write_item(client) || read_item(client);
  partita_client_free(client);
  return failed;
}
