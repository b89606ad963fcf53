// Requests to the API without an SDK, which would not send what is wrong.

// A function that sends one operation with a body, an object or a string that is sent as it is, and answers
// { status, body }. The operation is DynamoDB's unless its target is spelled out: "DynamoDBStreams_20120810.GetRecords".
export const asking = (endpoint) => async (operation, body) => {
  const answer = await fetch(endpoint, {
    method: "POST",
    headers: {
      "content-type": "application/x-amz-json-1.0",
      "x-amz-target": operation.includes(".") ? operation : `DynamoDB_20120810.${operation}`,
    },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
  const text = await answer.text();
  return { status: answer.status, body: text === "" ? {} : JSON.parse(text) };
};
