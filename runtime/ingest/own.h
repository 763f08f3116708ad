#pragma once

// The schema's own shape: objects whose members are the fields of the schema.

#include "runtime/ingest/draft.h"
#include "runtime/ingest/fields.h"

namespace precis::runtime::ingest {

class OwnShape {
 public:
  OwnShape(Values& values, const FieldTree& tree) : values_(values), tree_(tree) {}

  // Fill the member's or the request's part of the draft; false when it is rejected. Required
  // fields are not checked here.
  bool member(Json object, const Place& place, Draft& draft);
  bool request(Json object, const Place& place, Draft& draft);

  // One value for a leaf. Absent when it is null. `measurement` is for measured leaves.
  Read<Fact> value(Json json, const Leaf& leaf, const Measurement* measurement);

 private:
  // The value of a lab waits until the item's code is read: the code says what its unit is.
  using Waiting = std::vector<std::pair<LeafIndex, Json>>;

  bool fields(const Fields& fields, Json object, const Place& place, Draft& draft, Item* item,
              Waiting* waiting);
  bool leaf(LeafIndex leaf, Json json, const Measurement* measurement, const Place& place,
            Draft& draft, Item* item);
  bool list(ListIndex list, Json json, const Place& place, Draft& draft);
  bool item(ListIndex list, Json json, const Place& place, Draft& draft);
  // own_gene.cpp
  bool gene(std::size_t slot, Json json, const Place& place, Draft& draft);
  bool gene_object(const GeneSlot& slot, Json json, const Place& place, Draft& draft);
  bool gene_texts(const GeneSlot& slot, Json json, const Place& place, Draft& draft);

  Read<Fact> number(Json json, const Leaf& leaf, const Measurement* measurement);
  Read<Fact> date(Json json, const Leaf& leaf);
  Read<Fact> code(Json json, const Leaf& leaf);

  Values& values_;
  const FieldTree& tree_;
};

// "expected a list, found text".
Problem wrong_type(std::string_view expected, const Json& found);
// The first member of `object` that is not one of `names`, as a problem.
std::optional<std::pair<Problem, Json>> stranger(Json object, const std::vector<std::string>& names,
                                                 std::string_view what);

}  // namespace precis::runtime::ingest
