#include "synth/command_line.hpp"

#include <charconv>
#include <vector>

#include <boost/program_options.hpp>

#include <docket/core/error.hpp>

namespace docket::synth {
namespace {

namespace po = boost::program_options;

template <class Number>
Number whole_number(const po::variables_map& given, const char* flag, Number low, Number high) {
  const auto& text = given[flag].as<std::string>();
  Number value{};
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (problem != std::errc{} || end != text.data() + text.size() || value < low || value > high) {
    throw Error(ErrorKind::config, std::string("--") + flag,
                "is '" + text + "', must be a whole number in [" + std::to_string(low) + ", " + std::to_string(high) + "]");
  }
  return value;
}

template <class Choice>
Choice choice(const po::variables_map& given, const char* flag, const std::vector<std::pair<std::string, Choice>>& choices) {
  const auto& text = given[flag].as<std::string>();
  std::string names;
  for (const auto& [name, value] : choices) {
    if (name == text) return value;
    names += (names.empty() ? "" : ", ") + name;
  }
  throw Error(ErrorKind::config, std::string("--") + flag, "is '" + text + "', must be one of " + names);
}

}  // namespace

po::options_description synth_flags() {
  po::options_description flags("Options of docket synth");
  const auto text = [](const char* fallback) { return po::value<std::string>()->default_value(fallback); };
  flags.add_options()                                                                                      //
      ("count", text("100"), "number of pictures")                                                         //
      ("seed", text("1"), "the same seed gives the same pictures; more of them begin with the same ones")  //
      ("out", po::value<std::string>(), "folder for images/ and annotations.json; new or empty")           //
      ("longest-side", text("1024"), "pixels of a picture's longer side")                                  //
      ("language", text("en"), "en, ko, or mixed (each picture one or the other)")                         //
      ("boxes", text("words"), "words, or segments: a printed line cut at wide gaps, as SROIE has them")   //
      ("threads", text("0"), "0: one a core; the pictures do not depend on it")                            //
      ("fonts", text("/usr/share/fonts"), "where the fonts are")                                           //
      ("overwrite", po::bool_switch(), "replace what an earlier run left in --out")                        //
      ("quiet", po::bool_switch(), "no progress, no summary");
  return flags;
}

SynthOptions parse_flags(std::span<const std::string> words) {
  po::variables_map given;
  try {
    const auto style = po::command_line_style::unix_style & ~po::command_line_style::allow_guessing;
    po::store(po::command_line_parser(std::vector<std::string>(words.begin(), words.end()))
                  .options(synth_flags())
                  .positional({})
                  .style(style)
                  .run(),
              given);
    po::notify(given);
  } catch (const po::error& problem) {
    throw Error(ErrorKind::config, "docket synth", std::string(problem.what()) + "; see 'docket help synth'");
  }
  SynthOptions options;
  options.count = whole_number(given, "count", 1, 10'000'000);
  options.seed = whole_number<std::uint64_t>(given, "seed", 0, UINT64_MAX);
  options.longest_side_px = whole_number(given, "longest-side", 128, 8192);
  options.threads = whole_number(given, "threads", 0, 1024);
  options.language =
      choice<Language>(given, "language", {{"en", Language::english}, {"ko", Language::korean}, {"mixed", Language::mixed}});
  options.boxes = choice<BoxUnit>(given, "boxes", {{"words", BoxUnit::words}, {"segments", BoxUnit::segments}});
  options.fonts = given["fonts"].as<std::string>();
  options.overwrite = given["overwrite"].as<bool>();
  options.quiet = given["quiet"].as<bool>();
  if (given.count("out") == 0 || given["out"].as<std::string>().empty())
    throw Error(ErrorKind::config, "--out", "is missing; name the folder to fill");
  options.out = given["out"].as<std::string>();
  return options;
}

}  // namespace docket::synth
