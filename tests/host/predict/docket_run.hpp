/// Runs the built docket in a folder that goes away with the test.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <vector>

#include "support/temporary_folder.hpp"

struct RunResult {
  int code = -1;
  std::string out;
  std::string err;
  long peak_mib = 0;  // resident memory at its highest
};

/// A folder of its own below the temporary one; its name holds a space, '=' and Hangul on purpose.
class Scratch {
 public:
  Scratch() { std::filesystem::create_directory(path_); }
  [[nodiscard]] std::filesystem::path operator/(const std::string& name) const { return path_ / name; }
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  docket::testing::TemporaryFolder root_;
  std::filesystem::path path_ = root_.path / "a b=\xec\x98\x81";
};

/// A docket process; `input` is its standard input.
class DocketProcess {
 public:
  DocketProcess(const Scratch& scratch, std::vector<std::string> arguments, const std::string& input = "");
  [[nodiscard]] pid_t id() const { return id_; }
  RunResult wait();

 private:
  std::filesystem::path folder_;
  pid_t id_ = -1;
};

inline RunResult run_docket(const Scratch& scratch, std::vector<std::string> arguments, const std::string& input = "") {
  return DocketProcess(scratch, std::move(arguments), input).wait();
}

using docket::testing::bytes_of;
void write_text(const std::filesystem::path& file, const std::string& text);
/// The one file with this suffix directly in the folder; fails the test when there are none or several.
std::filesystem::path only_file(const std::filesystem::path& folder, const std::string& suffix);
