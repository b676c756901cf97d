/** Colours by name, once for light and once for dark; the rest uses the names. */
const light = `
--paper:#f6f7f9;--card:#fff;--ink:#1b2330;--soft:#566072;--line:#d9dee6;--hover:#eef1f5;
--ok:#1d7a50;--ok-paper:#fff;--ok-line:#5f9f80;
--violated:#b3261e;--violated-paper:#fff1ef;--violated-line:#d33a30;
--cannot-know:#855400;--cannot-know-paper:#fff8e8;--cannot-know-line:#b98213;
--focus:#1257d6;--on:#fff;--shadow:0 1px 2px rgba(20,30,50,.08),0 4px 16px rgba(20,30,50,.05);`;

const dark = `
--paper:#11151b;--card:#191f28;--ink:#e7ebf1;--soft:#a3aebd;--line:#313a47;--hover:#232b37;
--ok:#6cd3a0;--ok-paper:#1e2630;--ok-line:#4c9f78;
--violated:#ff9a90;--violated-paper:#3a1f1f;--violated-line:#ff6f62;
--cannot-know:#f3c567;--cannot-know-paper:#332a17;--cannot-know-line:#c9993a;
--focus:#8ab4ff;--on:#11151b;--shadow:none;`;

/** The page's looks: on screens light and dark, narrow and wide, and on paper. */
export const style = `
:root{${light}
--sans:system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;
--mono:ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono","Liberation Mono",monospace}
@media screen{:root{color-scheme:light dark}}
@media screen and (prefers-color-scheme:dark){:root{${dark}}}
*{box-sizing:border-box}
[hidden]{display:none!important}
html{scroll-padding-top:5rem}
body{margin:0;background:var(--paper);color:var(--ink);font:15px/1.5 var(--sans)}
h1,h2,h3,h4,p,ul,ol{margin:0;padding:0}
ul,ol{list-style:none}
code,.name,.mono{font-family:var(--mono)}
h2,h3,.what,.name,summary{unicode-bidi:isolate;overflow-wrap:anywhere}
:focus-visible{outline:3px solid var(--focus);outline-offset:2px;border-radius:6px}
.skip{position:absolute;left:-100vw;top:0;z-index:9;padding:.6rem 1rem;background:var(--focus);color:var(--on)}
.skip:focus{left:.5rem;top:.5rem}
.defs{position:absolute}
.page{max-width:1480px;margin:0 auto;padding:0 1.25rem 3rem}
.top{padding:1.75rem 0 1rem}
h1{font-size:1.5rem;letter-spacing:-.015em;line-height:1.25}
.top p{color:var(--soft);margin-top:.2rem}
.state{display:inline-flex;align-items:center;gap:.4em;font-weight:600;white-space:nowrap}
.sign{display:inline-grid;place-items:center;flex:none;width:1.35em;height:1.35em;border-radius:50%;font-size:.8em;font-weight:700;line-height:1;color:var(--on)}
.state.ok{color:var(--ok)}.state.violated{color:var(--violated)}.state.cannot-know{color:var(--cannot-know)}
.sign.ok{background:var(--ok)}.sign.violated{background:var(--violated)}.sign.cannot-know{background:var(--cannot-know)}
#filters{position:sticky;top:0;z-index:5;display:flex;flex-wrap:wrap;gap:.6rem 1.25rem;align-items:center;margin:0 -1.25rem;padding:.6rem 1.25rem;background:var(--paper);border-bottom:1px solid var(--line)}
#filters label,#filters legend{font-size:.85rem;color:var(--soft)}
#filters fieldset{border:0;margin:0;padding:0;display:flex;flex-wrap:wrap;gap:.3rem .9rem;align-items:center}
#filters fieldset label{display:inline-flex;gap:.4em;align-items:center;color:var(--ink);font-size:.9rem}
#filters legend{float:left;padding:0}
#filters input[type=search],#filters select,#filters button{font:inherit;font-size:.9rem;color:var(--ink);background:var(--card);border:1px solid var(--soft);border-radius:7px;padding:.3rem .6rem;margin-left:.4rem;max-width:15rem}
#filters button{cursor:pointer;margin:0}
#filters button:hover{background:var(--hover)}
#filters input[type=checkbox]{accent-color:var(--focus);width:1rem;height:1rem;margin:0}
#shown{margin-left:auto;font-size:.85rem;color:var(--soft)}
.plan{margin-top:1.75rem}
h2{font-size:1.15rem;line-height:1.35}
.facts{color:var(--soft);font-size:.92rem}
.note{margin-top:.4rem;color:var(--cannot-know)}
.chips{display:flex;flex-wrap:wrap;gap:.4rem;margin:.8rem 0 0}
.chips a{display:inline-flex;align-items:center;gap:.45rem;padding:.18rem .7rem .18rem .4rem;border:1px solid var(--line);border-radius:99px;background:var(--card);color:var(--ink);text-decoration:none;font-size:.88rem}
.chips a:hover{background:var(--hover)}
.legend{display:flex;flex-wrap:wrap;gap:.3rem 1.4rem;margin-top:.7rem;color:var(--soft);font-size:.85rem}
.legend li{display:inline-flex;align-items:center;gap:.5rem}
.legend svg{width:34px;height:10px;overflow:visible}
.elsewhere{font-size:.92rem}
.item.accepted .what{color:var(--soft)}
.item.accepted .sign{background:none;color:var(--soft);box-shadow:inset 0 0 0 1.5px var(--soft)}
.item.accepted .tag b{color:var(--soft)}
.item.advisory .sign{background:none;color:var(--violated);box-shadow:inset 0 0 0 1.5px var(--violated)}
.workload,.elsewhere{margin-top:1.1rem;background:var(--card);border:1px solid var(--line);border-radius:14px;box-shadow:var(--shadow);overflow:clip}
.workload{content-visibility:auto;contain-intrinsic-height:auto 700px}
.head{display:flex;flex-wrap:wrap;align-items:center;gap:.2rem .8rem;padding:.85rem 1.2rem;border-bottom:1px solid var(--line)}
h3{font-size:1.05rem;display:flex;gap:.55rem;align-items:center}
h3 small{font-weight:400;color:var(--soft);font-size:1em}
.head .state{margin-left:auto;font-size:.92rem}
.columns{display:grid;grid-template-columns:minmax(0,1fr) minmax(20rem,27rem)}
.map{overflow:auto;padding:1.1rem;display:flex;align-items:flex-start;align-self:start;position:sticky;top:3.6rem}
.drawing{display:block;margin:0 auto;max-width:100%;height:auto;flex:none}
.lists{border-left:1px solid var(--line);padding:.4rem 0 1rem;font-size:.92rem;min-width:0}
.broad .columns{grid-template-columns:minmax(0,1fr)}
.broad .map{position:static}
.broad .lists{border-left:0;border-top:1px solid var(--line);columns:24rem;column-gap:0}
.broad .item,.broad h4{break-inside:avoid}
.broad h4{break-after:avoid}
h4{font-size:.78rem;letter-spacing:.05em;text-transform:uppercase;color:var(--soft);padding:.9rem 1.1rem .3rem}
.item{border-left:3px solid transparent}
.item summary{display:grid;grid-template-columns:auto minmax(0,1fr);gap:.15rem .6rem;padding:.45rem 1.1rem .45rem .95rem;cursor:pointer;list-style:none}
.item summary::-webkit-details-marker{display:none}
.item summary:focus-visible{outline-offset:-3px}
.item summary:hover{background:var(--hover)}
.item .sign{margin-top:.25em}
.item .tag{display:block;color:var(--soft);font-size:.84rem}
.item .tag b{font-weight:600}
.item.violated .tag b{color:var(--violated)}
.item.cannot-know .tag b{color:var(--cannot-know)}
.item.on{border-left-color:var(--soft)}
.item.chosen{border-left-color:var(--focus);background:var(--hover)}
.body{padding:.1rem 1.1rem .8rem calc(.95rem + 1.7em);overflow-wrap:anywhere;display:grid;gap:.45rem;font-size:.9rem}
.body .hops{color:var(--soft);font-size:.86rem}
.body .hops li{margin-top:.25rem}
.body .fix{padding:.45rem .7rem;border-radius:8px;background:var(--hover)}
.body .fix b,.body dt{font-weight:600}
.body dd{margin:0 0 .4rem;color:var(--soft)}
.item.chosen .fix{background:var(--card)}
.nothing{padding:.3rem 1.1rem;color:var(--soft)}
.node{cursor:pointer;color:var(--ink)}
.node .box{fill:var(--ok-paper);stroke:var(--line);stroke-width:1.5}
.node use{color:var(--soft);fill:none;stroke:currentColor;stroke-width:1.4;stroke-linecap:round;stroke-linejoin:round}
.node.ok use{color:var(--ok)}
.node .kind{font:11px var(--sans);fill:var(--soft)}
.node .name{font:600 12px var(--mono);fill:var(--ink)}
.node .says{font:11px var(--sans);fill:var(--ink)}
.node.violated .box{fill:var(--violated-paper);stroke:var(--violated-line);stroke-width:2}
.node.violated use{color:var(--violated)}
.node.violated .kind{fill:var(--violated)}
.node.violated .says{fill:var(--violated)}
.node.cannot-know .box{fill:var(--cannot-know-paper);stroke:var(--cannot-know-line);stroke-width:1.75;stroke-dasharray:5 4}
.node.cannot-know use{color:var(--cannot-know)}
.node.cannot-know .kind{fill:var(--cannot-know)}
.node.cannot-know .says{fill:var(--cannot-know)}
.node:hover .box{stroke:var(--soft)}
.node:focus{outline:none}
.node.chosen .box{stroke:var(--focus);stroke-width:2.5}
.node:focus-visible .box{stroke:var(--focus);stroke-width:4;stroke-dasharray:none}
.edge path,.legend path{fill:none;stroke-width:1.75;stroke-linecap:round}
.edge.ok path,.legend .ok path{stroke:var(--ok-line)}
.edge.violated path,.legend .violated path{stroke:var(--violated-line);stroke-width:2.5}
.edge.cannot-know path,.legend .cannot-know path{stroke:var(--cannot-know-line);stroke-dasharray:6 5}
.edge circle{fill:var(--violated)}
.edge .cross,.badge .cross{fill:none;stroke:var(--on)!important;stroke-width:2!important;stroke-linecap:round}
.end.ok path{fill:var(--ok-line)}.end.violated path{fill:var(--violated-line)}.end.cannot-know path{fill:var(--cannot-know-line)}
.node.violated .badge circle{fill:var(--violated)}
.node.cannot-know .badge circle{fill:var(--cannot-know)}
.badge .ask{font:700 11px var(--sans);fill:var(--on)}
@media screen{
.marked .node:not(.on),.marked .edge:not(.on){opacity:.28}
.marked .edge.on path{stroke-width:3}
}
@media (prefers-reduced-motion:no-preference){.node,.edge{transition:opacity .15s}}
@media screen and (max-width:900px){
.page{padding:0 .75rem 2rem}
#filters{position:static;margin:0 -.75rem;padding:.6rem .75rem}
#filters label:not(fieldset label){display:flex;align-items:center;flex:1 1 100%}
#filters input[type=search],#filters select{flex:1;max-width:none;min-width:0}
#shown{margin-left:0}
html{scroll-padding-top:1rem}
.columns{grid-template-columns:minmax(0,1fr)}
.lists{border-left:0;border-top:1px solid var(--line)}
.map{padding:.75rem;position:static}
}
@media print{
body{background:#fff;font-size:10pt}
.page{max-width:none;padding:0}
.skip,#filters,.chips{display:none!important}
.workload{content-visibility:visible;break-before:auto}
.workload,.elsewhere{box-shadow:none;overflow:visible}
.columns{display:block}
.lists{border-left:0;border-top:1px solid var(--line)}
.map{overflow:visible;break-inside:avoid;position:static}
.drawing{min-width:0!important;max-height:22cm}
.item{break-inside:avoid;background:none!important;border-left-color:transparent!important}
.head,h4{break-after:avoid}
details::details-content{content-visibility:visible;block-size:auto}
*{print-color-adjust:exact;-webkit-print-color-adjust:exact}
}
`;
