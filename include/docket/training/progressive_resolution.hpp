/// Reads train.longest_side: small pictures in the first epochs, large ones later (reference-system 1.2, row 25).
#pragma once

#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <docket/core/error.hpp>
#include <docket/data/resolution_steps.hpp>

namespace docket {

/// Reads "EPOCH=SIDE" words. `multiple`: what the sides must divide by. Throws Error(config) at `where`.
[[nodiscard]] inline ResolutionSteps read_resolution_steps(const std::vector<std::string>& words, int multiple, const std::string& where) {
  ResolutionSteps steps;
  for (const std::string& word : words) {
    const std::size_t equal = word.find('=');
    std::int64_t epoch = -1;
    int side = 0;
    const char* const end = word.data() + word.size();
    const auto read = [](const char* from, const char* to, auto& number) {
      const auto [after, problem] = std::from_chars(from, to, number);
      return problem == std::errc{} && after == to;
    };
    if (equal == word.npos || !read(word.data(), word.data() + equal, epoch) || !read(word.data() + equal + 1, end, side) || epoch < 0 || side < 32) {
      throw Error(ErrorKind::config, where, "'" + word + "' must be an epoch from 0, '=' and a side of at least 32 pixels, as in '4=960'");
    }
    if (!steps.empty() && epoch <= steps.back().first) {
      throw Error(ErrorKind::config, where, "'" + word + "' comes behind epoch " + std::to_string(steps.back().first) + "; epochs must rise");
    }
    if (side % multiple != 0) {
      throw Error(ErrorKind::config, where, "'" + word + "': the side must be a multiple of input.stride, " + std::to_string(multiple) + ", where train.crop_side is 0");
    }
    steps.emplace_back(epoch, side);
  }
  return steps;
}

}  // namespace docket
