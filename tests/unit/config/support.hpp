/// What the tests of the configuration share: a schema with one option of each type, files in a folder of their own, and the
/// message of an Error.
#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <docket/config/config_document.hpp>

#include "support/temporary_folder.hpp"

struct PostOptions {
  double thresh = 0.3;
  double box_thresh = 0.7;
  int max_candidates = 1000;
  std::int64_t seed = 0;
  std::string mode = "box";
  std::string name;
  bool clip = false;
  std::vector<std::int64_t> levels{1, 2};
  std::vector<double> mean{0.5};
  std::vector<std::string> tags;
};

constexpr auto post_schema = docket::options<PostOptions>(
    docket::option("thresh", &PostOptions::thresh, {0, 1}, "bitmap threshold"),
    docket::option("box_thresh", &PostOptions::box_thresh, {0, 1}, "lowest score of a kept box"),
    docket::option("max_candidates", &PostOptions::max_candidates, {1, 100000}, "contours looked at"),
    docket::option("seed", &PostOptions::seed, {0}, "seed"),
    docket::option("mode", &PostOptions::mode, {"box", "polygon"}, "shape of the result"),
    docket::option("name", &PostOptions::name, "a name"), docket::option("clip", &PostOptions::clip, "clip to the image"),
    docket::option("levels", &PostOptions::levels, {1, 5}, "levels"),
    docket::option("mean", &PostOptions::mean, {0, 1}, "channel means"), docket::option("tags", &PostOptions::tags, "tags"));

using docket::testing::TemporaryFolder;

inline const std::vector<std::string_view> use_key{"use"};

inline docket::ConfigDocument document(const std::string& toml, const std::vector<std::string>& words = {}) {
  return docket::ConfigDocument::from_text(toml, "a.toml", words);
}

inline PostOptions post(const std::string& toml, const std::vector<std::string>& words = {}) {
  return document(toml, words).read("postprocess", post_schema, use_key);
}

/// What the call throws as Error(config); "" when it throws nothing.
template <class Call>
std::string refusal(Call call) {
  try {
    (void)call();
    return "";
  } catch (const docket::Error& error) {
    return error.kind() == docket::ErrorKind::config ? error.what() : "another kind of error";
  }
}

