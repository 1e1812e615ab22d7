/// The one exception type of docket.
#pragma once

#include <stdexcept>
#include <string>
#include <utility>

#include <docket/core/export.hpp>

namespace docket {

/// What went wrong; the value is the exit code of the host.
enum class ErrorKind : int { other = 1, config = 2, plugin = 3, data = 4, model = 5 };

/// `where` says where to look (`file:line:column`, a plugin, a key, an image; may be empty), `what` what came and what was
/// wanted. `what()` is "<where>: <what>", one line.
class DOCKET_API Error : public std::runtime_error {
 public:
  Error(ErrorKind kind, std::string where, const std::string& what)
      : std::runtime_error(where.empty() ? what : where + ": " + what), kind_(kind), where_(std::move(where)), message_(what) {}

  [[nodiscard]] ErrorKind kind() const noexcept { return kind_; }
  [[nodiscard]] const std::string& where() const noexcept { return where_; }
  /// The text without `where`.
  [[nodiscard]] const std::string& message() const noexcept { return message_; }
  [[nodiscard]] int exit_code() const noexcept { return static_cast<int>(kind_); }

 private:
  ErrorKind kind_;
  std::string where_;
  std::string message_;
};

}  // namespace docket
