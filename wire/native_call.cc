#include "wire/native_call.h"

namespace partita::wire {

void Encode(const NativeCallRequest& request, base::ByteWriter* writer) {
  writer->Bytes(request.target);
  writer->Bytes(request.json);
}

NativeCallRequest DecodeNativeCallRequest(base::ByteReader* reader) {
  NativeCallRequest request;
  request.target = reader->Bytes();
  request.json = reader->Bytes();
  return request;
}

}  // namespace partita::wire
