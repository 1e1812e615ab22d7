/// Training batches in a fixed order, made ahead of their use by worker threads.
#pragma once

#include <ATen/core/Tensor.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <exception>
#include <functional>
#include <map>
#include <mutex>
#include <span>
#include <thread>
#include <utility>
#include <vector>

#include <ATen/ops/empty.h>

#include <docket/core/random.hpp>
#include <docket/data/augment/steps.hpp>
#include <docket/data/picture_store.hpp>
#include <docket/data/resolution_steps.hpp>
#include <docket/stages/head.hpp>

namespace docket {

struct Batch {
  at::Tensor images;           // [N, 3, side, side] float32, normalised
  NamedTensors targets;        // as Head::targets gives them
  std::vector<std::size_t> indices;  // pictures of the store
};

struct LoaderSettings {
  ViewGeometry geometry;
  ResolutionSteps longest_side;  // win over geometry.longest_side
  std::vector<AugmentStep> augment;
  float mean[3] = {0.485f, 0.456f, 0.406f};
  float std[3] = {0.229f, 0.224f, 0.225f};
  int batch_size = 4;
  int workers = 1;
  int prefetch = 4;  // batches ready ahead
  std::uint64_t seed = 0;
};

/// The targets of a batch from the words of each sample; Head::targets in training.  [thread-safe]
using TargetMaker = std::function<NamedTensors(std::span<const std::vector<TargetWord>>, Size)>;

/// Batch number b is the same whatever the number of workers and wherever a run was resumed: the order is drawn from
/// (seed, epoch), each sample from (seed, epoch, index).
class SampleLoader {
 public:
  SampleLoader(const PictureStore& store, TargetMaker make_targets, const LoaderSettings& settings, std::int64_t first_batch = 0)
      : store_(store), make_targets_(std::move(make_targets)), settings_(settings), next_made_(first_batch), next_given_(first_batch) {
    if (store.count() == 0) throw Error(ErrorKind::data, "training", "no images are left to train on");
    for (int i = 0; i < std::max(1, settings.workers); ++i) workers_.emplace_back([this] { work(); });
  }

  ~SampleLoader() {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    changed_.notify_all();
    for (std::thread& worker : workers_) worker.join();
  }
  SampleLoader(const SampleLoader&) = delete;
  SampleLoader& operator=(const SampleLoader&) = delete;

  /// Batches in an epoch; the last one is smaller when the number of pictures is no multiple of the batch size.
  [[nodiscard]] std::int64_t batches_per_epoch() const { return batches_per_epoch(store_.count(), settings_.batch_size); }
  [[nodiscard]] static std::int64_t batches_per_epoch(std::size_t images, int batch_size) {
    return (static_cast<std::int64_t>(images) + batch_size - 1) / batch_size;
  }

  /// The next batch; waits for it. Throws what making it threw.
  [[nodiscard]] Batch next() {
    const auto start = std::chrono::steady_clock::now();
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return ready_.contains(next_given_); });
    Made made = std::move(ready_.extract(next_given_++).mapped());
    lock.unlock();
    changed_.notify_all();
    waited_ += std::chrono::steady_clock::now() - start;
    if (made.failure) std::rethrow_exception(made.failure);
    return std::move(made.batch);
  }

  /// Seconds that next() has waited since the start.
  [[nodiscard]] double waited_s() const { return std::chrono::duration<double>(waited_).count(); }

  /// Batch `number`, made here and now.  [thread-safe]
  [[nodiscard]] Batch make(std::int64_t number) const {
    const auto epoch = static_cast<std::uint64_t>(number / batches_per_epoch());
    const auto first = static_cast<std::size_t>(number % batches_per_epoch()) * static_cast<std::size_t>(settings_.batch_size);
    std::vector<std::size_t> order(store_.count());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    Random shuffler{settings_.seed, epoch, order_key};
    shuffler.shuffle(order);
    const std::size_t last = std::min(order.size(), first + static_cast<std::size_t>(settings_.batch_size));

    ViewGeometry geometry = settings_.geometry;
    geometry.longest_side = side_in(settings_.longest_side, static_cast<std::int64_t>(epoch), geometry.longest_side);
    Batch batch;
    batch.indices.assign(order.begin() + static_cast<std::ptrdiff_t>(first), order.begin() + static_cast<std::ptrdiff_t>(last));
    const auto count = static_cast<std::int64_t>(batch.indices.size());
    std::vector<std::vector<TargetWord>> words(batch.indices.size());
    Size input;
    for (std::int64_t i = 0; i < count; ++i) {
      const std::size_t index = batch.indices[static_cast<std::size_t>(i)];
      const View view = make_view(store_.picture(index), store_.image(index).words, geometry, settings_.augment, {epoch, index}, settings_.seed);
      if (!batch.images.defined()) batch.images = at::empty({count, 3, view.rgb.rows, view.rgb.cols}, at::kFloat);
      normalise(view.rgb, batch.images.data_ptr<float>() + i * 3 * view.rgb.rows * view.rgb.cols);
      for (const ViewWord& word : view.words) words[static_cast<std::size_t>(i)].push_back({word.polygon, word.ignore});
      input = {view.rgb.cols, view.rgb.rows};
    }
    batch.targets = make_targets_(words, input);
    return batch;
  }

 private:
  static constexpr std::uint64_t order_key = ~std::uint64_t{0};  // no sample has this index

  struct Made {
    Batch batch;
    std::exception_ptr failure;
  };

  void work() {
    std::unique_lock lock(mutex_);
    while (true) {
      changed_.wait(lock, [&] { return stopping_ || next_made_ < next_given_ + settings_.prefetch; });
      if (stopping_) return;
      const std::int64_t number = next_made_++;
      lock.unlock();
      Made made;
      try {
        made.batch = make(number);
      } catch (...) {
        made.failure = std::current_exception();
      }
      lock.lock();
      ready_.emplace(number, std::move(made));
      changed_.notify_all();
    }
  }

  void normalise(const cv::Mat& rgb, float* out) const {
    cv::Mat channels[3];
    cv::split(rgb, channels);
    for (int c = 0; c < 3; ++c) {
      cv::Mat plane(rgb.rows, rgb.cols, CV_32F, out + static_cast<std::size_t>(c) * rgb.total());
      channels[c].convertTo(plane, CV_32F, 1 / (255.0 * settings_.std[c]), -settings_.mean[c] / static_cast<double>(settings_.std[c]));
    }
  }

  const PictureStore& store_;
  TargetMaker make_targets_;
  LoaderSettings settings_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::map<std::int64_t, Made> ready_;
  std::int64_t next_made_;
  std::int64_t next_given_;
  bool stopping_ = false;
  std::chrono::steady_clock::duration waited_{};
  std::vector<std::thread> workers_;
};

}  // namespace docket
