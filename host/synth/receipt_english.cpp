/// Malaysian, British and American till slips.
#include <array>

#include "synth/receipt.hpp"

namespace docket::synth {
namespace {

using Words = std::vector<std::string>;

const Words shop_first = {"Golden",   "Harvest",  "Sunrise",  "Maple",      "Orchid",   "Lucky",      "Green Leaf", "Pelangi",
                          "Bintang",  "Perdana",  "Old Town", "River",      "Seri",     "Kampung",    "Evergreen",  "Northgate",
                          "Harbour",  "Cedar",    "Mei Wah",  "Soon Huat",  "Tanjung",  "Little Fox", "Blue Door",  "Copper",
                          "Hillside", "Kim Seng", "Mutiara",  "Silver Oak", "Ah Leong", "Zenith"};
const Words shop_second = {"Trading",      "Hardware",   "Restaurant",  "Bakery",       "Mart",    "Stationery", "Cafe",
                           "Kopitiam",     "Book Store", "Pharmacy",    "Fresh Market", "Seafood", "Electrical", "Grocer",
                           "Noodle House", "Auto Parts", "Home Centre", "Sports",       "Deli",    "Enterprise"};
const Words shop_end = {"Sdn Bhd", "SDN. BHD.", "S/B", "Ltd", "Inc.", "& Sons", "Co.", "", "", "Holdings"};
const Words streets = {"Jalan Meranti", "Jalan Tampoi",        "Jalan SS 15/4B",     "Persiaran Barat",
                       "Lorong Delima", "Jalan Permas 10/5",   "Station Road",       "High Street",
                       "Market Lane",   "Mill Road",           "Jalan Kenari",       "Oak Avenue",
                       "Elm Street",    "Jalan Bukit Bintang", "Jalan Radin Tengah", "Harbour View"};
const Words areas = {"Taman Daya", "Bandar Baru", "Taman Sri Andalas", "Kawasan Perindustrian",
                     "Seksyen 9",  "Old Quarter", "Taman Connaught",   "Pusat Bandar",
                     "West End",   "Bukit Indah"};
const Words cities = {"Johor Bahru", "Kuala Lumpur", "Shah Alam, Selangor", "Petaling Jaya", "Klang, Selangor", "Ipoh, Perak",
                      "Leeds",       "Bristol",      "Springfield",         "Portland",      "Melaka",          "Seremban"};
const Words goods = {
    "Nasi Lemak",       "Iced Lemon Tea",  "Chicken Chop",     "Teh Tarik",       "Roti Canai",        "Mineral Water 500ml",
    "A4 Paper 80gsm",   "Gel Pen Blue",    "Masking Tape 2\"", "LED Bulb 9W",     "Whole Milk 1L",     "Eggs Grade A 10's",
    "Fried Rice",       "Belacan Noodles", "Croissant",        "Espresso",        "Hand Soap",         "Tissue Roll",
    "Wood Screw 1-1/2", "PVC Pipe 20mm",   "Door Hinge",       "Notebook A5",     "Garbage Bag L",     "Green Curry",
    "Steamed Bun",      "Kopi O Ais",      "Super Glue 3g",    "Correction Tape", "Salmon Fillet",     "Basmati Rice 5kg",
    "Orange Juice",     "Potato Chips",    "Instant Noodles",  "Dish Cloth 3pcs", "USB Cable 1m",      "Battery AA 4's",
    "Apple Fuji",       "Banana",          "Imported Veggies", "Meat Pie",        "Add Vegetable (X)", "Cheese Slice",
    "Toothpaste 120g",  "Shampoo 340ml",   "Unleaded 95",      "Parking",         "Photocopy B/W",     "Set Lunch B",
    "White Bread",      "Butter 250g"};
const Words people = {"Nicole", "ADMIN",  "MAY", "Siti",  "Cashier 1",  "JASON", "Wei Ling",
                      "USER",   "Aisyah", "Tom", "KUMAR", "Front Desk", "s201",  "ANJO"};
const Words closings = {"Thank You. Please come again",
                        "THANK YOU",
                        "GOODS SOLD ARE NOT RETURNABLE",
                        "Goods sold are not refundable.",
                        "Please keep this receipt for exchange",
                        "THANK YOU FOR YOUR PATRONAGE",
                        "Exchange within 7 days with receipt",
                        "Have a nice day!",
                        "All prices are inclusive of GST",
                        "This is a computer generated invoice",
                        "No signature is required.",
                        "Like and Follow Us on Facebook!",
                        "Customer service: 1-300-88-2366",
                        "www.shop-example.com/feedback",
                        "*** CUSTOMER COPY ***",
                        "Please verify your bill before leaving",
                        "Tell us how we did and win a free meal",
                        "We accept card and e-wallet",
                        "POWERED BY TILLWORKS 3.2",
                        "See you again soon"};

std::string upper(std::string text) {
  for (char& c : text) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return text;
}

std::string date(Random& random) {
  const std::string day = two_digits(random.integer(1, 28)), month = two_digits(random.integer(1, 12)),
                    year = "20" + std::to_string(random.integer(14, 26));
  static const Words names = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  switch (random.integer(0, 4)) {
    case 0: return day + "/" + month + "/" + year;
    case 1: return day + "-" + month + "-" + year.substr(2);
    case 2: return year + "-" + month + "-" + day;
    case 3: return day + " " + random.pick(names) + " " + year;
    default: return day + "-" + random.pick(names) + "-" + year;
  }
}

std::string clock(Random& random) {
  const int hour = random.integer(7, 22);
  std::string text = two_digits(random.integer(0, 59));
  if (random.chance(0.5)) text += ":" + two_digits(random.integer(0, 59));
  if (random.chance(0.4))
    return two_digits(hour > 12 ? hour - 12 : hour) + ":" + text + (random.chance(0.5) ? " " : "") + (hour >= 12 ? "PM" : "AM");
  return two_digits(hour) + ":" + text;
}

void write_head(Receipt& receipt, Random& random) {
  std::string name = random.pick(shop_first) + " " + random.pick(shop_second);
  const std::string end = random.pick(shop_end);
  if (!end.empty()) name += " " + end;
  receipt.shop.push_back(random.chance(0.6) ? upper(name) : name);
  if (random.chance(0.4)) receipt.shop.push_back(fill(random.chance(0.5) ? "(######-@)" : "Co. Reg: #######-@", random));
  receipt.address.push_back(fill(random.chance(0.5) ? "No. ##, " : "Lot ###-#, ", random) + random.pick(streets) + ",");
  if (random.chance(0.7)) receipt.address.push_back(random.pick(areas) + ",");
  receipt.address.push_back(fill("##### ", random) + random.pick(cities) + ".");
  if (random.chance(0.8))
    receipt.address.push_back(fill(random.chance(0.5) ? "Tel: 0#-#### ####" : "TEL : 0#-####### FAX : 0#-#######", random));
  if (random.chance(0.6))
    receipt.address.push_back(fill(random.chance(0.5) ? "GST ID : 00##########" : "GST Reg No: 00##########", random));
  if (random.chance(0.35)) {
    for (std::string& line : receipt.address) line = upper(line);
  }
  static const Words titles = {"TAX INVOICE", "Tax Invoice", "RECEIPT", "CASH SALE", "SIMPLIFIED TAX INVOICE", "INVOICE", ""};
  receipt.title = random.pick(titles);
}

void write_facts(Receipt& receipt, Random& random) {
  static const Words numbers = {"Invoice No", "Receipt #", "INV No.", "Doc No.", "Bill No", "Order", "Trans"};
  static const Words patterns = {"CS########", "######", "OR##############", "T######", "1-#####", "####/102/T####"};
  receipt.number = fill(random.pick(patterns), random);
  receipt.facts.push_back({random.pick(numbers) + (random.chance(0.7) ? " :" : ""), receipt.number, false});
  receipt.facts.push_back({random.chance(0.5) ? "Date :" : "Date", date(random), false});
  if (random.chance(0.7)) receipt.facts.push_back({random.chance(0.5) ? "Time :" : "Time", clock(random), false});
  if (random.chance(0.7)) receipt.facts.push_back({random.chance(0.5) ? "Cashier :" : "Served by", random.pick(people), false});
  if (random.chance(0.3)) receipt.facts.push_back({"Table", fill("#", random), false});
  if (random.chance(0.3)) receipt.facts.push_back({"Counter", fill("C#", random), false});
  if (random.chance(0.3)) random.shuffle(receipt.facts);
}

void write_sums(Receipt& receipt, Random& random) {
  const Money& money = receipt.money;
  long sum = 0;
  int pieces = 0;
  for (const Item& item : receipt.items) {
    sum += item.price * item.quantity;
    pieces += item.quantity;
  }
  const int rate = random.chance(0.7) ? 6 : random.integer(5, 20);
  const long tax = sum * rate / (100 + rate);
  const auto put = [&](const std::string& label, long amount, bool strong = false) {
    receipt.totals.push_back({label, strong || random.chance(0.25) ? money.full(amount) : money.number(amount), strong});
  };
  if (random.chance(0.5))
    receipt.totals.push_back({random.chance(0.5) ? "Total Qty:" : "Item Count", std::to_string(pieces), false});
  if (random.chance(0.8)) put(random.chance(0.5) ? "Sub Total" : "Total (Excluding GST):", sum - tax);
  if (random.chance(0.3)) put("Discount", 0);
  if (random.chance(0.8))
    put(random.chance(0.5) ? "GST payable (" + std::to_string(rate) + "%):" : "Tax " + std::to_string(rate) + "%", tax);
  const long rounded = receipt.money.before == "RM" ? (sum + 2) / 5 * 5 : sum;
  if (random.chance(0.5)) put(random.chance(0.5) ? "Rounding Adj" : "ROUNDING", rounded - sum);
  static const Words totals = {"TOTAL", "Total :", "Grand Total", "TOTAL DUE", "Net Total:", "Total Amount:", "AMOUNT PAYABLE"};
  put(random.pick(totals), rounded, true);

  if (random.chance(0.55)) {
    const long step = receipt.money.before == "RM" ? 1000 : 500;
    const long paid = random.chance(0.3) ? rounded : (rounded + step - 1) / step * step;
    receipt.payment.push_back({random.chance(0.5) ? "CASH" : "Received Cash", money.number(paid), false});
    receipt.payment.push_back({random.chance(0.5) ? "CHANGE" : "Change Due", money.number(paid - rounded), false});
  } else {
    receipt.payment.push_back({random.chance(0.5) ? "VISA" : "MASTER CARD", money.number(rounded), false});
    receipt.payment.push_back({"Card No", fill("XXXX-XXXX-XXXX-####", random), false});
    if (random.chance(0.6)) receipt.payment.push_back({"Approval Code", fill("######", random), false});
  }
  if (random.chance(0.45)) {
    receipt.tax_heads = {"GST Summary", "Amount(" + money.before + ")", "Tax(" + money.before + ")"};
    receipt.tax_rows.push_back({"SR = " + std::to_string(rate) + "%", money.number(sum - tax), money.number(tax)});
    if (random.chance(0.4)) receipt.tax_rows.push_back({"ZR = 0%", money.number(0), money.number(0)});
  }
}

}  // namespace

Receipt write_english_receipt(Random random, int item_count) {
  Receipt receipt;
  static const std::array<Money, 5> currencies = {{{"RM", "", 2}, {"RM", "", 2}, {"$", "", 2}, {"£", "", 2}, {"€", "", 2}}};
  receipt.money = random.pick(currencies);
  write_head(receipt, random);
  write_facts(receipt, random);
  static const std::vector<Words> heads = {{"Description", "U.Price", "Qty", "Total"},
                                           {"Item", "Price", "Qty", "Amount"},
                                           {"ITEM", "PRICE", "QTY", "AMT"},
                                           {"Qty Code/Desc", "Unit Price", "No", "Total RM"}};
  receipt.columns = random.pick(heads);
  const bool loud = random.chance(0.4);
  for (int i = 0; i < item_count; ++i) {
    Item item;
    item.name = random.pick(goods);
    if (loud) item.name = upper(item.name);
    if (random.chance(0.15)) item.name = "SR " + item.name;
    item.code = fill(random.chance(0.5) ? "955#########" : "#####", random);
    item.quantity = random.chance(0.7) ? 1 : random.integer(2, 12);
    item.price = random.chance(0.85) ? random.integer(4, 400) * 5 : random.integer(20, 2000) * 10;
    receipt.items.push_back(item);
  }
  write_sums(receipt, random);
  receipt.footer = closings;
  random.shuffle(receipt.footer);
  receipt.footer.resize(static_cast<std::size_t>(random.integer(1, 5)));
  if (loud) {
    for (std::string& line : receipt.footer) line = upper(line);
  }
  static const Words stamps = {"PAID", "RECEIVED", "CHECKED", "COPY", "DELIVERED"};
  receipt.stamp = random.pick(stamps);
  return receipt;
}

}  // namespace docket::synth
