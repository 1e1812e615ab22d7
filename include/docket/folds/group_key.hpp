/// What makes images belong together, such as the merchant of a receipt.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <regex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include <docket/core/error.hpp>
#include <docket/folds/image_pool.hpp>

namespace docket::folds {

/// FIELD or FIELD:REGEX. FIELD is `name` (of the image), `text` (its transcriptions, the first that fits), or any key of the image's
/// entry, such as `tags`: a list gives the first element that fits. The key is the regular expression's first group, the whole match
/// where it has none, and the whole text without an expression (ECMAScript, searched for anywhere).
class GroupKey {
 public:
  /// Throws Error(config).
  explicit GroupKey(const std::string& spec) : field_(spec.substr(0, spec.find(':'))) {
    if (field_.empty()) throw Error(ErrorKind::config, "--group-by", "'" + spec + "' names no field; wanted FIELD or FIELD:REGEX, as in 'name:^([a-z]+)_'");
    if (spec.size() == field_.size()) {
      if (field_ == "name" || field_ == "text") {
        throw Error(ErrorKind::config, "--group-by", "'" + field_ + "' alone makes nothing belong together; add a regular expression, as in '" + field_ + ":^([a-z]+)_'");
      }
      return;
    }
    try {
      pattern_.emplace(spec.substr(field_.size() + 1));
    } catch (const std::regex_error&) {
      throw Error(ErrorKind::config, "--group-by", "'" + spec.substr(field_.size() + 1) + "' is no regular expression (ECMAScript)");
    }
  }

  /// None when the image has no such field or nothing in it fits.
  [[nodiscard]] std::optional<std::string> of(const PoolImage& image) const {
    if (field_ == "name") return match(image.name);
    const nlohmann::json entry = nlohmann::json::parse(image.entry);
    if (field_ == "text") {
      const auto words = entry.find("words");
      if (words == entry.end() || !words->is_object()) return std::nullopt;
      for (const auto& word : *words) {
        if (!word.is_object()) continue;
        if (const auto found = match_value(word.value("transcription", nlohmann::json()))) return found;
      }
      return std::nullopt;
    }
    const auto value = entry.find(field_);
    return value == entry.end() ? std::nullopt : match_value(*value);
  }

 private:
  [[nodiscard]] std::optional<std::string> match(const std::string& text) const {
    if (!pattern_) return text;
    std::smatch found;
    if (!std::regex_search(text, found, *pattern_)) return std::nullopt;
    return found.size() > 1 ? found[1].str() : found[0].str();
  }

  [[nodiscard]] std::optional<std::string> match_value(const nlohmann::json& value) const {
    if (value.is_null()) return std::nullopt;
    if (value.is_array() && pattern_) {
      for (const auto& element : value) {
        if (const auto found = match_value(element)) return found;
      }
      return std::nullopt;
    }
    return match(value.is_string() ? value.get<std::string>() : value.dump());
  }

  std::string field_;
  std::optional<std::regex> pattern_;
};

struct Groups {
  std::vector<std::size_t> of_image;  // a number for each image of the pool
  std::size_t count = 0;
  std::size_t without_key = 0;                    // images that are a group of their own
  std::pair<std::string, std::size_t> largest{};  // key, images
};

/// An image without a key is a group of its own. Throws Error(data) when none has one.
[[nodiscard]] inline Groups group_images(const ImagePool& pool, const GroupKey& key) {
  Groups groups;
  std::map<std::string, std::pair<std::size_t, std::size_t>> known;  // key -> number, images
  for (const PoolImage& image : pool.images) {
    const std::optional<std::string> name = key.of(image);
    if (!name) {
      ++groups.without_key;
      groups.of_image.push_back(groups.count++);
      continue;
    }
    const auto [entry, is_new] = known.emplace(*name, std::pair{groups.count, std::size_t{0}});
    if (is_new) ++groups.count;
    if (++entry->second.second > groups.largest.second) groups.largest = {*name, entry->second.second};
    groups.of_image.push_back(entry->second.first);
  }
  if (known.empty()) throw Error(ErrorKind::data, "--group-by", "fits none of " + counted(pool.images.size(), "image") + ", such as " + pool.images.front().name);
  return groups;
}

}  // namespace docket::folds
