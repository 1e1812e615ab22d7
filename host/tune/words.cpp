#include "words.hpp"

#include <optional>
#include <string_view>
#include <utility>

#include <docket/core/error.hpp>

namespace docket::tune {
namespace {

/// `thresh=0.2:0.3`, `postprocess.thresh=[0.2, 0.3]`: a word about the space, not about the pipeline.
std::optional<std::string> space_word(const std::string& word) {
  std::string key = word.substr(0, word.find('='));
  const std::string value = word.substr(key.size() + 1);
  const bool several = value.starts_with('[') || value.find(':') != std::string::npos;
  constexpr std::string_view section = "postprocess.";
  if (key.starts_with(section)) {
    if (!several) return std::nullopt;
    key = key.substr(section.size());
  }
  if (key.find('.') != std::string::npos || key == "weights" || key == "augment") return std::nullopt;
  return key + "=" + value;
}

}  // namespace

Words sorted_words(const CommandLine& line) {
  Words words;
  for (const std::string& word : line.overrides()) {
    if (auto space = space_word(word)) {
      const std::string option = space->substr(0, space->find('=') + 1);
      for (const std::string& other : words.space) {
        if (other.starts_with(option)) throw Error(ErrorKind::config, "command line", "gives '" + option + "' twice: '" + other + "' and '" + *space + "'");
      }
      words.space.push_back(*std::move(space));
    } else {
      words.pipeline.push_back(word);
    }
  }
  return words;
}

}  // namespace docket::tune
