// The ladder: from conditions and payloads to the answer, by every combination of what two
// conditions can be, against the words of the language page; and effective period and governs.

#include "runtime/answer.h"
#include "tests/unit/codegen/op_bench.h"

namespace precis::testing {

using ir::NodeId;
using runtime::Answer;
using runtime::AnswerKind;
using runtime::between;
using runtime::Cell;
using runtime::exact;
using runtime::NoRule;

static Answer decided(std::uint16_t rule) {
  return {AnswerKind::Decided, 0, rule};
}
static Answer fault(std::uint16_t rule) {
  return {AnswerKind::Fault, 0, rule};
}
static constexpr Answer NeedsInformation{AnswerKind::NeedsInformation, 0, NoRule};
static constexpr Answer NotGoverned{AnswerKind::NotGoverned, 0, NoRule};
static constexpr Answer NotInForce{AnswerKind::NotInForce, 0, NoRule};

// A decision over one Bool and one number, each of which can be given any cell.
class LadderBench {
 public:
  // `make` adds rules, given the nodes of the operands.
  LadderBench(const std::vector<runtime::ValueType>& types,
              const std::function<void(IrBuilder&, const std::vector<NodeId>&)>& make) {
    IrBuilder b;
    std::vector<NodeId> nodes;
    for (const runtime::ValueType& type : types) {
      const bool is_number = type.form == runtime::Form::Number;
      values_.push_back(b.leaf(type, is_number ? Sureness::Approximate : Sureness::Optional));
      divisors_.push_back(b.leaf(whole(0, 1), Sureness::Approximate));
      const NodeId zero = b.constant(whole(0, 0), 0);
      const NodeId sound = b.truth(ir::Op::CompareQuotient, {zero, b.fact(divisors_.back()), zero},
                                   static_cast<std::int64_t>(runtime::Relation::LessEqual));
      nodes.push_back(b.node(ir::Op::Choose, type, {sound, b.fact(values_.back())}));
    }
    make(b, nodes);
    program_ = b.finish();
    compiled_ = std::make_unique<Compiled>(*program_);
  }

  Answer ask(const std::vector<Given>& operands, std::int64_t at = Today) {
    runtime::Record record = IrBuilder::record(*program_);
    IrBuilder::set(record, 0, exact(at));
    for (std::size_t i = 0; i < operands.size(); ++i) {
      const Cell faults[] = {exact(1), between(0, 1), exact(0)};
      IrBuilder::set(record, values_[i], operands[i].value);
      IrBuilder::set(record, divisors_[i], faults[static_cast<std::size_t>(operands[i].fault)]);
    }
    compiled_->add(record);
    compiled_->run();
    return compiled_->answer(compiled_->size() - 1);
  }

 private:
  std::vector<runtime::LeafIndex> values_;
  std::vector<runtime::LeafIndex> divisors_;
  std::optional<ir::Program> program_;
  std::unique_ptr<Compiled> compiled_;
};

static const Given T{runtime::mask(1)}, F{runtime::mask(2)}, Either{runtime::mask(3)};
static const Given X{runtime::mask(1), Fault::Surely};
static const Given TrueOrFault{runtime::mask(1), Fault::May};
static const Given FalseOrFault{runtime::mask(2), Fault::May};
static const Given Anything{runtime::mask(3), Fault::May};

TEST(Ladder, TwoRulesWithDifferentOutcomes) {
  LadderBench bench({boolean(), boolean()}, [](IrBuilder& b, const auto& of) {
    b.rule(of[0], 1, {});
    b.rule(of[1], 2, {});
    b.otherwise(0, {});
  });
  EXPECT_EQ(bench.ask({T, X}), decided(0));
  EXPECT_EQ(bench.ask({F, T}), decided(1));
  EXPECT_EQ(bench.ask({F, F}), decided(2));
  EXPECT_EQ(bench.ask({F, Either}), NeedsInformation);
  EXPECT_EQ(bench.ask({Either, T}), NeedsInformation);
  EXPECT_EQ(bench.ask({X, T}), fault(0));
  EXPECT_EQ(bench.ask({F, X}), fault(1));
  EXPECT_EQ(bench.ask({Either, X}), NeedsInformation);
  EXPECT_EQ(bench.ask({FalseOrFault, X}), fault(1));
  EXPECT_EQ(bench.ask({FalseOrFault, T}), NeedsInformation);
  EXPECT_EQ(bench.ask({TrueOrFault, T}), NeedsInformation);
  EXPECT_EQ(bench.ask({Anything, F}), NeedsInformation);
}

TEST(Ladder, UnsureRulesWithTheSameOutcomeDecide) {
  LadderBench bench({boolean(), boolean()}, [](IrBuilder& b, const auto& of) {
    const NodeId tier = b.constant(whole(0, 5), 2);
    b.rule(of[0], 1, {tier, std::nullopt});
    b.rule(of[1], 1, {tier, std::nullopt});
    b.otherwise(1, {tier, tier});
  });
  EXPECT_EQ(bench.ask({Either, T}), decided(1));
  EXPECT_EQ(bench.ask({Either, F}), NeedsInformation);  // otherwise has one more field
  EXPECT_EQ(bench.ask({Either, Either}), NeedsInformation);
  EXPECT_EQ(bench.ask({T, Either}), decided(0));
}

TEST(Ladder, ComputedPayloadsAreComparedByValue) {
  LadderBench bench({boolean(), whole(0, 9)}, [](IrBuilder& b, const auto& of) {
    b.rule(of[0], 1, {of[1]});
    b.otherwise(1, {b.constant(whole(0, 9), 4)});
  });
  EXPECT_EQ(bench.ask({Either, {exact(4)}}), decided(1));
  EXPECT_EQ(bench.ask({Either, {exact(5)}}), NeedsInformation);
  EXPECT_EQ(bench.ask({Either, {between(4, 5)}}), NeedsInformation);
  EXPECT_EQ(bench.ask({T, {exact(5)}}), decided(0));
  EXPECT_EQ(bench.ask({T, {between(4, 5)}}), NeedsInformation);
  EXPECT_EQ(bench.ask({T, {exact(4), Fault::May}}), NeedsInformation);
  EXPECT_EQ(bench.ask({T, {exact(4), Fault::Surely}}), fault(0));
  EXPECT_EQ(bench.ask({F, {exact(4), Fault::Surely}}), decided(1));
  EXPECT_EQ(bench.ask({Either, {exact(4), Fault::Surely}}), NeedsInformation);
}

TEST(Ladder, PayloadsOfEveryFormMustBeOneValue) {
  LadderBench bench({boolean(), code()},
                    [](IrBuilder& b, const auto& of) { b.otherwise(0, {of[0], of[1]}); });
  EXPECT_EQ(bench.ask({T, {exact(3)}}), decided(0));
  EXPECT_EQ(bench.ask({Either, {exact(3)}}), NeedsInformation);
  EXPECT_EQ(bench.ask({T, {between(0, runtime::UnknownCodeHigh)}}), NeedsInformation);
  EXPECT_EQ(bench.ask({X, {exact(3)}}), fault(0));
  EXPECT_EQ(bench.ask({Either, {exact(3), Fault::Surely}}), fault(0));
}

TEST(Ladder, GovernsComesFirst) {
  LadderBench bench({boolean()}, [](IrBuilder& b, const auto& of) {
    b.governs(of[0]);
    b.otherwise(0, {});
  });
  EXPECT_EQ(bench.ask({T}), decided(0));
  EXPECT_EQ(bench.ask({F}), NotGoverned);
  EXPECT_EQ(bench.ask({X}), fault(NoRule));
  for (const Given& unsure : {Either, TrueOrFault, FalseOrFault, Anything}) {
    EXPECT_EQ(bench.ask({unsure}), NeedsInformation);
  }
}

TEST(Ladder, BothEndsOfTheEffectivePeriodAreInIt) {
  LadderBench bench({boolean()}, [](IrBuilder& b, const auto& of) {
    b.effective(Today, Today + 10);
    b.governs(of[0]);
    b.otherwise(0, {});
  });
  EXPECT_EQ(bench.ask({T}, Today - 1), NotInForce);
  EXPECT_EQ(bench.ask({F}, Today - 1), NotGoverned);
  EXPECT_EQ(bench.ask({T}, Today), decided(0));
  EXPECT_EQ(bench.ask({T}, Today + 10), decided(0));
  EXPECT_EQ(bench.ask({X}, Today + 11), NotInForce);
}

}  // namespace precis::testing
