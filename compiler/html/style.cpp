#include "compiler/html/style.h"

namespace precis::html {

const std::string_view Style = R"css(
:root{--ink:#1d222b;--soft:#545c69;--line:#dedad0;--rail:#8d887c;--paper:#fcfbf8;--card:#ffffff;
--accent:#50565f;--on-accent:#ffffff;--wash:#f1f0ed;--true:#1c6844;--true-wash:#e7f2ec;
--false:#8f2d2d;--false-wash:#f8ebea;--open:#7a5200;--open-wash:#fbf2de;--quiet:#5a616d;
--quiet-wash:#f0efec;
--serif:"Iowan Old Style","Palatino Linotype",Palatino,"Book Antiqua",Georgia,serif;
--sans:system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;
--mono:ui-monospace,"SF Mono","Cascadia Mono",Menlo,Consolas,"DejaVu Sans Mono",monospace}
body.favorable{--accent:#1c6844;--wash:#eaf3ee}
body.review{--accent:#7a5200;--wash:#faf3e3}
body.adverse{--accent:#8f2d2d;--wash:#f9eeec}
body.open{--accent:#2f4d94;--wash:#ecf0f9}
body.fault{--accent:#7c2160;--wash:#f7ecf3}
body.book{--accent:#2f4d94;--wash:#ecf0f9}
@media screen and (prefers-color-scheme:dark){
:root{--ink:#e8e6e1;--soft:#b0b5bf;--line:#3a3d44;--rail:#8b8f98;--paper:#16181c;--card:#1e2126;
--accent:#b4bac4;--on-accent:#16181c;--wash:#272a30;--true:#7ccfa4;--true-wash:#173327;
--false:#f19a94;--false-wash:#3d2022;--open:#e6b95c;--open-wash:#3a2f14;--quiet:#abb1bb;
--quiet-wash:#282b31}
body.favorable{--accent:#7ccfa4;--wash:#1a2e25}
body.review{--accent:#e6b95c;--wash:#332b17}
body.adverse{--accent:#f19a94;--wash:#361f20}
body.open{--accent:#9db7f2;--wash:#1f2942}
body.fault{--accent:#e59bd0;--wash:#331f2e}
body.book{--accent:#9db7f2;--wash:#1f2942}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);font:15px/1.55 var(--sans)}
.skip{position:absolute;left:-99rem;top:0;background:var(--card);padding:.5rem 1rem;z-index:1}
.skip:focus{left:0}
header,main,footer{max-width:62rem;margin:0 auto;padding:0 1.5rem}
header{padding-top:2.2rem}
footer{padding-bottom:3.5rem}
h1,h2{font-family:var(--serif);font-weight:600;line-height:1.2;margin:0}
h2{font-size:1.28rem;margin:2.6rem 0 .9rem;padding-bottom:.35rem;border-bottom:1px solid var(--line)}
h3{font:600 1.02rem/1.4 var(--sans);margin:1.5rem 0 .4rem}
p{margin:.4rem 0}
code,pre,.mono{font-family:var(--mono);font-size:.86em}
code,.mono{overflow-wrap:anywhere}
a{color:var(--accent);text-underline-offset:2px}
a:focus-visible,summary:focus-visible,input:focus-visible,[tabindex]:focus-visible{
outline:2px solid var(--accent);outline-offset:2px}
.soft{color:var(--soft)}
.eyebrow{font-size:.76rem;letter-spacing:.09em;text-transform:uppercase;color:var(--soft)}
.masthead{display:flex;justify-content:space-between;gap:.4rem 2rem;align-items:baseline;
flex-wrap:wrap;margin-bottom:1.1rem}
.masthead strong{font-family:var(--serif);font-size:1.12rem}
.contents{margin:1.1rem 0 0;font-size:.9rem}
.contents ul{display:flex;flex-wrap:wrap;gap:.2rem 1.3rem;list-style:none;margin:0;padding:0}
.answer{background:var(--card);border:1px solid var(--line);border-left:6px solid var(--accent);
border-radius:6px;padding:1.5rem 1.8rem 1.4rem}
.answer .eyebrow{color:var(--accent);font-weight:600}
.answer h1{font-size:2.1rem;margin:.25rem 0 .1rem;overflow-wrap:anywhere}
.answer .reason{font-family:var(--serif);font-size:1.2rem;line-height:1.5;margin:.9rem 0 .8rem;
overflow-wrap:anywhere}
.answer .reason::first-letter{text-transform:uppercase}
dl.payload{display:flex;flex-wrap:wrap;gap:.5rem 2.2rem;margin:.8rem 0 0}
dl.payload dt{font-size:.76rem;color:var(--soft)}
dl.payload dd{margin:0;font-weight:600}
ul.plain,ol.plain{list-style:none;margin:.3rem 0 0;padding:0}
ul.plain li,ol.plain li{margin:.2rem 0}
.cite{border-top:1px solid var(--line);margin-top:1rem;padding-top:.7rem;font-size:.92rem}
.letter{font-size:1.08rem;max-width:42rem}
.ladder{list-style:none;margin:0;padding:0;background:var(--card);border:1px solid var(--line);
border-radius:6px}
.rung{position:relative;display:grid;grid-template-columns:minmax(8rem,15rem) 7rem minmax(0,1fr);
gap:.1rem 1.2rem;padding:.7rem 1.1rem .7rem 3.4rem;border-bottom:1px solid var(--line);
min-height:3.1rem}
.rung:last-child{border-bottom:0}
.rung>svg{position:absolute;left:0;top:0;width:3.2rem;height:100%}
.rung.taken{background:var(--wash)}
.rung .name{font-weight:600;overflow-wrap:anywhere}
.rung .state{font-size:.88rem;padding-top:.08rem}
.rung.taken .state{color:var(--accent);font-weight:600}
.rung .why{font-size:.92rem;min-width:0;overflow-wrap:anywhere}
.rung.rest{display:block;color:var(--soft);font-size:.92rem}
.rung.part{display:block;background:var(--quiet-wash)}
.rung .gives{font-weight:600}
svg .rail{stroke:var(--rail);stroke-width:1.5;stroke-dasharray:3 4}
svg .path{stroke:var(--accent);stroke-width:3;fill:none}
svg .full{fill:var(--accent);stroke:var(--accent);stroke-width:2}
svg .hollow{fill:var(--card);stroke:var(--accent);stroke-width:2}
svg .small{fill:var(--card);stroke:var(--rail);stroke-width:2}
svg .sign{stroke:var(--on-accent);stroke-width:2.2;fill:none}
.cards{display:grid;gap:.9rem}
.card{background:var(--card);border:1px solid var(--line);border-radius:6px;padding:1rem 1.2rem}
.card h3{margin:0 0 .3rem;font:600 1rem/1.4 var(--mono);overflow-wrap:anywhere}
.card h3 span{font:400 .9rem/1.4 var(--sans);color:var(--soft);margin-left:.5rem}
dl.rows{display:grid;grid-template-columns:9.5rem minmax(0,1fr);gap:.3rem 1rem;margin:.4rem 0 0}
dl.rows dt{color:var(--soft)}
dl.rows dd{margin:0;min-width:0;overflow-wrap:anywhere}
.scroll{overflow-x:auto}
table{width:100%;border-collapse:collapse;background:var(--card);font-size:.92rem;
border:1px solid var(--line)}
caption{text-align:left;color:var(--soft);font-size:.88rem;padding:.2rem 0 .5rem}
thead th{font-weight:600;text-align:left;font-size:.8rem;color:var(--soft);
background:var(--quiet-wash)}
tbody th{font-weight:400;text-align:left}
th,td{padding:.5rem .8rem;border-bottom:1px solid var(--line);vertical-align:top}
tr:last-child th,tr:last-child td{border-bottom:0}
.path-name{font-family:var(--mono);font-size:.84em;overflow-wrap:anywhere}
tr.taken th,tr.taken td{background:var(--wash)}
.badge{display:inline-block;font:600 .74rem/1.5 var(--sans);border:1px solid currentColor;
border-radius:3px;padding:0 .4em;white-space:nowrap}
.b-true{color:var(--true);background:var(--true-wash)}
.b-false,.b-fault{color:var(--false);background:var(--false-wash)}
.b-either,.b-may-fault{color:var(--open);background:var(--open-wash);border-style:dashed}
.b-not-evaluated{color:var(--quiet);background:var(--quiet-wash);border-style:dotted}
.value{font-weight:600}
.tree{background:var(--card);border:1px solid var(--line);border-radius:6px;
padding:.7rem 1rem .7rem .8rem;margin:.6rem 0;overflow-wrap:anywhere}
.tree details,.tree .leaf{margin:.18rem 0}
summary{cursor:pointer}
.tree summary{list-style:none;position:relative;padding-left:1.15rem}
.tree summary::-webkit-details-marker{display:none}
.tree summary::before{content:"+";position:absolute;left:.1rem;color:var(--soft);
font-family:var(--mono)}
.tree details[open]>summary::before{content:"\2013"}
.tree .leaf{padding-left:1.15rem}
.tree .below{border-left:1px solid var(--line);margin-left:.42rem;padding-left:.75rem}
.tree .note{color:var(--soft);font-size:.88rem}
.tree .item{font-size:.93rem;font-weight:500}
.tree .value{font-size:.93rem}
.tree .unless{margin:.7rem 0 .1rem;font-size:.9rem;color:var(--soft)}
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
.source .m-not-evaluated{border-color:var(--rail);border-bottom-width:1px}
.source .w{font:600 10px/1 var(--sans);padding:0 .25em 0 .35em;vertical-align:1px;white-space:nowrap}
.w-true{color:var(--true)}.w-false,.w-fault{color:var(--false)}
.w-either,.w-may-fault{color:var(--open)}.w-not-evaluated{color:var(--quiet)}
.source .r{font:600 11px/1.98 var(--sans);color:var(--soft);text-align:right}
.source .gap{padding:.2rem 0 .2rem 3.2rem;color:var(--quiet)}
.source .taken{background:var(--wash)}
.legend{display:flex;flex-wrap:wrap;gap:.4rem 1.2rem;font-size:.85rem;margin:.2rem 0 .7rem}
.sign-here{display:grid;grid-template-columns:2fr 2fr 1fr;gap:2rem;margin-top:3.4rem}
.sign-here div{border-top:1px solid var(--ink);padding-top:.3rem;font-size:.82rem;color:var(--soft)}
.rule{background:var(--card);border:1px solid var(--line);border-radius:6px;padding:.9rem 1.2rem 1rem;
margin:.8rem 0}
.rule h3,.rule h4{font:600 1rem/1.4 var(--sans);margin:0 0 .4rem}
.rule h3 .mono,.rule h4 .mono{color:var(--soft);font-weight:400;margin-left:.4rem}
.rule ul,.rule ol{margin:.2rem 0 .2rem;padding-left:1.4rem}
.rule li{margin:.15rem 0}
.says{font-family:var(--serif);font-size:1.06rem;line-height:1.55}
.says>p{margin:.45rem 0}
.lead{font-weight:600;font-family:var(--sans);font-size:.9rem}
.f-favorable{color:var(--true)}.f-review{color:var(--open)}.f-adverse{color:var(--false)}
.from{font-size:.9rem;color:var(--soft);margin-top:.5rem}
.search{display:block;margin:.4rem 0 1rem}
.search input{font:inherit;color:var(--ink);background:var(--card);border:1px solid var(--rail);
border-radius:6px;padding:.45rem .7rem;width:100%;max-width:28rem;margin-top:.2rem;display:block}
#register li{overflow-wrap:anywhere}.period{white-space:nowrap}
.warn{border:1px solid var(--false);color:var(--false);background:var(--false-wash);
border-radius:6px;padding:.6rem 1rem;margin:.8rem 0}
@media (max-width:640px){header,main,footer{padding-left:1rem;padding-right:1rem}
header{padding-top:1.2rem}.answer{padding:1.1rem 1.1rem 1rem}.answer h1{font-size:1.6rem}
dl.rows{grid-template-columns:minmax(0,1fr);gap:0}dl.rows dd{margin-bottom:.4rem}
.rung{grid-template-columns:minmax(0,1fr);padding-right:.8rem}
.source .l{grid-template-columns:2.4rem max-content}.source .c{white-space:pre}
.source .r{grid-column:2;text-align:left;line-height:1.3}.source .r:empty{display:none}
.source .n{padding-right:.6rem}.sign-here{grid-template-columns:minmax(0,1fr);gap:3rem}
.stacks thead{position:absolute;left:-99rem}.stacks tr,.stacks th,.stacks td{display:block;
border-bottom:0;padding:.1rem .8rem}.stacks tr{border-bottom:1px solid var(--line);padding:.5rem 0}}
@media print{body{background:#fff;font-size:10.5pt}header,main,footer{max-width:none;padding:0}
.skip,.contents,.search{display:none}.answer,.card,table,.tree,.source,.ladder{border-color:#999}
h2,h3,h4{break-after:avoid}.card,.rung,tr,.answer,.source .l,.sign-here{break-inside:avoid}
.tree summary::before{content:""}a{color:inherit;text-decoration:none}
*{-webkit-print-color-adjust:exact;print-color-adjust:exact}@page{margin:18mm 16mm}}
)css";

const std::string_view Search = R"js(
(function(){
  var box=document.getElementById("search"),rows=document.querySelectorAll("#register li"),
      said=document.getElementById("found"),label=document.getElementById("search-label");
  label.hidden=false;
  box.addEventListener("input",function(){
    var words=box.value.toLowerCase().split(/\s+/),shown=0;
    rows.forEach(function(row){
      var text=row.textContent.toLowerCase();
      row.hidden=!words.every(function(word){return text.indexOf(word)>=0});
      if(!row.hidden)shown++;
    });
    said.textContent=box.value?shown+" of "+rows.length+" entries":"";
  });
})();
)js";

const std::string_view SearchDigest = "sha256-NrYE0VfqS4W64CwXweBmOaZbBdlTDT+y3/ncgvPH3fw=";

}  // namespace precis::html
