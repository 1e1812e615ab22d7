#include "inputs.hpp"

#include <cmath>
#include <limits>
#include <optional>
#include <utility>

#include <docket/core/error.hpp>
#include <docket/core/read_file.hpp>

namespace docket::report {
namespace {

const nlohmann::json* find_at(const nlohmann::json& json, const std::string& pointer) {
  const nlohmann::json::json_pointer place(pointer);
  return json.contains(place) ? &json.at(place) : nullptr;
}

}  // namespace

std::string read_bytes(const std::filesystem::path& file) {
  std::optional<std::string> bytes = docket::read_file(file);
  if (!bytes) throw Error(ErrorKind::data, file.string(), "cannot be read");
  return *std::move(bytes);
}

nlohmann::json read_json_object(const std::filesystem::path& file) {
  const std::string bytes = read_bytes(file);
  nlohmann::json json;
  try {
    json = nlohmann::json::parse(bytes);
  } catch (const nlohmann::json::parse_error& failure) {
    const bool cut = failure.byte >= bytes.size();
    throw Error(ErrorKind::data, file.string(), bytes.empty() ? "is empty, JSON is wanted" : cut ? "is cut off, the JSON does not end" : "is no JSON from byte " + std::to_string(failure.byte) + " on");
  }
  if (!json.is_object()) throw Error(ErrorKind::data, file.string(), std::string("holds a JSON ") + json.type_name() + ", an object is wanted");
  return json;
}

double number_at(const nlohmann::json& json, const std::string& pointer) {
  const nlohmann::json* found = find_at(json, pointer);
  return found != nullptr && found->is_number() ? found->get<double>() : std::numeric_limits<double>::quiet_NaN();
}

std::string text_at(const nlohmann::json& json, const std::string& pointer) {
  const nlohmann::json* found = find_at(json, pointer);
  if (found == nullptr || found->is_null()) return "";
  return found->is_string() ? found->get<std::string>() : found->dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::pair<double, double> interval_at(const nlohmann::json& json, const std::string& pointer) {
  return {number_at(json, pointer + "/0"), number_at(json, pointer + "/1")};
}

nlohmann::json plotted(double value) { return std::isfinite(value) ? nlohmann::json(value) : nlohmann::json(); }

}  // namespace docket::report
