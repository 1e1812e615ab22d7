#include "convert/icdar.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string_view>

#include <docket/core/error.hpp>
#include <docket/data/input_list.hpp>
#include <docket/data/natural_order.hpp>

#include "convert/icdar_line.hpp"
#include "convert/text.hpp"
#include "convert/zip_file.hpp"

namespace docket::convert {
namespace {

namespace fs = std::filesystem;

std::vector<TextFile> icdar_folder(const fs::path& folder) {
  std::vector<TextFile> files;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.is_regular_file() && entry.path().extension() == ".txt") files.push_back({entry.path().filename().string(), ""});
  }
  for (TextFile& file : files) file.text = read_text(folder / file.name);
  return files;
}

std::size_t count_prefixed(const std::vector<TextFile>& files, std::string_view prefix) {
  return static_cast<std::size_t>(
      std::count_if(files.begin(), files.end(), [&](const TextFile& file) { return file.name.starts_with(prefix); }));
}

/// Which files are labels: those of the one prefix that is used, or all.
std::string icdar_prefix(std::vector<TextFile>& files, const std::string& where, DatasetProblems& problems) {
  const std::size_t truths = count_prefixed(files, "gt_"), results = count_prefixed(files, "res_");
  if (files.empty()) throw Error(ErrorKind::data, where, "holds no *.txt file; wanted gt_*.txt or res_*.txt");
  if (truths > 0 && results > 0) {
    throw Error(ErrorKind::data, where,
                "holds " + std::to_string(truths) + " gt_*.txt and " + std::to_string(results) +
                    " res_*.txt files; truth and results are converted one by one, from folders of their own");
  }
  const std::string prefix = truths > 0 ? "gt_" : results > 0 ? "res_" : "";
  std::erase_if(files, [&](const TextFile& file) {
    if (file.name.starts_with(prefix)) return false;
    problems.add("text files without '" + prefix + "' in front, left out", file.name);
    return true;
  });
  std::sort(files.begin(), files.end(), [](const TextFile& a, const TextFile& b) { return natural_less(a.name, b.name); });
  return prefix;
}

/// Names of pictures by what stands before their suffix.
std::map<std::string, std::vector<std::string>> pictures_by_stem(const fs::path& folder) {
  std::map<std::string, std::vector<std::string>> names;
  if (folder.empty()) return names;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (has_image_suffix(entry.path())) names[entry.path().stem().string()].push_back(entry.path().filename().string());
  }
  return names;
}

std::string picture_name(const std::string& stem, const std::map<std::string, std::vector<std::string>>& pictures,
                         const fs::path& folder, DatasetProblems& problems) {
  const auto found = pictures.find(stem);
  if (found == pictures.end()) {
    problems.add(folder.empty() ? "images are taken to be .jpg; --images DIR finds their names"
                                : "images are not in '" + folder.string() + "' and are taken to be .jpg",
                 stem + ".jpg");
    return stem + ".jpg";
  }
  if (found->second.size() > 1) {
    throw Error(ErrorKind::data, folder.string(),
                "holds both '" + found->second[0] + "' and '" + found->second[1] + "', and '" + stem + "' could be either");
  }
  return found->second.front();
}

/// "Latin,text" -> language and text, where every word of the set has it.
void take_scripts(Labels& labels, DatasetProblems& problems) {
  static constexpr std::array<std::string_view, 10> scripts = {"Arabic", "Latin", "Chinese", "Japanese", "Korean",
                                                               "Bangla", "Hindi", "Symbols", "Mixed",    "None"};
  const auto script_of = [](const Word& word) {
    const std::string text = transcription(word);
    const std::size_t comma = text.find(',');
    const std::string script = text.substr(0, comma);
    return comma != text.npos && std::find(scripts.begin(), scripts.end(), script) != scripts.end() ? script : std::string();
  };
  std::size_t words = 0;
  for (const Picture& picture : labels.pictures) {
    for (const Word& word : picture.words) {
      ++words;
      if (script_of(word).empty()) return;
    }
  }
  if (words == 0) return;
  for (Picture& picture : labels.pictures) {
    for (Word& word : picture.words) {
      const std::string script = script_of(word);
      problems.add("words have a script before their text, taken as 'language'", place(picture, word));
      word.fields["transcription"] = transcription(word).substr(script.size() + 1);
      word.fields["language"] = script;
    }
  }
}

}  // namespace

Labels read_icdar(const Source& source, DatasetProblems& problems) {
  const std::string where = source.path.string();
  const bool is_folder = fs::is_directory(source.path);
  const bool is_zip = !is_folder && read_text(source.path).starts_with("PK");
  std::vector<TextFile> files = is_folder ? icdar_folder(source.path)
                                : is_zip  ? read_zip(source.path)
                                          : std::vector<TextFile>{{source.path.filename().string(), read_text(source.path)}};
  const std::string prefix = icdar_prefix(files, where, problems);
  const IcdarKind kind = prefix == "res_" ? IcdarKind::results : IcdarKind::truth;
  const auto pictures = pictures_by_stem(source.images);
  Labels labels;
  std::set<std::string> names;
  for (const TextFile& file : files) {
    const std::string file_name = is_folder || is_zip ? where + "/" + file.name : where;
    const std::string stem = fs::path(file.name).stem().string().substr(prefix.size());
    if (!names.insert(file.name).second) throw Error(ErrorKind::data, file_name, "comes twice, in different folders");
    Picture picture{picture_name(stem, pictures, source.images, problems), {}, Json::object()};
    for (const Line& line : lines_of(file.text, file_name)) {
      Word word = read_icdar_line(line.text, kind, at_line(file_name, line.number));
      add_word(picture, std::move(word.polygon)).fields = std::move(word.fields);
    }
    labels.pictures.push_back(std::move(picture));
  }
  take_scripts(labels, problems);
  return labels;
}

}  // namespace docket::convert
