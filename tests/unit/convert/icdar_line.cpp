#include "convert/icdar_line.hpp"

#include <doctest/doctest.h>

#include "support.hpp"

using namespace docket;
using namespace docket::convert;
using docket::testing::error_of;

namespace {

Word truth(std::string_view line) {
  return read_icdar_line(line, IcdarKind::truth, "gt_1.txt:1");
}
Word result(std::string_view line) {
  return read_icdar_line(line, IcdarKind::results, "res_1.txt:1");
}

const Polygon quad = {{377, 117}, {463, 117}, {465, 130}, {378, 130}};

}  // namespace

// The lines are those of the data sets' own pages: rrc.cvc.uab.es, challenges 2, 4 and 8.
TEST_CASE("a line of ICDAR 2015 has four points and a text, which may hold commas, numbers and quotes") {
  CHECK(truth("377,117,463,117,465,130,378,130,Genaxis Theatre").polygon == quad);
  CHECK(transcription(truth("377,117,463,117,465,130,378,130,Genaxis Theatre")) == "Genaxis Theatre");
  CHECK(transcription(truth("377,117,463,117,465,130,378,130,a,b,\"c\"")) == "a,b,\"c\"");
  CHECK(transcription(truth("377,117,463,117,465,130,378,130,2015")) == "2015");
  CHECK(transcription(truth("377,117,463,117,465,130,378,130,15,50")) == "15,50");
  CHECK(transcription(truth("377,117,463,117,465,130,378,130,1.5,")) == "1.5,");
  CHECK(ignored(truth("377,117,463,117,465,130,378,130,###")));
  CHECK(truth("377,117,463,117,465,130,378,130").fields.empty());
  CHECK(truth("377,117,463,117,465,130,378,130,").fields.empty());
  CHECK(truth(" 377, 117,463,117,465.0,130,378,130,x").polygon == quad);
}

TEST_CASE("a line of ICDAR 2013 is an upright rectangle with a text in quotes, with commas or blanks between") {
  const Polygon rectangle = {{38, 43}, {920, 43}, {920, 215}, {38, 215}};
  CHECK(truth("38, 43, 920, 215, \"Tiredness\"").polygon == rectangle);
  CHECK(transcription(truth("38, 43, 920, 215, \"Tiredness\"")) == "Tiredness");
  CHECK(truth("38 43 920 215 \"it's, 5\"").polygon == rectangle);
  CHECK(transcription(truth("38 43 920 215 \"it's, 5\"")) == "it's, 5");
  CHECK(truth("38,43,920,215").polygon == rectangle);
  CHECK(result("38,43,920,215").polygon == rectangle);
}

TEST_CASE("curved outlines carry #### before their text") {
  const Word word = truth("5,20,9,18,14,20,14,28,9,30,5,28,####curve, 1");
  CHECK(word.polygon == Polygon{{5, 20}, {9, 18}, {14, 20}, {14, 28}, {9, 30}, {5, 28}});
  CHECK(transcription(word) == "curve, 1");
  CHECK(
      ignored(truth("5,20,9,18,14,20,14,28,9,30,####"
                    "###")));
  CHECK(transcription(truth("377,117,463,117,465,130,378,130,####x")) == "####x");
}

TEST_CASE("results: all points, and an odd last number is the score") {
  CHECK(result("377,117,463,117,465,130,378,130").polygon == quad);
  CHECK_FALSE(score(result("377,117,463,117,465,130,378,130")));
  CHECK(score(result("377,117,463,117,465,130,378,130,0.75")) == 0.75);
  CHECK(result("1,2,3,2,5,4,3,6,1,6").polygon.size() == 5);
  CHECK(result("1,2,3,2,5,4,0.5").polygon.size() == 3);
  CHECK(transcription(result("377,117,463,117,465,130,378,130,text")) == "text");
}

TEST_CASE("a damaged line says what came and what was wanted") {
  CHECK(error_of([] { (void)truth("377,117,4b3,117,465,130,378,130,x"); }) ==
        "gt_1.txt:1: '377,117,4b3,117,465,130,378,130,x' begins with 2 numbers; wanted x1,y1,x2,y2,x3,y3,x4,y4,text or "
        "left,top,right,bottom,\"text\"");
  CHECK(error_of([] { (void)truth("10,20,30,40,5O,60,70,80,x"); }).find("begins with 4 numbers") != std::string::npos);
  CHECK(error_of([] { (void)truth("1,2,3,4,5,6,7,text"); }).find("begins with 7 numbers") != std::string::npos);
  CHECK(error_of([] { (void)result("1,2,3,4,5,6,7"); }).find("begins with 7 numbers") != std::string::npos);
  CHECK(error_of([] { (void)result("1,2,nan,4,5,6,7,8"); }).find("begins with 2 numbers") != std::string::npos);
  CHECK(error_of([] { (void)truth("1e999,2,3,4"); }).find("begins with 0 numbers") != std::string::npos);
}
