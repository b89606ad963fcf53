// What a frame asks or answers. Numbers cross process boundaries and the native socket: never
// renumber, never reuse.
#pragma once

#include <cstdint>
#include <string_view>

namespace partita::wire {

// A reply has the kind of its request, with kReplyBit set in the frame's flags.
enum class MessageKind : uint16_t {
  // gateway, libclient → partitiond: items
  kGetItem = 1,
  kPutItem = 2,
  kUpdateItem = 3,
  kDeleteItem = 4,
  kTableStatistics = 5,
  kScanRange = 6,   // a page of an ordered range: Query and Scan
  kIndexRange = 7,  // the same of an index
  // transactions
  kClaimToken = 16,
  kReadTransaction = 17,
  kWriteTransaction = 18,  // all in one slot
  kPrepareTransaction = 19,
  kDecideTransaction = 20,
  kFinishTransaction = 21,
  kListTransactions = 22,
  kForgetTransactions = 23,
  kKeepToken = 24,
  // streams
  kReadChanges = 32,
  kDescribeChanges = 33,
  // gateway → registryd: tables
  kCreateTable = 64,
  kDeleteTable = 65,
  kUpdateTable = 66,
  kUpdateTimeToLive = 67,
  kTagResource = 68,
  kUntagResource = 69,
  kUpdateContinuousBackups = 70,
  // registryd → partitiond: the mirror has a new version, acknowledge having read it
  kSchemaRollout = 128,
  kBackfillProgress = 129,  // how far a new index is filled
  // native client → gateway (native_hello.h, native_item.h, native_page.h, native_call.h)
  kNativeHello = 192,
  kNativeGoodbye = 193,  // gateway → native client: why it closes
  kNativeCall = 194,
  kNativeGetItem = 195,
  kNativePutItem = 196,
  kNativeUpdateItem = 197,
  kNativeDeleteItem = 198,
  kNativeQuery = 199,
  kNativeScan = 200,
};

std::string_view MessageKindName(MessageKind kind);  // "?" for a stranger's number

}  // namespace partita::wire
