#include <docket/nn/load_weights.hpp>

#include <docket/nn/blocks.hpp>

#include "support/doctest_beside_torch.hpp"

using namespace docket;

namespace {

struct Small {
  std::shared_ptr<torch::nn::Module> root = std::make_shared<torch::nn::Module>();
  nn::ConvNormAct conv{*root, "conv1", "bn1", {.in = 3, .out = 4, .kernel = 3}};
};

/// What a published file holds for it: the module's own names and a classifier.
SafetensorsFile published(const Small& small) {
  SafetensorsFile file;
  for (const auto& [name, tensor] : nn::named_tensors(*small.root)) file.tensors.emplace_back(name, tensor.detach().clone());
  file.tensors.emplace_back("fc.weight", at::zeros({10, 4}));
  return file;
}

const std::vector<std::string> ignored{"fc."};

}  // namespace

TEST_CASE("a published file loads, and its classifier is named as ignored") {
  Small from;
  Small to;
  const nn::LoadReport report = nn::load_weights(*to.root, published(from), "", ignored, "w.safetensors");
  CHECK(report.loaded == 6);
  CHECK(report.ignored == std::vector<std::string>{"fc.weight"});
  CHECK(at::equal(to.conv.conv().weight, from.conv.conv().weight));
}

TEST_CASE("numbers are converted to the module's format") {
  Small small;
  SafetensorsFile file = published(small);
  for (auto& [name, tensor] : file.tensors) {
    if (tensor.is_floating_point()) tensor = at::full_like(tensor, 0.5).to(at::kHalf);
  }
  nn::load_weights(*small.root, file, "", ignored, "w.safetensors");
  CHECK((small.conv.conv().weight.scalar_type() == at::kFloat));
  CHECK(at::equal(small.conv.conv().weight, at::full({4, 3, 3, 3}, 0.5)));
}

TEST_CASE("a prefix picks one part of a whole network") {
  Small small;
  SafetensorsFile file = published(small);
  for (auto& [name, tensor] : file.tensors) name = "backbone." + name;
  file.tensors.emplace_back("head.prob.0.weight", at::zeros({1}));
  CHECK(nn::load_weights(*small.root, file, "backbone.", ignored, "w").ignored ==
        std::vector<std::string>{"backbone.fc.weight"});
}

TEST_CASE("what is missing, unexpected or of another shape is listed, and nothing is changed") {
  Small small;
  const at::Tensor before = small.conv.conv().weight.detach().clone();
  SafetensorsFile file = published(small);
  for (auto& [name, tensor] : file.tensors) {
    if (name == "conv1.weight") tensor = at::zeros({4, 3, 3, 3});
    if (name == "bn1.weight") name = "bn9.weight";
    if (name == "bn1.bias") tensor = at::zeros({7});
  }
  CHECK_THROWS_WITH_AS(nn::load_weights(*small.root, file, "", ignored, "w.safetensors"),
                       "w.safetensors: does not fit the model: 1 missing: bn1.weight; 1 unexpected: bn9.weight; "
                       "1 of another shape: bn1.bias (has [7], wanted [4])",
                       Error);
  CHECK(at::equal(small.conv.conv().weight, before));
}

TEST_CASE("a long list is cut, with the total") {
  Small small;
  SafetensorsFile file = published(small);
  for (int i = 0; i < 30; ++i) file.tensors.emplace_back("extra" + std::to_string(i), at::zeros({1}));
  CHECK_THROWS_WITH_AS(
      nn::load_weights(*small.root, file, "", ignored, "w"),
      "w: does not fit the model: 30 unexpected: extra0, extra1, extra2, extra3, extra4, extra5, extra6, extra7, ...", Error);
}

TEST_CASE("batch counts may be absent, as in old files") {
  Small small;
  SafetensorsFile file = published(small);
  std::erase_if(file.tensors, [](const auto& item) { return item.first.ends_with("num_batches_tracked"); });
  CHECK(nn::load_weights(*small.root, file, "", ignored, "w").loaded == 5);
}
