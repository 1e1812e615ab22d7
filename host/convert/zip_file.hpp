/// Text files in a zip.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace docket::convert {

struct TextFile {
  std::string name;  // without folders
  std::string text;
};

/// All *.txt of a zip, in whatever folder, without those of macOS. Throws Error(data) when it is damaged, encrypted, or unpacks
/// to more than a label set can be (1 GiB).
std::vector<TextFile> read_zip(const std::filesystem::path& path);

/// The same files give the same bytes. Throws Error(data).
void write_zip(const std::filesystem::path& path, const std::vector<TextFile>& files);

}  // namespace docket::convert
