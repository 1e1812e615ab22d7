/// A file and the files it `extends`, in the order they are laid over each other.
#pragma once

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include <docket/config/config_node.hpp>
#include <docket/config/toml_reader.hpp>
#include <docket/config/toml_text.hpp>
#include <docket/core/error.hpp>

namespace docket {

namespace detail {

inline constexpr std::size_t most_file_bytes = std::size_t{4} << 20;
inline constexpr std::size_t most_files = 256;

/// The whole file. Throws std::system_error.
[[nodiscard]] inline std::string file_text(const std::filesystem::path& file) {
  if (std::filesystem::is_directory(file)) throw std::system_error(EISDIR, std::generic_category());
  std::ifstream in(file, std::ios::binary);
  if (!in) throw std::system_error(errno != 0 ? errno : EIO, std::generic_category());
  std::string text(most_file_bytes + 1, '\0');
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(in.gcount()));
  if (text.size() > most_file_bytes) throw std::system_error(EFBIG, std::generic_category());
  return text;
}

/// `weights` is relative to the file it stands in, if such a file exists there.
inline void resolve_weights(ConfigNode& table, const std::filesystem::path& folder) {
  for (auto& [name, node] : table.children) {
    if (node.is_table) resolve_weights(node, folder);
    if (name != "weights" || !node.value.is_string() || node.value == "") continue;
    const std::filesystem::path beside = folder / node.value.get<std::string>();
    std::error_code ignored;
    if (std::filesystem::exists(beside, ignored)) node.value = beside.lexically_normal().string();
  }
}

class LayerReader {
 public:
  LayerReader(std::vector<ConfigNode>& layers, int& order) : layers_(layers), order_(order) {}

  /// Reads `file` and before it what it extends. `named_by` is where its name stands, empty for the first file.
  void read(const std::filesystem::path& file, const std::string& named_by) {
    const std::string shown = file.string();
    ConfigNode root;
    std::filesystem::path identity;
    try {
      identity = std::filesystem::weakly_canonical(file);
      const auto open = std::find(chain_.begin(), chain_.end(), identity);
      if (open != chain_.end()) {
        std::string circle;
        for (auto at = open; at != chain_.end(); ++at) circle += names_[static_cast<std::size_t>(at - chain_.begin())] + " -> ";
        throw Error(ErrorKind::config, named_by, "'extends' runs in a circle: " + circle + shown);
      }
      if (std::find(done_.begin(), done_.end(), identity) != done_.end()) return;
      root = read_toml(file_text(file), shown, order_);
    } catch (const std::system_error& error) {
      const std::string why = error.code().value() == EFBIG ? "is larger than 4 MiB" : "cannot be read: " + error.code().message();
      if (named_by.empty()) throw Error(ErrorKind::config, shown, why);
      throw Error(ErrorKind::config, named_by, "'extends' names '" + shown + "', which " + why);
    }
    chain_.push_back(identity);
    names_.push_back(shown);
    add(std::move(root), file.parent_path());
    chain_.pop_back();
    names_.pop_back();
    done_.push_back(std::move(identity));
  }

  /// `root` after the files it extends, whose names are relative to `folder`.
  void add(ConfigNode root, const std::filesystem::path& folder) {
    if (const auto found = root.children.find("extends"); found != root.children.end()) {
      const ConfigNode extends = std::move(found->second);
      root.children.erase(found);
      for (const std::string& name : names_in(extends)) {
        if (done_.size() + chain_.size() >= most_files) {
          throw Error(ErrorKind::config, extends.origin.where(), "more than " + std::to_string(most_files) + " files extend each other");
        }
        read((folder / name).lexically_normal(), extends.origin.where());
      }
    }
    resolve_weights(root, folder);
    layers_.push_back(std::move(root));
  }

 private:
  [[nodiscard]] static std::vector<std::string> names_in(const ConfigNode& extends) {
    std::vector<std::string> names;
    const nlohmann::json list = extends.value.is_string() ? nlohmann::json::array({extends.value}) : extends.value;
    bool good = !extends.is_table && list.is_array();
    for (const auto& name : list) {
      good = good && name.is_string() && name != "";
      if (good) names.push_back(name.get<std::string>());
    }
    if (good) return names;
    throw Error(ErrorKind::config, extends.origin.where(),
                "'extends' is " + (extends.is_table ? "a table" : shown_value(extends.value)) +
                    ", must be a file name or a list of file names");
  }

  std::vector<ConfigNode>& layers_;
  int& order_;
  std::vector<std::filesystem::path> chain_;  // being read, outermost first
  std::vector<std::string> names_;            // as written, beside chain_
  std::vector<std::filesystem::path> done_;
};

}  // namespace detail

}  // namespace docket
