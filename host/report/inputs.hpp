/// Reading what other commands wrote.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace docket::report {

/// Throws Error(data) for a file that cannot be read, is cut off or is no JSON object.
[[nodiscard]] nlohmann::json read_json_object(const std::filesystem::path& file);

/// Throws Error(data).
[[nodiscard]] std::string read_bytes(const std::filesystem::path& file);

/// The number at a pointer such as "/cleval/mean/hmean"; NaN where there is none.
[[nodiscard]] double number_at(const nlohmann::json& json, const std::string& pointer);

/// The text there; a number or a truth value as JSON writes it; empty where there is nothing.
[[nodiscard]] std::string text_at(const nlohmann::json& json, const std::string& pointer);

/// The numbers at `pointer`, an array of two; both NaN where there is none.
[[nodiscard]] std::pair<double, double> interval_at(const nlohmann::json& json, const std::string& pointer);

/// A number for a chart: null where it is none.
[[nodiscard]] nlohmann::json plotted(double value);

}  // namespace docket::report
