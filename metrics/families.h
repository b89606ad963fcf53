// The metrics of one scrape as they are put together: families in the order of names.h.
#pragma once

#include <prometheus/metric_family.h>

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "metrics/histogram.h"
#include "metrics/names.h"

namespace partita::metrics {

// "slot" → "3". A label whose value is empty is left out.
struct Label {
  std::string_view name;
  std::string_view value;
};
using Labels = std::initializer_list<Label>;

class Families {
 public:
  Families();

  void Add(Name name, const Labels& labels, double value);
  void Add(Name name, const Labels& labels, uint64_t value) {
    Add(name, labels, static_cast<double>(value));
  }
  // Microseconds become seconds; buckets are shown at powers of two from 2^6 to 2^24 µs.
  void AddDurations(Name name, const Labels& labels, const HistogramReading& reading);
  // Buckets are shown at powers of two from 1 to 256.
  void AddSizes(Name name, const Labels& labels, const HistogramReading& reading);

  // As Prometheus reads it; what nothing was added to is left out.
  std::string Text() const;

 private:
  struct Scale {
    unsigned first = 0;  // exponents of the bounds that are shown
    unsigned last = 0;
    double unit = 1;
  };
  prometheus::ClientMetric* AddMetric(Name name, const Labels& labels);
  void AddHistogram(Name name, const Labels& labels, const HistogramReading& reading,
                    const Scale& scale);

  std::vector<prometheus::MetricFamily> families_;
};

}  // namespace partita::metrics
