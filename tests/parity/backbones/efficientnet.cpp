#include "support/doctest_beside_torch.hpp"
#include "backbone_case.hpp"

TEST_CASE("efficientnet_b0 is timm's") {
  docket::golden::check_backbone("efficientnet_b0", "efficientnet", "b0");
}
TEST_CASE("efficientnet_b1 is timm's") {
  docket::golden::check_backbone("efficientnet_b1", "efficientnet", "b1");
}
TEST_CASE("efficientnet_b2 is timm's") {
  docket::golden::check_backbone("efficientnet_b2", "efficientnet", "b2");
}
TEST_CASE("efficientnet_b3 is timm's") {
  docket::golden::check_backbone("efficientnet_b3", "efficientnet", "b3");
}
TEST_CASE("efficientnet_b4 is timm's") {
  docket::golden::check_backbone("efficientnet_b4", "efficientnet", "b4");
}
TEST_CASE("efficientnet_b5 is timm's") {
  docket::golden::check_backbone("efficientnet_b5", "efficientnet", "b5");
}
