import { isIn, isIpv6, overlap, rangeOf, type Address, type Range } from "./addresses";
import type { Answers } from "./kernel";
import {
    block,
    blocks,
    leaves,
    text,
    texts,
    Untranslated,
    type Plan,
    type Properties,
} from "./plan";
import {
    allows,
    ephemeral,
    isGatewayEndpoint,
    isOfS3,
    layerBucket,
    nameOf,
    nat64,
    Translation,
    type Eni,
} from "./translation";

/*
 * Who calls whom: what the tasks of each service need (AWS rule 3), which addresses its names have in their
 * VPC (AWS rule 4), and what load balancers call (AWS rule 7).
 */

/** The policies of the pack that are compared with the packets. */
export type Asked =
    | "task-image-pull"
    | "task-logs"
    | "task-secrets"
    | "task-file-systems"
    | "ipv6-only-tasks"
    | "load-balancer-to-task";

/** One thing that certain tasks need, or a load balancer of them, and the connections for it. */
export interface Question {
    readonly policy: Asked;
    readonly service: string;
    readonly what: string;
    readonly calls: number[];
    /** Connections that may be made instead, if those fail: whether they are is not documented. */
    readonly instead: number[];
    /** What fails, or is not documented, before any packet is sent. */
    readonly besides: Outcome[];
    /** The pack has a limit there, and may not know what packets show (`Translation.isLimit`). */
    isLimit: boolean;
}

export type Outcome = "arrives" | "lost" | "not documented";

/** What became of the connections of one question. */
export interface Finding {
    readonly question: Question;
    readonly outcomes: readonly Outcome[];
}

/** A network to send packets through, and the questions that they answer. */
export class Experiment {
    readonly translation: Translation;
    readonly questions: Question[] = [];
    private readonly endpoints = new Map<string, Eni[]>();
    private readonly mountTargets: readonly MountTarget[];

    /** @throws Untranslated if the plan holds what has no translation */
    constructor(private readonly plan: Plan) {
        this.translation = new Translation(plan);
        refuseStrangers(plan);
        const services = plan
            .all("ecs/service:Service")
            .filter(isOnFargate)
            .map((service) => ({
                service,
                tasks: this.tasksOf(service),
            }));
        for (const endpoint of plan.all("ec2/vpcEndpoint:VpcEndpoint")) this.interfaces(endpoint);
        this.mountTargets = plan
            .all("efs/mountTarget:MountTarget")
            .map((target) => this.mountTarget(target));
        const balancers = new Map<string, Eni[]>();
        for (const { service, tasks } of services) this.balancersOf(service, tasks, balancers);
        for (const { service, tasks } of services) {
            for (const { eni, subnet } of tasks) this.needsOf(service, subnet, eni);
        }
    }

    /** What was found, from the kernel's answers. */
    findings({ answers, doubtful }: Answers): Finding[] {
        const doubts = new Set(doubtful.flatMap((each) => this.translation.callsOf(...each)));
        const outcomeOf = (call: number): Outcome =>
            doubts.has(call) ? "not documented" : answers[call] === "200" ? "arrives" : "lost";
        return this.questions.map((question) => {
            const outcomes = [...question.besides, ...question.calls.map(outcomeOf)];
            const isInstead =
                outcomes.includes("lost") &&
                question.instead.some((call) => outcomeOf(call) !== "lost");
            return { question, outcomes: isInstead ? [...outcomes, "not documented"] : outcomes };
        });
    }

    /** An interface for the service's tasks in each of its subnets. */
    private tasksOf(service: Properties): { eni: Eni; subnet: Properties }[] {
        const network = block(service, "networkConfiguration");
        const subnets = [...new Set(texts(network, "subnets"))];
        return subnets.map((id, i) => {
            const subnet = this.plan.get(id);
            const groups = this.orDefault(texts(network, "securityGroups"), subnet);
            const eni = this.translation.eni(`${nameOf(service)}-${String(i)}`, subnet, groups);
            if (network.assignPublicIp === true) this.translation.publicEnis.add(eni);
            return { eni, subnet };
        });
    }

    /** Without a group, AWS takes the VPC's default one (AWS rules 4, 6). */
    private orDefault(groups: readonly string[], subnet: Properties): readonly string[] {
        if (groups.length > 0) return groups;
        return [text(this.plan.get(subnet.vpcId), "defaultSecurityGroupId")];
    }

    private interfaces(endpoint: Properties): void {
        if (isGatewayEndpoint(endpoint)) return;
        if (text(endpoint, "vpcEndpointType") !== "Interface")
            throw new Untranslated(`an endpoint of type ${text(endpoint, "vpcEndpointType")}`);
        const groups = this.plan
            .all("ec2/securityGroupAssociation:SecurityGroupAssociation")
            .filter((each) => each.vpcEndpointId === endpoint.id);
        if (groups.length > 0) throw new Untranslated("a group associated with an endpoint");
        const subnets = [
            ...texts(endpoint, "subnetIds"),
            ...blocks(endpoint, "subnetConfigurations").flatMap((each) => texts(each, "subnetId")),
            ...this.plan
                .all("ec2/vpcEndpointSubnetAssociation:VpcEndpointSubnetAssociation")
                .filter((each) => each.vpcEndpointId === endpoint.id)
                .flatMap((each) => texts(each, "subnetId")),
        ];
        const enis = [...new Set(subnets)].map((id, i) => {
            const subnet = this.plan.get(id);
            const own = this.orDefault(texts(endpoint, "securityGroupIds"), subnet);
            const eni = this.translation.eni(`${nameOf(endpoint)}-${String(i)}`, subnet, own);
            const [actions, resource] = calls[serviceOf(endpoint)] ?? [[], ""];
            const isAllowed = actions.every((action) => allows(endpoint, action, resource));
            this.translation.serve(eni.name, 443, isAllowed ? "200" : "403");
            return eni;
        });
        this.endpoints.set(text(endpoint, "id"), enis);
    }

    private mountTarget(target: Properties): MountTarget {
        const subnet = this.plan.get(target.subnetId);
        const groups = this.orDefault(texts(target, "securityGroups"), subnet);
        const eni = this.translation.eni(nameOf(target), subnet, groups);
        this.translation.serve(eni.name, nfs, "200");
        return { eni, zone: zoneOf(subnet), fileSystem: target.fileSystemId };
    }

    // ---- tasks -------------------------------------------------------------------------------------

    private needsOf(service: Properties, subnet: Properties, eni: Eni): void {
        const definition = this.plan.get(service.taskDefinition);
        const isWindows = text(
            block(definition, "runtimePlatform"),
            "operatingSystemFamily",
        ).startsWith("WINDOWS");
        const platform = text(service, "platformVersion");
        if (isWindows || !["", "LATEST", "1.4.0"].includes(platform))
            throw new Untranslated("another platform than the newest of Linux");
        const subnets = texts(block(service, "networkConfiguration"), "subnets").map((id) =>
            this.plan.get(id),
        );
        const isMixed = new Set(subnets.map(isIpv6Only)).size > 1;
        const question = (asked: Asked, need: string, besides: Outcome[] = []): Question => ({
            policy: asked,
            service: text(service, "urn"),
            what: `${need} from ${text(subnet, "resourceName")}`,
            calls: [],
            instead: [],
            besides,
            isLimit: false,
        });
        for (const volume of blocks(definition, "volumes")) {
            if (text(block(volume, "s3filesVolumeConfiguration"), "fileSystemArn") !== "")
                throw new Untranslated("a volume of S3 Files");
            const fileSystem = text(block(volume, "efsVolumeConfiguration"), "fileSystemId");
            if (fileSystem === "") continue;
            const one = question("task-file-systems", fileSystem);
            this.mount(one, subnet, eni, fileSystem);
            this.questions.push(one);
        }
        for (const [policy, wanted] of wantedBy(definition, this.plan, isIpv6Only(subnet))) {
            const one = question(policy, wanted.need);
            if (this.plan.get(eni.vpc).enableDnsSupport === false) one.besides.push("lost");
            else if (isIpv6Only(subnet)) this.overIpv6(one, subnet, eni, wanted);
            else this.overIpv4(one, subnet, eni, wanted);
            this.questions.push(one);
            if (!isIpv6Only(subnet)) continue;
            // What AWS makes of subnets of several kinds is not documented.
            const other = question("ipv6-only-tasks", wanted.need, [
                ...one.besides,
                ...(isMixed ? ["not documented" as const] : []),
            ]);
            other.calls.push(...one.calls);
            other.isLimit = one.isLimit;
            this.questions.push(other);
        }
    }

    /** A file system's name is that of its mount target in the task's zone (AWS rule 3). */
    private mount(question: Question, subnet: Properties, eni: Eni, fileSystem: string): void {
        this.plan.get(fileSystem);
        const vpc = this.plan.get(eni.vpc);
        const targets = this.mountTargets.filter(
            (target) => target.fileSystem === fileSystem && target.eni.vpc === eni.vpc,
        );
        const near = targets.filter(({ zone }) => zone === zoneOf(subnet));
        if (vpc.enableDnsSupport === false || vpc.enableDnsHostnames !== true) {
            question.besides.push("lost");
            return;
        }
        if (targets.length === 0) question.besides.push("lost");
        // Which other one it may be then, or whether EFS is called over IPv6, is not documented.
        else if (near.length === 0 || isIpv6Only(subnet) || mayTranslate(subnet))
            question.besides.push("not documented");
        for (const { eni: far } of near)
            this.send(
                question.calls,
                eni,
                far.addresses.filter((each) => !isIpv6(each)),
                nfs,
            );
    }

    /** Tasks that have IPv4 start over it, in dual-stack subnets too (AWS rule 2). */
    private overIpv4(question: Question, subnet: Properties, eni: Eni, wanted: Wanted): void {
        const { need, isOtherName } = wanted;
        const endpoint = this.endpointFor(eni.vpc, need);
        const { ipv4Hosts, ipv6Hosts } = this.translation;
        if (endpoint !== undefined) {
            this.toEndpoint(question, eni, endpoint, false);
            if (mayTranslate(subnet)) question.besides.push("not documented");
            if (!isOtherName) return;
        }
        const hosts = need === "s3" ? ipv4Hosts.s3 : ipv4Hosts.others;
        this.sendOut(question, subnet, eni, hosts);
        // Whether tasks call what DNS64 makes up is not documented (AWS rule 5).
        if (mayTranslate(subnet))
            this.sendOut(question, subnet, eni, inNat64(hosts), question.instead);
        // What has IPv6, too, may call that instead. That a host has none the pack does not count (docs/model.md,
        // known limits).
        if (need === "internet" && text(subnet, "ipv6CidrBlock") !== "" && endpoint === undefined)
            this.sendOut(question, subnet, eni, ipv6Hosts.others, question.instead);
    }

    /** Which of a service's names tasks call over IPv6 is not documented, so all have to lead there. */
    private overIpv6(question: Question, subnet: Properties, eni: Eni, wanted: Wanted): void {
        const { need, has, isOtherName } = wanted;
        const { ipv6Hosts, ipv4Hosts } = this.translation;
        const directly = (): void =>
            this.sendOut(question, subnet, eni, need === "s3" ? ipv6Hosts.s3 : ipv6Hosts.others);
        const publicly = (): void => {
            if (has !== "IPv4") directly();
            if (has === "both") return;
            // DNS64 makes up addresses for IPv4 ones, which a NAT gateway translates back (AWS rule 5).
            const hosts = need === "s3" ? ipv4Hosts.s3 : ipv4Hosts.others;
            if (subnet.enableDns64 !== true) question.besides.push("lost");
            else this.sendOut(question, subnet, eni, inNat64(hosts));
        };
        const endpoint = this.endpointFor(eni.vpc, need);
        if (endpoint === undefined) {
            publicly();
            return;
        }
        this.toEndpoint(question, eni, endpoint, true, subnet.enableDns64 === true);
        // AWS's pages disagree on whether ECR's endpoints serve tasks over IPv6 (AWS rule 2).
        if (need.startsWith("ecr.")) question.besides.push("not documented");
        if (isOtherName) publicly();
        // An endpoint that does not serve all names of its service leaves the other ones.
        else if (has !== "IPv4") question.besides.push("not documented");
    }

    /**
     * An interface endpoint with private DNS takes the service's name for the whole VPC, whatever the
     * routes say (AWS rule 4).
     */
    private endpointFor(vpc: string, need: string): Properties | undefined {
        const found = this.plan
            .all("ec2/vpcEndpoint:VpcEndpoint")
            .filter((each) => each.vpcId === vpc && !isGatewayEndpoint(each));
        if (need === "s3" && found.some(isOfS3)) throw new Untranslated("S3's interface endpoint");
        return found.find((each) => each.privateDnsEnabled === true && serviceOf(each) === need);
    }

    /** Private DNS needs both attributes of the VPC, and without them AWS refuses it (AWS rule 1.7). */
    private toEndpoint(
        question: Question,
        eni: Eni,
        endpoint: Properties,
        overIpv6: boolean,
        hasDns64 = false,
    ): void {
        if (this.plan.get(eni.vpc).enableDnsHostnames !== true) {
            question.besides.push("lost");
            return;
        }
        // It has addresses of the other family alone, of which DNS64 may make something.
        if (text(endpoint, "ipAddressType") === (overIpv6 ? "ipv4" : "ipv6")) {
            question.besides.push(overIpv6 && !hasDns64 ? "lost" : "not documented");
            return;
        }
        const enis = this.endpoints.get(text(endpoint, "id")) ?? [];
        if (enis.length === 0) question.besides.push("lost");
        for (const far of enis)
            this.send(
                question.calls,
                eni,
                far.addresses.filter((each) => isIpv6(each) === overIpv6),
            );
    }

    /** Out of the VPC. */
    private sendOut(
        question: Question,
        subnet: Properties,
        eni: Eni,
        hosts: readonly Address[],
        calls = question.calls,
    ): void {
        question.isLimit ||= this.translation.isLimit(subnet, eni, hosts);
        this.send(calls, eni, hosts);
    }

    /** A connection from each class of addresses and ports to each of these. */
    private send(calls: number[], eni: Eni, hosts: readonly Address[], toPort = 443): void {
        const { translation } = this;
        const overIpv6 = hosts.some(isIpv6);
        const mayBeTranslated =
            translation.hasNat(eni.vpc) && hosts.every((host) => !overIpv6 || isIn(host, nat64));
        for (const source of eni.addresses.filter((each) => isIpv6(each) === overIpv6)) {
            for (const ports of translation.portClasses(ephemeral.linux)) {
                const classes = mayBeTranslated
                    ? translation.portClasses(ephemeral.any)
                    : [undefined];
                for (const natPorts of classes) {
                    const port = translation.portOf(ports, eni.name);
                    const natPort = natPorts && translation.portOf(natPorts, "nat");
                    if (port === undefined || (natPorts !== undefined && natPort === undefined))
                        continue;
                    if (natPort !== undefined) translation.translatePort(source, port, natPort);
                    for (const host of hosts)
                        calls.push(translation.call(eni, source, port, host, toPort));
                }
            }
        }
    }

    // ---- load balancers ----------------------------------------------------------------------------

    private balancersOf(
        service: Properties,
        tasks: readonly { readonly eni: Eni; readonly subnet: Properties }[],
        made: Map<string, Eni[]>,
    ): void {
        for (const registered of blocks(service, "loadBalancers")) {
            const group = this.plan.find(registered.targetGroupArn);
            if (group === undefined || text(registered, "elbName") !== "")
                throw new Untranslated("a load balancer outside the plan");
            if (text(group, "targetType") !== "ip") continue;
            if (Object.keys(block(registered, "advancedConfiguration")).length > 0)
                throw new Untranslated("blue/green deployments");
            const port = Number(registered.containerPort);
            for (const balancer of this.balancersBefore(group)) {
                for (const { eni, subnet } of tasks)
                    this.callTasks(service, balancer, group, port, eni, subnet, made);
            }
        }
    }

    /** Those with a listener, or a rule of one, that forwards to the group (AWS rule 7). */
    private balancersBefore(group: Properties): Properties[] {
        const forwards = (actions: readonly Properties[]): boolean =>
            actions.some((action) => [...leaves(action)].some(([, value]) => value === group.arn));
        const rules = this.plan.all(
            "lb/listenerRule:ListenerRule",
            "alb/listenerRule:ListenerRule",
        );
        const listeners = this.plan
            .all("lb/listener:Listener", "alb/listener:Listener")
            .filter(
                (listener) =>
                    forwards(blocks(listener, "defaultActions")) ||
                    rules.some(
                        (rule) =>
                            rule.listenerArn === listener.arn && forwards(blocks(rule, "actions")),
                    ),
            );
        const arns = new Set(listeners.map((each) => each.loadBalancerArn));
        return this.plan
            .all("lb/loadBalancer:LoadBalancer", "alb/loadBalancer:LoadBalancer")
            .filter(({ arn }) => arns.has(arn));
    }

    private callTasks(
        service: Properties,
        balancer: Properties,
        group: Properties,
        containerPort: number,
        eni: Eni,
        subnet: Properties,
        made: Map<string, Eni[]>,
    ): void {
        const isNetwork = text(balancer, "loadBalancerType") === "network";
        const overIpv6 = text(group, "ipAddressType") === "ipv6";
        // What has no address of the group's family does not register at all.
        const targets = eni.addresses.filter((each) => isIpv6(each) === overIpv6);
        if (targets.length === 0) return;
        const protocol = text(group, "protocol");
        const hasUdp = isNetwork && /UDP|QUIC/.test(protocol);
        const hasTcp = !isNetwork || !["UDP", "QUIC"].includes(protocol);
        const check = text(block(group, "healthCheck"), "port");
        const checked = check === "traffic-port" || check === "" ? containerPort : Number(check);
        // Over UDP, and where it is switched on, targets see the clients' addresses (AWS rule 7).
        const preserves = isNetwork && (hasUdp || String(group.preserveClientIp) === "true");
        const ask = (
            what: string,
            port: number,
            isPreserved: boolean,
            besides: Outcome[] = [],
        ): void => {
            const enis = this.nodesOf(
                balancer,
                isPreserved ? (overIpv6 ? "ipv6" : "ipv4") : undefined,
                made,
            );
            const question: Question = {
                policy: "load-balancer-to-task",
                service: text(service, "urn"),
                what: `${what} (TCP ${String(port)}) from ${text(balancer, "resourceName")} into ${text(subnet, "resourceName")}`,
                calls: [],
                instead: [],
                besides,
                isLimit: false,
            };
            // Between two VPCs that is what is wrong, not what filters the packets.
            for (const node of enis.filter((each) => each.vpc === eni.vpc)) {
                const sources = (isPreserved ? node.passed : node.addresses).filter(
                    (each) => isIpv6(each) === overIpv6,
                );
                // With which address it would call from a subnet of the other family is not documented.
                if (sources.length === 0) question.besides.push("not documented");
                for (const source of sources) {
                    for (const ports of this.translation.portClasses(ephemeral.any)) {
                        const from = this.translation.portOf(ports, node.name);
                        if (from === undefined) continue;
                        for (const to of targets)
                            question.calls.push(
                                this.translation.call(node, source, from, to, port),
                            );
                    }
                }
            }
            this.questions.push(question);
            this.translation.serve(eni.name, port, "200");
        };
        ask("health checks", checked, false);
        if (hasTcp) ask("container port", containerPort, preserves);
        if (hasUdp)
            this.questions.push({
                policy: "load-balancer-to-task",
                service: text(service, "urn"),
                what: "UDP, which is not sent here",
                calls: [],
                instead: [],
                besides: ["not documented"],
                isLimit: false,
            });
    }

    /** Its interfaces, one in each of its subnets; an ALB without groups has the VPC's default one (AWS rule 7). */
    private nodesOf(
        balancer: Properties,
        clients: "ipv4" | "ipv6" | undefined,
        made: Map<string, Eni[]>,
    ): Eni[] {
        const key = `${nameOf(balancer)}-${clients ?? "own"}`;
        let enis = made.get(key);
        if (enis === undefined) {
            const subnets = [
                ...texts(balancer, "subnets"),
                ...blocks(balancer, "subnetMappings").flatMap((each) => texts(each, "subnetId")),
            ];
            const groups = texts(balancer, "securityGroups");
            const isNetwork = text(balancer, "loadBalancerType") === "network";
            enis = [...new Set(subnets)].map((id, i) => {
                const subnet = this.plan.get(id);
                const own =
                    isNetwork && groups.length === 0 ? undefined : this.orDefault(groups, subnet);
                const passed = clients === undefined ? [] : this.translation.clients(clients);
                return this.translation.eni(`${key}-${String(i)}`, subnet, own, passed);
            });
            made.set(key, enis);
        }
        return enis;
    }
}

interface MountTarget {
    readonly eni: Eni;
    readonly zone: string;
    readonly fileSystem: unknown;
}

const nfs = 2049;

function zoneOf(subnet: Properties): string {
    const zone = text(subnet, "availabilityZone") || text(subnet, "availabilityZoneId");
    if (zone === "") throw new Untranslated("a mount target, and a subnet without a zone");
    return zone;
}

/** What is needed, by a name of which it is known or not which addresses it has. */
interface Wanted {
    readonly need: string;
    /** Of a service of AWS's that has several names, it is not known which one is called. */
    readonly has: "IPv4" | "both" | "either";
    /** Whether an endpoint that has the service's name has this one too is not documented. */
    readonly isOtherName: boolean;
}

/** What tasks ask of an endpoint's policy (AWS rule 4). */
const calls: Readonly<Record<string, readonly [actions: readonly string[], resource: string]>> = {
    "ecr.api": [["ecr:GetAuthorizationToken"], "*"],
    "ecr.dkr": [["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"], "*"],
    s3: [["s3:GetObject"], layerBucket],
    logs: [["logs:CreateLogStream", "logs:PutLogEvents"], "*"],
    secretsmanager: [["secretsmanager:GetSecretValue"], "*"],
    ssm: [["ssm:GetParameters"], "*"],
};

function serviceOf(endpoint: Properties): string {
    return /^com\.amazonaws\.us-east-1\.(.+)$/.exec(text(endpoint, "serviceName"))?.[1] ?? "";
}

/** A service that says nothing follows its cluster's default strategy, or else is on EC2. */
function isOnFargate(service: Properties): boolean {
    const strategies = blocks(service, "capacityProviderStrategies");
    const providers = strategies.map((each) => text(each, "capacityProvider"));
    if (providers.length > 0) return providers.some((each) => each.startsWith("FARGATE"));
    const launchType = text(service, "launchType");
    if (launchType === "") throw new Untranslated("a service without a launch type");
    return launchType === "FARGATE";
}

/** What DNS64 makes of names may be called in place of their addresses (AWS rule 5). */
function mayTranslate(subnet: Properties): boolean {
    return subnet.enableDns64 === true && text(subnet, "ipv6CidrBlock") !== "";
}

/** What DNS64 makes of addresses. */
function inNat64(hosts: readonly Address[]): readonly Address[] {
    return hosts.map((host) => nat64.first + host);
}

export function isIpv6Only(subnet: Properties): boolean {
    return subnet.ipv6Native === true;
}

/**
 * What the containers of a task definition need, as from its JSON (AWS rule 3). Of needs that have no
 * translation the others of the same policy are left out, too: the pack answers for all of them.
 */
function wantedBy(definition: Properties, plan: Plan, overIpv6: boolean): [Asked, Wanted][] {
    const written = text(definition, "containerDefinitions");
    if (!written.startsWith("[")) throw new Untranslated("containers that are no JSON");
    const containers = JSON.parse(written) as Properties[];
    const isOtherDriver = containers.some((container) => {
        const driver = text(block(container, "logConfiguration"), "logDriver");
        return driver !== "" && driver !== "awslogs";
    });
    const hasFiles = containers.some(
        (container) => blocks(container, "environmentFiles").length > 0,
    );
    const left: Asked[] = [
        ...(isOtherDriver ? ["task-logs" as const] : []),
        ...(hasFiles ? ["task-secrets" as const] : []),
    ];
    if (overIpv6 && left.length > 0)
        throw new Untranslated("another log driver, or environment files, over IPv6");
    return wantedByAll(containers, plan).filter(([policy]) => !left.includes(policy));
}

function wantedByAll(containers: readonly Properties[], plan: Plan): [Asked, Wanted][] {
    return containers.flatMap((container) => {
        const image = text(container, "image") || text(container, "Image");
        const logging = block(container, "logConfiguration");
        const driver = text(logging, "logDriver");
        const logsRegion = text(block(logging, "options"), "awslogs-region");
        if (driver === "awslogs" && !["", "us-east-1"].includes(logsRegion))
            throw new Untranslated("logs in another region");
        const ofService = (asked: Asked, need: string): [Asked, Wanted] => [
            asked,
            { need, has: "either", isOtherName: false },
        ];
        return [
            ...imageOf(image, plan).map((each): [Asked, Wanted] => ["task-image-pull", each]),
            ...(driver === "awslogs" ? [ofService("task-logs", "logs")] : []),
            ...[...new Set(secretsOf(container, logging))].map((each) =>
                ofService("task-secrets", each),
            ),
        ];
    });
}

/** Which services hold a container's secrets; a bare name is a parameter's (AWS rule 3). */
function secretsOf(container: Properties, logging: Properties): string[] {
    const credentials = text(block(container, "repositoryCredentials"), "credentialsParameter");
    const values = [...blocks(container, "secrets"), ...blocks(logging, "secretOptions")];
    return [
        ...(credentials === "" ? [] : ["secretsmanager"]),
        ...values.map((each) => {
            const [arn, , service = "", region] = text(each, "valueFrom").split(":");
            if (arn !== "arn") return "ssm";
            if (!["ssm", "secretsmanager"].includes(service) || region !== "us-east-1")
                throw new Untranslated("a secret of another region or service");
            return service;
        }),
    ];
}

/** What an image is pulled from: hosts of ECR's own registries have IPv6 or not by their names. */
function imageOf(image: string, plan: Plan): Wanted[] {
    const host = /^([^/]+[.:][^/]*|localhost)\//.exec(image)?.[1] ?? "docker.io";
    if (/^\d{12}\.dkr/.test(host)) {
        const isDualStack = host.includes(".dkr-ecr.");
        if (!host.includes("us-east-1") || host.includes("fips"))
            throw new Untranslated(`the registry ${host}`);
        if (plan.all("ecr/pullThroughCacheRule:PullThroughCacheRule").length > 0)
            throw new Untranslated("a pull-through cache");
        const has = isDualStack ? "both" : "IPv4";
        return [
            { need: "ecr.api", has: "either", isOtherName: isDualStack },
            { need: "ecr.dkr", has, isOtherName: isDualStack },
            { need: "s3", has: isDualStack ? "both" : "either", isOtherName: false },
        ];
    }
    const has = registries.get(host);
    if (has === undefined) throw new Untranslated(`the registry ${host}`);
    return [{ need: "internet", has, isOtherName: false }];
}

/** Which addresses public registries have (AWS rule 12). */
const registries: ReadonlyMap<string, Wanted["has"]> = new Map([
    ["docker.io", "both"],
    ["ecr-public.aws.com", "both"],
    ["public.ecr.aws", "IPv4"],
    ["ghcr.io", "IPv4"],
    // Not proven by its operator.
    ["quay.io", "either"],
]);

/** Types that have a translation, or no part in these connections. */
const translated = [
    /^pulumi:/,
    /^aws:ecs\/(service|taskDefinition|cluster|clusterCapacityProviders):/,
    /^aws:ec2\/(vpc|subnet|routeTable|defaultRouteTable|route|routeTableAssociation|mainRouteTableAssociation|internetGateway|internetGatewayAttachment|egressOnlyInternetGateway|natGateway|eip|securityGroup|defaultSecurityGroup|securityGroupRule|networkAcl|defaultNetworkAcl|networkAclRule|networkAclAssociation|vpcEndpoint|vpcEndpointRouteTableAssociation|vpcEndpointSubnetAssociation|securityGroupAssociation|flowLog):/,
    /^aws:vpc\/securityGroup(Ingress|Egress)Rule:/,
    /^aws:(lb|alb)\/(loadBalancer|targetGroup|listener|listenerRule):/,
    /^aws:(iam|ecr|cloudwatch|scheduler|secretsmanager|ssm|efs|s3|appautoscaling)\//,
];

function refuseStrangers(plan: Plan): void {
    if (new Set(plan.resources.map(({ urn }) => urn)).size < plan.resources.length)
        throw new Untranslated("two resources of one name");
    for (const { type } of plan.resources)
        if (!translated.some((each) => each.test(type))) throw new Untranslated(type);
    for (const subnet of plan.all("ec2/subnet:Subnet")) {
        const vpc = plan.get(subnet.vpcId);
        const hasIpv6 =
            vpc.assignGeneratedIpv6CidrBlock === true ||
            texts(vpc, "ipv6CidrBlock", "ipv6IpamPoolId").length > 0;
        // AWS refuses it.
        if (text(subnet, "ipv6CidrBlock") !== "" && !hasIpv6)
            throw new Untranslated("IPv6 in a VPC without it");
    }
    const taken: { readonly vpc: unknown; readonly range: Range }[] = [];
    for (const subnet of plan.all("ec2/subnet:Subnet")) {
        for (const cidr of texts(subnet, "cidrBlock", "ipv6CidrBlock")) {
            const range = rangeOf(cidr);
            if (range.last - range.first < 15n) throw new Untranslated(`a subnet of ${cidr}`);
            // AWS refuses it.
            if (taken.some((each) => each.vpc === subnet.vpcId && overlap(each.range, range)))
                throw new Untranslated("two subnets of the same addresses");
            taken.push({ vpc: subnet.vpcId, range });
        }
    }
}
