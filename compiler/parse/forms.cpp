#include "compiler/parse/forms.h"

#include <fmt/format.h>

#include <array>
#include <cstddef>
#include <string_view>

#include "PrecisParser.h"

namespace precis::parse {

using Rules = grammar::PrecisParser;

namespace {

struct Form {
  std::size_t rule;
  std::string_view what;
  std::string_view written;
};

constexpr std::array Forms = {
    Form{Rules::RuleModuleLine, "a file begins with its module", "module my.policies"},
    Form{Rules::RuleUse, "names of another module", "use precis.codes { RxNorm, LOINC }"},
    Form{Rules::RuleCodeSystem, "a code system", "codesystem LOINC \"http://loinc.org\""},
    Form{Rules::RuleCodeType, "a kind of code", "code Drug of RxNorm"},
    Form{Rules::RuleValueSetEntry, "a line of a value set", "\"6809\" \"metformin\""},
    Form{Rules::RuleValueSet, "a value set",
         "valueset Statin of RxNorm version \"2026\" { \"36567\" \"simvastatin\" }"},
    Form{Rules::RuleMeasurement, "a measurement",
         "measurement LDL of LOINC { \"13457-7\" } in 'mg/dL' 0 to 1000"},
    Form{Rules::RuleEnumMember, "a member", "red \"red\""},
    Form{Rules::RuleEnumeration, "a type", "type Colour { red \"red\"  blue \"blue\" }"},
    Form{Rules::RuleField, "a field", "weight : kg 0.2 to 700.0 ?"},
    Form{Rules::RuleRecord, "a record", "record Visit { date : Date }"},
    Form{Rules::RuleCatalog, "a catalog",
         "catalog Product keyed by Drug version \"2026\" from \"products.csv\" { ... }"},
    Form{Rules::RuleAlternative, "an alternative", "approve (for : months) favorable"},
    Form{Rules::RuleOutcomeType, "an outcome", "outcome Answer { yes favorable  no review }"},
    Form{Rules::RuleFunctionAllele, "an allele", "*2 no"},
    Form{Rules::RuleValueAllele, "an allele", "*10 0.25"},
    Form{Rules::RulePairRow, "a line of a function pair", "normal, no : intermediate_metabolizer"},
    Form{Rules::RuleScoreRow, "a line of an activity score", "from 1.25 : normal_metabolizer"},
    Form{Rules::RuleVariantRow, "a line of a variant", "any associated : at_risk"},
    Form{Rules::RuleCopyRule, "a line of copies", "*1 *2 up to 2, then at_least 3"},
    Form{Rules::RuleGeneItem, "a part of a gene", "alleles by function { *1 normal  *2 no }"},
    Form{Rules::RuleParameterEntry, "a value of a parameter", "from 2026-01-01 : $2,100.00"},
    Form{Rules::RuleParameter, "a parameter",
         "parameter ceiling : USD { from 2026-01-01 : $2,100.00 }"},
    Form{Rules::RuleDefine, "a definition", "define years = age(member.birth_date)"},
    Form{Rules::RuleRow, "a row", "any | small => yes"},
    Form{Rules::RuleTable, "a table", "table dose (age : years) gives mg by unique { ... }"},
    Form{Rules::RuleSourceDecl, "a source", "source label = label \"Prescribing information\""},
    Form{Rules::RuleBecause, "a reason", "because \"the quantity is above the limit\""},
    Form{Rules::RuleCite, "a citation", "cite label section \"2.1\""},
    Form{Rules::RuleOutcome, "an outcome", "refer to pharmacist, reason criteria_not_met"},
    Form{Rules::RuleRuleDecl, "a rule",
         "rule name \"title\" { when ...  then ...  because \"...\"  cite ... }"},
    Form{Rules::RulePhase, "a phase", "phase renewal \"Renewal\" { when ...  decision ... }"},
    Form{Rules::RuleGuarantee, "a guarantee", "guarantee name \"title\" when ... { ... }"},
    Form{Rules::RuleDecision, "a decision", "decision coverage : Coverage by first match { ... }"},
    Form{Rules::RulePolicy, "a policy",
         "policy name \"title\" (member : Member, request : CoverageRequest) at request.date { ... "
         "}"},
    Form{Rules::RulePlanItem, "a stage of a plan",
         "stage safety \"Safety\" by most severe { opioids.coverage }"},
    Form{
        Rules::RulePlan, "a plan",
        "plan name \"title\" (member : Member, request : CoverageRequest) at request.date { ... }"},
    Form{Rules::RuleOverlay, "an overlay",
         "overlay name \"title\" (member : Member, request : CoverageRequest) at request.date { "
         "... }"},
    Form{Rules::RuleFieldValue, "a value of a record", "date: 2026-01-31"},
    Form{Rules::RuleTestItem, "a line of a test", "expect policy.decision is approve"},
    Form{Rules::RuleTest, "a test", "test \"title\" { given member { ... }  expect ... }"},
    Form{Rules::RuleAcceptMutant, "an acceptance", "accept mutant \"...\" justified by \"...\""},
};

}  // namespace

std::string form_around(const antlr4::RuleContext* context) {
  for (; context != nullptr; context = static_cast<const antlr4::RuleContext*>(context->parent)) {
    for (const Form& it : Forms) {
      if (it.rule != context->getRuleIndex()) continue;
      return fmt::format("{}: `{}`", it.what, it.written);
    }
  }
  return "a file holds declarations: `use`, `define`, `table`, `policy`, `test` and others";
}

}  // namespace precis::parse
