/// A golden probability map as the map of a square input.
#pragma once

#include <filesystem>
#include <string>

/// Writes the map of this golden postprocess case, times 1/256 or 1/65536, into the upper left of a side x side map of zeros, as tensor 'map'.
void write_square_map(const std::string& name, int side, const std::filesystem::path& target);
