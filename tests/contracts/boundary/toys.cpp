#include "support/doctest_beside_torch.hpp"
#include "toys.hpp"

#include <docket/core/log.hpp>

using namespace docket;

TEST_CASE("a note tells name, stage, sentence and options before anything is loaded") {
  const Catalog catalog = scan_folder(library_folder() / "toys");
  const PluginInfo& toy = catalog.find("postprocessor", "toy");
  CHECK(toy.description == "gives one box");
  CHECK(toy.tier == 1);
  REQUIRE(toy.options.size() == 2);
  CHECK(toy.options[0].name == "score");
  CHECK(toy.options[0].default_value == 0.5);
  CHECK(toy.options[0].range.max == 1);
  CHECK(toy.options[1].choices == std::vector<std::string>{"none", "make", "error", "std", "int"});
  CHECK(toy.options[1].sentence == "what to throw");
}

TEST_CASE("a postprocessor works through the C boundary") {
  const Catalog catalog = scan_folder(library_folder() / "toys");
  const auto toy = catalog.create<Postprocessor>("toy", {{"score", 0.75}});
  const std::vector<float> map(6);
  ImageFrame frame;
  frame.image = {200, 100};
  frame.inverse_size = {2, 1};
  frame.inverse_pad_left = 1;
  const PostprocessResult result = toy->apply({map.data(), 2, 3, 3}, frame);
  REQUIRE(result.detections.size() == 1);
  CHECK(result.detections[0].score == 0.75);
  CHECK(result.detections[0].polygon == Polygon{{0, 0}, {200, 200}});
  CHECK(result.remarks == std::vector<std::string>{"one box", "two remarks"});
}

TEST_CASE("many postprocessors of one plugin are asked at once") {
  const Catalog catalog = scan_folder(library_folder() / "toys");
  const auto one = catalog.create<Postprocessor>("toy", {{"score", 0.75}}), other = catalog.create<Postprocessor>("toy", {{"score", 0.25}});
  const auto failing = catalog.create<Postprocessor>("toy", {{"fail", "error"}});
  const std::vector<float> map(6);
  const Postprocessor* both[] = {one.get(), other.get()};
  const std::vector<PostprocessResult> results = one->apply_all(both, {map.data(), 2, 3, 3}, {});
  REQUIRE(results.size() == 2);
  CHECK(results[0].detections.at(0).score == 0.75);
  CHECK(results[1].detections.at(0).score == 0.25);
  CHECK(results[1].remarks == std::vector<std::string>{"one box", "two remarks"});
  const Postprocessor* with_failing[] = {one.get(), failing.get()};
  CHECK(error_of([&] { (void)one->apply_all(with_failing, {}, {}); }) == "4 postprocessor 'toy': map: is not to toy's taste");
}

TEST_CASE("whatever a postprocessor throws arrives as an Error that names it") {
  const Catalog catalog = scan_folder(library_folder() / "toys");
  const auto apply = [&](const char* fail) {
    return error_of([&] { return catalog.create<Postprocessor>("toy", {{"fail", fail}})->apply({}, {}); });
  };
  CHECK(apply("make") == "3 postprocessor 'toy': toy cannot be made");
  CHECK(apply("error") == "4 postprocessor 'toy': map: is not to toy's taste");
  CHECK(apply("std") == "3 postprocessor 'toy': first line");
  CHECK(apply("int") == "3 postprocessor 'toy': threw something that is not a std::exception");
}

TEST_CASE("an ensembler works through the C boundary") {
  const Catalog catalog = scan_folder(library_folder() / "toys");
  const auto toy = catalog.create<Ensembler>("toy", {{"member", 1}});
  const std::vector<std::vector<Detection>> members = {{}, {{{{1, 2}, {3, 4}, {5, 6}}, 0.25}, {{}, 0.5}}};
  const auto [merged, groups_by_votes] = toy->merge(members);
  REQUIRE(merged.size() == 2);
  CHECK(merged[0].polygon == members[1][0].polygon);
  CHECK(merged[0].score == 0.25);
  CHECK(merged[1].polygon.empty());
  CHECK(groups_by_votes == std::vector<std::int64_t>{0, 2});
}

TEST_CASE("an unknown name is answered with the nearest one") {
  const Catalog catalog = scan_folder(library_folder() / "toys");
  CHECK(error_of([&] { return catalog.find("ensembler", "tou"); }) == "3 ensembler 'tou': no such plugin; did you mean 'toy'?");
  CHECK(error_of([&] { return catalog.find("head", "db"); }) == "3 head 'db': no such plugin, nor any head");
}
