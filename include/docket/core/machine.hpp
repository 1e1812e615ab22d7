/// What this process may use of the machine: affinity, control groups and memory, not only what is built in.
#pragma once

#include <sched.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <optional>
#include <set>
#include <sstream>
#include <string>
#include <thread>

namespace docket {

struct Machine {
  std::string cpu_name;
  std::set<std::string> cpu_flags;  // as /proc/cpuinfo names them
  int cores = 1;                    // built in
  int usable_cores = 1;             // after affinity and the control group's quota, at least 1
  std::uint64_t memory_bytes = 0;   // built in, or the control group's limit if that is less
  std::uint64_t available_bytes = 0;
};

namespace detail {

/// First line of a file that may not be there.
inline std::string first_line_of(const char* path) {
  std::ifstream file(path);
  std::string line;
  std::getline(file, line);
  return line;
}

/// Cores that the control group's quota amounts to (version 2: "max 100000" or "150000 100000"; version 1: two files).
inline std::optional<double> quota_cores() {
  double quota = 0;
  double period = 0;
  std::istringstream v2(first_line_of("/sys/fs/cgroup/cpu.max"));
  if (v2 >> quota >> period && period > 0) return quota / period;
  std::istringstream v1(first_line_of("/sys/fs/cgroup/cpu/cpu.cfs_quota_us"));
  std::istringstream v1_period(first_line_of("/sys/fs/cgroup/cpu/cpu.cfs_period_us"));
  if (v1 >> quota && v1_period >> period && quota > 0 && period > 0) return quota / period;
  return std::nullopt;
}

inline std::optional<std::uint64_t> memory_limit_bytes() {
  for (const char* path : {"/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"}) {
    std::istringstream text(first_line_of(path));
    std::uint64_t bytes = 0;
    if (text >> bytes) return bytes;
  }
  return std::nullopt;
}

}  // namespace detail

/// Memory that this process holds now, in bytes; 0 where the system does not tell.
[[nodiscard]] inline std::uint64_t resident_bytes() {
  std::istringstream pages(detail::first_line_of("/proc/self/statm"));
  std::uint64_t whole = 0, resident = 0;
  pages >> whole >> resident;
  return resident * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
}

/// Cores that this process may keep busy.
[[nodiscard]] inline int usable_cores() {
  cpu_set_t set;
  CPU_ZERO(&set);
  int cores = static_cast<int>(std::thread::hardware_concurrency());
  if (::sched_getaffinity(0, sizeof(set), &set) == 0) cores = CPU_COUNT(&set);
  if (const auto quota = detail::quota_cores()) cores = std::min(cores, static_cast<int>(std::ceil(*quota)));
  return std::max(cores, 1);
}

/// The default number of threads that compute: usable_cores(), or OMP_NUM_THREADS where that is less. It is 1 at least.
[[nodiscard]] inline int thread_budget() {
  const char* wanted = std::getenv("OMP_NUM_THREADS");
  const int most = wanted != nullptr ? std::atoi(wanted) : 0;
  return most > 0 ? std::min(usable_cores(), most) : usable_cores();
}

[[nodiscard]] inline Machine look_at_machine() {
  Machine machine;
  machine.cores = std::max(static_cast<int>(std::thread::hardware_concurrency()), 1);
  machine.usable_cores = usable_cores();
  std::ifstream cpu("/proc/cpuinfo");
  for (std::string line; std::getline(cpu, line) && (machine.cpu_name.empty() || machine.cpu_flags.empty());) {
    const std::size_t colon = line.find(':');
    if (colon == line.npos) continue;
    const std::string value = line.substr(std::min(colon + 2, line.size()));
    if (line.starts_with("model name")) machine.cpu_name = value;
    if (line.starts_with("flags") || line.starts_with("Features")) {
      std::istringstream words(value);
      for (std::string word; words >> word;) machine.cpu_flags.insert(word);
    }
  }
  std::ifstream memory("/proc/meminfo");
  for (std::string line; std::getline(memory, line);) {
    std::istringstream words(line);
    std::string key;
    std::uint64_t kib = 0;
    words >> key >> kib;
    if (key == "MemTotal:") machine.memory_bytes = kib * 1024;
    if (key == "MemAvailable:") machine.available_bytes = kib * 1024;
  }
  if (const auto limit = detail::memory_limit_bytes()) machine.memory_bytes = std::min(machine.memory_bytes, *limit);
  return machine;
}

}  // namespace docket
