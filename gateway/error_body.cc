#include "gateway/error_body.h"

#include "model/item_json.h"

namespace partita::gateway {
namespace {

void AppendText(std::string_view name, std::string_view text, std::string* out) {
  out->append(name);
  model::AppendJsonString(text, out);
}

// An item whose bytes are not ours is left out: the refusal itself is still true.
void AppendItem(std::string_view encoded, std::string* out) {
  if (encoded.empty()) return;
  const size_t before = out->size();
  out->append(",\"Item\":");
  if (!model::AppendEncodedItemJson(encoded, out)) out->resize(before);
}

void AppendReasons(const std::vector<model::CancellationReason>& reasons, std::string* out) {
  out->append(",\"CancellationReasons\":[");
  for (const model::CancellationReason& reason : reasons) {
    if (&reason != reasons.data()) out->push_back(',');
    AppendText("{\"Code\":", reason.code, out);
    if (!reason.message.empty()) AppendText(",\"Message\":", reason.message, out);
    AppendItem(reason.item, out);
    out->push_back('}');
  }
  out->push_back(']');
}

// The service model spells the member of ThrottlingException with a small letter.
void AppendThrottling(const model::ApiError& error, std::string* out) {
  out->append(error.type == model::ApiErrorType::kThrottling ? ",\"throttlingReasons\":["
                                                             : ",\"ThrottlingReasons\":[");
  for (const model::ThrottlingReason& reason : error.throttling) {
    if (&reason != error.throttling.data()) out->push_back(',');
    AppendText("{\"reason\":", reason.reason, out);
    AppendText(",\"resource\":", reason.resource, out);
    out->push_back('}');
  }
  out->push_back(']');
}

}  // namespace

std::string ErrorBody(const model::ApiError& error) {
  std::string body = "{\"__type\":\"";
  body.append(ApiErrorPrefix(error.type)).append("#").append(ApiErrorName(error.type)).append("\"");
  if (!error.message.empty()) {
    const bool capital = error.type == model::ApiErrorType::kSerialization;
    AppendText(capital ? ",\"Message\":" : ",\"message\":", error.message, &body);
  }
  AppendItem(error.item, &body);
  if (!error.reasons.empty()) AppendReasons(error.reasons, &body);
  if (!error.throttling.empty()) AppendThrottling(error, &body);
  body.push_back('}');
  return body;
}

}  // namespace partita::gateway
