// JSON of the wrong types: refused before anything looks at what it says.
const put = (value) => ({ TableName: "nowhere", Item: { pk: value } });

export default [
  { message: "kOnlyBase64", operation: "PutItem", body: put({ B: 1 }) },
  { message: "kBase64Length", operation: "PutItem", body: put({ B: "YQ=" }) },
  { message: "kBase64Last", operation: "PutItem", body: put({ B: "Y*==" }) },
  { message: "kCannotBeConverted", operation: "PutItem", body: put({ S: 1 }) },
  { message: "kCannotBeConverted", operation: "GetItem", body: { TableName: true } },
  { message: "kUnexpectedToken", operation: "PutItem", body: put({ BOOL: "perhaps" }) },
  { message: "kUnexpectedToken", operation: "Query", body: { TableName: "nowhere", ConsistentRead: "perhaps" } },
  { message: "kUnexpectedFieldType", operation: "PutItem", body: { TableName: "nowhere", Item: "item" } },
  { message: "kUnexpectedFieldType", operation: "PutItem", body: put({ SS: "a" }) },
  { message: "kUnexpectedValueType", operation: "PutItem", body: put("a") },
  { message: "kUnexpectedStart", operation: "PutItem", body: put({ S: { S: "a" } }) },
  { message: "kUnexpectedStart", operation: "GetItem", body: { TableName: {} } },
  { message: "kUnrecognizedClass", operation: "PutItem", body: put([]) },
  { message: "kUnrecognizedClass", operation: "Scan", body: '{"TableName": "nowhere", "Limit": [1]}' },
  { message: "kUnrecognizedMap", operation: "PutItem", body: { TableName: "nowhere", Item: [] } },
  { message: "kUnrecognizedMap", operation: "BatchGetItem", body: { RequestItems: [] } },
];
