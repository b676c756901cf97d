import assert from "node:assert/strict";
import { inflateSync } from "node:zlib";
import type { Locator, Page } from "playwright-core";
import { allPlans, plan } from "../cli/support";
import { Network } from "../support/networks";
import { pagesOfSuite } from "./pages";

const one = [plan("shop.recording.json")];
const height = 800;

describe("what is seen of the maps", function () {
    this.timeout(60_000);
    const { folder, withPage } = pagesOfSuite();

    for (const colorScheme of ["light", "dark"] as const) {
        for (const width of [1280, 600]) {
            const options = { colorScheme, viewport: { width, height } };
            describe(`${colorScheme}, ${String(width)} wide`, () => {
                it("is on the first screen what is broken, what to do, and where", async () => {
                    await withPage(one, options, async (page) => {
                        const banner = page.locator(".banner").first();
                        assert.match(
                            (await banner.textContent()) ?? "",
                            /security group secrets: .* → add an ingress rule/,
                        );
                        assert.ok(isWithin(await boxOf(banner), { ...screen(width), bottom: 450 }));
                        const broken = page.locator(".node.violated:has(.says)").first();
                        await brought(page);
                        const box = await boxOf(broken);
                        assert.ok(isWithin(box, screen(width)), JSON.stringify(box));
                        const map = await boxOf(page.locator(".map").first());
                        assert.ok(isWithin(box, map), JSON.stringify({ box, map }));
                    });
                });

                it("is on the first screen also of many plans the worst", async () => {
                    await withPage(allPlans, options, async (page) => {
                        const banner = await boxOf(page.locator(".banner").first());
                        assert.ok(isWithin(banner, screen(width)), JSON.stringify(banner));
                        const contents = page.locator(".contents a").first();
                        assert.ok(isWithin(await boxOf(contents), screen(width)));
                    });
                });

                it("is large enough to be read", async () => {
                    await withPage(allPlans, options, async (page) => {
                        await page.evaluate(() => {
                            for (const each of document.querySelectorAll("details")) {
                                each.open = true;
                            }
                        });
                        assert.deepEqual(await smallTexts(page), []);
                    });
                });
            });
        }
    }

    it("takes little room above the first map, where there is nothing to choose", async () => {
        const viewport = { width: 1280, height };
        await withPage([plan("private-no-nat.preview.json")], { viewport }, async (page) => {
            assert.equal(await page.locator("#filters").count(), 0);
            const { top } = await boxOf(page.locator(".workload").first());
            assert.ok(top < 100, String(top));
        });
    });

    it("says what to do in two lines, however long the names are", async () => {
        const n = new Network();
        const long = (what: string): string => `${what}-${"of-the-department-".repeat(10)}end`;
        const vpc = n.vpc(long("vpc"));
        n.service(long("service"), [n.subnetWith(long("subnet"), vpc, []).subnet]);
        const file = folder.write("long.json", JSON.stringify(n.record("deployed")));
        await withPage([file], { viewport: { width: 1280, height } }, async (page) => {
            const lines = page.locator(".banner .what, .banner .do");
            assert.equal(await lines.count(), 2);
            for (const line of await lines.all()) {
                const hidden = await line.evaluate((on) => on.scrollHeight - on.clientHeight);
                assert.ok(hidden <= 1, `${String(hidden)} px are hidden`);
            }
            const { top } = await boxOf(page.locator(".map").first());
            assert.ok(top < 300, String(top));
        });
    });

    it("shows at a map's edges that there is more, and no more where it ends", async () => {
        await withPage(one, { viewport: { width: 600, height } }, async (page) => {
            const map = page.locator(".map").first();
            await brought(page);
            const edges = (): Promise<readonly string[]> =>
                map.evaluate((element) => [...element.classList].filter((each) => each !== "map"));
            const faded = (): Promise<string> =>
                map.evaluate((element) => getComputedStyle(element).maskImage);
            const scroll = async (left: number, top: number): Promise<void> => {
                await map.evaluate(
                    (element, to) => {
                        element.scrollTo(...to);
                    },
                    [left, top] as [number, number],
                );
                await painted(page);
            };
            assert.ok((await edges()).includes("more-left"));
            await scroll(0, 0);
            assert.deepEqual(await edges(), ["more-right", "more-below"]);
            assert.match(await faded(), /gradient/);
            await scroll(10_000, 10_000);
            assert.deepEqual(await edges(), ["more-left", "more-above"]);
            await page.setViewportSize({ width: 3000, height: 3000 });
            await painted(page);
            assert.deepEqual(await edges(), []);
            assert.equal(await faded(), "none");
        });
    });

    it("is brought into view when it is chosen", async () => {
        await withPage(one, { viewport: { width: 600, height } }, async (page) => {
            const web = page.locator(".workload").first();
            const broken = web.locator(".node.violated:has(.says)");
            await brought(page);
            await web.locator(".map").evaluate((element) => {
                element.scrollTo(0, 0);
            });
            assert.ok(!isWithin(await boxOf(broken), await boxOf(web.locator(".map"))));
            await web.locator(".item.mandatory summary").click();
            assert.ok(isWithin(await boxOf(broken), await boxOf(web.locator(".map"))));
        });
    });

    it("stays open at the first click, which chooses it, and closes at the second", async () => {
        await withPage(one, {}, async (page) => {
            const finding = page.locator(".item.mandatory").first();
            const isOpen = (): Promise<boolean> =>
                finding
                    .locator("details")
                    .evaluate((details) => (details as HTMLDetailsElement).open);
            const isChosen = (): Promise<boolean> =>
                finding.evaluate(({ classList }) => classList.contains("chosen"));
            const title = finding.locator("summary");
            assert.deepEqual([await isOpen(), await isChosen()], [true, false]);
            await title.click();
            assert.deepEqual([await isOpen(), await isChosen()], [true, true]);
            await title.click();
            assert.deepEqual([await isOpen(), await isChosen()], [false, true]);
            await title.click();
            assert.equal(await isOpen(), true);
            // What is closed opens at once.
            const way = page.locator(".item.ok").first();
            await way.locator("summary").click();
            assert.equal(await way.locator("details[open]").count(), 1);
            // What stands on no map can be chosen by nobody, and is opened and closed.
            const elsewhere = page.locator(".elsewhere .item").first();
            for (const open of [1, 0, 1]) {
                await elsewhere.locator("summary").click();
                assert.equal(await elsewhere.locator("details[open]").count(), open);
            }
        });
    });

    it("leads from the banner to the finding, and from the contents to a folded workload", async () => {
        await withPage(one, { viewport: { width: 1280, height } }, async (page) => {
            await page.locator(".item.mandatory summary").first().press("Enter");
            await page.keyboard.press("Escape");
            await page.locator(".banner a").first().click();
            const finding = page.locator(".item.mandatory.chosen");
            assert.equal(await finding.locator("details[open]").count(), 1);
            assert.ok(isWithin(await boxOf(finding.locator("summary")), screen(1280)));
            assert.ok((await page.locator(".marked .node.on.violated").count()) > 0);

            const worker = page.locator('.workload[data-name="worker"]');
            assert.equal(await worker.locator(".map").isVisible(), false);
            await page.locator('.chips a:has-text("worker")').click();
            assert.equal(await worker.locator(".map").isVisible(), true);
        });
    });

    it("is muted where it is accepted", async () => {
        const exceptions = ["task-image-pull", "task-logs"].map((policy) => ({
            ...{ policy, resource: "web", reason: "known" },
        }));
        const file = folder.write("exceptions.json", JSON.stringify({ exceptions }));
        const files = [plan("private-no-nat.preview.json"), "--exceptions", file];
        await withPage(files, {}, async (page) => {
            const colours = await page
                .locator(".item.accepted :is(.what, .sign, .tag b, .tag)")
                .evaluateAll((parts) => parts.map((each) => getComputedStyle(each).color));
            assert.equal(colours.length, 8);
            assert.deepEqual([...new Set(colours)], ["rgb(86, 96, 114)"]);
        });
    });

    it("follows its lines up and down by keyboard, and leaves no place out", async () => {
        await withPage(one, {}, async (page) => {
            const web = page.locator(".workload").first();
            const lines = await web.locator(".edge").evaluateAll((edges) =>
                edges.map((edge) => {
                    const { from, into } = (edge as SVGElement).dataset;
                    return `${String(from)} ${String(into)}`;
                }),
            );
            const known = new Set(lines);
            const all = await web.locator(".node").count();
            const seen = new Set(["0"]);
            for (const at of seen) {
                for (const key of ["ArrowDown", "ArrowUp", "ArrowLeft", "ArrowRight"]) {
                    await web.locator(`.node[data-n="${at}"]`).focus();
                    await page.keyboard.press(key);
                    const next = await page.evaluate(
                        () => (document.activeElement as SVGElement | null)?.dataset.n ?? "",
                    );
                    const line = key === "ArrowDown" ? `${at} ${next}` : `${next} ${at}`;
                    const isAlong = key === "ArrowDown" || key === "ArrowUp";
                    assert.ok(!isAlong || next === at || known.has(line), `${key}: ${line}`);
                    seen.add(next);
                }
            }
            assert.equal(seen.size, all);
        });
    });

    for (const [name, files, most] of [
        ["one plan", one, 8],
        ["one that breaks much", [plan("private-no-nat.preview.json")], 3],
        ["one of which much is not known", [plan("awsx-nat.recording.json")], 5],
        ["many plans", allPlans, 4 * allPlans.length],
    ] as const) {
        it(`leaves no sheet of paper empty: ${name}`, async () => {
            await withPage(files, { viewport: { width: 1280, height } }, async (page) => {
                const sheets = sheetsOf(await page.pdf({ format: "A4", printBackground: true }));
                assert.ok(sheets.length <= most, `${String(sheets.length)} sheets`);
                sheets.forEach((texts, i) => {
                    assert.ok(texts >= 100, `sheet ${String(i)} holds ${String(texts)} texts`);
                });
            });
        });
    }
});

interface Rect {
    readonly left: number;
    readonly top: number;
    readonly right: number;
    readonly bottom: number;
}

function screen(width: number): Rect {
    return { left: 0, top: 0, right: width, bottom: height };
}

async function boxOf(locator: Locator): Promise<Rect> {
    return locator.evaluate((element) => {
        const { left, top, right, bottom } = element.getBoundingClientRect();
        return { left, top, right, bottom };
    });
}

/** Half a pixel is nobody's. */
function isWithin(inner: Rect, outer: Rect): boolean {
    return (
        inner.left >= outer.left - 0.5 &&
        inner.top >= outer.top - 0.5 &&
        inner.right <= outer.right + 0.5 &&
        inner.bottom <= outer.bottom + 0.5
    );
}

async function painted(page: Page): Promise<void> {
    await page.evaluate(
        () =>
            new Promise((resolve) => {
                requestAnimationFrame(() => requestAnimationFrame(resolve));
            }),
    );
}

/** The page has laid itself out, and has scrolled its maps. */
const brought = painted;

/** Texts that are shown with letters of less than 11 px, whatever makes them so small. */
async function smallTexts(page: Page): Promise<readonly string[]> {
    return page.evaluate(() => {
        const found: string[] = [];
        const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        for (let text = walker.nextNode(); text !== null; text = walker.nextNode()) {
            const { parentElement: on } = text;
            if (on === null || (text.textContent ?? "").trim() === "") continue;
            if (on.closest("script, title") !== null || !on.checkVisibility()) continue;
            const scale = on instanceof SVGGraphicsElement ? (on.getScreenCTM()?.a ?? 1) : 1;
            const size = Number.parseFloat(getComputedStyle(on).fontSize) * scale;
            if (size < 10.99) found.push(`${size.toFixed(1)} px: ${text.textContent ?? ""}`);
        }
        return found;
    });
}

/** How many pieces of text, of a few letters each, every sheet of a PDF holds, as Chromium writes it. */
function sheetsOf(pdf: Buffer): readonly number[] {
    const text = pdf.toString("latin1");
    const pages = [...text.matchAll(/\/Type \/Page\b[^]*?\/Contents (\d+) 0 R/g)];
    return pages.map(([, id = ""]) => {
        const start = text.search(new RegExp(`(?<!\\d)${id} 0 obj\\b`));
        const [head = "", length = "0"] =
            /^[^]*?\/Length (\d+)[^]*?stream\r?\n/.exec(text.slice(start)) ?? [];
        const from = start + head.length;
        const content = inflateSync(pdf.subarray(from, from + Number(length))).toString("latin1");
        return content.match(/\bT[jJ]\b/g)?.length ?? 0;
    });
}
