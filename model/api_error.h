// A request that DynamoDB refuses: its exception type and its wording. An ordinary value, never a
// C++ exception.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace partita::model {

// Never renumber: crosses process boundaries.
enum class ApiErrorType : uint8_t {
  kValidation = 1,
  kSerialization = 2,
  kUnknownOperation = 3,
  kConditionalCheckFailed = 4,
  kResourceNotFound = 5,
  kResourceInUse = 6,
  kLimitExceeded = 7,
  kItemCollectionSizeLimitExceeded = 8,
  kProvisionedThroughputExceeded = 9,
  kTransactionCanceled = 10,
  kTransactionConflict = 11,
  kTransactionInProgress = 12,
  kIdempotentParameterMismatch = 13,
  kRequestLimitExceeded = 14,
  kThrottling = 15,
  kInternalServerError = 16,
  kServiceUnavailable = 17,
  kAccessDenied = 18,
  kMissingAuthenticationToken = 19,
  kIncompleteSignature = 20,
  kInvalidSignature = 21,
  kUnrecognizedClient = 22,
  kExpiredToken = 23,
  kDuplicateItem = 24,
  kExpiredIterator = 25,
  kTrimmedDataAccess = 26,
  kTableNotFound = 27,
  kTableInUse = 28,
  kTableAlreadyExists = 29,
  kBackupNotFound = 30,
  kBackupInUse = 31,
  kContinuousBackupsUnavailable = 32,
  kPointInTimeRecoveryUnavailable = 33,
  kPolicyNotFound = 34,
};

// One entry of CancellationReasons; code "None" for an action that did not fail.
struct CancellationReason {
  std::string code = "None";
  std::string message;
  std::string item;  // encoded (item_codec.h); empty: none
};

// One entry of ThrottlingReasons.
struct ThrottlingReason {
  std::string reason;    // "TableReadProvisionedThroughputExceeded"
  std::string resource;  // ARN of the table or the index
};

struct ApiError {
  ApiErrorType type = ApiErrorType::kValidation;
  std::string message;
  std::string item;  // encoded old item of a failed condition (ALL_OLD); empty: none
  std::vector<CancellationReason> reasons;  // of kTransactionCanceled
  std::vector<ThrottlingReason> throttling;  // of what is throttled; stays in the gateway

  static ApiError Validation(std::string_view message) {
    return {ApiErrorType::kValidation, std::string(message), {}, {}, {}};
  }
  static ApiError Of(ApiErrorType type, std::string message = {}) {
    return {type, std::move(message), {}, {}, {}};
  }
};

template <typename T>
using ApiResult = base::Result<T, ApiError>;
using ApiStatus = base::Result<void, ApiError>;

// "ValidationException"; the HTTP status; the prefix DynamoDB writes before '#' in "__type" (see
// api_error.cc's table).
std::string_view ApiErrorName(ApiErrorType type);
int ApiErrorHttpStatus(ApiErrorType type);
std::string_view ApiErrorPrefix(ApiErrorType type);
// For decoders: whether a byte names a type. The three above end the process on any other.
bool IsApiErrorType(uint8_t value);

}  // namespace partita::model
