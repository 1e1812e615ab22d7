// Which pixels of a probability map are text; and the runtime's words for its errors.
#include "device.cuh"

namespace docket::cuda {
namespace {

__global__ void threshold_map_kernel(const float* map, int64_t height, int64_t width, int64_t row_stride, float thresh,
                                     uint8_t* bitmap) {
  for (int64_t i = first_item(); i < height * width; i += item_stride())
    bitmap[i] = map[i / width * row_stride + i % width] > thresh ? 1 : 0;
}

}  // namespace

const char* cuda_error_text(int code) { return cudaGetErrorString(static_cast<cudaError_t>(code - first_cuda_error)); }

int threshold_map(const float* map, int64_t height, int64_t width, int64_t row_stride, float thresh, uint8_t* bitmap, void* stream) {
  if (map == nullptr || bitmap == nullptr || height < 0 || width < 0 || row_stride < width) return bad_argument;
  if (height * width == 0) return ok;
  threshold_map_kernel<<<blocks_for(height * width), threads_per_block, 0, as_stream(stream)>>>(map, height, width, row_stride,
                                                                                               thresh, bitmap);
  return code_of(cudaGetLastError());
}

}  // namespace docket::cuda
