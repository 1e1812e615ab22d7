#include "train.hpp"

#include <filesystem>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <torch/version.h>

#include <docket/build_info.hpp>
#include <docket/core/count_text.hpp>
#include <docket/core/error.hpp>
#include <docket/core/hash.hpp>
#include <docket/core/interrupt.hpp>
#include <docket/core/shell_word.hpp>
#include <docket/data/leakage.hpp>
#include <docket/plugins/catalog.hpp>
#include <docket/training/git_state.hpp>
#include <docket/training/process.hpp>
#include <docket/training/start_network.hpp>
#include <docket/training/trainer.hpp>

#include "find_lr.hpp"
#include "plugin_folders.hpp"

namespace docket {
namespace {

/// Where the run lives, what it is configured by, and whether it goes on.
struct Plan {
  std::filesystem::path folder;
  std::filesystem::path config;
  bool goes_on = false;
};

Plan make_plan(const CommandLine& line) {
  if (line.has("find-lr") && (line.has("resume") || line.has("name") || line.has("runs"))) {
    throw Error(ErrorKind::config, "command line", "--find-lr makes no run: --resume, --name and --runs do nothing for it");
  }
  if (line.has("out") && !line.has("find-lr")) throw Error(ErrorKind::config, "command line", "--out does nothing without --find-lr; --runs and --name say where a run goes");
  const bool resume = line.has("resume");
  line.expect_words(resume && line.has("name") ? 0 : 1, 1);
  const std::string first = line.words().empty() ? "" : line.words().front();
  const bool is_run = !first.empty() && std::filesystem::is_directory(first);
  if (is_run && !resume) {
    throw Error(ErrorKind::config, first, "is a folder; add --resume to go on with that run, or name a pipeline's TOML file");
  }
  Plan plan;
  plan.folder = is_run ? std::filesystem::path(first)
                       : std::filesystem::path(line.text("runs", "runs")) / line.text("name", std::filesystem::path(first).stem().string());
  plan.goes_on = resume && (is_run || first.empty() || std::filesystem::exists(plan.folder / "config.toml"));
  plan.config = plan.goes_on ? plan.folder / "config.toml" : std::filesystem::path(first);
  return plan;
}

/// A run goes on with its own configuration. Says so where the pipeline named beside it would make another network; throws where there is none.
void compare_with_pipeline(const CommandLine& line, const Plan& plan, const ConfigDocument& run) {
  if (!plan.goes_on || line.words().empty() || std::filesystem::is_directory(line.words().front())) return;
  const std::string& file = line.words().front();
  const ConfigDocument pipeline = ConfigDocument::load(file, line.overrides());
  for (const char* section : {"backbone", "decoder", "head"}) {
    const std::string key = std::string(section) + ".use", wanted = pipeline.text(key, ""), has = run.text(key, "");
    if (wanted != has) log_warning(plan.folder.string() + ": goes on with its own " + key + " = '" + has + "'; " + file + " says '" + wanted + "', which needs another --name");
  }
}

LoadedData load_and_tell(const ConfigDocument& config, const std::string& section, const char* name, int threads, std::size_t first) {
  LoadedData data = load_data(read_data_set_options(config, section), config.read("data", data_schema, data_tables), threads, first);
  log_info(std::string(name) + " " + counted(data.images, "image") + ", " + counted(data.words, "word") +
           (data.ignored > 0 ? ", " + grouped(data.ignored) + " of them ignored" : ""));
  warn_of(data.problems, name);
  return data;
}

/// What this part of a run (its beginning, or what follows a --resume) was made of.
nlohmann::json manifest_of(const ConfigDocument& config, const Catalog& catalog, const TrainingSettings& settings, const LoadedData& training,
                           const LoadedData* validation) {
  nlohmann::json plugins;
  const std::pair<const char*, const char*> stages[] = {
      {"backbone", "backbone"}, {"decoder", "decoder"}, {"head", "head"}, {"postprocess", "postprocessor"}};
  for (const auto& [section, stage] : stages) {
    const PluginInfo& plugin = catalog.find(stage, stage_name(config, section));
    plugins[section] = {{"name", plugin.name}, {"sha256", sha256_of_file(plugin.path)}};
  }
  nlohmann::json manifest{{"time", utc_now()},       {"docket", DOCKET_VERSION},      {"libtorch", TORCH_VERSION},
                          {"git", git_state()},      {"machine", describe_machine()}, {"seed", settings.train.seed},
                          {"plugins", plugins},      {"data", {{"train", training.manifest}}}};
  if (validation != nullptr) manifest["data"]["val"] = validation->manifest;
  return manifest;
}

}  // namespace

int run_train(const CommandLine& line) {
  const Plan plan = make_plan(line);
  const ConfigDocument config = ConfigDocument::load(plan.config, line.overrides());
  config.expect_sections(pipeline_sections);
  compare_with_pipeline(line, plan, config);
  const TrainingSettings settings = read_training_settings(config);
  for (const std::string& remark : config.remarks()) log_warning(remark);
  (void)train_device(config, settings.train);  // before the pictures are read

  watch_interrupts();
  set_up_process(settings.train.threads);
  const Catalog catalog = scan_plugins(line);
  const LoadedData training = load_and_tell(config, "data.train", "train", at::get_num_threads(), 0);
  if (line.has("find-lr")) {
    return find_learning_rate(start_network(config, catalog, settings.train, true), settings, *training.pictures, line.text("out", "lr.png"));
  }
  std::unique_ptr<LoadedData> validation;
  if (config.has("data.val")) {
    validation = std::make_unique<LoadedData>(
        load_and_tell(config, "data.val", "val", at::get_num_threads(), static_cast<std::size_t>(settings.train.validate_images)));
    const std::vector<SharedPicture> shared = shared_pictures(training.hashes, validation->hashes);
    if (!config.read("data", data_schema, data_tables).allow_leakage) {
      refuse_leakage(shared, validation->hashes.size());
    } else if (!shared.empty()) {
      log_warning("val: " + leakage_text(shared, validation->hashes.size()) + "; its scores say little (data.allow_leakage)");
    }
  } else {
    log_warning("no data.val: nothing is validated, and every checkpoint but the last is removed");
  }
  // The network comes before the folder, so that a wrong pipeline leaves nothing behind.
  if (!plan.goes_on && std::filesystem::exists(plan.folder)) RunFolder::create(plan.folder);
  const auto last = plan.goes_on ? last_checkpoint(plan.folder / "checkpoints") : std::nullopt;
  Network network = start_network(config, catalog, settings.train, !last);
  if (!network.device().is_cpu()) log_info("trains on " + network.device().str());
  (void)Optimizer(network.parameters(), settings.optimizer);
  (void)freeze_rules(settings, network.parameters());
  RunFolder folder = plan.goes_on ? RunFolder::open(plan.folder) : RunFolder::create(plan.folder);
  nlohmann::json part = manifest_of(config, catalog, settings, training, validation.get());
  part["machine"]["device"] = network.device().str();
  nlohmann::json manifest = folder.manifest();

  Trainer trainer(config, catalog, std::move(network), folder, *training.pictures, validation ? validation->pictures.get() : nullptr,
                  [] { return interrupted(); });
  if (last) {
    trainer.resume(*last);
  } else if (plan.goes_on) {
    log_info("no checkpoint yet; the run begins again");
  }
  // What the run is made of is written down once it is sure that it can go on so, and that something of it is left to do.
  if (trainer.has_steps_left()) {
    folder.write_config(config.to_toml(false));
    part["step"] = trainer.progress().step;
    if (trainer.progress().step == 0) {
      manifest["begun"] = std::move(part);
    } else {
      manifest["resumed"].push_back(std::move(part));
    }
    folder.write_manifest(manifest);
  } else {
    log_info("nothing is left to train: train.max_steps, train.epochs or train.early_stop ended the run" +
             std::string(line.overrides().empty() ? "" : "; its config.toml stays without " + line.overrides().front()));
  }
  const TrainingOutcome outcome = trainer.run();
  if (outcome.interrupted) {
    log_info("interrupted; " + outcome.last.string() + " is written; go on with: docket train --resume " + shell_word(plan.folder.string()));
    return interrupted_exit_code;
  }
  if (outcome.stopped_early) log_info("stopped early: train.early_stop epochs without a better " + settings.checkpoint.monitor);
  std::cout << "trained " << outcome.progress.step << " steps; last " << outcome.last.string() << "\n";
  if (outcome.best) {
    std::cout << "best " << settings.checkpoint.monitor << " " << outcome.best->second << ": "
              << (folder.checkpoints() / outcome.best->first).string() << "\n";
  }
  return 0;
}

}  // namespace docket
