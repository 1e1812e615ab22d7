/// The content of what a command's words name.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace docket::campaign {

/// Remembers what it has hashed: the stages of a campaign name the same files again and again.
class InputHashes {
 public:
  /// What lies in `out` is no input.
  explicit InputHashes(std::filesystem::path out) : out_(std::move(out)) {}

  /// One line a file or folder that `words` name, by themselves or as a value of key=value, unless it follows a flag that names a result:
  /// its place in the words and its SHA-256. Of a TOML file also what it extends and the files that it names; of a folder the names and
  /// sizes inside.
  [[nodiscard]] std::string described(const std::vector<std::string>& words);

 private:
  [[nodiscard]] const std::string& hash_of(const std::string& path, bool folder);

  std::filesystem::path out_;
  std::map<std::string, std::string> known_;
};

}  // namespace docket::campaign
