/// TensorBoard's event file: TFRecord frames around protocol buffers `Event` (tensorflow/core/util/event.proto). The few fields that
/// scalars need are encoded by hand, for generated code would bring protoc and its runtime into every build.
#pragma once

#include <bit>
#include <chrono>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include <boost/crc.hpp>

#include <docket/core/error.hpp>

namespace docket {

/// Appends one event at a time; what was written stays readable when the process is killed.
class EventFile {
 public:
  /// Makes FOLDER/events.out.tfevents.TIME.docket. A reader drops what earlier files of the folder hold of `first_step` and later.
  EventFile(const std::filesystem::path& folder, std::int64_t first_step) {
    const double now = seconds();
    std::filesystem::create_directories(folder);
    path_ = folder / ("events.out.tfevents." + std::to_string(static_cast<std::int64_t>(now * 1000)) + ".docket");
    file_.open(path_, std::ios::binary | std::ios::app);
    write(number(1, now) + bytes(3, "brain.Event:2"));
    if (first_step > 1) write(number(1, now) + varint(2, static_cast<std::uint64_t>(first_step)) + bytes(7, varint(1, session_start)));
  }

  void add(std::string_view tag, std::int64_t step, double value) {
    const std::string scalar = bytes(1, tag) + fixed32(2, static_cast<float>(value));
    write(number(1, seconds()) + varint(2, static_cast<std::uint64_t>(step)) + bytes(5, bytes(1, scalar)));
  }

 private:
  static constexpr std::uint64_t session_start = 1;

  static double seconds() { return std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count(); }

  static std::string plain_varint(std::uint64_t value) {
    std::string text;
    for (; value > 127; value >>= 7) text += static_cast<char>(value | 128);
    return text + static_cast<char>(value);
  }
  static std::string little(std::uint64_t value, int size) {
    std::string text;
    for (int i = 0; i < size; ++i) text += static_cast<char>(value >> (8 * i));
    return text;
  }
  // Wire types of protocol buffers: 0 varint, 1 eight bytes, 2 length and bytes, 5 four bytes.
  static std::string varint(std::uint64_t field, std::uint64_t value) { return plain_varint(field << 3) + plain_varint(value); }
  static std::string number(std::uint64_t field, double value) { return plain_varint(field << 3 | 1) + little(std::bit_cast<std::uint64_t>(value), 8); }
  static std::string fixed32(std::uint64_t field, float value) { return plain_varint(field << 3 | 5) + little(std::bit_cast<std::uint32_t>(value), 4); }
  static std::string bytes(std::uint64_t field, std::string_view value) {
    return plain_varint(field << 3 | 2) + plain_varint(value.size()) + std::string(value);
  }

  /// TFRecord's checksum: CRC-32C, turned and shifted so that a checksum of checksums is none.
  static std::string checksum(std::string_view data) {
    boost::crc_optimal<32, 0x1EDC6F41, 0xFFFFFFFF, 0xFFFFFFFF, true, true> crc;
    crc.process_bytes(data.data(), data.size());
    return little(std::rotr(static_cast<std::uint32_t>(crc.checksum()), 15) + 0xA282EAD8U, 4);
  }

  void write(const std::string& event) {
    const std::string length = little(event.size(), 8);
    file_ << length << checksum(length) << event << checksum(event);
    if (!file_.flush()) throw Error(ErrorKind::data, path_.string(), "cannot be written");
  }

  std::filesystem::path path_;
  std::ofstream file_;
};

}  // namespace docket
