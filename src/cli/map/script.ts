/**
 * What the page does by itself. Its text is put into the page as it is, so it uses nothing from outside:
 * without it everything can still be read, and is only not linked.
 */
export function behaviour(): void {
    const all = <E extends Element>(selector: string, within: ParentNode = document): E[] =>
        Array.from(within.querySelectorAll<E>(selector));
    const workloadOf = (element: Element): Element | null => element.closest(".workload");
    const listed = (list: string | undefined): Set<string> =>
        new Set((list ?? "").split(" ").filter((each) => each !== ""));

    /** Shows these places of a map, and pales the others; without any nothing is pale. */
    const mark = (workload: Element, nodes: Set<string>, edges: Set<string>): void => {
        const drawing = workload.querySelector(".drawing");
        if (drawing === null) return;
        drawing.classList.toggle("marked", nodes.size > 0);
        for (const node of all<SVGElement>(".node", drawing)) {
            node.classList.toggle("on", nodes.has(node.dataset.n ?? ""));
        }
        for (const edge of all<SVGElement>(".edge", drawing)) {
            edge.classList.toggle("on", edges.has(edge.dataset.e ?? ""));
        }
    };

    /** Scrolls a map, and nothing else, to where this is seen clear of its edges. */
    const bring = (element: Element | undefined): void => {
        const map = element?.closest(".map") ?? null;
        if (element === undefined || map === null) return;
        const [view, box] = [map.getBoundingClientRect(), element.getBoundingClientRect()];
        const edge = 32;
        const beyond = (start: number, end: number, from: number, to: number): number =>
            start < from + edge || end > to - edge ? (start + end - from - to) / 2 : 0;
        map.scrollLeft += beyond(box.left, box.right, view.left, view.right);
        map.scrollTop += beyond(box.top, box.bottom, view.top, view.bottom);
    };

    /** The place that matters most: where it is said what is broken. */
    const worst = (within: ParentNode, which = ""): Element | undefined =>
        [".violated .says", ".violated", ".advice", ".cannot-know"].flatMap((state) =>
            all(`.node${which}${state}`, within),
        )[0];

    const clear = (workload: Element): void => {
        mark(workload, new Set(), new Set());
        for (const each of all(".on, .chosen", workload)) each.classList.remove("on", "chosen");
    };

    /** One place or entry of the page is chosen at a time. */
    let last: Element | null = null;
    const begin = (workload: Element): void => {
        if (last !== null) clear(last);
        clear(workload);
        last = workload;
    };

    /** A finding, a question or a way: its hops on the map. */
    const chooseItem = (item: HTMLElement): void => {
        const workload = workloadOf(item);
        if (workload === null) return;
        begin(workload);
        item.classList.add("chosen");
        mark(workload, listed(item.dataset.nodes), listed(item.dataset.edges));
        bring(worst(workload, ".on"));
    };

    /** A place on the map: what is said of it, and the ways through it. */
    const chooseNode = (node: SVGElement): readonly HTMLElement[] => {
        const workload = workloadOf(node);
        if (workload === null) return [];
        begin(workload);
        const at = node.dataset.n ?? "";
        const items = all<HTMLElement>(".item", workload).filter(
            (item) => !item.hidden && listed(item.dataset.nodes).has(at),
        );
        const nodes = new Set([at]);
        const edges = new Set<string>();
        for (const { classList, dataset } of items) {
            classList.add("on");
            for (const each of listed(dataset.nodes)) nodes.add(each);
            for (const each of listed(dataset.edges)) edges.add(each);
        }
        mark(workload, nodes, edges);
        node.classList.add("chosen");
        return items;
    };

    const open = (item: HTMLElement): void => {
        const details = item.querySelector("details");
        if (details !== null) details.open = true;
        item.querySelector("summary")?.focus();
    };

    const moveTo = (node: SVGElement): void => {
        const drawing = node.closest(".drawing");
        if (drawing === null) return;
        for (const each of all(".node", drawing)) each.setAttribute("tabindex", "-1");
        node.setAttribute("tabindex", "0");
        node.focus();
    };

    const directions: Readonly<Record<string, readonly [x: number, y: number]>> = {
        ArrowUp: [0, -1],
        ArrowDown: [0, 1],
        ArrowLeft: [-1, 0],
        ArrowRight: [1, 0],
    };

    /** Up and down along the lines, where they end or begin. */
    const linked = (node: SVGElement, y: number): readonly SVGElement[] => {
        const [here, there] = y > 0 ? (["from", "into"] as const) : (["into", "from"] as const);
        const drawing = node.parentElement ?? document;
        return all<SVGElement>(`.edge[data-${here}="${node.dataset.n ?? ""}"]`, drawing).flatMap(
            (edge) => all<SVGElement>(`.node[data-n="${edge.dataset[there] ?? ""}"]`, drawing),
        );
    };

    /** The nearest place in a direction; what lies aside counts as farther. */
    const neighbour = (
        node: SVGElement,
        [x, y]: readonly [x: number, y: number],
    ): SVGElement | undefined => {
        const middle = (of: Element): { x: number; y: number } => {
            const { left, top, width, height } = of.getBoundingClientRect();
            return { x: left + width / 2, y: top + height / 2 };
        };
        const from = middle(node);
        let [best, least]: [SVGElement | undefined, number] = [undefined, Infinity];
        const beside = all<SVGElement>(".node", node.parentElement ?? document);
        for (const each of y === 0 ? beside : linked(node, y)) {
            const to = middle(each);
            const along = (to.x - from.x) * x + (to.y - from.y) * y;
            const aside = Math.abs((to.x - from.x) * y) + Math.abs((to.y - from.y) * x);
            if (each === node || along < 2) continue;
            const distance = along + 2 * aside;
            if (distance < least) [best, least] = [each, distance];
        }
        return best;
    };

    const onNodeKey = (event: KeyboardEvent, node: SVGElement): void => {
        const direction = directions[event.key];
        if (direction !== undefined) {
            const next = neighbour(node, direction);
            if (next !== undefined) moveTo(next);
        } else if (event.key === "Enter" || event.key === " ") {
            const [first] = chooseNode(node);
            if (first !== undefined) {
                open(first);
                // Focus has chosen the first alone: the place was meant.
                chooseNode(node);
            }
        } else return;
        event.preventDefault();
    };

    const onItemKey = (event: KeyboardEvent, summary: HTMLElement): void => {
        const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
        if (step === 0) return;
        const list = all<HTMLElement>(".item summary").filter((each) => each.checkVisibility());
        list[list.indexOf(summary) + step]?.focus();
        event.preventDefault();
    };

    document.addEventListener("keydown", (event) => {
        const { target } = event;
        if (!(target instanceof Element)) return;
        const node = target.closest<SVGElement>(".node");
        const summary = target.closest<HTMLElement>(".item summary");
        if (event.key === "Escape") {
            if (last !== null) clear(last);
        } else if (node !== null) onNodeKey(event, node);
        else if (summary !== null) onItemKey(event, summary);
    });

    /** Opens what a link leads to; what is said of a workload is chosen besides. */
    const goTo = (hash: string): boolean => {
        const to = document.getElementById(hash.slice(1));
        const details = to?.querySelector<HTMLDetailsElement>(":scope > details") ?? null;
        if (to === null || details === null) return false;
        details.open = true;
        const isItem = to.matches(".item");
        if (isItem) open(to);
        return isItem;
    };
    goTo(location.hash);

    /** What the pointer goes down on, if it is not chosen yet: then the click chooses it, and closes nothing. */
    let fresh: Element | null = null;
    document.addEventListener("pointerdown", ({ target }) => {
        const item = target instanceof Element ? target.closest(".workload .item") : null;
        fresh = item?.classList.contains("chosen") === true ? null : item;
    });
    document.addEventListener("click", (event) => {
        const { target } = event;
        if (!(target instanceof Element)) return;
        const link = target.closest<HTMLAnchorElement>('a[href^="#"]');
        if (link !== null) {
            if (goTo(link.hash)) event.preventDefault();
            return;
        }
        const node = target.closest<SVGElement>(".node");
        if (node !== null) {
            const [first] = chooseNode(node);
            first?.scrollIntoView({ block: "nearest" });
            return;
        }
        const item = target.closest<HTMLElement>(".item");
        if (item !== null) {
            const isFirst = item === fresh && event.detail > 0;
            const isOpen = target.closest("details[open] > summary") !== null;
            if (isFirst && isOpen) event.preventDefault();
            chooseItem(item);
        } else if (target.closest(".map") !== null) {
            const workload = workloadOf(target);
            if (workload !== null) clear(workload);
        }
    });
    document.addEventListener("focusin", ({ target }) => {
        if (!(target instanceof Element) || !target.matches(".item summary")) return;
        const item = target.closest<HTMLElement>(".item");
        if (item !== null) chooseItem(item);
    });

    /** An edge shows on which side of a map there is more. */
    const showEdges = (map: Element): void => {
        const { classList, scrollLeft: left, scrollTop: top } = map;
        // Nothing stands in so narrow a margin.
        const margin = 20;
        classList.toggle("more-left", left > margin);
        classList.toggle("more-right", left + map.clientWidth < map.scrollWidth - margin);
        classList.toggle("more-above", top > margin);
        classList.toggle("more-below", top + map.clientHeight < map.scrollHeight - margin);
    };
    const onScroll = ({ target }: Event): void => {
        if (target instanceof Element && target.matches(".map")) showEdges(target);
    };
    document.addEventListener("scroll", onScroll, { capture: true, passive: true });
    const brought = new Set<Element>();
    const sized = new ResizeObserver((entries) => {
        for (const { target } of entries) {
            // Folded, or not laid out yet.
            if (target.clientWidth === 0) continue;
            if (!brought.has(target)) bring(worst(target) ?? all(".node", target)[0]);
            brought.add(target);
            showEdges(target);
        }
    });
    for (const map of all(".map")) sized.observe(map);

    const form = document.querySelector<HTMLFormElement>("#filters");
    const said = document.querySelector("#shown");
    const filter = (): void => {
        if (form === null) return;
        const data = new FormData(form);
        const text = (name: string): string => {
            const value = data.get(name);
            return typeof value === "string" ? value.trim().toLowerCase() : "";
        };
        const [name, policy] = [text("name"), text("policy")];
        const states = new Set(data.getAll("state"));
        const choices = all("input[name=state]", form).length;
        const isOf = ({ state, policies }: DOMStringMap): boolean =>
            (choices === 0 || states.has(state ?? "")) &&
            (policy === "" || listed(policies).has(policy));
        const isAll = states.size === choices && policy === "";
        let [workloads, items] = [0, 0];
        for (const workload of all<HTMLElement>(".workload")) {
            let left = 0;
            const [nodes, edges] = [new Set<string>(), new Set<string>()];
            for (const item of all<HTMLElement>(".item", workload)) {
                const { dataset } = item;
                item.hidden = !isOf(dataset);
                if (item.hidden) continue;
                left += 1;
                for (const each of listed(dataset.nodes)) nodes.add(each);
                for (const each of listed(dataset.edges)) edges.add(each);
            }
            for (const list of all<HTMLElement>(".list", workload)) {
                list.hidden = all<HTMLElement>(".item", list).every((each) => each.hidden);
            }
            const isNamed = (workload.dataset.name ?? "").toLowerCase().includes(name);
            workload.hidden = !isNamed || (left === 0 && !isAll);
            for (const link of all<HTMLElement>(`[data-to="${workload.id}"]`)) {
                link.hidden = workload.hidden;
            }
            clear(workload);
            if (workload.hidden) continue;
            workloads += 1;
            items += left;
            if (!isAll) mark(workload, nodes, edges);
        }
        for (const rest of all<HTMLElement>(".elsewhere")) {
            for (const item of all<HTMLElement>(".item", rest)) {
                item.hidden = name !== "" || !isOf(item.dataset);
            }
            rest.hidden = all<HTMLElement>(".item", rest).every((each) => each.hidden);
        }
        const count = (number: number, thing: string): string =>
            `${String(number)} ${thing}${number === 1 ? "" : "s"}`;
        if (said !== null) {
            said.textContent =
                isAll && name === ""
                    ? ""
                    : workloads === 0
                      ? "No workload is left by this filter."
                      : `${count(workloads, "workload")}, ${count(items, "entry").replace("entrys", "entries")}.`;
        }
    };
    if (form !== null) {
        form.hidden = false;
        form.addEventListener("input", filter);
        form.addEventListener("reset", () => setTimeout(filter));
        form.addEventListener("submit", (event) => {
            event.preventDefault();
        });
        filter();
    }

    // Where the style sheet cannot open them for paper.
    let closed: HTMLDetailsElement[] = [];
    addEventListener("beforeprint", () => {
        closed = all<HTMLDetailsElement>("details:not([open])");
        for (const each of closed) each.open = true;
    });
    addEventListener("afterprint", () => {
        for (const each of closed) each.open = false;
    });
}
