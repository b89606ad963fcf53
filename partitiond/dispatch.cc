#include "partitiond/dispatch.h"

#include "wire/outcome.h"

namespace partita::partitiond {
namespace {

constexpr DispatchRow kRows[] = {
    {wire::MessageKind::kGetItem, false, GetItem},
    {wire::MessageKind::kPutItem, true, PutItem},
    {wire::MessageKind::kUpdateItem, true, UpdateItem},
    {wire::MessageKind::kDeleteItem, true, DeleteItem},
    {wire::MessageKind::kScanRange, false, ScanRange},
    {wire::MessageKind::kIndexRange, false, IndexRange},
    {wire::MessageKind::kClaimToken, false, ClaimToken},
    {wire::MessageKind::kKeepToken, true, KeepToken},
    {wire::MessageKind::kReadTransaction, false, ReadTransaction},
    {wire::MessageKind::kWriteTransaction, true, WriteTransaction},
    {wire::MessageKind::kPrepareTransaction, true, PrepareTransaction},
    {wire::MessageKind::kDecideTransaction, true, DecideTransaction},
    {wire::MessageKind::kFinishTransaction, true, FinishTransaction},
    {wire::MessageKind::kForgetTransactions, true, ForgetTransactions},
    {wire::MessageKind::kListTransactions, false, ListTransactions},
    {wire::MessageKind::kReadChanges, false, ReadChanges},
    {wire::MessageKind::kDescribeChanges, false, DescribeChanges},
    {wire::MessageKind::kTableStatistics, false, TableStatistics},
    {wire::MessageKind::kSchemaRollout, false, SchemaRollout},
    {wire::MessageKind::kBackfillProgress, false, BackfillProgress},
};

void StartReply(const wire::FrameHeader& request, std::string* reply) {
  wire::StartFrame({.payload_bytes = 0,
                    .kind = request.kind,
                    .flags = wire::kReplyBit,
                    .request_id = request.request_id,
                    .trace_id = request.trace_id},
                   reply);
}

void AnswerRefused(const wire::FrameHeader& request, const model::ApiError& refusal,
                   std::string* reply) {
  StartReply(request, reply);
  base::ByteWriter writer(reply);
  wire::EncodeRefused(refusal, &writer);
  wire::FinishFrame(reply);
}

}  // namespace

const DispatchRow* FindOperation(wire::MessageKind kind) {
  for (const DispatchRow& row : kRows) {
    if (row.kind == kind) return &row;
  }
  return nullptr;
}

base::Status Answer(const DispatchRow& row, Room& room, const wire::Frame& request,
                    std::string* reply) {
  StartReply(request.header, reply);
  base::ByteReader reader(request.payload);
  base::ByteWriter writer(reply);
  const Attempt<void> attempt = row.run(room, &reader, &writer);
  if (attempt.ok()) {
    wire::FinishFrame(reply);
    return {};
  }
  if (attempt.error().refusal() == nullptr) return attempt.error().store_error();
  AnswerRefused(request.header, *attempt.error().refusal(), reply);
  return {};
}

void AnswerInternalError(const wire::FrameHeader& request, std::string_view message,
                         std::string* reply) {
  AnswerRefused(
      request, model::ApiError::Of(model::ApiErrorType::kInternalServerError, std::string(message)),
      reply);
}

}  // namespace partita::partitiond
