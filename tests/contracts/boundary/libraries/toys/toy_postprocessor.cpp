/// Gives one detection: the score is the option `score`, the corner the frame's image size. Throws what `fail` asks for.
#include <docket/plugin.hpp>

namespace docket {
namespace {

struct Options {
  double score = 0.5;
  std::string fail = "none";
};

constexpr auto schema = options<Options>(option("score", &Options::score, {0, 1}, "what the one detection gets"),
                                         option("fail", &Options::fail, {"none", "make", "error", "std", "int"}, "what to throw"));

class Toy final : public Postprocessor {
 public:
  explicit Toy(Options options) : options_(std::move(options)) {
    if (options_.fail == "make") throw std::runtime_error("toy cannot be made");
  }

  PostprocessResult apply(MapView map, const ImageFrame& frame) const override {
    if (options_.fail == "error") throw Error(ErrorKind::data, "map", "is not to toy's taste");
    if (options_.fail == "std") throw std::out_of_range("first line\nsecond line");
    if (options_.fail == "int") throw 7;
    log_info("toy ran");
    const Point corner = frame.input_to_image({static_cast<double>(map.width), static_cast<double>(map.height)});
    return {{{{{0, 0}, corner}, options_.score}}, {"one box", "two remarks"}};
  }

 private:
  Options options_;
};

}  // namespace

DOCKET_PLUGIN(Postprocessor, Toy, "toy", "gives one box", schema)

}  // namespace docket
