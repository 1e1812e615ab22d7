// Balanced cross-entropy of the DB loss. The cut among the negatives is found by radix selection, without a sort and without a
// value that travels to the host.
#include "../shared/radix_select.hpp"
#include "device.cuh"

namespace docket::cuda {
namespace {

/// What the passes hand to one another, on the device.
struct State {
  unsigned long long positives, negatives;
  unsigned long long counts[radix_bins];
  RadixCut cut;
  int64_t kept;
  unsigned long long taken_at_cut;
  double sum;
  int broken;  // a probability that is no number in [0, 1]
};

__device__ uint32_t bits_of(float prob) { return __float_as_uint(prob + 0.0F); }  // -0 -> 0

__global__ void count_kernel(const float* prob, const float* target, const float* mask, int64_t count, State* state) {
  unsigned long long positives = 0, negatives = 0;
  for (int64_t i = first_item(); i < count; i += item_stride()) {
    if (!(mask[i] > 0.5F)) continue;
    if (!(prob[i] >= 0 && prob[i] <= 1)) state->broken = 1;
    if (target[i] > 0.5F) {
      ++positives;
    } else {
      ++negatives;
    }
  }
  if (positives > 0) atomicAdd(&state->positives, positives);
  if (negatives > 0) atomicAdd(&state->negatives, negatives);
}

__global__ void begin_kernel(State* state, double negative_ratio) {
  const double most = negative_ratio * static_cast<double>(state->positives);
  const double negatives = static_cast<double>(state->negatives);
  state->kept = most < negatives ? static_cast<int64_t>(most) : static_cast<int64_t>(state->negatives);
  state->cut.wanted = state->kept;
}

__global__ void histogram_kernel(const float* prob, const float* target, const float* mask, int64_t count, int pass, State* state) {
  __shared__ unsigned int counts[radix_bins];
  for (int i = threadIdx.x; i < radix_bins; i += blockDim.x) counts[i] = 0;
  __syncthreads();
  const RadixCut cut = state->cut;
  for (int64_t i = first_item(); i < count; i += item_stride()) {
    if (!(mask[i] > 0.5F) || target[i] > 0.5F) continue;
    const int digit = radix_digit(bits_of(prob[i]), cut, pass);
    if (digit >= 0) atomicAdd(&counts[digit], 1U);
  }
  __syncthreads();
  for (int i = threadIdx.x; i < radix_bins; i += blockDim.x) {
    if (counts[i] > 0) atomicAdd(&state->counts[i], static_cast<unsigned long long>(counts[i]));
  }
}

__global__ void descend_kernel(State* state) {
  radix_descend(state->counts, state->cut);
  for (int i = 0; i < radix_bins; ++i) state->counts[i] = 0;
}

__global__ void sum_kernel(const float* prob, const float* target, const float* mask, int64_t count, double eps, State* state,
                           float* grad) {
  const double scale = 1 / (static_cast<double>(state->positives) + static_cast<double>(state->kept) + eps);
  const uint32_t cut = state->cut.prefix;
  const auto wanted_at_cut = static_cast<unsigned long long>(state->cut.wanted);
  double sum = 0;
  for (int64_t i = first_item(); i < count; i += item_stride()) {
    float slope = 0;
    if (mask[i] > 0.5F) {
      const bool text = target[i] > 0.5F;
      const uint32_t bits = bits_of(prob[i]);
      const bool kept = text || (state->kept > 0 && (bits > cut || (bits == cut && atomicAdd(&state->taken_at_cut, 1ULL) < wanted_at_cut)));
      if (kept) {
        const double p = prob[i], truth = text ? 1 : 0;
        sum -= fmax(log(text ? p : 1 - p), -100.0);
        slope = static_cast<float>((p - truth) / fmax(p * (1 - p), 1e-12) * scale);
      }
    }
    if (grad != nullptr) grad[i] = slope;
  }
  __shared__ double sums[threads_per_block];
  sums[threadIdx.x] = sum;
  for (int half = threads_per_block / 2; half > 0; half /= 2) {
    __syncthreads();
    if (threadIdx.x < half) sums[threadIdx.x] += sums[threadIdx.x + half];
  }
  if (threadIdx.x == 0 && sums[0] != 0) atomicAdd(&state->sum, sums[0]);
}

__global__ void finish_kernel(const State* state, int64_t count, double eps, double* loss, float* grad) {
  const double terms = static_cast<double>(state->positives) + static_cast<double>(state->kept);
  if (first_item() == 0) *loss = state->broken != 0 ? nan("") : terms == 0 ? 0 : state->sum / (terms + eps);
  if (state->broken == 0 || grad == nullptr) return;
  for (int64_t i = first_item(); i < count; i += item_stride()) grad[i] = nanf("");
}

}  // namespace

int hard_negative_bce(const float* prob, const float* target, const float* mask, int64_t count, double negative_ratio, double eps,
                      double* loss, float* grad, void* stream) {
  if (loss == nullptr || count < 0) return bad_argument;
  if (count > 0 && (prob == nullptr || target == nullptr || mask == nullptr)) return bad_argument;
  if (!(negative_ratio >= 0) || !(eps >= 0)) return bad_argument;
  const cudaStream_t on = as_stream(stream);
  const DeviceArray<State> state(1, on);
  if (state.error() != cudaSuccess) return code_of(state.error());
  if (const cudaError_t error = cudaMemsetAsync(state.data(), 0, sizeof(State), on); error != cudaSuccess) return code_of(error);
  const int blocks = blocks_for(count);
  count_kernel<<<blocks, threads_per_block, 0, on>>>(prob, target, mask, count, state.data());
  begin_kernel<<<1, 1, 0, on>>>(state.data(), negative_ratio);
  for (int pass = 0; pass < radix_passes; ++pass) {
    histogram_kernel<<<blocks, threads_per_block, 0, on>>>(prob, target, mask, count, pass, state.data());
    descend_kernel<<<1, 1, 0, on>>>(state.data());
  }
  sum_kernel<<<blocks, threads_per_block, 0, on>>>(prob, target, mask, count, eps, state.data(), grad);
  finish_kernel<<<blocks, threads_per_block, 0, on>>>(state.data(), count, eps, loss, grad);
  return code_of(cudaGetLastError());
}

}  // namespace docket::cuda
