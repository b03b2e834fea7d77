import { chromium } from "playwright"; import { readFileSync } from "node:fs";
const b = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] }); const p = await b.newPage({ viewport: { width: 1560, height: 900 } });
await p.setContent(`<body style="margin:0;background:#888;display:flex;gap:8px">${process.argv.slice(3).map(n => `<div style="height:900px;width:375px;overflow:hidden"><img src="data:image/png;base64,${readFileSync(`test/screens/${n}.png`).toString("base64")}"></div>`).join("")}`);
await p.screenshot({ path: process.argv[2] }); await b.close();
