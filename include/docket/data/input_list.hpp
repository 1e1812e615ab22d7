/// The images that a user names on a command line: files, folders, globs, or `-` for a list on standard input.
#pragma once

#include <algorithm>
#include <array>
#include <cctype>
#include <cstddef>
#include <filesystem>
#include <istream>
#include <iterator>
#include <map>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <vector>

#include <glob.h>

#include <docket/core/error.hpp>
#include <docket/data/natural_order.hpp>

namespace docket {

/// One image to read. `name` differs between all inputs of a list: the file name or, where two folders hold the same one, as
/// many folders in front of it ("may/receipt.jpg") as tell them apart. Results are filed under it.
struct ImageInput {
  std::filesystem::path path;
  std::string name;
};

inline constexpr std::array<const char*, 7> image_suffixes{".jpg", ".jpeg", ".png", ".webp", ".tif", ".tiff", ".bmp"};

/// By the suffix, in upper or lower case.
inline bool has_image_suffix(const std::filesystem::path& path) {
  std::string suffix = path.extension().string();
  for (char& c : suffix) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return std::find(image_suffixes.begin(), image_suffixes.end(), suffix) != image_suffixes.end();
}

namespace detail {

using Paths = std::vector<std::filesystem::path>;

inline std::string image_suffix_list() {
  std::string list;
  for (const char* suffix : image_suffixes) list += (list.empty() ? "" : " ") + std::string(suffix);
  return list;
}

/// Those from `before` on: a folder or a pattern has no order of its own.
inline void sort_from(std::size_t before, Paths& paths) {
  std::sort(paths.begin() + static_cast<std::ptrdiff_t>(before), paths.end(),
            [](const auto& a, const auto& b) { return natural_less(a.string(), b.string()); });
}

inline void add_folder(const std::filesystem::path& folder, Paths& paths) {
  const std::size_t before = paths.size();
  std::error_code error;
  for (auto entry = std::filesystem::directory_iterator(folder, error);
       !error && entry != std::filesystem::directory_iterator(); entry.increment(error)) {
    if (has_image_suffix(entry->path()) && !entry->is_directory()) paths.push_back(entry->path());
  }
  if (error) throw Error(ErrorKind::data, folder.string(), "cannot be listed: " + error.message());
  if (paths.size() == before) {
    throw Error(ErrorKind::data, folder.string(),
                "this folder holds no image (" + image_suffix_list() + "); its subfolders are not searched");
  }
  sort_from(before, paths);
}

inline void add_glob(const std::string& pattern, Paths& paths) {
  glob_t found{};
  const std::unique_ptr<glob_t, decltype(&globfree)> cleanup(&found, &globfree);
  const int result = glob(pattern.c_str(), GLOB_NOSORT, nullptr, &found);
  if (result != 0 && result != GLOB_NOMATCH) throw Error(ErrorKind::data, pattern, "this pattern cannot be searched");
  const std::size_t before = paths.size();
  for (std::size_t i = 0; i < found.gl_pathc; ++i) {
    const std::filesystem::path path = found.gl_pathv[i];
    std::error_code ignored;
    if (has_image_suffix(path) && !std::filesystem::is_directory(path, ignored)) paths.push_back(path);
  }
  if (paths.size() == before) {
    throw Error(ErrorKind::data, pattern,
                found.gl_pathc == 0 ? "matches no file"
                                    : "matches " + std::to_string(found.gl_pathc) + " paths, none of them an image (" +
                                          image_suffix_list() + ")");
  }
  sort_from(before, paths);
}

/// A file that does not exist is kept: reading it names it, and the others are still done.
inline void add_path(const std::string& text, bool may_be_glob, Paths& paths) {
  std::error_code error;
  const std::filesystem::file_status status = std::filesystem::status(text, error);
  if (std::filesystem::is_directory(status)) {
    add_folder(text, paths);
  } else if (!std::filesystem::exists(status) && may_be_glob && text.find_first_of("*?[") != std::string::npos) {
    add_glob(text, paths);
  } else {
    paths.emplace_back(text);
  }
}

/// The last `count` parts of a path, joined by '/'.
inline std::string path_end(const std::filesystem::path& path, std::size_t count) {
  const std::vector<std::filesystem::path> parts(path.begin(), path.end());
  std::filesystem::path end;
  for (std::size_t i = parts.size() - std::min(count, parts.size()); i < parts.size(); ++i) {
    if (parts[i] != path.root_path()) end /= parts[i];
  }
  return end.generic_string();
}

inline void give_names(std::vector<ImageInput>& inputs) {
  std::vector<std::filesystem::path> absolute;
  for (const ImageInput& input : inputs) absolute.push_back(std::filesystem::absolute(input.path).lexically_normal());
  std::vector<std::size_t> unnamed(inputs.size());
  for (std::size_t i = 0; i < unnamed.size(); ++i) unnamed[i] = i;
  for (std::size_t parts = 1; !unnamed.empty(); ++parts) {
    std::map<std::string, std::vector<std::size_t>> by_name;
    for (const std::size_t i : unnamed) by_name[path_end(absolute[i], parts)].push_back(i);
    unnamed.clear();
    for (const auto& [name, members] : by_name) {
      if (members.size() == 1) {
        inputs[members.front()].name = name;
      } else {
        unnamed.insert(unnamed.end(), members.begin(), members.end());
      }
    }
  }
}

}  // namespace detail

/// Every image that `arguments` name, once each, in the order of the arguments; those of a folder or a pattern in natural
/// order. "-" stands for the lines of `lines` (files or folders, blank
/// lines skipped). Throws Error(data) for a folder or a pattern without an image, or when nothing is named at all.
inline std::vector<ImageInput> list_inputs(std::span<const std::string> arguments, std::istream& lines) {
  detail::Paths paths;
  for (const std::string& argument : arguments) {
    if (argument != "-") {
      detail::add_path(argument, true, paths);
      continue;
    }
    for (std::string line; std::getline(lines, line);) {
      if (!line.empty() && line.back() == '\r') line.pop_back();
      if (!line.empty()) detail::add_path(line, false, paths);
    }
  }
  if (paths.empty())
    throw Error(ErrorKind::data, "", "no input: name image files, folders, patterns, or - for a list on standard input");
  std::set<std::filesystem::path> seen;
  std::vector<ImageInput> inputs;
  for (const std::filesystem::path& path : paths) {
    if (seen.insert(std::filesystem::absolute(path).lexically_normal()).second) inputs.push_back({path, ""});
  }
  detail::give_names(inputs);
  return inputs;
}

}  // namespace docket
