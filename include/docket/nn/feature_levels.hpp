/// Which of a backbone's maps its user wants (timm's out_indices).
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <docket/core/error.hpp>

namespace docket::nn {

/// `indices` as they came, after a check that there are some and that they rise, so that the finest map comes first. Throws
/// Error(config).
inline std::vector<std::int64_t> rising_indices(const std::vector<std::int64_t>& indices) {
  std::string text;
  bool rising = !indices.empty();
  for (std::size_t i = 0; i < indices.size(); ++i) {
    text += (i > 0 ? ", " : "") + std::to_string(indices[i]);
    rising = rising && (i == 0 || indices[i - 1] < indices[i]);
  }
  if (!rising) throw Error(ErrorKind::config, "out_indices", "is [" + text + "], must be a rising list such as [1, 2, 3, 4]");
  return indices;
}

/// all[i] for every i of `indices`.
template <class Item>
std::vector<Item> pick(const std::vector<Item>& all, const std::vector<std::int64_t>& indices) {
  std::vector<Item> picked;
  for (const std::int64_t i : indices) picked.push_back(all.at(static_cast<std::size_t>(i)));
  return picked;
}

}  // namespace docket::nn
