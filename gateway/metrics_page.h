// GET /metrics: the counters of the whole house (docs/metrics.md), answered by any gateway.
#pragma once

#include "gateway/pages.h"
#include "metrics/counter_block.h"
#include "shm/control_block.h"

namespace partita::gateway {

// Both outlive the page.
Pages::Page MetricsPage(const shm::ControlBlock* control, const metrics::CounterBlock* counters);

}  // namespace partita::gateway
