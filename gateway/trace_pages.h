// The pages that show traces: GET /trace/<id> and GET /traces (docs/traces.md).
//
//   /trace/<id>   one: a request id, or a trace id (the newest request of it)
//   /traces       latest=N, slowest=N or failed=N (20 if nothing is said, at most 1,000), of those
//                 with operation=, table= (a name) and trace= (a trace id)
//   format=otlp   either as OpenTelemetry's JSON
// Any gateway answers for all of the house. 404: not recorded, or long ago; 400: a query that makes
// no sense. Thread safety: the gateway's one thread.
#pragma once

#include <string_view>

#include "gateway/edge.h"
#include "gateway/http_response.h"
#include "gateway/pages.h"
#include "metrics/trace_ring.h"

namespace partita::gateway {

class TracePages {
 public:
  // Both outlive the pages.
  TracePages(const metrics::TraceReader* traces, Edge* edge) : traces_(traces), edge_(edge) {}

  HttpResponse One(std::string_view id, std::string_view query) const;
  HttpResponse List(std::string_view query) const;

 private:
  const metrics::TraceReader* traces_;
  Edge* edge_;
};

// Adds the rows. `traces` outlives `pages`, which outlives nothing of them.
void AddTracePages(const TracePages* traces, Pages* pages);

}  // namespace partita::gateway
