/// The formats of `docket convert`: one row each, found by name or by what a file begins with.
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "convert/labels.hpp"

namespace docket::convert {

/// What a reader gets.
struct Source {
  std::filesystem::path path;
  std::filesystem::path images;         // folder of the pictures; empty: not given
  std::vector<std::string> categories;  // coco: which ones are words; empty: the only one
};

/// What a writer gets.
struct Target {
  std::filesystem::path path;  // file, folder or .zip to make; nothing is there yet
  bool exact = false;          // keep fractions of a pixel where the format is used with whole ones
  bool scores = false;
  bool polygons = false;  // icdar: all points of a word
};

struct Format {
  const char* name;
  const char* sentence;
  Labels (*read)(const Source& source, DatasetProblems& problems);
  void (*write)(const Labels& labels, const Target& target, DatasetProblems& losses);
};

[[nodiscard]] std::span<const Format> formats();

/// Throws Error(config) naming `flag`, with the nearest format or all of them.
[[nodiscard]] const Format& format_named(const std::string& name, const std::string& flag);

/// By content: a folder, a zip, JSON by its keys, text by its first line. Throws Error(data) when nothing fits.
[[nodiscard]] const Format& guess_format(const std::filesystem::path& path);

/// Files that icdar is read from or written to: by suffix .zip when writing.
[[nodiscard]] bool is_zip_name(const std::filesystem::path& path);

}  // namespace docket::convert
