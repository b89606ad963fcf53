// Every text that a client may read in an error, in one table. `{}` are fmt placeholders.
//
// Source: the wording of the real service (API version 2012-08-10) as documented or observed; where
// AWS changed a text, the newer stands here. The prefix that some operations put before a message
// is kOneValidationError.
#pragma once

#include <string_view>

namespace partita::model::message {

inline constexpr std::string_view kOneValidationError = "1 validation error detected: ";

// ---- numbers
inline constexpr std::string_view kNotANumber =
    "The parameter cannot be converted to a numeric value: {}";
inline constexpr std::string_view kNotANumberButEmpty =  // in the older wording
    "The parameter cannot be converted to a numeric value";
inline constexpr std::string_view kTooManyDigits =
    "Attempting to store more than 38 significant digits in a Number";
inline constexpr std::string_view kNumberOverflow =
    "Number overflow. Attempting to store a number with magnitude larger than supported range";
inline constexpr std::string_view kNumberUnderflow =
    "Number underflow. Attempting to store a number with magnitude smaller than supported range";

// ---- attribute values: contents
inline constexpr std::string_view kEmptyValue =
    "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes";
inline constexpr std::string_view kSeveralTypes =
    "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the "
    "supported datatypes";
inline constexpr std::string_view kNullMustBeTrue =
    "One or more parameter values were invalid: Null attribute value types must have the value of "
    "true";
inline constexpr std::string_view kEmptyStringSet =
    "One or more parameter values were invalid: An string set  may not be empty";
inline constexpr std::string_view kEmptyNumberSet =
    "One or more parameter values were invalid: An number set  may not be empty";
inline constexpr std::string_view kEmptyBinarySet =
    "One or more parameter values were invalid: Binary sets should not be empty";
// A set's members are listed, in quotes, bytewise up to the first that repeats, then that one, then
// the rest as they were sent; in the older wording without quotes and all as they were sent.
inline constexpr std::string_view kDuplicateStrings =
    "One or more parameter values were invalid: Input collection [{}] contains duplicates.";
inline constexpr std::string_view kDuplicateBinaries =
    "One or more parameter values were invalid: Input collection [{}]of type BS contains "
    "duplicates.";
inline constexpr std::string_view kDuplicateNumbers =
    "One or more parameter values were invalid: Input collection contains duplicates.";
inline constexpr std::string_view kDuplicateNumbersOlder = "Input collection contains duplicates";
inline constexpr std::string_view kNestedTooDeep =
    "Nesting Levels have exceeded supported limits: Attributes in the item have nested levels "
    "beyond supported limit";
inline constexpr std::string_view kUpdatedItemTooLarge =
    "Item size to update has exceeded the maximum allowed size";

// ---- attribute values: base64 (SerializationException; more of them below under deserialisation)
inline constexpr std::string_view kOnlyBase64 =
    "only base-64-encoded strings are convertible to bytes";
inline constexpr std::string_view kBase64Length =
    "Base64 encoded length is expected a multiple of 4 bytes but found: {}";
inline constexpr std::string_view kBase64Last = "Invalid last non-pad Base64 character dectected";

// ---- keys
inline constexpr std::string_view kMissingKey =
    "One or more parameter values were invalid: Missing the key {} in the item";
inline constexpr std::string_view kKeyTypeMismatch =
    "One or more parameter values were invalid: Type mismatch for key {} expected: {} actual: {}";
inline constexpr std::string_view kIndexKeyTooLarge =
    "One or more parameter values were invalid: Size limit exceeded for Index Key {} Actual Size: "
    "{} bytes Max Size: {} "
    "bytes IndexName: {}";
inline constexpr std::string_view kKeyElementMismatch =
    "The provided key element does not match the schema";
inline constexpr std::string_view kEmptyStringKey =
    "One or more parameter values are not valid. The AttributeValue for a key attribute cannot "
    "contain an empty string "
    "value. Key: {}";
inline constexpr std::string_view kEmptyBinaryKey =
    "One or more parameter values are not valid. The AttributeValue for a key attribute cannot "
    "contain an empty binary "
    "value. Key: {}";
// What both texts above and kIndexKeyEmpty begin with.
inline constexpr std::string_view kEmptyKeyBegins =
    "One or more parameter values are not valid.";
static_assert(kEmptyStringKey.starts_with(kEmptyKeyBegins) &&
              kEmptyBinaryKey.starts_with(kEmptyKeyBegins));
inline constexpr std::string_view kPartitionKeyTooLarge =
    "One or more parameter values were invalid: Size of hashkey has exceeded the maximum size "
    "limit of2048 bytes";
inline constexpr std::string_view kSortKeyTooLarge =
    "One or more parameter values were invalid: Aggregated size of all range keys has exceeded the "
    "size limit of 1024 "
    "bytes";

// ---- requests: deserialisation (SerializationException)
inline constexpr std::string_view kCannotBeConverted =
    "{} cannot be converted to {}";  // "NUMBER_VALUE", "String"
inline constexpr std::string_view kUnexpectedToken = "Unexpected token received from parser";
inline constexpr std::string_view kUnexpectedFieldType = "Unexpected field type";
inline constexpr std::string_view kUnexpectedValueType = "Unexpected value type in payload";
inline constexpr std::string_view kUnexpectedStart =
    "Start of structure or map found where not expected";
inline constexpr std::string_view kUnrecognizedClass = "Unrecognized collection type class {}";
inline constexpr std::string_view kUnrecognizedMap =
    "Unrecognized collection type java.util.Map<java.lang.String, {}>";

// ---- requests: member constraints
inline constexpr std::string_view kValidationErrors = "{} validation errors detected: ";
inline constexpr std::string_view kMemberFailed =
    "Value {} at '{}' failed to satisfy constraint: {}";
inline constexpr std::string_view kMemberNotNull = "Member must not be null";
inline constexpr std::string_view kMemberMinLength =
    "Member must have length greater than or equal to {}";
inline constexpr std::string_view kMemberMaxLength =
    "Member must have length less than or equal to {}";
inline constexpr std::string_view kMemberMinValue =
    "Member must have value greater than or equal to {}";
inline constexpr std::string_view kMemberMaxValue =
    "Member must have value less than or equal to {}";
inline constexpr std::string_view kMemberPattern =
    "Member must satisfy regular expression pattern: {}";
inline constexpr std::string_view kMemberEnum = "Member must satisfy enum value set: [{}]";
inline constexpr std::string_view kTableNameEmpty =
    "Value at 'TableName' failed to satisfy constraint: "
    "Member must have length greater than or equal to 1";
inline constexpr std::string_view kUnknownReturnValues =  // UPDATE_NEW: the service's own slip
    "Failed to satisfy constraint: Member must satisfy enum value set: "
    "[ALL_OLD, UPDATED_OLD, ALL_NEW, UPDATE_NEW, NONE]";
inline constexpr std::string_view kUnknownConditionalOperator =
    "Failed to satisfy constraint: Member must satisfy enum value set: [ALL, OR]";
inline constexpr std::string_view kTableNameRequired =
    "The parameter 'TableName' is required but was not present in the request";
inline constexpr std::string_view kTableNameLength =
    "TableName must be at least 3 characters long and at most 255 characters long";

// ---- requests: which parameters go together
inline constexpr std::string_view kMixedParameters =
    "Can not use both expression and non-expression parameters in the same request: "
    "Non-expression parameters: {{{}}} Expression parameters: {{{}}}";
inline constexpr std::string_view kNamesWithoutExpression =
    "ExpressionAttributeNames can only be specified when using expressions";
inline constexpr std::string_view kValuesWithoutExpression =
    "ExpressionAttributeValues can only be specified when using expressions";
inline constexpr std::string_view kPlaceholdersEmpty = "{} must not be empty";
inline constexpr std::string_view kPlaceholderInvalid =
    "{} contains invalid key: Syntax error; key: \"{}\"";
// Of names the service says the size, of values it does not.
inline constexpr std::string_view kNamePlaceholderTooLong =
    "ExpressionAttributeNames contains invalid key: "
    "The expression attribute map contains a key that is too long; size of key: {}";
inline constexpr std::string_view kValuePlaceholderTooLong =
    "ExpressionAttributeValues contains invalid key: "
    "The expression attribute map contains a key that is too long;";
inline constexpr std::string_view kNamesTooLarge = "ExpressionAttributeNames exceeds max size";
inline constexpr std::string_view kValuesTooLarge = "ExpressionAttributeValues exceeds max size";
inline constexpr std::string_view kNamesAndValuesTooLarge =
    "Combined size of ExpressionAttributeNames and ExpressionAttributeValues exceeds max size";
inline constexpr std::string_view kOnlyAllOldOrNone = "ReturnValues can only be ALL_OLD or NONE";
inline constexpr std::string_view kOperatorWithoutConditions =
    "ConditionalOperator cannot be used without Filter or Expected";
inline constexpr std::string_view kOperatorNeedsTwoConditions =
    "ConditionalOperator can only be used when Filter or Expected has two or more elements";
inline constexpr std::string_view kDuplicateAttributeToGet =
    "One or more parameter values were invalid: Duplicate value in attribute name: {}";

inline constexpr std::string_view kInvalidPlaceholderName =
    "ExpressionAttributeNames contains invalid value: {} for key {}";
inline constexpr std::string_view kInvalidPlaceholderValue =
    "ExpressionAttributeValues contains invalid value: {} for key {}";

// ---- Query and Scan
inline constexpr std::string_view kLimitTooSmall =
    "Value at 'Limit' failed to satisfy constraint: "
    "Member must have value greater than or equal to 1";
inline constexpr std::string_view kNoKeyCondition =
    "Either the KeyConditions or KeyConditionExpression parameter must be specified in the "
    "request.";
inline constexpr std::string_view kFilterOnKey =
    "{} can only contain non-primary key attributes: Primary key attribute: {}";
inline constexpr std::string_view kSelectNeedsProjection =
    "Must specify the AttributesToGet or ProjectionExpression when choosing to get "
    "SPECIFIC_ATTRIBUTES";
inline constexpr std::string_view kSelectWithProjection =
    "Cannot specify the {} when choosing to get {}";
inline constexpr std::string_view kSelectNeedsIndex =
    "ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName";
inline constexpr std::string_view kNoSuchIndex =
    "The table does not have the specified index: {}";
inline constexpr std::string_view kConsistentReadOfGlobalIndex =
    "Consistent reads are not supported on global secondary indexes";
inline constexpr std::string_view kIndexBackfilling =
    "Cannot read from backfilling global secondary index: {}";
inline constexpr std::string_view kAllAttributesOfGlobalIndex =
    "One or more parameter values were invalid: Select type ALL_ATTRIBUTES is not supported for "
    "global secondary index {} because its projection type is not ALL";
inline constexpr std::string_view kNotProjected =
    "One or more parameter values were invalid: Global secondary index {} does not project [{}]";
inline constexpr std::string_view kStartKeyInvalid = "The provided starting key is invalid";
inline constexpr std::string_view kStartKeyInvalidBecause =
    "The provided starting key is invalid: {}";
inline constexpr std::string_view kScanStartKeyMismatch =
    "The provided starting key is invalid: The provided key element does not match the schema";
inline constexpr std::string_view kStartKeyOfOtherSegment =
    "The provided starting key is invalid: Invalid ExclusiveStartKey. "
    "Please use ExclusiveStartKey with correct Segment. TotalSegments: {} Segment: {}";
inline constexpr std::string_view kStartKeyOutside =
    "The provided starting key is outside query boundaries based on provided conditions";
inline constexpr std::string_view kStartKeyNotInRange =
    "The provided starting key does not match the range key predicate";
inline constexpr std::string_view kSegmentMissing =
    "The Segment parameter is required but was not present in the request "
    "when parameter TotalSegments is present";
inline constexpr std::string_view kTotalSegmentsMissing =
    "The TotalSegments parameter is required but was not present in the request "
    "when Segment parameter is present";
inline constexpr std::string_view kSegmentTooLarge =
    "The Segment parameter is zero-based and must be less than parameter TotalSegments: "
    "Segment: {} is not less than TotalSegments: {}";

// ---- batches
inline constexpr std::string_view kBatchTableNames =
    "Map keys must satisfy constraint: [Member must have length less than or equal to 255, "
    "Member must have length greater than or equal to 3, "
    "Member must satisfy regular expression pattern: {}]";
inline constexpr std::string_view kRequestItemsEmpty =
    "Value at 'RequestItems' failed to satisfy constraint: "
    "Member must have length greater than or equal to 1";
inline constexpr std::string_view kBatchGetKeyCount =
    "Value at 'RequestItems.{}.member.Keys' failed to satisfy constraint: {}";
inline constexpr std::string_view kBatchGetTooMany =
    "Too many items requested for the BatchGetItem call";
inline constexpr std::string_view kBatchWriteRequestItemsRequired =
    "The requestItems parameter is required for BatchWriteItem";
inline constexpr std::string_view kBatchWriteCount =
    "Map value must satisfy constraint: [Member must have length less than or equal to 25, "
    "Member must have length greater than or equal to 1]";
inline constexpr std::string_view kBatchWriteTooMany =
    "Too many items requested for the BatchWriteItem call";
inline constexpr std::string_view kDuplicateKeys = "Provided list of item keys contains duplicates";

// ---- items
inline constexpr std::string_view kEmptyAttributeName = "Empty attribute name";
inline constexpr std::string_view kAttributeNameTooLarge =
    "Attribute name is too large, must be less than 65536 bytes";
inline constexpr std::string_view kItemTooLarge = "Item size has exceeded the maximum allowed size";
inline constexpr std::string_view kUpdatesKey =
    "One or more parameter values were invalid: "
    "Cannot update attribute {}. This attribute is part of the key";
inline constexpr std::string_view kIndexKeyType =
    "One or more parameter values were invalid: "
    "Type mismatch for Index Key {} Expected: {} Actual: {} IndexName: {}";
inline constexpr std::string_view kIndexKeyEmpty =
    "One or more parameter values are not valid. "
    "A value specified for a secondary index key is not supported. The AttributeValue for a key "
    "attribute cannot contain an empty {} value. IndexName: {}, IndexKey: {}";

inline constexpr std::string_view kUpdatesIndexKeyToEmpty =
    "One or more parameter values are not valid. The update expression attempted to update a "
    "secondary index key to a value that is not supported. The AttributeValue for a key attribute "
    "cannot contain an empty {} value.";

// ---- conditions
inline constexpr std::string_view kConditionalRequestFailed = "The conditional request failed";

// ---- transactions
inline constexpr std::string_view kTransactionCancelled =
    "Transaction cancelled, please refer cancellation reasons for specific reasons [{}]";
inline constexpr std::string_view kTransactionOngoing = "Transaction is ongoing for the item";
inline constexpr std::string_view kTransactionInProgress =
    "Transaction with specified client token is already in progress";
inline constexpr std::string_view kTokenMismatch =
    "The provided client token was already used with a different payload";
inline constexpr std::string_view kTransactionDuplicateItem =
    "Transaction request cannot include multiple operations on one item";
inline constexpr std::string_view kTransactionTooLarge =
    "The aggregate size of the items in the transaction exceeds the maximum of 4194304 bytes";
inline constexpr std::string_view kTransactWriteNoAction =
    "Invalid Request: TransactWriteRequest should contain Delete or Put or Update request";
inline constexpr std::string_view kTransactWriteSeveralActions =
    "TransactItems can only contain one of Check, Put, Update or Delete";

// ---- tables
inline constexpr std::string_view kTableAlreadyExists = "Table already exists: {}";
inline constexpr std::string_view kTableBeingCreated =
    "Attempt to change a resource which is still in use: Table is being created: {}";
inline constexpr std::string_view kTableBeingUpdated =
    "Attempt to change a resource which is still in use: Table is being updated: {}";
inline constexpr std::string_view kTableBeingDeleted =
    "Attempt to change a resource which is still in use: Table is being deleted: {}";
inline constexpr std::string_view kIndexesInUse =
    "Attempt to change a resource which is still in use: "
    "Cannot delete table while indexes are being created, updated, or deleted.";
inline constexpr std::string_view kTableProtected =
    "Resource cannot be deleted as it is currently protected against deletion. "
    "Disable deletion protection first.";
inline constexpr std::string_view kResourceNotFound = "Requested resource not found";
inline constexpr std::string_view kTableNotFound =
    "Requested resource not found: Table: {} not found";
inline constexpr std::string_view kInvalidParameter =
    "One or more parameter values were invalid: {}";
inline constexpr std::string_view kThroughputWithOnDemand =
    "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified "
    "when BillingMode is PAY_PER_REQUEST";
inline constexpr std::string_view kThroughputMissing =
    "ReadCapacityUnits and WriteCapacityUnits must both be specified "
    "when BillingMode is PROVISIONED";
inline constexpr std::string_view kThroughputOutOfBounds = "Given value {} for {} is out of bounds";
inline constexpr std::string_view kIndexThroughputWithOnDemand =
    "ProvisionedThroughput should not be specified for index: {} "
    "when BillingMode is PAY_PER_REQUEST";
inline constexpr std::string_view kIndexThroughputMissing =
    "ProvisionedThroughput is not specified for index: {}";
inline constexpr std::string_view kOnDemandWithProvisioned =
    "{} for OnDemandThroughput cannot be specified when table BillingMode is PROVISIONED.";
inline constexpr std::string_view kIndexOnDemandWithProvisioned =
    "{} for OnDemandThroughput for index: {} cannot be specified "
    "when table BillingMode is PROVISIONED.";
inline constexpr std::string_view kOnDemandOutOfRange =
    "Requested {} for OnDemandThroughput for {} is outside of valid range";
inline constexpr std::string_view kKeyWithoutDefinition =
    "Invalid KeySchema: Some index key attribute have no definition";
inline constexpr std::string_view kKeysNotDefined =
    "Some index key attributes are not defined in AttributeDefinitions. "
    "Keys: [{}], AttributeDefinitions: [{}]";
inline constexpr std::string_view kDefinitionDuplicated = "Attribute Name is duplicated: {}";
inline constexpr std::string_view kDefinitionsDoNotMatch =
    "Number of attributes in KeySchema does not exactly match "
    "number of attributes defined in AttributeDefinitions";
inline constexpr std::string_view kDefinitionsNotUsed =
    "Some AttributeDefinitions are not used. AttributeDefinitions: [{}], keys used: [{}]";
inline constexpr std::string_view kSameKeyName =
    "Both the Hash Key and the Range Key element in the KeySchema have the same name";
inline constexpr std::string_view kSameKeyNames =
    "The KeySchema contains multiple key attributes with the same name";
inline constexpr std::string_view kFirstKeyNotHash =
    "Invalid KeySchema: The first KeySchemaElement is not a HASH key type";
inline constexpr std::string_view kSecondKeyNotRange =
    "Invalid KeySchema: The second KeySchemaElement is not a RANGE key type";
inline constexpr std::string_view kHashAfterRange =
    "All HASH key attributes must precede RANGE key attributes in the KeySchema";
inline constexpr std::string_view kTooManyKeyAttributes =
    "The KeySchema exceeds the maximum allowed number of {} key attributes";
inline constexpr std::string_view kIndexListEmpty = "List of {} is empty";
inline constexpr std::string_view kLocalIndexNeedsTableRange =
    "Table KeySchema does not have a range key, "
    "which is required when specifying a LocalSecondaryIndex";
inline constexpr std::string_view kLocalIndexNeedsRange =
    "Index KeySchema does not have a range key for index: {}";
inline constexpr std::string_view kLocalIndexOtherHash =
    "Index KeySchema does not have the same leading hash key as table KeySchema for index: {}. "
    "index hash key: {}, table hash key: {}";
inline constexpr std::string_view kProjectionTypeNull = "Unknown ProjectionType: null";
inline constexpr std::string_view kNonKeyAttributesGiven =
    "ProjectionType is {}, but NonKeyAttributes is specified";
inline constexpr std::string_view kNonKeyAttributesMissing =
    "ProjectionType is INCLUDE, but NonKeyAttributes is not specified";
inline constexpr std::string_view kNonKeyAttributeTwice =
    "Duplicate element in NonKeyAttributes: {}";
inline constexpr std::string_view kTooManyNonKeyAttributes =
    "Number of projected attributes over all secondary indexes exceeds the per-table limit of {}";
inline constexpr std::string_view kDuplicateIndexName = "Duplicate index name: {}";
inline constexpr std::string_view kTooManyLocalIndexes =
    "Number of LocalSecondaryIndexes exceeds per-table limit of {}";
inline constexpr std::string_view kTooManyGlobalIndexes =
    "GlobalSecondaryIndex count exceeds the per-table limit of {}";
inline constexpr std::string_view kStreamViewMissing =
    "Table is being created with a stream enabled, UpdateViewType is required";
inline constexpr std::string_view kStreamViewGiven =
    "Table is being created with a stream disabled, UpdateViewType should not be specified";
inline constexpr std::string_view kSseTypeWithoutSse =
    "{} can not be specified if Enabled is false";
inline constexpr std::string_view kSseKeyWithoutType =
    "SSEType KMS is required if KMSMasterKeyId is specified";
inline constexpr std::string_view kSseAes256 = "SSEType AES256 is not supported";
inline constexpr std::string_view kUnknownTableClass =
    "Invalid table-class parameter provided. Please try again with a valid table-class value: "
    "[STANDARD, STANDARD_INFREQUENT_ACCESS].";
inline constexpr std::string_view kTagKeyInvalid = "The Tag Key provided is invalid, Key: {}";
inline constexpr std::string_view kTagKeyReserved = "Tag Key cannot be prefixed with aws:, Key: {}";
inline constexpr std::string_view kTagValueInvalid = "The Tag Value provided is invalid, Value: {}";
inline constexpr std::string_view kTagDuplicate =
    "Duplicate Tag Keys provided as input: Duplicate Tag Key found {}";
inline constexpr std::string_view kTooManyTags =
    "Number of Tags exceed the current limit for the provided ResourceArn";

inline constexpr std::string_view kNoTags = "Atleast one Tag needs to be provided as Input.";
inline constexpr std::string_view kNoTagKeys =
    "Atleast one Tag Key needs to be provided as Input.";

// ---- tables: UpdateTable
inline constexpr std::string_view kNothingToUpdate =
    "At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, "
    "GlobalSecondaryIndexUpdates, SSESpecification, ReplicaUpdates, MultiAccountReplicaReady, "
    "ReplicaTransitRoleArn, MultiRegionConsistency, DeletionProtectionEnabled, "
    "OnDemandThroughput, WarmThroughput or TableClass is required";
inline constexpr std::string_view kOnlyOperation = "{} must be the only operation in the request";
inline constexpr std::string_view kOnDemandOnlyWithBilling =
    "OnDemandThroughput can only be combined with BillingMode in an UpdateTable request";
inline constexpr std::string_view kStreamWithThroughput =
    "You cannot modify stream status while updating table IOPS";
inline constexpr std::string_view kIndexWithThroughput =
    "You cannot create or delete index while updating table IOPS";
inline constexpr std::string_view kIndexWithStream =
    "You cannot create or delete index while changing stream status";
inline constexpr std::string_view kIndexWithWarmThroughput =
    "Create global secondary index cannot be specified when updating WarmThroughput";
inline constexpr std::string_view kStreamViewNeeded =
    "If stream is being enabled then UpdateViewType is required";
inline constexpr std::string_view kStreamViewNotAllowed =
    "If stream is being disabled, then UpdateViewType must not be specified";
inline constexpr std::string_view kStreamIsEnabled =
    "Table already has an enabled stream: TableName: {}";
inline constexpr std::string_view kStreamIsDisabled =
    "Table has no stream to disable: TableName: {}";
inline constexpr std::string_view kThroughputGivenOnDemand =
    "ProvisionedThroughput cannot be specified when BillingMode is PAY_PER_REQUEST";
inline constexpr std::string_view kThroughputNeeded =
    "ProvisionedThroughput must be specified when BillingMode is PROVISIONED";
inline constexpr std::string_view kIndexThroughputNeeded =
    "ProvisionedThroughput must be specified for index: {}";
inline constexpr std::string_view kIndexUnitsNeeded =
    "Both ReadCapacityUnits and WriteCapacityUnits must be specified for index: {}";
inline constexpr std::string_view kIndexUnitsGiven =
    "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified for index: {} "
    "when BillingMode is PAY_PER_REQUEST";
inline constexpr std::string_view kOnDemandIndexUpdate =
    "The only Updates for index: {} when TableThroughputMode is PAY_PER_REQUEST can be to "
    "OnDemandThroughput, WarmThroughput";
inline constexpr std::string_view kThroughputUnchanged =  // of "the table", "index gsi1"
    "The provisioned throughput for the {0} will not change. The requested value equals the "
    "current value. Current ReadCapacityUnits provisioned for {1}: {2}. Requested "
    "ReadCapacityUnits: {2}. Current WriteCapacityUnits provisioned for {1}: {3}. Requested "
    "WriteCapacityUnits: {3}. Refer to the Amazon DynamoDB Developer Guide for current limits and "
    "how to request higher limits.";
inline constexpr std::string_view kWarmDecreased =
    "Requested {} for WarmThroughput for {} is lower than current WarmThroughput, "
    "decreasing WarmThroughput is not supported";
inline constexpr std::string_view kWarmTooLow =
    "Requested {} for WarmThroughput for {} is lower than {}";
inline constexpr std::string_view kWarmEmpty =
    "WarmThroughput must have at least one of ReadUnitsPerSecond or WriteUnitsPerSecond specified "
    "for {}";
inline constexpr std::string_view kSseIsDefault = "Table is already encrypted by default";
inline constexpr std::string_view kSseKeyIsSame =
    "Table is already encrypted with given KMSMasterKeyId. "
    "Use KMSMasterKeyId parameter if you want to change Master Key";
inline constexpr std::string_view kIndexActionMissing =
    "One of GlobalSecondaryIndexUpdate.Update, GlobalSecondaryIndexUpdate.Create, "
    "GlobalSecondaryIndexUpdate.Delete must not be null";
inline constexpr std::string_view kIndexActionsTogether =
    "Only one global secondary index action is allowed per GlobalSecondaryIndexUpdate object";
inline constexpr std::string_view kIndexUpdatedTwice =
    "Only one global secondary index update per index is allowed simultaneously. Index: {}";
inline constexpr std::string_view kDefinitionsMissing =
    "AttributeDefinitions is not specified for index: {}";
inline constexpr std::string_view kIndexExists =
    "Attempting to create an index which already exists";
inline constexpr std::string_view kNotAGlobalIndex =
    "Cannot {} an index that is not a GlobalSecondaryIndex: {}";
inline constexpr std::string_view kIndexNotFound =
    "Requested resource not found: Index {} for table {}";
inline constexpr std::string_view kOneIndexAtATime =
    "Subscriber limit exceeded: "
    "Only 1 online index can be created or deleted simultaneously per table";
inline constexpr std::string_view kGlobalIndexLimit =
    "Subscriber limit exceeded: "
    "Number of global secondary indexes exceeds per-table limit of {}";
inline constexpr std::string_view kIndexInUse =  // "created", "updated", "deleted"
    "Attempt to change a resource which is still in use: Index is being {}. Table: {} Index: {}";

// ---- tables: expiry, tags, recovery
inline constexpr std::string_view kTimeToLiveEnabled = "TimeToLive is already enabled";
inline constexpr std::string_view kTimeToLiveDisabled = "TimeToLive is already disabled";
inline constexpr std::string_view kTimeToLiveOtherAttribute =
    "TimeToLive is active on a different AttributeName: current AttributeName is {}";
inline constexpr std::string_view kTimeToLiveNotReadable =
    "Cannot describe time to live while table is in {0} state: Current table state is {0}";
inline constexpr std::string_view kNotAnArn = "ARNs must start with 'arn:': {}";
inline constexpr std::string_view kForeignArn = "Provided Arn is not a DynamoDB resource arn: {}";
inline constexpr std::string_view kArnWithinTable =
    "Invalid resource arn provided, only table or stream is accepted. Provided resource arn: {}";
inline constexpr std::string_view kInvalidTableArn =
    "Invalid TableArn: Invalid ResourceArn provided as input {}";
inline constexpr std::string_view kResourceArnNotFound =
    "Requested resource not found: ResourceArn: {} not found";
inline constexpr std::string_view kForeignResource =
    "User: arn:aws:iam::{0}:root is not authorized to perform: dynamodb:{1} on resource: {2} "
    "because no resource-based policy allows the dynamodb:{1} action";
inline constexpr std::string_view kNoSuchTable = "Table not found: {}";
inline constexpr std::string_view kBackupsBeingEnabled =
    "Backups are being enabled for the table: {}. Please retry later";
inline constexpr std::string_view kRecoveryPeriodGiven =
    "Invalid Request: "
    "Cannot specify RecoveryPeriodInDays when disabling point-in-time recovery.";

// ---- expressions
// What follows "Invalid ConditionExpression: "; the semicolon at an end is the service's own.
inline constexpr std::string_view kExpressionInvalid = "Invalid {}: {}";
inline constexpr std::string_view kExpressionEmpty = "The expression can not be empty;";
inline constexpr std::string_view kExpressionTooLong =
    "Expression size has exceeded the maximum allowed size; expression size: {}";
inline constexpr std::string_view kUpdateOrProjectionTooLong =  // of these it does not say the size
    "Expression size has exceeded the maximum allowed size;";
inline constexpr std::string_view kExpressionTooManyOperators =
    "The expression contains too many operators; operator count: {}";
inline constexpr std::string_view kExpressionSyntax = "Syntax error; token: \"{}\", near: \"{}\"";
inline constexpr std::string_view kExpressionRedundantParentheses =
    "The expression has redundant parentheses;";
inline constexpr std::string_view kReservedWord =
    "Attribute name is a reserved keyword; reserved keyword: {}";
inline constexpr std::string_view kUndefinedName =
    "An expression attribute name used in the document path is not defined; attribute name: {}";
inline constexpr std::string_view kUndefinedValue =
    "An expression attribute value used in expression is not defined; attribute value: {}";
inline constexpr std::string_view kListIndexRange =
    "List index is not within the allowable range; index: [{}]";
inline constexpr std::string_view kPathTooDeep =
    "The document path has too many nesting levels; nesting levels: {}";
inline constexpr std::string_view kPathsOverlap =
    "Two document paths overlap with each other; must remove or rewrite one of these paths; "
    "path one: {}, path two: {}";
inline constexpr std::string_view kPathsConflict =
    "Two document paths conflict with each other; must remove or rewrite one of these paths; "
    "path one: {}, path two: {}";
inline constexpr std::string_view kFunctionUnknown = "Invalid function name; function: {}";
inline constexpr std::string_view kFunctionNotInCondition =
    "The function is not allowed in a condition expression; function: {}";
inline constexpr std::string_view kFunctionNotInUpdate =
    "The function is not allowed in an update expression; function: {}";
inline constexpr std::string_view kFunctionMisused =
    "The function is not allowed to be used this way in an expression; function: {}";
inline constexpr std::string_view kOperandCount =
    "Incorrect number of operands for operator or function; operator or function: {}, "
    "number of operands: {}";
inline constexpr std::string_view kOperandType =
    "Incorrect operand type for operator or function; operator or function: {}, operand type: {}";
inline constexpr std::string_view
    kEveryOperandType =  // of an attribute where a constant must stand
    "{S,SS,N,NS,B,BS,BOOL,NULL,L,M,HD,DOUBLE,FLOAT,HDS,FS,DOUBLESET,DICT,DECIMAL,INT,DECIMALSET,"
    "INTSET}";
inline constexpr std::string_view kActionOperandType =
    "Incorrect operand type for operator or function; operator: {}, operand type: {}, "
    "typeSet: ALLOWED_FOR_{}_OPERAND";
inline constexpr std::string_view kPathRequired =
    "Operator or function requires a document path; operator or function: {}";
inline constexpr std::string_view kNotDistinct =
    "The first operand must be distinct from the remaining operands for this operator or function; "
    "operator: {}, first operand: {}";
inline constexpr std::string_view kAttributeTypeName =
    "Invalid attribute type name found; type: {}, valid types: {{S,SS,N,NS,B,BS,BOOL,NULL,L,M}}";
inline constexpr std::string_view kTooManyInOperands =
    "The IN operator is provided with too many operands; number of operands: {}";
inline constexpr std::string_view kBetweenMixed =
    "The BETWEEN operator requires same data type for lower and upper bounds; "
    "lower bound operand: AttributeValue: {}, upper bound operand: AttributeValue: {}";
inline constexpr std::string_view kBetweenReversed =
    "The BETWEEN operator requires upper bound to be greater than or equal to lower bound; "
    "lower bound operand: AttributeValue: {}, upper bound operand: AttributeValue: {}";
inline constexpr std::string_view kSectionTwice =
    "The \"{}\" section can only be used once in an update expression;";
inline constexpr std::string_view kUnusedPlaceholders =
    "Value provided in {} unused in expressions: keys: {{{}}}";
// An update meets an item.
inline constexpr std::string_view kAttributeDoesNotExist =
    "The provided expression refers to an attribute that does not exist in the item";
inline constexpr std::string_view kUpdatePathInvalid =
    "The document path provided in the update expression is invalid for update";
inline constexpr std::string_view kUpdateOperandType =
    "An operand in the update expression has an incorrect data type";
inline constexpr std::string_view kLegacyUpdateType = "Type mismatch for attribute to update";
// Key conditions.
inline constexpr std::string_view kKeyConditionOperator =
    "Invalid operator used in KeyConditionExpression: {}";
inline constexpr std::string_view kKeyConditionNested =
    "KeyConditionExpressions cannot contain nested operations";
inline constexpr std::string_view kKeyConditionFirstOperand =
    "Invalid condition in KeyConditionExpression: {} operator must have the key attribute as its "
    "first operand";
inline constexpr std::string_view kKeyConditionSeveralNames =
    "Invalid condition in KeyConditionExpression: Multiple attribute names used in one condition";
inline constexpr std::string_view kKeyConditionPath =
    "KeyConditionExpressions cannot have conditions on nested attributes";
inline constexpr std::string_view kKeyConditionNoName =
    "Invalid condition in KeyConditionExpression: No key attribute specified";
inline constexpr std::string_view kKeyConditionTwice =
    "Invalid KeyConditionExpression: KeyConditionExpressions must only contain one condition per "
    "key";
inline constexpr std::string_view kKeyConditionTooMany =
    "The number of query conditions ({}) exceeds the number of key attributes defined in the "
    "schema ({})";
inline constexpr std::string_view kKeyConditionCount = "Conditions can be of length 1 or 2 only";
inline constexpr std::string_view kKeyConditionMissing =
    "Query condition missed key schema element: {}";
inline constexpr std::string_view kKeyConditionNeedsEquality =
    "RANGE key attributes {} must have equality conditions specified in the query because a "
    "condition is present on key attribute {}";
inline constexpr std::string_view kKeyConditionUnsupported = "Query key condition not supported";
inline constexpr std::string_view kKeyConditionNotIndexable =
    "Attempted conditional constraint is not an indexable operation";
inline constexpr std::string_view kKeyConditionType =
    "One or more parameter values were invalid: Condition parameter type does not match schema "
    "type";
// Legacy conditions and updates.
inline constexpr std::string_view kLegacyOperandCount =
    "One or more parameter values were invalid: Invalid number of argument(s) for the {} "
    "ComparisonOperator";
inline constexpr std::string_view kLegacyMixedTypes =
    "One or more parameter values were invalid: AttributeValues inside AttributeValueList must be "
    "of same type";
inline constexpr std::string_view kLegacyOperandType =
    "One or more parameter values were invalid: ComparisonOperator {} is not valid for {} "
    "AttributeValue type";
inline constexpr std::string_view kLegacyBetweenReversed =
    "The BETWEEN condition was provided a range where the lower bound is greater than the upper "
    "bound";
inline constexpr std::string_view kLegacyValueAndList =
    "One or more parameter values were invalid: "
    "Value and AttributeValueList cannot be used together for Attribute: {}";
inline constexpr std::string_view kLegacyExistsAndOperator =
    "One or more parameter values were invalid: "
    "Exists and ComparisonOperator cannot be used together for Attribute: {}";
inline constexpr std::string_view kLegacyValueMissing =
    "One or more parameter values were invalid: "
    "Value or AttributeValueList must be used with ComparisonOperator: {} for Attribute: {}";
inline constexpr std::string_view kLegacyListWithoutOperator =
    "One or more parameter values were invalid: "
    "AttributeValueList can only be used with a ComparisonOperator for Attribute: {}";
inline constexpr std::string_view kLegacyExistsWithoutValue =
    "One or more parameter values were invalid: Value must be provided when Exists is {} for "
    "Attribute: {}";
inline constexpr std::string_view kLegacyValueNotExists =
    "One or more parameter values were invalid: Value cannot be used when Exists is false for "
    "Attribute: {}";
inline constexpr std::string_view kLegacyUpdateValueMissing =
    "One or more parameter values were invalid: Only DELETE action is allowed when no attribute "
    "value is specified";
inline constexpr std::string_view kLegacyDeleteType =
    "One or more parameter values were invalid: DELETE action with value is not supported for the "
    "type {}";
inline constexpr std::string_view kLegacyAddType =
    "One or more parameter values were invalid: ADD action is not supported for the type {}";

// ---- throttling
inline constexpr std::string_view kTableThroughputExceeded =
    "The level of configured provisioned throughput for the table was exceeded. Consider "
    "increasing your provisioning level with the UpdateTable API.";
inline constexpr std::string_view kIndexThroughputExceeded =
    "The level of configured provisioned throughput for one or more global secondary indexes of "
    "the table was exceeded. Consider increasing your provisioning level for the "
    "under-provisioned global secondary indexes with the UpdateTable API";
inline constexpr std::string_view kOnDemandMaximumExceeded =
    "Throughput exceeds the maximum OnDemandThroughput configured on table or index";
inline constexpr std::string_view kPartitionThroughputExceeded =
    "Throughput exceeds the current capacity of your table or index. DynamoDB is automatically "
    "scaling your table or index so please try again shortly. If exceptions persist, check if you "
    "have a hot key: "
    "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/"
    "bp-partition-key-design.html.";

// ---- streams
inline constexpr std::string_view kStreamNotFound =
    "Requested resource not found: Stream: {} not found";
inline constexpr std::string_view kShardNotFound =
    "Requested resource not found: Shard: {} in Stream: {} not found";
inline constexpr std::string_view kShardGone = "Requested resource not found: Shard does not exist";
inline constexpr std::string_view kStreamArnInvalid = "Invalid StreamArn";
inline constexpr std::string_view kIteratorInvalid = "Invalid ShardIterator";
inline constexpr std::string_view kIteratorExpired = "Shard iterator has expired";
inline constexpr std::string_view kTrimmedData =
    "The data you are trying to access has been trimmed.";
inline constexpr std::string_view kSequenceNumberInvalid =
    "Invalid SequenceNumber in GetShardIteratorRequest";
inline constexpr std::string_view kSequenceNumberMissing =
    "One or more parameter values were invalid: SequenceNumber must be provided when "
    "ShardIteratorType is {}";
inline constexpr std::string_view kSequenceNumberGiven =
    "One or more parameter values were invalid: SequenceNumber must not be provided when "
    "ShardIteratorType is {}";
inline constexpr std::string_view kLimitTooLarge =
    "One or more parameter values were invalid: Limit should be less than or equal to {}";

// ---- PartiQL
// Where a text names a place in the statement, " at line:column:length" follows it.
inline constexpr std::string_view kPartiqlMalformed =
    "Statement wasn't well formed, can't be processed: {}";
inline constexpr std::string_view kPartiqlAt = "{} at {}";
inline constexpr std::string_view kPartiqlUnder = "{} under {}";
// What follows kPartiqlMalformed.
inline constexpr std::string_view kPartiqlLeftover = "Unexpected token after expression";
inline constexpr std::string_view kPartiqlUnexpectedTerm = "Unexpected term";
inline constexpr std::string_view kPartiqlUnexpectedKeyword = "Unexpected keyword";
inline constexpr std::string_view kPartiqlUnexpectedOperator = "Unexpected operator";
inline constexpr std::string_view kPartiqlMissingRightSide =
    "Missing right-hand side expression of infix operator";
inline constexpr std::string_view kPartiqlExpected = "Expected {}";
inline constexpr std::string_view kPartiqlPathDot = "Invalid path dot component";
inline constexpr std::string_view kPartiqlSimplePath = "Expected identifier for simple path";
inline constexpr std::string_view kPartiqlEmptyGroup = "Expression group cannot be empty";
inline constexpr std::string_view kPartiqlEmptySelect = "Cannot have empty SELECT list";
inline constexpr std::string_view kPartiqlNoStatement = "Expected data manipulation";
// Forms that the language has and the service does not offer.
inline constexpr std::string_view kPartiqlAlias = "Aliasing is not supported";
inline constexpr std::string_view kPartiqlClause = "Unsupported clause: {}";
inline constexpr std::string_view kPartiqlOperation = "Unsupported operation: {}";
inline constexpr std::string_view kPartiqlSeveralSources =
    "Only select from a single table or index is supported.";
inline constexpr std::string_view kPartiqlSelectValue =
    "Select projection doesn't support value or pivot keywords";
inline constexpr std::string_view kPartiqlSource = "Unexpected from source";
inline constexpr std::string_view kPartiqlSourceTooLong =
    "A path may contain at most 2 components in the FROM clause";
inline constexpr std::string_view kPartiqlSourceEmpty =
    "Path component cannot be an empty string";
inline constexpr std::string_view kPartiqlTableName =
    "Table name should be within the length [3, 255] and only contain 'a-z', 'A-Z', '0-9', '-', "
    "'_', '.'.";
inline constexpr std::string_view kPartiqlStarAndColumns =
    "Other attributes should not be present in the projection when '*' is used.";
inline constexpr std::string_view kPartiqlColumn = "Unexpected path component";
inline constexpr std::string_view kPartiqlColumnTwice =
    "Duplicate identifiers in select clause: {}";
inline constexpr std::string_view kPartiqlUnpivot =
    "Unpivot path component like a.*.b are not supported";
inline constexpr std::string_view kPartiqlWildcard =
    "Wildcard path component like a[*].b are not supported";
inline constexpr std::string_view kPartiqlItemSyntax =
    "Unsupported format in item expression. Please use struct format {...} to express item values "
    "for insert statement.";
inline constexpr std::string_view kPartiqlInsertSeveral =
    "Unsupported operation: Inserting multiple items in a single statement is not supported, use "
    "\"INSERT INTO tableName VALUE item\" instead";
inline constexpr std::string_view kPartiqlReturningInsert = "RETURNING is not supported in INSERT";
inline constexpr std::string_view kPartiqlReturningDelete =
    "Invalid returning clause: RETURNING {}. Only RETURNING ALL OLD * is allowed in DELETE "
    "statements.";
inline constexpr std::string_view kPartiqlReturningStar =
    "Expected '*' after ( MODIFIED | ALL ) ( NEW | OLD ) in RETURNING clause";
// Values.
inline constexpr std::string_view kPartiqlMissingValue =
    "MISSING must be compared using IS operator";
inline constexpr std::string_view kPartiqlDataType = "Unsupported data type: {} under key {}";
inline constexpr std::string_view kPartiqlNesting = "Nesting Levels have exceeded supported limits";
inline constexpr std::string_view kPartiqlEmptyBag = "Empty bags are not supported";
inline constexpr std::string_view kPartiqlBagType =
    "Unsupported data type in Bag. DynamoDB only supports either numbers or strings in bags";
inline constexpr std::string_view kPartiqlDuplicateNumbers =
    "One or more parameter values were invalid: Input collection [{}] contains duplicates! under "
    "{}";
inline constexpr std::string_view kPartiqlDuplicateKey =
    "Duplicate keys in tuple. Key: {} under {}";
inline constexpr std::string_view kPartiqlKeyType =
    "Tuple keys must be of type String. Actual type: {} under {}";
inline constexpr std::string_view kPartiqlParameterCount =
    "Number of parameters in request and statement don't match.";
// Conditions and updates.
inline constexpr std::string_view kPartiqlFunction = "Unrecognized function: {}";
inline constexpr std::string_view kPartiqlWhere =
    "WHERE clause must contain an expression that resolves to a boolean";
inline constexpr std::string_view kPartiqlAndOr = "The arguments to AND/OR must be Expressions";
inline constexpr std::string_view kPartiqlNot = "The argument to NOT must be a Type or Expression";
inline constexpr std::string_view kPartiqlIn =
    "IN operator must have a left hand argument of type Variable Reference and right hand argument "
    "of type Seq with at least one member";
inline constexpr std::string_view kPartiqlIsOperand =
    "The left hand side argument to IS must be a Variable Reference, Literal, or Path";
inline constexpr std::string_view kPartiqlIsType =
    "Unsupported data type for IS operator: {}. Supported data types are [MISSING, NULL, BOOLEAN, "
    "BLOB, STRING, NUMERIC, STRUCT, TUPLE, LIST]";
inline constexpr std::string_view kPartiqlIsInUpdate =
    "IS operator is not supported in update expressions";
inline constexpr std::string_view kPartiqlConditionOperator =
    "Unsupported operator in Condition Expression. Operator: {}";
inline constexpr std::string_view kPartiqlUpdateOperator =
    "Unsupported operator in Update Expression. Operator: {}";
inline constexpr std::string_view kPartiqlAttributeTypeName =
    "Invalid attribute type name found; type: {}, valid types: {{N,BS,L,B,NULL,M,S,SS,NS,BOOL}}";
inline constexpr std::string_view kPartiqlSetCount = "{} must have exactly two arguments";
inline constexpr std::string_view kPartiqlSetFirst =
    "The first argument to {} must equal the assignment value";
inline constexpr std::string_view kPartiqlSetSecond =
    "The second argument to {} must be a value with type SET";
// Keys.
inline constexpr std::string_view kPartiqlKeyMissing =
    "Where clause does not contain a mandatory equality on all key attributes";
inline constexpr std::string_view kPartiqlKeyTwice =
    "Multiple conditions on same key {}. Only single item Update/Insert/Delete are supported";
inline constexpr std::string_view kPartiqlKeyAbsent =
    "Key attribute should be present in the item: Key {}";
inline constexpr std::string_view kPartiqlKeyTypeMismatch =
    "Key attribute's data type should match its data type in table's schema: Key {}";
inline constexpr std::string_view kPartiqlKeyNested =
    "Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: "
    "Key {}";
inline constexpr std::string_view kPartiqlOverlap =
    "Overlapping conditions with range keys are not supported in where clause";
inline constexpr std::string_view kPartiqlTooManyReads =
    "Too many decomposed read operations for a given query.";
inline constexpr std::string_view kPartiqlOrderWithoutWhere =
    "Must have WHERE clause in the statement when using ORDER BY clause.";
inline constexpr std::string_view kPartiqlOrderWithoutKey =
    "Must have at least one non-optional hash key condition in WHERE clause when using ORDER BY "
    "clause.";
inline constexpr std::string_view kPartiqlOrderAttribute =
    "Attribute {} in ORDER BY clause must be part of the primary key";
inline constexpr std::string_view kPartiqlOrderNeedsHash =
    "Must have hash key in ORDER BY clause when more than one hash key condition specified in "
    "WHERE clause.";
inline constexpr std::string_view kPartiqlOrderTerm =
    "Argument to ORDER BY must be of type VariableReference";
// Tables and indexes.
inline constexpr std::string_view kPartiqlMultiAttributeKey =
    "PartiQL statements cannot be executed on tables with multi-attribute HASH keys or "
    "multi-attribute RANGE keys.";
inline constexpr std::string_view kPartiqlNoSuchIndex =
    "The table does not have the specified index";
inline constexpr std::string_view kPartiqlConsistentReadOfGlobalIndex =
    "Strongly consistent read is not supported on Global Secondary Indexes";
inline constexpr std::string_view kPartiqlWriteToIndex =
    "This operation is not supported on an index";
inline constexpr std::string_view kPartiqlInsertIntoIndex =
    "FROM clause may only contain a single table name in data manipulation statements at {}";
inline constexpr std::string_view kPartiqlFilterNotProjected =
    "One or more parameter values were invalid: Secondary index {} does not project one or more "
    "filter attributes: [{}]";
// Requests.
inline constexpr std::string_view kDuplicateItem = "Duplicate primary key exists in table";
inline constexpr std::string_view kNextTokenInvalid = "Invalid NextToken";
inline constexpr std::string_view kNextTokenOfOther = "NextToken does not match request";
inline constexpr std::string_view kPartiqlExistsAlone =
    "EXISTS can only be used in ExecuteTransaction write requests.";
inline constexpr std::string_view kPartiqlBatchMixed =
    "BatchExecuteStatement API does not support both read and write operations in the same "
    "request.";
inline constexpr std::string_view kPartiqlBatchSelect =
    "Select statements within BatchExecuteStatement must specify the primary key in the where "
    "clause.";
inline constexpr std::string_view kPartiqlTransactionMixed =
    "ExecuteTransaction API does not support both read and write operations in the same request.";
inline constexpr std::string_view kPartiqlTransactionFailed =
    "Validation failed in TransactStatements[{}]: {}";
inline constexpr std::string_view kPartiqlTransactionSelect =
    "Select statements within ExecuteTransaction must specify the primary key in the where clause.";
inline constexpr std::string_view kPartiqlTransactionIndex =
    "Reads on indices are not supported within transactions.";
inline constexpr std::string_view kPartiqlTransactionReturning =
    "RETURNING clause is not supported in ExecuteTransaction.";
inline constexpr std::string_view kPartiqlTransactionExists =
    "EXISTS() must contain a single item read with additional condition";

// ---- the native socket
inline constexpr std::string_view kNativeMalformed = "The request's bytes are malformed: {}";
inline constexpr std::string_view kProgramTooLarge =
    "The compiled expression has more parts than any expression of the allowed size";
inline constexpr std::string_view kNativePeerRefused =
    "User {} may not use this socket; --native-allow-user and --native-allow-group add others";
inline constexpr std::string_view kNativeHelloFirst =
    "The first frame on a connection must be a hello of protocol version {}";
inline constexpr std::string_view kNativeBusy = "The service is busy; connect again later";
inline constexpr std::string_view kNativeTooLate = "A frame was begun and not finished in time";
inline constexpr std::string_view kNativeTooLarge =
    "A request of {} bytes is larger than the {} bytes that are allowed";
inline constexpr std::string_view kNotJson = "The text is not JSON";
inline constexpr std::string_view kNativeStopping = "The service is stopping; connect again";

// ---- the service itself
inline constexpr std::string_view kInternalServerError =
    "The request processing has failed because of an unknown error, exception or failure.";

}  // namespace partita::model::message
