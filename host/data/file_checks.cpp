#include <array>
#include <map>
#include <set>
#include <string>
#include <string_view>

#include <docket/data/input_list.hpp>
#include <docket/data/natural_order.hpp>

#include "run_checks.hpp"

namespace docket::data_check {
namespace {

namespace fs = std::filesystem;

/// Pictures of each folder that no set names, neither as present nor as missing.
void check_unannotated(std::span<const CheckedSet> sets, Findings& findings) {
  std::map<fs::path, std::set<std::string>> named;  // per folder
  for (const CheckedSet& set : sets) {
    std::set<std::string>& names = named[fs::weakly_canonical(set.source.images)];
    for (const AnnotatedImage& image : set.dataset.images) names.insert(fs::path(image.name).lexically_normal().string());
  }
  for (const auto& [folder, names] : named) {
    std::vector<std::string> strangers;
    std::error_code error;
    for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
      const std::string name = entry->path().filename().string();
      if (has_image_suffix(name) && !names.contains(name)) strangers.push_back(name);
    }
    std::sort(strangers.begin(), strangers.end(), natural_less);
    for (const std::string& name : strangers) findings.add("unannotated-image", name);
  }
}

bool has_usual_suffix(const std::string& name) {
  static constexpr std::array<std::string_view, 3> usual{".jpg", ".jpeg", ".png"};
  const std::string suffix = fs::path(name).extension().string();
  return std::find(usual.begin(), usual.end(), suffix) != usual.end();
}

}  // namespace

void check_files(std::span<const CheckedSet> sets, Findings& findings) {
  for (const CheckedSet& set : sets) {
    findings.add(set.dataset.problems, set.label);
    for (const std::string& key : set.repeated) findings.add("repeated-key", set.label + " " + key);
    for (std::size_t i = 0; i < set.facts.size(); ++i) {
      if (!set.facts[i].failure.empty()) findings.add("unreadable-image", set.label + " " + set.facts[i].failure);
      if (!has_usual_suffix(set.dataset.images[i].name)) findings.add("unread-suffix", set.place(i));
    }
  }
  check_unannotated(sets, findings);
}

}  // namespace docket::data_check
