#include "support.hpp"

#include <doctest/doctest.h>

namespace {

const std::string receipt = R"(weights = "receipt.safetensors"
[backbone]
use = "efficientnet"
variant = "b0"
weights = "b0.safetensors"
[postprocess]
use = "db"
thresh = 0.2
)";

}  // namespace

TEST_CASE("another backbone on the command line starts from its own defaults and without the old weights") {
  const auto made = document(receipt, {"backbone.use=resnet", "backbone.variant=50"});
  CHECK(made.text("backbone.use", "") == "resnet");
  CHECK(made.text("backbone.variant", "") == "50");
  CHECK_FALSE(made.has("backbone.weights"));
  CHECK_FALSE(made.has("weights"));
  CHECK(made.has("postprocess.thresh"));
  REQUIRE(made.remarks().size() == 2);
  CHECK(made.remarks()[0] ==
        "command line: backbone.use=resnet: 'backbone.use' is now \"resnet\"; dropped weights = \"receipt.safetensors\" "
        "(a.toml:1:11), "
        "which were made with \"efficientnet\"");
  CHECK(made.remarks()[1] ==
        "command line: backbone.use=resnet: 'backbone.use' is now \"resnet\"; dropped variant, weights, which were set for "
        "\"efficientnet\" (a.toml:3:7)");
}

TEST_CASE("weights given together with the other backbone stay") {
  const auto made = document(receipt, {"weights=mine.safetensors", "backbone.use=resnet", "backbone.weights=r50.safetensors"});
  CHECK(made.text("weights", "") == "mine.safetensors");
  CHECK(made.text("backbone.weights", "") == "r50.safetensors");
}

TEST_CASE("naming the same plugin again drops nothing") {
  const auto made = document(receipt, {"backbone.use=efficientnet"});
  CHECK(made.text("backbone.variant", "") == "b0");
  CHECK(made.text("weights", "") == "receipt.safetensors");
  CHECK(made.remarks().empty());
}

TEST_CASE("another variant of the backbone keeps its options but not the old weights") {
  const auto made = document(receipt, {"backbone.variant=b4", "backbone.use=efficientnet"});
  CHECK(made.text("backbone.variant", "") == "b4");
  CHECK_FALSE(made.has("backbone.weights"));
  CHECK_FALSE(made.has("weights"));
  REQUIRE(made.remarks().size() == 2);
  CHECK(made.remarks()[1] ==
        "command line: backbone.variant=b4: 'backbone.variant' is now \"b4\"; dropped backbone.weights = \"b0.safetensors\" "
        "(a.toml:5:11), which were made with \"b0\"");
  CHECK(document(receipt, {"backbone.variant=b0"}).has("weights"));
  const std::string resnet = "weights = \"w\"\n[backbone]\nuse = \"resnet\"\nvariant = \"18\"\nout_indices = [1]\n";
  CHECK(document(resnet, {"backbone.variant=18"}).has("weights"));
  CHECK_FALSE(document(resnet, {"backbone.use=resnet", "backbone.variant=50"}).has("weights"));
  CHECK(document(resnet, {"backbone.variant=50"}).has("backbone.out_indices"));
  CHECK(document(resnet, {"backbone.variant=50", "weights=mine"}).text("weights", "") == "mine");
}

TEST_CASE("another postprocessor keeps the weights") {
  const auto made = document(receipt, {"postprocess.use=other"});
  CHECK(made.has("weights"));
  CHECK_FALSE(made.has("postprocess.thresh"));
}

TEST_CASE("a file may change the plugin of the file it extends") {
  const TemporaryFolder folder;
  folder.write("receipt.toml", receipt);
  const auto file = folder.write("r50.toml", "extends = \"receipt.toml\"\n[backbone]\nuse = \"resnet\"\nvariant = \"50\"\n");
  const auto made = docket::ConfigDocument::load(file);
  CHECK(made.text("backbone.variant", "") == "50");
  CHECK_FALSE(made.has("weights"));
}

TEST_CASE("a section without plugins keeps its keys when its `use` changes") {
  const auto made = document("[optimizer]\nuse = \"adam\"\nlr = 1e-3\n", {"optimizer.use=adamw"});
  CHECK(made.has("optimizer.lr"));
  CHECK(made.remarks().empty());
}
