#include "synth/receipt.hpp"

namespace docket::synth {

std::string two_digits(int value) {
  return (value < 10 ? "0" : "") + std::to_string(value);
}

std::string fill(const std::string& pattern, Random& random) {
  std::string text = pattern;
  for (char& c : text) {
    if (c == '#') c = static_cast<char>('0' + random.integer(0, 9));
    if (c == '@') c = static_cast<char>('A' + random.integer(0, 25));
  }
  return text;
}

std::string Money::number(long amount) const {
  const bool negative = amount < 0;
  long unit = 1;
  for (int i = 0; i < decimals; ++i) unit *= 10;
  const long magnitude = negative ? -amount : amount;
  std::string whole = std::to_string(magnitude / unit);
  for (int at = static_cast<int>(whole.size()) - 3; at > 0; at -= 3) whole.insert(static_cast<std::size_t>(at), ",");
  if (decimals > 0) {
    const std::string part = std::to_string(magnitude % unit);
    whole += "." + std::string(static_cast<std::size_t>(decimals) - part.size(), '0') + part;
  }
  return (negative ? "-" : "") + whole;
}

}  // namespace docket::synth
