// Transactions as the JSON that the API knows them by: they have no binary form.
#pragma once

#include <span>
#include <string>

#include "libclient/request.h"

namespace partita::libclient {

// The body of TransactWriteItems. `token`: empty: none.
std::string TransactWriteJson(std::span<const partita_request* const> actions,
                              std::string_view token);
// The body of TransactGetItems.
std::string TransactGetJson(std::span<const partita_request* const> gets);

}  // namespace partita::libclient
