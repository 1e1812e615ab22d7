#include "convert/paddleocr.hpp"

#include <set>

#include <docket/core/atomic_file.hpp>
#include <docket/core/error.hpp>

#include "convert/losses.hpp"
#include "convert/text.hpp"

namespace docket::convert {
namespace {

void read_paddle_word(const Json& entry, Picture& picture, const std::string& where) {
  if (!entry.is_object() || !entry.contains("points")) {
    throw Error(ErrorKind::data, where, "is " + in_quotes(entry.dump()) + R"(, must be {"transcription": ..., "points": ...})");
  }
  Word& word = add_word(picture, docket::detail::read_points(entry["points"], where));
  for (const auto& [key, value] : entry.items()) {
    if (key == "points" || key == "difficult") continue;
    if (key == "word_id" && value.is_string())
      word.id = value.get<std::string>();
    else if (key != "transcription" || value != "")
      word.fields[key] = value;
  }
  const auto difficult = entry.find("difficult");
  const auto legible = word.fields.find("illegibility");
  const bool printed_star = legible != word.fields.end() && *legible == false;  // write_paddleocr says so
  if (transcription(word) == "*" && printed_star) word.fields.erase("illegibility");
  const bool marked = (difficult != entry.end() && *difficult == true) || (transcription(word) == "*" && !printed_star);
  if (marked && !ignored(word)) word.fields["illegibility"] = true;
}

Picture read_paddle_line(const Line& line, const std::string& file) {
  const std::string where = at_line(file, line.number);
  const std::size_t tab = line.text.find('\t');
  if (tab == line.text.npos)
    throw Error(ErrorKind::data, where,
                in_quotes(line.text) + " has no tab; wanted an image's path, a tab and a JSON list of words");
  const std::string_view list = trimmed(line.text.substr(tab + 1));
  if (!list.starts_with('[')) {
    throw Error(ErrorKind::data, where,
                "has " + in_quotes(list) + " after its tab, wanted a JSON list of words (a recognition label has no outlines)");
  }
  Picture picture{std::string(trimmed(line.text.substr(0, tab))), {}, Json::object()};
  if (picture.name.empty()) throw Error(ErrorKind::data, where, "names no image before its tab");
  Json words;
  try {
    words = parse_json(list, file, line.number);
  } catch (const Error& error) {
    throw Error(ErrorKind::data, where, error.message());  // a column within the list would point beside the place
  }
  for (const Json& word : words) read_paddle_word(word, picture, where + ": word " + std::to_string(picture.words.size() + 1));
  return picture;
}

/// A word whose text PaddleOCR's training takes as an ignore mark.
bool says_ignore(const std::string& text) {
  return text == "###" || text == "*";
}

}  // namespace

Labels read_paddleocr(const Source& source, DatasetProblems&) {
  const std::string file = source.path.string();
  const std::string text = read_text(source.path);
  Labels labels;
  std::set<std::string> names;
  for (const Line& line : lines_of(text, file)) {
    labels.pictures.push_back(read_paddle_line(line, file));
    const std::string& name = labels.pictures.back().name;
    if (!names.insert(name).second)
      throw Error(ErrorKind::data, at_line(file, line.number), "image " + in_quotes(name, 200) + " comes twice");
  }
  return labels;
}

void write_paddleocr(const Labels& labels, const Target& target, DatasetProblems& losses) {
  account_losses(labels,
                 {.ids = true,
                  .texts = true,
                  .ignore_marks = true,
                  .scores = true,
                  .word_fields = true,
                  .fractions = true,
                  .any_count = true},
                 losses);
  std::string text;
  for (const Picture& picture : labels.pictures) {
    if (picture.name.find_first_of("\t\r\n") != picture.name.npos) {
      throw Error(ErrorKind::data, picture.name, "a tab or line end in an image's name has no place in a PaddleOCR label file");
    }
    Json words = Json::array();
    std::size_t index = 0;
    for (const Word& word : picture.words) {
      if (!has_outline(word)) continue;
      const std::string said = transcription(word);
      Json entry = {{"transcription", ignored(word) && !says_ignore(said) ? "###" : said},
                    {"points", json_points(word.polygon)},
                    {"difficult", ignored(word)}};
      for (const auto& [key, value] : word.fields.items()) {
        if (key != "transcription" && key != "illegibility") entry[key] = value;
      }
      if (word.id != word_id(index++)) entry["word_id"] = word.id;
      if (said == "*" && !ignored(word)) {
        losses.add("words have the text '*', which PaddleOCR's training ignores", place(picture, word));
        entry["illegibility"] = false;
      }
      words.push_back(std::move(entry));
    }
    text += picture.name + "\t" + words.dump() + "\n";
  }
  write_file_atomically(target.path, text);
}

}  // namespace docket::convert
