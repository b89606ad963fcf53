#include "gateway/console_page.h"

#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <functional>
#include <optional>
#include <utility>

#include "gateway/console_assets.h"
#include "gateway/console_benchmarks.h"
#include "gateway/console_owner.h"
#include "gateway/token.h"

namespace partita::gateway {
namespace {

constexpr std::string_view kIndex = "index.html";
constexpr std::string_view kGuards =
    "Content-Security-Policy: default-src 'self'; frame-ancestors 'none'; base-uri 'none'; "
    "form-action 'none'; object-src 'none'; require-trusted-types-for 'script'; "
    "trusted-types 'none'\r\n"
    "X-Content-Type-Options: nosniff\r\n"
    "Referrer-Policy: no-referrer\r\n"
    "Cross-Origin-Opener-Policy: same-origin\r\n"
    "Cross-Origin-Resource-Policy: same-origin\r\n"
    "Vary: Origin, Sec-Fetch-Site\r\n";
constexpr std::string_view kRevalidate = "Cache-Control: no-cache\r\n";  // by its ETag
constexpr std::string_view kNeverKeep = "Cache-Control: no-store\r\n";

// A page of this very server: scheme aside, its origin is the host it asks.
bool IsOwnOrigin(const HttpRequestHead& head) {
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (head.origin.starts_with(scheme) && SameToken(head.origin.substr(scheme.size()), head.host))
      return true;
  }
  return false;
}

bool IsForeign(const HttpRequestHead& head) {
  if (!head.origin.empty() && !IsOwnOrigin(head)) return true;
  return !head.sec_fetch_site.empty() && head.sec_fetch_site != "same-origin" &&
         head.sec_fetch_site != "none";
}

HttpResponse Refusal() {
  HttpResponse response;
  response.status = 403;
  response.content_type = "text/plain; charset=utf-8";
  response.body = "The console answers its own pages only. Open it by its address.\n";
  return response;
}

HttpResponse NoSuchFile() {
  HttpResponse response;
  response.status = 404;
  response.content_type = "text/plain; charset=utf-8";
  response.body = "There is no such file.\n";
  return response;
}

HttpResponse Asset(std::string_view name, std::string_view if_none_match) {
  const auto assets = ConsoleAssets();
  const auto found = std::lower_bound(
      assets.begin(), assets.end(), name,
      [](const ConsoleAsset& a, std::string_view wanted) { return a.name < wanted; });
  if (found == assets.end() || found->name != name) return NoSuchFile();
  HttpResponse response;
  response.fields.append(kRevalidate).append("ETag: ").append(found->etag).append("\r\n");
  if (if_none_match == found->etag) {
    response.status = 304;
    return response;
  }
  response.content_type = found->content_type;
  response.body = found->bytes;
  return response;
}

// The page, for nobody but our own pages, with what guards them.
Pages::Page Guarded(Pages::Page page) {
  return [page = std::move(page)](const PageRequest& request) {
    HttpResponse response = IsForeign(request.head) ? Refusal() : page(request);
    response.fields += kGuards;
    return response;
  };
}

Pages::Page Data(std::function<ConsoleAnswer(const PageRequest&)> answer) {
  return Guarded([answer = std::move(answer)](const PageRequest& request) {
    ConsoleAnswer said = answer(request);
    HttpResponse response;
    response.status = said.status;
    response.content_type = "application/json";
    response.fields = kNeverKeep;
    response.body = std::move(said.json);
    return response;
  });
}

}  // namespace

void AddConsole(const ConsoleSources& sources, Pages* pages) {
  const auto file = [](const PageRequest& request) {
    return Asset(request.rest.empty() ? kIndex : request.rest, request.head.if_none_match);
  };
  pages->Add("/console", Guarded(file));
  pages->Add("/console/", Guarded(file));
  pages->Add("/console/api/house", Data([sources](const PageRequest&) {
               return DescribeHouse(*sources.control_block, *sources.counters, sources.router);
             }));
  pages->Add("/console/api/owner", Data([sources](const PageRequest& request) {
               return FindOwner(request.query, *sources.control_block, sources.router);
             }));
  pages->Add("/console/api/benchmarks",
             Data([sources](const PageRequest&) { return BenchmarkIndex(sources.bench_results); }));
  pages->Add("/console/api/benchmarks/", Data([sources](const PageRequest& request) {
               return BenchmarkRun(sources.bench_results, request.rest);
             }));
}

bool IsLoopbackListener(int listener) {
  sockaddr_storage address{};
  socklen_t size = sizeof(address);
  if (getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size) != 0) return false;
  if (address.ss_family == AF_INET) {
    const auto* v4 = reinterpret_cast<const sockaddr_in*>(&address);
    return ntohl(v4->sin_addr.s_addr) >> 24 == 127;
  }
  const auto* v6 = reinterpret_cast<const sockaddr_in6*>(&address);
  return address.ss_family == AF_INET6 && IN6_IS_ADDR_LOOPBACK(&v6->sin6_addr);
}

}  // namespace partita::gateway
