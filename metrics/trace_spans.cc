#include "metrics/trace_spans.h"

#include <algorithm>

namespace partita::metrics {
namespace {

class SpanList {
 public:
  // Nothing, unless both ends are there. The place it got.
  int Add(std::string_view name, Ticks from, Ticks to, int parent = -1, int hop = -1) {
    if (from == 0 || to == 0) return -1;
    const int64_t start_ns = ToNs(from);
    spans_.push_back({name, start_ns, std::max<int64_t>(0, ToNs(to) - start_ns), parent, hop});
    return static_cast<int>(spans_.size()) - 1;
  }
  std::vector<TraceSpan> Take() { return std::move(spans_); }

 private:
  std::vector<TraceSpan> spans_;
};

void AddQuestion(const TraceHop& hop, int number, Ticks end, SpanList* spans) {
  const int question =
      spans->Add("question", hop.routed, hop.replied == 0 ? end : hop.replied, -1, number);
  if (question < 0) return;
  const Ticks done = hop.committed == 0 ? hop.executed : hop.committed;
  spans->Add("enqueue", hop.routed, hop.queued, question, number);
  spans->Add("ring", hop.queued, hop.dequeued, question, number);
  spans->Add("execute", hop.dequeued, hop.executed, question, number);
  spans->Add("commit", hop.executed, hop.committed, question, number);
  spans->Add("return", done, hop.replied, question, number);
}

}  // namespace

int64_t DurationNs(const TraceRecord& record) {
  const Ticks end = EndOf(record);
  return end == 0 ? 0 : ToNs(end);
}

std::vector<TraceSpan> SpansOf(const Trace& trace) {
  const TraceRecord& record = trace.record;
  const Ticks routed = record.hops == 0 ? 0 : record.first_hop.routed;
  const Ticks asked_nobody = record.authorised == 0 ? record.parsed : record.authorised;
  SpanList spans;
  spans.Add("receive", 1, record.arrived);
  spans.Add("parse", record.arrived, record.parsed);
  spans.Add("authorise", record.parsed, record.authorised);
  spans.Add("check", record.authorised, routed);
  for (size_t i = 0; i < trace.hops.size(); ++i)
    AddQuestion(trace.hops[i], static_cast<int>(i), EndOf(record), &spans);
  spans.Add("answer", record.hops == 0 ? asked_nobody : record.replied, record.answered);
  spans.Add("send", record.answered, record.sent);
  return spans.Take();
}

}  // namespace partita::metrics
