#include "synth/folder.hpp"

#include <string>

#include <docket/core/error.hpp>

namespace docket::synth {

namespace fs = std::filesystem;

void prepare_folder(const fs::path& out, bool overwrite) {
  std::error_code failure;
  if (fs::exists(out, failure) && !fs::is_directory(out, failure)) {
    throw Error(ErrorKind::config, out.string(), "is a file; --out wants a folder");
  }
  if (fs::exists(out, failure) && !fs::is_empty(out, failure)) {
    if (!overwrite) throw Error(ErrorKind::config, out.string(), "is not empty; choose another --out or add --overwrite");
    fs::remove(out / "annotations.json", failure);
    if (fs::is_directory(out / "images", failure)) {
      for (const auto& entry : fs::directory_iterator(out / "images")) {
        const std::string name = entry.path().filename().string();
        if ((name.starts_with("receipt_") && name.ends_with(".jpg")) ||
            (name.starts_with(".receipt_") && name.ends_with(".partial")))
          fs::remove(entry.path(), failure);
      }
    }
  }
  fs::create_directories(out / "images", failure);
  if (failure) throw Error(ErrorKind::data, (out / "images").string(), "cannot be created: " + failure.message());
}

}  // namespace docket::synth
