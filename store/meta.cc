#include "store/meta.h"

#include <fmt/format.h>

namespace partita::store {

base::Status Meta::Create(const std::string& slot) {
  PARTITA_TRY(database_.Execute(fmt::format("PRAGMA application_id = {}", kApplicationId)));
  PARTITA_TRY(RaiseFormat());
  PARTITA_TRY(
      database_.Execute("CREATE TABLE meta (id INTEGER PRIMARY KEY, epoch INTEGER NOT NULL, seq "
                        "INTEGER NOT NULL, slot TEXT NOT NULL)"));
  return create_.Run(slot);
}

base::Status Meta::RaiseFormat() {
  return database_.Execute(fmt::format("PRAGMA user_version = {}", kFormat));
}

base::Result<CommitMark> Meta::Load(const std::string& slot) {
  PARTITA_ASSIGN(const int64_t application, database_.QueryInt64("PRAGMA application_id"));
  if (application != kApplicationId) {
    return base::Error::Invalid(fmt::format("{} is a database, but not a slot", database_.path()));
  }
  PARTITA_ASSIGN(format_, database_.QueryInt64("PRAGMA user_version"));
  if (format_ < 1 || format_ > kFormat) {
    return base::Error::Invalid(fmt::format("{} has format {}, this program reads formats 1 to {}",
                                            database_.path(), format_, kFormat));
  }
  auto rows = load_.Query();
  PARTITA_ASSIGN(const bool found, rows.Next());
  if (!found)
    return base::Error::Corrupt(fmt::format("{} has lost its meta row", database_.path()));
  if (!slot.empty() && rows.Bytes(2) != slot) {
    return base::Error::Invalid(
        fmt::format("{} is slot {}, not {}", database_.path(), rows.Bytes(2), slot));
  }
  return CommitMark{rows.Uint64(0), rows.Uint64(1)};
}

}  // namespace partita::store
