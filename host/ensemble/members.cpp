#include "members.hpp"

#include <map>
#include <set>
#include <utility>

#include <docket/core/count_text.hpp>
#include <docket/core/error.hpp>
#include <docket/core/log.hpp>
#include <docket/core/parallel.hpp>

namespace docket {
namespace {

std::vector<MemberImage> paired_images(const std::vector<Dataset>& predictions) {
  std::vector<MemberImage> images;
  std::map<std::string, std::size_t> places;
  for (std::size_t m = 0; m < predictions.size(); ++m) {
    for (const AnnotatedImage& image : predictions[m].images) {
      const auto [place, fresh] = places.try_emplace(image.name, images.size());
      if (fresh) images.push_back({image.name, std::vector<std::vector<Detection>>(predictions.size())});
      std::vector<Detection>& found = images[place->second].found[m];
      for (const AnnotatedWord& word : image.words) found.push_back({word.polygon, word.score.value_or(1)});
    }
  }
  return images;
}

/// What each member lacks of the images of all.
void check_images(const Members& members, bool allow_missing) {
  for (std::size_t m = 0; m < members.files.size(); ++m) {
    std::set<std::string> has;
    for (const AnnotatedImage& image : members.predictions[m].images) has.insert(image.name);
    std::vector<std::string> missing;
    for (const MemberImage& image : members.images) {
      if (!has.contains(image.name)) missing.push_back(image.name);
    }
    if (missing.empty()) continue;
    const std::string& file = members.files[m];
    const std::string what = "lacks " + counted(missing.size(), "image") + " of " + grouped(members.images.size()) +
                             " that the members have together: " + first_places(missing);
    if (!allow_missing) {
      throw Error(ErrorKind::data, file, what + "; are these predictions of one split? --allow-missing lets a member vote for nothing there");
    }
    log_warning(file + ": " + what + "; it votes for nothing there");
  }
}

/// Five "folds" of which three were one model: reference-system.md, section 6.1.
void warn_of_twins(const Members& members) {
  const auto same = [&](std::size_t a, std::size_t b) {
    for (const MemberImage& image : members.images) {
      const auto &one = image.found[a], &other = image.found[b];
      if (one.size() != other.size()) return false;
      for (std::size_t i = 0; i < one.size(); ++i) {
        if (!(one[i].polygon == other[i].polygon)) return false;
      }
    }
    return true;
  };
  for (std::size_t b = 1; b < members.files.size(); ++b) {
    for (std::size_t a = 0; a < b; ++a) {
      if (!same(a, b)) continue;
      log_warning(members.files[b] + ": finds exactly what " + members.files[a] + " finds, so one model votes twice");
      break;
    }
  }
}

void look_at_scores(Members& members) {
  std::vector<std::string> without;
  for (std::size_t m = 0; m < members.files.size(); ++m) {
    std::size_t words = 0, scored = 0;
    for (const AnnotatedImage& image : members.predictions[m].images) {
      for (const AnnotatedWord& word : image.words) {
        ++words;
        scored += word.score ? 1 : 0;
      }
    }
    if (scored < words) without.push_back(members.files[m]);
  }
  if (without.empty()) return;
  if (without.size() < members.files.size()) {
    log_warning("words without a score count 1, above the scores of the other members: " + first_places(without));
  } else {
    members.remarks.emplace_back("no member has scores, so each word counts 1 (docket predict --scores writes them)");
  }
}

}  // namespace

Members read_members(const std::vector<std::string>& files, bool allow_missing, int threads) {
  Members members{files, std::vector<Dataset>(files.size()), {}, {}};
  for_each_index(files.size(), threads, [&](std::size_t m) { members.predictions[m] = read_annotations(files[m]); });
  for (std::size_t m = 0; m < files.size(); ++m) warn_of(members.predictions[m].problems, files[m]);
  members.images = paired_images(members.predictions);
  if (members.images.empty()) throw Error(ErrorKind::data, files.front(), "no member has an image");
  check_images(members, allow_missing);
  warn_of_twins(members);
  look_at_scores(members);
  return members;
}

}  // namespace docket
