/// SQLite with what a study needs: statements, transactions that write from their beginning, and docket's errors.
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <type_traits>

#include <docket/core/error.hpp>

namespace docket::search::study {

/// One open file. Waits up to a minute for other programs that write. Not to be used after a fork by both sides.
class Database {
 public:
  enum class Missing { refuse, create };

  /// Throws Error(data) when the file is no database, or is missing and not to be made.
  Database(const std::filesystem::path& file, Missing missing) : file_(file) {
    const int flags = SQLITE_OPEN_READWRITE | (missing == Missing::create ? SQLITE_OPEN_CREATE : 0);
    sqlite3* opened = nullptr;
    const int code = sqlite3_open_v2(file.c_str(), &opened, flags, nullptr);
    handle_.reset(opened);
    if (code != SQLITE_OK) fail();
    sqlite3_busy_timeout(opened, 60'000);
    run("PRAGMA foreign_keys = ON");
  }

  /// One or several statements without results.
  void run(const char* sql) {
    if (sqlite3_exec(handle_.get(), sql, nullptr, nullptr, nullptr) != SQLITE_OK) fail();
  }

  [[nodiscard]] std::int64_t last_row() const { return sqlite3_last_insert_rowid(handle_.get()); }
  /// Rows that the last statement changed.
  [[nodiscard]] int changes() const { return sqlite3_changes(handle_.get()); }
  [[nodiscard]] const std::filesystem::path& file() const { return file_; }
  [[nodiscard]] sqlite3* handle() const { return handle_.get(); }

  [[noreturn]] void fail() const {
    throw Error(ErrorKind::data, file_.string(), handle_ ? sqlite3_errmsg(handle_.get()) : "cannot be opened");
  }

 private:
  struct Close {
    void operator()(sqlite3* handle) const { sqlite3_close_v2(handle); }
  };
  std::filesystem::path file_;
  std::unique_ptr<sqlite3, Close> handle_;
};

/// One statement with its values, in the order of its question marks: integers, doubles, texts, nullptr.
class Statement {
 public:
  template <class... Values>
  Statement(const Database& database, const char* sql, const Values&... values) : database_(database) {
    sqlite3_stmt* prepared = nullptr;
    const int code = sqlite3_prepare_v2(database.handle(), sql, -1, &prepared, nullptr);
    handle_.reset(prepared);
    if (code != SQLITE_OK) database.fail();
    [[maybe_unused]] int place = 0;
    (bind(++place, values), ...);
  }

  /// Whether there is a (further) row.
  bool step() {
    const int code = sqlite3_step(handle_.get());
    if (code != SQLITE_ROW && code != SQLITE_DONE) database_.fail();
    return code == SQLITE_ROW;
  }

  [[nodiscard]] bool is_null(int column) const { return sqlite3_column_type(handle_.get(), column) == SQLITE_NULL; }
  [[nodiscard]] std::int64_t integer(int column) const { return sqlite3_column_int64(handle_.get(), column); }
  [[nodiscard]] double real(int column) const { return sqlite3_column_double(handle_.get(), column); }
  [[nodiscard]] std::string text(int column) const {
    const unsigned char* found = sqlite3_column_text(handle_.get(), column);
    return found == nullptr ? std::string() : std::string(reinterpret_cast<const char*>(found), static_cast<std::size_t>(sqlite3_column_bytes(handle_.get(), column)));
  }

 private:
  template <class Value>
  void bind(int place, const Value& value) {
    int code = SQLITE_OK;
    if constexpr (std::is_same_v<Value, std::nullptr_t>) {
      code = sqlite3_bind_null(handle_.get(), place);
    } else if constexpr (std::is_integral_v<Value>) {
      code = sqlite3_bind_int64(handle_.get(), place, static_cast<sqlite3_int64>(value));
    } else if constexpr (std::is_floating_point_v<Value>) {
      code = sqlite3_bind_double(handle_.get(), place, value);
    } else {
      const std::string text(value);
      code = sqlite3_bind_text(handle_.get(), place, text.data(), static_cast<int>(text.size()), SQLITE_TRANSIENT);
    }
    if (code != SQLITE_OK) database_.fail();
  }

  struct Finalize {
    void operator()(sqlite3_stmt* handle) const { sqlite3_finalize(handle); }
  };
  const Database& database_;
  std::unique_ptr<sqlite3_stmt, Finalize> handle_;
};

/// A statement without results.
template <class... Values>
void execute(const Database& database, const char* sql, const Values&... values) {
  Statement(database, sql, values...).step();
}

/// Holds the write lock from its beginning, so that what it read is true until commit(). Without commit() nothing was done.
class Transaction {
 public:
  explicit Transaction(Database& database) : database_(database) { database_.run("BEGIN IMMEDIATE"); }
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  ~Transaction() {
    if (open_) sqlite3_exec(database_.handle(), "ROLLBACK", nullptr, nullptr, nullptr);
  }
  void commit() {
    database_.run("COMMIT");
    open_ = false;
  }

 private:
  Database& database_;
  bool open_ = true;
};

}  // namespace docket::search::study
