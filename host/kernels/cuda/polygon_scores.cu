// How sure the map is of each polygon: the CPU finds the pixels (shared/score_plan.cpp), the device sums them, one block a polygon.
#include "../shared/score_plan.hpp"
#include "device.cuh"

namespace docket::cuda {
namespace {

__global__ void polygon_scores_kernel(const float* map, int64_t row_stride, const Run* runs, const int64_t* first_run, int64_t count,
                                      double* scores) {
  __shared__ double sums[threads_per_block];
  __shared__ double pixels[threads_per_block];
  for (int64_t polygon = blockIdx.x; polygon < count; polygon += gridDim.x) {
    double sum = 0, covered = 0;
    for (int64_t i = first_run[polygon] + threadIdx.x; i < first_run[polygon + 1]; i += blockDim.x) {
      const Run run = runs[i];
      for (int32_t x = run.first; x <= run.last; ++x) sum += map[run.row * row_stride + x];
      covered += run.last - run.first + 1;
    }
    sums[threadIdx.x] = sum;
    pixels[threadIdx.x] = covered;
    for (int half = threads_per_block / 2; half > 0; half /= 2) {
      __syncthreads();
      if (threadIdx.x < half) {
        sums[threadIdx.x] += sums[threadIdx.x + half];
        pixels[threadIdx.x] += pixels[threadIdx.x + half];
      }
    }
    if (threadIdx.x == 0) scores[polygon] = pixels[0] > 0 ? sums[0] / pixels[0] : 0;
    __syncthreads();
  }
}

}  // namespace

int polygon_scores(const float* map, int64_t height, int64_t width, int64_t row_stride, const docket_polygons* polygons,
                   double* scores, void* stream) {
  if (map == nullptr || row_stride < width) return bad_argument;
  ScorePlan plan;
  if (const int code = plan_scores(polygons, height, width, plan); code != ok) return code;
  if (polygons->count == 0) return ok;
  if (scores == nullptr) return bad_argument;
  const cudaStream_t on = as_stream(stream);
  const DeviceArray<Run> runs(plan.runs, on);
  const DeviceArray<int64_t> first_run(plan.first_run, on);
  const DeviceArray<double> there(polygons->count, on);
  for (const cudaError_t error : {runs.error(), first_run.error(), there.error()}) {
    if (error != cudaSuccess) return code_of(error);
  }
  const int blocks = static_cast<int>(polygons->count < most_blocks ? polygons->count : most_blocks);
  polygon_scores_kernel<<<blocks, threads_per_block, 0, on>>>(map, row_stride, runs.data(), first_run.data(), polygons->count,
                                                              there.data());
  if (const cudaError_t error = cudaGetLastError(); error != cudaSuccess) return code_of(error);
  const auto bytes = static_cast<size_t>(polygons->count) * sizeof(double);
  if (const cudaError_t error = cudaMemcpyAsync(scores, there.data(), bytes, cudaMemcpyDeviceToHost, on); error != cudaSuccess)
    return code_of(error);
  return code_of(cudaStreamSynchronize(on));
}

}  // namespace docket::cuda
