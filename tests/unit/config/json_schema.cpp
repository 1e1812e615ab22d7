#include <docket/config/json_schema.hpp>

#include <doctest/doctest.h>

#include "support.hpp"

using namespace docket;
using nlohmann::json;

namespace {

json made() {
  const OptionInfo variant{"variant", OptionType::string, {}, {"b0", "b4"}, "size", "b0"};
  const OptionInfo depth{"variant", OptionType::string, {}, {"18", "50"}, "layers", "18"};
  const OptionInfo weights{"weights", OptionType::string, {}, {}, "a file", ""};
  const std::vector<SectionTable> host{{"", {weights}}, {"data.train", option_table(post_schema)}, {"data", {}}};
  const std::vector<StageTables> stages{
      {"backbone", {weights}, {{"efficientnet", "small", {variant}}, {"resnet", "old", {depth}}}}};
  return pipeline_schema(host, stages);
}

}  // namespace

TEST_CASE("options become properties with type, bounds, choices, default and sentence") {
  const json schema = made();
  const json& options = schema["properties"]["data"]["properties"]["train"]["properties"];
  CHECK(options["thresh"] ==
        json::parse(R"({"type": "number", "minimum": 0, "maximum": 1, "default": 0.3, "description": "bitmap threshold"})"));
  CHECK(options["mode"] ==
        json::parse(R"({"enum": ["box", "polygon"], "default": "box", "description": "shape of the result"})"));
  CHECK(options["levels"]["items"] == json::parse(R"({"type": "integer", "minimum": 1, "maximum": 5})"));
  CHECK(options["seed"].contains("minimum"));
  CHECK_FALSE(options["seed"].contains("maximum"));
  CHECK(schema["properties"]["weights"]["type"] == "string");
}

TEST_CASE("every table is closed") {
  const json schema = made();
  for (const char* table : {"", "/properties/data", "/properties/data/properties/train", "/properties/backbone/allOf/0/then",
                            "/properties/backbone/allOf/2/then"}) {
    CAPTURE(table);
    CHECK(schema.at(json::json_pointer(table))["additionalProperties"] == false);
  }
}

TEST_CASE("a stage takes the options of the plugin that use names") {
  const json backbone = made()["properties"]["backbone"];
  CHECK(backbone["properties"]["use"]["enum"] == json({"efficientnet", "resnet"}));
  REQUIRE(backbone["allOf"].size() == 3);
  CHECK(backbone["allOf"][1]["if"] == json::parse(R"({"properties": {"use": {"const": "resnet"}}, "required": ["use"]})"));
  const json& then = backbone["allOf"][1]["then"];
  CHECK(then["properties"]["variant"]["enum"] == json({"18", "50"}));
  CHECK(then["properties"].contains("weights"));
}

TEST_CASE("a stage without use takes what any of its plugins takes") {
  const json without = made()["properties"]["backbone"]["allOf"][2];
  CHECK(without["if"] == json::parse(R"({"not": {"required": ["use"]}})"));
  CHECK(without["then"]["properties"]["variant"]["anyOf"].size() == 2);
  CHECK(without["then"]["properties"]["weights"] == json::parse(R"({"type": "string"})"));
}
