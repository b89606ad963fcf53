// Scan: all of a table or an index or a segment of it, slot by slot; a table in the order of the
// hashes.
#include <fmt/format.h>

#include <string>
#include <utility>

#include "gateway/api/item_read.h"
#include "gateway/api/read_ranges.h"
#include "gateway/api/request.h"
#include "gateway/api/table_name.h"
#include "model/api_message.h"

namespace partita::gateway::api {

namespace message = model::message;
using model::ApiError;
using model::ApiResult;
using model::ApiStatus;

namespace {

constexpr int64_t kMaxTotalSegments = 1'000'000;

struct ScanParameters : ReadParameters {
  explicit ScanParameters(const ParameterReader& reader)
      : ReadParameters(reader, "ScanFilter"),
        segment(reader.Integer("Segment")),
        total_segments(reader.Integer("TotalSegments")) {}

  std::optional<int64_t> segment;
  std::optional<int64_t> total_segments;
};

ApiStatus CheckScanMembers(const ScanParameters& scan) {
  if (scan.table_name) PARTITA_TRY(CheckTableNameAlone(*scan.table_name));
  Constraints constraints;
  ConstrainRead(scan, "scanFilter", &constraints);
  constraints.Range("limit", scan.limit, 1, INT32_MAX);
  constraints.Range("totalSegments", scan.total_segments, 1, kMaxTotalSegments);
  constraints.Range("segment", scan.segment, 0, kMaxTotalSegments - 1);
  return constraints.Check();
}

ApiStatus CheckSegment(const ScanParameters& scan) {
  if (scan.total_segments && !scan.segment)
    return ApiError::Validation(message::kSegmentMissing);
  if (scan.segment && !scan.total_segments)
    return ApiError::Validation(message::kTotalSegmentsMissing);
  if (scan.segment && *scan.segment >= *scan.total_segments) {
    return ApiError::Validation(
        fmt::format(message::kSegmentTooLarge, *scan.segment, *scan.total_segments));
  }
  return {};
}

struct CompiledScan {
  SharedFilter filter;
  SharedProjection projection;
};

// Everything that can be refused without knowing the table.
ApiResult<CompiledScan> CheckScan(ScanParameters* scan) {
  const bool has_expression = scan->filter_expression || scan->projection.expression;
  PARTITA_TRY(CheckNotMixed(
      {{"AttributesToGet", scan->projection.attributes_to_get.has_value()},
       {"ScanFilter", scan->filter.given},
       {"ConditionalOperator", scan->conditional_operator.has_value()}},
      {{"ProjectionExpression", scan->projection.expression.has_value()},
       {"FilterExpression", scan->filter_expression.has_value()}}));
  PARTITA_TRY(CheckSegment(*scan));
  PARTITA_TRY(CheckStartKeyValues(*scan));
  PARTITA_TRY(scan->attributes.Check(has_expression));
  CompiledScan compiled;
  PARTITA_ASSIGN(compiled.filter, CompileFilter(scan));
  PARTITA_ASSIGN(compiled.projection, CompileProjection(scan->projection, &scan->attributes));
  PARTITA_TRY(scan->attributes.placeholders()->CheckAllUsed());
  PARTITA_TRY(CheckSelect(*scan));
  return compiled;
}

}  // namespace

ApiStatus Scan(const Request& request) {
  std::optional<ApiError> failure;
  const ParameterReader reader(request.parameters, &failure, model::ValueWording::kOlder);
  ScanParameters scan(reader);
  PARTITA_TRY(reader.status());
  PARTITA_TRY(CheckScanMembers(scan));
  PARTITA_ASSIGN(CompiledScan compiled, CheckScan(&scan));

  PARTITA_ASSIGN(ReadSource source, FindSourceToRead(request.edge, scan));
  PARTITA_ASSIGN(const Extent extent,
                 ExtentToRead(scan, source, compiled.projection, compiled.filter));
  PageRequest page;
  if (scan.segment) {
    page.source.hashes = SegmentOf(static_cast<uint32_t>(*scan.segment),
                                   static_cast<uint32_t>(*scan.total_segments));
  }
  page.ranges = RangesToScan(source, page.source.hashes, request.edge->slots());
  if (scan.start_key.given) {
    const ScanSegment segment{static_cast<uint64_t>(scan.segment.value_or(0)),
                              static_cast<uint64_t>(scan.total_segments.value_or(1)),
                              page.source.hashes};
    PARTITA_TRY(
        StartBehindKey(*scan.start_key.item, source, request.edge, segment, &page.ranges));
  }
  AnswerPage(request.edge, request.call, scan, std::move(source), extent,
             std::move(compiled.filter), std::move(compiled.projection), std::move(page));
  return {};
}

}  // namespace partita::gateway::api
