/// What a receipt says, before anyone decides how it looks. All shops, people and numbers are made up.
#pragma once

#include <string>
#include <vector>

#include "synth/random.hpp"

namespace docket::synth {

struct Item {
  std::string name;
  std::string code;
  int quantity = 1;
  long price = 0;  ///< one piece, in the smallest unit of the currency
};

/// A label and its value, set at the two edges of the sheet.
struct Entry {
  std::string label;
  std::string value;
  bool strong = false;
};

struct Money {
  std::string before, after;  ///< currency marks
  int decimals = 2;
  [[nodiscard]] std::string number(long amount) const;  ///< 12,345.60
  [[nodiscard]] std::string full(long amount) const { return before + number(amount) + after; }
};

struct Receipt {
  bool korean = false;
  Money money;
  std::vector<std::string> shop;     ///< name, then a second line at times
  std::vector<std::string> address;  ///< address, phone, registration numbers
  std::string title;                 ///< "TAX INVOICE", may be empty
  std::vector<Entry> facts;          ///< number, date, cashier, ...
  std::vector<std::string> columns;  ///< heads of name, price, quantity, amount
  std::vector<Item> items;
  std::vector<Entry> totals;
  std::vector<Entry> payment;
  std::vector<std::string> tax_heads;  ///< table heads; empty: no table
  std::vector<std::vector<std::string>> tax_rows;
  std::vector<std::string> footer;
  std::string number;  ///< printed below the barcode
  std::string stamp;
};

Receipt write_english_receipt(Random random, int item_count);
Receipt write_korean_receipt(Random random, int item_count);

/// `pattern` with every '#' replaced by a random digit and every '@' by a random capital letter.
std::string fill(const std::string& pattern, Random& random);
std::string two_digits(int value);

}  // namespace docket::synth
