/// docket kfold split.
#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <iostream>
#include <optional>
#include <utility>

#include <docket/config/toml_text.hpp>
#include <docket/core/atomic_file.hpp>
#include <docket/core/count_text.hpp>
#include <docket/core/hash.hpp>
#include <docket/core/log.hpp>
#include <docket/core/nearest_name.hpp>
#include <docket/core/staged_folder.hpp>
#include <docket/folds/group_key.hpp>
#include <docket/folds/layout.hpp>
#include <docket/training/data_set_options.hpp>

#include "inputs.hpp"
#include "plan.hpp"

namespace docket::kfold {

namespace fs = std::filesystem;

namespace {

struct SplitOptions {
  std::size_t folds = 5;
  std::string split_by, group_by, layout;
  std::uint32_t seed = 42;
  bool shuffle = true;
};

SplitOptions read_split_options(const CommandLine& line) {
  static constexpr std::array ways{"reference", "sklearn", "group", "density"};
  SplitOptions options;
  options.folds = static_cast<std::size_t>(line.integer("folds", 5, 2, 1000));
  options.seed = static_cast<std::uint32_t>(line.integer("seed", 42, 0, 0xFFFFFFFF));
  options.group_by = line.text("group-by");
  options.split_by = line.text("split-by", options.group_by.empty() ? "reference" : "group");
  options.layout = line.text("layout", folds::layouts.front());
  options.shuffle = !line.has("no-shuffle");
  folds::expect_layout(options.layout);
  const auto wrong = [](const std::string& what) { return Error(ErrorKind::config, "command line", what); };
  if (std::find(ways.begin(), ways.end(), options.split_by) == ways.end()) throw wrong("--split-by is '" + options.split_by + "'" + suggestion(options.split_by, ways));
  if (options.split_by == "group" && options.group_by.empty()) throw wrong("--split-by group needs --group-by, as in --group-by 'name:^([a-z]+)_'");
  if (options.split_by != "group" && !options.group_by.empty()) throw wrong("--group-by does nothing for --split-by " + options.split_by);
  if (!options.shuffle && options.split_by != "sklearn") throw wrong("--no-shuffle does nothing for --split-by " + options.split_by);
  if (!options.shuffle && line.has("seed")) throw wrong("--seed does nothing with --no-shuffle");
  return options;
}

std::vector<folds::HeldOut> deal(const folds::ImagePool& pool, const SplitOptions& options) {
  if (options.split_by == "reference") return folds::reference_folds(pool.images.size(), options.folds, options.seed);
  if (options.split_by == "sklearn")
    return folds::sklearn_folds(pool.images.size(), options.folds, options.shuffle ? std::optional(options.seed) : std::nullopt);
  if (options.split_by == "density") {
    std::vector<std::size_t> words;
    for (const folds::PoolImage& image : pool.images) words.push_back(image.words);
    return folds::density_folds(words, options.folds, options.seed);
  }
  const folds::Groups groups = folds::group_images(pool, folds::GroupKey(options.group_by));
  std::cout << counted(groups.count, "group") << " by " << options.group_by << "; the largest is '" << groups.largest.first << "' with " << counted(groups.largest.second, "image");
  if (groups.without_key > 0) std::cout << "; " << counted(groups.without_key, "image") << " without such a key, each a group of its own";
  std::cout << "\n";
  return folds::grouped_folds(groups.of_image, options.folds, options.seed);
}

/// Where the presets find the pictures: the one folder, or DIR/images, which is made of links where there are several.
fs::path gather_pictures(const Inputs& inputs, const folds::ImagePool& pool, const fs::path& staged, const fs::path& out) {
  bool one = true;
  for (const fs::path& folder : inputs.images) one = one && folder == inputs.images.front();
  if (one) return inputs.images.front();
  for (const folds::PoolImage& image : pool.images) {
    const fs::path link = fs::path("images") / image.name;
    fs::create_directories((staged / link).parent_path());
    fs::create_symlink(fs::relative(inputs.images[image.input] / image.name, fs::absolute(out / link).parent_path()), staged / link);
  }
  return out / "images";
}

/// The overrides as a file says them: what the pipeline has as text stays text, so that backbone.variant=34 is "34".
std::vector<std::string> preset_overrides(const Inputs& inputs, const CommandLine& line) {
  const ConfigDocument pipeline = ConfigDocument::load(*inputs.pipeline);
  std::vector<std::string> words;
  for (const std::string& word : line.overrides()) {
    const std::size_t equals = docket::detail::end_of_key(word);
    const ConfigNode* node = &pipeline.root();
    for (const std::string& part : docket::detail::split_key(word.substr(0, equals), {})) node = node != nullptr && node->is_table ? node->child(part) : nullptr;
    const bool is_text = node != nullptr && !node->is_table && node->value.is_string() && !word.substr(equals + 1).starts_with('"') && !word.substr(equals + 1).starts_with('\'');
    words.push_back(is_text ? word.substr(0, equals + 1) + toml_string(word.substr(equals + 1)) : word);
  }
  return words;
}

std::string preset_text(const Inputs& inputs, const CommandLine& line, const FoldFiles& fold, const SplitOptions& options, const fs::path& images, const fs::path& out) {
  const auto set = [&](const fs::path& annotations) {
    return "annotations = " + toml_string(annotations.string()) + "\nimages = " + toml_string(images.string()) + "\n";
  };
  const fs::path parent = inputs.pipeline->is_absolute() ? *inputs.pipeline : fs::relative(*inputs.pipeline, fs::absolute(out));
  const std::string own = "[data.train]\n" + set(fold.train) + "\n[data.val]\n" + set(fold.val);
  const std::string set_here = ConfigDocument::from_text(own, "fold", preset_overrides(inputs, line)).to_toml(false);
  return "# Fold " + std::to_string(fold.number) + " of " + std::to_string(options.folds) + ", made by docket kfold: " + counted(fold.train_images, "image") + " to train, " +
         grouped(fold.val_images) + " held out.\n# Paths are relative to the folder docket is called in.\nextends = " + toml_string(parent.string()) + (set_here.starts_with('[') ? "\n\n" : "\n") + set_here;
}

/// The pipeline's name; of a run's config.toml the run's.
std::string run_stem_of(const fs::path& pipeline) {
  const std::string run = fs::absolute(pipeline).parent_path().filename().string();
  return pipeline.filename() == "config.toml" && !run.empty() ? run : pipeline.stem().string();
}

void tell(const folds::ImagePool& pool, const Plan& plan, const std::vector<folds::HeldOut>& held_out) {
  std::size_t words = 0;
  for (const folds::PoolImage& image : pool.images) words += image.words;
  std::cout << counted(pool.images.size(), "image") << ", " << counted(words, "word") << "\n";
  for (const FoldFiles& fold : plan.folds) {
    std::size_t held_words = 0;
    for (const std::size_t image : held_out[fold.number]) held_words += pool.images[image].words;
    char mean[32];
    std::snprintf(mean, sizeof mean, "%.1f", static_cast<double>(held_words) / static_cast<double>(fold.val_images));
    std::cout << "fold " << fold.number << ": train " << counted(fold.train_images, "image") << ", " << counted(words - held_words, "word") << "; val " << counted(fold.val_images, "image")
              << ", " << counted(held_words, "word") << ", " << mean << " an image\n";
  }
  std::cout << "checked: every image is in one validation set and in no training set beside it\n";
}

nlohmann::json settings_of(const Inputs& inputs, const SplitOptions& options, const CommandLine& line) {
  nlohmann::json settings = {{"folds", options.folds},     {"split_by", options.split_by}, {"group_by", options.group_by},
                             {"seed", options.seed},       {"shuffle", options.shuffle},   {"layout", options.layout},
                             {"overrides", line.overrides()}, {"pipeline", inputs.pipeline ? inputs.pipeline->string() : ""}, {"inputs", nlohmann::json::array()}};
  for (std::size_t i = 0; i < inputs.annotations.size(); ++i) {
    settings["inputs"].push_back({{"annotations", inputs.annotations[i].string()},
                                  {"sha256", sha256_of_file(inputs.annotations[i])},
                                  {"images", inputs.images.empty() ? "" : inputs.images[i].string()}});
  }
  return settings;
}

/// Whether the same command has made this split. Throws Error(config) when another one has.
bool is_there(const fs::path& out, const nlohmann::json& settings) {
  if (std::error_code ignored; !fs::exists(out / plan_file, ignored)) return false;
  const Plan plan = read_plan(out);
  for (const auto& [key, value] : settings.items()) {
    const nlohmann::json there = plan.settings.value(key, nlohmann::json());
    if (there != value)
      throw Error(ErrorKind::config, out.string(), "was made with another '" + key + "': " + there.dump().substr(0, 200) + ", now " + value.dump().substr(0, 200) + "; name another --out");
  }
  return true;
}

struct Request {
  SplitOptions options;
  Inputs inputs;
  fs::path out;
};

Request read_request(const CommandLine& line) {
  const std::vector<std::string> words(line.words().begin() + (line.words().front() == "split" ? 1 : 0), line.words().end());
  Request request{read_split_options(line), read_inputs(line, words), line.text("out")};
  if (request.out.empty()) throw Error(ErrorKind::config, "command line", "--out is missing; it names the folder of the folds");
  if (request.out.filename().empty()) request.out = request.out.parent_path();
  return request;
}

void make_split(const Request& request, const CommandLine& line) {
  const auto& [options, inputs, out] = request;
  if (const std::string weights = inputs.config ? inputs.config->text("weights", "") : ""; !weights.empty()) {
    log_warning("every fold begins with the weights of " + weights + "; if they have seen images of the folds, each fold has seen what it holds out (weights= begins anew)");
  }
  const folds::ImagePool pool = folds::read_image_pool(inputs.annotations);
  warn_of(pool.problems, inputs.annotations.size() == 1 ? inputs.annotations.front().string() : "annotations");
  const std::vector<folds::HeldOut> held_out = deal(pool, options);
  folds::expect_partition(held_out, pool.images.size());
  expect_pictures(inputs, pool, held_out);

  StagedFolder staged(out);
  Plan plan{out, inputs.pipeline ? run_stem_of(*inputs.pipeline) : "", {}, {}};
  plan.settings = settings_of(inputs, options, line);
  const fs::path images = inputs.pipeline ? gather_pictures(inputs, pool, staged.path(), out) : fs::path();
  for (std::size_t number = 0; number < held_out.size(); ++number) {
    std::vector<bool> held(pool.images.size());
    for (const std::size_t image : held_out[number]) held[image] = true;
    FoldFiles fold{number, {}, {}, {}, {}, {}, pool.images.size() - held_out[number].size(), held_out[number].size()};
    const auto write = [&](const char* part, const std::vector<bool>& wanted, std::string& hash) {
      const std::string name = folds::annotation_file(options.layout, number, part);
      const std::string text = folds::annotations_text(pool, wanted);
      fs::create_directories((staged.path() / name).parent_path());
      write_file_atomically(staged.path() / name, text);
      hash = sha256(text);
      return out / name;
    };
    fold.val = write("val", held, fold.val_sha256);
    held.flip();
    fold.train = write("train", held, fold.train_sha256);
    if (inputs.pipeline) {
      const std::string name = "fold_" + std::to_string(number) + ".toml";
      fold.preset = out / name;
      write_file_atomically(staged.path() / name, preset_text(inputs, line, fold, options, images, out));
    }
    plan.folds.push_back(std::move(fold));
  }
  if (const std::string list = folds::list_file(options.layout); !list.empty())
    write_file_atomically(staged.path() / list, folds::list_text(options.layout, pool, held_out, options.seed));
  write_file_atomically(staged.path() / plan_file, plan_json(plan).dump(2) + "\n");
  staged.commit();
  (void)read_plan(out);  // every file as a run will read it
  tell(pool, plan, held_out);
}

}  // namespace

int split(const CommandLine& line) {
  const Request request = read_request(line);
  make_split(request, line);
  if (request.inputs.pipeline) std::cout << "next: docket kfold train " << request.out.string() << "\n";
  return 0;
}

int all(const CommandLine& line) {
  const Request request = read_request(line);
  (void)jobs_of(line);
  if (is_there(request.out, settings_of(request.inputs, request.options, line))) {
    std::cout << "the folds in " << request.out.string() << " are there already\n";
  } else {
    make_split(request, line);
  }
  std::cout << "\n";
  const int code = train_folds(request.out, line.texts("plugins"), jobs_of(line));
  if (code != 0) return code;
  std::cout << "\n";
  return score_folds(request.out, line.texts("plugins"));
}

}  // namespace docket::kfold
