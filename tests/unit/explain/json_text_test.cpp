// Whatever a text holds, a reader of JSON gets it back.

#include "compiler/explain/json_text.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

namespace precis::testing {

static nlohmann::json read_back(std::string_view text) {
  explain::JsonText out;
  {
    explain::JsonObject json(out);
    json.text("before", "x");
    json.text("text", text);
    json.text("after", "y");
  }
  const auto read = nlohmann::json::parse(std::move(out).take());
  EXPECT_EQ(read["before"], "x");
  EXPECT_EQ(read["after"], "y");
  return read["text"];
}

// At every place of texts of every length about those that are looked at together.
TEST(JsonText, KeepsEveryCharacterInEveryPlace) {
  for (const std::string_view odd : {"\"", "\\", "\n", "\t", "\b", "\x01", "\x1f", "\x7f",
                                     "\xc3\xa9", "\xe2\x89\xa5", "\xf0\x9f\x92\x8a"}) {
    for (std::size_t length = 0; length < 36; ++length) {
      for (std::size_t place = 0; place <= length; ++place) {
        std::string text(length, 'a');
        text.insert(place, odd);
        EXPECT_EQ(read_back(text), text);
        text += odd;
        EXPECT_EQ(read_back(text), text);
      }
    }
  }
}

TEST(JsonText, KeepsEveryByteThatIsACharacter) {
  for (int byte = 1; byte < 128; ++byte) {
    const std::string text = std::string("ibuprofen ") + static_cast<char>(byte) + " tablets";
    EXPECT_EQ(read_back(text), text);
  }
}

// Bytes that are no UTF-8 become the replacement character, one for each.
TEST(JsonText, ReplacesWhatIsNoCharacter) {
  const std::string replacement = "\xef\xbf\xbd";
  for (const std::string_view wrong : {"\xff", "\x80", "\xc3", "\xed\xa0\x80", "\xf8"}) {
    for (std::size_t length = 0; length < 20; ++length) {
      const std::string plain(length, 'a');
      std::string expected;
      for (std::size_t i = 0; i < wrong.size(); ++i) expected += replacement;
      EXPECT_EQ(read_back(plain + std::string(wrong)), plain + expected);
    }
  }
}

// As long as several of the pieces it grows by.
TEST(JsonText, KeepsLongTexts) {
  const std::string text = std::string(200'000, 'a') + "\"" + std::string(100'000, 'b');
  EXPECT_EQ(read_back(text), text);
}

}  // namespace precis::testing
