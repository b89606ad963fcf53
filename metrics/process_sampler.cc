#include "metrics/process_sampler.h"

#include <dirent.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <cstdio>
#include <cstring>
#include <fstream>
#include <memory>
#include <optional>
#include <sstream>
#include <utility>

namespace partita::metrics {
namespace {

std::string ProcPath(int32_t pid, const char* file) {
  return "/proc/" + std::to_string(pid) + "/" + file;
}

struct Stat {
  uint64_t cpu_us = 0;
  uint64_t resident_bytes = 0;
};

// proc(5): after the name in parentheses, which may hold anything, field 3 is the state, 14 and 15
// the ticks in user and kernel mode, 24 the resident pages.
std::optional<Stat> ReadStat(int32_t pid) {
  std::ifstream file(ProcPath(pid, "stat"));
  std::string line;
  if (!std::getline(file, line)) return std::nullopt;
  const size_t name_end = line.rfind(')');
  if (name_end == std::string::npos) return std::nullopt;
  std::istringstream fields(line.substr(name_end + 1));
  std::string field;
  uint64_t ticks = 0;
  Stat stat;
  for (int number = 3; number <= 24 && fields >> field; ++number) {
    if (number == 14 || number == 15) ticks += std::strtoull(field.c_str(), nullptr, 10);
    if (number == 24) stat.resident_bytes = std::strtoull(field.c_str(), nullptr, 10);
  }
  stat.resident_bytes *= static_cast<uint64_t>(sysconf(_SC_PAGESIZE));
  stat.cpu_us = ticks * 1'000'000 / static_cast<uint64_t>(sysconf(_SC_CLK_TCK));
  return stat;
}

// "Pss:    1234 kB"; none where the kernel does not say.
std::optional<uint64_t> ReadProportionalBytes(int32_t pid) {
  std::ifstream file(ProcPath(pid, "smaps_rollup"));
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("Pss:")) return std::strtoull(line.c_str() + 4, nullptr, 10) * 1024;
  }
  return std::nullopt;
}

std::optional<uint64_t> CountOpenFiles(int32_t pid) {
  const std::unique_ptr<DIR, int (*)(DIR*)> directory(opendir(ProcPath(pid, "fd").c_str()),
                                                      closedir);
  if (!directory) return std::nullopt;
  uint64_t files = 0;
  while (const dirent* entry = readdir(directory.get())) files += entry->d_name[0] != '.';
  return files;
}

}  // namespace

ProcessSampler::ProcessSampler(const shm::ControlBlock* control_block, SupervisorRegion* region,
                               std::string data)
    : control_block_(control_block), region_(region), data_(std::move(data)) {
  places_.push_back({shm::Role::kSupervisor, 0});
  places_.push_back({shm::Role::kRegistry, 0});
  for (uint32_t i = 0; i < control_block->partitions; ++i)
    places_.push_back({shm::Role::kPartition, i});
  for (uint32_t i = 0; i < control_block->gateways; ++i)
    places_.push_back({shm::Role::kGateway, i});
}

void ProcessSampler::Sample() {
  for (const Place& place : places_) SampleOne(place);
  SampleInDepth(places_[next_]);
  next_ = (next_ + 1) % places_.size();
  SampleDisk();
}

void ProcessSampler::SampleOne(const Place& place) {
  const shm::ProcessEntry& entry = control_block_->Entry(place.role, place.index);
  ProcessSample* sample = SampleOf(region_, place.role, place.index);
  const int32_t pid = entry.pid.load(std::memory_order_relaxed);
  const bool new_life = static_cast<uint64_t>(pid) != sample->pid.Get();
  if (new_life) {
    sample->pid.Set(static_cast<uint64_t>(pid));
    sample->former_cpu_us.Set(sample->cpu_us.Get());
    for (Counter* gauge :
         {&sample->resident_bytes, &sample->proportional_bytes, &sample->open_files})
      gauge->Set(0);
  }
  const std::optional<Stat> stat = pid == 0 ? std::nullopt : ReadStat(pid);
  if (!stat) return;
  sample->cpu_us.Set(sample->former_cpu_us.Get() + stat->cpu_us);
  sample->resident_bytes.Set(stat->resident_bytes);
  if (new_life) SampleInDepth(place);
}

void ProcessSampler::SampleInDepth(const Place& place) {
  const int32_t pid =
      control_block_->Entry(place.role, place.index).pid.load(std::memory_order_relaxed);
  if (pid == 0) return;
  ProcessSample* sample = SampleOf(region_, place.role, place.index);
  if (const auto bytes = ReadProportionalBytes(pid)) sample->proportional_bytes.Set(*bytes);
  if (const auto files = CountOpenFiles(pid)) sample->open_files.Set(*files);
}

void ProcessSampler::SampleDisk() {
  struct statvfs disk {};
  if (statvfs(data_.c_str(), &disk) != 0) return;
  region_->data_bytes.Set(uint64_t{disk.f_blocks} * disk.f_frsize);
  region_->data_available_bytes.Set(uint64_t{disk.f_bavail} * disk.f_frsize);
}

}  // namespace partita::metrics
