#include <fmt/format.h>

#include "compiler/explain/html_parts.h"
#include "compiler/explain/vocabulary.h"

namespace precis::explain {

// One accent colour a page; every colour stands beside a word that says the same. Contrast of all
// text is at least 4.5 to 1.
static constexpr std::string_view Style = R"css(
:root{--ink:#1d222b;--soft:#545c69;--line:#dedad0;--paper:#fcfbf8;--card:#ffffff;--accent:#50565f;
--wash:#f1f0ed;--true:#1c6844;--true-wash:#e7f2ec;--false:#8f2d2d;--false-wash:#f8ebea;
--open:#7a5200;--open-wash:#fbf2de;--quiet:#5f6672;--quiet-wash:#f0efec;
--serif:"Iowan Old Style","Palatino Linotype",Palatino,"Book Antiqua",Georgia,serif;
--sans:system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;
--mono:ui-monospace,"SF Mono","Cascadia Mono",Menlo,Consolas,"DejaVu Sans Mono",monospace}
body.favorable{--accent:#1c6844;--wash:#eaf3ee}
body.review{--accent:#7a5200;--wash:#faf3e3}
body.adverse{--accent:#8f2d2d;--wash:#f9eeec}
body.open{--accent:#2f4d94;--wash:#ecf0f9}
body.fault{--accent:#7c2160;--wash:#f7ecf3}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);font:15px/1.55 var(--sans)}
main{max-width:62rem;margin:0 auto;padding:2.5rem 1.5rem 4rem}
h1,h2{font-family:var(--serif);font-weight:600;line-height:1.2;margin:0}
h2{font-size:1.28rem;margin:2.6rem 0 .9rem;padding-bottom:.35rem;border-bottom:1px solid var(--line)}
p{margin:.4rem 0}
code,pre,.mono{font-family:var(--mono);font-size:.86em}
code{overflow-wrap:anywhere}
a{color:var(--accent);text-underline-offset:2px}
td.state{white-space:nowrap}
.soft{color:var(--soft)}
.eyebrow{font-size:.76rem;letter-spacing:.09em;text-transform:uppercase;color:var(--soft)}
.masthead{display:flex;justify-content:space-between;gap:2rem;align-items:baseline;flex-wrap:wrap;
margin-bottom:1.1rem}
.masthead strong{font-family:var(--serif);font-size:1.12rem}
.answer{background:var(--card);border:1px solid var(--line);border-left:6px solid var(--accent);
border-radius:6px;padding:1.5rem 1.8rem 1.4rem}
.answer .eyebrow{color:var(--accent);font-weight:600}
.answer h1{font-size:2.1rem;margin:.25rem 0 .1rem}
.answer .reason{font-family:var(--serif);font-size:1.2rem;line-height:1.5;margin:.9rem 0 .8rem}
.answer .reason::first-letter{text-transform:uppercase}
dl.payload{display:flex;flex-wrap:wrap;gap:.5rem 2.2rem;margin:.8rem 0 0}
dl.payload dt{font-size:.76rem;color:var(--soft)}
dl.payload dd{margin:0;font-weight:600}
ul.plain{list-style:none;margin:.3rem 0 0;padding:0}
ul.plain li{margin:.2rem 0}
.cite{border-top:1px solid var(--line);margin-top:1rem;padding-top:.7rem;font-size:.92rem}
.ladder{display:block;width:100%;height:auto;background:var(--card);border:1px solid var(--line);
border-radius:6px}
.cards{display:grid;gap:.9rem}
.card{background:var(--card);border:1px solid var(--line);border-radius:6px;padding:1rem 1.2rem}
.card h3{margin:0 0 .3rem;font:600 1rem/1.4 var(--mono);overflow-wrap:anywhere}
.card h3 span{font:400 .9rem/1.4 var(--sans);color:var(--soft);margin-left:.5rem}
dl.rows{display:grid;grid-template-columns:9rem 1fr;gap:.3rem 1rem;margin:.4rem 0 0}
dl.rows dt{color:var(--soft)}
dl.rows dd{margin:0;min-width:0;overflow-wrap:anywhere}
table{width:100%;border-collapse:collapse;background:var(--card);font-size:.92rem;
border:1px solid var(--line)}
th{font-weight:600;text-align:left;font-size:.8rem;color:var(--soft);background:var(--quiet-wash)}
th,td{padding:.5rem .8rem;border-bottom:1px solid var(--line);vertical-align:top}
tr:last-child td{border-bottom:0}
td.path{font-family:var(--mono);font-size:.84em;overflow-wrap:anywhere}
tr.taken td{background:var(--wash)}
.badge{display:inline-block;font:600 .74rem/1.5 var(--sans);border:1px solid currentColor;
border-radius:3px;padding:0 .4em;white-space:nowrap}
.b-true{color:var(--true);background:var(--true-wash)}
.b-false,.b-fault{color:var(--false);background:var(--false-wash)}
.b-either,.b-may-fault{color:var(--open);background:var(--open-wash);border-style:dashed}
.b-not-evaluated{color:var(--quiet);background:var(--quiet-wash);border-style:dotted}
.value{font-weight:600}
.tree{background:var(--card);border:1px solid var(--line);border-radius:6px;
padding:.7rem 1rem .7rem .8rem;margin:.6rem 0}
.tree details,.tree .leaf{margin:.18rem 0}
.tree summary{cursor:pointer;list-style:none;position:relative;padding-left:1.15rem}
.tree summary::-webkit-details-marker{display:none}
.tree summary::before{content:"+";position:absolute;left:.1rem;color:var(--soft);
font-family:var(--mono)}
.tree details[open]>summary::before{content:"\2013"}
.tree .leaf{padding-left:1.15rem}
.tree .below{border-left:1px solid var(--line);margin-left:.42rem;padding-left:.75rem}
.tree .folded>summary,.tree .leaf.folded{opacity:.82}
.tree .note{color:var(--soft);font-size:.88rem}
.tree .item{font-size:.93rem;font-weight:500}
.tree .value{font-size:.93rem}
.tree .unless{margin:.7rem 0 .1rem;font-size:.9rem;color:var(--soft)}
summary:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
.source{background:var(--card);border:1px solid var(--line);border-radius:6px;padding:.7rem 0;
overflow-x:auto;font:12.5px/1.75 var(--mono)}
.source .l{display:grid;grid-template-columns:3.2rem minmax(0,1fr) 8.5rem;padding-right:.8rem}
.source .n{color:var(--quiet);text-align:right;padding-right:1rem;user-select:none}
.source .c{white-space:pre-wrap;overflow-wrap:anywhere}
.source .m{border-bottom:2px solid}
.source .m-true{border-color:var(--true);background:var(--true-wash)}
.source .m-false,.source .m-fault{border-color:var(--false);border-bottom-style:dashed;
background:var(--false-wash)}
.source .m-either,.source .m-may-fault{border-color:var(--open);border-bottom-style:dotted;
background:var(--open-wash)}
.source .m-not-evaluated{border-color:#b9b5aa;border-bottom-width:1px}
.source .w{font:600 10px/1 var(--sans);padding:0 .25em 0 .35em;vertical-align:1px;white-space:nowrap}
.w-true{color:var(--true)}.w-false,.w-fault{color:var(--false)}
.w-either,.w-may-fault{color:var(--open)}.w-not-evaluated{color:var(--quiet)}
.source .r{font:600 11px/1.98 var(--sans);color:var(--soft);text-align:right}
.source .gap{padding:.2rem 0 .2rem 3.2rem;color:var(--quiet)}
.source .taken{background:var(--wash)}
.payload+.reason{margin-top:1rem}
.legend{display:flex;flex-wrap:wrap;gap:.4rem 1.2rem;font-size:.85rem;margin:.2rem 0 .7rem}
.sign{display:grid;grid-template-columns:2fr 2fr 1fr;gap:2rem;margin-top:3rem}
.sign div{border-top:1px solid var(--ink);padding-top:.3rem;font-size:.82rem;color:var(--soft)}
@media (max-width:640px){main{padding:1.2rem 1rem}dl.rows{grid-template-columns:1fr;gap:0}
dl.rows dd{margin-bottom:.4rem}.source .l{grid-template-columns:2.4rem 1fr}.source .r{display:none}
.sign{grid-template-columns:1fr}}
@media print{body{background:#fff;font-size:10.5pt}main{max-width:none;padding:0}
.answer,.card,table,.tree,.source,.ladder{border-color:#999}
h2{break-after:avoid}.card,tr,.answer,.ladder,.source .l,.sign{break-inside:avoid}
.tree summary::before{content:""}
*{-webkit-print-color-adjust:exact;print-color-adjust:exact}@page{margin:18mm 16mm}}
)css";

std::string escaped(std::string_view text) {
  std::string made;
  made.reserve(text.size());
  for (const char c : text) {
    switch (c) {
      case '&':
        made += "&amp;";
        break;
      case '<':
        made += "&lt;";
        break;
      case '>':
        made += "&gt;";
        break;
      case '"':
        made += "&quot;";
        break;
      case '\'':
        made += "&#39;";
        break;
      default: {
        // Control characters other than line breaks and tabs may not stand in a document.
        const bool is_control = static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t';
        made += is_control || c == 0x7f ? '?' : c;
      }
    }
  }
  return made;
}

std::string badge(Truth truth) {
  return fmt::format("<span class=\"badge b-{}\">{}</span>", truth_code(truth), truth_word(truth));
}

const char* accent_of(const Explanation& explanation) {
  switch (explanation.answer) {
    case runtime::AnswerKind::Decided:
      return explanation.outcome ? standing_word(explanation.outcome->standing) : "open";
    case runtime::AnswerKind::NeedsInformation:
      return "open";
    case runtime::AnswerKind::Fault:
      return "fault";
    case runtime::AnswerKind::NotGoverned:
    case runtime::AnswerKind::NotInForce:
      return "outside";
  }
  return "outside";
}

std::string html_page(std::string_view title, std::string_view accent, std::string_view body) {
  std::string page = "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n";
  page += "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src ";
  page += "'unsafe-inline'\">\n";
  page += "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n";
  page += "<title>" + escaped(title) + "</title>\n<style>";
  page += Style;
  page += "</style>\n</head>\n";
  page += fmt::format("<body class=\"{}\">\n<main>\n", accent);
  page += body;
  page += "</main>\n</body>\n</html>\n";
  return page;
}

}  // namespace precis::explain
