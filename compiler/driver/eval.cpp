#include "compiler/driver/eval.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <utility>
#include <variant>

#include "compiler/diagnostics/nearest.h"
#include "compiler/driver/compile.h"
#include "compiler/explain/explain.h"
#include "compiler/interp/interp.h"
#include "compiler/lower/lower.h"
#include "compiler/parse/parse.h"
#include "compiler/support/check.h"
#include "compiler/typed/print.h"
#include "runtime/date.h"

namespace precis::driver {

namespace {

// The definition that the expression becomes.
constexpr std::string_view DefineName = "value_of_the_expression";

// Around an expression that no policy was named for.
constexpr std::string_view StandardPolicy = R"(module expression
use precis.codes {{ RxNorm, ICD10CM, LOINC }}
use precis.member {{ Member, CoverageRequest }}
use precis.benefit {{ Coverage }}
{}policy expression "Expression" (member : Member, request : CoverageRequest) at request.date {{
  version    "1"
  effective  2026-01-01 to 2026-12-31
  decision coverage : Coverage by first match {{ otherwise approve tier 1, for 12 months }}
}}
)";

struct PolicyPlace {
  source::FileId file;
  std::string name;
  std::uint32_t end;  // of its text: after the last brace
};

std::vector<PolicyPlace> policies_of(const source::Map& sources) {
  std::vector<PolicyPlace> found;
  for (std::uint32_t i = 0; i < sources.size(); ++i) {
    diagnostics::Sink ignored;  // errors of the files are reported when they are checked
    const syntax::Module module = parse::file(sources, source::FileId(i), ignored);
    for (const syntax::Decl& decl : module.decls) {
      const auto* policy = std::get_if<syntax::Policy>(&decl.kind);
      if (policy == nullptr || decl.damaged) continue;
      found.push_back({source::FileId(i), std::string(policy->name.text), decl.span.end});
    }
  }
  return found;
}

// The name of what an expression can use, when the declaration is one of these.
template <class... Kinds>
std::optional<std::string> name_of(const syntax::Decl& decl) {
  std::optional<std::string> name;
  const auto look = [&](const auto* it) {
    if (it != nullptr) name = std::string(it->name.text);
  };
  (look(std::get_if<Kinds>(&decl.kind)), ...);
  return name;
}

// `use a.b { X, Y }` for each of the files: all that an expression can use.
std::string uses_of(const source::Map& sources) {
  std::string uses;
  for (std::uint32_t i = 0; i < sources.size(); ++i) {
    diagnostics::Sink ignored;  // as above
    const syntax::Module module = parse::file(sources, source::FileId(i), ignored);
    if (!module.path) continue;
    std::vector<std::string> names;
    for (const syntax::Decl& decl : module.decls) {
      auto name = name_of<syntax::CodeSystem, syntax::ValueSet, syntax::Measurement,
                          syntax::Catalog, syntax::Parameter, syntax::Define, syntax::Table>(decl);
      if (name && !decl.damaged) names.push_back(*std::move(name));
    }
    if (names.empty()) continue;
    uses +=
        fmt::format("use {} {{ {} }}\n", sources.text(module.path->span), fmt::join(names, ", "));
  }
  return uses;
}

// The policy meant; an error when that cannot be told.
const PolicyPlace* policy_named(const std::vector<PolicyPlace>& policies, const std::string& name,
                                diagnostics::Sink& sink) {
  if (name.empty() && policies.size() == 1) return &policies[0];
  std::vector<std::string_view> names;
  for (const PolicyPlace& it : policies) {
    if (it.name == name) return &it;
    names.push_back(it.name);
  }
  if (name.empty()) {
    std::string all;
    for (const std::string_view it : names) all.append(all.empty() ? "" : ", ").append(it);
    sink.report(diagnostics::NoPolicyNamed.nowhere(diagnostics::Text(std::to_string(names.size())))
                    .help("add `--policy` with one of " + all));
    return nullptr;
  }
  auto error = diagnostics::UnknownPolicy.nowhere(diagnostics::Name(name));
  if (auto near = diagnostics::nearest_name(name, names)) {
    error = std::move(error).help(fmt::format("did you mean `{}`?", *near));
  }
  sink.report(std::move(error));
  return nullptr;
}

// The texts of the policies, the expression a definition in one of them.
struct Woven {
  source::Map sources;
  source::FileId file = source::FileId(0);
  std::uint32_t insertion = 0;  // of the definition
  std::uint32_t begin = 0;      // of the expression in it
};

// Moves what is said of the woven text to the expression's own.
class Moved {
 public:
  Moved(const Woven& woven, source::FileId expression, std::uint32_t size)
      : woven_(woven), expression_(expression), size_(size) {}

  std::optional<diagnostics::Diagnostic> of(diagnostics::Diagnostic report) const {
    // Warnings are about the policies, which are not asked about.
    if (report.severity != diagnostics::Severity::Error) return std::nullopt;
    if (report.primary) {
      // After the expression stands the brace of the policy.
      constexpr std::string_view Brace = "found `}`";
      const bool is_after =
          report.primary->file == woven_.file && report.primary->begin >= woven_.begin + size_;
      if (is_after && report.message.ends_with(Brace)) {
        report.message.replace(report.message.size() - Brace.size(), Brace.size(),
                               "found the end of it");
        report.help_text = "write the expression to its end";
      }
      // So is what else may stand in a policy.
      constexpr std::string_view Items = "`month ends refuse`, found ";
      const auto items = report.message.find(Items);
      if (report.primary->file == woven_.file && items != std::string::npos) {
        report.message = "expected the end of the expression, found " +
                         report.message.substr(items + Items.size());
      }
      report.primary = moved(*report.primary);
    }
    for (diagnostics::Label& label : report.labels) label.span = moved(label.span);
    return report;
  }

 private:
  source::Span moved(source::Span span) const {
    if (span.file != woven_.file) return span;
    if (span.begin < woven_.insertion) {
      return {span.file, span.begin, std::min(span.end, woven_.insertion)};
    }
    if (span.begin < woven_.begin) return {expression_, 0, size_};
    const auto in = [&](std::uint32_t offset) { return std::min(offset - woven_.begin, size_); };
    return {expression_, in(span.begin), in(span.end)};
  }

  const Woven& woven_;
  source::FileId expression_;
  std::uint32_t size_;
};

Woven weave(const source::Map& sources, const PolicyPlace& policy, const std::string& expression) {
  Woven woven;
  woven.file = policy.file;
  for (std::uint32_t i = 0; i < sources.size(); ++i) {
    const source::File& file = sources[source::FileId(i)];
    std::string text = file.text;
    if (source::FileId(i) == policy.file) {
      const std::string define = fmt::format("define {} =\n", DefineName);
      woven.insertion = policy.end - 1;
      woven.begin = woven.insertion + static_cast<std::uint32_t>(define.size());
      text.insert(policy.end - 1, define + expression + "\n");
    }
    woven.sources.add(file.path, std::move(text));
  }
  return woven;
}

// Adds a decision whose outcome is the value, and lets the policy govern every request on every
// day.
void add_decision(typed::Program& program, typed::PolicyId id, typed::ExprId value) {
  const auto outcome = static_cast<std::uint32_t>(program.outcomes.size());
  const typed::TypeId type = program.exprs[value].type;
  program.outcomes.push_back(
      {"Value", {{"is", typed::Standing::Favorable, false, {{"value", type, false}}}}});
  typed::Policy& policy = program.policies[id];
  policy.governs.reset();
  policy.effective_from = runtime::days_from_civil({runtime::FirstYear, 1, 1});
  policy.effective_to = runtime::days_from_civil({runtime::LastYear, 12, 31});
  const typed::Fallback otherwise{policy.span, {0, {value}, policy.span}, {}, {}};
  policy.decisions.push_back(
      program.decisions.add({std::string(DefineName), id, outcome, {}, otherwise, policy.span}));
}

// The decision that was added, which no policy of an author has.
ir::DecisionId added_decision(const ir::Program& program) {
  for (std::uint32_t i = 0; i < program.decisions.size(); ++i) {
    if (program.decisions[ir::DecisionId(i)].name == DefineName) return ir::DecisionId(i);
  }
  CHECK(false, "the decision that gives the value is not there");
  return ir::DecisionId(0);
}

std::optional<typed::ExprId> find_value(const typed::Program& program,
                                        const typed::Policy& policy) {
  for (const typed::DefineId id : policy.defines) {
    if (program.defines[id].name == DefineName) return program.defines[id].body;
  }
  return std::nullopt;
}

std::optional<Question> lowered(typed::Checked checked, const std::string& policy,
                                const source::Map& sources) {
  typed::Program& program = checked.program;
  for (std::uint32_t i = 0; i < program.policies.size(); ++i) {
    const typed::PolicyId id(i);
    if (program.policies[id].name != policy) continue;
    const auto value = find_value(program, program.policies[id]);
    if (!value) continue;
    const typed::Type& type = program.types[program.exprs[*value].type];
    if (std::holds_alternative<typed::ItemType>(type)) return std::nullopt;
    Question question{nullptr, ir::DecisionId(0),
                      typed::type_text(program, program.exprs[*value].type)};
    add_decision(program, id, *value);
    const auto sound = typed::seal(std::move(checked));
    CHECK(sound.has_value(), "a program without an error is not sound");
    auto made = std::make_unique<ir::Program>(lower::program(*sound, sources));
    const std::string broken = ir::verify(*made);
    CHECK(broken.empty(), broken.c_str());
    question.decision = added_decision(*made);
    question.program = std::move(made);
    return question;
  }
  return std::nullopt;
}

const ir::Policy& policy_of(const Question& question) {
  const ir::Program& program = *question.program;
  return program.policies[program.decisions[question.decision].policy];
}

}  // namespace

std::optional<Question> ask(source::Map& sources, const std::string& policy,
                            const std::string& expression, diagnostics::Sink& sink) {
  std::vector<PolicyPlace> policies = policies_of(sources);
  if (policies.empty() && policy.empty()) {
    sources.add("standard policy", fmt::format(fmt::runtime(StandardPolicy), uses_of(sources)));
    policies = policies_of(sources);
  }
  const PolicyPlace* place = policy_named(policies, policy, sink);
  if (place == nullptr) return std::nullopt;
  Woven woven = weave(sources, *place, expression);
  diagnostics::Sink found;
  typed::Checked checked = check(woven.sources, found);
  // The library files that were added, so that labels may point into them.
  for (std::uint32_t i = static_cast<std::uint32_t>(sources.size()); i < woven.sources.size();
       ++i) {
    const source::File& file = woven.sources[source::FileId(i)];
    sources.add(file.path, file.text);
  }
  const source::FileId text = sources.add(ExpressionFile, expression);
  const Moved moved(woven, text, static_cast<std::uint32_t>(expression.size()));
  for (const diagnostics::Diagnostic& report : found.all()) {
    if (auto it = moved.of(report)) sink.report(*std::move(it));
  }
  if (sink.has_errors()) return std::nullopt;
  auto question = lowered(std::move(checked), place->name, woven.sources);
  if (!question) {
    const source::Span all{text, 0, static_cast<std::uint32_t>(expression.size())};
    sink.report(diagnostics::NotAValue.at(all, diagnostics::Text("an item"))
                    .help("put it in parentheses and name a field of it: `(latest …).value`"));
  }
  return question;
}

runtime::Record nothing_known(const Question& question) {
  const ir::Program& program = *question.program;
  const runtime::Schema& schema = program.schemas[policy_of(question).schema];
  runtime::Record record = runtime::blank_record(schema, program.catalogue.enumerations);
  record.facts[schema.at] = {runtime::exact(runtime::days_from_civil({2026, 1, 1})),
                             runtime::Cause::Known, 0};
  return record;
}

Value evaluate(const Question& question, const runtime::Record& record,
               const runtime::Symbols& symbols) {
  const ir::Program& program = *question.program;
  const ir::TraceLayout layout(program, question.decision);
  const interp::Evaluation evaluation =
      interp::decide(program, question.decision, layout, record, symbols);
  const explain::Explanation it = explain::decision(
      program, question.decision, layout, evaluation.answer, evaluation.trace, record, symbols, {});
  const explain::Payload& payload = it.rules.back().outcome.payload.at(0);
  Value value{payload.value, false, it.identity.at, it.missing, it.assumptions};
  value.may_fault = value.text.ends_with("a fault");
  if (question.type == "Bool" && value.text.starts_with("unknown")) {
    value.text.replace(0, 7, "true or false");
  }
  return value;
}

}  // namespace precis::driver
