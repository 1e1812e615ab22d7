/// Korean till slips: prices without decimals, tax of 10 %.
#include "synth/receipt.hpp"

namespace docket::synth {
namespace {

using Words = std::vector<std::string>;

const Words shop_first = {"한빛", "새벽", "소나무", "푸른", "맛나", "우리동네", "달빛", "큰나무", "해오름", "하늘",
                          "바다", "금강", "행복한", "초록", "은하", "다온",     "가온", "누리",   "별빛",   "온누리"};
const Words shop_second = {"마트",   "분식", "카페", "식당",   "약국",     "문구",   "베이커리", "치킨", "슈퍼", "김밥",
                           "칼국수", "서점", "철물", "정육점", "과일가게", "편의점", "커피",     "국밥", "횟집", "주유소"};
const Words branches = {"강남점", "홍대점", "서면점", "본점", "역삼점", "수원점", "대전점", "판교점", "광안리점", "신촌점"};
const Words cities = {"서울특별시 강남구", "서울시 마포구",   "부산광역시 해운대구", "경기도 성남시 분당구", "대전시 유성구",
                      "인천광역시 남동구", "대구광역시 중구", "광주시 북구",         "경기도 수원시 영통구"};
const Words roads = {"테헤란로", "와우산로", "해운대로", "판교역로",   "중앙로",
                     "대학로",   "충장로",   "시청로",   "은행나무길", "봉은사로"};
const Words people = {"김민수", "이서연", "박지훈", "최은지", "정하늘", "관리자", "홍길동", "강유진", "조현우", "계산원01"};
const Words goods = {
    "아메리카노",  "카페라떼",  "참치김밥", "라면",           "떡볶이",       "삼겹살",   "공기밥",     "된장찌개", "김치찌개",
    "서울우유 1L", "바나나",    "사과 5입", "새우깡",         "포카칩",       "생수 2L",  "콜라 500ml", "소주",     "맥주",
    "두부",        "계란 30구", "식빵",     "크로와상",       "치즈케이크",   "비빔냉면", "돈까스",     "순대국",   "물티슈",
    "건전지 AA",   "볼펜 0.5",  "A4용지",   "종량제봉투 20L", "후라이드치킨", "양념치킨", "칼국수",     "만두",     "제육볶음",
    "대파",        "양파 1망",  "고등어",   "한우 등심",      "초코우유",     "요구르트", "컵라면",     "삼각김밥", "휘발유",
    "샌드위치",    "녹차",      "딸기잼",   "참기름",         "즉석밥"};
const Words closings = {"감사합니다",
                        "이용해 주셔서 감사합니다",
                        "교환 및 환불은 7일 이내",
                        "영수증을 지참하시기 바랍니다",
                        "안녕히 가십시오",
                        "정상상품에 한함",
                        "신선식품은 교환이 불가합니다",
                        "고객센터 1588-0000",
                        "포인트 적립은 당일만 가능합니다",
                        "현금영수증 문의 국번없이 126",
                        "본 영수증은 세금계산서로 사용할 수 없습니다",
                        "또 오세요!",
                        "주차 2시간 무료",
                        "와이파이 비밀번호 12345678"};

void write_head(Receipt& receipt, Random& random) {
  std::string name = random.pick(shop_first) + random.pick(shop_second);
  if (random.chance(0.5)) name += " " + random.pick(branches);
  receipt.shop.push_back(name);
  receipt.address.push_back(random.pick(cities) + " " + random.pick(roads) + fill(" ##", random));
  if (random.chance(0.85))
    receipt.address.push_back("대표: " + random.pick(people) +
                              fill(random.chance(0.5) ? "  TEL: 02-###-####" : "  전화: 031-###-####", random));
  receipt.address.push_back((random.chance(0.5) ? "사업자번호: " : "사업자등록번호 ") + fill("###-##-#####", random));
  static const Words titles = {"영 수 증", "영수증", "[매출전표]", "신용카드 매출전표", "주문서", "현금영수증", "RECEIPT", ""};
  receipt.title = random.pick(titles);
}

void write_facts(Receipt& receipt, Random& random) {
  const std::string separator = random.chance(0.5) ? "-" : "/";
  const std::string day = "20" + std::to_string(random.integer(18, 26)) + separator + two_digits(random.integer(1, 12)) +
                          separator + two_digits(random.integer(1, 28));
  std::string clock = two_digits(random.integer(7, 23)) + ":" + two_digits(random.integer(0, 59));
  if (random.chance(0.6)) clock += ":" + two_digits(random.integer(0, 59));
  receipt.number = fill("########-##-####", random);
  receipt.facts.push_back({random.chance(0.5) ? "거래일시:" : "판매일", day + " " + clock, false});
  receipt.facts.push_back({random.chance(0.5) ? "영수증번호:" : "전표No", receipt.number, false});
  if (random.chance(0.6)) receipt.facts.push_back({random.chance(0.5) ? "POS" : "계산대", fill("0#", random), false});
  if (random.chance(0.6)) receipt.facts.push_back({random.chance(0.5) ? "담당자" : "캐셔:", random.pick(people), false});
  if (random.chance(0.3)) receipt.facts.push_back({"테이블", fill("홀-#", random), false});
}

void write_sums(Receipt& receipt, Random& random) {
  const Money& money = receipt.money;
  long sum = 0;
  int pieces = 0;
  for (const Item& item : receipt.items) {
    sum += item.price * item.quantity;
    pieces += item.quantity;
  }
  const long tax = sum / 11;
  if (random.chance(0.5))
    receipt.totals.push_back({random.chance(0.5) ? "총 품목 수량" : "합계수량", std::to_string(pieces), false});
  receipt.totals.push_back({random.chance(0.5) ? "과세물품가액" : "공급가액", money.number(sum - tax), false});
  receipt.totals.push_back({random.chance(0.5) ? "부 가 세" : "부가세", money.number(tax), false});
  if (random.chance(0.3)) receipt.totals.push_back({"면세물품가액", "0", false});
  if (random.chance(0.3)) receipt.totals.push_back({"할인금액", "0", false});
  static const Words totals = {"합 계", "합계", "결제대상금액", "총 합계", "받을금액", "총액"};
  receipt.totals.push_back({random.pick(totals), money.full(sum), true});
  static const Words cards = {"신용카드", "체크카드", "삼성카드", "국민카드", "신한카드"};
  if (random.chance(0.35)) {
    const long paid = (sum + 9999) / 10000 * 10000;
    receipt.payment.push_back({random.chance(0.5) ? "현금" : "받은금액", money.number(paid), false});
    receipt.payment.push_back({random.chance(0.5) ? "거스름돈" : "잔돈", money.number(paid - sum), false});
  } else {
    receipt.payment.push_back({random.pick(cards), money.number(sum), false});
    receipt.payment.push_back({"카드번호", fill("####-##**-****-####", random), false});
    receipt.payment.push_back({random.chance(0.5) ? "승인번호" : "승인No.", fill("########", random), false});
    if (random.chance(0.6)) receipt.payment.push_back({"할부개월", "일시불", false});
  }
  if (random.chance(0.25)) {
    receipt.tax_heads = {"포인트", "적립", "잔여"};
    receipt.tax_rows.push_back(
        {"회원 " + fill("****####", random), money.number(sum / 100), money.number(random.integer(100, 90000))});
  }
}

}  // namespace

Receipt write_korean_receipt(Random random, int item_count) {
  Receipt receipt;
  receipt.korean = true;
  receipt.money = {random.chance(0.2) ? "₩" : "", random.chance(0.5) ? "원" : "", 0};
  write_head(receipt, random);
  write_facts(receipt, random);
  static const std::vector<Words> heads = {
      {"상품명", "단가", "수량", "금액"}, {"메뉴", "단가", "수량", "금액"}, {"품 명", "단 가", "수량", "금 액"}};
  receipt.columns = random.pick(heads);
  for (int i = 0; i < item_count; ++i) {
    Item item;
    item.name = random.pick(goods);
    if (random.chance(0.1)) item.name = "*" + item.name;
    item.code = fill("880##########", random);
    item.quantity = random.chance(0.7) ? 1 : random.integer(2, 6);
    item.price = random.chance(0.8) ? random.integer(5, 150) * 100 : random.integer(10, 90) * 1000;
    receipt.items.push_back(item);
  }
  write_sums(receipt, random);
  receipt.footer = closings;
  random.shuffle(receipt.footer);
  receipt.footer.resize(static_cast<std::size_t>(random.integer(1, 4)));
  static const Words stamps = {"결제완료", "확인", "PAID", "검수필"};
  receipt.stamp = random.pick(stamps);
  return receipt;
}

}  // namespace docket::synth
