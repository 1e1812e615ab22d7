/// A good plugin, compiled with the old ABI of libstdc++ (its meson line says so).
#include <docket/plugin.hpp>

namespace docket {
namespace {

struct Options {};

constexpr auto schema = options<Options>();

class OtherAbi final : public Backbone {
 public:
  explicit OtherAbi(Options) {}
  torch::nn::Module& module() override { throw 1; }
  Levels levels() const override { return {}; }
  std::vector<at::Tensor> forward(const at::Tensor&) override { return {}; }
};

}  // namespace

DOCKET_PLUGIN(Backbone, OtherAbi, "other_abi", "nothing", schema)

}  // namespace docket
