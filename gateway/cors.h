// Which web pages may talk to us from a browser (the Fetch standard's CORS protocol).
//
// Allowed are pages served by this machine itself — http or https, localhost or a loopback address,
// any port — and the origins the operator lists; "*" lists all. Others get no CORS header: their
// browser keeps the answer from them, and since every operation needs a preflight (its content type
// is none of the simple ones) it does not even send it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "gateway/http_response.h"

namespace partita::gateway {

class Cors {
 public:
  explicit Cors(std::vector<std::string> allowed_origins);

  bool Allows(std::string_view origin) const;

  // The answer to OPTIONS: 200 with what the browser asked for, 403 to a stranger.
  HttpResponse AnswerPreflight(std::string_view origin, std::string_view method,
                               std::string_view headers) const;
  // Lines for the answer to an allowed page's own request.
  static void AppendFields(std::string_view origin, std::string* fields);

 private:
  std::vector<std::string> allowed_origins_;
};

}  // namespace partita::gateway
