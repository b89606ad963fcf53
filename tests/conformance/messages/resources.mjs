// ARNs of other accounts.
const foreign = "arn:aws:dynamodb:us-east-1:999999999999:table/nobody";

export default [
  { message: "kForeignResource", operation: "ListTagsOfResource", body: { ResourceArn: foreign } },
  { message: "kForeignResource", operation: "TagResource", body: { ResourceArn: foreign, Tags: [{ Key: "k", Value: "v" }] } },
  { message: "kForeignResource", operation: "UntagResource", body: { ResourceArn: foreign, TagKeys: ["k"] } },
];
