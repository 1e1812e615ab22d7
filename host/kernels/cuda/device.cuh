// What the CUDA kernels share: codes, launch sizes, memory that belongs to a stream.
#pragma once

#include <cuda_runtime.h>

#include <vector>

#include "cuda.hpp"

namespace docket::cuda {

inline int code_of(cudaError_t error) { return error == cudaSuccess ? ok : first_cuda_error + static_cast<int>(error); }

inline cudaStream_t as_stream(void* stream) { return static_cast<cudaStream_t>(stream); }

constexpr int threads_per_block = 256;
constexpr int most_blocks = 2048;  // kernels stride over what is left

inline int blocks_for(int64_t items) {
  const int64_t wanted = (items + threads_per_block - 1) / threads_per_block;
  return static_cast<int>(wanted < 1 ? 1 : wanted > most_blocks ? most_blocks : wanted);
}

__device__ inline int64_t first_item() { return static_cast<int64_t>(blockIdx.x) * blockDim.x + threadIdx.x; }
__device__ inline int64_t item_stride() { return static_cast<int64_t>(gridDim.x) * blockDim.x; }

/// `count` values on the device, freed when the stream reaches the end of this object's life.
template <class T>
class DeviceArray {
 public:
  DeviceArray(int64_t count, cudaStream_t stream) : stream_(stream) {
    if (count > 0) error_ = cudaMallocAsync(reinterpret_cast<void**>(&data_), static_cast<size_t>(count) * sizeof(T), stream);
  }
  /// A copy of pageable memory, which the runtime has read when this returns.
  DeviceArray(const std::vector<T>& values, cudaStream_t stream) : DeviceArray(static_cast<int64_t>(values.size()), stream) {
    if (error_ == cudaSuccess && !values.empty())
      error_ = cudaMemcpyAsync(data_, values.data(), values.size() * sizeof(T), cudaMemcpyHostToDevice, stream);
  }
  DeviceArray(const DeviceArray&) = delete;
  DeviceArray& operator=(const DeviceArray&) = delete;
  ~DeviceArray() {
    if (data_ != nullptr) cudaFreeAsync(data_, stream_);
  }

  T* data() const { return data_; }
  cudaError_t error() const { return error_; }

 private:
  T* data_ = nullptr;
  cudaStream_t stream_;
  cudaError_t error_ = cudaSuccess;
};

}  // namespace docket::cuda
