// DynamoDB's documented limits ("Quotas in Amazon DynamoDB") and what follows from them for our
// formats.
#pragma once

#include <cstddef>
#include <cstdint>

namespace partita::model {

inline constexpr size_t kMaxItemBytes = 409'600;  // 400 KB, counted as item_size.h does
inline constexpr size_t kMaxPartitionKeyBytes = 2048;
inline constexpr size_t kMaxSortKeyBytes = 1024;
inline constexpr size_t kMaxAttributeNameBytes = 65'535;  // of attributes that are no key
inline constexpr size_t kMaxKeyNameBytes = 255;  // of key attributes and of what an index projects
inline constexpr int kMaxNestingLevels = 32;
inline constexpr size_t kMinTableNameLength = 3;
inline constexpr size_t kMaxTableNameLength = 255;
inline constexpr size_t kMaxExpressionBytes = 4096;
inline constexpr int kMaxExpressionOperators = 300;
inline constexpr size_t kMaxPlaceholderBytes = 255;  // with the # or : in front
inline constexpr size_t kMaxPlaceholdersBytes = 2'097'152;  // names and values of one request's
inline constexpr size_t kMaxPageBytes = 1'048'576;  // of Query and Scan, before the filter
inline constexpr size_t kMaxRequestBytes = 16'777'216;
inline constexpr size_t kMaxBatchWriteItems = 25;
inline constexpr size_t kMaxBatchGetItems = 100;
inline constexpr size_t kMaxTransactionActions = 100;
inline constexpr size_t kMaxTransactionBytes = 4'194'304;
inline constexpr size_t kMaxGlobalSecondaryIndexes = 20;
inline constexpr size_t kMaxLocalSecondaryIndexes = 5;
inline constexpr size_t kMaxTags = 50;
inline constexpr size_t kMaxTagKeyLength = 128;    // characters
inline constexpr size_t kMaxTagValueLength = 256;  // characters
inline constexpr uint32_t kMaxRecoveryPeriodDays = 35;
inline constexpr int64_t kReadUnitBytes = 4096;
inline constexpr int64_t kWriteUnitBytes = 1024;

}  // namespace partita::model
