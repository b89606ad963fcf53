// The pages beside the API that are read with GET: a table of paths.
//
//   /metrics    exactly this path
//   /trace/     every path that begins so; the page sees what follows
//
// Thread safety: filled before the first request, then the gateway's one thread.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/http_request_reader.h"
#include "gateway/http_response.h"

namespace partita::gateway {

// Valid while the page answers. As sent: nothing is percent-decoded.
struct PageRequest {
  const HttpRequestHead& head;
  std::string_view rest;   // of the path, behind the row's own; empty for an exact path
  std::string_view query;  // behind the '?'; empty: none
};

class Pages {
 public:
  // Answers at once: a page reads memory, it asks no other process.
  using Page = std::function<HttpResponse(const PageRequest&)>;

  // A path that ends in '/' stands for everything that begins with it; the longest row wins.
  void Add(std::string path, Page page);

  // None: there is no such page.
  std::optional<HttpResponse> Answer(const HttpRequestHead& head) const;

 private:
  struct Row {
    std::string path;
    Page page;
  };
  std::vector<Row> rows_;  // longest path first
};

}  // namespace partita::gateway
