#include "synth/layout.hpp"

#include <cmath>

#include "synth/composer.hpp"

namespace docket::synth {
namespace {

void set_head(Composer& composer, const Receipt& receipt, Random& random) {
  const Style& style = composer.style();
  const Align align = style.centred_head ? Align::centre : Align::left;
  if (random.chance(0.18)) composer.logo(random.fork(1));
  if (random.chance(0.08)) {
    composer.banner(receipt.shop.front(), style.title_size);
  } else {
    composer.line(receipt.shop.front(), align, style.title, style.title_size);
  }
  for (std::size_t i = 1; i < receipt.shop.size(); ++i) composer.line(receipt.shop[i], align);
  for (const std::string& text : receipt.address) composer.line(text, align);
  composer.gap(style.gap_lines);
  if (!receipt.title.empty()) {
    if (random.chance(0.4)) composer.rule();
    composer.line(receipt.title, Align::centre, style.strong, random.chance(0.7) ? 1 : random.uniform(1.1, 1.5));
    composer.gap(style.gap_lines / 2);
  }
}

void set_facts(Composer& composer, const Receipt& receipt, Random& random) {
  const bool paired = random.chance(0.4);
  const double values_at = random.uniform(0.3, 0.45);
  const bool at_right = random.chance(0.2);
  for (std::size_t i = 0; i < receipt.facts.size(); ++i) {
    const Entry& fact = receipt.facts[i];
    if (composer.style().colons) {
      std::string label = fact.label;
      while (!label.empty() && (label.back() == ':' || label.back() == ' ')) label.pop_back();
      composer.row({{label, 0, Align::left}, {": " + fact.value, values_at, Align::left}});
    } else if (paired && i + 1 < receipt.facts.size()) {
      const Entry& next = receipt.facts[++i];
      composer.row({{fact.label + " " + fact.value, 0, Align::left}, {next.label + " " + next.value, 1, Align::right}});
    } else if (at_right) {
      composer.row({{fact.label, 0, Align::left}, {fact.value, 1, Align::right}});
    } else {
      composer.row({{fact.label + " " + fact.value, 0, Align::left}});
    }
  }
}

void set_items(Composer& composer, const Receipt& receipt, Random& random) {
  const Money& money = receipt.money;
  const bool marked = random.chance(0.2);
  const std::string tail = random.chance(0.25) && !receipt.korean ? (random.chance(0.5) ? " SR" : " Z") : "";
  const auto amount = [&](const Item& item) {
    const long sum = item.price * item.quantity;
    return (marked ? money.full(sum) : money.number(sum)) + tail;
  };
  const int design = random.integer(0, 4);
  if (design <= 2 && random.chance(0.8)) {
    if (design == 0) {
      composer.row({{receipt.columns[2], 0, Align::left},
                    {receipt.columns[0], 0.14, Align::left},
                    {receipt.columns[3], 1, Align::right}});
    } else {
      composer.row({{receipt.columns[0], 0, Align::left},
                    {receipt.columns[1], 0.6, Align::right},
                    {receipt.columns[2], 0.75, Align::right},
                    {receipt.columns[3], 1, Align::right}});
    }
    composer.rule();
  }
  const double code_indent = random.chance(0.5) ? 0 : 0.06;
  for (const Item& item : receipt.items) {
    const std::string quantity = std::to_string(item.quantity);
    switch (design) {
      case 0:  // one line
        composer.row({{quantity, 0.02, Align::left}, {item.name, 0.14, Align::left}, {amount(item), 1, Align::right}});
        break;
      case 1:  // one table line
        composer.row({{item.name, 0, Align::left},
                      {money.number(item.price), 0.6, Align::right},
                      {quantity, 0.73, Align::right},
                      {amount(item), 1, Align::right}});
        break;
      case 2:  // name, then numbers below it
        composer.line(item.name, Align::left);
        composer.row({{item.code, code_indent, Align::left},
                      {money.number(item.price), 0.6, Align::right},
                      {quantity, 0.73, Align::right},
                      {amount(item), 1, Align::right}});
        break;
      case 3:  // name and amount, the multiplication below it
        composer.row({{item.code.substr(0, 4) + " " + item.name, 0, Align::left}, {amount(item), 1, Align::right}});
        if (item.quantity > 1) composer.row({{"@" + quantity + " X " + money.full(item.price), 0.06, Align::left}});
        break;
      default:
        composer.line(item.name, Align::left);
        composer.row({{quantity + " x", 0.3, Align::right},
                      {money.number(item.price), 0.6, Align::right},
                      {amount(item), 1, Align::right}});
    }
  }
}

void set_sums(Composer& composer, const Receipt& receipt, Random& random) {
  const Style& style = composer.style();
  const double labels_at = random.chance(0.25) ? 0.68 : 0;
  const bool ruled_total = random.chance(0.4);
  const auto set = [&](const Entry& entry) {
    const bool total = entry.strong;
    if (total && ruled_total) composer.rule(random.chance(0.5) ? "=" : style.rule);
    composer.row(
        {{entry.label, labels_at, labels_at > 0 ? Align::right : Align::left, total}, {entry.value, 1, Align::right, total}},
        total ? style.total_size : 1, total ? style.total_stretch : 1);
  };
  for (const Entry& entry : receipt.totals) set(entry);
  if (random.chance(0.5)) composer.rule();
  for (const Entry& entry : receipt.payment) set(entry);
}

void set_tax_table(Composer& composer, const Receipt& receipt, Random& random) {
  if (receipt.tax_heads.empty()) return;
  composer.gap(composer.style().gap_lines);
  const double top = composer.y();
  const double middle = random.uniform(0.6, 0.72);
  const auto row = [&](const std::vector<std::string>& cells) {
    composer.row({{cells[0], 0, Align::left}, {cells[1], middle, Align::right}, {cells[2], 1, Align::right}});
  };
  row(receipt.tax_heads);
  for (const auto& cells : receipt.tax_rows) row(cells);
  if (random.chance(0.3)) composer.frame_since(top);
}

/// Loops and hooks that look like a signature or a jotted number from afar.
PenStroke scribble(Random random, double width_em, double height_em) {
  PenStroke stroke;
  const double left = random.uniform(0.1, 0.6) * width_em, size = random.uniform(1.0, 2.2);
  const double top = random.chance(0.5) ? random.uniform(0.4, 1.5) : height_em - random.uniform(1.5, 3);
  double x = left, phase = random.uniform(0, 6);
  const double frequency = random.uniform(0.5, 0.9), slant = random.uniform(-0.1, 0.1);
  const int steps = random.integer(20, 60);
  for (int i = 0; i < steps; ++i) {
    phase += frequency;
    x += 0.13 * size + 0.28 * size * std::cos(phase * 1.3);
    stroke.points.push_back({x, top + size * (0.5 + 0.45 * std::sin(phase) * std::sin(i * 0.35)) + slant * (x - left)});
  }
  stroke.width = random.uniform(0.07, 0.16);
  return stroke;
}

}  // namespace

DisplayList lay_out(const Receipt& receipt, const Style& style, const Typesetter& typesetter, Random random) {
  Composer composer(typesetter, style);
  set_head(composer, receipt, random);
  set_facts(composer, receipt, random);
  composer.gap(style.gap_lines / 2);
  composer.rule();
  set_items(composer, receipt, random);
  composer.rule();
  set_sums(composer, receipt, random);
  set_tax_table(composer, receipt, random);
  composer.gap(style.gap_lines);
  if (random.chance(0.3)) composer.rule();
  for (const std::string& text : receipt.footer) composer.line(text, random.chance(0.9) ? Align::centre : Align::left);
  if (random.chance(0.28)) {
    composer.gap(0.5);
    composer.barcode(random.fork(2), receipt.number);
  } else if (random.chance(0.1)) {
    composer.gap(0.5);
    composer.square_code(random.fork(3));
  }
  const double above = random.chance(0.75) ? random.uniform(0.8, 2.5) : random.uniform(2.5, 6);
  const double below = random.chance(0.8) ? random.uniform(0.8, 2.5) : random.uniform(2.5, 7);
  DisplayList list = composer.finish(above, below);
  if (random.chance(0.22)) list.strokes.push_back(scribble(random.fork(4), list.width, list.height));
  if (random.chance(0.1)) {
    Stamp stamp;
    stamp.text = receipt.stamp;
    stamp.font = style.strong;
    stamp.size = random.uniform(1.4, 2.2);
    stamp.angle_rad = random.uniform(-0.5, 0.4);
    stamp.centre = {list.width * random.uniform(0.35, 0.65), list.height * random.uniform(0.25, 0.8)};
    list.stamps.push_back(stamp);
  }
  return list;
}

}  // namespace docket::synth
