#include "supervisor/plan.h"

#include "shm/process_name.h"

namespace partita::supervisor {
namespace {

constexpr ProcessId kRegistry{Role::kRegistry, 0};

PlannedProcess Registry(const Options& options, uint32_t slots) {
  return {.id = kRegistry,
          .program = "partita-registryd",
          .arguments = {"--data", options.data, "--slots", std::to_string(slots), "--region",
                        options.region, "--account", options.account, "--hold-states-ms",
                        std::to_string(options.hold_states_ms), "--log-level", options.log_level},
          .start_stage = 0,
          .stop_stage = 2,
          .publishes = true};
}

PlannedProcess Partition(const Options& options, uint32_t slots, uint32_t slot) {
  return {.id = {Role::kPartition, slot},
          .program = "partita-partitiond",
          .arguments = {"--slot", std::to_string(slot), "--slots", std::to_string(slots), "--data",
                        options.data, "--durability", options.durability, "--ttl-sweep-ms",
                        std::to_string(options.ttl_sweep_ms), "--log-level",
                        options.log_level},
          .start_stage = 1,
          .stop_stage = 1};
}

PlannedProcess Gateway(const Options& options, uint32_t slots, uint32_t index) {
  PlannedProcess gateway{.id = {Role::kGateway, index},
                         .program = "partita-gateway",
                         .arguments = {"--index", std::to_string(index), "--slots",
                                       std::to_string(slots), "--gateways",
                                       std::to_string(options.gateways), "--log-level",
                                       options.log_level},
                         .start_stage = 1,
                         .stop_stage = 0,
                         .listens = true};
  for (const std::string& origin : options.cors_origins) {
    gateway.arguments.insert(gateway.arguments.end(), {"--cors-origin", origin});
  }
  for (const std::string& name : options.host_names) {
    gateway.arguments.insert(gateway.arguments.end(), {"--host-allow", name});
  }
  for (const uint32_t user : options.native_users) {
    gateway.arguments.insert(gateway.arguments.end(),
                             {"--native-allow-uid", std::to_string(user)});
  }
  for (const uint32_t group : options.native_groups) {
    gateway.arguments.insert(gateway.arguments.end(),
                             {"--native-allow-gid", std::to_string(group)});
  }
  if (!options.console) gateway.arguments.push_back("--no-console");
  if (!options.bench_results.empty())
    gateway.arguments.insert(gateway.arguments.end(), {"--bench-results", options.bench_results});
  if (options.consistent_global_indexes)
    gateway.arguments.push_back("--consistent-global-indexes");
  if (!options.throttling) gateway.arguments.push_back("--no-throttling");
  if (options.partition_limits) gateway.arguments.push_back("--partition-limits");
  if (!options.traces) gateway.arguments.push_back("--no-traces");
  gateway.arguments.insert(gateway.arguments.end(),
                           {"--trace-slow-ms", std::to_string(options.traces_slow_ms)});
  return gateway;
}

}  // namespace

std::string ProcessName(const ProcessId& id) { return shm::ProcessName(id.role, id.index); }

Plan MakePlan(const Options& options, uint32_t slots) {
  Plan plan{.slots = slots, .gateways = options.gateways, .processes = {}, .channels = {}};
  plan.processes.push_back(Registry(options, slots));
  for (uint32_t slot = 0; slot < slots; ++slot) {
    plan.processes.push_back(Partition(options, slots, slot));
    plan.channels.push_back({kRegistry, {Role::kPartition, slot}});
  }
  for (uint32_t index = 0; index < options.gateways; ++index) {
    const ProcessId gateway{Role::kGateway, index};
    plan.processes.push_back(Gateway(options, slots, index));
    for (uint32_t slot = 0; slot < slots; ++slot)
      plan.channels.push_back({gateway, {Role::kPartition, slot}});
    plan.channels.push_back({gateway, kRegistry});
  }
  return plan;
}

}  // namespace partita::supervisor
