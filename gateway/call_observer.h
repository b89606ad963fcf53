// Who is told about every call once it has ended.
#pragma once

namespace partita::gateway {

class ApiCall;

class CallObserver {
 public:
  virtual ~CallObserver() = default;

  // Once for each call that was read to its end: answered well or badly, sent, or given up as
  // its client had left (kCallClientLeft). Its timeline moves no more, but for the hops of
  // questions still open. In the middle of the loop's turn: takes microseconds at most, and answers
  // nobody.
  virtual void OnFinished(const ApiCall& call) = 0;
};

}  // namespace partita::gateway
