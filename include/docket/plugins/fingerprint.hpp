/// The exact build that a tier 2 plugin (backbone, decoder, head) is locked to: C++ and LibTorch objects cross its boundary, so
/// both sides must agree about every one of these.
#pragma once

#include <string_view>
#include <version>  // _GLIBCXX_USE_CXX11_ABI

#include <docket/build_info.hpp>

#if __has_include(<torch/headeronly/version.h>)
#include <torch/headeronly/version.h>
#elif __has_include(<torch/version.h>)
#include <torch/version.h>
#endif

namespace docket {

namespace detail {

#define DOCKET_TEXT_OF_(x) #x
#define DOCKET_TEXT_OF(x) DOCKET_TEXT_OF_(x)

// What this unit is compiled with. The host's tools see no LibTorch headers and speak for the LibTorch that docket was built with.
#ifdef TORCH_VERSION_MAJOR
inline constexpr std::string_view libtorch_version =
    DOCKET_TEXT_OF(TORCH_VERSION_MAJOR) "." DOCKET_TEXT_OF(TORCH_VERSION_MINOR) "." DOCKET_TEXT_OF(TORCH_VERSION_PATCH);
#else
inline constexpr std::string_view libtorch_version = DOCKET_BUILD_LIBTORCH;
#endif

#ifdef _GLIBCXX_USE_CXX11_ABI
inline constexpr std::string_view cxx_abi = _GLIBCXX_USE_CXX11_ABI ? "cxx11" : "pre-cxx11";
#else
inline constexpr std::string_view cxx_abi = "not libstdc++";
#endif

#ifdef __clang__
inline constexpr std::string_view compiler = "clang " DOCKET_TEXT_OF(__clang_major__);
#else
inline constexpr std::string_view compiler = "g++ " DOCKET_TEXT_OF(__GNUC__);
#endif

#undef DOCKET_TEXT_OF
#undef DOCKET_TEXT_OF_

}  // namespace detail

/// Texts, so that a refusal can show both sides. View is std::string_view at compile time, std::string when read from a note.
template <class View>
struct BasicFingerprint {
  View libtorch;  // "2.13.0"
  View cxx_abi;   // "cxx11"
  View compiler;  // "g++ 12"
  View cuda;      // major of the CUDA that LibTorch was built with; "0" on the CPU
  View headers;   // of the tier 2 headers (include/meson.build lists them)
};

/// Of the unit that includes this.
inline constexpr BasicFingerprint<std::string_view> own_fingerprint = {detail::libtorch_version, detail::cxx_abi, detail::compiler,
                                                                       DOCKET_BUILD_CUDA, DOCKET_HEADERS_HASH};

}  // namespace docket
