#include "convert/icdar.hpp"

#include <algorithm>
#include <cctype>
#include <map>

#include <docket/core/atomic_file.hpp>
#include <docket/core/error.hpp>
#include <docket/data/prediction_file.hpp>

#include "convert/icdar_line.hpp"
#include "convert/losses.hpp"
#include "convert/smallest_rectangle.hpp"
#include "convert/text.hpp"
#include "convert/zip_file.hpp"

namespace docket::convert {
namespace {

namespace fs = std::filesystem;

/// A text on one line; what ends a line becomes a blank.
std::string on_one_line(std::string text, const std::string& where, DatasetProblems& losses) {
  if (text.find_first_of("\r\n") == text.npos) return text;
  losses.add("words lose the line ends in their transcription", where);
  for (char& c : text) c = c == '\r' || c == '\n' ? ' ' : c;
  return text;
}

std::string icdar_line(const Word& word, IcdarKind kind, const Target& target, const std::string& where,
                       DatasetProblems& losses) {
  const bool quad = word.polygon.size() == 4;
  std::string line;
  for (const Point& p : quad || target.polygons ? word.polygon : smallest_rectangle(word.polygon)) {
    for (const double value : {p.x, p.y}) {
      line += (line.empty() ? "" : ",") +
              docket::detail::coordinate_text(value, target.exact ? Coordinates::exact : Coordinates::whole);
    }
  }
  if (kind == IcdarKind::results)
    return target.scores && score(word) ? line + "," + docket::detail::json_number(*score(word)) : line;
  const std::string text = ignored(word) ? "###" : on_one_line(transcription(word), where, losses);
  return line + "," + (quad || !target.polygons ? "" : "####") + text;
}

TextFile icdar_file(const Picture& picture, IcdarKind kind, const Target& target, DatasetProblems& losses) {
  const fs::path name = picture.name;
  if (name.has_parent_path()) losses.add("images lose their folder", picture.name);
  if (name.extension() != ".jpg") losses.add("images lose their suffix (reading them back needs --images DIR)", picture.name);
  TextFile file{(kind == IcdarKind::truth ? "gt_" : "res_") + name.stem().string() + ".txt", ""};
  for (const Word& word : picture.words) {
    if (has_outline(word)) file.text += icdar_line(word, kind, target, place(picture, word), losses) + "\n";
  }
  return file;
}

void write_icdar_files(const Labels& labels, IcdarKind kind, const Target& target, DatasetProblems& losses) {
  std::vector<TextFile> files;
  std::map<std::string, std::string> taken;
  for (const Picture& picture : labels.pictures) {
    files.push_back(icdar_file(picture, kind, target, losses));
    const auto [owner, is_new] = taken.emplace(files.back().name, picture.name);
    if (!is_new) {
      throw Error(ErrorKind::data, picture.name,
                  "would be '" + files.back().name + "', which '" + owner->second +
                      "' is already; icdar names a file by its image without folder and suffix");
    }
  }
  if (is_zip_name(target.path)) return write_zip(target.path, files);
  fs::create_directory(target.path);
  for (const TextFile& file : files) write_file_atomically(target.path / file.name, file.text, Sync::no);
}

}  // namespace

bool is_zip_name(const fs::path& path) {
  std::string suffix = path.extension().string();
  for (char& c : suffix) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return suffix == ".zip";
}

void write_icdar(const Labels& labels, const Target& target, DatasetProblems& losses) {
  account_losses(labels, {.texts = true, .ignore_marks = true, .fractions = target.exact, .any_count = target.polygons},
                 losses);
  write_icdar_files(labels, IcdarKind::truth, target, losses);
}

void write_icdar_results(const Labels& labels, const Target& target, DatasetProblems& losses) {
  account_losses(labels, {.scores = target.scores, .fractions = target.exact, .any_count = target.polygons}, losses);
  write_icdar_files(labels, IcdarKind::results, target, losses);
}

}  // namespace docket::convert
