/// The data's way through a pipeline, stages side by side: decode | network | words and whatever the caller does | in order.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <exception>
#include <filesystem>
#include <functional>
#include <mutex>
#include <new>
#include <span>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <docket/data/image_file.hpp>
#include <docket/pipeline/pipeline.hpp>
#include <docket/pipeline/queues.hpp>

namespace docket {

/// One picture on its way.
struct FlowItem {
  std::size_t index = 0;
  cv::Mat rgb;  // only where there is a `finish` that may want it
  ImageFrame frame;
  std::vector<at::Tensor> inputs;
  at::Tensor map;
  PostprocessResult result;
  /// Why the picture could not be read; empty when all went well.
  std::string failure;
};

struct FlowSettings {
  std::size_t decoders = 2;
  std::size_t finishers = 2;
  /// Pictures that may wait between two stages; the memory a run takes grows with it, not with the number of pictures.
  std::size_t window = 2;
  /// Runs for each good picture on a finisher's thread, several at once.
  std::function<void(FlowItem&)> finish;
  /// Runs for each picture, good or not, in the order of the files, one at a time on a thread of its own.
  std::function<void(FlowItem&)> deliver;
  /// Asked before a picture is begun; pictures that are under way are still delivered.
  std::function<bool()> stop = [] { return false; };
};

namespace detail {

/// Keeps the first exception of several threads.
class FirstFailure {
 public:
  void keep(std::exception_ptr failure) {
    const std::lock_guard lock(mutex_);
    if (!failure_) failure_ = std::move(failure);
  }
  void rethrow() const {
    if (failure_) std::rethrow_exception(failure_);
  }

 private:
  std::mutex mutex_;
  std::exception_ptr failure_;
};

inline FlowItem decode_item(const Pipeline& pipeline, const std::filesystem::path& file, std::size_t index, bool keep_picture) {
  FlowItem item;
  item.index = index;
  try {
    item.rgb = read_image(file);
    item.frame = pipeline.frame_of(item.rgb);
    item.inputs = pipeline.inputs(item.rgb);
    if (!keep_picture) item.rgb.release();
  } catch (const Error& failure) {
    if (failure.kind() != ErrorKind::data) throw;
    item.failure = failure.where() == file.string() ? failure.what() : file.string() + ": " + failure.message();
  } catch (const std::bad_alloc&) {
    item.failure = file.string() + ": too large for the memory there is";
  }
  return item;
}

}  // namespace detail

/// Sends `files` through `pipeline`. Returns how many were delivered: fewer than there are when `stop` said so. Rethrows the
/// first exception of any stage after all threads ended; what was delivered until then stays delivered.
inline std::size_t run_flow(const Pipeline& pipeline, std::span<const std::filesystem::path> files, const FlowSettings& settings) {
  OrderedQueue<FlowItem> decoded(settings.window);
  BoundedQueue<FlowItem> computed(settings.window);
  OrderedQueue<FlowItem> finished(settings.window + settings.finishers);
  detail::FirstFailure failure;
  std::atomic<std::size_t> next{0};
  std::atomic<std::size_t> decoders_left{settings.decoders};
  std::atomic<std::size_t> finishers_left{settings.finishers};
  std::atomic<bool> failed{false};
  const auto guarded = [&](auto&& work) {
    try {
      work();
    } catch (...) {
      failure.keep(std::current_exception());
      failed = true;
      decoded.close();
      computed.close();
      finished.close();
    }
  };

  std::mutex claim;  // stop() and the claim of an index are one step, so that no index below a claimed one is missing
  const auto decode = [&] {
    for (;;) {
      std::size_t index = 0;
      {
        const std::lock_guard lock(claim);
        if (next == files.size() || failed || settings.stop()) break;
        index = next++;
      }
      if (!decoded.push(index, detail::decode_item(pipeline, files[index], index, settings.finish != nullptr))) break;
    }
  };
  const auto compute = [&] {
    while (auto item = decoded.pop()) {
      if (item->failure.empty()) item->map = pipeline.probability(item->inputs, item->frame);
      item->inputs.clear();
      if (!computed.push(std::move(*item))) break;
    }
  };
  const auto finish = [&] {
    while (auto item = computed.pop()) {
      if (item->failure.empty()) {
        item->result = pipeline.words(item->map, item->frame);
        item->map.reset();
        if (settings.finish) settings.finish(*item);
        item->rgb.release();
      }
      const std::size_t index = item->index;
      if (!finished.push(index, std::move(*item))) break;
    }
  };

  std::vector<std::jthread> threads;
  for (std::size_t i = 0; i < settings.decoders; ++i) {
    threads.emplace_back([&] {
      guarded(decode);
      if (--decoders_left == 0) decoded.close();
    });
  }
  for (std::size_t i = 0; i < settings.finishers; ++i) {
    threads.emplace_back([&] {
      guarded(finish);
      if (--finishers_left == 0) finished.close();
    });
  }
  std::size_t delivered = 0;
  threads.emplace_back([&] {
    guarded([&] {
      while (auto item = finished.pop()) {
        settings.deliver(*item);
        ++delivered;
      }
    });
  });
  // The network stays on the caller's thread, to which the number of threads and the allocator's main arena belong.
  guarded(compute);
  computed.close();
  threads.clear();
  failure.rethrow();
  return delivered;
}

}  // namespace docket
