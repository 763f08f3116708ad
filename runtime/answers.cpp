#include "runtime/answers.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include "runtime/check.h"

namespace precis::runtime {

static std::size_t rule_limit(std::uint8_t width) {
  return (std::size_t{1} << (8 * width - AnswerKindBits)) - 1;
}

AnswerShape answer_shape(std::size_t rungs, bool collects) {
  std::uint8_t width = 1;
  while (rungs > rule_limit(width)) width *= 2;
  return {width, collects ? rungs : 0};
}

void Answers::resize(std::size_t records) {
  size_ = records;
  const std::size_t blocks = block_count(records);
  codes_.assign(blocks * BlockRecords * shape_.width, {});
  rules_.assign(blocks * 2 * shape_.collectable, 0);
}

template <std::size_t Width>
static void scatter(const std::byte* from, std::span<const std::uint32_t> order, std::byte* to) {
  for (std::size_t i = 0; i < order.size(); ++i) {
    std::memcpy(to + order[i] * Width, from + i * Width, Width);
  }
}

Answers Answers::restored(std::span<const std::uint32_t> order) const {
  CHECK(order.size() == size_, "a place for each answer");
  Answers result(shape_);
  result.resize(size_);
  const auto codes = shape_.width == 1 ? scatter<1> : shape_.width == 2 ? scatter<2> : scatter<4>;
  codes(codes_.data(), order, result.codes_.data());
  const std::size_t columns = 2 * shape_.collectable;
  for (std::size_t word = 0; word < rules_.size(); ++word) {
    const std::size_t first = word / columns * BlockRecords;
    const std::size_t live = std::min(size_ - first, BlockRecords);
    std::uint64_t left = rules_[word] & (~std::uint64_t{0} >> (BlockRecords - live));
    for (; left != 0; left &= left - 1) {
      const std::size_t record = order[first + static_cast<std::size_t>(std::countr_zero(left))];
      result.rules_[record / BlockRecords * columns + word % columns] |= std::uint64_t{1}
                                                                         << (record % BlockRecords);
    }
  }
  return result;
}

Answer Answers::operator[](std::size_t record) const {
  std::uint32_t code = 0;
  std::memcpy(&code, codes_.data() + record * shape_.width, shape_.width);
  const std::uint32_t rule = code >> AnswerKindBits;
  return {static_cast<AnswerKind>(code & ((1u << AnswerKindBits) - 1)), 0,
          rule == rule_limit(shape_.width) ? NoRule : static_cast<std::uint16_t>(rule)};
}

Collected Answers::collected(std::size_t record) const {
  const std::vector<std::uint64_t> none((shape_.collectable + 63) / 64);
  Collected result{none, none};
  const std::size_t first = record / BlockRecords * 2 * shape_.collectable;
  const auto holds = [&](std::size_t column) {
    return (rules_[first + column] >> (record % BlockRecords) & 1) != 0;
  };
  for (std::size_t rule = 0; rule < shape_.collectable; ++rule) {
    if (holds(rule)) add_rule(result.sure, rule);
    if (holds(shape_.collectable + rule)) add_rule(result.possible, rule);
  }
  return result;
}

std::size_t Answers::count(std::size_t column) const {
  std::size_t total = 0;
  for (std::size_t first = 0; first < size_; first += BlockRecords) {
    const std::size_t left = size_ - first;
    const std::uint64_t live =
        left < BlockRecords ? (std::uint64_t{1} << left) - 1 : ~std::uint64_t{0};
    const std::size_t block = first / BlockRecords * 2 * shape_.collectable;
    total += static_cast<std::size_t>(std::popcount(rules_[block + column] & live));
  }
  return total;
}

}  // namespace precis::runtime
