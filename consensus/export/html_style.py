"""The one style sheet of the HTML report: black on white, units whole on a printed page, columns stacked on a phone."""

STYLE = """
:root{color-scheme:light}
*{box-sizing:border-box}
body{margin:0 auto;max-width:70rem;padding:1.5rem;background:#fff;color:#000;
font:16px/1.45 system-ui,"Noto Sans","Noto Sans CJK SC",sans-serif;overflow-wrap:anywhere}
h1{font-size:1.6rem;line-height:1.25;margin:0 0 .25rem}
h2{font-size:1.15rem;margin:2rem 0 .5rem;border-bottom:2px solid #000;break-after:avoid}
p{margin:.35rem 0}
.about{color:#444}
.state{border:2px solid #000;padding:.6rem .9rem;margin:1rem 0}
.state p:first-child{font-weight:700}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.15rem 1.2rem;margin:0}
dt{color:#444}
dd{margin:0}
table{border-collapse:collapse;width:100%}
.sums{width:auto;min-width:20rem}
.sums th,.sums td{text-align:start;padding:.15rem 1.2rem .15rem 0;border-bottom:1px solid #bbb;font-weight:400}
.sums td{text-align:end;font-variant-numeric:tabular-nums;padding-inline-end:0}
.units{table-layout:fixed}
.units th{text-align:start;padding:.3rem .5rem;border-bottom:2px solid #000}
.units td{vertical-align:top;padding:.45rem .5rem .15rem}
.units tbody{border-bottom:1px solid #888;break-inside:avoid}
.n{width:3.6rem;color:#444}
.how{width:10.5rem}
.text{white-space:pre-wrap}
.not{background:#f3f3f3;border-inline-start:4px solid #000}
.not .how b{text-transform:uppercase;letter-spacing:.02em}
.units .more{padding-top:0;padding-bottom:.5rem;font-size:.86rem;color:#222}
.more ul{margin:.2rem 0 0;padding-inline-start:1.1rem}
.more .text{display:inline}
.by{color:#444}
.none{color:#444;font-style:italic}
mark{background:none;color:inherit;font-weight:700;text-decoration:underline}
ins{font:.75em monospace;border:1px solid #888;border-radius:2px;padding:0 .2em;text-decoration:none}
a{color:inherit}
@media (max-width:640px){
body{padding:.8rem}
dl{display:block}dd{margin-bottom:.3rem}
.units thead{display:none}
.units,.units tbody,.units tr,.units td{display:block;width:auto}
.units td{padding:.15rem .5rem}
}
@media print{
@page{margin:16mm 14mm}
body{max-width:none;padding:0;font-size:10pt}
.units thead{display:table-header-group}
.not{print-color-adjust:exact}
}
"""
