/// The font files that receipts are set in.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "synth/options.hpp"

namespace docket::synth {

enum class FontClass { mono, sans, serif };

struct FontFile {
  std::string name;     ///< file name
  std::string package;  ///< Debian package that holds it
  FontClass kind = FontClass::mono;
  bool korean = false;
  bool bold = false;
  std::filesystem::path path;
};

/// Always in the same order, so an index means the same font everywhere.
using FontFiles = std::vector<FontFile>;

/// Finds every font that `language` needs below `root`. Throws Error(other) naming the missing files and the apt command.
FontFiles find_fonts(const std::filesystem::path& root, Language language);

}  // namespace docket::synth
