/// docket plugins new: a plugin of one's own, ready to build and run.
#pragma once

#include <filesystem>
#include <string>

namespace docket {

/// Writes FOLDER/NAME/{NAME.cpp,NAME.toml,meson.build}. Throws Error(config) for a name that cannot be one, Error(data) when the
/// folder is there already.
void write_new_backbone(const std::filesystem::path& folder, const std::string& name);

}  // namespace docket
