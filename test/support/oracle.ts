import type { Recorded } from "./program";

/*
 * A second opinion on whether tasks reach what they need, for networks of which everything is known.
 * It shares no code with the pack: it sends one packet after the other, from a concrete address and
 * port of a task to a concrete address, and counts those that come through. "facts N" are the
 * sections of docs/aws-rules.md.
 */

export type Need = "ecr.api" | "ecr.dkr" | "s3" | "logs" | "internet";
/** Unsure: what AWS does with the packets is not documented (`Trace.doubt`). */
export type Verdict = "ok" | "violated" | "mixed" | "unsure";

export interface Opinion {
    readonly policy: "task-image-pull" | "task-logs" | "ipv6-only-tasks";
    /** The URN of the service. */
    readonly service: string;
    readonly subnet: string;
    readonly need: Need;
    readonly verdict: Verdict;
    /** Some rule or route matches some packets only; who does not combine such rules cannot know. */
    readonly partial: boolean;
    /** The hops at which packets were lost. */
    readonly lostAt: readonly string[];
}

/** What the oracle says of every service, in each of its subnets, for each thing that it needs. */
export function opinionsOn(recording: readonly Recorded[]): Opinion[] {
    return new Oracle(recording).opinions();
}

type Properties = Record<string, unknown>;

/** IPv4 addresses as they are; IPv6 ones come after them all. */
type Address = bigint;

interface Cidr {
    readonly first: Address;
    readonly last: Address;
}

/** Whom a security group's rule admits on TCP 443. */
interface Peer {
    readonly cidr?: Cidr;
    readonly group?: string;
    readonly prefixList?: string;
}

interface AclRule {
    readonly number: number;
    readonly allows: boolean;
    readonly cidr: Cidr;
    /** As written: its protocol and ports. */
    readonly rule: Properties;
}

interface Route {
    readonly cidr: Cidr;
    readonly gateway: string;
    readonly nat: string;
    readonly egressOnly: string;
    /** The gateway endpoint, if this is its route to S3's prefix list. */
    readonly s3?: Properties;
}

/** Who calls. */
interface Origin {
    readonly vpc: Properties;
    readonly subnet: Properties;
    readonly groups: readonly string[];
    readonly publicIp: boolean;
}

/** What is needed, by a name of which it is known or not which addresses it has. */
interface Wanted {
    readonly need: Need;
    /** Of a service of AWS's that has several names, it is not known which one is called. */
    readonly has: "IPv4" | "both" | "either";
    /** Whether an endpoint that has the service's name has this one too is not documented. */
    readonly isOtherName: boolean;
}

/** Where a name leads: to public addresses, or to an endpoint's interface in one subnet. */
interface Destination {
    readonly need: Need;
    readonly hosts: readonly Address[];
    readonly endpoint?: Properties;
    readonly subnet?: Properties;
}

/** Something else than a way: a name without an address to call, or what is not documented. */
type NoWay = "lost" | "unsure";

interface Packet {
    readonly task: Address;
    readonly port: number;
    readonly host: Address;
    readonly natPort: number;
}

const https = 443;
/** Linux's ephemeral ports; a NAT gateway takes any from 1024 (AWS rule 6). */
const taskPorts = [32768, 60999] as const;
const natPorts = [1024, 65535] as const;
const calls: Record<Need, readonly [action: string, resource: string]> = {
    "ecr.api": ["ecr:GetAuthorizationToken", "*"],
    "ecr.dkr": ["ecr:BatchGetImage", "*"],
    s3: ["s3:GetObject", "arn:aws:s3:::prod-us-east-1-starport-layer-bucket/sha256"],
    logs: ["logs:PutLogEvents", "*"],
    internet: ["", ""],
};

class Oracle {
    private readonly byType = new Map<string, Properties[]>();
    private readonly byId = new Map<unknown, Properties>();
    private readonly boundaries: readonly Address[];
    private readonly ports: readonly number[];
    private readonly ingress = memo((group) => this.peersOf(group, "ingress"));
    private readonly egress = memo((group) => this.peersOf(group, "egress"));
    private readonly aclIn = memo((subnet) => this.aclOf(subnet, "ingress"));
    private readonly aclOut = memo((subnet) => this.aclOf(subnet, "egress"));
    private readonly routes = memo((subnet) => this.routesOf(subnet));

    constructor(private readonly recording: readonly Recorded[]) {
        for (const { type, outputs } of recording) {
            this.byType.set(type, [...(this.byType.get(type) ?? []), outputs]);
            this.byId.set(outputs.id, outputs);
        }
        const valuesOf = (recorded: readonly Recorded[]): [key: string, value: unknown][] => [
            ...leaves(recorded.map(({ outputs }) => outputs)),
        ];
        const cidrs = valuesOf(recording)
            .map(([, value]) => String(value))
            .filter((value) => /^([\d.]+|[\da-f:]*:[\da-f:]*)\/\d+$/.test(value))
            .map(toCidr);
        // Ephemeral ports matter to network ACLs alone: security groups let replies through.
        const ports = valuesOf(recording.filter(({ type }) => /networkAcl/i.test(type)))
            .filter(([key]) => key === "fromPort" || key === "toPort")
            .map(([, port]) => Number(port));
        this.boundaries = cidrs.flatMap(({ first, last }) => [first - 1n, first, last, last + 1n]);
        this.ports = ports.flatMap((port) => [port - 1, port, port + 1]);
    }

    opinions(): Opinion[] {
        const services = this.recording.filter(({ type }) => type === "aws:ecs/service:Service");
        return services.flatMap(({ urn, outputs }) => {
            const network = outputs.networkConfiguration as Properties;
            const definition = this.all("ecs/taskDefinition:TaskDefinition").find(
                ({ arn }) => arn === outputs.taskDefinition,
            );
            const subnets = texts(network, "subnets").map((id) => this.find(id));
            const isMixed = new Set(subnets.map(isIpv6Only)).size > 1;
            return subnets.flatMap((subnet) => {
                const vpc = this.find(text(subnet, "vpcId"));
                const groups = orDefaultGroup(texts(network, "securityGroups"), vpc);
                const origin = { vpc, subnet, groups, publicIp: network.assignPublicIp === true };
                const name = text(subnet, "cidrBlock") || text(subnet, "ipv6CidrBlock");
                const found = needsOf(definition).map(([policy, wanted]) => {
                    const { need } = wanted;
                    const asked = this.ask(origin, wanted);
                    return { policy, service: urn, subnet: name, need, ...asked };
                });
                if (!isIpv6Only(subnet)) return found;
                // What AWS makes of subnets of several kinds is not documented.
                const ofIpv6 = found.map((each) => ({
                    ...each,
                    policy: "ipv6-only-tasks" as const,
                    partial: each.partial || (isMixed && each.verdict === "ok"),
                }));
                return [...found, ...ofIpv6];
            });
        });
    }

    /** Sends every packet of the samples. */
    private ask(origin: Origin, wanted: Wanted): Pick<Opinion, "verdict" | "partial" | "lostAt"> {
        if (origin.vpc.enableDnsSupport === false)
            return { verdict: "violated", partial: false, lostAt: ["enableDnsSupport"] };
        const traces = isIpv6Only(origin.subnet)
            ? this.overIpv6(origin, wanted)
            : this.overIpv4(origin, wanted);
        const arrived = traces.some((trace) => trace.arrived > 0);
        const lost = traces.some((trace) => trace.lost > 0);
        const unsure = traces.some((trace) => trace.unsure > 0);
        return {
            verdict: arrived && lost ? "mixed" : unsure ? "unsure" : lost ? "violated" : "ok",
            partial: traces.some((trace) => trace.isPartial),
            lostAt: [...new Set(traces.flatMap((trace) => trace.lostAt))],
        };
    }

    /** Tasks that have IPv4 start over it, in dual-stack subnets too (AWS rule 2). */
    private overIpv4(origin: Origin, wanted: Wanted): Trace[] {
        const { need, isOtherName } = wanted;
        const endpoint = this.endpointFor(origin.vpc, need);
        const publicly = (): Trace[] => {
            const direct = this.send(origin, { need, hosts: this.publicHosts(internet) });
            return this.orTranslated(origin, [direct], () => this.translated(origin, need));
        };
        if (endpoint !== undefined) {
            const traces =
                endpoint.ipAddressType === "ipv6"
                    ? [noWay("an endpoint without IPv4", "unsure")]
                    : this.toEndpointOrTranslated(origin, need, endpoint);
            return isOtherName ? [...traces, ...publicly()] : traces;
        }
        const traces = publicly();
        // A host of others' may have IPv6, and the task too.
        const mayHaveIpv6 = need === "internet" && hasIpv6(origin.subnet);
        if (!mayHaveIpv6 || traces.every((trace) => trace.lost === 0)) return traces;
        const other = this.send(origin, { need, hosts: this.publicHosts(internetOfIpv6) });
        return other.arrived + other.unsure > 0 || other.isPartial
            ? [...traces, noWay("IPv6", "unsure")]
            : traces;
    }

    /** With DNS64 tasks may call an address that is made up in place of one that they cannot reach (AWS rule 5). */
    private orTranslated({ subnet }: Origin, traces: Trace[], ask: () => Trace): Trace[] {
        const isLost = traces.some((trace) => trace.lost > 0);
        if (!isLost || !hasIpv6(subnet) || subnet.enableDns64 !== true) return traces;
        const other = ask();
        return other.arrived + other.unsure > 0 || other.isPartial
            ? [...traces, noWay("NAT64", "unsure")]
            : traces;
    }

    /** A NAT gateway would bring it to the endpoint, which refuses what it refuses all the same. */
    private toEndpointOrTranslated(origin: Origin, need: Need, endpoint: Properties): Trace[] {
        const traces = this.toEndpoint(origin, need, endpoint, false);
        const isServed = origin.vpc.enableDnsHostnames === true && allows(endpoint, ...calls[need]);
        if (!isServed) return traces;
        return this.orTranslated(origin, traces, () => {
            const next = this.nextHop(new Trace(), "", origin.subnet, nat64.first, need);
            return noWay("NAT64", next !== undefined && next.nat !== "" ? "unsure" : "lost");
        });
    }

    /** Which of a service's names tasks call over IPv6 is not documented, so all have to lead there. */
    private overIpv6(origin: Origin, wanted: Wanted): Trace[] {
        const { need, has, isOtherName } = wanted;
        const directly = (): Trace =>
            this.send(origin, { need, hosts: this.publicHosts(internetOfIpv6) });
        const publicly = (): Trace[] => [
            ...(has === "IPv4" ? [] : [directly()]),
            ...(has === "both" ? [] : [this.translated(origin, need)]),
        ];
        const endpoint = this.endpointFor(origin.vpc, need);
        if (endpoint === undefined) return publicly();
        const withoutIpv6 = noWay(
            "an endpoint without IPv6",
            origin.subnet.enableDns64 === true ? "unsure" : "lost",
        );
        const traces =
            endpoint.ipAddressType === "ipv4"
                ? [withoutIpv6]
                : this.toEndpoint(origin, need, endpoint, true);
        // AWS's pages disagree on whether ECR's endpoints serve tasks over IPv6 (AWS rule 2).
        if (need.startsWith("ecr.")) traces.push(withoutIpv6);
        if (isOtherName) return [...traces, ...publicly()];
        // An endpoint that works is taken to have all names of its service.
        const works = traces.every((trace) => trace.lost + trace.unsure === 0);
        return works || has === "IPv4" ? traces : [...traces, directly()];
    }

    /** DNS64 makes up addresses for IPv4 ones, which a NAT gateway translates back (AWS rule 5). */
    private translated(origin: Origin, need: Need): Trace {
        if (origin.subnet.enableDns64 !== true) return noWay("DNS64", "lost");
        const hosts = this.publicHosts(internet).map((host) => nat64.first + host);
        const boundaries = this.boundaries.filter((each) => isIn(each, nat64));
        return this.send(origin, { need, hosts: distinct([...hosts, ...boundaries]) });
    }

    /**
     * An interface endpoint with private DNS takes the service's name for the whole VPC, whatever the
     * routes say (AWS rule 4).
     */
    private endpointFor(vpc: Properties, need: Need): Properties | undefined {
        return this.all("ec2/vpcEndpoint:VpcEndpoint").find(
            (each) =>
                each.vpcId === vpc.id &&
                each.vpcEndpointType === "Interface" &&
                each.privateDnsEnabled === true &&
                text(each, "serviceName").endsWith(`.${need}`),
        );
    }

    /** Private DNS needs both attributes of the VPC, and without them AWS refuses it (AWS rule 1.7). */
    private toEndpoint(
        origin: Origin,
        need: Need,
        endpoint: Properties,
        overIpv6: boolean,
    ): Trace[] {
        if (origin.vpc.enableDnsHostnames !== true) return [noWay("enableDnsHostnames", "lost")];
        return texts(endpoint, "subnetIds").map((id) => {
            const subnet = this.find(id);
            const hosts = this.addressesIn(subnet, overIpv6);
            return this.send(origin, { need, hosts, endpoint, subnet });
        });
    }

    private send(origin: Origin, to: Destination): Trace {
        const trace = new Trace();
        const viaNat =
            to.endpoint === undefined && this.all("ec2/natGateway:NatGateway").length > 0;
        const overIpv6 = to.hosts.some((host) => host >= ipv6);
        const ports = this.portsIn(taskPorts);
        const natsPorts = viaNat ? this.portsIn(natPorts) : [0];
        for (const task of this.addressesIn(origin.subnet, overIpv6)) {
            for (const host of to.hosts) {
                for (const port of ports) {
                    for (const natPort of natsPorts) {
                        trace.begin();
                        this.follow(trace, origin, to, { task, port, host, natPort });
                        trace.end();
                    }
                }
            }
        }
        return trace;
    }

    private follow(trace: Trace, from: Origin, to: Destination, packet: Packet): void {
        const { endpoint, subnet, need } = to;
        const peers = from.groups.flatMap((group) => this.egress(group));
        const groups = endpoint && orDefaultGroup(texts(endpoint, "securityGroupIds"), from.vpc);
        const far = {
            address: packet.host,
            groups: groups ?? [],
            prefixLists: this.prefixListsOf(need),
        };
        trace.hop("task's groups out", () => {
            if (admits(peers, far, trace)) return true;
            // Which list holds the IPv6 addresses of S3 is not in a plan.
            const isNamed = peers.some(({ prefixList = "" }) =>
                far.prefixLists.includes(prefixList),
            );
            return isNamed && trace.doubt();
        });
        if (endpoint !== undefined && subnet !== undefined)
            this.arrive(trace, from, packet, { endpoint, subnet, groups: groups ?? [], need });
        else this.leave(trace, from, packet, need);
    }

    /** At an endpoint's interface, by the VPC's local route. */
    private arrive(
        trace: Trace,
        from: Origin,
        { task, host, port }: Packet,
        to: { endpoint: Properties; subnet: Properties; groups: readonly string[]; need: Need },
    ): void {
        // A network ACL stands at the subnet's edge alone (AWS rule 6).
        if (to.subnet.id !== from.subnet.id) {
            this.cross(trace, "task's ACL", from.subnet, host, { out: https, in: port });
            this.cross(trace, "endpoint's ACL", to.subnet, task, { in: https, out: port });
        }
        const peers = to.groups.flatMap((group) => this.ingress(group));
        const near = { address: task, groups: from.groups, prefixLists: [] };
        trace.hop("endpoint's groups in", () => admits(peers, near, trace));
        trace.hop("endpoint's policy", () => allows(to.endpoint, ...calls[to.need]));
    }

    /** To a public address, over the routes of the subnet's effective table. */
    private leave(trace: Trace, from: Origin, packet: Packet, need: Need): void {
        const { task, host, port, natPort } = packet;
        const next = this.nextHop(trace, "task's route", from.subnet, host, need);
        const nat = next && this.byId.get(next.nat);
        const natSubnet = nat && this.find(text(nat, "subnetId"));
        const isBeside = natSubnet?.id === from.subnet.id;
        const isTranslated = isIn(host, nat64);
        if (!isBeside) this.cross(trace, "task's ACL", from.subnet, host, { out: https, in: port });
        if (next?.s3 !== undefined) {
            const { s3 } = next;
            trace.hop("S3 endpoint's policy", () => allows(s3, ...calls.s3));
        } else if (next !== undefined && next.egressOnly !== "") {
            // It carries IPv6 as it is, for its own VPC (AWS rule 5).
            const gateway = this.find(next.egressOnly);
            trace.hop(
                "egress-only gateway",
                () => host >= ipv6 && !isTranslated && gateway.vpcId === from.vpc.id,
            );
        } else if (nat === undefined || natSubnet === undefined) {
            // Through an internet gateway a task needs a public address (AWS rule 5).
            trace.hop(
                "internet gateway",
                () =>
                    this.isGatewayOf(from.vpc, next) &&
                    (host >= ipv6 ? !isTranslated : from.publicIp),
            );
        } else if (host >= ipv6 && !isTranslated) {
            // A NAT gateway carries IPv6 only to be translated.
            trace.hop("NAT", () => false);
        } else {
            const isWide = isTranslated && next !== undefined && next.cidr.first < nat64.first;
            if (isWide) trace.doubt();
            // Whether its ACL sees what is to be translated is not documented.
            const within = { in: https, out: port };
            if (!isBeside) this.cross(trace, "NAT's ACL", natSubnet, task, within, isTranslated);
            const far = isTranslated ? host - nat64.first : host;
            const ports = { out: https, in: natPort };
            this.cross(trace, "NAT's ACL to the internet", natSubnet, far, ports);
            const after = this.nextHop(trace, "NAT's route", natSubnet, far, need);
            const isSecond = after !== undefined && after.nat !== "" && after.nat !== nat.id;
            // A private NAT gateway towards an internet gateway drops (AWS rule 5). Whether a NAT gateway
            // may use another one, or S3's gateway endpoint, is not documented.
            const isPublic = nat.connectivityType !== "private";
            if (isSecond || after?.s3 !== undefined) trace.doubt();
            else trace.hop("NAT", () => isPublic && this.isGatewayOf(from.vpc, after));
        }
    }

    /** Longest prefix wins (AWS rule 5); S3's are longer than what a program writes in these networks. */
    private nextHop(
        trace: Trace,
        name: string,
        subnet: Properties,
        host: Address,
        need: Need,
    ): Route | undefined {
        const routes = this.routes(text(subnet, "id"));
        const next = routes.find(
            ({ s3, cidr }) => isIn(host, cidr) && (s3 === undefined || need === "s3"),
        );
        const targetOf = ({ gateway, nat, egressOnly }: Route): string =>
            gateway + nat + egressOnly;
        const target = next && targetOf(next);
        trace.hop(name, () => {
            // Routes of the other family never match.
            for (const route of routes.filter(({ cidr }) => isAlike(cidr.first, host)))
                trace.met(targetOf(route), targetOf(route) === target);
            return next !== undefined;
        });
        return next;
    }

    private isGatewayOf(vpc: Properties, route: Route | undefined): boolean {
        const gateway = route && this.byId.get(route.gateway);
        if (gateway === undefined) return false;
        const attachments = this.all("ec2/internetGatewayAttachment:InternetGatewayAttachment");
        return [
            gateway,
            ...attachments.filter((each) => each.internetGatewayId === gateway.id),
        ].some(({ vpcId }) => vpcId === vpc.id);
    }

    /**
     * Over the edge of a subnet, and back: what comes in and goes out are rules of their own (AWS rule 6).
     *
     * @param isDoubtful it is not certain that the rules stop anything
     */
    private cross(
        trace: Trace,
        name: string,
        subnet: Properties,
        far: Address,
        ports: { readonly in: number; readonly out: number },
        isDoubtful = false,
    ): void {
        const id = text(subnet, "id");
        const cross = (way: string, rules: readonly AclRule[], port: number): void => {
            trace.hop(
                `${name} ${way}`,
                () => passes(rules, far, port, trace) || (isDoubtful && trace.doubt()),
            );
        };
        cross("in", this.aclIn(id), ports.in);
        cross("out", this.aclOut(id), ports.out);
    }

    /** What a security group lets through on TCP 443, in whichever form its rules are (AWS rule 6). */
    private peersOf(group: string, direction: "ingress" | "egress"): Peer[] {
        const vpc = this.all("ec2/vpc:Vpc").find((each) => each.defaultSecurityGroupId === group);
        const adopted = this.all("ec2/defaultSecurityGroup:DefaultSecurityGroup").find(
            ({ vpcId }) => vpcId === vpc?.id,
        );
        // Unless adopted, and then emptied, the default group admits itself and lets everything out.
        const isBuiltIn = vpc !== undefined && adopted === undefined;
        const isIngress = direction === "ingress";
        const builtIn: Peer[] = isIngress
            ? [{ group }]
            : [{ cidr: everywhere }, { cidr: everywhereInIpv6 }];
        const inline = vpc === undefined ? this.find(group) : (adopted ?? {});
        const own = (each: Properties): boolean => each.securityGroupId === group;
        const singles = isIngress
            ? this.all("vpc/securityGroupIngressRule:SecurityGroupIngressRule")
            : this.all("vpc/securityGroupEgressRule:SecurityGroupEgressRule");
        const rules = [
            ...blocks(inline, direction),
            ...this.all("ec2/securityGroupRule:SecurityGroupRule").filter(
                (each) => own(each) && each.type === direction,
            ),
            ...singles.filter(own),
        ].filter((rule) => covers(text(rule, "protocol") || text(rule, "ipProtocol"), rule, https));
        return [
            ...(isBuiltIn ? builtIn : []),
            ...rules.flatMap((rule) => [
                ...texts(rule, "cidrBlocks", "cidrIpv4", "ipv6CidrBlocks", "cidrIpv6").map(
                    (cidr) => ({
                        cidr: toCidr(cidr),
                    }),
                ),
                ...texts(rule, "prefixListIds", "prefixListId").map((prefixList) => ({
                    prefixList,
                })),
                ...texts(
                    rule,
                    "securityGroups",
                    "sourceSecurityGroupId",
                    "referencedSecurityGroupId",
                ).map((each) => ({ group: each })),
                ...(rule.self === true ? [{ group }] : []),
            ]),
        ];
    }

    /** The rules of the subnet's network ACL, in their order; else of the VPC's default (AWS rule 6). */
    private aclOf(subnet: string, direction: "ingress" | "egress"): AclRule[] {
        const association = this.all("ec2/networkAclAssociation:NetworkAclAssociation").find(
            ({ subnetId }) => subnetId === subnet,
        );
        const own = this.all("ec2/networkAcl:NetworkAcl").find(
            (acl) =>
                acl.id === association?.networkAclId || texts(acl, "subnetIds").includes(subnet),
        );
        const vpc = this.find(text(this.find(subnet), "vpcId"));
        const adopted = this.all("ec2/defaultNetworkAcl:DefaultNetworkAcl").find(
            (acl) => acl.defaultNetworkAclId === vpc.defaultNetworkAclId,
        );
        const acl = own ?? adopted ?? { egress: allowAll, ingress: allowAll };
        const singles = this.all("ec2/networkAclRule:NetworkAclRule").filter(
            (rule) =>
                rule.networkAclId === acl.id && (rule.egress === true) === (direction === "egress"),
        );
        return [...blocks(acl, direction), ...singles]
            .map((rule) => ({
                number: (rule.ruleNo ?? rule.ruleNumber) as number,
                allows: (text(rule, "action") || text(rule, "ruleAction")) === "allow",
                cidr: toCidr(text(rule, "cidrBlock") || text(rule, "ipv6CidrBlock")),
                rule,
            }))
            .sort((a, b) => a.number - b.number);
    }

    /** The routes of the subnet's effective table: its own, else the VPC's main one (AWS rule 5). */
    private routesOf(subnet: string): Route[] {
        const vpc = this.find(text(this.find(subnet), "vpcId"));
        const own = this.all("ec2/routeTableAssociation:RouteTableAssociation").find(
            ({ subnetId }) => subnetId === subnet,
        );
        const main = this.all("ec2/mainRouteTableAssociation:MainRouteTableAssociation").find(
            ({ vpcId }) => vpcId === vpc.id,
        );
        const id = own?.routeTableId ?? main?.routeTableId ?? vpc.defaultRouteTableId;
        const tables = [
            ...this.all("ec2/routeTable:RouteTable").filter((table) => table.id === id),
            ...this.all("ec2/defaultRouteTable:DefaultRouteTable").filter(
                ({ defaultRouteTableId }) => defaultRouteTableId === id,
            ),
        ];
        const routes = [
            ...tables.flatMap((table) => blocks(table, "routes")),
            ...this.all("ec2/route:Route").filter(({ routeTableId }) => routeTableId === id),
        ].map((route) => ({
            cidr: toCidr(texts(route, ...destinations)[0] ?? ""),
            gateway: text(route, "gatewayId"),
            nat: text(route, "natGatewayId"),
            egressOnly: text(route, "egressOnlyGatewayId"),
        }));
        const s3 = this.all("ec2/vpcEndpoint:VpcEndpoint").find(
            (each) =>
                each.vpcEndpointType === "Gateway" &&
                texts(each, "routeTableIds").includes(id as string),
        );
        const toS3 = (cidr: Cidr): Route[] =>
            s3 === undefined ? [] : [{ cidr, gateway: "", nat: "", egressOnly: "", s3 }];
        return [
            ...toS3(everywhere),
            ...(s3?.ipAddressType === "dualstack" ? toS3(internetOfIpv6) : []),
            ...routes.sort((a, b) => (sizeOf(a.cidr) < sizeOf(b.cidr) ? -1 : 1)),
        ];
    }

    /** S3's prefix list, under the ids of the gateway endpoints. */
    private prefixListsOf(need: Need): string[] {
        const endpoints = need === "s3" ? this.all("ec2/vpcEndpoint:VpcEndpoint") : [];
        return endpoints.flatMap((each) => texts(each, "prefixListId"));
    }

    /** A subnet's first and last address for hosts (AWS keeps five), and those at rules' boundaries. */
    private addressesIn(subnet: Properties, overIpv6: boolean): Address[] {
        const { first, last } = toCidr(text(subnet, overIpv6 ? "ipv6CidrBlock" : "cidrBlock"));
        const [from, to] = [first + 4n, last - 1n];
        return distinct(
            [from, to, ...this.boundaries].filter((each) => from <= each && each <= to),
        );
    }

    /** Hosts on the internet: some, and those at the boundaries of rules and routes. */
    private publicHosts(within: Cidr): Address[] {
        return distinct([...someHosts, ...this.boundaries]).filter(
            (each) => isIn(each, within) && !reserved.some((cidr) => isIn(each, cidr)),
        );
    }

    private portsIn([from, to]: readonly [number, number]): number[] {
        return distinct([from, to, ...this.ports].filter((each) => from <= each && each <= to));
    }

    private all(type: string): Properties[] {
        return this.byType.get(`aws:${type}`) ?? [];
    }

    private find(id: string): Properties {
        const found = this.byId.get(id);
        if (found === undefined) throw new Error(`the oracle must know everything, but not ${id}`);
        return found;
    }
}

/** What became of the packets of one call, and at which hops. */
class Trace {
    arrived = 0;
    lost = 0;
    unsure = 0;

    begin(): void {
        this.passes = true;
        this.isDoubtful = false;
    }

    end(): void {
        if (!this.passes) this.lost += 1;
        else if (this.isDoubtful) this.unsure += 1;
        else this.arrived += 1;
    }

    hop(name: string, passes: () => boolean): void {
        const hop = this.hops.get(name) ?? {
            lost: 0,
            matches: new Map<object | string, Set<boolean>>(),
        };
        this.hops.set(name, hop);
        this.matches = hop.matches;
        if (passes()) return;
        hop.lost += 1;
        this.passes = false;
    }

    doubt(): true {
        this.isDoubtful = true;
        return true;
    }

    /** Notes whether a rule, or a route's target, matched at this hop. */
    met(rule: object | string, matched: boolean): boolean {
        const seen = this.matches.get(rule);
        if (seen === undefined) this.matches.set(rule, new Set([matched]));
        else seen.add(matched);
        return matched;
    }

    get lostAt(): string[] {
        return [...this.hops].filter(([, { lost }]) => lost > 0).map(([name]) => name);
    }

    /** Rules divide the packets at some hop, and no other hop loses all of them by itself. */
    get isPartial(): boolean {
        const packets = this.arrived + this.lost + this.unsure;
        const hops = [...this.hops.values()].map(({ lost, matches }) => {
            const seen = [...matches.values()];
            const isCovered = lost === 0 && seen.some((each) => !each.has(false));
            return {
                isDivided: !isCovered && seen.some((each) => each.size > 1),
                losesAll: lost === packets,
            };
        });
        const isCertain = hops.some(({ isDivided, losesAll }) => losesAll && !isDivided);
        return !isCertain && hops.some(({ isDivided }) => isDivided);
    }

    private passes = true;
    private isDoubtful = false;
    private matches = new Map<object | string, Set<boolean>>();
    private readonly hops = new Map<
        string,
        { lost: number; matches: Map<object | string, Set<boolean>> }
    >();
}

/** All rules of all groups count (AWS rule 6). */
function admits(
    peers: readonly Peer[],
    far: {
        readonly address: Address;
        readonly groups: readonly string[];
        readonly prefixLists: readonly string[];
    },
    trace: Trace,
): boolean {
    const matching = peers.filter((peer) => {
        const { cidr, group, prefixList } = peer;
        const matched =
            (cidr !== undefined && isIn(far.address, cidr)) ||
            (group !== undefined && far.groups.includes(group)) ||
            (prefixList !== undefined &&
                far.address < ipv6 &&
                far.prefixLists.includes(prefixList));
        return trace.met(peer, matched);
    });
    return matching.length > 0;
}

/** The first rule that matches decides; without one the packet is dropped (AWS rule 6). */
function passes(rules: readonly AclRule[], far: Address, port: number, trace: Trace): boolean {
    const first = rules.find((each) =>
        trace.met(
            each,
            isIn(far, each.cidr) && covers(text(each.rule, "protocol"), each.rule, port),
        ),
    );
    return first?.allows === true;
}

/** A rule for all protocols has no ports. */
function covers(protocol: string, { fromPort, toPort }: Properties, port: number): boolean {
    if (protocol === "-1") return true;
    const isTcp = protocol === "tcp" || protocol === "6";
    return isTcp && Number(fromPort) <= port && port <= Number(toPort);
}

/** What an endpoint's policy says of a call; without one it allows everything (AWS rule 4). */
function allows({ policy }: Properties, action: string, resource: string): boolean {
    if (typeof policy !== "string") return true;
    type Statement = Record<"Effect" | "Action" | "Resource", string>;
    const { Statement: statements } = JSON.parse(policy) as { Statement: Statement[] };
    const fits = (pattern: string, value: string): boolean =>
        pattern.endsWith("*") ? value.startsWith(pattern.slice(0, -1)) : pattern === value;
    const effects = statements
        .filter((each) => fits(each.Action, action) && fits(each.Resource, resource))
        .map((each) => each.Effect);
    return effects.includes("Allow") && !effects.includes("Deny");
}

/** What the containers of a task definition need, as from its JSON (AWS rule 3). */
function needsOf(definition: Properties = {}): [Opinion["policy"], Wanted][] {
    const containers = JSON.parse(text(definition, "containerDefinitions")) as {
        image: string;
        logConfiguration?: { logDriver: string };
    }[];
    const wanted = containers.flatMap(({ image, logConfiguration }) => [
        ...imageOf(image).map((each) => ["task-image-pull", each] as const),
        ...(logConfiguration?.logDriver === "awslogs"
            ? [["task-logs", { need: "logs", has: "either", isOtherName: false }] as const]
            : []),
    ]);
    return wanted.map(([policy, each]) => [policy, each]);
}

/** What an image is pulled from: hosts have IPv6 or not by their names (AWS rule 12). */
function imageOf(image: string): Wanted[] {
    if (image.includes(".dkr")) {
        const isDualStack = image.includes(".dkr-ecr.");
        const has = isDualStack ? "both" : "IPv4";
        return [
            { need: "ecr.api", has: "either", isOtherName: isDualStack },
            { need: "ecr.dkr", has, isOtherName: isDualStack },
            { need: "s3", has: isDualStack ? "both" : "either", isOtherName: false },
        ];
    }
    const isDockerHub = !image.includes("/");
    const isIpv4 = image.startsWith("public.ecr.aws/") || image.startsWith("ghcr.io/");
    const isBoth = isDockerHub || image.startsWith("ecr-public.");
    const has = isIpv4 ? "IPv4" : isBoth ? "both" : "either";
    return [{ need: "internet", has, isOtherName: false }];
}

function hasIpv6(subnet: Properties): boolean {
    return text(subnet, "ipv6CidrBlock") !== "";
}

function isIpv6Only(subnet: Properties): boolean {
    return subnet.ipv6Native === true;
}

/** Without a group, AWS takes the VPC's default one (AWS rules 4, 6). */
function orDefaultGroup(groups: readonly string[], vpc: Properties): readonly string[] {
    return groups.length > 0 ? groups : [text(vpc, "defaultSecurityGroupId")];
}

function toCidr(cidr: string): Cidr {
    const [address = "", length = ""] = cidr.split("/");
    const isIpv6 = address.includes(":");
    const size = 2n ** BigInt((isIpv6 ? 128 : 32) - Number(length));
    const number = isIpv6 ? numberOfIpv6(address) : numberOf(address.split("."), 256n);
    const first = number - (number % size) + (isIpv6 ? ipv6 : 0n);
    return { first, last: first + size - 1n };
}

function numberOfIpv6(address: string): bigint {
    const [left = [], right = []] = address
        .split("::")
        .map((half) => half.split(":").filter((part) => part !== ""));
    const zeros = Array<string>(8 - left.length - right.length).fill("0");
    return numberOf(
        [...left, ...zeros, ...right].map((part) => `0x${part}`),
        65536n,
    );
}

function numberOf(parts: readonly string[], base: bigint): bigint {
    return parts.reduce((sum, part) => sum * base + BigInt(part), 0n);
}

function isIn(address: Address, { first, last }: Cidr): boolean {
    return first <= address && address <= last;
}

function isAlike(one: Address, other: Address): boolean {
    return one >= ipv6 === other >= ipv6;
}

function sizeOf({ first, last }: Cidr): bigint {
    return last - first;
}

/** Where the addresses of IPv6 begin; a multiple of all blocks' sizes. */
const ipv6 = 1n << 128n;
const everywhere = toCidr("0.0.0.0/0");
const everywhereInIpv6 = toCidr("::/0");
const internet = everywhere;
/** What IANA gives out of IPv6. */
const internetOfIpv6 = toCidr("2000::/3");
const nat64 = toCidr("64:ff9b::/96");
const destinations = [
    "cidrBlock",
    "destinationCidrBlock",
    "ipv6CidrBlock",
    "destinationIpv6CidrBlock",
];
const rule = { action: "allow", protocol: "-1" };
const allowAll = [
    { ...rule, ruleNo: 100, cidrBlock: "0.0.0.0/0" },
    { ...rule, ruleNo: 101, ipv6CidrBlock: "::/0" },
];
/** Addresses that no host on the internet has. */
const reserved = [
    "0.0.0.0/8",
    "10.0.0.0/8",
    "100.64.0.0/10",
    "127.0.0.0/8",
    "169.254.0.0/16",
    "172.16.0.0/12",
    "192.168.0.0/16",
    "224.0.0.0/3",
].map(toCidr);
/** Hosts on the internet, in both halves of it. */
const someHosts = [
    ...["3.5.140.1", "52.217.0.1", "100.24.0.1", "151.101.1.1", "198.41.0.4"],
    ...["2600:9000::1", "2a04:4e42::1", "3fff::1"],
].map((address) => toCidr(`${address}/${address.includes(":") ? "128" : "32"}`).first);

/** One packet that gets nowhere, or somewhere that is not documented. */
function noWay(hop: string, what: NoWay): Trace {
    const trace = new Trace();
    trace.begin();
    if (what === "unsure") trace.doubt();
    else trace.hop(hop, () => false);
    trace.end();
    return trace;
}

function memo<T>(make: (key: string) => T): (key: string) => T {
    const made = new Map<string, T>();
    return (key) => {
        const value = made.get(key) ?? make(key);
        made.set(key, value);
        return value;
    };
}

function* leaves(value: unknown, key = ""): Iterable<[key: string, value: unknown]> {
    if (typeof value !== "object" || value === null) yield [key, value];
    else for (const [name, each] of Object.entries(value)) yield* leaves(each, name);
}

function distinct<T>(values: readonly T[]): T[] {
    return [...new Set(values)];
}

function text(properties: Properties, name: string): string {
    const value = properties[name];
    return typeof value === "string" ? value : "";
}

/** The texts of these properties, single or listed. */
function texts(properties: Properties, ...names: string[]): string[] {
    return names
        .flatMap((name) => properties[name])
        .filter((value): value is string => typeof value === "string" && value !== "");
}

function blocks(properties: Properties, name: string): Properties[] {
    const value = properties[name];
    return Array.isArray(value) ? (value as Properties[]) : [];
}
