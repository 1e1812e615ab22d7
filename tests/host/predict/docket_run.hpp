/// Runs the built docket in a folder that goes away with the test.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <vector>

struct RunResult {
  int code = -1;
  std::string out;
  std::string err;
};

/// A folder of its own below the temporary one; its name holds a space, '=' and Hangul on purpose.
class Scratch {
 public:
  Scratch();
  ~Scratch();
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  [[nodiscard]] std::filesystem::path operator/(const std::string& name) const { return path_ / name; }
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path root_;
  std::filesystem::path path_;
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

std::string text_of(const std::filesystem::path& file);
void write_text(const std::filesystem::path& file, const std::string& text);
/// The one file with this suffix directly in the folder; fails the test when there are none or several.
std::filesystem::path only_file(const std::filesystem::path& folder, const std::string& suffix);
