/// What a page carries beside its data; built into the program from page.css, page.js and Apache ECharts (meson/echarts).
#pragma once

#include <string_view>

extern "C" const char docket_report_style[], docket_report_style_end[];
extern "C" const char docket_report_script[], docket_report_script_end[];
extern "C" const char docket_report_library[], docket_report_library_end[];

namespace docket::report {

[[nodiscard]] inline std::string_view page_style() { return {docket_report_style, docket_report_style_end}; }

/// Draws every chart of a page.
[[nodiscard]] inline std::string_view page_script() { return {docket_report_script, docket_report_script_end}; }

/// The charting library, whole. Empty where docket was built without it: a page then has its tables alone.
[[nodiscard]] inline std::string_view chart_library() { return {docket_report_library, docket_report_library_end}; }

}  // namespace docket::report
