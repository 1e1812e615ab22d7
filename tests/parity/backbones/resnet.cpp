#include "support/doctest_beside_torch.hpp"
#include "backbone_case.hpp"

TEST_CASE("resnet18 is timm's") {
  docket::golden::check_backbone("resnet18", "resnet", "18");
}
TEST_CASE("resnet34 is timm's") {
  docket::golden::check_backbone("resnet34", "resnet", "34");
}
TEST_CASE("resnet50 is timm's") {
  docket::golden::check_backbone("resnet50", "resnet", "50");
}
TEST_CASE("resnet101 is timm's") {
  docket::golden::check_backbone("resnet101", "resnet", "101");
}
