/// Files that are no libraries, and files that claim the same name.
#include "support/doctest_beside_torch.hpp"
#include "toys.hpp"

#include <fstream>
#include <sstream>

using namespace docket;

namespace {

void write_all(const std::filesystem::path& path, const std::string& bytes) { std::ofstream(path, std::ios::binary) << bytes; }

std::string refusal(const Catalog& catalog, const std::string& stem) {
  for (const PluginInfo& plugin : catalog.plugins()) {
    if (plugin.path.stem() == stem) return plugin.refusal.value_or("fine");
  }
  return "not found";
}

}  // namespace

TEST_CASE("text, nothing, a folder, a dead link and a truncated library are refused, not loaded") {
  const TemporaryFolder folder;
  const std::string whole = bytes_of(library_folder() / "toys" / "toy_postprocessor.so");
  write_all(folder.path / "text.so", "INPUT(libm.so)\n");
  write_all(folder.path / "empty.so", "");
  write_all(folder.path / "half.so", whole.substr(0, whole.size() / 2));
  write_all(folder.path / "one_byte_less.so", whole.substr(0, whole.size() - 1));
  write_all(folder.path / "header_only.so", whole.substr(0, 64));
  std::filesystem::create_directory(folder.path / "folder.so");
  std::filesystem::create_symlink("nowhere", folder.path / "link.so");
  const Catalog catalog = scan_folder(folder.path);
  CHECK(refusal(catalog, "text") == "not an ELF shared library");
  CHECK(refusal(catalog, "empty") == "not an ELF shared library");
  CHECK(refusal(catalog, "half").starts_with("truncated or damaged: its headers promise more than the "));
  CHECK(refusal(catalog, "one_byte_less").starts_with("truncated or damaged: "));
  CHECK(refusal(catalog, "header_only").starts_with("truncated or damaged: "));
  CHECK(refusal(catalog, "folder") == "cannot be read: not a regular file");
  CHECK(refusal(catalog, "link") == "cannot be read: No such file or directory");
}

TEST_CASE("of two plugins with one name the first is used and the other one says so") {
  const TemporaryFolder folder;
  const auto toy = library_folder() / "toys" / "toy_postprocessor.so";
  std::filesystem::copy_file(toy, folder.path / "a.so");
  std::filesystem::copy_file(toy, folder.path / "b.so");
  const Catalog catalog = scan_folder(folder.path);
  CHECK(refusal(catalog, "a") == "fine");
  CHECK(refusal(catalog, "b") == "the postprocessor 'toy' is already taken by " + (folder.path / "a.so").string() +
                                     ", which comes first; rename or remove one of them");
  CHECK(catalog.find("postprocessor", "toy").path.filename() == "a.so");
}

TEST_CASE("the earlier folder wins") {
  const TemporaryFolder mine;
  const auto toy = library_folder() / "toys" / "toy_postprocessor.so";
  std::filesystem::copy_file(toy, mine.path / "z.so");
  const std::filesystem::path folders[] = {mine.path, library_folder() / "toys"};
  const Catalog catalog = Catalog::scan(folders, {.cache_folder = ""});
  CHECK(catalog.find("postprocessor", "toy").path.filename() == "z.so");
}

TEST_CASE("a library keeps its place when its file is named twice") {
  const std::filesystem::path folders[] = {library_folder() / "toys", library_folder() / "wrong" / ".." / "toys"};
  CHECK(Catalog::scan(folders, {.cache_folder = ""}).plugins().size() == 3);
}
