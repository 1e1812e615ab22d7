/// docket bench train, loader and targets: the parts of training, on a pipeline's own data.
#pragma once

#include "../command_line.hpp"

namespace docket {

/// One step (forward, loss, backward, clipping, optimizer) on one batch that stays the same.
int bench_train(const CommandLine& line);

/// Images from the disk (from memory where data.memory_mb holds them) to batches: decoding, augmentation, target maps.
int bench_loader(const CommandLine& line);

/// The target maps of images whose words are known, in one thread; no augmentation.
int bench_targets(const CommandLine& line);

}  // namespace docket
