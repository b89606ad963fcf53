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
  }
  return "?";
}

}  // namespace partita::wire
