#include <docket/core/ordered_json.hpp>

#include <stdexcept>

#include <doctest/doctest.h>

namespace docket {

TEST_CASE("keys keep their order, and what ordered_json says of a text, this says too") {
  const char* text = R"({"z":{"b":[1,2.5],"a":null},"a":"x","z":{"later":true},"m":{}})";
  const OrderedJson json = OrderedJson::parse(text);
  CHECK(json.dump() == nlohmann::ordered_json::parse(text).dump());
  CHECK(json.size() == 3);
  CHECK(json["z"]["later"] == true);
  CHECK(json.find("b") == json.end());
  CHECK(json.contains("m"));
  CHECK(json.value("a", "") == "x");
  CHECK_THROWS_AS((void)json.at("b"), OrderedJson::out_of_range);
  CHECK_THROWS_AS((void)OrderedJson::parse("{\"a\": 1"), OrderedJson::parse_error);
}

TEST_CASE("values are set, replaced and taken out") {
  OrderedJson json = {{"first", 1}, {"second", {{"x", 2}}}};
  json["third"] = json["second"];
  json["first"] = "one";
  CHECK(json.erase("second") == 1);
  CHECK(json.erase("second") == 0);
  CHECK(json.dump() == R"({"first":"one","third":{"x":2}})");
  const OrderedJson copy = json;
  CHECK(copy == json);
  CHECK(nlohmann::json::parse(copy.dump()) == nlohmann::json{{"third", {{"x", 2}}}, {"first", "one"}});
}

}  // namespace docket
