// Members that are missing, too long, too small or none of those allowed.
const get = { TableName: "nowhere", Key: { pk: { S: "p" } } };

export default [
  { message: "kOneValidationError", operation: "GetItem", body: { TableName: "nowhere" } },
  { message: "kValidationErrors", operation: "GetItem", body: {} },
  { message: "kMemberFailed", operation: "GetItem", body: { TableName: "nowhere" } },
  { message: "kMemberNotNull", operation: "PutItem", body: { TableName: "nowhere" } },
  { message: "kMemberMinLength", operation: "GetItem", body: { ...get, AttributesToGet: [] } },
  { message: "kMemberMaxLength", operation: "GetItem", body: { ...get, TableName: "n".repeat(256) } },
  { message: "kMemberMinValue", operation: "Scan", body: { TableName: "nowhere", Limit: 0 } },
  { message: "kMemberMaxValue", operation: "Scan", body: { TableName: "nowhere", TotalSegments: 1_000_001 } },
  { message: "kMemberPattern", operation: "GetItem", body: { ...get, TableName: "no where" } },
  { message: "kMemberEnum", operation: "GetItem", body: { ...get, ReturnConsumedCapacity: "SOME" } },
  { message: "kTableNameEmpty", operation: "GetItem", body: { ...get, TableName: "" } },
  { message: "kTableNameRequired", operation: "DescribeTable", body: {} },
  { message: "kTableNameLength", operation: "DescribeTable", body: { TableName: "nn" } },
  { message: "kUnknownReturnValues", operation: "DeleteItem", body: { ...get, ReturnValues: "UPDATE_NEW" } },
  { message: "kUnknownReturnValues", operation: "UpdateItem", body: { ...get, ReturnValues: "ALL" } },
  { message: "kOnlyAllOldOrNone", operation: "DeleteItem", body: { ...get, ReturnValues: "ALL_NEW" } },
];
