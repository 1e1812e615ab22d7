/// The pictures of one or more data sets: checked once against their annotations, kept decoded while memory allows.
#pragma once

#include <atomic>
#include <cstddef>
#include <exception>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include <opencv2/core.hpp>

#include <docket/core/parallel.hpp>
#include <docket/data/dataset.hpp>
#include <docket/data/image_file.hpp>

namespace docket {

/// Pictures by index. Filled once by the constructor, read-only after that, so any thread may read.
class PictureStore {
 public:
  /// Decodes every picture once on `threads` threads: words are fitted to their picture, a damaged one is left out; both are
  /// named in `dataset.problems`. Keeps decoded pictures up to `memory_bytes`; the rest is decoded at every use.
  PictureStore(Dataset& dataset, std::size_t memory_bytes, int threads) {
    std::vector<cv::Mat> decoded(dataset.images.size());
    std::vector<Size> sizes(dataset.images.size());
    std::vector<std::string> failures(dataset.images.size());
    std::atomic<std::size_t> used{0};
    for_each_index(dataset.images.size(), threads, [&](std::size_t i) {
      try {
        cv::Mat picture = read_image(dataset.images[i].file);
        sizes[i] = {picture.cols, picture.rows};
        const std::size_t bytes = picture.total() * picture.elemSize();
        if (used.fetch_add(bytes) + bytes <= memory_bytes) {
          decoded[i] = std::move(picture);
        } else {
          used -= bytes;
        }
      } catch (const std::exception& error) {
        failures[i] = error.what();
      }
    });
    std::vector<AnnotatedImage> whole;
    for (std::size_t i = 0; i < dataset.images.size(); ++i) {
      if (!failures[i].empty()) {
        dataset.problems.add("pictures cannot be read, left out", dataset.images[i].name + " (" + failures[i] + ")");
        continue;
      }
      fit_to_picture(dataset.images[i], sizes[i], dataset.problems);
      whole.push_back(std::move(dataset.images[i]));
      decoded_.push_back(std::move(decoded[i]));
      sizes_.push_back(sizes[i]);
    }
    dataset.images = std::move(whole);
    images_ = dataset.images;
  }

  [[nodiscard]] std::size_t count() const { return images_.size(); }
  [[nodiscard]] const AnnotatedImage& image(std::size_t index) const { return images_.at(index); }
  [[nodiscard]] Size size(std::size_t index) const { return sizes_.at(index); }

  /// 8-bit RGB. Shares memory with the store: not to be written to.  [thread-safe]
  [[nodiscard]] cv::Mat picture(std::size_t index) const {
    return decoded_.at(index).empty() ? read_image(images_.at(index).file) : decoded_[index];
  }

 private:
  std::vector<AnnotatedImage> images_;
  std::vector<cv::Mat> decoded_;
  std::vector<Size> sizes_;
};

}  // namespace docket
