#include "metrics/families.h"

#include <prometheus/text_serializer.h>

#include <algorithm>

namespace partita::metrics {
namespace {

prometheus::MetricType TypeOf(Kind kind) {
  switch (kind) {
    case Kind::kCounter:
      return prometheus::MetricType::Counter;
    case Kind::kGauge:
      return prometheus::MetricType::Gauge;
    case Kind::kHistogram:
      break;
  }
  return prometheus::MetricType::Histogram;
}

}  // namespace

Families::Families() {
  families_.reserve(kMetrics.size());
  for (const Metric& metric : kMetrics) {
    families_.push_back(
        {std::string(metric.name), std::string(metric.help), TypeOf(metric.kind), {}});
  }
}

prometheus::ClientMetric* Families::AddMetric(Name name, const Labels& labels) {
  prometheus::ClientMetric metric;
  for (const Label& label : labels) {
    if (!label.value.empty())
      metric.label.push_back({std::string(label.name), std::string(label.value)});
  }
  std::vector<prometheus::ClientMetric>& metrics = families_[static_cast<size_t>(name)].metric;
  metrics.push_back(std::move(metric));
  return &metrics.back();
}

void Families::Add(Name name, const Labels& labels, double value) {
  prometheus::ClientMetric* metric = AddMetric(name, labels);
  if (Describe(name).kind == Kind::kCounter) {
    metric->counter.value = value;
  } else {
    metric->gauge.value = value;
  }
}

void Families::AddHistogram(Name name, const Labels& labels, const HistogramReading& reading,
                            const Scale& scale) {
  prometheus::ClientMetric::Histogram* histogram = &AddMetric(name, labels)->histogram;
  histogram->sample_count = reading.count();
  histogram->sample_sum = static_cast<double>(reading.sum) * scale.unit;
  for (unsigned exponent = scale.first; exponent <= scale.last; ++exponent) {
    const uint64_t bound = uint64_t{1} << exponent;
    histogram->bucket.push_back({reading.Below(bound), static_cast<double>(bound) * scale.unit});
  }
}

void Families::AddDurations(Name name, const Labels& labels, const HistogramReading& reading) {
  AddHistogram(name, labels, reading, {.first = 6, .last = 24, .unit = 1e-6});
}

void Families::AddSizes(Name name, const Labels& labels, const HistogramReading& reading) {
  AddHistogram(name, labels, reading, {.first = 0, .last = 8, .unit = 1});
}

std::string Families::Text() const {
  std::vector<prometheus::MetricFamily> shown;
  std::copy_if(families_.begin(), families_.end(), std::back_inserter(shown),
               [](const prometheus::MetricFamily& family) { return !family.metric.empty(); });
  return prometheus::TextSerializer().Serialize(shown);
}

}  // namespace partita::metrics
