import { demoTruth } from "#lib/demo/world/truth.ts";
import { truthShape } from "#lib/demo/world/truth-shape.ts";
const c0 = process.cpuUsage(); const t = truthShape.parse(demoTruth("2026-11-22")); const c = process.cpuUsage(c0);
console.log("cpu", (c.user + c.system) / 1e6, "bytes", JSON.stringify(t).length);
for (const s of t.stores) {
  console.log(s.name, s.netPerNewOrder);
  for (const m of s.months) { let sp = 0; s.days.forEach((d, i) => { if (d.day.startsWith(m.month)) for (const c of s.campaigns) sp += Number(c.spendByDay[i]); }); console.log(m.month, m.gross, m.discounts, m.returns, m.net, m.orders, m.units, m.newCustomers, m.firstSeen, "spend", sp.toFixed(0), "MER", (Number(m.net) / sp).toFixed(2), "aov", (Number(m.net)/m.orders).toFixed(1)); }
  console.log(s.channels.map(c => `${c.channel} ${c.orders} ${c.sold} / ${c.credited.orders}`).join("\n"));
  console.log(s.causes.map(c => `${c.cause} ${c.orders} spend ${c.spend} roas ${c.roas}`).join("\n"));
  console.log(s.promotions.map(p => `${p.id} ${p.period.from} +${p.increment} -${p.pulledForward} code ${p.ordersWithCode} ${p.isWhole}`).join("\n"));
  console.log(JSON.stringify(s.retention.again), JSON.stringify(s.retention.cohorts.slice(0, 3)));
  console.log(JSON.stringify(s.speed), JSON.stringify(s.refunds.badWeeks), JSON.stringify(s.analytics.brokenDays), s.analytics.ordersSeen, JSON.stringify(s.incidents));
  console.log(s.campaigns.map(c => `${c.name} spend ${c.spend} claimed ${c.claimed} roas ${(c.claimed * s.netPerNewOrder / Number(c.spend)).toFixed(2)}`).join("\n"), "claimed all", s.campaigns.reduce((a, c) => a + c.claimed, 0), "true paid", s.causes.filter(c => c.roas !== null).reduce((a, c) => a + c.orders, 0));
  console.log(s.searches.slice(0, 12).map(q => `${q.query} p${q.position} clicks ${q.clicks} +${q.betterClicks} € ${q.betterNet}`).join("\n"));
}
console.log(JSON.stringify(t.rateGaps));
