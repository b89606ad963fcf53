#include "wire/message_kind.h"

namespace partita::wire {

std::string_view MessageKindName(MessageKind kind) {
  switch (kind) {
    case MessageKind::kGetItem:
      return "GetItem";
    case MessageKind::kPutItem:
      return "PutItem";
    case MessageKind::kUpdateItem:
      return "UpdateItem";
    case MessageKind::kDeleteItem:
      return "DeleteItem";
    case MessageKind::kTableStatistics:
      return "TableStatistics";
    case MessageKind::kScanRange:
      return "ScanRange";
    case MessageKind::kIndexRange:
      return "IndexRange";
    case MessageKind::kClaimToken:
      return "ClaimToken";
    case MessageKind::kReadTransaction:
      return "ReadTransaction";
    case MessageKind::kWriteTransaction:
      return "WriteTransaction";
    case MessageKind::kPrepareTransaction:
      return "PrepareTransaction";
    case MessageKind::kDecideTransaction:
      return "DecideTransaction";
    case MessageKind::kFinishTransaction:
      return "FinishTransaction";
    case MessageKind::kListTransactions:
      return "ListTransactions";
    case MessageKind::kForgetTransactions:
      return "ForgetTransactions";
    case MessageKind::kKeepToken:
      return "KeepToken";
    case MessageKind::kReadChanges:
      return "ReadChanges";
    case MessageKind::kDescribeChanges:
      return "DescribeChanges";
    case MessageKind::kCreateTable:
      return "CreateTable";
    case MessageKind::kDeleteTable:
      return "DeleteTable";
    case MessageKind::kUpdateTable:
      return "UpdateTable";
    case MessageKind::kUpdateTimeToLive:
      return "UpdateTimeToLive";
    case MessageKind::kTagResource:
      return "TagResource";
    case MessageKind::kUntagResource:
      return "UntagResource";
    case MessageKind::kUpdateContinuousBackups:
      return "UpdateContinuousBackups";
    case MessageKind::kSchemaRollout:
      return "SchemaRollout";
    case MessageKind::kBackfillProgress:
      return "BackfillProgress";
    case MessageKind::kNativeHello:
      return "NativeHello";
    case MessageKind::kNativeGoodbye:
      return "NativeGoodbye";
    case MessageKind::kNativeCall:
      return "NativeCall";
    case MessageKind::kNativeGetItem:
      return "NativeGetItem";
    case MessageKind::kNativePutItem:
      return "NativePutItem";
    case MessageKind::kNativeUpdateItem:
      return "NativeUpdateItem";
    case MessageKind::kNativeDeleteItem:
      return "NativeDeleteItem";
    case MessageKind::kNativeQuery:
      return "NativeQuery";
    case MessageKind::kNativeScan:
      return "NativeScan";
  }
  return "?";
}

}  // namespace partita::wire
