/// Gives back the detections of the member that `member` says.
#include <docket/plugin.hpp>

namespace docket {
namespace {

struct Options {
  int member = 0;
};

constexpr auto schema = options<Options>(option("member", &Options::member, {0, 99}, "whose detections win"));

class Toy final : public Ensembler {
 public:
  explicit Toy(Options options) : options_(options) {}

  EnsembleResult merge(std::span<const std::vector<Detection>> members) const override {
    const std::vector<Detection>& believed = members[static_cast<std::size_t>(options_.member)];
    return {believed, {0, static_cast<std::int64_t>(believed.size())}};
  }

 private:
  Options options_;
};

}  // namespace

DOCKET_PLUGIN(Ensembler, Toy, "toy", "believes one member", schema)

}  // namespace docket
