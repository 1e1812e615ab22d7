/// Stochastic depth (Huang et al. 2016): in training, a residual branch is left out for some samples of a batch.
#pragma once

#include <torch/types.h>

namespace docket::nn {

/// Zeroes the branch of each sample with probability `rate` and scales the kept ones so that the mean stays. `rate` is in [0,
/// 1).
inline at::Tensor drop_path(const at::Tensor& branch, double rate, bool training) {
  if (!training || rate == 0) return branch;
  const at::Tensor keep = at::empty({branch.size(0), 1, 1, 1}, branch.options().requires_grad(false)).bernoulli_(1 - rate);
  return branch * keep.div_(1 - rate);
}

}  // namespace docket::nn
