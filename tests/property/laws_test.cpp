// The laws of partial knowledge and the agreement of interpreter and compiled code, over generated
// programs and records. README.md beside this file lists the claims.

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <map>

#include "compiler/driver/evaluator.h"
#include "compiler/explain/explain.h"
#include "compiler/explain/render.h"
#include "compiler/interp/interp.h"
#include "runtime/batch.h"
#include "tests/property/defects.h"
#include "tests/property/program_gen.h"
#include "tests/property/record_gen.h"
#include "tests/property/world.h"

namespace precis::property {

using ir::NodeId;
using runtime::AnswerKind;
using runtime::Cell;

static constexpr int OpCount = static_cast<int>(ir::Op::OnHand) + 1;

// How many programs, with RecordsEach records each. PRECIS_PROGRAMS asks for a longer run.
static int program_count() {
  const char* wanted = std::getenv("PRECIS_PROGRAMS");
  return wanted == nullptr ? 260 : std::atoi(wanted);
}
// The interpreter is fast enough for more of them.
static int law_program_count() {
  return 5 * program_count();
}
static constexpr int RecordsEach = 40;
static constexpr int CompletionsEach = 3;
// Of these records, one in so many is explained from both traces.
static constexpr int ExplainedEach = 8;

namespace {

bool is_unknown(const Cell& cell, const runtime::ValueType& type) {
  if (cell.may_fault) return true;
  if (type.form == runtime::Form::Bool || type.form == runtime::Form::Enum) {
    return (cell.low & (cell.low - 1)) != 0;
  }
  return cell.low != cell.high;
}

// Whether everything `fine` allows, `coarse` allows too.
bool refines(const Cell& fine, const Cell& coarse, const runtime::ValueType& type) {
  if (fine.may_fault && !coarse.may_fault) return false;
  if (fine.no_value) return true;
  if (coarse.no_value) return false;
  if (type.form == runtime::Form::Bool || type.form == runtime::Form::Enum) {
    return (fine.low & ~coarse.low) == 0;
  }
  return fine.low >= coarse.low && fine.high <= coarse.high;
}

// One generated program with the interpreter's evaluation of records.
struct Subject {
  explicit Subject(GeneratedProgram generated)
      : program(std::move(generated.program)),
        decision(generated.decision),
        layout(program, decision),
        keep(untouchable(program, decision)) {}

  interp::Evaluation evaluate(const runtime::Record& record,
                              const runtime::Symbols& symbols) const {
    return interp::decide(program, decision, layout, record, symbols);
  }
  // Of a node of member scope.
  Cell cell(const interp::Evaluation& evaluation, NodeId node) const {
    return evaluation.trace[layout.place(node)->slot];
  }
  const ir::Decision& ladder() const { return program.decisions[decision]; }
  const ir::OutcomeValue& outcome(std::size_t rule) const { return ir::outcome_of(ladder(), rule); }
  bool collects() const { return ladder().combination == ir::Combination::Collect; }

  ir::Program program;
  ir::DecisionId decision;
  ir::TraceLayout layout;
  Untouchable keep;
};

bool same_outcome(const Subject& s, const interp::Evaluation& a, std::size_t rule_a,
                  const interp::Evaluation& b, std::size_t rule_b) {
  const ir::OutcomeValue& x = s.outcome(rule_a);
  const ir::OutcomeValue& y = s.outcome(rule_b);
  if (x.alternative != y.alternative) return false;
  for (std::size_t i = 0; i < x.payload.size(); ++i) {
    if (x.payload[i].has_value() != y.payload[i].has_value()) return false;
    if (!x.payload[i]) continue;
    const Cell left = s.cell(a, s.program.occurrences[*x.payload[i]].node);
    const Cell right = s.cell(b, s.program.occurrences[*y.payload[i]].node);
    if (!(left == right)) return false;
  }
  return true;
}

// Rules that may give the outcome: live ones up to the first sure one, and `otherwise` if none is.
std::vector<std::size_t> possible_rules(const Subject& s, const interp::Evaluation& e) {
  std::vector<std::size_t> result;
  for (std::size_t i = 0; i < s.ladder().rules.size(); ++i) {
    const Cell applies = s.cell(e, s.ladder().rules[i].applies);
    if (applies.low & runtime::CanBeTrue) result.push_back(i);
    if (applies.low == runtime::CanBeTrue && !applies.may_fault) return result;
  }
  result.push_back(s.ladder().rules.size());
  return result;
}

// Law 1, on the answers: what a completion gives was possible before. Node by node below.
bool outcome_was_possible(const Subject& s, const interp::Evaluation& partial,
                          const interp::Evaluation& complete) {
  if (complete.answer.kind != AnswerKind::Decided) return true;
  for (std::size_t rule : possible_rules(s, partial)) {
    const ir::OutcomeValue& then = s.outcome(rule);
    const ir::OutcomeValue& given = s.outcome(complete.answer.rule);
    if (then.alternative == given.alternative) return true;
  }
  return false;
}

struct Violation {
  std::string law;
};

// Laws 1 and 2 for a list: what surely applied still does, with the same outcome, and nothing does
// that was not possible.
std::optional<Violation> check_collected(const Subject& s, const interp::Evaluation& partial,
                                         const interp::Evaluation& complete) {
  for (std::size_t rule = 0; rule < s.ladder().rules.size(); ++rule) {
    const bool was_sure = runtime::has_rule(partial.collected.sure, rule);
    const bool is_sure = runtime::has_rule(complete.collected.sure, rule);
    if (was_sure && !is_sure) return Violation{"law 2: a rule that surely applied"};
    if (was_sure && !same_outcome(s, partial, rule, complete, rule)) {
      return Violation{"law 2: the outcome of a rule that surely applied"};
    }
    if (is_sure && !was_sure && !runtime::has_rule(partial.collected.possible, rule)) {
      return Violation{"law 1: a rule that could not apply"};
    }
  }
  return std::nullopt;
}

std::optional<Violation> check_completion(const Subject& s, const interp::Evaluation& partial,
                                          const interp::Evaluation& complete) {
  for (NodeId root : ir::roots(s.program, s.decision)) {
    if (s.program.graph[root].scope.depth != 0) continue;
    if (!refines(s.cell(complete, root), s.cell(partial, root), s.program.graph.type(root))) {
      return Violation{fmt::format("law 1: node {} is not among what was possible", root.index())};
    }
  }
  const AnswerKind before = partial.answer.kind;
  if (s.collects()) {
    if (const auto violation = check_collected(s, partial, complete)) return violation;
  } else if (!outcome_was_possible(s, partial, complete)) {
    return Violation{"law 1: the outcome"};
  }
  if (before == AnswerKind::NeedsInformation) return std::nullopt;
  if (complete.answer.kind != before) return Violation{"law 2: the kind of the answer"};
  if (s.collects()) return std::nullopt;
  if (before == AnswerKind::Decided &&
      !same_outcome(s, partial, partial.answer.rule, complete, complete.answer.rule)) {
    return Violation{"law 2: the outcome"};
  }
  return std::nullopt;
}

// Every place of a trace at which `node` is evaluated, with the cells of its operands there.
class Visitor {
 public:
  Visitor(const Subject& s, const interp::Evaluation& e, const runtime::Record& record)
      : s_(s), e_(e) {
    for (const auto& list : record.lists) counts_.push_back(list.size());
    bases_ = s.layout.bases(counts_);
  }

  void count_unknown_operands(std::array<std::uint64_t, OpCount>& counts) const {
    for (NodeId id : s_.layout.member_nodes()) count(id, 0, 0, counts);
    for (const auto& region : s_.layout.regions()) {
      const std::size_t outer = counts_[region.scope.lists[0]];
      const std::size_t inner = region.scope.depth == 2 ? counts_[region.scope.lists[1]] : 1;
      for (NodeId id : region.nodes) {
        for (std::size_t i = 0; i < outer; ++i) {
          for (std::size_t j = 0; j < inner; ++j) count(id, i, j, counts);
        }
      }
    }
  }

 private:
  Cell at(NodeId id, std::size_t i, std::size_t j) const {
    const auto place = *s_.layout.place(id);
    if (place.region == 0) return e_.trace[place.slot];
    const auto& region = s_.layout.regions()[place.region - 1];
    const std::size_t row = region.scope.depth == 1 ? i : i * counts_[region.scope.lists[1]] + j;
    return e_.trace[bases_[place.region] + row * region.nodes.size() + place.slot];
  }
  void count(NodeId id, std::size_t i, std::size_t j,
             std::array<std::uint64_t, OpCount>& counts) const {
    const ir::Node& node = s_.program.graph[id];
    const int op = static_cast<int>(node.op);
    // What these take in is not a cell: days that are not observed, candidates that are not one.
    const bool asks_for_more = node.op == ir::Op::Unseen || node.op == ir::Op::Possible;
    if (node.operands.empty() || asks_for_more) {
      counts[op] += is_unknown(at(id, i, j), s_.program.graph.type(id));
      return;
    }
    for (NodeId operand : node.operands) {
      const ir::Scope scope = s_.program.graph[operand].scope;
      const bool binds = ir::is_list_op(node.op) && scope.depth == node.b + 1;
      const std::size_t rows = binds ? counts_[static_cast<std::size_t>(node.a)] : 1;
      for (std::size_t row = 0; row < rows; ++row) {
        const std::size_t first = binds && node.b == 0 ? row : i;
        const std::size_t second = binds && node.b == 1 ? row : j;
        if (!is_unknown(at(operand, first, second), s_.program.graph.type(operand))) continue;
        ++counts[op];
        return;
      }
    }
  }

  const Subject& s_;
  const interp::Evaluation& e_;
  std::vector<std::size_t> counts_;
  std::vector<std::size_t> bases_;
};

bool rests_on_file(const Subject& s, const std::vector<std::string>& paths) {
  for (runtime::LeafIndex leaf : s.keep.leaves) {
    const std::string& path = s.program.schemas[0].leaves[leaf].fact;
    const std::string stem = path.substr(0, path.find('['));
    for (const std::string& wanted : paths) {
      if (wanted.substr(0, wanted.find('[')) == stem) return true;
    }
  }
  return false;
}

// Whether the program reads one of several items, of which there may be none.
bool picks_items(const Subject& s) {
  for (NodeId id : ir::reachable(s.program, s.decision)) {
    const ir::Op op = s.program.graph[id].op;
    if (op == ir::Op::SelectLast || op == ir::Op::SelectFirst || op == ir::Op::Least ||
        op == ir::Op::Greatest) {
      return true;
    }
  }
  return false;
}

bool reads_something_unknown(const Subject& s, const runtime::Record& record) {
  for (NodeId id : ir::reachable(s.program, s.decision)) {
    const ir::Node& node = s.program.graph[id];
    if (node.op != ir::Op::Fact) continue;
    if (is_unknown(record.facts[static_cast<std::size_t>(node.a)].cell, s.program.graph.type(id))) {
      return true;
    }
  }
  return false;
}

}  // namespace

class Laws : public testing::Test {
 protected:
  Laws() : world_(make_world()), symbols_(world_.catalogue) { intern_symbols(world_, symbols_); }

  Subject subject(int index) const {
    return Subject(generate_program(world_, 1000 + static_cast<std::uint64_t>(index)));
  }

  // A code that was supplied may be none of the catalog's, and no record can add to a catalog.
  bool waits_for_a_catalog(const Subject& s, const interp::Evaluation& evaluation,
                           const runtime::Record& record) const {
    const explain::Explanation explanation = explain::decision(
        s.program, s.decision, s.layout, evaluation.answer, evaluation.trace, record, symbols_, {});
    return std::all_of(explanation.missing.begin(), explanation.missing.end(),
                       [](const auto& fact) { return fact.path.starts_with("Goods["); });
  }

  World world_;
  runtime::Symbols symbols_;
};

// Interpreter and the three kernels give the same answers, and the same cells.
TEST_F(Laws, InterpreterAndCompiledCodeAgree) {
  std::map<AnswerKind, int> kinds;
  int pairs = 0;
  int lists = 0;
  for (int p = 0; p < program_count(); ++p) {
    const Subject s = subject(p);
    // Every other program as many short functions, every third for a processor without AVX-512.
    const std::size_t longest = p % 2 == 0 ? codegen::LongestFunction : 40;
    auto evaluator = driver::Evaluator::create(
        s.program, {.cpu = p % 3 == 0 ? "x86-64-v3" : "", .longest_function = longest});
    ASSERT_TRUE(evaluator.ok()) << evaluator.error();
    Random random(static_cast<std::uint64_t>(p) * 7919 + 1);
    std::vector<runtime::Record> records;
    runtime::Batch batch(world_.schema, world_.catalogue.enumerations);
    for (int r = 0; r < RecordsEach; ++r) {
      records.push_back(generate_record(world_, random));
      batch.append(records.back());
    }
    jit::Workspaces workspaces;
    const runtime::Answers answers =
        evaluator->decide(s.decision, batch.view(symbols_), workspaces);
    for (std::size_t r = 0; r < records.size(); ++r) {
      const interp::Evaluation expected = s.evaluate(records[r], symbols_);
      const jit::Trace traced = evaluator->trace(s.decision, records[r], symbols_);
      runtime::Batch single(world_.schema, world_.catalogue.enumerations);
      single.append(records[r]);
      const runtime::Answers alone =
          evaluator->decide(s.decision, single.view(symbols_), workspaces);
      ASSERT_EQ(alone[0], expected.answer) << "program " << p << " record " << r;
      ASSERT_EQ(alone.collected(0), expected.collected) << "program " << p << " record " << r;
      ASSERT_EQ(answers[r], expected.answer) << "program " << p << " record " << r << "\n"
                                             << ir::to_text(s.program);
      ASSERT_EQ(traced.answer, expected.answer) << "program " << p << " record " << r;
      ASSERT_EQ(traced.collected, expected.collected) << "program " << p << " record " << r;
      ASSERT_EQ(answers.collected(r), expected.collected) << "program " << p << " record " << r;
      lists += s.collects();
      for (NodeId id : s.layout.member_nodes()) {
        const std::size_t slot = s.layout.place(id)->slot;
        ASSERT_EQ(traced.cells[slot], expected.trace[slot])
            << "program " << p << " record " << r << " node " << id.index() << " "
            << ir::op_name(s.program.graph[id].op);
      }
      ASSERT_EQ(traced.cells, expected.trace) << "program " << p << " record " << r;
      if (r % ExplainedEach == 0) {
        explain::Identity extra;
        extra.compiler_version = driver::compiler_version();
        const explain::Explanation plain =
            explain::decision(s.program, s.decision, s.layout, expected.answer, expected.trace,
                              records[r], symbols_, extra);
        const explain::Explanation compiled = evaluator->explain(s.decision, records[r], symbols_);
        ASSERT_EQ(explain::render_json(plain), explain::render_json(compiled))
            << "program " << p << " record " << r;
      }
      ++kinds[expected.answer.kind];
      ++pairs;
    }
  }
  fmt::print(
      "note: agreement: {} pairs, {} of them lists; decided {}, needs information {}, fault {}, "
      "not "
      "governed {}\n",
      pairs, lists, kinds[AnswerKind::Decided], kinds[AnswerKind::NeedsInformation],
      kinds[AnswerKind::Fault], kinds[AnswerKind::NotGoverned]);
  EXPECT_GT(lists, pairs / 20);
  EXPECT_GE(pairs, std::min(10000, program_count() * RecordsEach));
  for (AnswerKind kind : {AnswerKind::Decided, AnswerKind::NeedsInformation, AnswerKind::Fault}) {
    EXPECT_GT(kinds[kind], 0);
  }
}

// Laws 1 to 3: a completion's exact result was possible, a decided outcome stays, adverse ones too.
TEST_F(Laws, CompletionsStayWithinWhatWasPossible) {
  std::array<std::uint64_t, OpCount> unknown_operands{};
  int pairs = 0;
  int decided = 0;
  int decided_with_unknown = 0;
  int adverse_checked = 0;
  for (int p = 0; p < law_program_count(); ++p) {
    const Subject s = subject(p);
    Random random(static_cast<std::uint64_t>(p) * 7919 + 1);
    for (int r = 0; r < RecordsEach; ++r, ++pairs) {
      const runtime::Record record = generate_record(world_, random);
      const interp::Evaluation partial = s.evaluate(record, symbols_);
      Visitor(s, partial, record).count_unknown_operands(unknown_operands);
      const bool is_decided = partial.answer.kind == AnswerKind::Decided;
      decided += is_decided;
      decided_with_unknown += is_decided && reads_something_unknown(s, record);
      for (int c = 0; c < CompletionsEach; ++c) {
        const runtime::Record completed = complete(world_, record, s.keep, random);
        const auto violation = check_completion(s, partial, s.evaluate(completed, symbols_));
        ASSERT_FALSE(violation) << violation->law << "; program " << p << " record " << r << "\n"
                                << ir::to_text(s.program);
        adverse_checked +=
            is_decided && !s.collects() && s.outcome(partial.answer.rule).alternative == 2;
      }
    }
  }
  fmt::print(
      "note: laws 1 to 3: {} pairs, {} completions each; decided {}, of them {} ({}%) with an "
      "unknown fact that the decision reads; adverse outcomes checked {}\n",
      pairs, CompletionsEach, decided, decided_with_unknown, 100 * decided_with_unknown / pairs,
      adverse_checked);
  EXPECT_GE(decided_with_unknown * 100, 30 * pairs) << "too few cases are decided though unknown";
  EXPECT_GT(adverse_checked, 100);
  std::string met;
  for (int op = 0; op < OpCount; ++op) {
    const std::string_view name = ir::op_name(static_cast<ir::Op>(op));
    if (static_cast<ir::Op>(op) == ir::Op::Constant) continue;
    met += fmt::format("{}{} {}", met.empty() ? "" : ", ", name, unknown_operands[op]);
    EXPECT_GE(unknown_operands[op], 100u) << name;
  }
  fmt::print("note: unknown operands met: {}\n", met);
}

// Supplying any values for the missing facts decides the decision, or makes it fault.
TEST_F(Laws, MissingFactsAreEnough) {
  int checked = 0;
  int open_histories = 0;
  for (int p = 0; p < law_program_count(); ++p) {
    const Subject s = subject(p);
    Random random(static_cast<std::uint64_t>(p) * 104729 + 3);
    for (int r = 0; r < RecordsEach; ++r) {
      runtime::Record record = generate_record(world_, random);
      const interp::Evaluation partial = s.evaluate(record, symbols_);
      if (partial.answer.kind != AnswerKind::NeedsInformation) continue;
      const explain::Explanation explanation = explain::decision(
          s.program, s.decision, s.layout, partial.answer, partial.trace, record, symbols_, {});
      std::vector<std::string> paths;
      for (const explain::MissingFact& fact : explanation.missing) paths.push_back(fact.path);
      ASSERT_FALSE(paths.empty()) << "program " << p << " record " << r << "\n"
                                  << ir::to_text(s.program);
      // Nothing can make an open history known, nor a selection that found nothing on file; and
      // what is on file has to stay as an on-file test or assumption read it.
      if (rests_on_file(s, paths) || !supply(world_, record, paths, random)) {
        ++open_histories;
        continue;
      }
      const interp::Evaluation supplied = s.evaluate(record, symbols_);
      const AnswerKind after = supplied.answer.kind;
      if (after == AnswerKind::NeedsInformation && waits_for_a_catalog(s, supplied, record)) {
        ++open_histories;
        continue;
      }
      const bool selects =
          picks_items(s) && std::find(paths.begin(), paths.end(), "member.fills") != paths.end();
      if (selects && after == AnswerKind::NeedsInformation) {
        ++open_histories;
        continue;
      }
      ASSERT_NE(after, AnswerKind::NeedsInformation)
          << "program " << p << " record " << r << ": supplied "
          << fmt::format("{}", fmt::join(paths, ", ")) << "\n"
          << ir::to_text(s.program);
      ++checked;
    }
  }
  fmt::print(
      "note: missing facts: {} decisions settled by supplying them; {} wait for a history that "
      "cannot be completed\n",
      checked, open_histories);
  EXPECT_GT(checked, program_count());
}

// Ten planted defects, each caught by the laws.
TEST_F(Laws, PlantedDefectsAreCaught) {
  for (const NamedDefect& planted : all_defects()) {
    int tried = 0;
    bool caught = false;
    for (int p = 0; p < 400 && !caught; ++p) {
      const Subject original = subject(p);
      Subject s(with_defect({original.program, original.decision}, planted.defect));
      // The defect reads what is known where the original reads values: not an author's assumption.
      s.keep = original.keep;
      Random random(static_cast<std::uint64_t>(p) * 7919 + 1);
      for (int r = 0; r < RecordsEach && !caught; ++r, ++tried) {
        const runtime::Record record = generate_record(world_, random);
        const interp::Evaluation partial = s.evaluate(record, symbols_);
        for (int c = 0; c < CompletionsEach && !caught; ++c) {
          const runtime::Record completed = complete(world_, record, s.keep, random);
          caught = check_completion(s, partial, s.evaluate(completed, symbols_)).has_value();
        }
      }
    }
    fmt::print("note: planted defect \"{}\": {} after {} pairs\n", planted.name,
               caught ? "caught" : "NOT CAUGHT", tried);
    EXPECT_TRUE(caught) << planted.name;
  }
}

}  // namespace precis::property
