/// Where the reference data lies, and how it is read.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include <nlohmann/json.hpp>

#include <docket/core/error.hpp>

namespace docket::golden {

inline std::filesystem::path folder() {
  const char* reference = std::getenv("DOCKET_REFERENCE");
  if (reference == nullptr) throw Error(ErrorKind::data, "DOCKET_REFERENCE", "must name the folder of the reference data");
  return std::filesystem::path(reference) / "golden";
}

/// golden/<name> as JSON. Throws Error(data).
inline nlohmann::json read(const std::string& name) {
  std::ifstream in(folder() / name);
  if (!in) throw Error(ErrorKind::data, (folder() / name).string(), "cannot be opened");
  return nlohmann::json::parse(in);
}

/// A number, of which JSON has no infinite ones: "nan", "inf", "-inf" are strings.
inline double number(const nlohmann::json& value) {
  return value.is_string() ? std::strtod(value.get_ref<const std::string&>().c_str(), nullptr) : value.get<double>();
}

}  // namespace docket::golden
