#include "convert/coco.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string_view>

#include <docket/core/error.hpp>
#include <docket/core/nearest_name.hpp>

#include "convert/text.hpp"

namespace docket::convert {
namespace {

template <std::size_t N>
bool coco_key_among(const std::string& key, const std::array<std::string_view, N>& keys) {
  return std::find(keys.begin(), keys.end(), key) != keys.end();
}

const Json& coco_list(const Json& root, const char* key, const std::string& file) {
  const auto found = root.find(key);
  if (found == root.end() || !found->is_array())
    throw Error(ErrorKind::data, file, std::string("has no list '") + key + "' at its top");
  return *found;
}

/// The value of a key that must be there, as an id: numbers and texts alike.
std::string coco_id(const Json& entry, const char* key, const std::string& where) {
  const auto found = entry.is_object() ? entry.find(key) : entry.end();
  if (!entry.is_object() || found == entry.end() || !(found->is_number() || found->is_string())) {
    throw Error(ErrorKind::data, where, std::string("has no '") + key + "'");
  }
  return found->dump();
}

std::vector<double> coco_numbers(const Json& list, const std::string& where) {
  std::vector<double> numbers;
  for (const Json& value : list) {
    if (!value.is_number()) throw Error(ErrorKind::data, where, "holds " + in_quotes(value.dump()) + ", must be numbers");
    numbers.push_back(value.get<double>());
  }
  return numbers;
}

Polygon bbox_outline(const Json& annotation, const std::string& where) {
  const auto bbox = annotation.find("bbox");
  if (bbox == annotation.end() || !bbox->is_array())
    throw Error(ErrorKind::data, where, "has neither a polygon in 'segmentation' nor a 'bbox'");
  const std::vector<double> b = coco_numbers(*bbox, where + " 'bbox'");
  if (b.size() != 4)
    throw Error(ErrorKind::data, where, "'bbox' has " + std::to_string(b.size()) + " numbers, must be [x, y, width, height]");
  return {{b[0], b[1]}, {b[0] + b[2], b[1]}, {b[0] + b[2], b[1] + b[3]}, {b[0], b[1] + b[3]}};
}

Polygon coco_ring(const Json& ring, const std::string& where) {
  const std::vector<double> numbers = ring.is_array() ? coco_numbers(ring, where + " 'segmentation'") : std::vector<double>{};
  if (numbers.size() < 6 || numbers.size() % 2 != 0) {
    throw Error(ErrorKind::data, where,
                "'segmentation' holds " + in_quotes(ring.dump()) + ", must be [x1, y1, x2, y2, ...] of at least 3 points");
  }
  Polygon polygon;
  for (std::size_t i = 0; i < numbers.size(); i += 2) polygon.push_back({numbers[i], numbers[i + 1]});
  return polygon;
}

Polygon coco_outline(const Json& annotation, const std::string& where, DatasetProblems& problems) {
  const auto segmentation = annotation.find("segmentation");
  if (segmentation == annotation.end() || segmentation->empty()) return bbox_outline(annotation, where);
  if (segmentation->is_object()) {
    problems.add("annotations with a run-length mask, taken as their bbox", where);
    return bbox_outline(annotation, where);
  }
  if (!segmentation->is_array())
    throw Error(ErrorKind::data, where,
                "'segmentation' is " + in_quotes(segmentation->dump()) + ", must be a list of polygons");
  if (segmentation->front().is_number()) return coco_ring(*segmentation, where);  // COCO-Text: one polygon, not in a list
  Polygon largest;
  for (const Json& ring : *segmentation) {
    Polygon polygon = coco_ring(ring, where);
    if (largest.empty() || std::abs(signed_area(polygon)) > std::abs(signed_area(largest))) largest = std::move(polygon);
  }
  if (segmentation->size() > 1) problems.add("annotations of several polygons, the largest taken", where);
  return largest;
}

/// `attributes` and unknown keys.
void read_coco_fields(const Json& annotation, Word& word) {
  static constexpr std::array<std::string_view, 10> own = {"id",   "image_id", "category_id", "segmentation", "bbox",
                                                           "area", "iscrowd",  "attributes",  "utf8_string",  "points"};
  const auto attributes = annotation.find("attributes");
  if (attributes != annotation.end() && attributes->is_object()) {
    for (const auto& [key, value] : attributes->items()) {
      if (key == "points") continue;  // the outline's place in the dataset JSON
      if (key == "word_id" && value.is_string())
        word.id = value.get<std::string>();
      else
        word.fields[key] = value;
    }
  }
  const auto utf8 = annotation.find("utf8_string");
  if (utf8 != annotation.end() && utf8->is_string()) word.fields["transcription"] = *utf8;
  for (const auto& [key, value] : annotation.items()) {
    if (!coco_key_among(key, own)) word.fields[key] = value;
  }
  const auto crowd = annotation.find("iscrowd");
  const bool is_crowd = crowd != annotation.end() && (*crowd == 1 || *crowd == true);
  if (is_crowd && !ignored(word)) word.fields["illegibility"] = true;
}

Picture read_coco_image(const Json& image, const std::string& where, DatasetProblems& problems) {
  static constexpr std::array<std::string_view, 6> own = {"id", "file_name", "width", "height", "attributes", "words"};
  const auto name = image.find("file_name");
  if (name == image.end() || !name->is_string()) throw Error(ErrorKind::data, where, "has no 'file_name'");
  Picture picture{name->get<std::string>(), {}, Json::object()};
  for (const auto& [from, to] : {std::pair{"width", "img_w"}, {"height", "img_h"}}) {
    const auto side = image.find(from);
    if (side != image.end() && side->is_number()) picture.fields[to] = *side;
  }
  const auto attributes = image.find("attributes");
  if (attributes != image.end() && attributes->is_object()) {
    for (const auto& [key, value] : attributes->items()) {
      if (key != "words") picture.fields[key] = value;
    }
  }
  for (const auto& [key, value] : image.items()) {
    if (!coco_key_among(key, own)) problems.add("images lose their '" + key + "'", picture.name);
  }
  return picture;
}

/// Which category ids are words: all, unless names are wanted. Throws when several are used and none is chosen.
std::set<std::string> word_categories(const Json& root, const Json& annotations, const Source& source) {
  const std::string file = source.path.string();
  std::map<std::string, std::string> names;  // id -> name
  const auto listed = root.find("categories");
  if (listed != root.end() && listed->is_array()) {
    for (const Json& category : *listed) {
      const std::string id = coco_id(category, "id", file + ": a category");
      const auto name = category.find("name");
      names[id] = name != category.end() && name->is_string() ? name->get<std::string>() : id;
    }
  }
  std::set<std::string> used;
  for (const Json& annotation : annotations) {
    const auto id = annotation.is_object() ? annotation.find("category_id") : annotation.end();
    if (annotation.is_object() && id != annotation.end()) used.insert(id->dump());
  }
  for (const std::string& id : used) names.emplace(id, id);
  std::vector<std::string> all;
  for (const auto& [id, name] : names) all.push_back(name);
  if (source.categories.empty()) {
    if (used.size() <= 1) return used;
    std::string list;
    for (const std::string& id : used) list += (list.empty() ? "" : ", ") + names[id];
    throw Error(ErrorKind::data, file,
                "has annotations of " + std::to_string(used.size()) + " categories (" + list +
                    "); name those that are words with --category");
  }
  std::set<std::string> chosen;
  for (const std::string& wanted : source.categories) {
    const std::size_t before = chosen.size();
    for (const auto& [id, name] : names) {
      if (name == wanted) chosen.insert(id);
    }
    if (chosen.size() == before)
      throw Error(ErrorKind::config, "--category",
                  "is '" + wanted + "', which " + file + " does not have" + suggestion(wanted, all));
  }
  return chosen;
}

}  // namespace

Labels read_coco(const Source& source, DatasetProblems& problems) {
  const std::string file = source.path.string();
  const Json root = parse_json(read_text(source.path), file);
  if (!root.is_object()) {
    throw Error(ErrorKind::data, file,
                "is no object with 'images' and 'annotations'; a list of results names no images, so it cannot be converted");
  }
  const Json& annotations = coco_list(root, "annotations", file);
  Labels labels;
  std::map<std::string, std::size_t> index_of;
  std::set<std::string> names;
  for (const Json& image : coco_list(root, "images", file)) {
    const std::string id = coco_id(image, "id", file + ": image " + std::to_string(labels.pictures.size() + 1));
    const std::string where = file + ": image " + id;
    if (!index_of.emplace(id, labels.pictures.size()).second) throw Error(ErrorKind::data, where, "comes twice");
    labels.pictures.push_back(read_coco_image(image, where, problems));
    const std::string& name = labels.pictures.back().name;
    if (!names.insert(name).second) throw Error(ErrorKind::data, where, "has the file_name '" + name + "' of another image");
  }
  const std::set<std::string> categories = word_categories(root, annotations, source);
  std::size_t number = 0;
  for (const Json& annotation : annotations) {
    ++number;
    if (!annotation.is_object())
      throw Error(ErrorKind::data, file, "annotation " + std::to_string(number) + " is " + in_quotes(annotation.dump()));
    const auto own_id = annotation.find("id");
    const std::string where =
        "annotation " + (own_id != annotation.end() ? own_id->dump() : "number " + std::to_string(number));
    const auto picture = index_of.find(coco_id(annotation, "image_id", file + ": " + where));
    if (picture == index_of.end()) {
      problems.add("annotations of images that are not listed, left out", where);
      continue;
    }
    const auto category = annotation.find("category_id");
    if (category != annotation.end() && !categories.contains(category->dump())) {
      problems.add("annotations of other categories, left out", where);
      continue;
    }
    Polygon outline;
    try {
      outline = coco_outline(annotation, where, problems);
    } catch (const Error& error) {
      throw Error(error.kind(), file, error.what());
    }
    read_coco_fields(annotation, add_word(labels.pictures[picture->second], std::move(outline)));
  }
  for (const auto& [key, value] : root.items()) {
    if (key != "images" && key != "annotations" && key != "categories" && !value.empty())
      problems.add("top keys are left out", "'" + key + "'");
  }
  return labels;
}

}  // namespace docket::convert
