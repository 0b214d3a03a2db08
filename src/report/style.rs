//! How the page looks, on a screen and on A4.

/// The one style sheet; its hash is what the page's own policy allows.
pub(super) const STYLE: &str = "\
@page{size:A4;margin:15mm 13mm 17mm;@bottom-right{content:counter(page) ' / ' counter(pages);font:8pt sans-serif}}\
*{box-sizing:border-box}\
html{color-scheme:light;background:#fff;color:#111}\
body{margin:0 auto;padding:8mm;max-width:210mm;font:10pt/1.45 'Noto Sans KR','Noto Sans JP','Malgun Gothic',\
'Yu Gothic UI','Segoe UI','Noto Sans CJK KR','Noto Sans CJK JP',sans-serif}\
:lang(ja) body{font-family:'Noto Sans JP','Yu Gothic UI','Noto Sans CJK JP','Segoe UI',sans-serif}\
h1{font-size:17pt;margin:0 0 3mm}\
h2{font-size:13pt;margin:8mm 0 2mm;padding-bottom:1mm;border-bottom:.5mm solid #111;break-after:avoid}\
h3{font-size:11pt;margin:0;break-after:avoid}\
h4{font-size:9pt;margin:2mm 0 .5mm;color:#333;break-after:avoid}\
p{margin:.6mm 0}\
table{width:100%;border-collapse:collapse;margin:1mm 0 2mm}\
thead{display:table-header-group}\
tr{break-inside:avoid}\
th,td{border:.2mm solid #777;padding:.8mm 1.4mm;text-align:start;vertical-align:top;overflow-wrap:anywhere;\
unicode-bidi:isolate}\
th{background:#eee;font-weight:600}\
.facts th{width:27%}\
.sign{width:auto;margin-inline-start:auto;break-inside:avoid}\
.sign th,.sign td{width:34mm;text-align:center}\
.sign .seal{height:20mm}\
.sign .small{height:6mm}\
.mark{position:fixed;top:42%;left:0;right:0;text-align:center;font-size:58pt;font-weight:700;color:#c00;opacity:.1;\
transform:rotate(-28deg);pointer-events:none}\
.band{border:.8mm solid #c00;color:#a00;font-weight:700;padding:1.5mm 3mm;margin:0 0 4mm}\
.warn{border-inline-start:1.2mm solid #b35900;padding-inline-start:2mm;color:#7a3d00;font-weight:600}\
.step{border:.3mm solid #777;padding:2mm 3mm;margin:0 0 3mm;break-inside:avoid}\
.step .head{display:flex;gap:3mm;align-items:baseline}\
.step .head h3{flex:1;overflow-wrap:anywhere}\
.status{font-weight:700;white-space:nowrap}\
.small{font-size:8pt;color:#333}\
.proof{padding:1mm 2mm;margin:1mm 0}\
.console{border:.5mm solid #111}\
.person{border:.5mm dashed #555}\
.text,.code{white-space:pre-wrap;overflow-wrap:anywhere;unicode-bidi:isolate}\
.code,.hash{font-family:'Cascadia Mono',Consolas,'Noto Sans Mono CJK KR',monospace;font-size:8pt}\
.code{background:#f3f3f3;border:.2mm solid #bbb;padding:1mm 1.5mm;margin:.6mm 0}\
.hash{font-size:6.5pt;overflow-wrap:anywhere}\
.journal{font-size:7.5pt}\
.journal th:nth-child(1){width:11%}.journal th:nth-child(2){width:18%}.journal th:nth-child(3){width:15%}\
.journal th:nth-child(4){width:8%}.journal th:nth-child(6){width:21%}\
.purpose{font-size:8pt;color:#333;break-after:avoid}\
.journal .code{font-size:7pt}\
@media print{body{padding:0;max-width:none}.code,th{print-color-adjust:exact}}\
";
