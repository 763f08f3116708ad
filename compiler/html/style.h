#pragma once

// The style sheet, and the script that narrows a register. Private to html.

#include <string_view>

namespace precis::html {

// One accent colour a page; every colour stands beside a word that says the same. Contrast of all
// text is at least 4.5 to 1, on light and on dark.
extern const std::string_view Style;

// Hides the entries of `#register` that lack a word of what is typed into `#search`.
extern const std::string_view Search;
// Its digest as a content security policy names it; a test computes it.
extern const std::string_view SearchDigest;

}  // namespace precis::html
