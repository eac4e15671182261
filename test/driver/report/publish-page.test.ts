import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { after, before, describe, it } from "node:test";
import { pathToFileURL } from "node:url";
import { type Browser, chromium, type Page } from "playwright-core";
import { publish, temporary } from "../../fixtures/publish-runs.ts";
import { grid, makeRun } from "../../fixtures/published-run.ts";

const places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
const executablePath = process.env.CHROMIUM ?? places.find((path) => existsSync(path));
const skip =
  executablePath === undefined
    ? "no Chromium here; apt-get install chromium, or set CHROMIUM to its path"
    : false;

const runtimes = [
  ["node", "26.10.0"],
  ["deno", "2.9.6"],
  ["bun", "1.4.5"],
] as const;
const hostile =
  "</script><script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">";

describe("index.html", { skip }, () => {
  let browser: Browser;
  const opened: Page[] = [];

  /** Opens a page of a run, and fails the test for whatever it asks the network or complains of. */
  async function open(
    run: string,
    options: Parameters<Browser["newPage"]>[0] = {},
  ): Promise<{ page: Page; complaints: string[] }> {
    const page = await browser.newPage(options);
    opened.push(page);
    const complaints: string[] = [];
    const url = pathToFileURL(`${run}/index.html`).href;
    page.on("console", (message) => complaints.push(message.text()));
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("request", (request) => {
      if (request.url() !== url && !request.url().startsWith("data:")) complaints.push(request.url());
    });
    await page.goto(url);
    return { page, complaints };
  }

  before(async () => {
    browser = await chromium.launch({ ...(executablePath && { executablePath }), args: ["--no-sandbox"] });
    const cells = grid({ workloads: ["sum-of-squares", "prime-sieve", hostile], runtimes });
    makeRun(
      {
        cells: cells.map((cell, index) =>
          index === 7 ? { ...cell, status: "failed", error: hostile } : cell,
        ),
      },
      temporary("page"),
    );
    assert.equal((await publish(temporary("page"), "--format", "html")).exitCode, 0);
  });

  after(async () => {
    await Promise.all(opened.map((page) => page.close()));
    await browser?.close();
  });

  it("asks for nothing, complains of nothing, and runs nothing that a file says", async () => {
    const { page, complaints } = await open(temporary("page"));
    await page.locator(".open-cell").last().click();
    assert.deepEqual(complaints, []);
    assert.equal(
      await page.title(),
      "Node 26.10.0, Deno 2.9.6 and Bun 1.4.5: 3 workloads, inline and pool of 1, 2 and 4 threads · worker-matrix",
    );
    assert.equal(await page.locator("img").count(), 0);
    const fetched = await page.evaluate(async () => {
      try {
        await fetch("data:,x");
        return "fetched";
      } catch {
        return "refused";
      }
    });
    assert.equal(fetched, "refused");
  });

  it("filters by words and by names", async () => {
    const { page } = await open(temporary("page"));
    const shown = () => page.locator("#all-cells tbody tr:visible").count();
    assert.equal(await shown(), 36);
    await page.fill("#find", "SIEVE bun");
    assert.equal(await shown(), 4);
    assert.equal(await page.textContent("#shown"), "4 of 36 cells");
    await page.selectOption('select[data-column="2"]', "pool-2");
    assert.equal(await shown(), 1);
    await page.click(".filters button");
    await page.waitForFunction("document.getElementById('shown').textContent === '36 of 36 cells'");
    await page.selectOption('select[data-column="3"]', "failed");
    assert.equal(await shown(), 1);
  });

  it("sorts by figures as numbers, both ways, what was not measured last", async () => {
    const { page } = await open(temporary("page"));
    const column = page.locator("#all-cells thead th", { hasText: "warm time, ms" }).first();
    const values = () =>
      page.$$eval("#all-cells tbody tr", (rows) =>
        rows.map((row) => (row as HTMLTableRowElement).cells[4]?.dataset.value ?? ""),
      );
    await column.locator("button").click();
    assert.equal(await column.getAttribute("aria-sort"), "ascending");
    const up = await values();
    assert.equal(up.at(-1), "");
    const numbers = up.slice(0, -1).map(Number);
    assert.deepEqual(
      numbers,
      numbers.toSorted((a, b) => a - b),
    );
    await column.locator("button").click();
    assert.equal(await column.getAttribute("aria-sort"), "descending");
    assert.deepEqual((await values()).slice(0, -1).map(Number), numbers.toReversed());
    assert.equal((await values()).at(-1), "");
  });

  it("draws the samples of a cell when they are asked for, and puts them away", async () => {
    const { page } = await open(temporary("page"));
    const button = page.locator(".open-cell").first();
    await button.press("Enter");
    assert.equal(await page.locator(".distribution circle").count(), 40);
    assert.equal(await button.getAttribute("aria-expanded"), "true");
    await button.press("Enter");
    assert.equal(await page.locator(".distribution").count(), 0);
  });

  it("changes the theme, follows the system until then, and prints on white", async () => {
    const { page } = await open(temporary("page"), { colorScheme: "dark" });
    const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const dark = await paper();
    await page.click("#theme");
    const light = await paper();
    assert.deepEqual([dark, light], ["rgb(22, 25, 29)", "rgb(255, 255, 255)"]);
    await page.click("#theme");
    await page.emulateMedia({ media: "print" });
    assert.equal(await paper(), light);
  });

  it("fits a phone: nothing but tables is wider than the screen", async () => {
    const { page } = await open(temporary("page"), { viewport: { width: 360, height: 740 } });
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 360);
  });

  it("names every chart, table and control for those who do not see it", async () => {
    const { page } = await open(temporary("page"));
    const unnamed = await page.evaluate(() => {
      const name = (element: Element): string => {
        const ids = element.getAttribute("aria-labelledby")?.split(" ") ?? [];
        return [
          element.getAttribute("aria-label"),
          ...ids.map((id) => document.getElementById(id)?.textContent),
          element.closest("label")?.textContent,
          element.textContent,
        ]
          .join("")
          .trim();
      };
      const all = [
        ...document.querySelectorAll('svg[role="img"], [role="region"], button, input, select, a'),
      ];
      return all.filter((element) => name(element) === "").map((element) => element.outerHTML.slice(0, 80));
    });
    assert.deepEqual(unnamed, []);
    assert.equal(await page.locator("figure > svg > title").count(), await page.locator("figure").count());
    const ids = await page.$$eval("[id]", (elements) => elements.map(({ id }) => id));
    assert.equal(new Set(ids).size, ids.length);
  });

  it("hands out the CSV files as they are", async () => {
    const { page } = await open(temporary("page"));
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.click('a[download="summary.csv"]'),
    ]);
    assert.equal(download.suggestedFilename(), "summary.csv");
  });

  it("stays usable with 2,000 cells", async () => {
    const many = temporary("many");
    const threads = [1, 2, 3, 4, 6, 8, 16];
    const more = [...runtimes, ["node", "24.1.0"], ["bun", "1.3.14"]] as const;
    const workloads = Array.from({ length: 50 }, (_, index) => `workload-${index + 1}`);
    makeRun({ cells: grid({ workloads, runtimes: more, threads }), processes: 6, samples: 6 }, many);
    assert.equal((await publish(many, "--format", "html")).exitCode, 0);
    const { page, complaints } = await open(many);
    assert.equal(await page.textContent("#shown"), "2000 of 2000 cells");
    await page.fill("#find", "workload-7 node@24");
    assert.equal(await page.textContent("#shown"), "8 of 2000 cells");
    await page.fill("#find", "");
    await page.click("#more");
    assert.equal(await page.locator("#all-cells tbody tr:visible").count(), 2000);
    await page.locator(".open-cell").nth(1999).click();
    assert.equal(await page.locator(".distribution svg").count(), 1);
    assert.deepEqual(complaints, []);
  });
});
