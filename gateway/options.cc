#include "gateway/options.h"

#include <CLI/CLI.hpp>
#include <map>

#include "model/slot_map.h"

namespace partita::gateway {
namespace {

const std::map<std::string, base::LogLevel> kLogLevels = {{"error", base::LogLevel::kError},
                                                          {"warning", base::LogLevel::kWarning},
                                                          {"notice", base::LogLevel::kNotice},
                                                          {"info", base::LogLevel::kInfo},
                                                          {"debug", base::LogLevel::kDebug}};

}  // namespace

base::Result<Options> ParseOptions(int argc, const char* const* argv) {
  Options options;
  CLI::App app("Speaks the DynamoDB API over HTTP; started by the supervisor of a Partita house.");
  app.add_option("--index", options.index, "Which of the gateways this is")->required();
  app.add_option("--slots", options.slots, "Number of slots")
      ->required()
      ->check(CLI::Range(1u, model::kMaxSlots));
  app.add_option("--gateways", options.gateways, "Number of gateways")
      ->check(CLI::Range(1u, 16u));
  app.add_flag("!--no-throttling", options.throttling,
               "Do not hold tables to the throughput they have bought");
  app.add_flag("--partition-limits", options.partition_limits,
               "Hold each partition to what one of DynamoDB's can do");
  app.add_option("--log-level", options.log_level, "error, warning, notice, info or debug")
      ->transform(CLI::CheckedTransformer(kLogLevels));
  app.add_option("--cors-origin", options.cors_origins,
                 "An origin whose pages may ask, beside those of this machine; may be repeated");
  app.add_option("--host-allow", options.host_names,
                 "A host name to answer to, beside loopback names; may be repeated");
  app.add_option("--native-allow-uid", options.native_peers.users,
                 "A user who may use the native socket; may be repeated");
  app.add_option("--native-allow-gid", options.native_peers.groups,
                 "A group whose members may use the native socket; may be repeated");
  app.add_flag("--consistent-global-indexes", options.settings.consistent_global_indexes,
               "Serve consistent reads of global secondary indexes");
  app.add_flag("!--no-console", options.console, "Do not serve the web console");
  app.add_option("--bench-results", options.bench_results,
                 "Directory of benchmark results that the console shows");
  uint32_t slow_ms = 100;
  app.add_flag("!--no-traces", options.traces.on, "Do not record the timelines of requests");
  app.add_option("--trace-slow-ms", slow_ms,
                 "Keep the traces of requests that take longer than others; 0: of none")
      ->check(CLI::Range(0u, 60'000u));
  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    return base::Error::NotFound(app.help());
  } catch (const CLI::ParseError& error) {
    return base::Error::Invalid(error.what());
  }
  options.traces.slow_ns = int64_t{slow_ms} * 1'000'000;
  return options;
}

}  // namespace partita::gateway
