/// doctest's runner for tests that compare with golden cases: skipped (meson's 77) where DOCKET_REFERENCE names no folder.
#define DOCTEST_CONFIG_IMPLEMENT
#include <doctest/doctest.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>

int main(int count, char** words) {
  const char* reference = std::getenv("DOCKET_REFERENCE");
  if (reference == nullptr || !std::filesystem::is_directory(std::filesystem::path(reference) / "golden")) {
    std::printf("skipped: no golden cases in '%s' (DOCKET_REFERENCE)\n", reference == nullptr ? "" : reference);
    return 77;
  }
  return doctest::Context(count, words).run();
}
