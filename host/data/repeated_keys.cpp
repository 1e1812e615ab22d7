#include "repeated_keys.hpp"

#include <fstream>
#include <set>

#include <nlohmann/json.hpp>

#include <docket/core/error.hpp>

namespace docket::data_check {
namespace {

/// nlohmann's SAX interface: keys as they are met, before an object would swallow the second one.
class KeyReader final : public nlohmann::json_sax<nlohmann::json> {
 public:
  std::vector<std::string> repeated;

  bool start_object(std::size_t) override {
    open_.emplace_back();
    return true;
  }
  bool end_object() override {
    open_.pop_back();
    return true;
  }
  bool key(string_t& name) override {
    Level& level = open_.back();
    level.current = name;
    if (!level.seen.insert(name).second) repeated.push_back(place());
    return true;
  }
  bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception& error) override {
    throw Error(ErrorKind::data, "", error.what());
  }
  bool null() override { return true; }
  bool boolean(bool) override { return true; }
  bool number_integer(number_integer_t) override { return true; }
  bool number_unsigned(number_unsigned_t) override { return true; }
  bool number_float(number_float_t, const string_t&) override { return true; }
  bool string(string_t&) override { return true; }
  bool binary(binary_t&) override { return true; }
  bool start_array(std::size_t) override { return true; }
  bool end_array() override { return true; }

 private:
  struct Level {
    std::set<std::string> seen;
    std::string current;
  };

  /// images -> a.jpg -> words -> 0003 -> points
  [[nodiscard]] std::string place() const {
    const std::size_t depth = open_.size();
    if (depth == 1) return "'" + open_[0].current + "'";
    std::string text = open_[1].current;
    if (depth >= 4) text += " word " + open_[3].current;
    if (depth == 3 || depth > 4) text += " '" + open_.back().current + "'";
    return text;
  }

  std::vector<Level> open_;
};

}  // namespace

std::vector<std::string> repeated_keys(const std::filesystem::path& annotations) {
  std::ifstream file(annotations, std::ios::binary);
  if (!file) throw Error(ErrorKind::data, annotations.string(), why_unreadable(annotations) + "; a JSON file of annotations is wanted");
  KeyReader reader;
  try {
    nlohmann::json::sax_parse(file, &reader);
  } catch (const Error& error) {
    throw Error(ErrorKind::data, annotations.string(), error.what());
  }
  return reader.repeated;
}

}  // namespace docket::data_check
