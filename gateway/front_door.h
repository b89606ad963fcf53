// Who is let in, and to what: the paths, methods and content types of the one port.
//
//   POST / with a JSON content type    an operation: the handler
//   POST / with a form                 STS GetCallerIdentity (sts.h)
//   GET / and HEAD /                   "healthy: …"
//   GET and HEAD of a page             pages.h
//   OPTIONS with an Origin             CORS (cors.h)
//   anything else                      404 <UnknownOperationException/>
// A Host that is not ours is refused before all of these (host_allow_list.h).
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/api_call.h"
#include "gateway/cors.h"
#include "gateway/edge.h"
#include "gateway/host_allow_list.h"
#include "gateway/http_call.h"
#include "gateway/http_request_reader.h"
#include "gateway/http_response.h"
#include "gateway/pages.h"

namespace partita::gateway {

class FrontDoor {
 public:
  using Handler = std::function<void(std::shared_ptr<ApiCall>)>;

  // `edge` says which account and region this is. Both pointers outlive the door.
  FrontDoor(Edge* edge, const Pages* pages, Handler handler, std::vector<std::string> cors_origins,
            std::vector<std::string> host_names);

  // What is answered whatever the body will be; none: the body decides, Enter() it.
  std::optional<HttpResponse> AnswerHead(const HttpRequestHead& head) const;
  // `max_body_bytes` bounds a body that arrived packed.
  void Enter(std::shared_ptr<HttpCall> call, Gzip* gzip, size_t max_body_bytes);
  // For the answer to a page's own request; nothing for a page that is not allowed.
  void AppendCorsFields(std::string_view origin, std::string* fields) const;

 private:
  HttpResponse Health() const;
  HttpResponse Sts(const HttpCall& call) const;
  HttpResponse WrongHost(std::string_view host) const;

  Edge* edge_;
  const Pages* pages_;
  Handler handler_;
  Cors cors_;
  HostAllowList hosts_;
};

// The answer to what is no operation of ours.
HttpResponse NotFound();

}  // namespace partita::gateway
