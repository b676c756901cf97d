import type { Gap } from "../../knowable";
import { candidates, effectiveRouteTable, type Subnet } from "../../network";
import type { Level, Model } from "../../policy";
import {
    endpointsIn,
    distinctPaths,
    hop,
    isAt,
    isOutward,
    renderHops,
    renderPaths,
    stopOf,
    type Hop,
    type Path,
} from "../../reach";
import type { Workload } from "../../workload";
import type { CheckedFile, ReportedFinding, ReportedQuestion } from "../report";
import { merged } from "./alike";
import { Canvas, together, type OnMap } from "./canvas";
import { gapText, Said } from "./said";
import { Layouts } from "./layout";
import { stateOfFinding } from "./state";
import {
    isStopped,
    worst,
    type MapItem,
    type MapNode,
    type MapRoute,
    type MapWay,
    type Marks,
    type PlanMap,
    type State,
    type WorkloadMap,
} from "./map";
import {
    destinationOf,
    inwardPolicies,
    inwardWays,
    outwardPolicies,
    outwardWays,
    type InwardPolicy,
    type InwardWay,
    type OutwardWay,
    type SubnetRoute,
} from "./ways";

/** The level of a policy; of what is turned off no way is drawn. */
export type LevelOf = (policy: string) => Level;

/** Draws the ways of every workload, with what the report says of them. */
export function mapOf(model: Model, report: CheckedFile, levelOf: LevelOf): PlanMap {
    const layouts = new Layouts();
    const said = new Said(report);
    const workloads = model.workloads.map((workload) =>
        finished(new Drawing(workload, model, said, levelOf), layouts),
    );
    return { workloads, elsewhere: said.rest };
}

function finished(drawing: Drawing, layouts: Layouts): WorkloadMap {
    const { canvas, moved } = merged(drawing.canvas);
    const { nodes, edges } = canvas;
    const { width, height, boxes, edges: placed } = layouts.of(nodes, edges);
    const at = { x: 0, y: 0, width: 0, height: 0 };
    return {
        label: drawing.label,
        name: drawing.name,
        state: drawing.state,
        width,
        height,
        nodes: nodes.map(({ label, name, state, says }, i): MapNode => ({
            label,
            name,
            state,
            says: [...says],
            box: boxes[i] ?? at,
        })),
        edges: placed,
        ways: drawing.ways.map(moved),
        items: drawing.items.map(moved),
    };
}

/** One workload's ways. */
class Drawing {
    readonly canvas = new Canvas();
    readonly ways: readonly MapWay[];
    readonly items: readonly MapItem[];
    readonly state: State;
    private readonly start: number;
    private readonly certain: ReadonlySet<Subnet>;

    constructor(
        private readonly workload: Workload,
        private readonly model: Model,
        private readonly said: Said,
        private readonly levelOf: LevelOf,
    ) {
        const { launcher, maybe } = workload;
        const isAsked = (policy: string): boolean => levelOf(policy) !== "disabled";
        this.start = this.canvas.node(launcher);
        this.certain = new Set(launcher.subnets.nodes);
        for (const gap of maybe) this.canvas.mark(this.start, "cannot-know", gapText(gap));
        this.ways = [
            ...inwardPolicies.filter(isAsked).flatMap((policy) => this.inward(policy)),
            ...outwardPolicies.filter(isAsked).flatMap((policy) => {
                const ways = outwardWays(policy, workload, model).map((way) => this.outward(way));
                return [...ways, ...this.unknownNeeds(policy, ways)];
            }),
        ];
        for (const { of } of said.findingsOn(launcher.urn)) this.drawPath(of);
        const urns = this.urns;
        for (const urn of urns) {
            for (const { of } of said.findingsOn(urn)) this.drawFault(of);
        }
        this.items = said.itemsOn(urns, (each) => this.marksOf(each));
        const isRefused = [...urns].some((urn) =>
            said.findingsOn(urn).some(({ of }) => of.level === "mandatory"),
        );
        this.state = worst([
            isRefused ? "violated" : "ok",
            this.items.some(({ kind }) => kind === "gap") ? "cannot-know" : "ok",
            ...this.ways.map(({ state }) => (state === "advice" ? "ok" : state)),
        ]);
    }

    /** All that stands on the map; what the tasks are stands where they start. */
    private get urns(): ReadonlySet<string> {
        const { definition } = this.workload;
        const own = definition.known ? [definition.value.urn] : [];
        return new Set([...own, ...this.canvas.nodes.map(({ urn }) => urn)]);
    }

    get label(): string {
        return this.workload.launcher.label;
    }

    get name(): string {
        return this.workload.launcher.name;
    }

    /** The ways to one destination, from each subnet. */
    private outward(way: OutwardWay): MapWay {
        const { policy, what, kind } = way;
        const to = this.canvas.node({
            kind: "destination",
            label: kind,
            name: what,
            urn: `${policy} ${what}`,
        });
        const drawn = [
            ...way.routes.map((route) => this.fromSubnet(way, route, to)),
            ...this.fromUnknownSubnets(to),
        ];
        const state = worst(drawn.map(({ route }) => route.state));
        this.canvas.mark(to, state);
        return {
            policy,
            what,
            state,
            routes: drawn.map(({ route }) => route),
            ...together(drawn.map(({ marks }) => marks)),
        };
    }

    private fromSubnet(way: OutwardWay, route: SubnetRoute, to: number): Drawn {
        const { subnet, answer } = route;
        const state = this.stateOf(way.policy, route);
        const at = this.canvas.node(subnet);
        const isSure = this.certain.has(subnet);
        const marks: Marks[] = [this.trail([this.start, at], isSure ? "ok" : "cannot-know")];
        const paths = distinctPaths(answer.evidence);
        const missing = missingOf(route);
        if (state === "cannot-know") {
            // What would be wrong if they ran there is told of the subnet: elsewhere it may be right.
            const tried = answer.verdict === "violated" ? outwardOf(paths) : paths;
            const told = answer.verdict === "violated" ? endsOf(tried, subnet) : [];
            for (const says of told) this.canvas.mark(at, state, `if tasks run here: ${says}`);
            const passed =
                tried.length > 0
                    ? tried.map((path) => ({ hops: path.hops, goesOut: isOutward(path) }))
                    : this.possiblePaths(way, subnet);
            for (const { hops, goesOut } of passed) {
                const nodes = this.places(hops, subnet, "ok", false);
                marks.push(this.openTrail(nodes, to, goesOut, missing));
            }
        } else {
            for (const path of paths) {
                const nodes = this.places(path.hops, subnet, state, true);
                if (state === "ok" && isOutward(path)) nodes.push(this.canvas.node(internet));
                const last = nodes[nodes.length - 1] ?? at;
                marks.push(this.trail(nodes, "ok"), this.trail([last, to], state));
            }
        }
        const words = missing.map(gapText);
        return {
            route: { from: subnet.name, state, lines: renderPaths(paths), missing: words },
            marks: together(marks),
        };
    }

    /** Subnets that are not in the plan, or not known. */
    private fromUnknownSubnets(to: number): readonly Drawn[] {
        const { subnets } = this.workload.launcher;
        if (subnets.gaps.length === 0) return [];
        const says = subnets.gaps.map(({ what }) => what);
        const at = this.unknown("subnet", says);
        const missing = subnets.gaps.map(gapText);
        return [
            {
                route: { from: "other subnets", state: "cannot-know", lines: [], missing },
                marks: this.trail([this.start, at, to], "cannot-know"),
            },
        ];
    }

    /** What the simulation says nothing of: the route table, and endpoints that could carry it. */
    private possiblePaths({ services }: OutwardWay, subnet: Subnet): readonly Tried[] {
        const { graph } = this.model;
        const tables = effectiveRouteTable(graph, subnet).candidates;
        const endpoints = candidates(subnet.vpc)
            .flatMap((vpc) => endpointsIn(graph, vpc).certain)
            .filter(
                ({ service }) => service.known && services.includes(service.value?.service ?? ""),
            );
        return [...tables, ...endpoints].map((node) => ({
            hops: [hop(subnet), hop(node)],
            goesOut: false,
        }));
    }

    /** The places of a path, from its subnet on. */
    private places(path: readonly Hop[], subnet: Subnet, state: State, telling: boolean): number[] {
        const [first] = path;
        const start = first !== undefined && isAt(first, subnet) ? [] : [hop(subnet)];
        const hops = [...start, ...path].filter(isTold);
        const places = hops.map((each, i) => {
            const isEnd = telling && state !== "ok" && i === hops.length - 1;
            return this.canvas.node(
                each,
                isEnd ? state : "ok",
                isEnd ? each.stop?.says : undefined,
            );
        });
        return places.filter((place, i) => place !== places[i - 1]);
    }

    private trail(nodes: readonly number[], state: State): Marks {
        const edges = nodes.flatMap((to, i) => {
            const from = nodes[i - 1];
            return from === undefined ? [] : [this.canvas.edge(from, to, state)];
        });
        return { nodes, edges };
    }

    /** As far as is known; then past what is missing, where that is a place of the network. */
    private openTrail(
        nodes: readonly number[],
        to: number,
        goesOut: boolean,
        gaps: readonly Gap[],
    ): Marks {
        const last = nodes[nodes.length - 1];
        if (last === undefined) return { nodes: [], edges: [] };
        const { launcher } = this.workload;
        const between: number[] = [];
        for (const gap of gaps) {
            const place = this.placeOfGap(gap);
            if (place === undefined) {
                this.canvas.mark(to, "cannot-know", gapText(gap));
                continue;
            }
            // Of a workload many things may be missing.
            const says = place.urn === launcher.urn ? gapText(gap) : gap.what;
            const at = this.canvas.node(place, "cannot-know", says);
            if (at !== this.start && !nodes.includes(at) && between.length < 2) between.push(at);
        }
        const kind = this.canvas.nodes[last]?.kind ?? "";
        const beyond = goesOut && gateways.has(kind) ? [internet] : [];
        const rest = [...beyond.map((place) => this.canvas.node(place)), to];
        const known = this.trail(nodes, "cannot-know");
        const open =
            between.length === 0
                ? [this.trail([last, ...rest], "cannot-know")]
                : between.map((at) => this.trail([last, at, ...rest], "cannot-know"));
        return together([known, ...open]);
    }

    /** Where something is missing, if that is on the way, and not in what the tasks need. */
    private placeOfGap({ urn }: Gap): OnMap | undefined {
        const { definition } = this.workload;
        const isNeed = definition.known && urn === definition.value.urn;
        return isNeed ? undefined : this.model.graph.node(urn);
    }

    /** What they need is not known either: a question of the report that no way shows. */
    private unknownNeeds(
        policy: (typeof outwardPolicies)[number],
        ways: readonly MapWay[],
    ): readonly MapWay[] {
        const { urn } = this.workload.launcher;
        const shown = new Set(ways.flatMap(({ routes }) => routes.flatMap((each) => each.missing)));
        const missing = this.said
            .questionsOn(urn)
            .filter(({ of }) => of.policy === policy)
            .flatMap(({ of }) => of.gaps.map(gapText))
            .filter((words) => !shown.has(words));
        if (missing.length === 0) return [];
        const kind = destinationOf(policy);
        const to = this.canvas.node({
            kind: "destination",
            label: kind,
            name: "not known",
            urn: `${policy} ?`,
        });
        for (const says of missing) this.canvas.mark(to, "cannot-know", says);
        const routes: readonly MapRoute[] = [
            { from: this.name, state: "cannot-know", lines: [], missing },
        ];
        const marks = this.trail([this.start, to], "cannot-know");
        return [{ policy, what: `${kind}: not known`, state: "cannot-know", routes, ...marks }];
    }

    private unknown(label: string, says: readonly string[]): number {
        const place = { kind: "unknown", label, name: "not known", urn: `${label} ?` };
        const at = this.canvas.node(place, "cannot-know");
        for (const each of says) this.canvas.mark(at, "cannot-know", each);
        return at;
    }

    /** The ways from load balancers, and from VPC Lattice. */
    private inward(policy: InwardPolicy): readonly MapWay[] {
        const [place, target] = unknownPlaces[policy];
        const found = inwardWays[policy](this.workload, this.model);
        if (!found.known) {
            const at = this.unknown(place, [gapText(found.why)]);
            this.trail([at, this.start], "cannot-know");
            return [];
        }
        const { ways, groups } = found.value;
        if (groups.length > 0) {
            const says = groups.map(({ what }) => what);
            this.trail([this.unknown(target, says), this.start], "cannot-know");
        }
        return ways.flatMap((way) => this.into(way));
    }

    private into({ policy, group, from: place, doubts, ...way }: InwardWay): readonly MapWay[] {
        const at = this.canvas.node(group);
        const isSure = doubts.length === 0;
        if (place === undefined) {
            this.trail([at, this.start], isSure ? "ok" : "cannot-know");
            return [];
        }
        const { port, routes } = way;
        const from = this.canvas.node(place);
        const drawn = routes.map((route): Drawn => {
            const state = this.stateOf(policy, route);
            const paths = distinctPaths(route.answer.evidence);
            const missing = missingOf(route);
            for (const gap of missing) {
                for (const place of this.canvas.at(gap.urn)) {
                    if (place !== this.start) this.canvas.mark(place, state, gap.what);
                }
            }
            const marks = isStopped(state)
                ? paths.map((path) => this.stopped([from, at], path, state))
                : [this.trail([from, at, this.start], state)];
            // Of several subnets of the load balancer all hops stand in one line: only where it ends is told.
            const lines = paths.map(({ way, hops }) =>
                state === "ok" ? way.text : `${way.text}: ${renderHops(hops)}`,
            );
            return {
                route: { from: route.subnet.name, state, lines, missing: missing.map(gapText) },
                marks: together(marks),
            };
        });
        const onPort = port === undefined ? "" : ` on port ${String(port)}`;
        return [
            {
                policy,
                what: `the tasks${onPort}, from ${place.called}`,
                state: worst(drawn.map(({ route }) => route.state)),
                routes: drawn.map(({ route }) => route),
                ...together(drawn.map(({ marks }) => marks)),
            },
        ];
    }

    private stopped(nodes: readonly number[], { hops }: Path, state: State): Marks {
        const end = hops[hops.length - 1];
        if (end === undefined) return this.trail([...nodes, this.start], state);
        const at = this.canvas.node(end, state, end.stop?.says);
        const way = nodes.includes(at) ? nodes : [...nodes, at];
        return together([this.trail(way, "ok"), this.trail([at, this.start], state)]);
    }

    private stateOf(policy: string, { answer, doubts }: SubnetRoute): State {
        if (answer.verdict !== "violated") return answer.verdict;
        if (doubts.length > 0) return "cannot-know";
        return this.levelOf(policy) === "advisory" ? "advice" : "violated";
    }

    /** What is wrong with a thing on the map; of advice the lists say what it is. */
    private drawFault(finding: ReportedFinding): void {
        const { urn, problem, path } = finding;
        if (path.length > 0) return;
        const state = stateOfFinding(finding);
        const says = state === "violated" ? problem : undefined;
        for (const at of this.placesOf(urn)) this.canvas.mark(at, state, says);
    }

    /** Where a finding says that this workload's packets end. */
    private drawPath(finding: ReportedFinding): void {
        const { urn, policy, path } = finding;
        if (drawnAsWays.has(policy) || ofTime.has(policy)) return;
        const state = stateOfFinding(finding);
        path.forEach((hop, i) => {
            const at = this.canvas.node(hop);
            const next = path[i + 1];
            // The next path begins at the workload again, or goes another way.
            if (next?.attempt === hop.attempt && next.urn !== urn) {
                this.trail([at, this.canvas.node(next)], "ok");
            } else if (hop.says !== null) this.canvas.mark(at, state, hop.says);
        });
    }

    /** Where a resource stands on this map; what the tasks are stands where they start. */
    private placesOf(urn: string): readonly number[] {
        const { definition } = this.workload;
        const isDefinition = definition.known && definition.value.urn === urn;
        return isDefinition ? [this.start] : this.canvas.at(urn);
    }

    /** The places that a finding or question is about. */
    private marksOf(said: ReportedFinding | ReportedQuestion): Marks {
        const { urn, policy } = said;
        const own: Marks = { nodes: this.placesOf(urn), edges: [] };
        const isFinding = "path" in said;
        const hops = isFinding ? said.path.flatMap((hop) => this.canvas.at(hop.urn)) : [];
        const along = { nodes: hops, edges: this.canvas.between(hops) };
        const isOwn = urn === this.workload.launcher.urn;
        const isOf = (state: State): boolean =>
            isFinding ? isStopped(state) : state === "cannot-know";
        const ways = this.ways.filter((way) => isOwn && way.policy === policy && isOf(way.state));
        return together([own, along, ...ways]);
    }
}

/** Hops on which a packet may go. */
interface Tried {
    readonly hops: readonly Hop[];
    readonly goesOut: boolean;
}

interface Drawn {
    readonly route: MapRoute;
    readonly marks: Marks;
}

/** Their findings are of ways that are drawn anyway. */
const drawnAsWays: ReadonlySet<string> = new Set([...inwardPolicies, ...outwardPolicies]);

/** What is drawn where it is not known who forwards to the tasks, or through which target group. */
const unknownPlaces: Readonly<Record<InwardPolicy, readonly [place: string, target: string]>> = {
    "load-balancer-to-task": ["load balancer", "target group"],
    "vpc-lattice-to-task": ["VPC Lattice target group", "VPC Lattice target group"],
};

/** Their findings are about when something is there, and a map shows where: the lists tell them. */
const ofTime: ReadonlySet<string> = new Set(["service-start-order"]);

const internet: OnMap = {
    kind: "internet",
    urn: "internet",
    name: "the internet",
    label: "beyond the VPC",
};

const gateways: ReadonlySet<string> = new Set(["internetGateway", "egressOnlyInternetGateway"]);

/** Which of an endpoint's subnets a packet reaches it by is up to DNS: only one that stops it is told. */
function isTold({ kind, stop }: Hop, i: number, hops: readonly Hop[]): boolean {
    const isBeforeEndpoint = kind === "subnet" && hops[i + 1]?.kind === "vpcEndpoint";
    return i === 0 || stop !== undefined || !isBeforeEndpoint;
}

function missingOf({ answer, doubts }: SubnetRoute): readonly Gap[] {
    if (answer.verdict === "cannot-know") return answer.gaps;
    return answer.verdict === "violated" ? doubts : [];
}

/** The ways out, if there are any: what endpoints could carry besides is no help then. */
function outwardOf(paths: readonly Path[]): readonly Path[] {
    const outward = paths.filter(isOutward);
    return outward.length > 0 ? outward : paths;
}

/** What stops the paths, with its name: it is told at another place. */
function endsOf(paths: readonly Path[], { urn }: Subnet): readonly string[] {
    return paths.flatMap((path) => {
        const stop = stopOf(path);
        if (stop === undefined) return [];
        const { at, says } = stop;
        return [at.urn === urn ? says : `${at.label} ${at.name}: ${says}`];
    });
}
