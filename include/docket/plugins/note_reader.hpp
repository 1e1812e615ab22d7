/// Finds a plugin's note in an ELF file without loading it. Every offset and size comes from the file and is checked before use.
#pragma once

#include <elf.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace docket::detail {

/// A regular file open for reading; closed at the end of the scope.
class ReadOnlyFile {
 public:
  explicit ReadOnlyFile(const std::filesystem::path& path) : descriptor_(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)) {
    if (descriptor_ < 0 || ::fstat(descriptor_, &status_) != 0) problem_ = std::strerror(errno);
    else if (!S_ISREG(status_.st_mode)) problem_ = "not a regular file";
  }
  ReadOnlyFile(const ReadOnlyFile&) = delete;
  ReadOnlyFile& operator=(const ReadOnlyFile&) = delete;
  ~ReadOnlyFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }

  [[nodiscard]] const std::string& problem() const { return problem_; }
  [[nodiscard]] std::uint64_t size() const { return static_cast<std::uint64_t>(status_.st_size); }

  /// False unless all `size` bytes lie inside the file and were read.
  bool read(std::uint64_t offset, void* out, std::uint64_t size) const {
    if (offset > this->size() || size > this->size() - offset) return false;
    for (auto* bytes = static_cast<char*>(out); size > 0;) {
      const ssize_t n = ::pread(descriptor_, bytes, size, static_cast<off_t>(offset));
      if (n < 0 && errno == EINTR) continue;
      if (n <= 0) return false;
      bytes += n;
      offset += static_cast<std::uint64_t>(n);
      size -= static_cast<std::uint64_t>(n);
    }
    return true;
  }

 private:
  int descriptor_;
  struct stat status_ {};
  std::string problem_;
};

/// The note's text, or why there is none.
struct NoteOrReason {
  std::string text;
  std::string reason;  // empty: `text` holds the note
};

inline NoteOrReason no_note(std::string reason) { return {{}, std::move(reason)}; }

/// Walks one PT_NOTE segment (System V ABI: three words, name, text, each padded to 4 bytes).
inline std::optional<std::string> find_note(const std::vector<char>& segment, std::uint64_t alignment) {
  const std::uint64_t step = alignment == 8 ? 8 : 4;
  const auto padded = [&](std::uint64_t size) { return (size + step - 1) / step * step; };
  std::uint64_t at = 0;
  while (segment.size() - at >= sizeof(Elf64_Nhdr)) {
    Elf64_Nhdr head;
    std::memcpy(&head, segment.data() + at, sizeof(head));
    at += sizeof(head);
    const std::uint64_t rest = segment.size() - at;
    const std::uint64_t text_at = padded(head.n_namesz);  // 32-bit sizes in 64-bit sums: no overflow
    if (text_at + head.n_descsz > rest) return std::nullopt;
    if (head.n_namesz == 7 && head.n_type == 1 && std::memcmp(segment.data() + at, "docket", 7) == 0) {
      return std::string(segment.data() + at + text_at, head.n_descsz);
    }
    if (text_at + padded(head.n_descsz) > rest) return std::nullopt;
    at += text_at + padded(head.n_descsz);
  }
  return std::nullopt;
}

/// Reads the note of the shared library `path`, and makes sure that the file holds everything its headers promise: mapping a
/// truncated library ends a program with SIGBUS.
inline NoteOrReason read_note(const std::filesystem::path& path) {
  const ReadOnlyFile file(path);
  if (!file.problem().empty()) return no_note("cannot be read: " + file.problem());
  Elf64_Ehdr elf;
  if (!file.read(0, &elf, sizeof(elf)) || std::memcmp(elf.e_ident, ELFMAG, SELFMAG) != 0) return no_note("not an ELF shared library");
#if defined(__x86_64__)
  constexpr int machine = EM_X86_64;
#elif defined(__aarch64__)
  constexpr int machine = EM_AARCH64;
#endif
  if (elf.e_ident[EI_CLASS] != ELFCLASS64 || elf.e_ident[EI_DATA] != ELFDATA2LSB || elf.e_machine != machine) {
    return no_note("built for another machine (ELF machine " + std::to_string(elf.e_machine) + ", this host is " +
                   std::to_string(machine) + "); rebuild it here");
  }
  if (elf.e_type != ET_DYN || elf.e_phentsize != sizeof(Elf64_Phdr)) return no_note("not an ELF shared library");
  std::vector<Elf64_Phdr> segments(elf.e_phnum);
  const std::uint64_t sections_size = std::uint64_t{elf.e_shnum} * elf.e_shentsize;
  bool whole = file.read(elf.e_phoff, segments.data(), segments.size() * sizeof(Elf64_Phdr)) && elf.e_shoff <= file.size() &&
               sections_size <= file.size() - elf.e_shoff;
  if (!whole) segments.clear();
  for (const Elf64_Phdr& segment : segments) {
    if (segment.p_type != PT_LOAD && segment.p_type != PT_NOTE) continue;
    whole = whole && segment.p_offset <= file.size() && segment.p_filesz <= file.size() - segment.p_offset;
  }
  if (!whole) return no_note("truncated or damaged: its headers promise more than the " + std::to_string(file.size()) +
                             " bytes it has; copy or build it again");
  constexpr std::uint64_t sane_note_size = 1 << 20;
  for (const Elf64_Phdr& segment : segments) {
    if (segment.p_type != PT_NOTE || segment.p_filesz > sane_note_size) continue;
    std::vector<char> bytes(segment.p_filesz);
    if (!file.read(segment.p_offset, bytes.data(), bytes.size())) continue;
    if (auto text = find_note(bytes, segment.p_align)) return {std::move(*text), {}};
  }
  return no_note("a shared library, but not a docket plugin: it has no docket note (its .cpp ends in DOCKET_PLUGIN?)");
}

}  // namespace docket::detail
