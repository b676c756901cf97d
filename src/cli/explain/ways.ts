import {
    assuming,
    cannotKnow,
    distinctGaps,
    unless,
    whyOf,
    type Gap,
    type Knowable,
} from "../../knowable";
import {
    candidates,
    linkTo,
    listed,
    loadBalancersOf,
    type Links,
    type LoadBalancer,
    type Subnet,
} from "../../network";
import { fromEach, wayFromLattice, wayInto, waysOut, type Asked, type Model } from "../../policy";
import { oneLine } from "../../plan";
import { Recorder, type PathAnswer, type Trail } from "../../reach";
import {
    actionsOf,
    latticeRegistrationsOf,
    meantBy,
    proxiedIn,
    tcpPortsOf,
    type NamedCall,
    type Need,
    type NeededService,
    type TaskName,
    type Workload,
} from "../../workload";
import type { Destination } from "./destination";

/** One way, as it was simulated, from all subnets in which it is the same. */
export interface ExplainedWay {
    /** Seen from the tasks. */
    readonly direction: "in" | "out";
    readonly from: string;
    readonly to: string;
    /** What the task needs it for, if that is why it was asked. */
    readonly need: string | undefined;
    readonly subnets: readonly Subnet[];
    readonly verdict: PathAnswer["verdict"];
    readonly trail: Trail;
    /** Why it cannot be known, as far as no step says so. */
    readonly gaps: readonly Gap[];
    readonly assumed: readonly string[];
}

/** Something to ask from a subnet. */
interface Question {
    readonly to: string;
    readonly need?: string;
    /** It leads to the tasks. */
    readonly isInward?: boolean;
    readonly ask: (subnet: Subnet) => PathAnswer;
}

/** Why some of what would be asked is not known. */
export interface Explained {
    readonly ways: readonly ExplainedWay[];
    readonly gaps: readonly Gap[];
}

/** Follows the ways of a workload, by the simulation that the policies ask. */
export class Explainer {
    private readonly recorder = new Recorder();
    private readonly asked: Asked;

    constructor(model: Model) {
        const { graph, isMonitored } = model;
        this.asked = { graph, isMonitored, reach: model.tracing(this.recorder) };
    }

    /** To a destination, or to everything that its tasks need and from their load balancers. */
    explain(
        workload: Workload,
        to: Destination | undefined,
        from: readonly Subnet[] | undefined,
    ): Explained {
        const { subnets } = workload.launcher;
        const { questions, gaps } =
            to === undefined ? this.needsOf(workload) : this.questionsTo(workload, to);
        const places = from ?? [...new Set(candidates(subnets))];
        // Who names a subnet asks of it alone, wherever the tasks start.
        const own = from === undefined ? subnets : linkTo(...places);
        const direct = to === undefined ? [] : withoutProxies(workload);
        const ways = questions
            .flatMap((each) => merged(this.follow(workload, each, places, own)))
            .map((way) =>
                way.direction === "in" ? way : { ...way, assumed: [...way.assumed, ...direct] },
            );
        return {
            ways,
            gaps: distinctGaps([...(from === undefined ? subnets.gaps : []), ...gaps]),
        };
    }

    private follow(
        workload: Workload,
        question: Question,
        places: readonly Subnet[],
        subnets: Links<Subnet>,
    ): readonly ExplainedWay[] {
        const { maybe } = workload;
        const { each } = fromEach(
            subnets,
            (subnet) => this.recorder.record(() => question.ask(subnet)),
            places,
        );
        return each.flatMap(({ subnet, found: { answer, trail, gaps }, doubts: own }) => {
            const doubts = [...maybe, ...own];
            const whole = assuming(unless(answer, doubts), subnets.assumed);
            const open =
                whole.verdict === answer.verdict ? gaps : distinctGaps([...gaps, ...doubts]);
            const [self, other] = [describe(workload), question.to];
            const isInward = question.isInward === true;
            const way: ExplainedWay = {
                direction: isInward ? "in" : "out",
                from: isInward ? other : self,
                to: isInward ? self : other,
                need: question.need,
                subnets: [subnet],
                verdict: whole.verdict,
                trail: whole.verdict === answer.verdict ? trail : doubted(trail),
                gaps: open,
                assumed: whole.assumed,
            };
            return partsOf(way);
        });
    }

    /** Everything that the tasks need, and their load balancers need of them. */
    private needsOf(workload: Workload): Questions {
        const { needs, launcher } = workload;
        const all = [needs.logs, needs.secrets, needs.fileSystems, needs.exec];
        const outward = Object.values(waysOut)
            .flatMap((ways) => ways(workload, this.asked))
            .map(({ what, target, ask }): Question => ({
                to: targetOf(target) ?? what,
                need: target === undefined ? `images: ${what}` : what,
                ask,
            }));
        return {
            questions: [...outward, ...this.inward(workload), ...this.fromLattice(workload)],
            gaps: [
                ...all.flatMap(({ gaps }) => gaps),
                ...whyOf(launcher.registrations, latticeRegistrationsOf(workload)),
            ],
        };
    }

    /** From VPC Lattice, with which the tasks register. */
    private fromLattice(workload: Workload): readonly Question[] {
        const registrations = latticeRegistrationsOf(workload);
        if (!registrations.known) return [];
        return registrations.value.map((registration): Question => {
            const groups = candidates(registration.targetGroup);
            const to =
                groups.length === 0 ? "VPC Lattice" : `VPC Lattice target group ${listed(groups)}`;
            return {
                to,
                isInward: true,
                ask: wayFromLattice(workload, registration, this.asked).ask,
            };
        });
    }

    /** From the load balancers that forward to the tasks. */
    private inward(workload: Workload, balancer?: LoadBalancer): readonly Question[] {
        const { registrations } = workload.launcher;
        if (!registrations.known) return [];
        const { graph } = this.asked;
        return registrations.value.flatMap((registration) => {
            const groups = candidates(registration.targetGroups);
            const before = groups.flatMap((group) => {
                const { certain, possible } = loadBalancersOf(graph, group);
                return [...certain, ...possible];
            });
            if (balancer !== undefined && !before.includes(balancer)) return [];
            const names = listed([...new Set(before)]);
            const to = `load balancer${new Set(before).size > 1 ? "s" : ""} ${names}`;
            const { ask } = wayInto(workload, registration, this.asked);
            return [{ to: names === "" ? "what forwards to it" : to, isInward: true, ask }];
        });
    }

    private questionsTo(workload: Workload, to: Destination): Questions {
        const { reach } = this.asked;
        const from = (subnet: Subnet): ReturnType<typeof reach.originIn> =>
            reach.originIn(subnet, workload);
        const only = (called: string, ask: Question["ask"]): Questions => ({
            questions: [{ to: called, ask }],
            gaps: [],
        });
        switch (to.kind) {
            case "internet":
                return only("the internet, TCP 443", (subnet) =>
                    reach.canReachInternet(from(subnet)),
                );
            case "host":
                return only(`${to.host}, TCP ${String(to.port)}`, (subnet) =>
                    reach.canReachHost(from(subnet), to.host, to.port),
                );
            case "service": {
                const { region: own } = workload.launcher.resource;
                const region: Knowable<string> =
                    to.region === undefined ? own : { known: true, value: to.region };
                const where = region.known ? region.value : "its region";
                return only(`${to.name} in ${where}, TCP 443`, (subnet) =>
                    region.known
                        ? reach.canCall(from(subnet), neededService(to.name, region.value))
                        : cannotKnow(region.why),
                );
            }
            case "balancer": {
                // A port is that of a listener, where nothing of its way to the tasks begins.
                const inward = to.port === undefined ? this.inward(workload, to.balancer) : [];
                if (inward.length > 0) return { questions: inward, gaps: [] };
                return only(`load balancer ${to.balancer.name}`, (subnet) =>
                    reach.canCallBalancer(from(subnet), to.balancer, to.port),
                );
            }
            case "tasks":
                return this.toTasks(workload, to.of, to.port);
            case "named":
                return this.toNamed(workload, to.names, to.port);
        }
    }

    /** To whichever tasks a name means for the workload. */
    private toNamed(
        workload: Workload,
        names: readonly TaskName[],
        port: number | undefined,
    ): Questions {
        const { resource } = workload.launcher;
        const name = names[0]?.name ?? "";
        const nobody = (what: string): Questions => {
            const why = resource.gap("serviceConnectConfiguration", "not-modelled", what);
            return { questions: [{ to: name, ask: () => cannotKnow(why) }], gaps: [] };
        };
        const meant = meantBy(names, workload);
        const by = [...new Set(names.map((each) => each.by))].join(" and ");
        if (meant.length === 0) {
            return nobody(`it finds nobody by this name, which ${by} gives others`);
        }
        const all = meant.map(({ to, maybe, assumed }): Questions => {
            const { port: asked, taskPort } = to;
            const [why] = whyOf(asked, taskPort);
            if (!asked.known || !taskPort.known) return { questions: [], gaps: why ? [why] : [] };
            const isConnect = asked.value !== undefined;
            if (isConnect && port !== undefined && port !== asked.value) {
                return nobody("Service Connect listens for this name on another port");
            }
            const on = isConnect ? taskPort.value : (port ?? taskPort.value);
            return this.toTasks(workload, to.workload, on, { to, maybe, assumed });
        });
        return {
            questions: all.flatMap(({ questions }) => questions),
            gaps: all.flatMap(({ gaps }) => gaps),
        };
    }

    /** To each subnet in which the others may start, on each port that their containers map, or on this one. */
    private toTasks(
        workload: Workload,
        of: Workload,
        port: number | undefined,
        by?: Omit<NamedCall, "port">,
    ): Questions {
        const { reach } = this.asked;
        const { ports, gaps } = port === undefined ? portsIn(of) : { ports: [port], gaps: [] };
        const { subnets } = of.launcher;
        const questions = ports.flatMap((on) =>
            [...new Set(candidates(subnets))].map((there): Question => {
                const maybe = by?.maybe ?? of.maybe;
                const isSure = subnets.nodes.includes(there) && maybe.length === 0;
                const doubts = isSure
                    ? []
                    : [
                          ...maybe,
                          ...subnets.gaps,
                          ...(subnets.some === undefined ? [] : [subnets.some.why]),
                      ];
                return {
                    to: `${describe(of)} (${there.name}), TCP ${String(on)}`,
                    ask: (subnet) => {
                        const origin = reach.originIn(subnet, workload);
                        const answer = reach.canCallTasks(origin, of, there, on, by?.to);
                        return assuming(unless(answer, doubts), [
                            ...subnets.assumed,
                            ...(by?.assumed ?? []),
                        ]);
                    },
                };
            }),
        );
        return { questions, gaps: [...subnets.gaps, ...gaps] };
    }
}

interface Questions {
    readonly questions: readonly Question[];
    readonly gaps: readonly Gap[];
}

/** Of what else a policy of the endpoint may be asked is not known here. */
function neededService(name: string, region: string): NeededService {
    const isOther = actionsOf(name).length === 0;
    return { kind: "service", name, region, ...(isOther ? { action: "*" } : {}) };
}

function describe({ launcher: { label, name } }: Workload): string {
    return `${label} ${name}`;
}

/** What is asked of a connection of the program's own, which a proxy may carry in place of the routes. */
function withoutProxies({ definition }: Workload): readonly string[] {
    return proxiedIn(definition).map(({ container, variables }) => {
        const name = container.at("name").string();
        const called = oneLine(name.known ? (name.value ?? "") : "");
        return `what container ${called} calls does not go to the proxy that its ${variables.join(" and ")} names (images, logs and secrets that ECS fetches never do)`;
    });
}

/** In the words of `--to`; a file system has none. */
function targetOf(target: Need["target"] | undefined): string | undefined {
    switch (target?.kind) {
        case "service":
            return `${target.name} in ${target.region}, TCP 443`;
        case "host":
            return `${target.host}, TCP ${String(target.port)}`;
        default:
            return undefined;
    }
}

/** The TCP ports that the containers of a workload map, or why none can be named. */
function portsIn(workload: Workload): ReturnType<typeof tcpPortsOf> {
    const found = tcpPortsOf(workload);
    const { definition, launcher } = workload;
    if (!definition.known || found.ports.length + found.gaps.length > 0) return found;
    const what = "its containers map no TCP port";
    const supply = `name one, as in --to ${launcher.name}:8080`;
    return {
        ports: [],
        gaps: [definition.value.resource.gap("containerDefinitions", "outside", what, supply)],
    };
}

/** A way that consists of parts is told part by part; what is not known of the whole goes with them. */
function partsOf(way: ExplainedWay): readonly ExplainedWay[] {
    const parts = way.trail.flatMap((each) => (each.kind === "part" ? [each] : []));
    if (parts.length === 0 || parts.length < way.trail.length) return [way];
    const told = parts.map(({ called, verdict, trail, gaps }): ExplainedWay => {
        const isOpen = way.verdict === "cannot-know" && verdict === "violated";
        return {
            ...way,
            ...(way.direction === "in" ? { from: called } : { to: called }),
            verdict: isOpen ? "cannot-know" : verdict,
            trail: isOpen ? doubted(trail) : trail,
            gaps: isOpen ? distinctGaps([...gaps, ...way.gaps]) : gaps,
        };
    });
    const isSaid = told.some(({ verdict }) => verdict === way.verdict);
    if (isSaid && (way.gaps.length === 0 || way.verdict !== "cannot-know")) return told;
    // The parts alone would be known.
    return [...told, { ...way, trail: [] }];
}

/** What would stop the packet, were it not for what is not known of the whole. */
function doubted(trail: Trail): Trail {
    return trail.map((each) =>
        each.kind === "step" && each.verdict === "violated"
            ? { ...each, verdict: "cannot-know" }
            : each,
    );
}

/** Subnets from which a way is the same, hop by hop, are told together. */
function merged(ways: readonly ExplainedWay[]): readonly ExplainedWay[] {
    const found = new Map<string, ExplainedWay>();
    for (const way of ways) {
        const { subnets, ...rest } = way;
        const own = subnets[0]?.urn;
        const key = JSON.stringify(rest, (name, value: unknown) => {
            if (name !== "at" && name !== "edgeOf") return value;
            const { urn } = (value ?? {}) as { readonly urn?: string };
            return urn === own ? "the subnet" : urn;
        });
        const same = found.get(key);
        found.set(
            key,
            same === undefined ? way : { ...way, subnets: [...same.subnets, ...subnets] },
        );
    }
    return [...found.values()];
}
