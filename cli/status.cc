// partita status: what runs in a data directory and how fast, as a table or as JSON, once or live.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <ctime>
#include <memory>
#include <optional>
#include <string>

#include "cli/command.h"
#include "cli/house_sample.h"
#include "cli/screen.h"
#include "cli/status_json.h"
#include "cli/status_text.h"

namespace partita::cli {
namespace {

struct StatusOptions {
  std::string data = "./data";
  bool json = false;
  double sample_seconds = 1;  // 0: one look, without rates
  std::optional<double> watch_seconds;
};

int FailedToLook(const base::Error& error) {
  return Fail(error, error.kind == base::ErrorKind::kNotFound ? kExitUnavailable : kExitFailed);
}

TextOptions TextFor(size_t columns) { return {.width = columns, .colours = WantsColours()}; }

void Pause(double seconds) {
  const auto whole = static_cast<time_t>(seconds);
  const auto rest_ns = static_cast<long>((seconds - static_cast<double>(whole)) * 1e9);
  const timespec time{whole, rest_ns};
  nanosleep(&time, nullptr);
}

int ShowOnce(const StatusOptions& options) {
  std::optional<HouseSample> before;
  if (options.sample_seconds > 0) {
    auto first = TakeSample(options.data);
    if (!first.ok()) return FailedToLook(first.error());
    before = std::move(first).value();
    Pause(options.sample_seconds);
  }
  const auto sample = TakeSample(options.data);
  if (!sample.ok()) return FailedToLook(sample.error());
  const HouseRates rates = before ? RatesBetween(*before, *sample) : HouseRates{};
  if (options.json) {
    std::puts(StatusJson(*sample, rates, /*compact=*/false).c_str());
  } else {
    for (const std::string& line : StatusLines(*sample, rates, TextFor(SizeOfScreen().columns)))
      std::puts(line.c_str());
  }
  return sample->report.AllReady() ? kExitOk : kExitFailed;
}

// One line of JSON, or a page in the place of the one before.
void ShowAgain(const StatusOptions& options, const HouseSample& sample, const HouseRates& rates,
               LiveScreen* screen) {
  if (!options.json)
    return screen->Show(StatusLines(sample, rates, TextFor(SizeOfScreen().columns)));
  std::puts(StatusJson(sample, rates, /*compact=*/true).c_str());
  std::fflush(stdout);
}

// Until the user has seen enough, or the house is gone. Begins with the first rates.
base::Result<bool> Watch(const StatusOptions& options) {
  LiveScreen screen(/*takes_terminal=*/!options.json);
  std::optional<HouseSample> before;
  const double first_wait = std::min(options.sample_seconds, *options.watch_seconds);
  for (;;) {
    PARTITA_ASSIGN(HouseSample sample, TakeSample(options.data));
    if (before) ShowAgain(options, sample, RatesBetween(*before, sample), &screen);
    if (!before && first_wait == 0) ShowAgain(options, sample, {}, &screen);
    const double wait = before ? *options.watch_seconds : first_wait;
    before = std::move(sample);
    if (!screen.Wait(wait)) return before->report.AllReady();
  }
}

int ShowStatus(const StatusOptions& options) {
  if (!options.watch_seconds) return ShowOnce(options);
  const auto watched = Watch(options);
  if (!watched.ok()) return FailedToLook(watched.error());
  return *watched ? kExitOk : kExitFailed;
}

}  // namespace

void AddStatus(CLI::App* app, int* exit_code) {
  CLI::App* status = app->add_subcommand(
      "status", "Show the processes, slots and tables of a running house, and its rates");
  const auto options = std::make_shared<StatusOptions>();
  status->add_option("--data", options->data, "Data directory of the house")->capture_default_str();
  status->add_flag("--json", options->json, "Print JSON instead of tables");
  status
      ->add_option("--sample", options->sample_seconds,
                   "How long to count for the rates, in seconds; 0: one look, no rates")
      ->check(CLI::Range(0.0, 3600.0))
      ->capture_default_str();
  CLI::Option* watch =
      status
          ->add_option("--watch", options->watch_seconds,
                       "Look again every so many seconds, 1 if none are given, until Ctrl-C")
          ->check(CLI::Range(0.1, 3600.0))
          ->expected(0, 1)
          ->type_name("[SECONDS]");
  status->footer(
      "Examples: partita status --watch, partita status --data /var/lib/partita --json\n\n"
      "Exit codes: 0 all processes are ready, 1 some are not, 64 wrong usage, 69 nobody serves\n"
      "the data directory.");
  status->callback([options, watch, exit_code] {
    if (watch->count() > 0 && !options->watch_seconds) options->watch_seconds = 1;
    *exit_code = ShowStatus(*options);
  });
}

}  // namespace partita::cli
