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
  kScanRange = 6,  // a page of an ordered range: Query and Scan
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
};

std::string_view MessageKindName(MessageKind kind);  // "?" for a stranger's number

}  // namespace partita::wire
