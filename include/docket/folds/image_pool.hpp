/// The images of one or more dataset JSONs as one list, each with the very bytes of its entry.
#pragma once

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include <docket/core/count_text.hpp>
#include <docket/core/error.hpp>
#include <docket/core/read_file.hpp>
#include <docket/data/dataset_problems.hpp>
#include <docket/folds/raw_json.hpp>

namespace docket::folds {

struct PoolImage {
  std::string name;
  std::string_view written_name;  // as in the file, with its quotes
  std::string_view entry;         // as in the file
  std::size_t input = 0;          // index of the file
  std::size_t words = 0;
};

/// Not to be copied: the images point into `texts`.
struct ImagePool {
  ImagePool() = default;
  ImagePool(const ImagePool&) = delete;
  ImagePool& operator=(const ImagePool&) = delete;
  ImagePool(ImagePool&&) = default;
  ImagePool& operator=(ImagePool&&) = default;

  std::vector<PoolImage> images;          // sorted by name, as Python sorts
  std::vector<std::size_t> written_order; // indices into `images` in the order of the files
  std::vector<RawMember> beside_images;   // further keys at the top of the files; the first of equal ones
  DatasetProblems problems;
  std::vector<std::unique_ptr<std::string>> texts;
};

namespace detail {

/// Throws Error(data).
inline std::string read_annotation_text(const std::filesystem::path& file) {
  std::optional<std::string> text = read_file(file);
  if (!text) throw Error(ErrorKind::data, file.string(), why_unreadable(file) + "; a JSON file of annotations is wanted");
  if (text->starts_with("\xEF\xBB\xBF")) text->erase(0, 3);
  return *std::move(text);
}

inline std::size_t count_words(const RawMember& image, const std::string& file, DatasetProblems& problems) {
  const nlohmann::json entry = nlohmann::json::parse(image.value);
  if (!entry.is_object()) throw Error(ErrorKind::data, file + ": " + image.key, "is " + entry.dump().substr(0, 40) + ", must be an object with 'words'");
  const auto words = entry.find("words");
  if (words == entry.end() || words->is_null()) {
    problems.add("images without 'words', taken as pictures without text", image.key);
    return 0;
  }
  if (!words->is_object()) throw Error(ErrorKind::data, file + ": " + image.key, "'words' is " + words->dump().substr(0, 40) + ", must be an object");
  return words->size();
}

inline void add_input(ImagePool& pool, std::size_t input, const std::string& file) {
  bool found = false;
  for (RawMember& top : raw_members(*pool.texts[input])) {
    if (top.key != "images") {
      const auto same = std::find_if(pool.beside_images.begin(), pool.beside_images.end(), [&](const RawMember& known) { return known.key == top.key; });
      if (same == pool.beside_images.end()) pool.beside_images.push_back(std::move(top));
      else if (same->value != top.value) pool.problems.add("keys beside 'images' that differ between the inputs, the first is kept", file + " '" + top.key + "'");
      continue;
    }
    if (found) throw Error(ErrorKind::data, file, "has two objects 'images'");
    if (!top.value.starts_with('{')) throw Error(ErrorKind::data, file, "'images' is no object");
    found = true;
    for (RawMember& image : raw_members(top.value)) {
      const std::size_t words = count_words(image, file, pool.problems);
      pool.images.push_back({std::move(image.key), image.written_key, image.value, input, words});
    }
  }
  if (!found) throw Error(ErrorKind::data, file, "has no object 'images' at its top");
}

/// Throws Error(data) where a name comes twice: one of its entries would be lost, or the image stand in two folds.
inline void expect_distinct(const ImagePool& pool, const std::vector<std::filesystem::path>& files) {
  std::map<std::string_view, std::size_t> known;
  std::vector<std::string> places;
  std::string where;
  for (const PoolImage& image : pool.images) {
    const auto [first, is_new] = known.emplace(image.name, image.input);
    if (is_new) continue;
    const std::string here = files[image.input].string();
    if (where.empty()) where = here;
    places.push_back(image.name + (first->second == image.input ? " (twice in " + here + ")" : " (in " + files[first->second].string() + " too)"));
  }
  if (places.empty()) return;
  throw Error(ErrorKind::data, where, counted(places.size(), "image name") + (places.size() == 1 ? " comes" : " come") + " twice: " + first_places(places));
}

}  // namespace detail

/// Throws Error(data) when a file cannot be read, has another layout or no image, or when an image's name comes twice.
[[nodiscard]] inline ImagePool read_image_pool(const std::vector<std::filesystem::path>& files) {
  ImagePool pool;
  for (std::size_t input = 0; input < files.size(); ++input) {
    const std::string file = files[input].string();
    pool.texts.push_back(std::make_unique<std::string>(detail::read_annotation_text(files[input])));
    expect_json(*pool.texts.back(), file);
    if (pool.texts.back()->find_first_not_of(" \t\r\n") != pool.texts.back()->find('{')) throw Error(ErrorKind::data, file, "has no object 'images' at its top");
    const std::size_t before = pool.images.size();
    detail::add_input(pool, input, file);
    if (pool.images.size() == before) throw Error(ErrorKind::data, file, "names no image");
  }
  detail::expect_distinct(pool, files);
  std::vector<std::string> written;
  for (const PoolImage& image : pool.images) written.push_back(image.name);
  std::sort(pool.images.begin(), pool.images.end(), [](const PoolImage& a, const PoolImage& b) { return a.name < b.name; });
  std::map<std::string_view, std::size_t> places;
  for (std::size_t i = 0; i < pool.images.size(); ++i) places.emplace(pool.images[i].name, i);
  for (const std::string& name : written) pool.written_order.push_back(places.at(name));
  return pool;
}

/// A dataset JSON of the images whose `wanted` is true, in the order of the inputs: every entry as it was, a line each.
[[nodiscard]] inline std::string annotations_text(const ImagePool& pool, const std::vector<bool>& wanted) {
  std::string text = "{";
  for (const RawMember& member : pool.beside_images) text.append(member.written_key).append(": ").append(member.value).append(",\n");
  text += "\"images\": {";
  bool first = true;
  for (const std::size_t i : pool.written_order) {
    if (!wanted[i]) continue;
    text.append(first ? "\n" : ",\n").append(pool.images[i].written_name).append(": ").append(pool.images[i].entry);
    first = false;
  }
  return text + "\n}}\n";
}

}  // namespace docket::folds
