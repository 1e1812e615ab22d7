/// Text that others wrote, made harmless in a page.
#pragma once

#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

namespace docket::report {

/// For text and quoted attributes. Bytes that are no UTF-8 are left to the browser.
[[nodiscard]] std::string escaped(std::string_view text);

/// JSON that may stand inside <script>: no '<', '>' or '&' in it, bytes that are no UTF-8 replaced.
[[nodiscard]] std::string script_json(const nlohmann::json& json);

/// As in a data: URI.
[[nodiscard]] std::string base64(std::string_view bytes);

}  // namespace docket::report
