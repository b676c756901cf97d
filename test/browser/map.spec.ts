import assert from "node:assert/strict";
import axe from "axe-core";
import type { Page } from "playwright-core";
import { plan } from "../cli/support";
import type { Recorded } from "../support/program";
import { shop } from "../support/shop";
import { pagesOfSuite } from "./pages";

const evil = `<img src=x onerror=alert(1)></script><script>alert(2)</script>"'&`;

describe("the page of maps, in a browser", function () {
    this.timeout(60_000);
    const { folder, withPage } = pagesOfSuite();

    function recorded(rename?: (name: string) => string): string {
        const recording: Recorded[] = shop(rename).record("deployed");
        return folder.write("shop.json", JSON.stringify(recording));
    }

    const count = (page: Page, selector: string): Promise<number> =>
        page.locator(selector).filter({ visible: true }).count();

    it("draws every workload", async () => {
        await withPage([recorded()], {}, async (page) => {
            assert.equal(await page.locator("h1").textContent(), "Fargate preflight");
            assert.equal(await count(page, ".workload"), 3);
            const web = page.locator(".workload").first();
            await assertText(web.locator("h3"), /service\s*web/);
            assert.equal(await web.locator(".node.violated").count(), 2);
            assert.ok((await web.locator(".node.cannot-know").count()) >= 2);
            assert.ok((await web.locator(".edge.ok").count()) > 8);
            const dashes = await web
                .locator(".edge.cannot-know path")
                .first()
                .evaluate((path) => getComputedStyle(path).strokeDasharray);
            assert.notEqual(dashes, "none");
        });
    });

    it("keeps the text of a box inside it", async () => {
        const long = (name: string): string => `${name}-with-a-name-that-goes-on-and-on-and-on-W`;
        await withPage([recorded(long), plan("awsx-nat.preview.json")], {}, async (page) => {
            const outside = await page.locator(".node").evaluateAll((nodes) =>
                nodes.flatMap((node) => {
                    const box = node.querySelector<SVGRectElement>(".box");
                    const edge = (box?.getBBox().width ?? 0) - 4;
                    return Array.from(node.querySelectorAll<SVGTextElement>(":scope > text"))
                        .filter((text) => text.getBBox().x + text.getBBox().width > edge)
                        .map((text) => text.textContent);
                }),
            );
            assert.deepEqual(outside, []);
        });
    });

    it("is reached by keyboard: every finding, and from it its hops", async () => {
        await withPage([recorded()], {}, async (page) => {
            const all = await page.locator(".item").count();
            // What is well is folded, and opens like everything else.
            await page.evaluate(() => {
                const folded = document.querySelectorAll<HTMLDetailsElement>(".workload > details");
                for (const each of folded) each.open = true;
            });
            const reached = new Set<string>();
            await page.keyboard.press("Tab");
            assert.equal(await focused(page), "Skip to the maps");
            const withoutRing: string[] = [];
            for (let i = 0; i < 100; i++) {
                await page.keyboard.press("Tab");
                const at = await page.evaluate(() => {
                    const { activeElement: on } = document;
                    if (on === null || on === document.body) return undefined;
                    const { outlineStyle } = getComputedStyle(on);
                    const box = on.querySelector(".box");
                    const stroke = box === null ? "" : getComputedStyle(box).strokeWidth;
                    const items = Array.from(document.querySelectorAll(".item summary"));
                    return {
                        item: items.indexOf(on),
                        isMarked: document.querySelector(".marked .node.on") !== null,
                        html: on.outerHTML.slice(0, 100),
                        hasRing: outlineStyle !== "none" || stroke === "4px",
                    };
                });
                if (at === undefined) break;
                if (!at.hasRing) withoutRing.push(at.html);
                if (at.item >= 0) reached.add(String(at.item));
            }
            assert.equal(reached.size, all);
            assert.deepEqual(withoutRing, [], "it has the focus, and does not show it");

            // Opened by keyboard, it shows its hops.
            await page.locator("h1").click();
            const finding = page.locator(".item.mandatory summary").first();
            await finding.focus();
            const hops = await page
                .locator(".marked .node.on")
                .evaluateAll((nodes) =>
                    nodes.map((node) => node.querySelector("title")?.textContent ?? ""),
                );
            assert.ok(
                hops.some((hop) => hop.startsWith("security group secrets; violated")),
                hops.join("\n"),
            );
            assert.ok(hops.some((hop) => hop.startsWith("VPC endpoint secretsmanager")));
            assert.ok(!hops.some((hop) => hop.startsWith("VPC endpoint logs")));
            await page.keyboard.press("Enter");
            assert.equal(await isOpen(page), false);
            await page.keyboard.press("Enter");
            assert.equal(await isOpen(page), true);
            await page.keyboard.press("ArrowDown");
            assert.match(await focused(page), /transit gateway/);
            await page.keyboard.press("Escape");
            assert.equal(await page.locator(".marked").count(), 0);
        });
    });

    it("leads from a place on the map to what is said of it", async () => {
        await withPage([recorded()], {}, async (page) => {
            const web = page.locator(".workload").first();
            const start = web.locator('.node[tabindex="0"]');
            await start.focus();
            const visited = new Set<string>();
            for (const key of ["ArrowDown", "ArrowDown", "ArrowRight", "ArrowUp", "ArrowLeft"]) {
                await page.keyboard.press(key);
                const label = await page.evaluate(
                    () => document.activeElement?.querySelector("title")?.textContent ?? "",
                );
                assert.notEqual(label, "");
                visited.add(label);
            }
            assert.ok(visited.size >= 3, [...visited].join("\n"));
            assert.equal(await web.locator('.node[tabindex="0"]').count(), 1);

            const broken = web.locator(".node.violated").first();
            await broken.focus();
            await page.keyboard.press("Enter");
            assert.match(await focused(page), /cannot read what they start with/);
            assert.ok((await web.locator(".item.on").count()) >= 2);
            await page.keyboard.press("Escape");
            await broken.click();
            assert.ok((await web.locator(".item.on").count()) >= 2);
            assert.equal(await web.locator(".drawing.marked").count(), 1);
        });
    });

    it("filters by workload, policy and state", async () => {
        await withPage([recorded(), plan("nat.preview.json")], {}, async (page) => {
            const workloads = (): Promise<number> => count(page, ".workload");
            assert.equal(await workloads(), 4);
            await page.fill("input[name=name]", "MAIL");
            assert.equal(await workloads(), 1);
            assert.match((await page.locator("#shown").textContent()) ?? "", /^1 workload, /);
            await page.click("button[type=reset]");
            await page.waitForFunction(() => document.querySelector(".workload[hidden]") === null);

            await page.selectOption("select[name=policy]", "task-secrets");
            assert.equal(await workloads(), 1);
            const policies = await page
                .locator(".workload:not([hidden]) .item:not([hidden])")
                .evaluateAll((items) => items.map((item) => item.getAttribute("data-policies")));
            assert.deepEqual([...new Set(policies)], ["task-secrets"]);
            assert.equal(await page.locator(".workload:not([hidden]) .marked").count(), 1);
            await page.selectOption("select[name=policy]", "");

            await page.uncheck("input[value=ok]");
            assert.equal(await workloads(), 3);
            await page.uncheck("input[value=advice]");
            assert.equal(await workloads(), 2);
            await page.uncheck("input[value=violated]");
            assert.equal(await count(page, ".item.violated"), 0);
            await page.uncheck("input[value=cannot-know]");
            assert.equal(await workloads(), 0);
            assert.match((await page.locator("#shown").textContent()) ?? "", /^No workload/);
        });
    });

    it("shows names as text, whatever they are", async () => {
        await withPage([recorded((name) => `${name}${evil}`)], {}, async (page) => {
            assert.equal(await page.locator("img, .page script").count(), 0);
            assert.equal(await page.locator("script").count(), 1);
            const name = await page.locator(".workload h3 .mono").first().textContent();
            assert.equal(name, `web${evil}`);
            const [first] = await page
                .locator(".workload")
                .first()
                .locator(".node title")
                .allTextContents();
            assert.match(first ?? "", /^service web<img src=x/);
        });
    });

    for (const colorScheme of ["light", "dark"] as const) {
        for (const width of [1280, 360]) {
            it(`has no barrier that axe finds: ${colorScheme}, ${String(width)} wide`, async () => {
                const viewport = { width, height: 800 };
                const files = [recorded(), plan("private-no-nat.preview.json")];
                await withPage(files, { colorScheme, viewport }, async (page) => {
                    // All of it is looked at, not only what is on the screen.
                    await page.evaluate(() => {
                        for (const each of document.querySelectorAll("details")) each.open = true;
                    });
                    await page.evaluate(axe.source);
                    const { violations } = await page.evaluate(async () => {
                        const { axe: here } = globalThis as unknown as { axe: typeof axe };
                        return here.run();
                    });
                    const serious = violations
                        .filter(({ impact }) => impact === "serious" || impact === "critical")
                        .map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ""}`);
                    assert.deepEqual(serious, []);
                    const paper = await page.evaluate(
                        () => getComputedStyle(document.body).backgroundColor,
                    );
                    const dark = "rgb(17, 21, 27)";
                    assert.equal(paper === dark, colorScheme === "dark");
                    const overflows = await page.evaluate(
                        () => document.documentElement.scrollWidth > innerWidth,
                    );
                    assert.ok(!overflows, "the page is wider than the screen");
                });
            });
        }
    }

    it("shows everything on paper, and no controls", async () => {
        await withPage([recorded()], { colorScheme: "dark" }, async (page) => {
            await page.emulateMedia({ media: "print" });
            assert.equal(await count(page, "#filters, .skip, .chips"), 0);
            const closed = await page
                .locator(".item .body")
                .evaluateAll((bodies) => bodies.filter((body) => !body.checkVisibility()).length);
            assert.equal(closed, 0);
            const paper = await page.evaluate(
                () => getComputedStyle(document.body).backgroundColor,
            );
            assert.equal(paper, "rgb(255, 255, 255)");
            const breaks = await page
                .locator("h4")
                .evaluateAll((titles) => titles.map((each) => getComputedStyle(each).breakAfter));
            assert.deepEqual([...new Set(breaks)], ["avoid"], "titles stand above their lists");
        });
    });

    it("can be read without its script", async () => {
        await withPage([recorded()], { javaScriptEnabled: false }, async (page) => {
            assert.equal(await page.locator("#filters").isVisible(), false);
            assert.equal(await page.locator(".workload .drawing").count(), 3);
            assert.equal(await page.locator(".item summary").first().isVisible(), true);
        });
    });
});

function focused(page: Page): Promise<string> {
    return page.evaluate(() => document.activeElement?.textContent ?? "");
}

function isOpen(page: Page): Promise<boolean> {
    return page.evaluate(() => document.activeElement?.closest("details")?.open === true);
}

async function assertText(
    locator: { textContent: () => Promise<string | null> },
    expected: RegExp,
): Promise<void> {
    assert.match((await locator.textContent()) ?? "", expected);
}
