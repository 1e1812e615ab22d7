#include "synth/fonts.hpp"

#include <map>
#include <set>

#include <docket/core/error.hpp>

namespace docket::synth {
namespace {

FontFiles wanted(Language language) {
  FontFiles fonts = {
      {"DejaVuSansMono.ttf", "fonts-dejavu", FontClass::mono, false, false, {}},
      {"DejaVuSansMono-Bold.ttf", "fonts-dejavu", FontClass::mono, false, true, {}},
      {"LiberationMono-Regular.ttf", "fonts-liberation", FontClass::mono, false, false, {}},
      {"LiberationMono-Bold.ttf", "fonts-liberation", FontClass::mono, false, true, {}},
      {"LiberationSans-Regular.ttf", "fonts-liberation", FontClass::sans, false, false, {}},
      {"LiberationSans-Bold.ttf", "fonts-liberation", FontClass::sans, false, true, {}},
      {"LiberationSansNarrow-Regular.ttf", "fonts-liberation", FontClass::sans, false, false, {}},
      {"LiberationSansNarrow-Bold.ttf", "fonts-liberation", FontClass::sans, false, true, {}},
      {"DejaVuSans.ttf", "fonts-dejavu", FontClass::sans, false, false, {}},
      {"DejaVuSans-Bold.ttf", "fonts-dejavu", FontClass::sans, false, true, {}},
      {"DejaVuSansCondensed.ttf", "fonts-dejavu", FontClass::sans, false, false, {}},
      {"DejaVuSansCondensed-Bold.ttf", "fonts-dejavu", FontClass::sans, false, true, {}},
      {"LiberationSerif-Regular.ttf", "fonts-liberation", FontClass::serif, false, false, {}},
      {"LiberationSerif-Bold.ttf", "fonts-liberation", FontClass::serif, false, true, {}},
  };
  if (language == Language::english) return fonts;
  const FontFiles korean = {
      {"NanumGothicCoding.ttf", "fonts-nanum", FontClass::mono, true, false, {}},
      {"NanumGothicCodingBold.ttf", "fonts-nanum", FontClass::mono, true, true, {}},
      {"NanumGothic.ttf", "fonts-nanum", FontClass::sans, true, false, {}},
      {"NanumGothicBold.ttf", "fonts-nanum", FontClass::sans, true, true, {}},
      {"NanumBarunGothic.ttf", "fonts-nanum", FontClass::sans, true, false, {}},
      {"NanumBarunGothicBold.ttf", "fonts-nanum", FontClass::sans, true, true, {}},
      {"NanumMyeongjo.ttf", "fonts-nanum", FontClass::serif, true, false, {}},
      {"NanumMyeongjoBold.ttf", "fonts-nanum", FontClass::serif, true, true, {}},
  };
  fonts.insert(fonts.end(), korean.begin(), korean.end());
  return fonts;
}

}  // namespace

FontFiles find_fonts(const std::filesystem::path& root, Language language) {
  std::map<std::string, std::filesystem::path> found;
  std::error_code ignored;
  for (std::filesystem::recursive_directory_iterator it(root, ignored), end; it != end; it.increment(ignored)) {
    if (ignored) break;
    if (it->path().extension() == ".ttf") found.emplace(it->path().filename().string(), it->path());
  }
  FontFiles fonts = wanted(language);
  std::set<std::string> missing, packages;
  for (FontFile& font : fonts) {
    const auto match = found.find(font.name);
    if (match == found.end()) {
      missing.insert(font.name);
      packages.insert(font.package);
    } else {
      font.path = match->second;
    }
  }
  if (missing.empty()) return fonts;
  std::string names;
  for (const std::string& name : packages) names += " " + name;
  throw Error(ErrorKind::other, root.string(),
              std::to_string(missing.size()) + " of " + std::to_string(fonts.size()) +
                  " fonts are missing (first: " + *missing.begin() + "); install them with 'apt-get install" + names + "'");
}

}  // namespace docket::synth
