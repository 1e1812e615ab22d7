#include "find_lr.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <iostream>
#include <string>
#include <utility>
#include <vector>

#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include <docket/core/atomic_file.hpp>
#include <docket/core/error.hpp>
#include <docket/core/interrupt.hpp>
#include <docket/data/sample_loader.hpp>
#include <docket/training/find_lr.hpp>
#include <docket/training/loader_settings.hpp>
#include <docket/training/progress_line.hpp>
#include <docket/training/weight_step.hpp>

namespace docket {
namespace {

constexpr int plot_width = 960, plot_height = 600, left_edge = 80, right_edge = 30, top_edge = 50, bottom_edge = 60;

void write_label(cv::Mat& plot, const std::string& text, cv::Point at, const cv::Scalar& colour = cv::Scalar::all(60)) {
  cv::putText(plot, text, at, cv::FONT_HERSHEY_SIMPLEX, 0.5, colour, 1, cv::LINE_AA);
}

/// Loss over log10(lr). Drawn by hand: OpenCV's plot module has no axes with a logarithm.
cv::Mat draw_lr_plot(const std::vector<LrPoint>& points, std::optional<double> chosen) {
  cv::Mat plot(plot_height, plot_width, CV_8UC3, cv::Scalar::all(255));
  double low = points.front().smooth, high = low;
  for (const LrPoint& point : points) {
    low = std::min(low, point.smooth);
    high = std::max(high, point.smooth);
  }
  high = std::min(high, 2 * points.front().smooth);  // the last points run away
  const double first = std::floor(std::log10(points.front().lr)), last = std::ceil(std::log10(points.back().lr) - 1e-9);
  const double room = std::max(high - low, 1e-12);
  const auto x_of = [&](double lr) { return left_edge + (std::log10(lr) - first) / std::max(last - first, 1.0) * (plot_width - left_edge - right_edge); };
  const auto y_of = [&](double loss) { return plot_height - bottom_edge - (loss - low) / room * (plot_height - top_edge - bottom_edge); };
  for (double power = first; power <= last; ++power) {
    const int x = cvRound(x_of(std::pow(10, power)));
    cv::line(plot, {x, top_edge}, {x, plot_height - bottom_edge}, cv::Scalar::all(225));
    write_label(plot, "1e" + std::to_string(static_cast<int>(power)), {x - 18, plot_height - bottom_edge + 22});
  }
  for (int i = 0; i <= 4; ++i) {
    const double loss = low + room * i / 4;
    const int y = cvRound(y_of(loss));
    cv::line(plot, {left_edge, y}, {plot_width - right_edge, y}, cv::Scalar::all(225));
    char text[32];
    std::snprintf(text, sizeof text, "%.3g", loss);
    write_label(plot, text, {14, y + 5});
  }
  const cv::Rect frame({left_edge, top_edge}, cv::Point(plot_width - right_edge, plot_height - bottom_edge));
  cv::Mat inside = plot(frame);
  const auto draw = [&](double LrPoint::*value, const cv::Scalar& colour, int thickness) {
    std::vector<cv::Point> curve;
    for (const LrPoint& point : points) curve.push_back(cv::Point(cvRound(x_of(point.lr)), cvRound(std::max(y_of(point.*value), -1e4))) - frame.tl());
    cv::polylines(inside, curve, false, colour, thickness, cv::LINE_AA);
  };
  draw(&LrPoint::loss, cv::Scalar(225, 205, 180), 1);
  draw(&LrPoint::smooth, cv::Scalar(170, 80, 20), 2);
  if (chosen) {
    const int x = cvRound(x_of(*chosen));
    cv::line(plot, {x, top_edge}, {x, plot_height - bottom_edge}, cv::Scalar(40, 40, 200), 1, cv::LINE_AA);
    char text[64];
    std::snprintf(text, sizeof text, "steepest: %.2e", *chosen);
    write_label(plot, text, {std::min(x + 8, plot_width - 190), top_edge + 18}, cv::Scalar(40, 40, 200));
  }
  cv::rectangle(plot, frame, cv::Scalar::all(120));
  write_label(plot, "training loss (thin: each step, thick: smooth) over the learning rate", {left_edge, top_edge - 18});
  return plot;
}

void write_plot(const cv::Mat& plot, const std::filesystem::path& file) {
  std::vector<unsigned char> bytes;
  bool encoded = false;
  try {
    encoded = cv::imencode(file.extension().string(), plot, bytes);
  } catch (const cv::Exception&) {
  }
  if (!encoded) throw Error(ErrorKind::config, "--out", "is '" + file.string() + "', must end in .png or .jpg");
  write_file_atomically(file, std::string(bytes.begin(), bytes.end()));
}

}  // namespace

int find_learning_rate(Network network, const TrainingSettings& settings, const PictureStore& pictures, const std::filesystem::path& picture) {
  if (picture.extension() != ".png" && picture.extension() != ".jpg") {
    throw Error(ErrorKind::config, "--out", "is '" + picture.string() + "', must end in .png or .jpg");
  }
  WeightStep step(network, settings);
  SampleLoader loader(pictures, [&network](auto samples, Size input) { return network.head().targets(samples, input); }, loader_settings(settings));
  ProgressLine line(settings.train.log_every_s);
  LrRange range;
  if (settings.train.max_steps > 0) range.steps = static_cast<int>(std::min<std::int64_t>(settings.train.max_steps, 100000));
  int done = 0;
  const auto points = test_lr_range(range, [&](double lr) -> std::optional<double> {
    if (interrupted()) return std::nullopt;
    const StepResult result = step.take(0, lr, settings.train.accumulate, [&] { return loader.next(); });
    if (!result.not_finite.empty()) return std::nullopt;
    const double loss = result.losses.at("total");
    char text[96];
    std::snprintf(text, sizeof text, "step %d/%d  lr %.2e  loss %.3f", ++done, range.steps, lr, loss);
    if (line.due()) line.show(text);
    return loss;
  });
  if (interrupted()) return interrupted_exit_code;
  if (points.empty()) throw Error(ErrorKind::model, "--find-lr", "the loss of the first step is no number");
  const std::optional<double> chosen = steepest_lr(points);
  write_plot(draw_lr_plot(points, chosen), picture);
  std::string table = "lr,loss,smooth_loss\n";
  for (const LrPoint& point : points) {
    char row[96];
    std::snprintf(row, sizeof row, "%.6e,%.6f,%.6f\n", point.lr, point.loss, point.smooth);
    table += row;
  }
  const std::filesystem::path numbers = std::filesystem::path(picture).replace_extension(".csv");
  write_file_atomically(numbers, table);
  char text[160];
  if (chosen) {
    std::snprintf(text, sizeof text, "%zu steps from %.0e to %.1e; the loss falls fastest near optimizer.lr=%.1e", points.size(), range.lowest, points.back().lr, *chosen);
  } else {
    std::snprintf(text, sizeof text, "%zu steps from %.0e to %.1e; the loss never fell, so no rate can be named", points.size(), range.lowest, points.back().lr);
  }
  std::cout << text << "\nplot     " << picture.string() << "\nnumbers  " << numbers.string() << "\n";
  return 0;
}

}  // namespace docket
