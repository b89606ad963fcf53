// Partita's native client, in C: items in and out of a Partita house over its Unix socket, with
// DynamoDB's operations and errors and without HTTP or JSON on the way.
//
// Objects are opaque and made and freed here. A function that returns an object gives it to the
// caller, who frees it with the function named after it; a pointer to const is lent and lives as
// long as the object it came from. Texts are UTF-8; where a length is not asked for, they end with
// a zero byte.
//
// Thread safety: a client and everything that came from it belong to one thread at a time. Clients
// are cheap - one socket each -, so every thread takes its own. Values and requests are independent
// of clients.
//
// Nothing here throws, blocks without a time limit, raises SIGPIPE or changes global state.
//
// Stability: functions are only added. The library's soname changes when one must change.
#ifndef PARTITA_CLIENT_H
#define PARTITA_CLIENT_H

#include <stddef.h>
#include <stdint.h>

#if defined(__GNUC__)
#define PARTITA_API __attribute__((visibility("default")))
#else
#define PARTITA_API
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* ---- values ------------------------------------------------------------------------------- */

/* An attribute value; an item is a map. */
typedef struct partita_value partita_value;

typedef enum partita_type {
  PARTITA_STRING = 1,
  PARTITA_NUMBER = 2,
  PARTITA_BINARY = 3,
  PARTITA_BOOL = 4,
  PARTITA_NULL = 5,
  PARTITA_MAP = 6,
  PARTITA_LIST = 7,
  PARTITA_STRING_SET = 8,
  PARTITA_NUMBER_SET = 9,
  PARTITA_BINARY_SET = 10
} partita_type;

/* As many bytes as the text of any number takes, the zero byte included. */
#define PARTITA_NUMBER_BYTES 177

PARTITA_API partita_value *partita_string(const char *text, size_t size);
/* NULL: the text is no number that DynamoDB can store ("12.5", "-3E10"; 38 digits). */
PARTITA_API partita_value *partita_number(const char *text, size_t size);
PARTITA_API partita_value *partita_integer(int64_t value);
PARTITA_API partita_value *partita_binary(const void *bytes, size_t size);
PARTITA_API partita_value *partita_bool(int value);
PARTITA_API partita_value *partita_null(void);
PARTITA_API partita_value *partita_map(void);
PARTITA_API partita_value *partita_list(void);
/* An empty set of one of the three set types; NULL: another type. */
PARTITA_API partita_value *partita_set(partita_type type);
PARTITA_API partita_value *partita_copy(const partita_value *value);
PARTITA_API void partita_value_free(partita_value *value); /* NULL: nothing happens */

/* Puts `value` under a name into a map, in place of what stands there; takes it over. 0: done; -1:
 * `map` is no map or `value` is NULL (which is freed all the same). */
PARTITA_API int partita_map_put(partita_value *map, const char *name, size_t name_size,
                                partita_value *value);
/* The same at the end of a list. */
PARTITA_API int partita_list_add(partita_value *list, partita_value *value);
/* Adds a member to a set; of a number set, its text. 0: done; -1: no set, no number, or there
 * already. */
PARTITA_API int partita_set_add(partita_value *set, const void *bytes, size_t size);

PARTITA_API partita_type partita_value_type(const partita_value *value);
/* The bytes of a string or binary, not ended by a zero byte; NULL of any other type. */
PARTITA_API const char *partita_value_bytes(const partita_value *value, size_t *size);
/* The decimal text of a number, without an exponent, ended by a zero byte; its length, 0 of any
 * other type. */
PARTITA_API size_t partita_value_number(const partita_value *value,
                                        char text[PARTITA_NUMBER_BYTES]);
PARTITA_API int partita_value_is_true(const partita_value *value); /* of a bool */
/* Attributes of a map, elements of a list, members of a set; 0 of any other type. */
PARTITA_API size_t partita_value_count(const partita_value *value);
PARTITA_API const partita_value *partita_list_at(const partita_value *list, size_t index);
PARTITA_API const partita_value *partita_map_get(const partita_value *map, const char *name,
                                                 size_t name_size); /* NULL: absent */
/* Attributes in the order of their names. */
PARTITA_API const char *partita_map_name(const partita_value *map, size_t index, size_t *size);
PARTITA_API const partita_value *partita_map_at(const partita_value *map, size_t index);
/* A member of a string or binary set. */
PARTITA_API const char *partita_set_member(const partita_value *set, size_t index, size_t *size);
/* A member of a number set, like partita_value_number. */
PARTITA_API size_t partita_set_number(const partita_value *set, size_t index,
                                      char text[PARTITA_NUMBER_BYTES]);

/* An item as DynamoDB JSON ({"pk": {"S": "a"}}) and back. NULL: it is none; `*why` then says why
 * and is freed with partita_free. */
PARTITA_API partita_value *partita_item_from_json(const char *json, size_t size, char **why);
PARTITA_API char *partita_item_to_json(const partita_value *item); /* freed with partita_free */
PARTITA_API void partita_free(char *text);

/* ---- requests ----------------------------------------------------------------------------- */

/* What is asked for. May be sent any number of times, by any client, and changed in between. */
typedef struct partita_request partita_request;

typedef enum partita_operation {
  PARTITA_GET = 1,
  PARTITA_PUT = 2,
  PARTITA_UPDATE = 3,
  PARTITA_DELETE = 4,
  PARTITA_QUERY = 5,
  PARTITA_SCAN = 6,
  PARTITA_CHECK = 7 /* a condition check; only in a transaction */
} partita_operation;

typedef enum partita_return_values {
  PARTITA_RETURN_NONE = 0,
  PARTITA_RETURN_ALL_OLD = 1,
  PARTITA_RETURN_UPDATED_OLD = 2,
  PARTITA_RETURN_ALL_NEW = 3,
  PARTITA_RETURN_UPDATED_NEW = 4
} partita_return_values;

typedef enum partita_select {
  PARTITA_SELECT_DEFAULT = 0,
  PARTITA_SELECT_ALL_ATTRIBUTES = 1,
  PARTITA_SELECT_ALL_PROJECTED_ATTRIBUTES = 2,
  PARTITA_SELECT_COUNT = 3
} partita_select;

PARTITA_API partita_request *partita_request_new(partita_operation operation, const char *table);
PARTITA_API void partita_request_free(partita_request *request); /* NULL: nothing happens */

/* The item of a put; the key of a get, update, delete or check. Copied. */
PARTITA_API void partita_request_item(partita_request *request, const partita_value *item);
/* Expressions, as text. NULL takes one away. */
PARTITA_API void partita_request_condition(partita_request *request, const char *text);
PARTITA_API void partita_request_update(partita_request *request, const char *text);
PARTITA_API void partita_request_projection(partita_request *request, const char *text);
PARTITA_API void partita_request_filter(partita_request *request, const char *text);
PARTITA_API void partita_request_key_condition(partita_request *request, const char *text);
/* ExpressionAttributeNames ("#n") and ExpressionAttributeValues (":v"); a copy is kept. */
PARTITA_API void partita_request_name(partita_request *request, const char *placeholder,
                                      const char *name);
PARTITA_API void partita_request_value(partita_request *request, const char *placeholder,
                                       const partita_value *value);
PARTITA_API void partita_request_return_values(partita_request *request,
                                               partita_return_values which);
/* A failed condition's error brings the item that is there. */
PARTITA_API void partita_request_return_old_on_failure(partita_request *request, int yes);
PARTITA_API void partita_request_return_capacity(partita_request *request, int yes);
PARTITA_API void partita_request_consistent(partita_request *request, int yes);
/* Of query and scan. */
PARTITA_API void partita_request_index(partita_request *request, const char *index);
PARTITA_API void partita_request_limit(partita_request *request, uint64_t items); /* 0: none */
PARTITA_API void partita_request_backward(partita_request *request, int yes);     /* query */
PARTITA_API void partita_request_select(partita_request *request, partita_select select);
PARTITA_API void partita_request_segment(partita_request *request, uint32_t segment,
                                         uint32_t total_segments); /* scan */
/* Where the page begins: the last key of the one before; NULL: the beginning. Copied. */
PARTITA_API void partita_request_start_key(partita_request *request, const partita_value *key);
/* How long the whole request may take, waiting for the house and retries included; 0: the client's
 * default. */
PARTITA_API void partita_request_deadline(partita_request *request, uint32_t ms);

/* ---- results ------------------------------------------------------------------------------ */

typedef struct partita_result partita_result;

typedef enum partita_status {
  PARTITA_OK = 0,
  PARTITA_REFUSED = 1,     /* the house has refused it: the error is DynamoDB's */
  PARTITA_INVALID = 2,     /* refused by this library in DynamoDB's words; it was never sent */
  PARTITA_UNAVAILABLE = 3, /* the house could not be reached; it was never sent */
  PARTITA_UNKNOWN = 4,     /* the connection was lost: a write may have been done, or not */
  PARTITA_LATE = 5         /* no answer before the deadline: a write may be done yet, or not */
} partita_status;

PARTITA_API void partita_result_free(partita_result *result); /* NULL: nothing happens */
PARTITA_API partita_status partita_result_status(const partita_result *result);
/* The error's name ("ConditionalCheckFailedException") and message; empty: PARTITA_OK. Names of
 * errors that are this library's own begin with "Partita". */
PARTITA_API const char *partita_result_error(const partita_result *result);
PARTITA_API const char *partita_result_message(const partita_result *result);
/* The item of a get, the attributes a write returns, the item a failed condition met; NULL: none.
 * Its values are made when it is first asked for. */
PARTITA_API const partita_value *partita_result_item(const partita_result *result);
/* Whether there is one, without making values of it. */
PARTITA_API int partita_result_has_item(const partita_result *result);
/* The items of a page or of a transaction's gets (NULL at the place of one that is not there). */
PARTITA_API size_t partita_result_items(const partita_result *result);
PARTITA_API const partita_value *partita_result_item_at(const partita_result *result,
                                                        size_t index);
/* Of a page: how many items passed the filter, how many were looked at. */
PARTITA_API uint64_t partita_result_count(const partita_result *result);
PARTITA_API uint64_t partita_result_scanned(const partita_result *result);
/* Where the next page begins; NULL: there is none. */
PARTITA_API const partita_value *partita_result_last_key(const partita_result *result);
/* Consumed capacity units, if asked for. */
PARTITA_API double partita_result_capacity(const partita_result *result);
/* The JSON that partita_call brings. */
PARTITA_API const char *partita_result_json(const partita_result *result, size_t *size);
/* The reasons of a cancelled transaction, one an action, in order. */
PARTITA_API size_t partita_result_reasons(const partita_result *result);
PARTITA_API const char *partita_result_reason_code(const partita_result *result, size_t index);
PARTITA_API const char *partita_result_reason_message(const partita_result *result, size_t index);
PARTITA_API const partita_value *partita_result_reason_item(const partita_result *result,
                                                            size_t index); /* NULL: none */

/* ---- the client --------------------------------------------------------------------------- */

typedef struct partita_client partita_client;

/* For the house that listens at this socket. Connects when something is asked, again and again with
 * pauses that grow to a second. Never NULL. */
PARTITA_API partita_client *partita_client_new(const char *socket_path);
/* For the house with this data directory: its socket is partita.sock in there. */
PARTITA_API partita_client *partita_client_for_data(const char *data_directory);
/* Drops what is open. NULL: nothing happens. */
PARTITA_API void partita_client_free(partita_client *client);
/* How long requests may take that do not say so themselves; 10 seconds if this is never called. */
PARTITA_API void partita_client_deadline(partita_client *client, uint32_t ms);
/* For how long the house may be away before requests that were not sent fail as unavailable; until
 * their deadlines if this is never called. */
PARTITA_API void partita_client_patience(partita_client *client, uint32_t ms);

/* Sends a request and waits for its result. Never NULL. */
PARTITA_API partita_result *partita_execute(partita_client *client,
                                            const partita_request *request);

/* The same without waiting. The number is the request's; the result comes from partita_take. What
 * was submitted leaves in partita_process. Reads whose connection is lost are asked again; writes
 * that may have arrived end as PARTITA_UNKNOWN. */
PARTITA_API uint64_t partita_submit(partita_client *client, const partita_request *request);
PARTITA_API size_t partita_open(const partita_client *client); /* submitted, without a result yet */
/* Sends and receives what can be without blocking. */
PARTITA_API void partita_process(partita_client *client);
/* A descriptor that is readable (POLLIN) when partita_process has something to do; it stays the
 * same over all reconnects. Call it also after so many milliseconds (-1: not needed). */
PARTITA_API int partita_fd(const partita_client *client);
PARTITA_API int partita_timeout(const partita_client *client);
/* A result that is there, in the order in which they came; NULL: none. */
PARTITA_API partita_result *partita_take(partita_client *client, uint64_t *number);
/* Waits for the result of one. NULL: no such request is open, or its result was taken. */
PARTITA_API partita_result *partita_wait(partita_client *client, uint64_t number);

/* TransactWriteItems of puts, updates, deletes and checks. With a `token` (NULL: none) the same
 * transaction may be sent again within ten minutes without being done twice. */
PARTITA_API partita_result *partita_transact_write(partita_client *client,
                                                   const partita_request *const *actions,
                                                   size_t count, const char *token);
/* TransactGetItems. */
PARTITA_API partita_result *partita_transact_get(partita_client *client,
                                                 const partita_request *const *gets, size_t count);

/* Any operation by its target ("DynamoDB_20120810.CreateTable"), JSON in and JSON out. */
PARTITA_API partita_result *partita_call(partita_client *client, const char *target,
                                         const char *json, size_t size, uint32_t deadline_ms);

#ifdef __cplusplus
}
#endif

#endif
