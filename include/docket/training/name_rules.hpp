/// Options of the form "PREFIX=NUMBER" that say something about the weights whose names begin so.
#pragma once

#include <charconv>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <docket/core/error.hpp>
#include <docket/core/nearest_name.hpp>

namespace docket {

/// Rules in the order they were written; for a name the one with the longest prefix holds.
class NameRules {
 public:
  /// `key` is the option's, for errors; a rule without '=' gets `bare`. `names` are all weights: a prefix that none of them has is an
  /// Error(config) with the nearest part, as is what is no number of at least 0.
  NameRules(const std::string& key, const std::vector<std::string>& rules, double bare, const std::vector<std::string>& names) {
    for (const std::string& rule : rules) {
      const std::size_t equal = rule.rfind('=');
      Rule read{rule.substr(0, equal), bare};
      if (equal != rule.npos) {
        const char* const end = rule.data() + rule.size();
        const auto [after, problem] = std::from_chars(rule.data() + equal + 1, end, read.number);
        if (problem != std::errc{} || after != end || !(read.number >= 0)) {
          throw Error(ErrorKind::config, key, "'" + rule + "' must be the beginning of a weight's name, '=' and a number of at least 0");
        }
      }
      bool hits = false;
      for (const std::string& name : names) hits = hits || name.starts_with(read.prefix);
      if (!hits) throw Error(ErrorKind::config, key, "'" + read.prefix + "' begins no weight's name" + suggestion(read.prefix, parts_of(names)));
      rules_.push_back(std::move(read));
    }
  }

  [[nodiscard]] double number(std::string_view name, double otherwise) const {
    const Rule* best = nullptr;
    for (const Rule& rule : rules_) {
      if (name.starts_with(rule.prefix) && (best == nullptr || rule.prefix.size() >= best->prefix.size())) best = &rule;
    }
    return best == nullptr ? otherwise : best->number;
  }

  [[nodiscard]] bool empty() const { return rules_.empty(); }

 private:
  struct Rule {
    std::string prefix;
    double number;
  };

  /// "backbone.layer1.0.conv1.weight" -> "backbone.", "backbone.layer1.", ...
  [[nodiscard]] static std::vector<std::string> parts_of(const std::vector<std::string>& names) {
    std::vector<std::string> parts;
    for (const std::string& name : names) {
      for (std::size_t dot = name.find('.'); dot != name.npos; dot = name.find('.', dot + 1)) {
        std::string part = name.substr(0, dot + 1);
        if (parts.empty() || parts.back() != part) parts.push_back(std::move(part));
      }
    }
    return parts;
  }

  std::vector<Rule> rules_;
};

}  // namespace docket
