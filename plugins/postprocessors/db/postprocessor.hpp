/// From a probability map to words: threshold, contours, score, unclip (DB paper, section 3.5; reference-system.md 3.7).
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include <opencv2/imgproc.hpp>

#include <docket/kernels.h>
#include <docket/core/error.hpp>
#include <docket/stages/postprocessor.hpp>

#include "options.hpp"
#include "outlines.hpp"
#include "rectangle.hpp"
#include "score.hpp"
#include "unclip.hpp"

namespace docket::db {

class DbPostprocessor final : public Postprocessor {
 public:
  explicit DbPostprocessor(Options options)
      : options_(std::move(options)),
        box_(options_.mode == "box"),
        integer_(options_.coordinates == "integer"),
        scan_(options_.candidate_order == "scan"),
        outline_key_(options_) {}

  [[nodiscard]] PostprocessResult apply(MapView map, const ImageFrame& frame) const override {
    const Postprocessor* const one[] = {this};
    return std::move(apply_all(one, map, frame).front());
  }

  /// Contours are shared by settings of one thresh, scored candidates by those that shape them alike, grown words by those that grow them alike;
  /// box_thresh and max_candidates only choose among these.
  [[nodiscard]] std::vector<PostprocessResult> apply_all(std::span<const Postprocessor* const> all, MapView map, const ImageFrame& frame) const override {
    if (map.width != frame.map.width || map.height != frame.map.height) {
      throw Error(ErrorKind::model, "postprocessor 'db'",
                  "the map has " + std::to_string(map.width) + "x" + std::to_string(map.height) + " pixels, its frame says " +
                      std::to_string(frame.map.width) + "x" + std::to_string(frame.map.height));
    }
    std::vector<OutlineKey> keys;
    for (const Postprocessor* each : all) keys.push_back(static_cast<const DbPostprocessor&>(*each).outline_key_);
    Outlines outlines(map, keys, *kernels_);
    std::map<CandidateKey, Candidates> candidates;
    std::map<WordKey, std::vector<std::optional<Polygon>>> words;
    std::vector<PostprocessResult> results;
    for (const Postprocessor* each : all) {
      const auto& one = static_cast<const DbPostprocessor&>(*each);
      auto [found, fresh_candidates] = candidates.try_emplace(one.candidate_key());
      if (fresh_candidates) found->second = one.candidates_of(map, outlines.at(one.outline_key_));
      auto [grown, fresh_words] = words.try_emplace(one.word_key());
      if (fresh_words) grown->second.resize(found->second.scored.size());
      results.push_back(one.chosen(found->second, grown->second, frame));
    }
    return results;
  }

 private:
  /// A word before it grows, in map pixels; `rectangle` in box mode, `outline` in both.
  struct Candidate {
    Rectangle rectangle;
    Polygon outline;
    double score = 0;
  };
  struct Candidates {
    std::vector<Candidate> scored;
    std::vector<std::string> remarks;
  };

  /// The options that decide about candidates and about words.
  using CandidateKey = std::tuple<OutlineKey, std::string, std::string, double, double, double, int>;
  using WordKey = std::tuple<CandidateKey, std::string, double, double, double, bool>;
  [[nodiscard]] CandidateKey candidate_key() const {
    return {outline_key_, options_.mode, options_.coordinates, options_.min_size, options_.upright_below, options_.epsilon_ratio, scan_ ? options_.max_candidates : 0};
  }
  [[nodiscard]] WordKey word_key() const {
    return {candidate_key(), options_.unclip, options_.unclip_ratio, options_.shrink_ratio, options_.min_unclipped_size, options_.clip};
  }

  /// Scored, in scan order.
  [[nodiscard]] Candidates candidates_of(MapView map, const std::vector<Contour>& contours) const {
    Candidates found;
    std::size_t examined = contours.size();
    if (scan_ && examined > static_cast<std::size_t>(options_.max_candidates)) {
      examined = static_cast<std::size_t>(options_.max_candidates);
      found.remarks.push_back(std::to_string(contours.size()) + " contours, only the first max_candidates = " +
                              std::to_string(examined) + " in scan order were examined");
    }
    for (std::size_t i = 0; i < examined; ++i) {
      Candidate candidate;
      if (box_ ? find_box(contours[i], candidate) : find_outline(contours[i], candidate))
        found.scored.push_back(std::move(candidate));
    }
    score(map, found.scored);
    return found;
  }

  /// `words`: of each candidate, grown and in the image, once somebody asked; empty where it is too small or wholly outside.
  [[nodiscard]] PostprocessResult chosen(const Candidates& found, std::vector<std::optional<Polygon>>& words, const ImageFrame& frame) const {
    PostprocessResult result{{}, found.remarks};
    std::vector<std::size_t> kept;
    for (std::size_t i = 0; i < found.scored.size(); ++i) {
      if (found.scored[i].score >= options_.box_thresh) kept.push_back(i);
    }
    if (!scan_) {
      std::stable_sort(kept.begin(), kept.end(), [&](std::size_t a, std::size_t b) { return found.scored[a].score > found.scored[b].score; });
    }
    for (const std::size_t i : kept) {
      if (!words[i]) {
        words[i] = unclipped(found.scored[i]);
        if (!words[i]->empty() && !to_image(*words[i], frame)) words[i]->clear();
      }
      if (words[i]->empty()) continue;
      if (!scan_ && result.detections.size() == static_cast<std::size_t>(options_.max_candidates)) {
        result.remarks.push_back(std::to_string(kept.size()) + " words, only the best max_candidates = " +
                                 std::to_string(options_.max_candidates) + " were kept");
        break;
      }
      result.detections.push_back({*words[i], found.scored[i].score});
    }
    return result;
  }

  [[nodiscard]] bool find_box(const Contour& contour, Candidate& candidate) const {
    // short side^2 <= area of the least rectangle <= area of the upright one: most specks end here.
    const cv::Rect upright = cv::boundingRect(contour);
    if (double(upright.width) * upright.height < options_.min_size * options_.min_size) return false;
    candidate.rectangle = min_area_rectangle(contour);
    if (candidate.rectangle.long_side < options_.upright_below * candidate.rectangle.short_side)
      candidate.rectangle = upright_rectangle(upright);
    if (candidate.rectangle.short_side < options_.min_size) return false;
    candidate.outline = candidate.rectangle.polygon();
    return true;
  }

  [[nodiscard]] bool find_outline(const Contour& contour, Candidate& candidate) const {
    if (contour.size() < 4) return false;
    Contour simple;
    cv::approxPolyDP(contour, simple, options_.epsilon_ratio * cv::arcLength(contour, true), true);
    if (simple.size() < 4) return false;
    candidate.outline.reserve(simple.size());
    for (const cv::Point& p : simple) candidate.outline.push_back({double(p.x), double(p.y)});
    return true;
  }

  void score(MapView map, std::vector<Candidate>& candidates) const {
    if (box_ && !integer_) {
      for (Candidate& candidate : candidates) candidate.score = mean_inside(map, candidate.rectangle);
      return;
    }
    std::vector<double> xy, scores(candidates.size());
    std::vector<std::int64_t> starts{0};
    for (const Candidate& candidate : candidates) {
      for (const Point& p : candidate.outline) xy.insert(xy.end(), {p.x, p.y});
      starts.push_back(static_cast<std::int64_t>(xy.size() / 2));
    }
    const docket_polygons polygons{xy.data(), starts.data(), static_cast<std::int64_t>(candidates.size())};
    if (!candidates.empty()) {
      check(kernels_->polygon_scores(map.data, map.height, map.width, map.row_stride, &polygons, scores.data(), nullptr));
    }
    for (std::size_t i = 0; i < candidates.size(); ++i) candidates[i].score = scores[i];
  }

  /// The grown word in map pixels; empty where it is too small.
  [[nodiscard]] Polygon unclipped(const Candidate& candidate) const {
    const double distance = unclip_distance(candidate.outline, options_);
    if (box_ && !integer_) {
      const Rectangle rectangle = grown(candidate.rectangle, distance);
      return rectangle.short_side < options_.min_unclipped_size ? Polygon{} : rectangle.polygon();
    }
    constexpr double units_per_px = 1024;
    const Polygon outline = offset(candidate.outline, distance, integer_ ? 1 : units_per_px);
    if (outline.size() < 3) return {};
    std::vector<cv::Point2f> points;
    for (const Point& p : outline) points.emplace_back(static_cast<float>(p.x), static_cast<float>(p.y));
    const Rectangle rectangle = min_area_rectangle(points);
    if (rectangle.short_side < options_.min_unclipped_size) return {};
    return box_ ? rectangle.polygon() : outline;
  }

  /// False when the word lies wholly outside and is to be clipped.
  [[nodiscard]] bool to_image(Polygon& word, const ImageFrame& frame) const {
    for (Point& p : word) {
      p = frame.map_to_image(p);
      if (integer_) p = {std::nearbyint(p.x), std::nearbyint(p.y)};
      if (options_.clip)
        p = {std::clamp(p.x, 0.0, double(frame.image.width)), std::clamp(p.y, 0.0, double(frame.image.height))};
    }
    return !options_.clip || signed_area(word) != 0;
  }

  void check(int code) const {
    if (code != 0) throw Error(ErrorKind::other, "postprocessor 'db'", kernels_->error_text(code));
  }

  Options options_;
  bool box_, integer_, scan_;
  OutlineKey outline_key_;
  const docket_kernels* kernels_ = docket_kernels_cpu();
};

}  // namespace docket::db
