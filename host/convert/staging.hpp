/// A result that appears whole or not at all: made in a hidden folder beside its place, then moved there.
#pragma once

#include <filesystem>
#include <string>

namespace docket::convert {

class Staging {
 public:
  /// Throws Error(config) when something is at `target` and `overwrite` is false (an empty folder is fine), Error(data) when
  /// the folder around it does not exist or cannot be written.
  Staging(std::filesystem::path target, bool overwrite);
  Staging(const Staging&) = delete;
  Staging& operator=(const Staging&) = delete;
  /// Without commit() nothing is left behind.
  ~Staging();

  /// Where to make the file or folder.
  [[nodiscard]] std::filesystem::path path() const { return hidden_ / target_.filename(); }

  /// Moves it into its place. A folder that is there already gets the new files one by one; of its old ones, those go that
  /// begin with `prefix` and end in .txt. Throws Error(config) rather than replace what came there meanwhile.
  void commit(const std::string& prefix);

 private:
  void fill_folder(const std::string& prefix);
  void move_in();

  std::filesystem::path target_;
  std::filesystem::path hidden_;
  bool overwrite_;
};

}  // namespace docket::convert
