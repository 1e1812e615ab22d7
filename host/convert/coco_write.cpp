#include "convert/coco.hpp"

#include <docket/core/atomic_file.hpp>
#include <docket/core/error.hpp>
#include <docket/geometry/clip_polygon.hpp>

#include "convert/losses.hpp"

namespace docket::convert {
namespace {

Json coco_annotation(const Word& word, std::size_t id, std::size_t image_id, std::size_t index) {
  Json ring = Json::array();
  for (const Point& p : word.polygon) {
    ring.push_back(json_coordinate(p.x));
    ring.push_back(json_coordinate(p.y));
  }
  const Rectangle box = bounds_of(word.polygon);
  Json bbox = Json::array();
  for (const double value : {box.left, box.top, box.right - box.left, box.bottom - box.top})
    bbox.push_back(json_coordinate(value));
  Json annotation = {{"id", id}, {"image_id", image_id}, {"category_id", 1}};
  annotation["segmentation"] = Json::array({std::move(ring)});
  annotation["bbox"] = std::move(bbox);
  annotation["area"] = json_coordinate(std::abs(signed_area(word.polygon)));
  annotation["iscrowd"] = ignored(word) ? 1 : 0;
  Json attributes = word.fields;
  if (word.id != word_id(index)) attributes["word_id"] = word.id;
  if (!attributes.empty()) annotation["attributes"] = std::move(attributes);
  return annotation;
}

}  // namespace

void write_coco(const Labels& labels, const Target& target, DatasetProblems& losses) {
  account_losses(labels,
                 {.ids = true,
                  .texts = true,
                  .ignore_marks = true,
                  .ignored_texts = true,
                  .scores = true,
                  .word_fields = true,
                  .fractions = true,
                  .any_count = true,
                  .sizes = true,
                  .picture_fields = true},
                 losses);
  std::string images, annotations;
  std::size_t image_id = 0, id = 0;
  for (const Picture& picture : labels.pictures) {
    const auto size = stated_size(picture);
    if (!size) throw Error(ErrorKind::data, picture.name, "has no size");
    Json image = {{"id", ++image_id}, {"file_name", picture.name}, {"width", size->width}, {"height", size->height}};
    Json attributes = picture.fields;
    attributes.erase("img_w");
    attributes.erase("img_h");
    if (!attributes.empty()) image["attributes"] = std::move(attributes);
    images += (images.empty() ? "\n" : ",\n") + image.dump();
    std::size_t index = 0;
    for (const Word& word : picture.words) {
      if (!has_outline(word)) continue;
      ++id;
      annotations += (id == 1 ? "\n" : ",\n") + coco_annotation(word, id, image_id, index++).dump();
    }
  }
  write_file_atomically(target.path,
                        "{\"images\": [" + images + "],\n\"annotations\": [" + annotations +
                            "],\n\"categories\": [{\"id\": 1, \"name\": \"text\", \"supercategory\": \"text\"}]}\n");
}

}  // namespace docket::convert
