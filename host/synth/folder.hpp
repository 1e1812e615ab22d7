/// The folder that `docket synth` fills.
#pragma once

#include <filesystem>

namespace docket::synth {

/// Makes `out` with its images folder. Throws Error(config) when it already holds something, unless `overwrite`: then what an
/// earlier run left there goes, and nothing else.
void prepare_folder(const std::filesystem::path& out, bool overwrite);

}  // namespace docket::synth
