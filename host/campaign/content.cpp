#include "content.hpp"

#include <algorithm>
#include <regex>

#include <docket/config/config_document.hpp>
#include <docket/core/error.hpp>
#include <docket/core/hash.hpp>

namespace docket::campaign {

namespace fs = std::filesystem;

namespace {

bool is_inside(const fs::path& path, const fs::path& folder) {
  const std::string relative = fs::absolute(path).lexically_normal().lexically_relative(fs::absolute(folder).lexically_normal()).string();
  return !relative.empty() && relative != ".." && !relative.starts_with("../");
}

/// Names and sizes: hashing ten thousand pictures at every start would take longer than it tells.
std::string listing_hash(const fs::path& folder) {
  std::vector<std::string> lines;
  std::error_code unreadable;
  for (fs::recursive_directory_iterator entry(folder, fs::directory_options::skip_permission_denied | fs::directory_options::follow_directory_symlink, unreadable), end; entry != end; entry.increment(unreadable)) {
    if (entry->is_regular_file(unreadable)) lines.push_back(entry->path().lexically_relative(folder).string() + " " + std::to_string(entry->file_size(unreadable)));
  }
  std::ranges::sort(lines);
  Sha256 hash;
  for (const std::string& line : lines) hash.update(line + "\n");
  return hash.hex();
}

void collect_texts(const ConfigNode& node, std::vector<const ConfigNode*>& texts) {
  if (node.value.is_string() || node.value.is_array()) texts.push_back(&node);
  for (const auto& [name, child] : node.in_order()) collect_texts(*child, texts);
  for (const ConfigNode& table : node.tables) collect_texts(table, texts);
}

std::vector<std::string> strings_of(const nlohmann::json& value) {
  if (value.is_string()) return {value.get<std::string>()};
  std::vector<std::string> all;
  for (const auto& element : value) {
    if (element.is_string()) all.push_back(element.get<std::string>());
  }
  return all;
}

/// A pipeline, search file or list of settings, with all it extends. What it names is looked for as docket does: from the folder docket
/// is called in and from the file's own. `depth` ends the walk where files name each other.
std::string toml_hash(const fs::path& file, int depth) {
  const ConfigDocument document = ConfigDocument::load(file);
  Sha256 hash;
  hash.update(document.to_toml(false));
  std::vector<const ConfigNode*> texts;
  collect_texts(document.root(), texts);
  for (const ConfigNode* node : texts) {
    for (const std::string& text : strings_of(node->value)) {
      for (const fs::path& found : {fs::path(text), fs::path(node->origin.file).parent_path() / text}) {
        std::error_code ignored;
        if (text.empty() || !fs::is_regular_file(found, ignored)) continue;
        hash.update(found.extension() == ".toml" && depth > 0 ? toml_hash(found, depth - 1) : sha256_of_file(found));
        break;
      }
    }
  }
  return hash.hex();
}

/// What may be a path in a word: itself, the value behind =, the quoted parts of a list.
std::vector<std::string> names_in(const std::string& word) {
  std::vector<std::string> names = {word};
  const std::size_t equals = word.find('=');
  const std::string value = equals == std::string::npos ? "" : word.substr(equals + 1);
  if (!value.empty()) names.push_back(value);
  static const std::regex quoted("\"([^\"]+)\"");
  for (std::sregex_iterator found(value.begin(), value.end(), quoted), end; found != end; ++found) names.push_back((*found)[1].str());
  return names;
}

bool names_a_result(const std::string& flag) {
  static const std::vector<std::string> flags = {"--out", "--runs", "--json", "--maps", "--study", "--pictures"};
  return std::ranges::find(flags, flag) != flags.end();
}

}  // namespace

const std::string& InputHashes::hash_of(const std::string& path, bool folder) {
  const auto [entry, fresh] = known_.try_emplace(path);
  if (fresh) entry->second = folder ? listing_hash(path) : fs::path(path).extension() == ".toml" ? toml_hash(path, 4) : sha256_of_file(path);
  return entry->second;
}

std::string InputHashes::described(const std::vector<std::string>& words) {
  std::string lines;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0 && names_a_result(words[i - 1])) continue;
    for (const std::string& name : names_in(words[i])) {
      std::error_code ignored;
      const bool folder = fs::is_directory(name, ignored);
      if ((folder || fs::is_regular_file(name, ignored)) && !is_inside(name, out_)) lines += std::to_string(i) + " " + hash_of(name, folder) + "\n";
    }
  }
  return lines;
}

}  // namespace docket::campaign
