// Target maps: the CPU offsets the words and finds their runs of pixels (shared/target_plan.cpp), the device fills.
#include "../shared/target_plan.hpp"
#include "device.cuh"

namespace docket::cuda {
namespace {

__global__ void fill_kernel(float* map, int64_t count, float value) {
  for (int64_t i = first_item(); i < count; i += item_stride()) map[i] = value;
}

/// One block a run.
__global__ void fill_runs_kernel(const Run* runs, int64_t count, int64_t width, float value, float* map) {
  for (int64_t i = blockIdx.x; i < count; i += gridDim.x) {
    const Run run = runs[i];
    for (int32_t x = run.first + static_cast<int32_t>(threadIdx.x); x <= run.last; x += static_cast<int32_t>(blockDim.x))
      map[run.row * width + x] = value;
  }
}

/// One block a box. The map holds no negative number, so the larger float has the larger bits.
__global__ void draw_ridges_kernel(const RidgeBox* boxes, int64_t count, const int32_t* xy, int64_t width, float low, float range,
                                   float* map) {
  for (int64_t i = blockIdx.x; i < count; i += gridDim.x) {
    const RidgeBox box = boxes[i];
    const int32_t columns = box.right - box.left + 1, pixels = columns * (box.bottom - box.top + 1);
    for (int32_t k = static_cast<int32_t>(threadIdx.x); k < pixels; k += static_cast<int32_t>(blockDim.x)) {
      const int32_t x = box.left + k % columns, y = box.top + k / columns;
      const float value = __fadd_rn(__fmul_rn(ridge_height(box.word, xy, x, y), range), low);
      if (value > low) atomicMax(reinterpret_cast<int*>(map + y * width + x), __float_as_int(value));
    }
  }
}

/// The maps of one call and the stream they are filled on.
class Canvas {
 public:
  Canvas(int64_t height, int64_t width, cudaStream_t stream) : height_(height), width_(width), stream_(stream) {}

  void clear(float* map, float value) {
    if (map == nullptr) return;
    fill_kernel<<<blocks_for(height_ * width_), threads_per_block, 0, stream_>>>(map, height_ * width_, value);
    note(cudaGetLastError());
  }

  void fill(float* map, const std::vector<Run>& runs, float value) {
    if (map == nullptr || runs.empty()) return;
    const DeviceArray<Run> here(runs, stream_);
    if (!note(here.error())) return;
    const auto count = static_cast<int64_t>(runs.size());
    fill_runs_kernel<<<blocks(count), 64, 0, stream_>>>(here.data(), count, width_, value, map);
    note(cudaGetLastError());
  }

  void draw(float* map, const TargetPlan& plan, float low, float range) {
    if (plan.ridges.empty()) return;
    const DeviceArray<RidgeBox> boxes(plan.ridges, stream_);
    const DeviceArray<int32_t> xy(plan.xy, stream_);
    if (!note(boxes.error()) || !note(xy.error())) return;
    const auto count = static_cast<int64_t>(plan.ridges.size());
    draw_ridges_kernel<<<blocks(count), threads_per_block, 0, stream_>>>(boxes.data(), count, xy.data(), width_, low, range, map);
    note(cudaGetLastError());
  }

  /// The first error of all.
  cudaError_t error() const { return error_; }

 private:
  static int blocks(int64_t items) { return static_cast<int>(items < most_blocks ? items : most_blocks); }
  bool note(cudaError_t error) {
    if (error_ == cudaSuccess) error_ = error;
    return error_ == cudaSuccess;
  }

  int64_t height_, width_;
  cudaStream_t stream_;
  cudaError_t error_ = cudaSuccess;
};

}  // namespace

int text_targets(const docket_polygons* words, const uint8_t* ignore, int64_t height, int64_t width,
                 const docket_target_options* options, float* prob, float* thresh, float* prob_mask, float* thresh_mask,
                 void* stream) {
  if (prob == nullptr || thresh == nullptr) return bad_argument;
  TargetPlan plan;
  if (const int code = plan_targets(words, ignore, height, width, options, plan); code != ok) return code;
  const bool band_only = options->thresh_band_only != 0;
  const float low = static_cast<float>(options->thresh_min);
  const float range = static_cast<float>(options->thresh_max - options->thresh_min);
  Canvas canvas(height, width, as_stream(stream));
  canvas.clear(prob, 0);
  canvas.clear(thresh, low);
  canvas.clear(prob_mask, 1);
  canvas.clear(thresh_mask, band_only ? 0.0F : 1.0F);
  canvas.fill(prob, plan.text, 1);
  canvas.draw(thresh, plan, low, range);
  canvas.fill(thresh_mask, plan.band, 1);
  canvas.fill(prob_mask, plan.no_prob, 0);
  canvas.fill(thresh_mask, plan.no_thresh, 0);
  return code_of(canvas.error());
}

}  // namespace docket::cuda
