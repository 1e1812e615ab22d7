/// A probability map on disk: half precision, compressed with Zstandard.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <optional>
#include <string>

#include <ATen/core/Tensor.h>
#include <ATen/ops/empty.h>
#include <zstd.h>

#include <docket/core/atomic_file.hpp>
#include <docket/core/error.hpp>
#include <docket/core/read_file.hpp>

namespace docket {

namespace detail {

/// What a map file begins with; the compressed halves follow, row by row, with Zstandard's own checksum.
struct MapFileHead {
  std::array<char, 8> magic{'d', 'o', 'c', 'k', 'm', 'a', 'p', '1'};
  std::int32_t height = 0;
  std::int32_t width = 0;
};

}  // namespace detail

/// map: [1, 1, h, w] float32 on the CPU. Values lose at most 2^-11 of themselves. Atomic; throws Error(other).
inline void write_map(const std::filesystem::path& file, const at::Tensor& map) {
  const at::Tensor halves = map.to(at::kHalf).contiguous();
  detail::MapFileHead head;
  head.height = static_cast<std::int32_t>(map.size(2));
  head.width = static_cast<std::int32_t>(map.size(3));
  const std::size_t bytes = halves.nbytes();
  std::string content(sizeof head + ZSTD_compressBound(bytes), '\0');
  std::memcpy(content.data(), &head, sizeof head);
  ZSTD_CCtx* const compressor = ZSTD_createCCtx();
  ZSTD_CCtx_setParameter(compressor, ZSTD_c_compressionLevel, 1);
  ZSTD_CCtx_setParameter(compressor, ZSTD_c_checksumFlag, 1);
  const std::size_t packed = ZSTD_compress2(compressor, content.data() + sizeof head, content.size() - sizeof head, halves.data_ptr(), bytes);
  ZSTD_freeCCtx(compressor);
  if (ZSTD_isError(packed)) throw Error(ErrorKind::other, file.string(), std::string("cannot be compressed: ") + ZSTD_getErrorName(packed));
  content.resize(sizeof head + packed);
  write_file_atomically(file, content);
}

/// [1, 1, h, w] float32; nothing where there is no such file, or a damaged one.
[[nodiscard]] inline std::optional<at::Tensor> read_map(const std::filesystem::path& file) {
  const std::optional<std::string> read = read_file(file);
  if (!read) return std::nullopt;
  const std::string& content = *read;
  detail::MapFileHead head;
  if (content.size() < sizeof head || std::memcmp(content.data(), head.magic.data(), head.magic.size()) != 0) return std::nullopt;
  std::memcpy(&head, content.data(), sizeof head);
  constexpr std::int32_t longest = 1 << 16;
  if (head.height < 1 || head.width < 1 || head.height > longest || head.width > longest) return std::nullopt;
  const auto expected = static_cast<unsigned long long>(head.height) * static_cast<unsigned long long>(head.width) * sizeof(at::Half);
  const char* const packed = content.data() + sizeof head;
  if (ZSTD_getFrameContentSize(packed, content.size() - sizeof head) != expected) return std::nullopt;
  const at::Tensor halves = at::empty({1, 1, head.height, head.width}, at::kHalf);
  if (ZSTD_decompress(halves.data_ptr(), halves.nbytes(), packed, content.size() - sizeof head) != expected) return std::nullopt;
  return halves.to(at::kFloat);
}

}  // namespace docket
