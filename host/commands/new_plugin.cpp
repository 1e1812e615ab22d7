#include "new_plugin.hpp"

#include <cctype>
#include <filesystem>
#include <iostream>
#include <string>
#include <string_view>
#include <system_error>

#include <docket/core/atomic_file.hpp>
#include <docket/core/error.hpp>
#include <docket/plugins/folders.hpp>

namespace docket {

namespace {

// @name@ is the plugin's name, @Class@ the same as a class name.
constexpr std::string_view source = R"cpp(/// @name@: four steps, each of which halves the map; all but the first double its channels.
#include <docket/nn/blocks.hpp>
#include <docket/plugin.hpp>

namespace docket {
namespace {
struct Options {
  int width = 16;
};
constexpr auto schema = options<Options>(option("width", &Options::width, {4, 512}, "channels of the finest map"));
nn::ConvOptions halving(std::int64_t in, std::int64_t out) {
  return {.in = in, .out = out, .kernel = 3, .stride = 2, .act = nn::Act::relu};
}

class @Class@ final : public Backbone {
 public:
  explicit @Class@(Options options) : stem_(*root_, "conv1", "bn1", halving(3, options.width)) {
    for (std::int64_t in = options.width, stride = 4; stride <= 32; in = levels_.back().channels, stride *= 2) {
      levels_.push_back({stride == 4 ? in : 2 * in, stride});
      auto& owner = nn::child(*root_, "step" + std::to_string(levels_.size()));
      steps_.emplace_back(owner, "conv", "bn", halving(in, levels_.back().channels));
    }
  }
  torch::nn::Module& module() override { return *root_; }
  Levels levels() const override { return levels_; }
  std::vector<at::Tensor> forward(const at::Tensor& image) override {
    std::vector<at::Tensor> maps{stem_(image)};
    for (const nn::ConvNormAct& step : steps_) maps.push_back(step(maps.back()));
    return {maps.begin() + 1, maps.end()};
  }

 private:
  std::shared_ptr<torch::nn::Module> root_ = std::make_shared<torch::nn::Module>();
  nn::ConvNormAct stem_;
  std::vector<nn::ConvNormAct> steps_;
  Levels levels_;
};
}  // namespace
DOCKET_PLUGIN(Backbone, @Class@, "@name@", "four halving steps", schema)
}  // namespace docket
)cpp";

constexpr std::string_view pipeline = R"toml(# A detector with the backbone @name@; its weights are random until `docket train @name@.toml` has run.

[backbone]
use = "@name@"
width = 16

[decoder]
use = "unet"
inner_channels = 64
output_channels = 32

[head]
use = "db"

[postprocess]
use = "db"
thresh = 0.3
box_thresh = 0.4

[input]
longest_side = 960
)toml";

constexpr std::string_view build_file = R"meson(project('@name@', 'cpp', default_options: ['cpp_std=c++20', 'buildtype=release', 'b_ndebug=true'])

# Found through pkg-config: meson setup ... --pkg-config-path PREFIX/lib/pkgconfig
shared_module('backbone_@name@', '@name@.cpp', dependencies: dependency('docket'), name_prefix: '',
  gnu_symbol_visibility: 'hidden')
)meson";

std::string fill(std::string_view pattern, const std::string& name) {
  std::string class_name;
  bool upper = true;
  for (const char c : name) {
    if (c != '_') class_name.push_back(upper ? static_cast<char>(std::toupper(static_cast<unsigned char>(c))) : c);
    upper = c == '_';
  }
  std::string text(pattern);
  for (const auto& [word, value] : {std::pair<std::string, std::string>{"@name@", name}, {"@Class@", class_name}}) {
    for (std::size_t at = text.find(word); at != text.npos; at = text.find(word, at + value.size())) text.replace(at, word.size(), value);
  }
  return text;
}

/// Where docket.pc lies when docket is installed: PREFIX/lib*/pkgconfig, beside the folder of the plugins.
std::string package_folder() {
  const auto plugins = detail::own_plugin_folder();
  std::error_code ignored;
  const auto folder = plugins ? plugins->parent_path() / "pkgconfig" : std::filesystem::path();
  return std::filesystem::exists(folder / "docket.pc", ignored) ? folder.string() : "PREFIX/lib/pkgconfig";
}

}  // namespace

void write_new_backbone(const std::filesystem::path& folder, const std::string& name) {
  bool good = !name.empty() && name.size() <= 40 && name.front() >= 'a' && name.front() <= 'z';
  for (const char c : name) good = good && ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_');
  if (!good) throw Error(ErrorKind::config, "command line", "'" + name + "' cannot name a plugin; take lower case letters, digits and '_', a letter first");
  const std::filesystem::path home = folder / name;
  std::error_code problem;
  if (std::filesystem::exists(home, problem)) throw Error(ErrorKind::data, home.string(), "is there already");
  std::filesystem::create_directories(home, problem);
  if (problem) throw Error(ErrorKind::data, home.string(), "cannot be made: " + problem.message());
  write_file_atomically(home / (name + ".cpp"), fill(source, name));
  write_file_atomically(home / (name + ".toml"), fill(pipeline, name));
  write_file_atomically(home / "meson.build", fill(build_file, name));
  const std::string at = home.string();
  std::cout << "wrote " << at << "/" << name << ".cpp, " << name << ".toml and meson.build; now\n"
            << "  meson setup " << at << "/build " << at << " --pkg-config-path " << package_folder() << "\n"
            << "  meson compile -C " << at << "/build\n"
            << "  docket predict " << at << "/" << name << ".toml IMAGE --plugins " << at << "/build --out out\n";
}

}  // namespace docket
