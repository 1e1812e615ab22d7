#include "convert/docket_json.hpp"

#include <docket/core/atomic_file.hpp>
#include <docket/core/error.hpp>
#include <docket/data/prediction_file.hpp>

#include "convert/detections.hpp"
#include "convert/losses.hpp"
#include "convert/text.hpp"

namespace docket::convert {
namespace {

Word read_docket_word(const std::string& id, const Json& entry, const std::string& where) {
  if (!entry.is_object())
    throw Error(ErrorKind::data, where, "is " + in_quotes(entry.dump()) + ", must be an object with 'points'");
  Word word{id, {}, Json::object()};
  for (const auto& [key, value] : entry.items()) {
    if (key != "points")
      word.fields[key] = value;
    else if (!value.is_null())
      word.polygon = docket::detail::read_points(value, where);
  }
  return word;
}

Picture read_docket_picture(const std::string& name, const Json& entry, const std::string& file, DatasetProblems& problems) {
  const std::string where = file + ": " + name;
  if (!entry.is_object())
    throw Error(ErrorKind::data, where, "is " + in_quotes(entry.dump()) + ", must be an object with 'words'");
  Picture picture{name, {}, Json::object()};
  bool has_words = false;
  for (const auto& [key, value] : entry.items()) {
    if (key != "words") {
      picture.fields[key] = value;
      continue;
    }
    if (value.is_null()) continue;
    if (!value.is_object())
      throw Error(ErrorKind::data, where, "'words' is " + in_quotes(value.dump()) + ", must be an object");
    has_words = true;
    for (const auto& [id, word] : value.items()) picture.words.push_back(read_docket_word(id, word, where + " word " + id));
  }
  if (!has_words) problems.add("images without 'words', taken as pictures without text", name);
  return picture;
}

}  // namespace

Labels read_docket_json(const Source& source, DatasetProblems& problems) {
  const std::string file = source.path.string();
  const Json root = parse_json(read_text(source.path), file);
  const auto images = root.is_object() ? root.find("images") : root.end();
  if (!root.is_object() || images == root.end() || !images->is_object()) {
    throw Error(ErrorKind::data, file, "has no object 'images' at its top");
  }
  Labels labels;
  for (const auto& [key, value] : root.items()) {
    if (key != "images") labels.fields[key] = value;
  }
  for (const auto& [name, entry] : images->items()) labels.pictures.push_back(read_docket_picture(name, entry, file, problems));
  return labels;
}

void write_docket_json(const Labels& labels, const Target& target, DatasetProblems&) {
  AtomicFile file(target.path);
  file.write("{");
  for (const auto& [key, value] : labels.fields.items()) file.write(Json(key).dump() + ": " + value.dump() + ",\n");
  file.write("\"images\": {");
  bool first = true;
  for (const Picture& picture : labels.pictures) {
    std::string text = (first ? "\n" : ",\n") + Json(picture.name).dump() + ": {";
    first = false;
    for (const auto& [key, value] : picture.fields.items()) text += Json(key).dump() + ": " + value.dump() + ", ";
    text += "\"words\": {";
    for (const Word& word : picture.words) {
      Json entry = {{"points", json_points(word.polygon)}};
      entry.update(word.fields);
      text += (&word == &picture.words.front() ? "\n" : ",\n") + Json(word.id).dump() + ": " + entry.dump();
    }
    file.write(text + "}}");
  }
  file.write("\n}}\n");
  file.commit();
}

void write_predictions(const Labels& labels, const Target& target, DatasetProblems& losses) {
  const bool scores = target.scores && every_word_has_score(labels);
  account_losses(labels, {.scores = scores, .fractions = target.exact, .any_count = true}, losses);
  PredictionJson json(target.path, scores, target.exact ? Coordinates::exact : Coordinates::whole);
  for (const Picture& picture : labels.pictures) json.add(picture.name, detections(picture));
  json.finish();
}

}  // namespace docket::convert
