// The marketing calendar and goals in the browser: add, change, remove, import with a preview, holidays, goals pasted.
import { addDays, addMonths, dayAt, monthStart, now } from "#lib/core/day.ts";
import { openDatabase } from "#db/client.ts";
import { expect, expectNoAxeViolations, takeScreens, test } from "#test/support/app.ts";
import { storeWith } from "#test/support/ledger.ts";

test.describe.configure({ mode: "serial" });
const run = Math.random().toString(36).slice(2, 7);
const today = dayAt(now(), "Europe/Berlin");
const month = monthStart(today);
const name = `Planned ${run}`;
let store = 0;

test.beforeAll(async () => {
  const db = openDatabase(process.env.STORECAST_E2E_DATABASE!, { max: 2 });
  const from = addMonths(month, -14);
  const days = Array.from({ length: 420 }, (_, at) => addDays(from, at)).filter((day) => day < today);
  store = (await storeWith(db, { name, currency: "EUR", zone: "Europe/Berlin", from, through: addDays(today, -1) }, days.map((day) => ({ id: day, day, lines: [{ kind: "sale", amount: "100" }] })))).id;
  await db.destroy();
});

test("an event is added by keyboard, seen in month and list and on the Overview's chart, changed and removed", async ({ page }) => {
  await page.goto(`/calendar?store=${store}`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Calendar");
  await expect(page.getByText("Nothing is planned. Add promotions")).toBeVisible();
  await expectNoAxeViolations(page);
  await page.getByRole("button", { name: "Add an event", exact: true }).focus();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "New event" });
  await expect(dialog.getByLabel("Name")).toBeFocused();
  await page.keyboard.type("Autumn sale");
  await dialog.getByLabel("First day").fill(addDays(today, -2));
  await dialog.getByLabel("Last day").fill(addDays(today, -3));
  await dialog.getByLabel("Discount in %").fill("20");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog.getByRole("alert")).toHaveText(/last day lies before the first/);
  await expectNoAxeViolations(page);
  await dialog.getByLabel("Last day").fill(addDays(today, 3));
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText("Autumn sale is on until")).toBeVisible();
  await page.goto(`/calendar?store=${store}&month=${addDays(today, 3).slice(0, 7)}`);
  await expect(page.getByRole("button", { name: /^Autumn sale/ }).filter({ visible: true }).first()).toBeVisible();
  await expectNoAxeViolations(page);

  await page.goto(`/?store=${store}&period=last_30`);
  const flag = page.getByRole("button", { name: /^Autumn sale,/ });
  await flag.click();
  await expectNoAxeViolations(page);
  await page.getByRole("link", { name: "Open in the calendar" }).click();
  const edit = page.getByRole("dialog", { name: "Event" });
  await expect(edit.getByLabel("Discount in %")).toHaveValue("20");
  await expect(edit.getByText("How it went")).toBeVisible();
  await expectNoAxeViolations(page);
  await edit.getByLabel("Kind").selectOption("Outage");
  await expect(edit.getByLabel("Projections don’t learn from these days")).toBeChecked();
  await edit.getByRole("button", { name: "Save" }).click();
  await expect(edit).toBeHidden();
  await page.goto(`/calendar?store=${store}&view=list&type=outage`);
  await page.getByRole("button", { name: "Autumn sale" }).click();
  await edit.getByRole("button", { name: "Remove" }).click();
  await edit.getByRole("button", { name: "Remove" }).click();
  await expect(page.getByText("No events in these three months.")).toBeVisible();
});

test("a calendar file is looked at, put in, and put in again with what changed", async ({ page }) => {
  const stamp = (day: string) => day.replaceAll("-", "");
  const file = (...events: [uid: string, title: string, from: string, to: string][]) => ({
    name: "team.ics", mimeType: "text/calendar",
    buffer: Buffer.from(["BEGIN:VCALENDAR", "X-WR-CALNAME:Team", ...events.flatMap(([uid, title, from, to]) => ["BEGIN:VEVENT", `UID:${uid}`, `SUMMARY:${title}`, `DTSTART;VALUE=DATE:${stamp(from)}`, `DTEND;VALUE=DATE:${stamp(to)}`, "END:VEVENT"]), "BEGIN:VEVENT", "UID:bad", "SUMMARY:Bad", "DTSTART:whenever", "END:VEVENT", "END:VCALENDAR"].join("\r\n")),
  });
  await page.goto(`/calendar?store=${store}`);
  const put = async (sent: ReturnType<typeof file>) => {
    await page.getByRole("button", { name: "Import", exact: true }).click();
    await page.locator("#calendar-file").setInputFiles(sent);
  };
  const dialog = page.getByRole("dialog", { name: "Import a calendar" });
  await put(file(["a", "Newsletter <b>May</b>", today, addDays(today, 1)], ["b", "Summer sale 15 %", addDays(today, 1), addDays(today, 4)]));
  await expect(dialog.getByText("2 new · 0 changed · 0 removed · 0 as before")).toBeVisible();
  await expect(dialog.getByText("its day can’t be read")).toBeVisible();
  await expect(dialog.getByText("Newsletter <b>May</b>")).toBeVisible();
  await expect(dialog.getByLabel("Calendar", { exact: true })).toHaveValue("Team");
  await expectNoAxeViolations(page);
  await dialog.getByRole("button", { name: "Import", exact: true }).click();
  await expect(dialog.getByText("Imported: 2 new, 0 changed, 0 removed.")).toBeVisible();
  await dialog.getByRole("button", { name: "Close" }).last().click();
  await put(file(["a", "Newsletter <b>May</b>", today, addDays(today, 2)], ["c", "Launch", addDays(today, 5), addDays(today, 6)]));
  await expect(dialog.getByText("1 new · 1 changed · 1 removed · 0 as before")).toBeVisible();
  await dialog.getByRole("button", { name: "Import", exact: true }).click();
  await expect(dialog.getByText("Imported: 1 new, 1 changed, 1 removed.")).toBeVisible();
  await dialog.getByRole("button", { name: "Another file" }).click();
  await page.locator("#calendar-file").setInputFiles({ name: "page.ics", mimeType: "text/calendar", buffer: Buffer.from("<html>") });
  await expect(dialog.getByRole("alert")).toHaveText(/This is no calendar file/);
  const answer = await page.request.get(`/api/v1/events/file?store=${store}`);
  expect(answer.headers()["content-type"]).toContain("text/calendar");
  expect(await answer.text()).toContain("SUMMARY:Newsletter <b>May</b>");
});

test("holidays of the store's country are proposed, chosen, and stand on their days", async ({ page }) => {
  await page.goto(`/calendar?store=${store}`);
  await page.getByRole("button", { name: "Holidays" }).click();
  const dialog = page.getByRole("dialog", { name: "Holidays" });
  await expect(dialog.getByLabel("Country")).toHaveValue("DE");
  await expect(dialog.getByLabel(/^Black Friday/)).toBeChecked();
  await expect(dialog.getByLabel(/^Mother's Day/)).toBeChecked();
  await expectNoAxeViolations(page);
  await dialog.getByLabel("Region").selectOption("Bayern");
  await expect(dialog.getByLabel(/^Epiphany/)).toBeChecked();
  await dialog.getByRole("button", { name: "None" }).click();
  await dialog.getByLabel(/^Black Friday/).check();
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog).toBeHidden();
  await page.goto(`/calendar?store=${store}&month=2026-11`);
  await page.getByRole("button", { name: /^Black Friday, Holiday, 27 Nov 2026/ }).click();
  await expect(page.getByRole("dialog", { name: "Black Friday" }).getByText("Its day comes from the country’s calendar.")).toBeVisible();
  await page.keyboard.press("Escape");
  await expectNoAxeViolations(page);
  await takeScreens(page, "calendar-month");
  await page.goto(`/calendar?store=${store}&view=list&month=2026-11`);
  await takeScreens(page, "calendar-list");
});

test("twelve goals are pasted at once, saved, kept, and one is taken away", async ({ page, context }) => {
  const year = Number(today.slice(0, 4));
  await page.goto(`/goals?store=${store}&year=${year}`);
  await expect(page.getByText(`No goal for Net sales`)).toBeVisible();
  await expectNoAxeViolations(page);
  const january = page.getByLabel(`Goal for January ${year}`);
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.evaluate(() => navigator.clipboard.writeText(Array.from({ length: 12 }, (_, at) => `${at + 1},000.50`).join("\n")));
  await january.focus();
  await page.keyboard.press("ControlOrMeta+v");
  await expect(page.getByLabel(`Goal for December ${year}`)).toHaveValue("12,000.50");
  await expect(page.getByLabel(`Goal for Year ${year}`)).toHaveAttribute("placeholder", "78,006");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved: 12.")).toBeVisible();
  await expect(page.getByText(/in \d{4} shall come to €78,006/)).toBeVisible();
  await page.reload();
  await expect(january).toHaveValue("1,000.5");
  await january.fill("nothing");
  await expect(page.getByText("“nothing” is no amount.")).toBeVisible();
  await expectNoAxeViolations(page);
  await january.fill("");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved: 1.")).toBeVisible();
  await takeScreens(page, "goals");
  await page.goto("/audit");
  await expect(page.getByText("Took a goal away").first()).toBeVisible();
});
