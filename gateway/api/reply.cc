#include "gateway/api/reply.h"

#include <string>
#include <utility>

#include "base/log.h"
#include "model/api_message.h"
#include "wire/outcome.h"

namespace partita::gateway::api {

model::ApiError InternalServerError() {
  return model::ApiError::Of(model::ApiErrorType::kInternalServerError,
                             std::string(model::message::kInternalServerError));
}

model::ApiResult<base::ByteReader> OpenReply(base::Result<base::ByteReader> reply) {
  if (!reply.ok()) {
    base::Log(base::LogLevel::kDebug, "an owner did not reply: {}", reply.error().message);
    return InternalServerError();
  }
  base::ByteReader reader = *reply;
  PARTITA_TRY(wire::DecodeOutcome(&reader));
  return reader;
}

OnReply AnswerDone(const Request& request, std::string json) {
  return
      [call = request.call, json = std::move(json)](base::Result<base::ByteReader> reply) mutable {
        const model::ApiResult<base::ByteReader> opened = OpenReply(std::move(reply));
        if (opened.ok()) {
          call->Succeed(std::move(json));
        } else {
          call->Fail(opened.error());
        }
      };
}

void Answer(ApiCall* call, model::ApiResult<std::string> json) {
  if (json.ok()) {
    call->Succeed(std::move(json).value());
  } else {
    call->Fail(json.error());
  }
}

}  // namespace partita::gateway::api
