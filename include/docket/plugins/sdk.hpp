/// The plugin's side of the C boundary: an author's C++ class of a tier 1 stage, as a table of functions.
#pragma once

#include <algorithm>
#include <cstring>
#include <exception>
#include <memory>
#include <span>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <docket/config/option_table.hpp>
#include <docket/core/error.hpp>
#include <docket/core/log.hpp>
#include <docket/plugins/abi.h>
#include <docket/plugins/flat_detections.hpp>
#include <docket/stages/ensembler.hpp>
#include <docket/stages/postprocessor.hpp>

namespace docket::detail {

template <class Class, auto describe>
std::unique_ptr<Class> construct(std::string_view options) {
  constexpr auto schema = describe().schema;
  static_assert(std::is_constructible_v<Class, typename decltype(schema)::Struct>, "a plugin's class is constructed from its options");
  return std::make_unique<Class>(parse_options(schema, nlohmann::json::parse(options)));
}

/// The texts of a failed call; lives until the host releases the status.
struct StatusText {
  std::string where;
  std::string message;
};

inline void set_status(docket_status* status, ErrorKind kind, std::string where, std::string message) {
  auto text = std::make_unique<StatusText>(std::move(where), std::move(message));
  status->code = static_cast<int>(kind);
  status->where = text->where.c_str();
  status->message = text->message.c_str();
  status->release = [](docket_status* released) {
    delete static_cast<StatusText*>(released->owner);
    released->owner = nullptr;
    released->release = nullptr;
  };
  status->owner = text.release();
}

/// Runs `call`; whatever it throws becomes the status.
template <class Call>
void guard(docket_status* status, Call&& call) noexcept {
  try {
    call();
  } catch (const Error& error) {
    set_status(status, error.kind(), error.where(), error.message());
  } catch (const std::exception& error) {
    set_status(status, ErrorKind::plugin, "", error.what());
  } catch (...) {
    set_status(status, ErrorKind::plugin, "", "threw something that is not a std::exception");
  }
}

inline std::vector<Detection> read_detections(const docket_detections& view) {
  std::vector<Detection> detections(static_cast<std::size_t>(view.count));
  for (std::int64_t i = 0; i < view.count; ++i) {
    Detection& detection = detections[static_cast<std::size_t>(i)];
    detection.score = view.scores[i];
    for (std::int64_t p = view.starts[i]; p < view.starts[i + 1]; ++p) detection.polygon.push_back({view.xy[2 * p], view.xy[2 * p + 1]});
  }
  return detections;
}

/// What a findings object points at; lives until the host releases it.
struct OwnedFindings {
  FlatDetections detections;
  std::vector<std::string> remarks;
  std::vector<const char*> remark_texts;
  std::vector<std::int64_t> groups_by_votes;
};

inline void set_findings(docket_findings* findings, std::span<const Detection> detections, std::vector<std::string> remarks,
                         std::vector<std::int64_t> groups_by_votes = {}) {
  auto owned = std::make_unique<OwnedFindings>(FlatDetections(detections), std::move(remarks), std::vector<const char*>{}, std::move(groups_by_votes));
  for (const std::string& remark : owned->remarks) owned->remark_texts.push_back(remark.c_str());
  findings->detections = owned->detections.view();
  findings->remarks = owned->remark_texts.data();
  findings->remark_count = static_cast<std::int64_t>(owned->remark_texts.size());
  if (findings->struct_size >= sizeof(docket_findings)) {  // a host of API 1.1 gives a shorter one
    findings->groups_by_votes = owned->groups_by_votes.data();
    findings->groups_by_votes_count = static_cast<std::int64_t>(owned->groups_by_votes.size());
  }
  findings->release = [](docket_findings* released) {
    delete static_cast<OwnedFindings*>(released->owner);
    released->owner = nullptr;
    released->release = nullptr;
  };
  findings->owner = owned.release();
}

/// The part of a struct that its sender knows; the rest stays zero.
template <class Struct>
Struct known_part(const Struct* sent) {
  Struct known{};
  std::memcpy(&known, sent, std::min<std::size_t>(sent->struct_size, sizeof(Struct)));
  return known;
}

inline ImageFrame read_frame(const docket_frame* sent) {
  const docket_frame f = known_part(sent);
  ImageFrame frame;
  frame.image = {f.image_width, f.image_height};
  frame.resized = {f.resized_width, f.resized_height};
  frame.input = {f.input_width, f.input_height};
  frame.map = {f.map_width, f.map_height};
  frame.pad_left = f.pad_left;
  frame.pad_top = f.pad_top;
  frame.inverse_size = {f.inverse_width, f.inverse_height};
  frame.inverse_pad_left = f.inverse_pad_left;
  frame.inverse_pad_top = f.inverse_pad_top;
  return frame;
}

template <class Class, auto describe>
void* create_object(const char* options, std::size_t size, docket_status* status) {
  void* made = nullptr;
  guard(status, [&] { made = construct<Class, describe>({options, size}).release(); });
  return made;
}

template <class Class>
void destroy_object(void* self) {
  delete static_cast<Class*>(self);
}

template <class Stage>
struct Tier1;

template <>
struct Tier1<Postprocessor> {
  template <class Class, auto describe>
  static const docket_table* table() {
    static constexpr docket_postprocessor_table made = {
        {sizeof(made), DOCKET_ABI_MAJOR, DOCKET_ABI_MINOR},
        create_object<Class, describe>,
        destroy_object<Class>,
        [](const void* self, const docket_map* map, const docket_frame* frame, docket_findings* findings, docket_status* status) {
          guard(status, [&] {
            const MapView view{map->data, static_cast<int>(map->height), static_cast<int>(map->width), map->row_stride};
            PostprocessResult result = static_cast<const Class*>(self)->apply(view, read_frame(frame));
            set_findings(findings, result.detections, std::move(result.remarks));
          });
        },
        set_log_sink,
        [](const void* const* selves, std::int64_t count, const docket_map* map, const docket_frame* frame, docket_findings* const* findings, docket_status* status) {
          guard(status, [&] {
            std::vector<const Postprocessor*> all;
            for (std::int64_t i = 0; i < count; ++i) all.push_back(static_cast<const Class*>(selves[i]));
            if (all.empty()) return;
            const MapView view{map->data, static_cast<int>(map->height), static_cast<int>(map->width), map->row_stride};
            std::vector<PostprocessResult> results = all.front()->apply_all(all, view, read_frame(frame));
            if (results.size() != all.size()) {
              throw Error(ErrorKind::plugin, "apply_all", "gave " + std::to_string(results.size()) + " results for " + std::to_string(all.size()) + " settings");
            }
            for (std::size_t i = 0; i < all.size(); ++i) set_findings(findings[i], results[i].detections, std::move(results[i].remarks));
          });
        }};
    return &made.head;
  }
};

template <>
struct Tier1<Ensembler> {
  template <class Class, auto describe>
  static const docket_table* table() {
    static constexpr docket_ensembler_table made = {
        {sizeof(made), DOCKET_ABI_MAJOR, DOCKET_ABI_MINOR},
        create_object<Class, describe>,
        destroy_object<Class>,
        [](const void* self, const docket_detections* members, std::int64_t count, docket_findings* findings, docket_status* status) {
          guard(status, [&] {
            std::vector<std::vector<Detection>> lists;
            for (std::int64_t m = 0; m < count; ++m) lists.push_back(read_detections(members[m]));
            EnsembleResult result = static_cast<const Class*>(self)->merge(lists);
            set_findings(findings, result.detections, {}, std::move(result.groups_by_votes));
          });
        },
        set_log_sink};
    return &made.head;
  }
};

}  // namespace docket::detail
