// Scan: all of a table or an index or a segment of it.
#include <utility>

#include "gateway/api/read_ranges.h"
#include "gateway/native/page.h"

namespace partita::gateway::native {
namespace {

constexpr uint64_t kMostSegments = 1'000'000;

}  // namespace

model::ApiStatus Scan(Request* request) {
  const wire::NativeScanRequest scan = wire::DecodeNativeScanRequest(&request->payload);
  PARTITA_TRY(ExpectWhole(request->payload));
  const bool parallel = scan.total_segments > 0;
  if (scan.total_segments > kMostSegments || (parallel && scan.segment >= scan.total_segments) ||
      (!parallel && scan.segment > 0))
    return Malformed("segment");
  PARTITA_ASSIGN(PageParameters parameters, CheckRead(request->edge, scan));
  api::PageRequest page;
  if (parallel) {
    page.source.hashes = api::SegmentOf(static_cast<uint32_t>(scan.segment),
                                        static_cast<uint32_t>(scan.total_segments));
  }
  page.ranges =
      api::RangesToScan(parameters.source, page.source.hashes, request->edge->slots());
  if (parameters.start_key) {
    const api::ScanSegment segment{scan.segment, parallel ? scan.total_segments : 1,
                                   page.source.hashes};
    PARTITA_TRY(api::StartBehindKey(*parameters.start_key, parameters.source, request->edge,
                                    segment, &page.ranges));
  }
  return AnswerPage(*request, std::move(parameters), std::move(page));
}

}  // namespace partita::gateway::native
