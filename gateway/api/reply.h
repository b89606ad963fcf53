// What an owner replied, as the answer or the error that the client gets.
#pragma once

#include <memory>
#include <string>

#include "base/coding.h"
#include "base/result.h"
#include "gateway/api/request.h"
#include "gateway/api_call.h"
#include "gateway/edge.h"
#include "model/api_error.h"

namespace partita::gateway::api {

// The operation's own fields behind a done outcome. A refusal comes back as the owner worded it; a
// dead or absent peer and bytes that are not ours as InternalServerError, which every SDK retries.
model::ApiResult<base::ByteReader> OpenReply(base::Result<base::ByteReader> reply);

model::ApiError InternalServerError();

// Answers with `json` when the owner has done what was asked, whatever else it replies.
OnReply AnswerDone(const Request& request, std::string json);

// Answers the call with the JSON or the error.
void Answer(ApiCall* call, model::ApiResult<std::string> json);

}  // namespace partita::gateway::api
