#include "convert/zip_file.hpp"

#include <cstdint>
#include <memory>

#include <zip.h>

#include <docket/core/error.hpp>

namespace docket::convert {
namespace {

/// Closed without writing unless released.
using ZipArchive = std::unique_ptr<zip_t, decltype(&zip_discard)>;

ZipArchive open_zip(const std::filesystem::path& path, int flags) {
  int code = 0;
  zip_t* archive = zip_open(path.c_str(), flags, &code);
  if (archive == nullptr) {
    zip_error_t error;
    zip_error_init_with_code(&error, code);
    const std::string reason = zip_error_strerror(&error);
    zip_error_fini(&error);
    throw Error(ErrorKind::data, path.string(), "is no zip that can be opened: " + reason);
  }
  return {archive, &zip_discard};
}

std::string unpack(zip_t* archive, zip_uint64_t index, std::uint64_t size, const std::string& where) {
  const std::unique_ptr<zip_file_t, decltype(&zip_fclose)> file(zip_fopen_index(archive, index, 0), &zip_fclose);
  if (!file) throw Error(ErrorKind::data, where, std::string("cannot be unpacked: ") + zip_strerror(archive));
  std::string text(size, '\0');
  std::uint64_t done = 0;
  while (done < size) {
    const zip_int64_t n = zip_fread(file.get(), text.data() + done, size - done);
    if (n <= 0) throw Error(ErrorKind::data, where, std::string("is damaged: ") + zip_file_strerror(file.get()));
    done += static_cast<std::uint64_t>(n);
  }
  char beyond = 0;
  if (zip_fread(file.get(), &beyond, 1) != 0)
    throw Error(ErrorKind::data, where, "is damaged: " + std::string(zip_file_strerror(file.get())));
  return text;
}

}  // namespace

std::vector<TextFile> read_zip(const std::filesystem::path& path) {
  constexpr std::uint64_t most = std::uint64_t{1} << 30;
  const ZipArchive archive = open_zip(path, ZIP_RDONLY);
  std::vector<TextFile> files;
  std::uint64_t total = 0;
  const zip_int64_t count = zip_get_num_entries(archive.get(), 0);
  for (zip_int64_t i = 0; i < count; ++i) {
    const auto index = static_cast<zip_uint64_t>(i);
    zip_stat_t stat;
    if (zip_stat_index(archive.get(), index, ZIP_FL_ENC_GUESS, &stat) != 0) {
      throw Error(ErrorKind::data, path.string(), std::string("is damaged: ") + zip_strerror(archive.get()));
    }
    const std::string name = stat.name;
    if (!name.ends_with(".txt") || name.starts_with("__MACOSX/")) continue;
    const std::string where = path.string() + "/" + name;
    total += stat.size;
    if (total > most) throw Error(ErrorKind::data, where, "the texts of this zip unpack to more than 1 GiB; labels do not");
    files.push_back({name.substr(name.rfind('/') + 1), unpack(archive.get(), index, stat.size, where)});
  }
  return files;
}

void write_zip(const std::filesystem::path& path, const std::vector<TextFile>& files) {
  ZipArchive archive = open_zip(path, ZIP_CREATE | ZIP_EXCL);
  const auto check = [&](bool fine) {
    if (!fine) throw Error(ErrorKind::data, path.string(), std::string("cannot be written: ") + zip_strerror(archive.get()));
  };
  for (const TextFile& file : files) {
    zip_source_t* source = zip_source_buffer(archive.get(), file.text.data(), file.text.size(), 0);
    check(source != nullptr);
    const zip_int64_t index = zip_file_add(archive.get(), file.name.c_str(), source, ZIP_FL_ENC_UTF_8);
    if (index < 0) zip_source_free(source);
    check(index >= 0);
    constexpr zip_uint16_t midnight = 0, first_of_1980 = 0x21;
    check(zip_file_set_dostime(archive.get(), static_cast<zip_uint64_t>(index), midnight, first_of_1980, 0) == 0);
  }
  check(zip_close(archive.get()) == 0);
  (void)archive.release();
}

}  // namespace docket::convert
