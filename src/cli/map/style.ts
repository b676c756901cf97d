import type { WorkloadMap } from "./map";

/** Colours by name, once for light and once for dark; the rest uses the names. */
const light = `
--paper:#f6f7f9;--card:#fff;--ink:#1b2330;--soft:#566072;--line:#d9dee6;--hover:#eef1f5;
--ok:#1d7a50;--ok-paper:#fff;--ok-line:#5f9f80;
--violated:#b3261e;--violated-paper:#fff1ef;--violated-line:#d33a30;
--advice:#855400;--advice-paper:#fff8e8;--advice-line:#b98213;
--cannot-know:#5a4a9c;--cannot-know-paper:#f5f3ff;--cannot-know-line:#8674c9;
--focus:#1257d6;--on:#fff;--shadow:0 1px 2px rgba(20,30,50,.08),0 4px 16px rgba(20,30,50,.05);`;

const dark = `
--paper:#11151b;--card:#191f28;--ink:#e7ebf1;--soft:#a3aebd;--line:#313a47;--hover:#232b37;
--ok:#6cd3a0;--ok-paper:#1e2630;--ok-line:#4c9f78;
--violated:#ff9a90;--violated-paper:#3a1f1f;--violated-line:#ff6f62;
--advice:#f3c567;--advice-paper:#332a17;--advice-line:#c9993a;
--cannot-know:#c0b3ff;--cannot-know-paper:#29253c;--cannot-know-line:#8d7fd0;
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
.top{display:flex;flex-wrap:wrap;align-items:baseline;gap:.1rem 1rem;padding:.6rem 0 .5rem}
h1{font-size:1.1rem;letter-spacing:-.01em;line-height:1.25}
.top p{color:var(--soft)}
.state{display:inline-flex;align-items:center;gap:.4em;font-weight:600;white-space:nowrap}
.sign{display:inline-grid;place-items:center;flex:none;width:1.35em;height:1.35em;border-radius:50%;font-size:max(.8em,11px);font-weight:700;line-height:1;color:var(--on)}
.state.ok{color:var(--ok)}.state.violated{color:var(--violated)}.state.advice{color:var(--advice)}.state.cannot-know{color:var(--cannot-know)}
.sign.ok{background:var(--ok)}.sign.violated{background:var(--violated)}.sign.advice{background:var(--advice);border-radius:.3em}.sign.cannot-know{background:var(--cannot-know)}
#filters{position:sticky;top:0;z-index:5;display:flex;flex-wrap:wrap;gap:.4rem .8rem;align-items:center;margin:0 -1.25rem;padding:.4rem 1.25rem;background:var(--paper);border-bottom:1px solid var(--line)}
#filters fieldset{border:0;margin:0;padding:0;display:flex;flex-wrap:wrap;gap:.3rem .9rem;align-items:center}
#filters label{display:inline-flex;gap:.4em;align-items:center;font-size:.9rem}
#filters input[type=search],#filters select,#filters button{font:inherit;font-size:.9rem;color:var(--ink);background:var(--card);border:1px solid var(--soft);border-radius:7px;padding:.2rem .5rem;width:11rem}
#filters button{cursor:pointer;width:auto}
#filters button:hover{background:var(--hover)}
#filters input[type=checkbox]{accent-color:var(--focus);width:1rem;height:1rem;margin:0}
#shown{margin-left:auto;font-size:.85rem;color:var(--soft)}
.plan{margin-top:.7rem}
.plan+.plan{margin-top:1.75rem}
.about{display:flex;flex-wrap:wrap;align-items:baseline;gap:0 .8rem}
h2{font-size:1.05rem;line-height:1.35}
.facts{color:var(--soft);font-size:.92rem}
.note{margin-top:.4rem;color:var(--advice)}
.note.violated{color:var(--violated)}
.chips{display:flex;flex-wrap:wrap;gap:.4rem;margin:.5rem 0 0}
.chips a{display:inline-flex;align-items:center;gap:.45rem;padding:.18rem .7rem .18rem .4rem;border:1px solid var(--line);border-radius:99px;background:var(--card);color:var(--ink);text-decoration:none;font-size:.88rem}
.chips a:hover{background:var(--hover)}
.legend{display:flex;flex-wrap:wrap;gap:.1rem 1rem;margin-left:auto;color:var(--soft);font-size:.85rem}
.legend li{display:inline-flex;align-items:center;gap:.4rem}
.legend svg{width:34px;height:10px;overflow:visible}
.contents{margin:.2rem 0 .5rem;font-size:.88rem;max-height:32vh;overflow:auto}
.contents ol{columns:22rem}
.contents li{display:grid;grid-template-columns:auto minmax(0,1fr);gap:.4rem;break-inside:avoid;overflow-wrap:anywhere}
.contents .sign{margin-top:.35em}
.contents a{color:inherit}
.contents summary{cursor:pointer;color:var(--soft)}
footer{margin-top:1.1rem}
.elsewhere{font-size:.92rem}
.workload,.elsewhere{margin-top:.7rem;background:var(--card);border:1px solid var(--line);border-radius:14px;box-shadow:var(--shadow);overflow:clip}
.head{display:flex;flex-wrap:wrap;align-items:center;gap:.2rem .8rem;padding:.55rem 1.2rem}
summary.head{cursor:pointer;list-style:none}
summary.head::-webkit-details-marker{display:none}
summary.head::before{content:"";flex:none;width:.45em;height:.45em;margin-right:.1em;border:solid var(--soft);border-width:0 2px 2px 0;transform:rotate(-45deg)}
[open]>summary.head::before{transform:translateY(-25%) rotate(45deg)}
summary.head:hover{background:var(--hover)}
summary.head:focus-visible,.banner a:focus-visible{outline-offset:-3px}
.elsewhere .head,.columns{border-top:1px solid var(--line)}
.elsewhere .head{border-width:0 0 1px}
.banner li{border-top:1px solid var(--line);font-size:.95rem}
.banner>.violated{background:var(--violated-paper)}
.banner>.advice{background:var(--advice-paper)}
.banner>.cannot-know{background:var(--cannot-know-paper)}
.banner a{display:grid;grid-template-columns:auto minmax(0,1fr);gap:.6rem;padding:.45rem 1.2rem;color:inherit;text-decoration:none;overflow-wrap:anywhere}
.banner a:hover .what{text-decoration:underline}
.banner .sign{margin-top:.25em}
.banner .what,.banner .do{display:-webkit-box;-webkit-box-orient:vertical;-webkit-line-clamp:2;overflow:hidden}
.banner .do{font-weight:600}
.banner .more{padding:.2rem 1.2rem;color:var(--soft);font-size:.85rem}
h3{font-size:1.05rem;display:flex;gap:.55rem;align-items:center}
h3 small{font-weight:400;color:var(--soft);font-size:1em}
.head .state{font-size:.92rem}
.head h3{margin-right:auto;flex:0 1 auto;max-width:calc(100% - 1.6rem)}
.columns{content-visibility:auto;display:grid;grid-template-columns:var(--columns,minmax(0,1fr))}
.map{overflow:auto;padding:1.1rem;display:flex;align-items:flex-start;align-self:start;position:var(--position,static);top:3.6rem;max-height:var(--height,66vh)}
.more-left{--left:transparent}.more-right{--right:transparent}.more-above{--above:transparent}.more-below{--below:transparent}
@media screen{[class*=more-]{--from:#000 2rem,#000 calc(100% - 2rem);mask:linear-gradient(90deg,var(--left,#000),var(--from),var(--right,#000)) intersect,linear-gradient(var(--above,#000),var(--from),var(--below,#000))}}
.drawing{display:block;margin:0 auto;flex:none}
.lists{border:solid var(--line);border-width:var(--edge,1px 0 0);padding:.4rem 0 1rem;font-size:.92rem;min-width:0;columns:24rem;column-gap:0}
.item,h4{break-inside:avoid}
h4{break-after:avoid}
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
.item.advice .tag b{color:var(--advice)}
.item.cannot-know .tag b{color:var(--cannot-know)}
.item.accepted .sign{background:none;color:var(--soft);box-shadow:inset 0 0 0 1.5px var(--soft)}
.item.accepted .what,.item.accepted .tag b{color:var(--soft)}
.item.on{border-left-color:var(--soft)}
.item.chosen{border-left-color:var(--focus);background:var(--hover)}
.body{padding:.1rem 1.1rem .8rem calc(.95rem + 1.7em);overflow-wrap:anywhere;display:grid;gap:.45rem;font-size:.9rem}
.body .hops{color:var(--soft);font-size:.86rem}
.body .hops li{margin-top:.25rem}
.body .fix{padding:.45rem .7rem;border-radius:8px;background:var(--hover)}
.body .fix b,.body dt{font-weight:600}
.body dd{margin:0 0 .4rem;color:var(--soft)}
.body .pages{display:flex;flex-wrap:wrap;gap:.1rem .8rem}
.body .pages a{color:inherit}
.item.chosen .fix{background:var(--card)}
.node{cursor:pointer;color:var(--ink)}
.node .box{fill:var(--ok-paper);stroke:var(--line);stroke-width:1.5}
.node use{color:var(--soft);fill:none;stroke:currentColor;stroke-width:1.4;stroke-linecap:round;stroke-linejoin:round}
.node.ok use{color:var(--ok)}
.node .kind{font:11px var(--sans);fill:var(--soft)}
.node .name{font:600 12px var(--mono);fill:var(--ink)}
.node .says{font:11px var(--sans);fill:var(--ink)}
.node.violated .box{fill:var(--violated-paper);stroke:var(--violated-line);stroke-width:2}
.node.violated use{color:var(--violated)}
.node.violated .kind,.node.violated .says{fill:var(--violated)}
.node.advice .box{fill:var(--advice-paper);stroke:var(--advice-line);stroke-width:2}
.node.advice use{color:var(--advice)}
.node.advice .kind,.node.advice .says{fill:var(--advice)}
.node.cannot-know .box{fill:var(--cannot-know-paper);stroke:var(--cannot-know-line);stroke-width:1.75;stroke-dasharray:5 4}
.node.cannot-know use{color:var(--cannot-know)}
.node.cannot-know .kind,.node.cannot-know .says{fill:var(--cannot-know)}
.node:hover .box{stroke:var(--soft)}
.node:focus{outline:none}
.node.chosen .box{stroke:var(--focus);stroke-width:2.5}
.node:focus-visible .box{stroke:var(--focus);stroke-width:4;stroke-dasharray:none}
.edge path,.legend path{fill:none;stroke-width:1.75;stroke-linecap:round}
.edge.ok path,.legend .ok path{stroke:var(--ok-line)}
.edge.violated path,.legend .violated path{stroke:var(--violated-line);stroke-width:2.5}
.edge.advice path,.legend .advice path{stroke:var(--advice-line);stroke-width:2.5}
.edge.cannot-know path,.legend .cannot-know path{stroke:var(--cannot-know-line);stroke-dasharray:6 5}
.badge .cross{fill:none;stroke:var(--on)!important;stroke-width:2!important;stroke-linecap:round}
.end.ok path{fill:var(--ok-line)}.end.violated path{fill:var(--violated-line)}.end.advice path{fill:var(--advice-line)}.end.cannot-know path{fill:var(--cannot-know-line)}
.badge.violated circle{fill:var(--violated)}.badge.advice circle{fill:var(--advice)}.badge.cannot-know circle{fill:var(--cannot-know)}
.badge text{font:700 11px var(--sans);fill:var(--on)}
@media screen{
.marked .node:not(.on),.marked .edge:not(.on){opacity:.28}
.marked .edge.on path{stroke-width:3}
}
@media (prefers-reduced-motion:no-preference){.node,.edge{transition:opacity .15s}}
@media screen and (max-width:900px){
.page{padding:0 .75rem 2rem}
#filters{position:static;margin:0 -.75rem;padding:.4rem .75rem}
#filters input[type=search],#filters select{flex:1}
#shown{margin-left:0}
html{scroll-padding-top:1rem}
.legend{margin-left:0}
.head,.banner a{padding-left:.8rem;padding-right:.8rem}
.map{padding:.75rem;max-height:60vh}
}
@media print{
@page{margin:1.2cm}
body{background:#fff;font-size:10pt}
.page{max-width:none;padding:0}
.skip,#filters,.chips{display:none!important}
.contents{max-height:none}
.workload,.elsewhere{box-shadow:none;overflow:visible}
.columns{content-visibility:visible;display:block}
.map{overflow:visible;max-height:none;break-inside:avoid}
.drawing{max-width:100%;height:auto;max-height:16cm}
.lists{columns:auto}
.item{break-inside:auto;background:none!important;border-left-color:transparent!important}
.item summary,.body li,.body p,.body dd,.banner li{break-inside:avoid}
.about,.head,.banner,h4,.item summary,.body dt{break-after:avoid}
details::details-content{content-visibility:visible;block-size:auto}
*{print-color-adjust:exact;-webkit-print-color-adjust:exact}
}
`;

/** Widths and heights are told in steps, so that maps of one kind of network share them. */
const step = 40;

function rounded(length: number): number {
    return Math.ceil(length / step) * step;
}

/** Beside a map as wide as this there is its lists' room, from a screen of so much more. */
const besideIt = 415;
const widestPage = 1440;

export function sizeClasses({ width, height }: WorkloadMap): string {
    return `w${String(rounded(width))} h${String(rounded(height))}`;
}

/** Maps keep their size, or nobody could read them: where there is room, their lists stand beside them. */
export function sizes(maps: readonly WorkloadMap[]): string {
    const widths = [...new Set(maps.map(({ width }) => rounded(width)))];
    const heights = [...new Set(maps.map(({ height }) => rounded(height)))];
    return [
        ...widths
            .filter((each) => each + besideIt <= widestPage)
            .map(
                (each) =>
                    `@media screen and (min-width:${String(each + besideIt)}px){.w${String(each)}{--columns:minmax(0,1fr) minmax(20rem,27rem);--position:sticky;--height:calc(100vh - 4.5rem);--edge:0 0 0 1px}}`,
            ),
        ...heights.map(
            (each) => `.h${String(each)}{contain-intrinsic-height:auto ${String(each + 90)}px}`,
        ),
    ].join("\n");
}
