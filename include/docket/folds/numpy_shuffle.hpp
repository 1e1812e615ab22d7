/// The order that NumPy's shuffle gives, so that splits made in Python can be made again.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <random>
#include <utility>
#include <vector>

namespace docket::folds {

/// numpy.random.RandomState(seed): the legacy generator behind np.random.seed. MT19937 seeded by init_genrand is std::mt19937.
class NumpyRandom {
 public:
  explicit NumpyRandom(std::uint32_t seed) : twister_(seed) {}

  /// A number in [0, largest] by masked rejection (random_interval of NumPy's legacy distributions).
  std::uint32_t draw(std::uint32_t largest) {
    if (largest == 0) return 0;  // takes no number from the generator
    const std::uint32_t mask = ~std::uint32_t{0} >> std::countl_zero(largest);
    std::uint32_t value = 0;
    do value = static_cast<std::uint32_t>(twister_()) & mask;
    while (value > largest);
    return value;
  }

  /// RandomState.shuffle of a list or a one-dimensional array: Fisher and Yates from the end.
  template <class T>
  void shuffle(std::vector<T>& values) {
    for (std::size_t i = values.size(); i-- > 1;) std::swap(values[i], values[draw(static_cast<std::uint32_t>(i))]);
  }

 private:
  std::mt19937 twister_;
};

/// 0 to count - 1 in the order of RandomState(seed).shuffle.
[[nodiscard]] inline std::vector<std::size_t> numpy_shuffled(std::size_t count, std::uint32_t seed) {
  std::vector<std::size_t> order(count);
  std::iota(order.begin(), order.end(), std::size_t{0});
  NumpyRandom(seed).shuffle(order);
  return order;
}

}  // namespace docket::folds
