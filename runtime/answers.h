#pragma once

// The answers of one decision for many records, as the batch kernel writes them: columns.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "runtime/answer.h"

namespace precis::runtime {

// Kernels decide records in blocks of so many: a flag of each is a word.
inline constexpr std::size_t BlockRecords = 64;
inline std::size_t block_count(std::size_t records) {
  return (records + BlockRecords - 1) / BlockRecords;
}

// An answer is stored as one number: the kind in its low bits, the rule above; all ones are NoRule.
inline constexpr unsigned AnswerKindBits = 3;

// What the answers of a decision need: bytes of each, and how many rules a list can have.
struct AnswerShape {
  std::uint8_t width;           // 1, 2 or 4
  std::size_t collectable = 0;  // rules of a `collect` decision; else 0
};
// `rungs`: the rules and the `otherwise` clause.
AnswerShape answer_shape(std::size_t rungs, bool collects);

// The answers of a batch, as columns. Kernels fill whole blocks.
class Answers {
 public:
  explicit Answers(AnswerShape shape) : shape_(shape) {}

  // Room for so many; what was there before is lost.
  void resize(std::size_t records);
  std::size_t size() const { return size_; }

  // Those of records that stood in another order: answer i is that of record `order[i]`, which
  // names each once.
  Answers restored(std::span<const std::uint32_t> order) const;

  Answer operator[](std::size_t record) const;
  Collected collected(std::size_t record) const;
  // Of the rule of a list, over all records.
  std::size_t count_sure(std::size_t rule) const { return count(rule); }
  std::size_t count_possible(std::size_t rule) const { return count(shape_.collectable + rule); }

  // What kernels write, from record `first` (a multiple of BlockRecords) on. Of a list, each block
  // has a word for each rule that is sure, then one for each that is possible: bit i is record i's.
  std::byte* codes(std::size_t first) { return codes_.data() + first * shape_.width; }
  std::uint64_t* rules(std::size_t first) {
    return rules_.data() + first / BlockRecords * 2 * shape_.collectable;
  }

 private:
  std::size_t count(std::size_t column) const;

  AnswerShape shape_;
  std::size_t size_ = 0;
  std::vector<std::byte> codes_;
  std::vector<std::uint64_t> rules_;
};

}  // namespace precis::runtime
