/// Reading text files: bytes, lines with their numbers, numbers, JSON; every error says file, line and column.
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "convert/labels.hpp"

namespace docket::convert {

/// All of a file. Throws Error(data) when it is missing, a folder or unreadable.
std::string read_text(const std::filesystem::path& path);

struct Line {
  std::size_t number;  // from 1
  std::string_view text;
};

/// The lines that are not blank, without their ends; a byte order mark in front goes away. Throws Error(data) where a line is
/// not UTF-8.
std::vector<Line> lines_of(std::string_view text, const std::string& file);

/// "file:12".
std::string at_line(const std::string& file, std::size_t line);

std::string_view trimmed(std::string_view text);

/// The whole of `text`, blanks around it aside, as a finite number.
std::optional<double> number_of(std::string_view text);

/// At most `limit` bytes of `text` in single quotes, cut between characters.
std::string in_quotes(std::string_view text, std::size_t limit = 40);

/// Parses the whole of `text`. `first_line`: its line in `file`. Throws Error(data) at file:line:column, and for a key that
/// comes twice in one object, which would lose one of the two.
Json parse_json(std::string_view text, const std::string& file, std::size_t first_line = 1);

}  // namespace docket::convert
