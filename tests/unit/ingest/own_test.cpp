#include "tests/unit/ingest/reading.h"

namespace precis::runtime::ingest {
namespace {

const std::string Request =
    R"("request": {"drug": "309362", "date": "2026-03-01", "quantity": 30, "days_supply": 30})";
const std::string Base = R"("id": "M1", "birth_date": "1961-05-01", "enrolled_from": "2020-01-01")";

std::string with_member(const std::string& more) {
  return R"({"member": {)" + Base + (more.empty() ? "" : ", " + more) + "}, " + Request + "}";
}

std::string with_request(const std::string& request) {
  return R"({"member": {)" + Base + R"(}, "request": {)" + request + "}}";
}

using Own = Reading;

TEST_F(Own, ReadsEveryKindOfField) {
  const Record r = record(with_member(
      R"("sex": "female", "weight": 70.25, "copay": 12.5, "enrolled_to": null,
         "genome": {"CYP2C19": "*2/*1"},
         "diagnoses": [{"code": "I21.4", "onset": "2026-02"}],
         "fills": [{"drug": "309362", "date": "2026-02-01", "days_supply": 30, "quantity": 30.5}],
         "labs": [{"code": "8636-3", "date": "2026-01-15", "value": 480}],
         "allergies": [{"drug": "32968", "kind": "intolerance"}])"));
  EXPECT_EQ(code(fact(r, "member.id")), "M1");
  EXPECT_EQ(fact(r, "member.birth_date").cell, exact(day("1961-05-01")));
  EXPECT_EQ(fact(r, "member.sex").cell, mask(1));
  EXPECT_EQ(fact(r, "member.weight").cell, exact(702));
  EXPECT_EQ(fact(r, "member.copay").cell, exact(1250));
  EXPECT_EQ(fact(r, "member.enrolled_to").cause, Cause::Absent);
  EXPECT_EQ(fact(r, "request.date").cell, exact(day("2026-03-01")));
  EXPECT_EQ(code(fact(r, "request.drug")), "309362");
  const Fact& onset = items(r, "member.diagnoses").at(0).facts.at(1);
  EXPECT_EQ(onset.cell, between(day("2026-02-01"), day("2026-02-28")));
  EXPECT_EQ(onset.cause, Cause::Imprecise);
  const Item& fill = items(r, "member.fills").at(0);
  EXPECT_EQ(fill.facts.at(2).cell, exact(30));
  EXPECT_EQ(fill.facts.at(3).cell, exact(305));
  EXPECT_EQ(items(r, "member.labs").at(0).facts.at(2).cell, exact(480));
  EXPECT_EQ(items(r, "member.allergies").at(0).facts.at(1).cell, mask(2));
}

TEST_F(Own, EveryFactSaysWhereItStood) {
  Reader all = reader("\n" + with_member(R"("fills": [{"drug": "309362", "date": "2026-02-01",
                                                        "days_supply": 30, "quantity": 30}])"));
  std::optional<Outcome> o = all.next();
  ASSERT_TRUE(o && o->records.size() == 1);
  const Record& r = o->records.front();
  EXPECT_EQ(r.source, "in.ndjson:2");
  const Fact& date = items(r, "member.fills").at(0).facts.at(1);
  EXPECT_EQ(r.origins.at(date.origin), (Origin{"in.ndjson:2", "member.fills[0].date"}));
  EXPECT_EQ(r.origins.at(fact(r, "member.birth_date").origin),
            (Origin{"in.ndjson:2", "member.birth_date"}));
}

TEST_F(Own, ApproximateNumbersAndDates) {
  Record r = record(with_member(R"("weight": {"low": 60, "high": 70.5})"));
  EXPECT_EQ(fact(r, "member.weight").cell, between(600, 705));
  EXPECT_EQ(fact(r, "member.weight").cause, Cause::Imprecise);
  r = record(with_member(R"("weight": {"value": 60, "comparator": "<"})"));
  EXPECT_EQ(fact(r, "member.weight").cell, between(2, 599));
  r = record(with_member(R"("weight": {"value": 60, "comparator": ">="})"));
  EXPECT_EQ(fact(r, "member.weight").cell, between(600, 7000));
  r = record(with_member(R"("diagnoses": [{"code": "I21.4",
                             "onset": {"low": "2025-01-10", "high": "2025-03"}}])"));
  EXPECT_EQ(items(r, "member.diagnoses").at(0).facts.at(1).cell,
            between(day("2025-01-10"), day("2025-03-31")));
}

TEST_F(Own, UnitsAreConvertedExactly) {
  Record r = record(with_member(R"("weight": {"value": 100, "unit": "lb_av"})"));
  EXPECT_EQ(fact(r, "member.weight").cell, exact(454));
  r = record(with_member(R"("weight": {"value": 70500, "unit": "g"})"));
  EXPECT_EQ(fact(r, "member.weight").cell, exact(705));
  r = record(with_member(R"("labs": [{"code": "13457-7", "date": "2026-01-15",
                                       "value": {"value": 2.5, "unit": "mmol/L"}}])"));
  // 2.5 mmol/L * 386.65 g/mol = 96.6625 mg/dL
  EXPECT_EQ(items(r, "member.labs").at(0).facts.at(2).cell, exact(967));
}

TEST_F(Own, CodesOfOtherSystemsAreKeptAsUnknown) {
  Record r = record(with_member(
      R"("diagnoses": [{"code": {"system": "http://snomed.info/sct", "code": "22298006"},
                        "onset": "2025-01-01"},
                       {"code": {"system": "LOINC", "code": "1"}, "onset": "2025-01-01"},
                       {"code": {"system": "ICD10CM", "code": "I21.4"}, "onset": "2025-01-01"}])"));
  ASSERT_EQ(items(r, "member.diagnoses").size(), 3u);
  for (int i : {0, 1}) {
    const Fact& unknown = items(r, "member.diagnoses").at(i).facts.at(0);
    EXPECT_EQ(unknown.cause, Cause::OtherCodeSystem);
    EXPECT_EQ(unknown.cell, between(0, UnknownCodeHigh));
  }
  EXPECT_EQ(code(items(r, "member.diagnoses").at(2).facts.at(0)), "I21.4");
}

TEST_F(Own, AGenomeMayBeOneDiplotypeSeveralAPhenotypeOrNothing) {
  const GeneSlot& slot = standard_.schema.genes.at(0);
  Record r = record(with_member(R"("genome": {"CYP2C19": ["*1/*2", "*1/*1"]})"));
  EXPECT_EQ(r.facts[slot.phenotype].cell, mask(0b0110));
  EXPECT_EQ(r.facts[slot.phenotype].cause, Cause::AmbiguousCall);
  ASSERT_EQ(r.lists[slot.candidates].size(), 2u);
  EXPECT_EQ(code(r.lists[slot.candidates][0].facts[0]), "*1/*2");
  r = record(with_member(R"("genome": {"CYP2C19": {"phenotype": "Poor Metabolizer"}})"));
  EXPECT_EQ(r.facts[slot.phenotype].cell, mask(1));
  EXPECT_EQ(r.facts[slot.phenotype].cause, Cause::Known);
  EXPECT_EQ(r.facts[slot.tested].cell, boolean(true));
  EXPECT_TRUE(r.lists[slot.candidates].empty());
  for (const char* none :
       {R"("genome": {})", R"("genome": {"CYP2C19": null})", R"("genome": null)"}) {
    r = record(with_member(none));
    EXPECT_EQ(r.facts[slot.phenotype].cell, mask(0b11111));
    EXPECT_EQ(r.facts[slot.phenotype].cause, Cause::NotTested);
    EXPECT_EQ(r.facts[slot.tested].cell, boolean(false));
  }
}

TEST_F(Own, NestedRecordsAndAbsentValues) {
  const Record r = record(with_request(
      R"("drug": "309362", "date": "2026-03-01", "quantity": 30, "days_supply": 30,
         "attested": {"mri_confirms": true, "has_pacemaker": null})"));
  EXPECT_EQ(fact(r, "request.attested.mri_confirms").cell, boolean(true));
  EXPECT_EQ(fact(r, "request.attested.has_pacemaker").cell, mask(CanBeEither));
  EXPECT_EQ(fact(r, "request.attested.has_pacemaker").cause, Cause::Absent);
}

TEST_F(Own, LabsOfNoMeasurementHaveAnUnknownValue) {
  const Record r =
      record(with_member(R"("labs": [{"code": "999-9", "date": "2026-01-15", "value": 7},
                                     {"code": "8636-3", "date": "2026-01-15"}])"));
  EXPECT_EQ(items(r, "member.labs").at(0).facts.at(2).cause, Cause::WrongUnit);
  EXPECT_EQ(items(r, "member.labs").at(1).facts.at(2).cause, Cause::Absent);
  EXPECT_EQ(items(r, "member.labs").at(1).facts.at(2).cell, between(200, 900));
}

TEST_F(Own, TheDefaultRequestIsForRecordsWithoutOne) {
  Options options;
  options.default_request =
      R"({"drug": "309362", "date": "2026-04-01", "quantity": 30, "days_supply": 30})";
  Record r = record(R"({"member": {)" + Base + "}}", options);
  EXPECT_EQ(fact(r, "request.date").cell, exact(day("2026-04-01")));
  EXPECT_EQ(r.origins.at(fact(r, "request.date").origin),
            (Origin{"default request", "request.date"}));
  r = record(with_member(""), options);
  EXPECT_EQ(fact(r, "request.date").cell, exact(day("2026-03-01")));
}

TEST_F(Own, ADefaultRequestThatIsNoneFailsAtOnce) {
  Options options;
  options.default_request = R"({"drug": "309362", "date": "2026-04-31"})";
  Result<Reader> r =
      Reader::over("", "x", standard_.schema, standard_.catalogue, symbols_, options);
  ASSERT_FALSE(r.ok());
  EXPECT_EQ(r.error(),
            "the default request cannot be used: `2026-04-31` is not a date: the month has no "
            "such day (at request.date)");
}

TEST_F(Own, ReadOne) {
  Result<Record> r =
      read_one(with_member(R"("sex": "male")"), standard_.schema, standard_.catalogue, symbols_);
  ASSERT_TRUE(r.ok()) << r.error();
  EXPECT_EQ(fact(*r, "member.sex").cell, mask(2));
  r = read_one(with_member(R"("sx": "male")"), standard_.schema, standard_.catalogue, symbols_);
  ASSERT_FALSE(r.ok());
  EXPECT_EQ(r.error(), "member.sx: `sx` is not a field of `member` (did you mean `sex`?)");
}

// A policy may call its member and request anything; records may say `member` and `request` still.
TEST_F(Own, ThePartsMayHaveTheSchemasOwnNames) {
  auto rename = [](std::string& path) {
    if (path.starts_with("member.")) path.replace(0, 6, "patient");
    if (path.starts_with("request.")) path.replace(0, 7, "asked");
  };
  Schema& schema = standard_.schema;
  schema.member_root = "patient";
  schema.request_root = "asked";
  for (Leaf& it : schema.leaves) rename(it.path);
  for (List& it : schema.lists) rename(it.path);
  for (GeneSlot& it : schema.genes) rename(it.path);
  for (const char* names : {"member request", "patient asked"}) {
    std::string text = with_member(R"("sex": "male")");
    text.replace(text.find("member"), 6,
                 std::string(names).substr(0, std::string(names).find(' ')));
    text.replace(text.find("request"), 7,
                 std::string(names).substr(std::string(names).find(' ') + 1));
    const Record r = record(text);
    EXPECT_EQ(fact(r, "patient.sex").cell, mask(2));
    EXPECT_EQ(fact(r, "asked.date").cell, exact(day("2026-03-01")));
  }
}

struct Bad {
  const char* name;
  std::string text;
  const char* code;
  const char* reason;
  const char* path;
};

void PrintTo(const Bad& bad, std::ostream* out) {
  *out << bad.name;
}

class OwnRejections : public Reading, public testing::WithParamInterface<Bad> {};

// The broken line stands between two good ones, which are read all the same.
TEST_P(OwnRejections, NameTheFileTheLineThePathAndTheReason) {
  const Bad& bad = GetParam();
  Reader r = reader(with_member("") + "\n" + bad.text + "\n" + with_member("") + "\n");
  std::vector<Outcome> all;
  while (std::optional<Outcome> o = r.next()) all.push_back(std::move(*o));
  ASSERT_EQ(all.size(), 3u);
  EXPECT_EQ(all[0].records.size(), 1u);
  ASSERT_EQ(all[1].rejections.size(), 1u);
  expect_rejected(all[1].rejections[0], bad.code, bad.reason, bad.path, 2);
  EXPECT_EQ(all[2].records.size(), 1u);
  EXPECT_EQ(r.summary().read, 3u);
  EXPECT_EQ(r.summary().requests, 2u);
  EXPECT_EQ(r.summary().rejections(), 1u);
  EXPECT_EQ(r.summary().rejected.at(bad.code), 1u);
}

std::string nested(int levels) {
  std::string text = R"({"member": )";
  for (int i = 0; i < levels; ++i) text += "[";
  for (int i = 0; i < levels; ++i) text += "]";
  return text + "}";
}

std::string path_of(int levels) {
  std::string path = "member";
  for (int i = 0; i < levels; ++i) path += "[0]";
  return path;
}
const std::string DeepPath = path_of(63);

INSTANTIATE_TEST_SUITE_P(
    Ingest, OwnRejections,
    testing::Values(
        Bad{"Garbage", "{member}", "E0801",
            "this is not JSON: a value, a `,` or a closing bracket is not where it should be", ""},
        Bad{"BadNumber", R"({"member": {"weight": 07}})", "E0801",
            "this is not JSON: `07` is no value", "member.weight"},
        Bad{"MoreText", R"({"member": {}} {"a": 1})", "E0801",
            "this is not JSON: there is more text after the record", ""},
        Bad{"Truncated", R"({"member": {"id": "M1", "birth)", "E0802",
            "the record ends before it is complete", ""},
        Bad{"TruncatedObject", R"({"member": {"id": "M1")", "E0802",
            "the record ends before it is complete", "member"},
        Bad{"Utf8", "{\"member\": {\"id\": \"\xc3\x28\"}}", "E0803",
            "the record is not valid UTF-8", ""},
        Bad{"Deep", nested(80), "E0804", "nested deeper than 64 levels", DeepPath.c_str()},
        Bad{"VeryDeep", nested(100000), "E0804", "nested deeper than 64 levels", DeepPath.c_str()},
        Bad{"Duplicate", with_member(R"("fills": [{"drug": "1", "drug": "2"}])"), "E0805",
            "`drug` is given twice in one object", "member.fills[0].drug"},
        Bad{"List", "[1, 2]", "E0810",
            "a record is an object with `member` and `request`, or a FHIR Bundle; this is a list",
            ""},
        Bad{"UnknownPart", R"({"members": {}})", "E0811", "`members` is not a field of a record",
            "members"},
        Bad{"UnknownField", with_member(R"("fils": [])"), "E0811",
            "`fils` is not a field of `member`", "member.fils"},
        Bad{"UnknownItemField", with_member(R"("fills": [{"durg": "1"}])"), "E0811",
            "`durg` is not a field of `member.fills[]`", "member.fills[0].durg"},
        Bad{"UnknownGene", with_member(R"("genome": {"CYP2C91": "*1/*1"})"), "E0811",
            "`CYP2C91` is not a field of `member.genome`", "member.genome.CYP2C91"},
        Bad{"UnknownQuantityMember", with_member(R"("weight": {"vlaue": 1})"), "E0811",
            "`vlaue` is not a field of a quantity", "member.weight"},
        Bad{"NumberAsText", with_member(R"("weight": "70")"), "E0812",
            "expected a number, found text", "member.weight"},
        Bad{"DateAsNumber", with_member(R"("enrolled_to": 2026)"), "E0812",
            "expected a date as text, found a number", "member.enrolled_to"},
        Bad{"ListAsObject", with_member(R"("fills": {})"), "E0812",
            "expected a list, found an object", "member.fills"},
        Bad{"ItemAsText", with_member(R"("fills": ["x"])"), "E0812",
            "expected an object, found text", "member.fills[0]"},
        Bad{"EnumAsBool", with_member(R"("sex": true)"), "E0812",
            "expected a name as text, found true or false", "member.sex"},
        Bad{"CodeAsNumber", with_member(R"("allergies": [{"drug": 5}])"), "E0812",
            "expected a code as text, found a number", "member.allergies[0].drug"},
        Bad{"MissingMember", R"({"request": {}})", "E0813", "`member` is required and has no value",
            ""},
        Bad{"MissingRequired",
            R"({"member": {"id": "M1", "enrolled_from": "2020-01-01"}, )" + Request + "}", "E0813",
            "`member.birth_date` is required and has no value", "member.birth_date"},
        Bad{"MissingDate", with_request(R"("drug": "1", "quantity": 1, "days_supply": 1)"), "E0813",
            "`request.date` is required and has no value", "request.date"},
        Bad{"MissingItemField",
            with_member(R"("fills": [{"drug": "1", "date": "2026-01-01", "quantity": 1}])"),
            "E0813", "`days_supply` is required and has no value", "member.fills[0]"},
        Bad{"BadDate", with_member(R"("enrolled_to": "2026-02-30")"), "E0820",
            "`2026-02-30` is not a date: the month has no such day", "member.enrolled_to"},
        Bad{"TooLarge", with_member(R"("weight": 900)"), "E0821",
            "`900 kg` is outside the plausible range, 0.2 kg to 700 kg", "member.weight"},
        Bad{"Huge", with_member(R"("weight": 1e300)"), "E0812",
            "expected a number within range, found `1e300`", "member.weight"},
        Bad{"NegativeDays", with_member(R"("fills": [{"days_supply": -1}])"), "E0821",
            "`-1 days` is outside the plausible range, 1 days to 365 days",
            "member.fills[0].days_supply"},
        Bad{"LabOutOfRange",
            with_member(R"("labs": [{"code": "8636-3", "date": "2026-01-01", "value": 1500}])"),
            "E0821", "`1500 ms` is outside the plausible range, 200 ms to 900 ms",
            "member.labs[0].value"},
        Bad{"UnknownUnit", with_member(R"("weight": {"value": 1, "unit": "stonks"})"), "E0822",
            "`stonks` is not a unit of measure", "member.weight"},
        Bad{"WrongUnit", with_member(R"("weight": {"value": 1, "unit": "cm"})"), "E0823",
            "`cm` cannot be converted to `kg`", "member.weight"},
        Bad{"UnknownSystem",
            with_member(R"("allergies": [{"drug": {"system": "RxNrom", "code": "1"}}])"), "E0824",
            "`RxNrom` is not a code system of the schema", "member.allergies[0].drug"},
        Bad{"UnknownChoice", with_member(R"("sex": "femal")"), "E0825", "`femal` is not one of Sex",
            "member.sex"},
        Bad{"BadDiplotype", with_member(R"("genome": {"CYP2C19": "positive"})"), "E0826",
            "`positive` is not a diplotype of CYP2C19: write two alleles, as in `*1/*12`",
            "member.genome.CYP2C19"},
        Bad{"BadPhenotype", with_member(R"("genome": {"CYP2C19": {"phenotype": "Extensive"}})"),
            "E0826",
            "`Extensive` is not a phenotype of CYP2C19; it has `poor_metabolizer`, "
            "`intermediate_metabolizer`, `normal_metabolizer`, `indeterminate`",
            "member.genome.CYP2C19.phenotype"},
        Bad{"InexactDate", with_member(R"("enrolled_to": "2026")"), "E0827",
            "`enrolled_to` must be known exactly", "member.enrolled_to"},
        Bad{"InexactNumber", with_member(R"("height": {"low": 150, "high": 160})"), "E0827",
            "`150 to 160 cm` must be known exactly", "member.height"},
        Bad{"UpsideDown", with_member(R"("weight": {"low": 70, "high": 60})"), "E0828",
            "no value is left between 70 and 60", "member.weight"},
        Bad{"NoRequest", R"({"member": {)" + Base + "}}", "E0830", "there is no request to decide",
            ""}),
    [](const testing::TestParamInfo<Bad>& info) { return info.param.name; });

TEST_F(Own, HintsNameTheNearestField) {
  EXPECT_EQ(rejection(with_member(R"("fils": [])")).help, "did you mean `fills`?");
  EXPECT_EQ(rejection(with_member(R"("sex": "femal")")).help, "did you mean `female`?");
  EXPECT_EQ(rejection(with_member(R"("zzzzzzzz": 1)")).help.substr(0, 24),
            "it has `id`, `birth_date");
  EXPECT_EQ(rejection(with_member(R"("sex": 5)")).record, "M1");
}

TEST_F(Own, AHugeNameDoesNotMakeAHugeMessage) {
  const Rejection r = rejection(with_member("\"" + std::string(100000, 'x') + "\": 1"));
  EXPECT_EQ(r.code, "E0811");
  EXPECT_LT(r.reason.size(), 500u);
  EXPECT_LT(r.path.size(), 500u);
}

}  // namespace
}  // namespace precis::runtime::ingest
