#pragma once

// The functions that compiled code may call, and nothing else of the process: each computes one
// operation of `compiler/ir/ops.def` on cells. The interpreter calls the same ones for arithmetic,
// dates and exposure; logic, comparison and membership each does by itself.

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "runtime/cell.h"
#include "runtime/decimal.h"
#include "runtime/elementary.h"
#include "runtime/exposure.h"
#include "runtime/type.h"

namespace precis::runtime {

enum class Relation : std::int64_t { Less, LessEqual, Greater, GreaterEqual, Equal, NotEqual };

// The union of two cells of one type: intervals give their hull, masks their union, and two symbols
// the same symbol or an unknown one.
enum class Joining : std::int64_t { Hull = 0, Mask = 2, Symbol = 4 };
Joining joining_of(Form form);
// Joins the values only; the caller joins the faults.
Cell join(Joining joining, const Cell& a, const Cell& b);

// Scratch for the items of one list operation, reused from record to record. Not shared by threads.
struct Workspace {
  struct Candidate {
    Cell body;
    Cell key;
    Cell value;
  };
  std::vector<Candidate> candidates;
  std::vector<ExposureItem> fills;
  Cell strictness;                   // collected faults of the bodies
  std::vector<std::uint64_t> words;  // of rules that are tables: see runtime/matcher.h
  // What crosses from one function of a long kernel to another.
  struct alignas(64) Line {
    std::array<std::byte, 64> bytes;
  };
  std::vector<Line> passage;
};

struct Builtin {
  std::string_view name;
  void* address;
};
// The functions declared below. Generated code also reaches memcpy and memset, which the code
// generator calls on its own.
std::span<const Builtin> builtins();

extern "C" {
void precis_add(Cell* out, const Cell* x, const Cell* y);
void precis_subtract(Cell* out, const Cell* x, const Cell* y);
// `rounding` is a Rounding, `function` a Function.
void precis_multiply(Cell* out, const Cell* x, const Cell* y, std::int64_t dropped,
                     std::int64_t rounding);
void precis_divide(Cell* out, const Cell* x, const Cell* y, std::int64_t gained,
                   std::int64_t rounding);
void precis_minimum(Cell* out, const Cell* x, const Cell* y);
void precis_maximum(Cell* out, const Cell* x, const Cell* y);
void precis_function(Cell* out, const Cell* x, std::int64_t function, std::int64_t places);
void precis_power(Cell* out, const Cell* x, const Cell* y, std::int64_t base_places,
                  std::int64_t exponent_places);
void precis_rescale(Cell* out, const Cell* x, std::int64_t power);
void precis_add_months(Cell* out, const Cell* date, std::int64_t months, std::int64_t refuses);
void precis_age(Cell* out, const Cell* birth, const Cell* at);
void precis_compare_quotient(Cell* out, const Cell* x, const Cell* y, const Cell* z,
                             std::int64_t relation, std::int64_t shift);
// So many bytes of memory, which nothing else uses before the caller returns.
void* precis_passage(Workspace* workspace, std::int64_t bytes);
// List operations: begin, push each item in file order, finish.
void precis_items_begin(Workspace* workspace);
void precis_select_push(Workspace* workspace, const Cell* body, const Cell* key, const Cell* value);
// `mode`: bit 0 is set for SelectFirst; plus 0, 2 or 4 for how values of the type are joined: hull,
// masks, symbols (a `Joining`). low and high are what the type's unknown cell holds.
void precis_select_finish(Workspace* workspace, Cell* out, std::int64_t mode, std::int64_t low,
                          std::int64_t high);
void precis_total_push(Workspace* workspace, const Cell* body, const Cell* value);
void precis_sum_finish(Workspace* workspace, Cell* out);
// Least, or greatest where that is not 0; low and high are those of the type.
void precis_least_finish(Workspace* workspace, Cell* out, std::int64_t greatest, std::int64_t low,
                         std::int64_t high);
// `mask` is not 0 when the values are masks.
void precis_distinct_finish(Workspace* workspace, Cell* out, std::int64_t mask, std::int64_t high);
void precis_exposure_push(Workspace* workspace, const Cell* body, const Cell* drug,
                          const Cell* date, const Cell* days);
void precis_days_covered_finish(Workspace* workspace, Cell* out, const Cell* from, const Cell* to,
                                const Cell* known_from, const Cell* known_to, const Cell* carry_in,
                                std::int64_t low, std::int64_t high);
void precis_longest_run_finish(Workspace* workspace, Cell* out, const Cell* from, const Cell* to,
                               const Cell* known_from, const Cell* known_to, const Cell* carry_in,
                               const Cell* gap, std::int64_t low, std::int64_t high);
void precis_on_hand_finish(Workspace* workspace, Cell* out, const Cell* day, const Cell* known_from,
                           const Cell* known_to, std::int64_t low, std::int64_t high);
}

}  // namespace precis::runtime
