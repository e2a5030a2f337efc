"""The look of the HTML report: light and dark, on paper, in both writing directions."""

from __future__ import annotations

STYLE = """
:root { color-scheme: light dark;
  --paper: #fdfdfb; --ink: #1d1d1b; --quiet: #5c5c57;
  --line: #d9d8d2; --card: #ffffff; --gone: #fbdcd8; --gone-ink: #7d1a10; --came: #d8f0dc;
  --came-ink: #10502a; --high: #a11d10; --medium: #8a5a00; --low: #4d5b66; --link: #0b57a4; }
@media screen and (prefers-color-scheme: dark) { :root {
  --paper: #16181a; --ink: #e9e7e2; --quiet: #a3a19b;
  --line: #383b3e; --card: #1e2124; --gone: #55221c; --gone-ink: #ffd9d3; --came: #1c4429;
  --came-ink: #d3f5dc; --high: #ff9488; --medium: #f2c063; --low: #a9b8c4; --link: #8ec1ff; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 62rem; padding: 1.5rem 1rem 4rem; background: var(--paper);
  color: var(--ink);
  font: 1rem/1.55 system-ui, "Segoe UI", "Noto Sans", "Noto Naskh Arabic", sans-serif; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .25rem; }
h2 { font-size: 1.2rem; margin: 2.2rem 0 .25rem; }
a { color: var(--link); overflow-wrap: anywhere; }
a:focus-visible, summary:focus-visible, input:focus-visible + label {
  outline: 3px solid var(--link); outline-offset: 2px; }
.quiet, .meta, footer { color: var(--quiet); font-size: .9rem; }
.meta { margin: .2rem 0 .6rem; }
.meta strong { color: var(--ink); }
article { background: var(--card); border: 1px solid var(--line);
  border-inline-start: .35rem solid var(--low);
  border-radius: .3rem; padding: .75rem 1rem; margin: .9rem 0; break-inside: avoid; }
article.high { border-inline-start-color: var(--high); }
article.medium { border-inline-start-color: var(--medium); }
article h3 { font-size: 1rem; margin: 0; }
.badge { font-weight: 600; }
.high .badge { color: var(--high); }
.medium .badge { color: var(--medium); }
.low .badge { color: var(--low); }
.words { white-space: pre-line; overflow-wrap: anywhere; margin: .5rem 0; }
del { background: var(--gone); color: var(--gone-ink); text-decoration: line-through; }
ins { background: var(--came); color: var(--came-ink); text-decoration: underline;
  text-underline-offset: .15em; }
.sides { display: none; grid-template-columns: 1fr 1fr; gap: 1rem; }
.sides h4 { margin: .3rem 0 0; font-size: .85rem; color: var(--quiet); font-weight: 600; }
#beside:checked ~ main .sides { display: grid; }
#beside:checked ~ main .inline { display: none; }
.why { margin: .3rem 0; padding-inline-start: 1.2rem; }
details { font-size: .85rem; color: var(--quiet); }
dl { display: grid; grid-template-columns: auto 1fr; gap: .1rem .8rem; margin: .4rem 0; }
dd { margin: 0; overflow-wrap: anywhere; font-family: ui-monospace, monospace; }
.alarm { border: 2px solid var(--high); border-radius: .3rem; padding: .5rem 1rem; }
.none { font-size: 1.1rem; margin: 2rem 0; }
label { margin-inline-end: 1rem; cursor: pointer; }
@media (max-width: 40rem) { .sides { grid-template-columns: 1fr; } }
@media print { body { max-width: none; background: #fff; color: #000; }
  input, label { display: none; }
  details > * { display: block; }
  details::details-content { display: block; content-visibility: visible; } }
""".strip()
