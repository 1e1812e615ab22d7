/// The host's side of the C boundary: a table of functions as docket::Postprocessor or docket::Ensembler.
#pragma once

#include <algorithm>
#include <cstring>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <docket/core/error.hpp>
#include <docket/core/log.hpp>
#include <docket/plugins/abi.h>
#include <docket/plugins/flat_detections.hpp>
#include <docket/plugins/stage_host.hpp>
#include <docket/stages/ensembler.hpp>
#include <docket/stages/postprocessor.hpp>

namespace docket::detail {

/// A status that throws itself as docket::Error and frees what the plugin put into it.
class CallStatus {
 public:
  CallStatus() { status_.struct_size = sizeof(status_); }
  CallStatus(const CallStatus&) = delete;
  CallStatus& operator=(const CallStatus&) = delete;
  ~CallStatus() {
    if (status_.release != nullptr) status_.release(&status_);
  }
  docket_status* get() { return &status_; }

  void check(const std::string& who) const {
    if (status_.code == 0) return;
    const ErrorKind kind = status_.code >= 1 && status_.code <= 5 ? static_cast<ErrorKind>(status_.code) : ErrorKind::plugin;
    throw plugin_error(kind, who, status_.where == nullptr ? "" : status_.where,
                       status_.message == nullptr ? "failed without a message" : status_.message);
  }

 private:
  docket_status status_{};
};

/// Findings of a plugin, checked and copied; freed at the end of the scope.
class CallFindings {
 public:
  CallFindings() { findings_.struct_size = sizeof(findings_); }
  CallFindings(const CallFindings&) = delete;
  CallFindings& operator=(const CallFindings&) = delete;
  ~CallFindings() {
    if (findings_.release != nullptr) findings_.release(&findings_);
  }
  docket_findings* get() { return &findings_; }

  [[nodiscard]] std::vector<Detection> detections(const std::string& who) const {
    const docket_detections& view = findings_.detections;
    std::vector<Detection> copied;
    if (view.count < 0 || (view.count > 0 && (view.xy == nullptr || view.starts == nullptr || view.scores == nullptr))) {
      throw Error(ErrorKind::plugin, who, "gave " + std::to_string(view.count) + " detections without their arrays");
    }
    for (std::int64_t i = 0; i < view.count; ++i) {
      if (view.starts[i] < 0 || view.starts[i + 1] < view.starts[i]) throw Error(ErrorKind::plugin, who, "gave polygons that start out of order");
      Detection& detection = copied.emplace_back();
      detection.score = view.scores[i];
      for (std::int64_t p = view.starts[i]; p < view.starts[i + 1]; ++p) detection.polygon.push_back({view.xy[2 * p], view.xy[2 * p + 1]});
    }
    return copied;
  }
  [[nodiscard]] std::vector<std::string> remarks() const {
    return {findings_.remarks, findings_.remarks + std::max<std::int64_t>(findings_.remark_count, 0)};
  }
  [[nodiscard]] std::vector<std::int64_t> groups_by_votes(const std::string& who) const {
    const std::int64_t count = findings_.groups_by_votes_count;
    if (count < 0 || (count > 0 && findings_.groups_by_votes == nullptr)) {
      throw Error(ErrorKind::plugin, who, "gave " + std::to_string(count) + " numbers of groups without their array");
    }
    return {findings_.groups_by_votes, findings_.groups_by_votes + count};
  }

 private:
  docket_findings findings_{};
};

/// The object that create() gave, with the part of its table that host and plugin both know; the rest is null.
template <class Table>
class TableObject {
 public:
  TableObject(const docket_table* table, const std::string& options, std::string who) : who_(std::move(who)) {
    std::memcpy(&table_, table, std::min<std::size_t>(table->struct_size, sizeof(Table)));
    if (table_.use_log != nullptr) table_.use_log(host_log_sink);
    CallStatus status;
    self_ = table_.create(options.data(), options.size(), status.get());
    status.check(who_);
    if (self_ == nullptr) throw Error(ErrorKind::plugin, who_, "create() gave neither an object nor a message");
  }
  TableObject(const TableObject&) = delete;
  TableObject& operator=(const TableObject&) = delete;
  ~TableObject() { table_.destroy(self_); }

  [[nodiscard]] const Table& table() const { return table_; }
  [[nodiscard]] const void* self() const { return self_; }
  [[nodiscard]] const std::string& who() const { return who_; }

 private:
  Table table_{};
  void* self_ = nullptr;
  std::string who_;
};

inline docket_frame to_c(const ImageFrame& f) {
  return {sizeof(docket_frame), f.image.width, f.image.height, f.resized.width, f.resized.height, f.input.width, f.input.height,
          f.map.width, f.map.height, f.pad_left, f.pad_top, f.inverse_size.width, f.inverse_size.height, f.inverse_pad_left,
          f.inverse_pad_top, 0};
}

class HostPostprocessor final : public Postprocessor {
 public:
  HostPostprocessor(const docket_table* table, const std::string& options, std::string who) : object_(table, options, std::move(who)) {}

  PostprocessResult apply(MapView map, const ImageFrame& frame) const override {
    const docket_map view{map.data, map.height, map.width, map.row_stride};
    const docket_frame c_frame = to_c(frame);
    CallFindings findings;
    CallStatus status;
    object_.table().apply(object_.self(), &view, &c_frame, findings.get(), status.get());
    status.check(object_.who());
    return {findings.detections(object_.who()), findings.remarks()};
  }

  /// `all` are of one plugin, as Catalog::create() made them.
  std::vector<PostprocessResult> apply_all(std::span<const Postprocessor* const> all, MapView map, const ImageFrame& frame) const override {
    if (object_.table().apply_all == nullptr) return Postprocessor::apply_all(all, map, frame);
    const docket_map view{map.data, map.height, map.width, map.row_stride};
    const docket_frame c_frame = to_c(frame);
    std::vector<const void*> selves;
    std::vector<CallFindings> found(all.size());
    std::vector<docket_findings*> findings;
    for (std::size_t i = 0; i < all.size(); ++i) {
      selves.push_back(static_cast<const HostPostprocessor*>(all[i])->object_.self());
      findings.push_back(found[i].get());
    }
    CallStatus status;
    object_.table().apply_all(selves.data(), static_cast<std::int64_t>(all.size()), &view, &c_frame, findings.data(), status.get());
    status.check(object_.who());
    std::vector<PostprocessResult> results;
    for (const CallFindings& one : found) results.push_back({one.detections(object_.who()), one.remarks()});
    return results;
  }

 private:
  TableObject<docket_postprocessor_table> object_;
};

class HostEnsembler final : public Ensembler {
 public:
  HostEnsembler(const docket_table* table, const std::string& options, std::string who) : object_(table, options, std::move(who)) {}

  EnsembleResult merge(std::span<const std::vector<Detection>> members) const override {
    std::vector<FlatDetections> flat(members.begin(), members.end());
    std::vector<docket_detections> views;
    for (const FlatDetections& member : flat) views.push_back(member.view());
    CallFindings findings;
    CallStatus status;
    object_.table().merge(object_.self(), views.data(), static_cast<std::int64_t>(views.size()), findings.get(), status.get());
    status.check(object_.who());
    return {findings.detections(object_.who()), findings.groups_by_votes(object_.who())};
  }

 private:
  TableObject<docket_ensembler_table> object_;
};

template <>
struct StageHost<Postprocessor> {
  static std::unique_ptr<Postprocessor> make(const docket_table* table, const std::string& options, std::string who) {
    return std::make_unique<HostPostprocessor>(table, options, std::move(who));
  }
};

template <>
struct StageHost<Ensembler> {
  static std::unique_ptr<Ensembler> make(const docket_table* table, const std::string& options, std::string who) {
    return std::make_unique<HostEnsembler>(table, options, std::move(who));
  }
};

}  // namespace docket::detail
