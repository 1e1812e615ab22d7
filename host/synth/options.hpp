/// What `docket synth` is asked for.
#pragma once

#include <cstdint>
#include <filesystem>

namespace docket::synth {

enum class Language { english, korean, mixed };
enum class BoxUnit { words, segments };

struct SynthOptions {
  int count = 100;
  std::uint64_t seed = 1;
  std::filesystem::path out;
  int longest_side_px = 1024;
  Language language = Language::english;
  BoxUnit boxes = BoxUnit::words;
  std::filesystem::path fonts = "/usr/share/fonts";
  int threads = 0;  ///< 0: one a core
  bool overwrite = false;
  bool quiet = false;
};

}  // namespace docket::synth
