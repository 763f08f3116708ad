#pragma once

// An explanation as plain text, section by section. Private to explain.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/explain/render.h"
#include "compiler/explain/text_layout.h"

namespace precis::explain {

enum class Ink : std::uint8_t { Plain, Good, Bad, Open, Quiet, Title };

class TextPage {
 public:
  TextPage(const Explanation& it, Colour colour) : it_(it), colour_(colour) {}

  std::string draw();
  std::string draw_changes();
  std::string draw_tree(const Step& step, const std::string& indent);

 private:
  static constexpr std::size_t Width = 100;  // of a line

  void answer();
  void assumptions();
  void missing();
  void changes();
  void stages();
  void rejects();
  void phases();
  void rules();
  void derivations();
  void derivation_of(const RuleConsidered& rule);
  void tree(const Step& step, const std::string& lead, const std::string& below);
  void children(const Step& step, const std::string& below);
  bool is_drawn(const Step& step);
  void facts();
  void governance();
  void identity();
  void letter();
  void passages();

  void title(std::string_view text) { page_ += "\n" + ink(Ink::Title, text) + "\n"; }
  void row(std::string_view name, const std::string& text) {
    page_ += hanging("  " + padded(name, 14), tame(text), Width);
  }
  std::string ink(Ink ink, std::string_view text) const;
  // A citation on one line.
  static std::string cited(const Citation& it);
  static std::string name_of(const RuleConsidered& rule);
  static std::string list_of(const std::vector<std::string>& parts, std::string_view between);

  const Explanation& it_;
  Colour colour_;
  std::string page_;
  std::vector<const Step*> drawn_;  // definitions
};

}  // namespace precis::explain
