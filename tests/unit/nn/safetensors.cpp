#include <docket/nn/safetensors.hpp>

#include <ATen/ops/equal.h>
#include <ATen/ops/full.h>

#include <unistd.h>

#include <fstream>

#include "support/doctest_beside_torch.hpp"

using namespace docket;

namespace {

/// A folder of this process that goes with it.
struct Scratch {
  std::filesystem::path folder = std::filesystem::temp_directory_path() / ("docket-safetensors-" + std::to_string(::getpid()));
  Scratch() { std::filesystem::create_directories(folder); }
  ~Scratch() { std::filesystem::remove_all(folder); }

  /// A file with this header and this many zero bytes of data.
  [[nodiscard]] std::filesystem::path with_header(const std::string& header, std::size_t data_bytes) const {
    std::ofstream out(folder / "made.safetensors", std::ios::binary);
    for (int i = 0; i < 8; ++i) out.put(static_cast<char>(header.size() >> (8 * i) & 0xff));
    out << header << std::string(data_bytes, '\0');
    return folder / "made.safetensors";
  }
};

/// The message of the refusal, without the file's name.
std::string refusal(const std::filesystem::path& file) {
  try {
    read_safetensors(file);
  } catch (const Error& error) {
    CHECK(error.kind() == ErrorKind::model);
    CHECK(error.where() == file.string());
    return error.message();
  }
  return "was read";
}

}  // namespace

TEST_CASE("what was written is read again, in every number format") {
  const Scratch scratch;
  SafetensorsFile written;
  for (const auto type :
       {at::kByte, at::kDouble, at::kFloat, at::kHalf, at::kBFloat16, at::kLong, at::kInt, at::kShort, at::kChar, at::kBool}) {
    written.tensors.emplace_back(std::string("t ") + at::toString(type), at::full({2, 3}, 1, at::TensorOptions(type)));
  }
  written.tensors.emplace_back("scalar", at::full({}, 7, at::TensorOptions(at::kLong)));
  written.tensors.emplace_back("nothing", at::empty({0, 5}));
  written.metadata = {{"config", "[backbone]\nuse = \"resnet\"\n"}, {"가", "영수증"}};
  write_safetensors(scratch.folder / "all.safetensors", written);
  const SafetensorsFile read = read_safetensors(scratch.folder / "all.safetensors");
  CHECK(read.metadata == written.metadata);
  REQUIRE(read.tensors.size() == written.tensors.size());
  for (const auto& [name, tensor] : written.tensors) {
    INFO(name);
    REQUIRE(read.find(name) != nullptr);
    CHECK((read.find(name)->scalar_type() == tensor.scalar_type()));
    CHECK(at::equal(*read.find(name), tensor));
  }
  CHECK(std::distance(std::filesystem::directory_iterator(scratch.folder), {}) == 1);  // no temporary file is left
}

TEST_CASE("the bytes are those of the format's description") {
  // huggingface/safetensors README, "Format": length of the header, header, data; the header is padded with spaces.
  const Scratch scratch;
  write_safetensors(scratch.folder / "one", {{{"a", at::full({2}, 1.0F)}}, {}});
  std::ifstream in(scratch.folder / "one", std::ios::binary);
  const std::string bytes((std::istreambuf_iterator<char>(in)), {});
  const std::string header = R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}  )";
  CHECK(header.size() == 56);
  CHECK(bytes == std::string("\x38\0\0\0\0\0\0\0", 8) + header + std::string("\0\0\x80\x3f\0\0\x80\x3f", 8));
}

TEST_CASE("a file that lies is refused with what is wrong") {
  const Scratch scratch;
  const auto with = [&](const char* header, std::size_t bytes) { return refusal(scratch.with_header(header, bytes)); };
  CHECK(with(R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}})", 8) == "was read");
  CHECK(with(R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}})", 7) ==
        "tensor 'a' lies at [0,8], outside the file's 7 bytes of data");
  CHECK(with(R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}})", 9) == "has 9 bytes of data, its tensors take 8");
  CHECK(with(R"({"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}})", 8) == "tensor 'a' has 8 bytes, its shape needs 12");
  CHECK(with(R"({"a":{"dtype":"F31","shape":[2],"data_offsets":[0,8]}})", 8) ==
        "tensor 'a' has the dtype \"F31\"; known are F64 F32 F16 BF16 I64 I32 I16 I8 U8 BOOL");
  CHECK(with(R"({"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}})", 8) ==
        "tensor 'a' has a size in its shape that is not a natural number");
  CHECK(with(R"({"a":{"dtype":"F32","shape":[4294967296,4294967296,4],"data_offsets":[0,8]}})", 8) ==
        "tensor 'a' has a shape too large for any memory");
  CHECK(with(R"({"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"b":{"dtype":"U8","shape":[4],"data_offsets":[2,6]}})",
             6) == "tensor 'b' starts at byte 2 of the data, but what lies before it ends at 4");
  CHECK(with(R"({"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}})",
             1) == "the header has the key 'a' twice");
  CHECK(with(R"({"a":{"dtype":"U8","shape":[1]}})", 1) == "tensor 'a' is not described by dtype, shape and data_offsets");
  CHECK(with(R"({"__metadata__":{"x":1}})", 0) == "'__metadata__.x' is not a string");
  CHECK(with("[]", 0) == "the header is not a JSON object");
  CHECK(with("{", 0).starts_with("the header is not JSON"));
  CHECK(with(std::string(100000, '[').c_str(), 0) == "the header is nested too deeply to be a safetensors header");
  CHECK(refusal(scratch.folder / "absent") == "cannot be opened as a weight file");
  CHECK(refusal(scratch.folder).starts_with("cannot be opened"));
}

TEST_CASE("a write that fails leaves the old file as it was") {
  const Scratch scratch;
  const std::filesystem::path file = scratch.folder / "w.safetensors";
  write_safetensors(file, {{{"a", at::full({1}, 1.0F)}}, {}});
  const at::Tensor one = at::full({1}, 2.0F);
  CHECK_THROWS_AS(write_safetensors(file, {{{"b", one}, {"b", one}}, {}}), Error);
  CHECK_THROWS_AS(write_safetensors(scratch.folder / "no folder" / "w", {{{"b", one}}, {}}), Error);
  CHECK(read_safetensors(file).find("a") != nullptr);
}
