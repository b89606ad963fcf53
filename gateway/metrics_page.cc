#include "gateway/metrics_page.h"

#include <cstdint>
#include <string_view>

#include "gateway/call_counts.h"
#include "gateway/dynamodb_api.h"
#include "metrics/collector.h"
#include "model/api_error.h"

namespace partita::gateway {
namespace {

metrics::Vocabulary Words() {
  metrics::Vocabulary words;
  words.operation = CountedOperationName;
  words.error = [](size_t type) {
    if (type > UINT8_MAX || !model::IsApiErrorType(static_cast<uint8_t>(type)))
      return std::string_view();
    return model::ApiErrorName(static_cast<model::ApiErrorType>(type));
  };
  words.fault = [](size_t type) {
    return FaultWord(FaultOf(static_cast<model::ApiErrorType>(type)));
  };
  words.version = PARTITA_VERSION;
  return words;
}

}  // namespace

Pages::Page MetricsPage(const shm::ControlBlock* control, const metrics::CounterBlock* counters) {
  return [control, counters, words = Words()](const PageRequest&) {
    HttpResponse response;
    response.content_type = metrics::kContentType;
    response.body = metrics::Collect(*control, *counters, words);
    return response;
  };
}

}  // namespace partita::gateway
