// ProjectionExpression and the legacy AttributesToGet.
//
// Thread safety: a Projection is immutable.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "expr/path.h"
#include "expr/placeholders.h"
#include "model/api_error.h"
#include "model/attribute_value.h"

namespace partita::expr {

class Projection {
 public:
  explicit Projection(std::vector<Path> paths) : paths_(std::move(paths)) {}

  static model::ApiResult<Projection> Compile(std::string_view text, Placeholders* placeholders);
  // AttributesToGet: top-level names, taken literally.
  static Projection OfAttributes(const std::vector<std::string>& names);

  // projection := count varint (at least 1), paths. kCorrupt: not such bytes, or paths that get in
  // each other's way.
  void EncodeTo(std::string* out) const;
  static base::Result<Projection> Decode(std::string_view program);

  // What of `item` the paths name; list elements move together, in order.
  model::Item Apply(const model::Item& item) const;

  const std::vector<Path>& paths() const { return paths_; }

 private:
  std::vector<Path> paths_;
};

}  // namespace partita::expr
