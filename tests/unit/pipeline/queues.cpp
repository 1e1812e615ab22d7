#include <docket/pipeline/queues.hpp>

#include <atomic>
#include <random>
#include <thread>
#include <vector>

#include <doctest/doctest.h>

using docket::BoundedQueue;
using docket::OrderedQueue;

TEST_CASE("a bounded queue hands out what came, in order, and ends after close") {
  BoundedQueue<int> queue(2);
  std::jthread producer([&] {
    for (int i = 0; i < 100; ++i) CHECK(queue.push(i));
    queue.close();
  });
  for (int i = 0; i < 100; ++i) CHECK(queue.pop() == i);
  CHECK_FALSE(queue.pop().has_value());
  CHECK_FALSE(queue.push(1));
}

TEST_CASE("a bounded queue never holds more than its capacity") {
  BoundedQueue<int> queue(3);
  std::atomic<int> pushed{0};
  std::jthread producer([&] {
    for (int i = 0; i < 10; ++i) {
      queue.push(i);
      ++pushed;
    }
  });
  while (pushed < 3) std::this_thread::yield();
  std::this_thread::sleep_for(std::chrono::milliseconds(20));
  CHECK(pushed == 3);
  for (int i = 0; i < 10; ++i) queue.pop();
}

TEST_CASE("an ordered queue sorts what several threads bring, within its window") {
  constexpr std::size_t count = 500;
  constexpr std::size_t window = 4;
  OrderedQueue<std::size_t> queue(window);
  std::atomic<std::size_t> next{0};
  std::atomic<std::size_t> taken{0};
  std::atomic<bool> ahead{false};
  {
    std::vector<std::jthread> producers;
    for (int t = 0; t < 4; ++t) {
      producers.emplace_back([&, t] {
        std::mt19937 random(static_cast<unsigned>(t));
        for (std::size_t i = next++; i < count; i = next++) {
          if (random() % 8 == 0) std::this_thread::yield();
          queue.push(i, i * i);
          if (i >= taken + window + 1) ahead = true;
        }
      });
    }
    for (std::size_t i = 0; i < count; ++i) {
      CHECK(queue.pop() == i * i);
      ++taken;
    }
  }
  CHECK_FALSE(ahead);
}

TEST_CASE("closing an ordered queue frees those who wait") {
  OrderedQueue<int> queue(1);
  std::jthread waiting([&] { CHECK_FALSE(queue.push(5, 0)); });
  std::jthread reading([&] { CHECK_FALSE(queue.pop().has_value()); });
  std::this_thread::sleep_for(std::chrono::milliseconds(5));
  queue.close();
}
