/// What libdocket_host.so knows about the libraries it brings, for `docket doctor`: one "key value" line each.
#include <string>

#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <opencv2/core/utility.hpp>
#include <torch/headeronly/version.h>

#include <docket/core/export.hpp>

extern "C" DOCKET_API const char* docket_heavy_facts() {
  static const std::string facts = [] {
    std::string text = "libtorch " + std::to_string(TORCH_VERSION_MAJOR) + "." + std::to_string(TORCH_VERSION_MINOR) + "." +
                       std::to_string(TORCH_VERSION_PATCH) + "\n";
    try {
      const int devices = at::hasCUDA() ? static_cast<int>(at::detail::getCUDAHooks().deviceCount()) : 0;
      if (at::globalContext().hasCUDART() && devices == 0) text += "cuda-problem LibTorch is built for CUDA and finds no GPU\n";
      text += "cuda " + (at::hasCUDA() ? std::to_string(devices) + " device" + (devices == 1 ? "" : "s") : "none") + "\n";
    } catch (const std::exception& error) {
      text += std::string("cuda-problem ") + error.what() + "\n";
    }
    text += "onednn " + std::string(at::hasMKLDNN() ? "yes" : "no") + "\n";
    text += "threads " + std::to_string(at::get_num_threads()) + "\n";
    text += "opencv " + cv::getVersionString() + "\n";
    return text;
  }();
  return facts.c_str();
}
