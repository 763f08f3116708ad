#pragma once

// What a decision still wants to know, as questions to a person, and their answers as facts of a
// record: one after another in a terminal, or all together as a FHIR Questionnaire.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/explain/explanation.h"
#include "compiler/ir/program.h"
#include "compiler/support/result.h"
#include "runtime/record.h"
#include "runtime/symbols.h"

namespace precis::inquire {

enum class Kind : std::uint8_t { YesNo, Choice, Number, Money, Date, Code, Text, Gene };

struct Choice {
  std::string value;   // as it is typed: palliative, 309362
  std::string title;   // in the author's words, or empty
  std::string system;  // of a code: RxNorm
};

// One value that is asked for.
struct Field {
  std::string name;   // of an item's field: date; of a fact its path
  std::string title;  // in the schema's words, or its name in plain words
  Kind kind = Kind::Text;
  std::string unit;          // of a number, or the currency
  std::string low, high;     // plausible, of a number
  bool approximate = false;  // may be a month, a year, a bound, a range
  bool optional = false;
  // All of a Choice; of a Code those that the decision asks about; of a Gene its phenotypes.
  std::vector<Choice> choices;
  std::string system;  // of a Code
};

struct Question {
  std::string path;  // of the fact
  std::string why;   // the condition that waits for it, in the author's words
  Field field;       // of a single value
  // Of a history, or an item of one: what an item is made of.
  std::optional<runtime::ListIndex> list;
  std::optional<std::size_t> item;  // that is on file and not known enough
  std::string known;                // what is known of it, in words
  std::vector<Field> fields;
  std::string window;  // of a history: the days asked about
};

// Of a fact that a decision of the schema misses.
Question question(const ir::Program& program, ir::DecisionId decision,
                  const explain::MissingFact& fact);

// An item of a history, for `Session::answer`: its fields by name (dotted in nested records) with
// their JSON, in the order of the question's.
struct Filled {
  std::string name;
  std::string json;
};
std::string item_json(const std::vector<Filled>& fields);

// A record that is filled in by answers, and what is left to ask of it.
class Session {
 public:
  // `program` and `symbols` must outlive it; the symbols are those of the record. Without a record
  // nothing is known.
  Session(const ir::Program& program, ir::DecisionId decision, runtime::Symbols& symbols,
          std::optional<runtime::Record> record);

  // What is most worth asking now; nothing once the decision is made, or nobody knows the rest.
  std::optional<Question> next();
  // The day of the decision, when the record has none: asked before everything else.
  std::optional<Question> day() const;

  // The answer as JSON in the schema's own shape: of a history an item. Gives what is wrong with
  // it; then the record is as it was.
  std::optional<std::string> answer(const Question& question, std::string_view json);
  // Nobody knows; it is not asked again.
  void leave(const Question& question);
  // There are no more items than those on file. False when that cannot be said: the schema does not
  // trust absence in this history, or the policy reads how far it is known.
  bool close(const Question& question);

  const runtime::Record& record() const { return record_; }
  // `extra` as for `explain::decision`.
  explain::Explanation explanation(const explain::Identity& extra = {}) const;
  std::string to_own_shape() const;

  std::size_t asked() const { return asked_.size(); }
  // Facts that the decision could have asked for at the beginning and did not have to.
  std::size_t never_needed() const;

 private:
  std::optional<Question> unsaid(const explain::Explanation& it) const;
  std::optional<std::string> take(const Question& question, const runtime::Record& part);

  const ir::Program& program_;
  ir::DecisionId decision_;
  const runtime::Schema& schema_;
  runtime::Symbols& symbols_;
  bool has_record_;
  runtime::Record record_;
  std::set<std::string> open_at_first_;  // paths
  std::set<std::string> asked_;
  std::set<std::string> left_;
};

// A FHIR R4 Questionnaire (JSON) that asks for what the record leaves open. Without a record it
// begins with the day of the decision, and asks for everything that the decision can read.
std::string questionnaire(const ir::Program& program, ir::DecisionId decision,
                          std::optional<runtime::Record> record, runtime::Symbols& symbols);

// What is wrong with a QuestionnaireResponse, and where.
struct WrongResponse {
  std::string item;  // linkId; empty: the resource itself
  std::string what;  // empty: there is no question with this linkId
  std::string help;
};
// Answers of a FHIR R4 QuestionnaireResponse (JSON text) to that questionnaire, given to the
// session.
std::optional<WrongResponse> respond(Session& session, const ir::Program& program,
                                     ir::DecisionId decision, std::string_view response);

}  // namespace precis::inquire
