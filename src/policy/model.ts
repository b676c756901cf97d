import { Capacity, quotaPattern, quotasIn } from "../capacity";
import { factInterest, Graph, interest as networkInterest, isCreated } from "../network";
import {
    asOf,
    lookUp,
    withFacts,
    type Interest,
    type Plan,
    type PlannedResource,
    type RawProperties,
} from "../plan";
import { Reach, silent, Supports, type Evidence, type Resting, type Trace } from "../reach";
import {
    findTasks,
    findLoadBalancers,
    findVpcs,
    findWorkloads,
    concernsTasks,
    hiddenLaunchers,
    Registries,
    registryHostPattern,
    unmodelledLaunchers,
    unreadResources,
    type FargateTask,
    type FargateLoadBalancer,
    type FargateVpc,
    type Workload,
} from "../workload";
import type { Gap } from "../knowable";
import { Exceptions, noExceptions, type GivenExceptions } from "./exceptions";
import { noFacts, type GivenFacts } from "./facts";
import type { Subject } from "./policy";
import { Reported } from "./reported";
import { checkSettings, type Settings, type SettingSchemas } from "./settings";

/** Settings that more than one policy reads; `preflight-settings` holds them. */
export const packSettings = {
    trustDependencies: {
        type: "boolean",
        description:
            "Take what an unknown id depends on for what it means. Off: such an id cannot be known.",
        default: true,
    },
    sharedVpcs: {
        type: "array",
        items: { type: "string" },
        description:
            "Ids, or names of VPC resources, of VPCs to which others add endpoints and gateways: what is not in the plan may be there.",
        default: [],
    },
    centralizedEgress: {
        type: "string",
        enum: ["unknown", "assumed"],
        description:
            "Whether transit gateways, peerings, firewalls and the like are assumed to lead to the internet.",
        default: "unknown",
    },
    expectIpv6: {
        type: "boolean",
        description:
            "Whether tasks in dual-stack subnets need IPv6. Off: only those that register with an IPv6 target group do.",
        default: false,
    },
    ecrDualStackEndpoints: {
        type: "string",
        enum: ["unknown", "yes", "no"],
        description:
            "Whether dual-stack interface endpoints of ECR serve tasks over IPv6: AWS's pages disagree.",
        default: "unknown",
    },
    runtimeMonitoring: {
        type: "string",
        enum: ["plan", "on"],
        description:
            "Whether GuardDuty Runtime Monitoring covers tasks: as the plan says, or on, because the organization has turned it on for all clusters but those tagged `GuardDutyManaged` = `false`.",
        default: "plan",
    },
    registryHosts: {
        type: "array",
        items: {
            type: "string",
            pattern: registryHostPattern,
            examples: ["registry.example.com=dual-stack"],
        },
        description:
            "Hosts of registries on the internet, and which addresses they have (`ipv4`, `dual-stack` or `unknown`), to add to those that the pack knows, or to correct one: `registry.example.com=dual-stack`.",
        default: [],
    },
    quotas: {
        type: "array",
        items: {
            type: "string",
            pattern: quotaPattern,
            examples: [
                "rulesPerSecurityGroup=120",
                "tasksPerService=5000",
                "targetGroupsPerApplicationLoadBalancer=100",
            ],
        },
        description:
            "The account's quotas as Service Quotas shows them, of rules of a security group (inbound or outbound, for each family of addresses), of tasks of a service, and of target groups of an Application Load Balancer: `rulesPerSecurityGroup=120`, `tasksPerService=5000`, `targetGroupsPerApplicationLoadBalancer=100`. Of more than that AWS's refusal is certain; without them, more than AWS's usual quotas is *unknown*.",
        default: [],
    },
    oneFindingPerCause: {
        type: "boolean",
        description:
            "Report what several policies find once, by the most specific of them. Off: each reports it.",
        default: true,
    },
    facts: {
        type: "array",
        items: { type: ["string", "object"] },
        description:
            "What exists outside the plan: paths of facts files, from the pack's folder, or such facts themselves.",
        default: [],
    },
    factsMaxAgeDays: {
        type: "integer",
        minimum: 0,
        description: "After how many days facts count as old, which is said as advice.",
        default: 30,
    },
    exceptions: {
        type: "array",
        items: { type: "object" },
        description:
            "Findings that are accepted, each for a reason: they are told and do not block (docs/exceptions.md).",
        default: [],
    },
    lookup: {
        type: "string",
        enum: ["off", "aws"],
        description:
            "Whether to ask AWS during a preview, and in `check` and `explain`, read-only, about what the plan names and does not hold.",
        default: "off",
    },
    lookupTimeoutSeconds: {
        type: "integer",
        minimum: 1,
        maximum: 3600,
        description: "How long to wait for AWS in all; what it has not told by then is not known.",
        default: 10,
    },
} as const satisfies SettingSchemas;

interface PackSettings {
    readonly trustDependencies: boolean;
    readonly sharedVpcs: readonly string[];
    readonly centralizedEgress: "unknown" | "assumed";
    readonly expectIpv6: boolean;
    readonly ecrDualStackEndpoints: "unknown" | "yes" | "no";
    readonly registryHosts: readonly string[];
    readonly quotas: readonly string[];
    readonly runtimeMonitoring: "plan" | "on";
    readonly oneFindingPerCause: boolean;
    readonly facts: readonly unknown[];
    readonly factsMaxAgeDays: number;
    readonly lookup: "off" | "aws";
    readonly lookupTimeoutSeconds: number;
}

/** What the sources of plans keep of each resource. */
export const interest: Interest = networkInterest;

/** Everything the policies ask, built once per plan, each part when it is first needed. */
export class Model {
    private completeMemo: Plan | undefined;
    private graphMemo: Graph | undefined;
    private reachMemo: Reach | undefined;
    private readonly supports = new Supports();
    private capacityMemo: Capacity | undefined;
    private vpcsMemo: readonly FargateVpc[] | undefined;
    private loadBalancersMemo: readonly FargateLoadBalancer[] | undefined;
    private workloadsMemo: readonly Workload[] | undefined;
    private hasTasksMemo: boolean | undefined;
    private unmodelledMemo: Model["unmodelled"] | undefined;
    private tasksMemo: readonly FargateTask[] | undefined;
    private readonly subjects = new Map<Subject, boolean>();
    private readonly options: PackSettings;
    /** What policies have reported so far, if a cause is to be reported once. */
    readonly reported: Reported | undefined;
    /** What exceptions say of findings. */
    readonly exceptions: Exceptions;

    constructor(
        readonly plan: Plan,
        private readonly settings: Settings = {},
        /** What the edge read of facts. */
        readonly facts: GivenFacts = noFacts,
        exceptions: GivenExceptions = noExceptions,
    ) {
        this.options = checkSettings(packSettings, settings).settings as unknown as PackSettings;
        this.reported = this.options.oneFindingPerCause ? new Reported() : undefined;
        this.exceptions = new Exceptions(exceptions, this.stack?.urn);
    }

    /** Tasks in dual-stack subnets need IPv6 (a setting). */
    get expectsIpv6(): boolean {
        return this.options.expectIpv6;
    }

    /** GuardDuty Runtime Monitoring is on, whatever the plan says of it (a setting). */
    get isMonitored(): boolean {
        return this.options.runtimeMonitoring === "on";
    }

    /** After how many days facts are old (a setting). */
    get factsMaxAgeDays(): number {
        return this.options.factsMaxAgeDays;
    }

    /** Where facts and plan do not agree. */
    get notes(): readonly string[] {
        return this.hasTasks ? (this.complete.outside?.notes ?? []) : [];
    }

    /** When the facts were taken on which a finding rests, if it rests on any. */
    asOf(resource: PlannedResource, urns: Iterable<string>): string | undefined {
        return asOf(this.complete, resource, urns);
    }

    /** AWS may be asked about what the plan does not hold (a setting). */
    get looksUp(): boolean {
        return this.options.lookup === "aws";
    }

    /**
     * The same model, with what AWS tells of what the plan names and does not hold.
     *
     * @param providers settings by URN, as the engine tells them; without them those of the plan's file
     */
    async lookedUp(providers?: ReadonlyMap<string, RawProperties>): Promise<Model> {
        const { files, problems } = await lookUp(this.complete, {
            providers: providers ?? this.plan.providers ?? new Map(),
            isOfFile: providers === undefined,
            timeoutSeconds: this.options.lookupTimeoutSeconds,
            interest,
        });
        const facts = {
            ...this.facts,
            files: [...this.facts.files, ...files],
            unasked: problems,
        };
        return new Model(this.plan, this.settings, facts, this.exceptions.given);
    }

    /** The plan, with the facts about what is outside it. */
    private get complete(): Plan {
        const { files } = this.facts;
        if (files.length === 0) return this.plan;
        return (this.completeMemo ??= withFacts(this.plan, files, factInterest));
    }

    /** The same stack as long as these resources are not there. */
    without(urns: ReadonlySet<string>): Model {
        const resources = this.plan.resources.filter(({ urn }) => !urns.has(urn));
        const byUrn = new Map(resources.map((each) => [each.urn, each]));
        return new Model(
            { ...this.plan, resources, byUrn, isEarly: true },
            this.settings,
            this.facts,
        );
    }

    get graph(): Graph {
        return (this.graphMemo ??= new Graph(this.complete, this.options));
    }

    get reach(): Reach {
        return (this.reachMemo ??= this.tracing(this.startsTasks ? this.supports : silent));
    }

    /** The plan creates something that starts tasks: only then somebody asks what answers rest on. */
    private get startsTasks(): boolean {
        return this.workloads.some(({ launcher }) => isCreated(launcher.resource));
    }

    /** What `reach` answers, and what that rests on. */
    resting<A extends Evidence>(ask: () => A): Resting<A> {
        return this.supports.apart(ask);
    }

    /** The same, telling what it looks at. */
    tracing(trace: Trace): Reach {
        return new Reach(this.graph, this.options, trace);
    }

    /** Whether subnets have addresses for all tasks. */
    get capacity(): Capacity {
        return (this.capacityMemo ??= new Capacity(
            this.graph,
            this.workloads,
            quotasIn(this.options.quotas),
        ));
    }

    get workloads(): readonly Workload[] {
        return (this.workloadsMemo ??= this.hasTasks
            ? findWorkloads(this.graph, new Registries(this.options.registryHosts))
            : []);
    }

    /** Their task definitions, and others that are for Fargate. */
    get tasks(): readonly FargateTask[] {
        return (this.tasksMemo ??= this.hasTasks ? findTasks(this.graph, this.workloads) : []);
    }

    /** Without any the graph is not even built. */
    private get hasTasks(): boolean {
        return (this.hasTasksMemo ??= this.plan.resources.some(({ type }) => concernsTasks(type)));
    }

    /** Whether the stack has any of what a policy judges. */
    has(subject: Subject): boolean {
        let has = this.subjects.get(subject);
        if (has === undefined) this.subjects.set(subject, (has = subject.isIn(this)));
        return has;
    }

    /** The VPCs in which they run. */
    get vpcs(): readonly FargateVpc[] {
        return (this.vpcsMemo ??= findVpcs(this.graph, this.workloads));
    }

    /** The load balancers that serve them. */
    get loadBalancers(): readonly FargateLoadBalancer[] {
        return (this.loadBalancersMemo ??= findLoadBalancers(this.graph, this.workloads));
    }

    /** The stack itself: what concerns no resource is reported on it. */
    get stack(): PlannedResource | undefined {
        const { resources } = this.plan;
        return resources.find(({ type }) => type === "pulumi:pulumi:Stack") ?? resources[0];
    }

    /** Whether inputs were recorded; without them answers are poorer. */
    get hasInputs(): boolean {
        return this.plan.resources.some(({ type, hasInputs }) => hasInputs && interest.has(type));
    }

    /** What runs on Fargate in a network that is not modelled, what may run unseen, and what is not read. */
    get unmodelled(): readonly { readonly resource: PlannedResource; readonly gap: Gap }[] {
        return (this.unmodelledMemo ??= [
            ...hiddenLaunchers(this.plan, () => this.graph),
            ...(this.hasTasks ? unmodelledLaunchers(this.graph) : []),
            ...unreadResources(this.plan, this.workloads.length + this.tasks.length > 0),
        ]);
    }

    /** Nothing runs on Fargate: no policy over the stack has anything to say. */
    get isWithoutFargate(): boolean {
        return (
            this.workloads.length === 0 && this.tasks.length === 0 && this.unmodelled.length === 0
        );
    }
}
