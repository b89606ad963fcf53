// Partita's native client in C++20, over the C interface (client.h), header-only: programs depend on
// the library's C symbols alone, whatever compiler they were built with.
//
//   partita::Client client = partita::Client::ForData("/var/lib/partita");
//   auto put = client.Put("Music", {{"artist", "Cat"}, {"year", 1971}});
//   for (const partita::Item& item : client.Query("Music", {.key_condition = "artist = :a",
//                                                            .values = {{":a", "Cat"}}})) …
//
// Errors are values: every call returns a Result. Thread safety: a client belongs to one thread at a
// time; clients are cheap. Deadlines: each call's options may say one, else the client's counts.
#pragma once

#include <partita/client.h>

#include <chrono>
#include <cstdint>
#include <cstring>
#include <initializer_list>
#include <iterator>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <thread>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace partita {

// ---- values

class Value;
using Item = std::map<std::string, Value, std::less<>>;
using List = std::vector<Value>;

// A number as decimal text; the library checks and normalises it.
struct Number {
  std::string text;
  friend bool operator==(const Number&, const Number&) = default;
};
struct Binary {
  std::string bytes;
  friend bool operator==(const Binary&, const Binary&) = default;
};
struct StringSet {
  std::vector<std::string> members;
  friend bool operator==(const StringSet&, const StringSet&) = default;
};
struct NumberSet {
  std::vector<std::string> members;  // texts
  friend bool operator==(const NumberSet&, const NumberSet&) = default;
};
struct BinarySet {
  std::vector<std::string> members;
  friend bool operator==(const BinarySet&, const BinarySet&) = default;
};

class Value {
 public:
  using Variant = std::variant<std::string, Number, Binary, bool, std::nullptr_t, Item, List,
                               StringSet, NumberSet, BinarySet>;

  Value() : value_(nullptr) {}
  Value(const char* text) : value_(std::string(text)) {}
  Value(std::string text) : value_(std::move(text)) {}
  Value(std::string_view text) : value_(std::string(text)) {}
  Value(std::nullptr_t) : value_(nullptr) {}
  template <typename T>
    requires std::is_integral_v<T>
  Value(T number) {
    if constexpr (std::is_same_v<T, bool>) {
      value_ = number;
    } else {
      value_ = Number{std::to_string(number)};
    }
  }
  template <typename T>
    requires(std::is_same_v<T, Number> || std::is_same_v<T, Binary> || std::is_same_v<T, Item> ||
             std::is_same_v<T, List> || std::is_same_v<T, StringSet> ||
             std::is_same_v<T, NumberSet> || std::is_same_v<T, BinarySet>)
  Value(T value) : value_(std::move(value)) {}

  const Variant& variant() const { return value_; }
  template <typename T>
  const T* As() const {  // null: another type
    return std::get_if<T>(&value_);
  }

  friend bool operator==(const Value& a, const Value& b) { return a.value_ == b.value_; }

 private:
  Variant value_;
};

// ---- errors

enum class Status {
  kOk = PARTITA_OK,
  kRefused = PARTITA_REFUSED,          // by the house, in DynamoDB's words
  kInvalid = PARTITA_INVALID,          // by the library, in DynamoDB's words; never sent
  kUnavailable = PARTITA_UNAVAILABLE,  // the house could not be reached; never sent
  kUnknown = PARTITA_UNKNOWN,          // a write may have been done, or not
  kLate = PARTITA_LATE,                // no answer before the deadline; a write may be done yet
};

struct CancellationReason {
  std::string code;  // "None" for an action that did not fail
  std::string message;
  std::optional<Item> item;
};

struct Error {
  Status status = Status::kRefused;
  std::string type;  // "ConditionalCheckFailedException"
  std::string message;
  std::optional<Item> item;                 // of a failed condition, if asked for
  std::vector<CancellationReason> reasons;  // of a cancelled transaction, one an action
};

template <typename T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

  bool ok() const { return state_.index() == 0; }
  explicit operator bool() const { return ok(); }
  const T& value() const { return std::get<0>(state_); }  // throws if there is none
  T& value() { return std::get<0>(state_); }
  const T& operator*() const { return value(); }
  T& operator*() { return value(); }
  const T* operator->() const { return &value(); }
  const Error& error() const { return std::get<1>(state_); }

 private:
  std::variant<T, Error> state_;
};

// ---- values to and from the C interface

namespace internal {

struct Free {
  void operator()(partita_value* value) const { partita_value_free(value); }
  void operator()(partita_request* request) const { partita_request_free(request); }
  void operator()(partita_result* result) const { partita_result_free(result); }
  void operator()(partita_client* client) const { partita_client_free(client); }
};
using ValueHandle = std::unique_ptr<partita_value, Free>;
using ResultHandle = std::unique_ptr<partita_result, Free>;

partita_value* ToHandle(const Value& value);

inline partita_value* ToHandle(const Item& item) {
  partita_value* map = partita_map();
  for (const auto& [name, value] : item)
    partita_map_put(map, name.data(), name.size(), ToHandle(value));
  return map;
}

inline partita_value* SetHandle(partita_type type, const std::vector<std::string>& members) {
  partita_value* set = partita_set(type);
  for (const std::string& member : members) partita_set_add(set, member.data(), member.size());
  return set;
}

struct HandleMaker {
  partita_value* operator()(const std::string& text) const {
    return partita_string(text.data(), text.size());
  }
  // What is no number becomes null here, and the request is refused (MakeItem).
  partita_value* operator()(const Number& number) const {
    return partita_number(number.text.data(), number.text.size());
  }
  partita_value* operator()(const Binary& binary) const {
    return partita_binary(binary.bytes.data(), binary.bytes.size());
  }
  partita_value* operator()(bool flag) const { return partita_bool(flag ? 1 : 0); }
  partita_value* operator()(std::nullptr_t) const { return partita_null(); }
  partita_value* operator()(const Item& item) const { return ToHandle(item); }
  partita_value* operator()(const List& list) const {
    partita_value* handle = partita_list();
    for (const Value& element : list) partita_list_add(handle, ToHandle(element));
    return handle;
  }
  partita_value* operator()(const StringSet& set) const {
    return SetHandle(PARTITA_STRING_SET, set.members);
  }
  partita_value* operator()(const NumberSet& set) const {
    return SetHandle(PARTITA_NUMBER_SET, set.members);
  }
  partita_value* operator()(const BinarySet& set) const {
    return SetHandle(PARTITA_BINARY_SET, set.members);
  }
};

inline partita_value* ToHandle(const Value& value) {
  return std::visit(HandleMaker(), value.variant());
}

// The first text in a value that is no number; null: there is none. What is no number would
// otherwise be left out without a word.
inline const std::string* FindNoNumber(const Value& value);
inline const std::string* FindNoNumber(const Item& item) {
  for (const auto& [name, value] : item) {
    if (const std::string* text = FindNoNumber(value)) return text;
  }
  return nullptr;
}
inline bool IsNumber(const std::string& text) {
  return ValueHandle(partita_number(text.data(), text.size())) != nullptr;
}
inline const std::string* FindNoNumber(const Value& value) {
  if (const auto* number = value.As<Number>()) return IsNumber(number->text) ? nullptr : &number->text;
  if (const auto* item = value.As<Item>()) return FindNoNumber(*item);
  if (const auto* list = value.As<List>()) {
    for (const Value& element : *list) {
      if (const std::string* text = FindNoNumber(element)) return text;
    }
  }
  if (const auto* set = value.As<NumberSet>()) {
    for (const std::string& text : set->members) {
      if (!IsNumber(text)) return &text;
    }
  }
  return nullptr;
}

Value FromHandle(const partita_value* handle);

inline Item ItemOf(const partita_value* handle) {
  Item item;
  for (size_t i = 0; i < partita_value_count(handle); ++i) {
    size_t size = 0;
    const char* name = partita_map_name(handle, i, &size);
    item.emplace_hint(item.end(), std::string(name, size),
                      FromHandle(partita_map_at(handle, i)));
  }
  return item;
}

inline std::vector<std::string> MembersOf(const partita_value* set) {
  std::vector<std::string> members;
  for (size_t i = 0; i < partita_value_count(set); ++i) {
    size_t size = 0;
    const char* bytes = partita_set_member(set, i, &size);
    members.emplace_back(bytes, size);
  }
  return members;
}

inline Value FromHandle(const partita_value* handle) {
  size_t size = 0;
  char text[PARTITA_NUMBER_BYTES];
  switch (partita_value_type(handle)) {
    case PARTITA_STRING: {
      const char* bytes = partita_value_bytes(handle, &size);
      return Value(std::string(bytes, size));
    }
    case PARTITA_NUMBER:
      size = partita_value_number(handle, text);
      return Value(Number{std::string(text, size)});
    case PARTITA_BINARY: {
      const char* bytes = partita_value_bytes(handle, &size);
      return Value(Binary{std::string(bytes, size)});
    }
    case PARTITA_BOOL:
      return Value(partita_value_is_true(handle) != 0);
    case PARTITA_NULL:
      return Value(nullptr);
    case PARTITA_MAP:
      return Value(ItemOf(handle));
    case PARTITA_LIST: {
      List list;
      for (size_t i = 0; i < partita_value_count(handle); ++i)
        list.push_back(FromHandle(partita_list_at(handle, i)));
      return Value(std::move(list));
    }
    case PARTITA_STRING_SET:
      return Value(StringSet{MembersOf(handle)});
    case PARTITA_BINARY_SET:
      return Value(BinarySet{MembersOf(handle)});
    case PARTITA_NUMBER_SET: {
      NumberSet set;
      for (size_t i = 0; i < partita_value_count(handle); ++i) {
        size = partita_set_number(handle, i, text);
        set.members.emplace_back(text, size);
      }
      return Value(std::move(set));
    }
  }
  return Value();
}

inline std::optional<Item> MaybeItem(const partita_value* handle) {
  if (handle == nullptr) return std::nullopt;
  return ItemOf(handle);
}

inline Error ErrorOf(const partita_result* result) {
  Error error;
  error.status = static_cast<Status>(partita_result_status(result));
  error.type = partita_result_error(result);
  error.message = partita_result_message(result);
  error.item = MaybeItem(partita_result_item(result));
  for (size_t i = 0; i < partita_result_reasons(result); ++i) {
    error.reasons.push_back({partita_result_reason_code(result, i),
                             partita_result_reason_message(result, i),
                             MaybeItem(partita_result_reason_item(result, i))});
  }
  return error;
}

}  // namespace internal

// ---- what calls may say

using Names = std::map<std::string, std::string>;  // "#n" → an attribute's name
using Values = std::map<std::string, Value>;       // ":v" → a value
using Milliseconds = std::chrono::milliseconds;

enum class ReturnValues {
  kNone = PARTITA_RETURN_NONE,
  kAllOld = PARTITA_RETURN_ALL_OLD,
  kUpdatedOld = PARTITA_RETURN_UPDATED_OLD,
  kAllNew = PARTITA_RETURN_ALL_NEW,
  kUpdatedNew = PARTITA_RETURN_UPDATED_NEW,
};

struct GetOptions {
  bool consistent = false;
  std::string projection = {};
  Names names = {};
  Milliseconds deadline{0};  // 0: the client's
};

struct WriteOptions {
  std::string condition = {};
  Names names = {};
  Values values = {};
  ReturnValues return_values = ReturnValues::kNone;
  bool return_old_on_failure = false;  // a failed condition's error brings the item
  Milliseconds deadline{0};
};

struct ReadOptions {
  std::string key_condition = {};  // of a query
  std::string filter = {};
  std::string projection = {};
  Names names = {};
  Values values = {};
  std::string index = {};
  bool consistent = false;
  bool backward = false;    // of a query
  uint64_t page_items = 0;  // most items of one page; 0: as many as fit
  uint32_t segment = 0;     // of a scan: this one …
  uint32_t total_segments = 0;  // … of so many; 0: all
  std::optional<Item> start_key = {};
  Milliseconds deadline{0};  // of each page
};

// ---- requests and answers

// Something to be asked; copies are cheap. To be sent as it is (Client::Execute, Submit) or as part of a transaction.
class Request {
 public:
  static Request Get(std::string_view table, const Item& key, const GetOptions& options = {}) {
    Request request(PARTITA_GET, table);
    request.SetItem(key);
    request.SetCommon(options.names, {}, options.deadline);
    partita_request_consistent(request.handle(), options.consistent ? 1 : 0);
    request.SetText(partita_request_projection, options.projection);
    return request;
  }
  static Request Put(std::string_view table, const Item& item, const WriteOptions& options = {}) {
    return Write(PARTITA_PUT, table, item, options);
  }
  static Request Update(std::string_view table, const Item& key, const std::string& expression,
                        const WriteOptions& options = {}) {
    Request request = Write(PARTITA_UPDATE, table, key, options);
    request.SetText(partita_request_update, expression);
    return request;
  }
  static Request Delete(std::string_view table, const Item& key,
                        const WriteOptions& options = {}) {
    return Write(PARTITA_DELETE, table, key, options);
  }
  // Only in a transaction.
  static Request Check(std::string_view table, const Item& key, const WriteOptions& options) {
    return Write(PARTITA_CHECK, table, key, options);
  }
  static Request Query(std::string_view table, const ReadOptions& options) {
    Request request = Read(PARTITA_QUERY, table, options);
    request.SetText(partita_request_key_condition, options.key_condition);
    partita_request_backward(request.handle(), options.backward ? 1 : 0);
    return request;
  }
  static Request Scan(std::string_view table, const ReadOptions& options = {}) {
    Request request = Read(PARTITA_SCAN, table, options);
    partita_request_segment(request.handle(), options.segment, options.total_segments);
    return request;
  }

  partita_request* handle() const { return handle_.get(); }
  // A text that was to be a number and is none; the request cannot be sent.
  const std::optional<std::string>& no_number() const { return no_number_; }

 private:
  Request(partita_operation operation, std::string_view table)
      : handle_(partita_request_new(operation, std::string(table).c_str()), internal::Free()) {}

  static Request Write(partita_operation operation, std::string_view table, const Item& item,
                       const WriteOptions& options) {
    Request request(operation, table);
    request.SetItem(item);
    request.SetCommon(options.names, options.values, options.deadline);
    request.SetText(partita_request_condition, options.condition);
    partita_request_return_values(request.handle(),
                                  static_cast<partita_return_values>(options.return_values));
    partita_request_return_old_on_failure(request.handle(), options.return_old_on_failure ? 1 : 0);
    return request;
  }
  static Request Read(partita_operation operation, std::string_view table,
                      const ReadOptions& options) {
    Request request(operation, table);
    request.SetCommon(options.names, options.values, options.deadline);
    request.SetText(partita_request_filter, options.filter);
    request.SetText(partita_request_projection, options.projection);
    partita_request_index(request.handle(), options.index.c_str());
    partita_request_consistent(request.handle(), options.consistent ? 1 : 0);
    partita_request_limit(request.handle(), options.page_items);
    if (options.start_key) {
      const internal::ValueHandle key(internal::ToHandle(*options.start_key));
      partita_request_start_key(request.handle(), key.get());
    }
    return request;
  }

  void Note(const std::string* no_number) {
    if (no_number != nullptr && !no_number_) no_number_ = *no_number;
  }
  void SetItem(const Item& item) {
    Note(internal::FindNoNumber(item));
    const internal::ValueHandle handle(internal::ToHandle(item));
    partita_request_item(handle_.get(), handle.get());
  }
  void SetCommon(const Names& names, const Values& values, Milliseconds deadline) {
    for (const auto& [placeholder, name] : names)
      partita_request_name(handle_.get(), placeholder.c_str(), name.c_str());
    for (const auto& [placeholder, value] : values) {
      Note(internal::FindNoNumber(value));
      const internal::ValueHandle handle(internal::ToHandle(value));
      if (handle != nullptr)
        partita_request_value(handle_.get(), placeholder.c_str(), handle.get());
    }
    partita_request_deadline(handle_.get(), static_cast<uint32_t>(deadline.count()));
  }
  void SetText(void (*set)(partita_request*, const char*), const std::string& text) {
    set(handle_.get(), text.empty() ? nullptr : text.c_str());
  }

  std::shared_ptr<partita_request> handle_;  // never changed once it is made
  std::optional<std::string> no_number_;
};

// What came of one request.
struct Answer {
  std::optional<Item> item;      // of a get; of a write that returns values
  std::vector<Item> items;       // of a page
  uint64_t scanned = 0;          // of a page
  std::optional<Item> last_key;  // of a page: where the next one begins
};

// ---- the client

class Client;

// The items of a query or a scan, page after page. A range is gone through once. After the loop,
// error() says whether all of it was read.
class ItemRange {
 public:
  class Iterator {
   public:
    using iterator_category = std::input_iterator_tag;
    using value_type = Item;
    using difference_type = std::ptrdiff_t;
    using pointer = const Item*;
    using reference = const Item&;

    Iterator() = default;
    explicit Iterator(ItemRange* range) : range_(range) { range_->Advance(&range_); }
    const Item& operator*() const { return range_->page_.items[range_->at_]; }
    const Item* operator->() const { return &**this; }
    Iterator& operator++() {
      ++range_->at_;
      range_->Advance(&range_);
      return *this;
    }
    void operator++(int) { ++*this; }
    friend bool operator==(const Iterator& a, const Iterator& b) { return a.range_ == b.range_; }

   private:
    ItemRange* range_ = nullptr;  // null: the end
  };

  Iterator begin() { return Iterator(this); }
  Iterator end() { return Iterator(); }
  // None: everything was read, or reading has not begun.
  const std::optional<Error>& error() const { return error_; }

 private:
  friend class Client;
  ItemRange(Client* client, bool query, std::string table, ReadOptions options)
      : client_(client), query_(query), table_(std::move(table)), options_(std::move(options)) {}
  inline void Advance(ItemRange** self);

  Client* client_;
  bool query_;
  std::string table_;
  ReadOptions options_;
  Answer page_;
  size_t at_ = 0;
  bool begun_ = false;
  std::optional<Error> error_;
};

class Client {
 public:
  // For the house that listens at this socket; connects when something is asked.
  explicit Client(const std::string& socket_path)
      : handle_(partita_client_new(socket_path.c_str())) {}
  // For the house with this data directory.
  static Client ForData(const std::string& data_directory) {
    return Client(data_directory + "/partita.sock");
  }

  void set_deadline(Milliseconds deadline) {
    partita_client_deadline(handle_.get(), static_cast<uint32_t>(deadline.count()));
  }
  // For how long the house may be away before requests that were not sent fail.
  void set_patience(Milliseconds patience) {
    partita_client_patience(handle_.get(), static_cast<uint32_t>(patience.count()));
  }

  // ---- one after the other
  Result<std::optional<Item>> Get(std::string_view table, const Item& key,
                                  const GetOptions& options = {}) {
    return ItemOf(Execute(Request::Get(table, key, options)));
  }
  // What ReturnValues asks for; none without.
  Result<std::optional<Item>> Put(std::string_view table, const Item& item,
                                  const WriteOptions& options = {}) {
    return ItemOf(Execute(Request::Put(table, item, options)));
  }
  Result<std::optional<Item>> Update(std::string_view table, const Item& key,
                                     const std::string& expression,
                                     const WriteOptions& options = {}) {
    return ItemOf(Execute(Request::Update(table, key, expression, options)));
  }
  Result<std::optional<Item>> Delete(std::string_view table, const Item& key,
                                     const WriteOptions& options = {}) {
    return ItemOf(Execute(Request::Delete(table, key, options)));
  }
  Result<Answer> Execute(const Request& request) {
    if (request.no_number()) return NoNumber(*request.no_number());
    return AnswerOf(internal::ResultHandle(partita_execute(handle_.get(), request.handle())));
  }

  // ---- pages; the client outlives the range
  ItemRange Query(std::string_view table, ReadOptions options) {
    return ItemRange(this, true, std::string(table), std::move(options));
  }
  ItemRange Scan(std::string_view table, ReadOptions options = {}) {
    return ItemRange(this, false, std::string(table), std::move(options));
  }

  // ---- side by side
  // Sends all and waits for all, at most `window` open at once; each is asked again while it is
  // throttled, until its deadline. The answers stand in the order of the requests.
  std::vector<Result<Answer>> ExecuteAll(std::span<const Request> requests, size_t window = 64) {
    std::vector<std::optional<Result<Answer>>> answers(requests.size());
    std::vector<size_t> left(requests.size());
    for (size_t i = 0; i < left.size(); ++i) left[i] = i;
    Milliseconds pause{25};
    for (int attempt = 0; !left.empty(); ++attempt) {
      ExecuteSome(requests, left, window, &answers);
      std::vector<size_t> throttled;
      for (const size_t i : left) {
        if (!answers[i]->ok() && IsThrottled(answers[i]->error())) throttled.push_back(i);
      }
      if (attempt == kThrottledAttempts) break;
      left = std::move(throttled);
      if (left.empty()) break;
      std::this_thread::sleep_for(pause);
      pause = std::min(pause * 2, Milliseconds{1000});
    }
    std::vector<Result<Answer>> all;
    all.reserve(answers.size());
    for (auto& answer : answers) all.push_back(*std::move(answer));
    return all;
  }
  // Any number of keys of one table; none at the place of an item that is not there.
  std::vector<Result<std::optional<Item>>> BatchGet(std::string_view table,
                                                    std::span<const Item> keys,
                                                    const GetOptions& options = {}) {
    std::vector<Request> requests;
    for (const Item& key : keys) requests.push_back(Request::Get(table, key, options));
    std::vector<Result<std::optional<Item>>> items;
    for (auto& answer : ExecuteAll(requests)) items.push_back(ItemOf(std::move(answer)));
    return items;
  }
  // Puts and deletes, of any tables; each stands or falls by itself.
  std::vector<Result<Answer>> BatchWrite(std::span<const Request> writes) {
    return ExecuteAll(writes);
  }

  // ---- all or nothing
  // Puts, updates, deletes and checks. With a token the same transaction may be sent again within
  // ten minutes without being done twice.
  Result<Answer> TransactWrite(std::span<const Request> actions, const std::string& token = {}) {
    std::vector<const partita_request*> handles;
    for (const Request& action : actions) {
      if (action.no_number()) return NoNumber(*action.no_number());
      handles.push_back(action.handle());
    }
    return AnswerOf(internal::ResultHandle(
        partita_transact_write(handle_.get(), handles.data(), handles.size(),
                               token.empty() ? nullptr : token.c_str())));
  }
  Result<std::vector<std::optional<Item>>> TransactGet(std::span<const Request> gets) {
    std::vector<const partita_request*> handles;
    for (const Request& get : gets) handles.push_back(get.handle());
    const internal::ResultHandle result(
        partita_transact_get(handle_.get(), handles.data(), handles.size()));
    if (partita_result_status(result.get()) != PARTITA_OK) return internal::ErrorOf(result.get());
    std::vector<std::optional<Item>> items;
    for (size_t i = 0; i < partita_result_items(result.get()); ++i)
      items.push_back(internal::MaybeItem(partita_result_item_at(result.get(), i)));
    return items;
  }

  // Any operation by its target ("DynamoDB_20120810.CreateTable"), JSON in and JSON out.
  Result<std::string> Call(const std::string& target, std::string_view json,
                           Milliseconds deadline = Milliseconds{0}) {
    const internal::ResultHandle result(
        partita_call(handle_.get(), target.c_str(), json.data(), json.size(),
                     static_cast<uint32_t>(deadline.count())));
    if (partita_result_status(result.get()) != PARTITA_OK) return internal::ErrorOf(result.get());
    size_t size = 0;
    const char* text = partita_result_json(result.get(), &size);
    return std::string(text, size);
  }

  // ---- without waiting: submit, poll fd() for at most timeout() milliseconds, process, take
  Result<uint64_t> Submit(const Request& request) {
    if (request.no_number()) return NoNumber(*request.no_number());
    return partita_submit(handle_.get(), request.handle());
  }
  void Process() { partita_process(handle_.get()); }
  int fd() const { return partita_fd(handle_.get()); }
  int timeout() const { return partita_timeout(handle_.get()); }
  size_t open() const { return partita_open(handle_.get()); }
  std::optional<std::pair<uint64_t, Result<Answer>>> Take() {
    uint64_t number = 0;
    internal::ResultHandle result(partita_take(handle_.get(), &number));
    if (result == nullptr) return std::nullopt;
    return std::pair(number, AnswerOf(std::move(result)));
  }

  partita_client* handle() const { return handle_.get(); }

 private:
  static constexpr int kThrottledAttempts = 8;

  static bool IsThrottled(const Error& error) {
    return error.type == "ProvisionedThroughputExceededException" ||
           error.type == "ThrottlingException" || error.type == "RequestLimitExceeded";
  }
  static Error NoNumber(const std::string& text) {
    return {Status::kInvalid, "ValidationException",
            "The parameter cannot be converted to a numeric value: " + text, {}, {}};
  }
  static Result<Answer> AnswerOf(const internal::ResultHandle& result) {
    if (partita_result_status(result.get()) != PARTITA_OK) return internal::ErrorOf(result.get());
    Answer answer;
    answer.item = internal::MaybeItem(partita_result_item(result.get()));
    answer.items.reserve(partita_result_items(result.get()));
    for (size_t i = 0; i < partita_result_items(result.get()); ++i)
      answer.items.push_back(internal::ItemOf(partita_result_item_at(result.get(), i)));
    answer.scanned = partita_result_scanned(result.get());
    answer.last_key = internal::MaybeItem(partita_result_last_key(result.get()));
    return answer;
  }
  static Result<std::optional<Item>> ItemOf(Result<Answer> answer) {
    if (!answer.ok()) return answer.error();
    return std::move(answer.value().item);
  }

  // Of the requests at `which`, all but those that cannot be sent.
  void ExecuteSome(std::span<const Request> requests, const std::vector<size_t>& which,
                   size_t window, std::vector<std::optional<Result<Answer>>>* answers) {
    std::vector<uint64_t> numbers(which.size());
    size_t sent = 0;
    for (size_t done = 0; done < which.size(); ++done) {
      for (; sent < which.size() && sent < done + window; ++sent) {
        const Request& request = requests[which[sent]];
        if (!request.no_number())
          numbers[sent] = partita_submit(handle_.get(), request.handle());
      }
      const Request& request = requests[which[done]];
      if (request.no_number()) {
        (*answers)[which[done]].emplace(NoNumber(*request.no_number()));
      } else {
        (*answers)[which[done]].emplace(
            AnswerOf(internal::ResultHandle(partita_wait(handle_.get(), numbers[done]))));
      }
    }
  }

  std::unique_ptr<partita_client, internal::Free> handle_;
};

// To the next item, over as many pages as it takes; `*self` is null at the end.
inline void ItemRange::Advance(ItemRange** self) {
  while (at_ >= page_.items.size()) {
    if (begun_ && !page_.last_key) break;
    if (begun_) options_.start_key = std::move(page_.last_key);
    begun_ = true;
    const Request request =
        query_ ? Request::Query(table_, options_) : Request::Scan(table_, options_);
    Result<Answer> page = client_->Execute(request);
    at_ = 0;
    if (!page.ok()) {
      error_ = page.error();
      page_ = {};
      break;
    }
    page_ = std::move(page.value());
  }
  if (at_ >= page_.items.size()) *self = nullptr;
}

}  // namespace partita
