"""What the page has of its own, beside the frame that all pages share."""

from typing import Final

STYLE: Final = """
:root { --c0: #1f5fa8; --c1: #b3261e; --c2: #1e6b41; --c3: #8a4b08; --c4: #6b3fa0; }
@media (prefers-color-scheme: dark) { :root { --c0: #8ec1f5; --c1: #ff9d94; --c2: #7fd1a3;
  --c3: #e8a86a; --c4: #c9a8f0; } }
h2 { margin-top: 2.5rem; border-bottom: 2px solid var(--line); padding-bottom: .2rem; }
h3 { font-size: 1.05rem; margin: 0 0 .3rem; }
article { border-left: .25rem solid var(--line); padding: .1rem 0 .1rem 1rem;
  margin: 1.4rem 0; }
article p { margin: .3rem 0; }
article.corrected { border-color: var(--mark); } article.fails { border-color: var(--wrong); }
article.holds { border-color: var(--right); }
article:target { border-left-width: .6rem; }
.aside::before { content: "– "; }
a.see { font-size: .9em; white-space: normal; }
caption { text-align: left; font-weight: 600; padding: .4rem 0; }
tbody th { background: none; color: inherit; font-weight: normal; min-width: 7rem; }
thead th { white-space: normal; }
tbody th a { overflow-wrap: normal; }
.wide { overflow-x: auto; margin: .6rem 0; }
article .wide table, section > .wide table { width: auto; min-width: min(100%, 30rem); }
figure { margin: .8rem 0; max-width: 44rem; }
figure > svg { width: 100%; height: auto; }
figcaption { font-size: .9em; }
svg text { font: 12px system-ui, sans-serif; fill: var(--ink); }
.axis { fill: none; stroke: var(--ink); } .grid { stroke: var(--line); stroke-width: .7; }
.line { fill: none; stroke-width: 2; } .band { stroke: none; opacity: .18; }
.line.c0 { stroke: var(--c0); } .line.c1 { stroke: var(--c1); } .line.c2 { stroke: var(--c2); }
.line.c3 { stroke: var(--c3); } .line.c4 { stroke: var(--c4); }
.band.c0 { fill: var(--c0); } .band.c1 { fill: var(--c1); } .band.c2 { fill: var(--c2); }
.band.c3 { fill: var(--c3); } .band.c4 { fill: var(--c4); }
.legend { list-style: none; display: flex; flex-wrap: wrap; gap: .2rem 1.2rem; padding: 0;
  margin: .3rem 0; } .key { width: 30px; height: 8px; margin-right: .4rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem; }
dt { font-weight: 600; } dd { margin: 0; }
@media (max-width: 40rem) { svg text { font-size: 18px; }
  dl { grid-template-columns: 1fr; gap: 0; } dd { margin: 0 0 .4rem; } }
@media print { article, figure, .wide { break-inside: avoid; } .wide { overflow: visible; } }
"""
