/// docket convert: labels and predictions from one format to another.
#pragma once

#include "../command_line.hpp"

namespace docket {

inline constexpr Flag convert_flags[] = {
    {"to", "FORMAT", "what to write: docket, predictions, csv, coco, icdar, icdar-results or paddleocr"},
    {"out", "FILE", "what to make; icdar: a folder, or a zip where the name ends in .zip"},
    {"from", "FORMAT", "what INPUT is (told by its content)"},
    {"images", "DIR", "the pictures: their sizes for coco, their names for icdar's files"},
    {"category", "NAME", "coco: which categories are words; may be given several times (the only one)"},
    {"exact", "", "predictions, csv, icdar: keep fractions of a pixel"},
    {"scores", "", "predictions, icdar-results: write scores too"},
    {"polygons", "", "icdar: all points of a word (x1,y1,...,xn,yn), not its smallest rectangle"},
    {"strict", "", "write nothing when the format cannot hold everything"},
    {"overwrite", "", "replace what is at --out; in a folder the gt_*.txt or res_*.txt, nothing else"},
    {"quiet,q", "", "no summary; warnings stay"},
};

inline constexpr const char* convert_notes =
    "  docket        dataset JSON; keeps everything\n"
    "  predictions   prediction JSON: outlines alone\n"
    "  csv           submission CSV: outlines alone\n"
    "  coco          COCO annotations; needs the size of every image\n"
    "  icdar         gt_*.txt, one an image, in a folder or a zip: outlines and texts\n"
    "  icdar-results res_*.txt: outlines alone\n"
    "  paddleocr     PaddleOCR detection labels, one image a line\n\n"
    "What a format cannot hold is counted and told. No question is ever asked. docs/formats.md has an example of each.";

int run_convert(const CommandLine& line);

}  // namespace docket
