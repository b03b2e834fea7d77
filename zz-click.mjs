import { chromium } from "playwright";
import { AxeBuilder } from "@axe-core/playwright";
import { mkdirSync } from "node:fs";
const base = "http://localhost:3120"; const link = process.argv[2];
mkdirSync("/tmp/access-shots", { recursive: true });
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
const problems = [];
const context = async (o = {}) => { const c = await browser.newContext({ locale: "en-GB", ...o }); c.on("page", (p) => { p.on("console", (m) => { if (m.type() === "error" || /Content Security|CSP/.test(m.text())) problems.push(p.url() + " " + m.text()); }); p.on("pageerror", (e) => problems.push(p.url() + " " + e.message)); }); return c; };
const shots = async (page, name, axe = true) => {
  for (const width of [1440, 375]) for (const theme of ["light", "dark"]) {
    await page.setViewportSize({ width, height: width === 375 ? 812 : 900 }); await page.emulateMedia({ colorScheme: theme });
    await page.screenshot({ path: `/tmp/access-shots/${name}-${theme}-${width}.png` });
    const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth); if (over > 0) problems.push(`${name} ${width} scrolls sideways ${over}`);
    if (axe) { const r = await new AxeBuilder({ page }).analyze(); for (const v of r.violations) problems.push(`axe ${name} ${theme} ${width}: ${v.id} ${v.nodes.map(n=>n.target+" "+(n.any[0]?.message??"")).slice(0,3).join(" | ")}`); }
  }
  await page.setViewportSize({ width: 1440, height: 900 }); await page.emulateMedia({ colorScheme: "light" });
};
const owner = await context(); const p = await owner.newPage();
await p.goto(base + "/"); console.log("anon /", p.url()); await shots(p, "not-set-up");
await p.goto(link); await p.fill("#name", "Olga Owner"); await p.fill("#email", "olga@shop.example"); await p.fill("#password", "password1234"); await p.click("button[type=submit]");
await p.waitForSelector("#password-error"); await shots(p, "setup");
await p.fill("#password", "seven green teapots"); await p.click("button[type=submit]"); await p.waitForURL(base + "/"); console.log("in", p.url());
const v = await (await context()).newPage(); await v.goto(base + "/people"); console.log("visitor", v.url());
await v.fill("#email", "olga@shop.example"); await v.fill("#password", "wrong wrong wrong"); await v.click("button[type=submit]"); await v.waitForSelector("[role=alert]"); await shots(v, "sign-in");
await v.goto(link); await shots(v, "link-gone");
await p.goto(base + "/people"); await p.getByRole("button", { name: "Invite" }).click(); await p.fill("#email", "kim@shop.example"); await shots(p, "invite");
await p.getByRole("button", { name: "Make the link" }).click(); await p.waitForSelector("#invitation-link"); const inv = await p.inputValue("#invitation-link"); await shots(p, "invited");
await p.getByRole("button", { name: "Done" }).click();
await p.getByRole("button", { name: "Invite" }).click(); await p.fill("#email", "lee@shop.example"); await p.getByRole("button", { name: "Make the link" }).click(); await p.waitForSelector("#invitation-link"); await p.getByRole("button", { name: "Done" }).click();
const k = await (await context({ userAgent: "Mozilla/5.0 (iPhone) AppleWebKit Safari/605" })).newPage(); await k.goto(inv); await shots(k, "invitation"); await k.fill("#name", "Kim Marketer"); await k.fill("#password", "nine purple kettles"); await k.click("button[type=submit]"); await k.waitForURL(base + "/"); 
await k.goto(base + "/people"); await shots(k, "forbidden");
await p.reload(); await shots(p, "people");
await p.getByLabel("Role of Kim Marketer").selectOption("executive"); await p.waitForTimeout(800);
await p.getByRole("button", { name: "Shut out" }).first().click(); await shots(p, "shut-out"); await p.getByRole("button", { name: "Cancel" }).click();
await p.goto(base + "/keys"); await shots(p, "keys-empty"); await p.getByRole("button", { name: "Make a key" }).click(); await p.fill("#name", "Nightly import"); await shots(p, "make-key"); await p.getByRole("dialog").getByRole("button", { name: "Make a key" }).click(); await p.waitForSelector("#new-key"); const key = await p.inputValue("#new-key"); await shots(p, "made-key"); await p.getByRole("button", { name: "Done" }).click(); await p.waitForTimeout(500); 
const withKey = await fetch(base + "/api/v1/health/database", { headers: { authorization: "Bearer " + key } }); console.log("key", withKey.status, await withKey.text());
await p.reload(); await shots(p, "keys");
await p.goto(base + "/account"); await shots(p, "account"); await p.fill("#current", "x"); await p.fill("#next", "olga olga olga"); await p.getByRole("button", { name: "Change password" }).click(); await p.waitForSelector("#next-error"); await shots(p, "account-error");
await p.goto(base + "/audit"); await shots(p, "audit");
await p.goto(base + "/people");
const t0 = Date.now(); const out = await p.evaluate(async () => { const r = await fetch("/api/v1/session", { method: "DELETE" }); return r.status; }); console.log("sign out", out, Date.now() - t0, "ms");
await p.goto(base + "/sign-in"); await p.goBack(); await p.waitForLoadState(); console.log("back", p.url(), (await p.textContent("body")).includes("kim@shop.example"));
console.log(problems.join("\n")); await browser.close();
