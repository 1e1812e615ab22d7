/// Turns LibTorch's out-of-memory failures into words that help.
#pragma once

#include <cstdio>
#include <new>
#include <string>
#include <string_view>

#include <docket/core/error.hpp>
#include <docket/core/machine.hpp>
#include <docket/training/options.hpp>

namespace docket {

/// Whether an exception's text is an allocator's: LibTorch throws one type for many failures.
[[nodiscard]] inline bool is_out_of_memory(std::string_view text) {
  for (const std::string_view sign : {"not enough memory", "out of memory", "can't allocate memory", "std::bad_alloc", "STATUS_ALLOC_FAILED"}) {
    if (text.find(sign) != text.npos) return true;
  }
  return false;
}

/// `side`: of the square that the network is fed, in pixels.
[[nodiscard]] inline Error out_of_memory(const TrainOptions& train, int side, const std::string& failure) {
  const std::string first_line = failure.substr(0, failure.find('\n'));
  const bool of_gpu = first_line.find("CUDA") != first_line.npos || first_line.find("STATUS_ALLOC_FAILED") != first_line.npos;  // it has the numbers
  const std::string square = std::to_string(side) + " x " + std::to_string(side);
  std::string what = "out of memory with batches of " + std::to_string(train.batch_size) + " at " + square + " px";
  if (!of_gpu) {
    const double gib = 1073741824.0;
    char numbers[96];
    std::snprintf(numbers, sizeof numbers, ": %.1f GiB in use, the machine has %.1f GiB", static_cast<double>(resident_bytes()) / gib,
                  static_cast<double>(look_at_machine().memory_bytes) / gib);
    what += numbers;
  }
  const int smaller = (side * 3 / 4 + 31) / 32 * 32;
  const std::string sides = train.crop_side > 0 ? "train.crop_side=" + std::to_string(smaller) : "input.longest_side=" + std::to_string(smaller);
  std::string advice = "try " + sides + " (about half the memory)";
  if (train.batch_size > 1) {
    advice = "try train.batch_size=" + std::to_string((train.batch_size + 1) / 2) + " train.accumulate=" + std::to_string(train.accumulate * 2) +
             " (the same gradient, half the memory), or " + sides;
  }
  return {ErrorKind::other, "training", what + "; " + advice + (of_gpu ? "" : "; data.memory_mb bounds the decoded pictures") + " (" + first_line + ")"};
}

}  // namespace docket
