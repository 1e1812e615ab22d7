# write_build_info.sh OUTPUT VERSION LIBTORCH CUDA_MAJOR HEADER...: what this build is, as a header.
set -eu
output=$1 version=$2 libtorch=$3 cuda=$4
shift 4
hash=$(cat "$@" | sha256sum | cut -c1-16)
cat > "$output" <<EOF
/// What docket was built with and from. Generated; see include/docket/meson.build.
#pragma once

#define DOCKET_VERSION "$version"
#define DOCKET_BUILD_LIBTORCH "$libtorch"
#define DOCKET_BUILD_CUDA "$cuda"
#define DOCKET_HEADERS_HASH "$hash"
EOF
