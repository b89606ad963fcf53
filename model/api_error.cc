#include "model/api_error.h"

#include "base/check.h"

namespace partita::model {
namespace {

constexpr std::string_view kDynamoDb = "com.amazonaws.dynamodb.v20120810";
constexpr std::string_view kService = "com.amazon.coral.service";
constexpr std::string_view kValidate = "com.amazon.coral.validate";

struct Row {
  ApiErrorType type;
  std::string_view name;
  int http_status;
  std::string_view prefix;
};

// One row per type, in the order of its number. Sources: service-2.json of dynamodb and
// streams.dynamodb (names, statuses), the answers of the real service (prefixes).
constexpr Row kRows[] = {
    {ApiErrorType::kValidation, "ValidationException", 400, kValidate},
    {ApiErrorType::kSerialization, "SerializationException", 400, kService},
    {ApiErrorType::kUnknownOperation, "UnknownOperationException", 400, kService},
    {ApiErrorType::kConditionalCheckFailed, "ConditionalCheckFailedException", 400, kDynamoDb},
    {ApiErrorType::kResourceNotFound, "ResourceNotFoundException", 400, kDynamoDb},
    {ApiErrorType::kResourceInUse, "ResourceInUseException", 400, kDynamoDb},
    {ApiErrorType::kLimitExceeded, "LimitExceededException", 400, kDynamoDb},
    {ApiErrorType::kItemCollectionSizeLimitExceeded, "ItemCollectionSizeLimitExceededException",
     400, kDynamoDb},
    {ApiErrorType::kProvisionedThroughputExceeded, "ProvisionedThroughputExceededException", 400,
     kDynamoDb},
    {ApiErrorType::kTransactionCanceled, "TransactionCanceledException", 400, kDynamoDb},
    {ApiErrorType::kTransactionConflict, "TransactionConflictException", 400, kDynamoDb},
    {ApiErrorType::kTransactionInProgress, "TransactionInProgressException", 400, kDynamoDb},
    {ApiErrorType::kIdempotentParameterMismatch, "IdempotentParameterMismatchException", 400,
     kDynamoDb},
    {ApiErrorType::kRequestLimitExceeded, "RequestLimitExceeded", 400, kDynamoDb},
    {ApiErrorType::kThrottling, "ThrottlingException", 400, kDynamoDb},
    {ApiErrorType::kInternalServerError, "InternalServerError", 500, kDynamoDb},
    {ApiErrorType::kServiceUnavailable, "ServiceUnavailable", 503, kDynamoDb},
    {ApiErrorType::kAccessDenied, "AccessDeniedException", 400, kService},
    {ApiErrorType::kMissingAuthenticationToken, "MissingAuthenticationTokenException", 400,
     kService},
    {ApiErrorType::kIncompleteSignature, "IncompleteSignatureException", 400, kService},
    {ApiErrorType::kInvalidSignature, "InvalidSignatureException", 400, kService},
    {ApiErrorType::kUnrecognizedClient, "UnrecognizedClientException", 400, kService},
    {ApiErrorType::kExpiredToken, "ExpiredTokenException", 400, kService},
    {ApiErrorType::kDuplicateItem, "DuplicateItemException", 400, kDynamoDb},
    {ApiErrorType::kExpiredIterator, "ExpiredIteratorException", 400, kDynamoDb},
    {ApiErrorType::kTrimmedDataAccess, "TrimmedDataAccessException", 400, kDynamoDb},
    {ApiErrorType::kTableNotFound, "TableNotFoundException", 400, kDynamoDb},
    {ApiErrorType::kTableInUse, "TableInUseException", 400, kDynamoDb},
    {ApiErrorType::kTableAlreadyExists, "TableAlreadyExistsException", 400, kDynamoDb},
    {ApiErrorType::kBackupNotFound, "BackupNotFoundException", 400, kDynamoDb},
    {ApiErrorType::kBackupInUse, "BackupInUseException", 400, kDynamoDb},
    {ApiErrorType::kContinuousBackupsUnavailable, "ContinuousBackupsUnavailableException", 400,
     kDynamoDb},
    {ApiErrorType::kPointInTimeRecoveryUnavailable, "PointInTimeRecoveryUnavailableException", 400,
     kDynamoDb},
    {ApiErrorType::kPolicyNotFound, "PolicyNotFoundException", 400, kDynamoDb},
};

constexpr bool RowsStandInOrder() {
  for (size_t i = 0; i < std::size(kRows); ++i) {
    if (static_cast<size_t>(kRows[i].type) != i + 1) return false;
  }
  return true;
}
static_assert(RowsStandInOrder(), "kRows is indexed by type - 1");
static_assert(std::size(kRows) == static_cast<size_t>(ApiErrorType::kPolicyNotFound));

const Row& RowOf(ApiErrorType type) {
  const size_t index = static_cast<size_t>(type) - 1;
  PARTITA_CHECK(index < std::size(kRows), "no such error type");
  return kRows[index];
}

}  // namespace

std::string_view ApiErrorName(ApiErrorType type) { return RowOf(type).name; }
int ApiErrorHttpStatus(ApiErrorType type) { return RowOf(type).http_status; }
std::string_view ApiErrorPrefix(ApiErrorType type) { return RowOf(type).prefix; }
bool IsApiErrorType(uint8_t value) { return value >= 1 && value <= std::size(kRows); }

}  // namespace partita::model
