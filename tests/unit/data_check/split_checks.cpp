#include "support.hpp"

#include <docket/core/error.hpp>
#include <docket/data/leakage.hpp>

namespace docket::testing {

TEST_CASE("the same file and the same pixels are leakage between splits and duplicates within one") {
  const DataFolder folder;
  const cv::Mat picture = blobs(1, 200, 100);
  cv::imwrite((folder.path / "a.png").string(), picture);
  cv::imwrite((folder.path / "b.bmp").string(), picture);  // the same pixels in other bytes
  folder.write("c.png", bytes_of(folder.path / "a.png"));
  folder.picture("d.png", 2);
  folder.picture("e.png", 3);
  folder.write("train.json", plain_annotations({"a.png", "c.png", "d.png"}));
  folder.write("val.json", plain_annotations({"b.bmp", "e.png"}));
  const data_check::Findings findings = folder.check({{"train", "train.json"}, {"val", "val.json"}});
  CHECK(found(findings) == Names{"unread-suffix", "leakage", "duplicate-image"});
  CHECK(findings.places("leakage") == Names{"val b.bmp = train a.png (same pixels)"});
  CHECK(findings.places("duplicate-image") == Names{"train c.png = train a.png (same file)"});
}

TEST_CASE("sets of one split are mixed: the same picture in both is a duplicate, not leakage") {
  const DataFolder folder;
  folder.picture("a.png", 1);
  folder.write("one.json", plain_annotations({"a.png"}));
  folder.write("two.json", plain_annotations({"a.png"}));
  const data_check::Findings findings = folder.check({{"train", "one.json"}, {"train", "two.json"}});
  CHECK(found(findings) == Names{"duplicate-image"});
  CHECK(findings.places("duplicate-image") == Names{"train/two.json a.png = train/one.json a.png (same file)"});
}

TEST_CASE("the same picture with other words is told") {
  const DataFolder folder;
  folder.picture("a.png", 1);
  folder.write("b.png", bytes_of(folder.path / "a.png"));
  folder.write("a.json", R"({"images": {"a.png": {"words": {)" + plain_word + R"(}}, "b.png": {"words": {}}}})");
  const data_check::Findings findings = folder.check({{"train", "a.json"}});
  CHECK(found(findings) == Names{"duplicate-image", "duplicate-labels", "empty-image"});
  CHECK(findings.places("duplicate-labels") == Names{"train b.png (0 words), train a.png (1)"});
}

TEST_CASE("folds that are none: a split inside another, and one set as two splits") {
  const DataFolder folder;
  folder.picture("a.png", 1);
  folder.picture("b.png", 2);
  folder.write("train.json", plain_annotations({"a.png", "b.png"}));
  folder.write("val.json", plain_annotations({"b.png"}));
  const data_check::Findings inside = folder.check({{"train", "train.json"}, {"val", "val.json"}});
  CHECK(found(inside) == Names{"not-held-out", "leakage"});
  CHECK(inside.places("not-held-out") == Names{"all 1 pictures of val are in train"});
  const data_check::Findings same = folder.check({{"train", "train.json"}, {"val", "train.json"}});
  CHECK(found(same) == Names{"same-annotations", "not-held-out", "leakage"});
  CHECK(same.places("not-held-out") == Names{"train and val hold the same 2 pictures"});
  CHECK(same.places("same-annotations").size() == 1);
  CHECK(same.places("leakage").size() == 2);
}

TEST_CASE("a picture saved again, smaller and paler, is nearly the same; another one is not") {
  const DataFolder folder;
  folder.picture("a.png", 1);
  folder.picture("b.png", 2);
  cv::Mat again;
  cv::resize(blobs(1, 200, 100), again, {140, 70}, 0, 0, cv::INTER_AREA);
  again = again * 0.8 + cv::Scalar::all(30);
  cv::imwrite((folder.path / "c.jpg").string(), again);
  cv::imwrite((folder.path / "d.jpg").string(), again, {cv::IMWRITE_JPEG_QUALITY, 50});
  folder.write("train.json", plain_annotations({"a.png", "b.png", "c.jpg"}));
  folder.write("val.json", plain_annotations({"d.jpg"}));
  const data_check::Findings findings = folder.check({{"train", "train.json"}, {"val", "val.json"}});
  CHECK(found(findings) == Names{"near-leakage", "near-duplicate"});
  REQUIRE(findings.places("near-duplicate").size() == 1);
  CHECK(findings.places("near-duplicate")[0].starts_with("train c.jpg ~ train a.png ("));
  CHECK(findings.places("near-leakage").size() == 2);
}

TEST_CASE("one name for two pictures in two folders is told") {
  const DataFolder folder;
  folder.picture("one/a.png", 1);
  folder.picture("two/a.png", 2);
  const auto file = folder.write("a.json", plain_annotations({"a.png"}));
  const auto other = folder.write("b.json", plain_annotations({"a.png"}) + "\n");
  const data_check::Findings findings = data_check::run_checks(
      data_check::read_sets({{"train", file, folder.path / "one"}, {"val", other, folder.path / "two"}}, 1), {});
  CHECK(found(findings) == Names{"same-name"});
  CHECK(findings.places("same-name") == Names{"val a.png, train a.png"});
}

TEST_CASE("training refuses shared contents whatever their names, and says how many and which") {
  const std::vector<PictureHash> training{{"a.jpg", "11"}, {"b.jpg", "22"}, {"c.jpg", "33"}};
  const std::vector<PictureHash> validation{{"c.jpg", "33"}, {"d.jpg", "11"}, {"a.jpg", "44"}};
  const std::vector<SharedPicture> shared = shared_pictures(training, validation);
  REQUIRE(shared.size() == 2);
  CHECK(shared[1].training == "a.jpg");
  CHECK(shared[1].validation == "d.jpg");
  CHECK_THROWS_WITH(refuse_leakage(shared, 3),
                    doctest::Contains("data.val: 2 of its 3 pictures are in data.train too: c.jpg, d.jpg (there a.jpg); "));
  CHECK_THROWS_WITH(refuse_leakage(shared, 3), doctest::Contains("data.allow_leakage=true"));
  CHECK_NOTHROW(refuse_leakage(shared_pictures(training, {{"a.jpg", "44"}}), 1));
}

}  // namespace docket::testing
