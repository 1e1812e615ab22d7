/// The bounded queues between the stages that predict side by side; they keep memory flat and results in order.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <utility>

namespace docket {

/// First in, first out, at most `capacity` items.
template <class T>
class BoundedQueue {
 public:
  explicit BoundedQueue(std::size_t capacity) : capacity_(capacity) {}

  /// Waits for room. False when the queue was closed; the item is dropped then.
  bool push(T item) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return closed_ || items_.size() < capacity_; });
    if (closed_) return false;
    items_.push_back(std::move(item));
    changed_.notify_all();
    return true;
  }

  /// Waits for an item; nothing once the queue is closed and empty.
  std::optional<T> pop() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return closed_ || !items_.empty(); });
    if (items_.empty()) return std::nullopt;
    std::optional<T> item(std::move(items_.front()));
    items_.pop_front();
    changed_.notify_all();
    return item;
  }

  /// No more items come; those inside are still handed out.
  void close() {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    changed_.notify_all();
  }

 private:
  const std::size_t capacity_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<T> items_;
  bool closed_ = false;
};

/// Takes items from several threads in any order, hands them out by index from 0 on. An item that lies `window` or more ahead
/// of the next one out waits. Every index up to the last must come.
template <class T>
class OrderedQueue {
 public:
  explicit OrderedQueue(std::size_t window) : window_(window) {}

  /// False when the queue was closed; the item is dropped then.
  bool push(std::size_t index, T item) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return closed_ || index < next_ + window_; });
    if (closed_) return false;
    items_.emplace(index, std::move(item));
    changed_.notify_all();
    return true;
  }

  /// Waits for the next index; nothing once the queue is closed and that index has not come.
  std::optional<T> pop() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return closed_ || items_.contains(next_); });
    auto node = items_.extract(next_);
    if (node.empty()) return std::nullopt;
    ++next_;
    changed_.notify_all();
    return std::move(node.mapped());
  }

  void close() {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    changed_.notify_all();
  }

 private:
  const std::size_t window_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::map<std::size_t, T> items_;
  std::size_t next_ = 0;
  bool closed_ = false;
};

}  // namespace docket
