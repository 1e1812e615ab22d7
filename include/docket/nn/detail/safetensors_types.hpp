/// The number formats of a weight file.
#pragma once

#include <c10/core/ScalarType.h>

#include <array>
#include <cstddef>
#include <string_view>

namespace docket::detail {

struct SafetensorsType {
  std::string_view name;
  at::ScalarType type;
  std::size_t bytes;
};

/// Widest first: the order in which the writer lays them out, so that every tensor is aligned.
inline constexpr std::array<SafetensorsType, 10> safetensors_types{{{"F64", at::kDouble, 8},
                                                                    {"I64", at::kLong, 8},
                                                                    {"F32", at::kFloat, 4},
                                                                    {"I32", at::kInt, 4},
                                                                    {"F16", at::kHalf, 2},
                                                                    {"BF16", at::kBFloat16, 2},
                                                                    {"I16", at::kShort, 2},
                                                                    {"I8", at::kChar, 1},
                                                                    {"U8", at::kByte, 1},
                                                                    {"BOOL", at::kBool, 1}}};

inline const SafetensorsType* safetensors_type(std::string_view name) {
  for (const SafetensorsType& type : safetensors_types) {
    if (type.name == name) return &type;
  }
  return nullptr;
}

inline const SafetensorsType* safetensors_type(at::ScalarType wanted) {
  for (const SafetensorsType& type : safetensors_types) {
    if (type.type == wanted) return &type;
  }
  return nullptr;
}

}  // namespace docket::detail
