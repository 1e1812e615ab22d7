/// A backbone that computes nothing; throws what `fail` asks for.
#include <docket/plugin.hpp>

namespace docket {
namespace {

struct Options {
  std::string fail = "none";
};

constexpr auto schema = options<Options>(option("fail", &Options::fail, {"none", "make", "torch", "int"}, "what to throw"));

class Toy final : public Backbone {
 public:
  explicit Toy(Options options) : options_(std::move(options)) {
    if (options_.fail == "make") throw std::runtime_error("toy cannot be made");
  }

  torch::nn::Module& module() override { throw std::logic_error("toy has no module"); }
  Levels levels() const override { return {{3, 1}}; }
  std::vector<at::Tensor> forward(const at::Tensor& image) override {
    if (options_.fail == "torch") TORCH_CHECK(false, "toy dislikes the image");
    if (options_.fail == "int") throw 7;
    return {image};
  }

 private:
  Options options_;
};

}  // namespace

DOCKET_PLUGIN(Backbone, Toy, "toy", "gives the image back", schema)

}  // namespace docket
