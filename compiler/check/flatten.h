#pragma once

// A schema and a request as flat leaves and lists, with a map from written paths to them.

#include "compiler/check/schema.h"

namespace precis::check {

struct Flattened {
  runtime::Schema schema;
  SchemaPlaces places;
};

// Fields that are broken are left out. `at` is 0.
Flattened flatten(Context& context, const Schemas& schemas, const Schemas::Request& request);

}  // namespace precis::check
