#include "compiler/explain/explain.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "compiler/explain/render.h"
#include "tests/support/explain_fixture.h"

namespace precis::explain {

using testing::ExplainFixture;

TEST(Explain, PrintsForNow) {
  ExplainFixture fixture;
  runtime::Record record = fixture.record();
  fixture.diagnosis(record, "I21.4", "2025-05-03");
  fixture.diagnosis(record, "E11.9", "2025-05-03");
  fixture.diagnosis(record, "I21.4", "2024-05-03");
  fmt::print("{}\n=====\n", render_text(fixture.explained(record), Colour::Off));
  fixture.tested(record, 2, "*2/*2");
  fixture.fill(record, "2026-01-01", 30);
  fmt::print("{}\n=====\n", render_text(fixture.explained(record), Colour::Off));
  ExplainFixture::set(record, ExplainFixture::Quantity, 600);
  fmt::print("{}\n=====\n", render_text(fixture.explained(record), Colour::Off));
}

}  // namespace precis::explain
