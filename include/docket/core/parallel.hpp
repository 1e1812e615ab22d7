/// One piece of work for each of many indices, on a few threads.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <exception>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace docket {

/// Calls work(index) for 0 .. count-1, each once, in no stated order, on up to `threads` threads (at least 1), and returns when all
/// are done. The first exception ends the rest early and is thrown again here.
template <typename Work>
void for_each_index(std::size_t count, int threads, const Work& work) {
  std::atomic<std::size_t> next{0};
  std::mutex guard;
  std::exception_ptr failure;
  const auto take = [&] {
    try {
      for (std::size_t i = next++; i < count; i = next++) work(i);
    } catch (...) {
      next = count;
      const std::lock_guard lock(guard);
      if (!failure) failure = std::current_exception();
    }
  };
  {
    std::vector<std::jthread> pool;
    const std::size_t size = std::min(count, static_cast<std::size_t>(std::max(threads, 1)));
    for (std::size_t i = 0; i < size; ++i) pool.emplace_back(take);
  }
  if (failure) std::rethrow_exception(failure);
}

}  // namespace docket
