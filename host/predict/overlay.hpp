/// Pictures with the found words drawn in.
#pragma once

#include <filesystem>
#include <span>

#include <opencv2/core/mat.hpp>

#include <docket/core/polygon.hpp>

namespace docket {

/// Draws each word's outline, thin enough to leave the text readable, from red (unsure) over orange to green (sure).
/// words: in pixels of `rgb`.
void draw_words(cv::Mat& rgb, std::span<const Detection> words);

/// Writes a JPEG; makes the folders it needs. Throws Error(other) when the file cannot be written.
void write_jpeg(const cv::Mat& rgb, const std::filesystem::path& file);

}  // namespace docket
