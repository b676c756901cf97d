import { all, cannotKnow, type Gap, type Knowable } from "../knowable";
import {
    every,
    type FileSystem,
    type S3FileSystem,
    type Graph,
    type Links,
    type LoadBalancer,
    type Subnet,
    type TargetGroup,
    type Node,
    type Vpc,
} from "../network";
import {
    isWindows,
    Registries,
    type LatticeCall,
    type Need,
    type NeededService,
    type Registry,
    type TaskName,
    type Workload,
} from "../workload";
import { Addresses } from "./addresses";
import { callsOf } from "./calls";
import type { Origin, PortRange, TaskSide } from "./connection";
import { hasHostnames, hasSupport, otherNameServers, resolvesNames } from "./dns";
import { Dns64 } from "./dns64";
import { Endpoints } from "./endpoint";
import { EndpointPolicies } from "./endpoint-policy";
import { EndpointFaults } from "./endpoint-faults";
import { GatewayEndpoints } from "./gateway-endpoint";
import { Filters } from "./filters";
import { Firewalls } from "./firewalls";
import { canMount } from "./file-system";
import { HostReach } from "./host";
import { Ipv6Rules } from "./ipv6-rules";
import { InternetReach } from "./internet";
import { InternetGateways } from "./internet-gateways";
import { Kept } from "./kept";
import { NatGateways } from "./nat-gateways";
import type { ReachOptions } from "./options";
import { PeeringReach } from "./peering";
import { PublicSubnets } from "./public-subnets";
import { LoadBalancerReach, type Tasks } from "./load-balancer";
import { clientPorts } from "./load-balancer-calls";
import { NeighbourReach } from "./neighbours";
import { RegistryReach, type NeedsEcrApi } from "./registry";
import { along, type PathAnswer } from "./hop";
import { Ipv6OnlyReach, isIpv6Only } from "./ipv6-only";
import { RouteTables } from "./route-tables";
import type { Scene } from "./scene";
import { ServiceReach } from "./service";
import type { Trace } from "./trace";
import { TransitGateways } from "./transit-gateways";
import { parties, ways, type Said } from "./words";

/**
 * Follows one connection of a task through the planned network as AWS would: name, security groups,
 * ACLs, routes, next hops, arrival, and the way back. Answers are kept: many workloads ask the same.
 */
export class Reach {
    private readonly scene: Scene;
    readonly endpointFaults: EndpointFaults;
    /** Whether IPv6 has the rules that IPv4 has. */
    readonly ipv6Rules: Ipv6Rules;
    private readonly services: ServiceReach;
    private readonly hosts: HostReach;
    private readonly registries: RegistryReach;
    private readonly loadBalancers: LoadBalancerReach;
    private readonly neighbours: NeighbourReach;
    private readonly tasks = new Map<Workload, TaskSide>();
    private readonly answers: Kept<PathAnswer>;

    /** @param trace is told what is looked at */
    constructor(
        private readonly graph: Graph,
        options: ReachOptions,
        trace: Trace,
    ) {
        this.answers = new Kept(trace);
        const filters = new Filters(graph, trace);
        const policies = new EndpointPolicies(graph, trace);
        const gateways = new GatewayEndpoints(graph);
        const tables = new RouteTables(graph, options, trace);
        const outward = new InternetGateways(graph, trace);
        const firewalls = new Firewalls(trace);
        const nats = new NatGateways(graph, filters, gateways, tables, outward, firewalls, trace);
        const transits = new TransitGateways(graph, filters, tables, trace);
        const next = [outward, nats, firewalls, transits] as const;
        const internet = new InternetReach(filters, tables, ...next, trace);
        const peering = new PeeringReach(graph, filters, tables, trace);
        const publicSubnets = new PublicSubnets(graph, tables);
        const ipv6Only = new Ipv6OnlyReach(internet, trace);
        const dns64 = new Dns64(internet, tables, trace);
        const endpoints = new Endpoints(graph, filters, policies, dns64, trace);
        const registries = new Registries(options.registryHosts);
        this.scene = {
            ...{ graph, options, trace, registries },
            ...{ filters, endpoints, policies, gateways },
            ...{ peering, internet, publicSubnets, ipv6Only, dns64 },
        };
        this.endpointFaults = new EndpointFaults(this.scene);
        this.ipv6Rules = new Ipv6Rules(this.scene);
        this.services = new ServiceReach(this.scene);
        this.hosts = new HostReach(this.scene);
        this.registries = new RegistryReach(this.scene, this.services, this.hosts);
        this.loadBalancers = new LoadBalancerReach(this.scene);
        this.neighbours = new NeighbourReach(this.scene, this.loadBalancers);
    }

    /** Where a workload's tasks start from in a subnet. */
    originIn(subnet: Subnet, workload: Workload): Origin {
        let task = this.tasks.get(workload);
        if (task === undefined) {
            task = taskSideOf(workload);
            this.tasks.set(workload, task);
        }
        return { subnet, caller: task };
    }

    /** Whether a subnet is public: its way to the internet is an internet gateway. */
    isPublic(subnet: Subnet): PathAnswer {
        return along(this.scene.publicSubnets.isPublic(subnet), ways.overInternet);
    }

    /** Whether a public IP is of any use in a subnet: something goes through an internet gateway. */
    usesInternetGateway(subnet: Subnet): PathAnswer {
        return along(this.scene.publicSubnets.usesInternetGateway(subnet), ways.overInternet);
    }

    /** Whether the routes of a subnet lead IPv6 to the internet, whatever filters it. */
    hasIpv6Route(origin: Origin): PathAnswer {
        const addresses = Addresses.onInternet("ipv6");
        const to = { addresses, port: 443, called: parties.internet };
        return along(this.scene.internet.overRoutes(origin, to), ways.overInternet);
    }

    /** Whether names are resolved in a VPC. */
    resolvesNames(vpc: Vpc): PathAnswer {
        return along(resolvesNames(this.graph, vpc), ways.byName);
    }

    /** Why names in a VPC may be resolved by another server than Amazon's; empty if they are not. */
    otherNameServers(vpc: Vpc): readonly Gap[] {
        return otherNameServers(this.graph, vpc);
    }

    /** Whether Amazon's DNS server answers in a VPC, whoever else may. */
    hasSupport(vpc: Vpc): PathAnswer {
        return along(hasSupport(vpc), ways.byName);
    }

    /**
     * Cloud Map's private namespaces in a VPC in which instances are found by DNS, each with why that is
     * not certain; empty if it is. Service Connect uses a namespace without DNS.
     */
    namespacesOf(vpc: Vpc): readonly { namespace: Node; why: readonly Gap[] }[] {
        const { certain, possible, lost } = this.graph.children("privateDnsNamespace", vpc, "vpc");
        return [...new Set([...certain, ...possible, ...lost])].flatMap((namespace) => {
            const services = this.graph.children("discoveryService", namespace, "namespace");
            const users = [...services.certain, ...services.possible];
            if (users.length + services.unresolved.length === 0) return [];
            const what = "it may be in this VPC, and used";
            const isSure = certain.includes(namespace) && services.certain.length > 0;
            const maybe = namespace.resource.gap("vpc", "made-by-plan", what);
            return [{ namespace, why: isSure ? [] : [maybe, ...services.unresolved] }];
        });
    }

    /** Whether a VPC gives what needs them public DNS hostnames. */
    hasHostnames(vpc: Vpc, neededBy: Said): PathAnswer {
        return along(hasHostnames(vpc, neededBy), ways.byName);
    }

    /** Whether what is needed can be reached. */
    canReach(origin: Origin, { target }: Need): PathAnswer {
        switch (target.kind) {
            case "service":
                return this.canCall(origin, target);
            case "host":
                return this.canReachHost(origin, target.host, target.port);
            case "file-system":
                return this.canMount(origin, target.fileSystem);
        }
    }

    /** Whether images of a registry can be pulled. */
    canPull(origin: Origin, registry: Knowable<Registry>, needsApi: NeedsEcrApi): PathAnswer {
        const question = JSON.stringify([registry, needsApi]);
        return this.kept(origin, question, () => this.registries.pull(origin, registry, needsApi));
    }

    /** Whether an AWS service can be called, by an endpoint or over the internet. */
    canCall(origin: Origin, service: NeededService): PathAnswer {
        const calls = callsOf(service);
        return this.kept(origin, JSON.stringify([service.name, service.region, calls]), () =>
            this.services.to(origin, { service, calls }),
        );
    }

    /** Whether hosts on the internet, and these services of AWS's in the subnet's region, all can be reached. */
    canReachAny(origin: Origin, services: readonly string[]): PathAnswer {
        const { region } = origin.subnet.resource;
        if (!region.known) return cannotKnow(region.why);
        return all([
            this.canReachInternet(origin),
            ...services.map((name) =>
                this.canCall(origin, { kind: "service", name, region: region.value }),
            ),
        ]);
    }

    /** Whether hosts on the internet can be reached, whatever they are called. */
    canReachInternet(origin: Origin): PathAnswer {
        return this.kept(origin, "any host", () => this.hosts.to(origin, undefined));
    }

    /** Whether a host on the internet can be reached on a TCP port. */
    canReachHost(origin: Origin, host: string, port: number): PathAnswer {
        return this.kept(origin, `${host}:${String(port)}`, () =>
            this.hosts.to(origin, host, port, true),
        );
    }

    /** Whether a file system of EFS, or of S3 Files, can be mounted. */
    canMount(origin: Origin, fileSystem: Links<FileSystem | S3FileSystem>): PathAnswer {
        return every(fileSystem, (each) =>
            this.kept(origin, each.urn, () =>
                isIpv6Only(origin.subnet)
                    ? cannotKnow(mountOverIpv6(origin.subnet))
                    : canMount(this.scene, origin, each),
            ),
        );
    }

    /** Whether a load balancer reaches the tasks that register with a target group, on a port and for health checks. */
    canServe(balancer: LoadBalancer, group: TargetGroup, to: Origin, port: number): PathAnswer {
        return this.kept(to, `${balancer.urn} ${group.urn} ${String(port)}`, () =>
            this.loadBalancers.toTasks(balancer, group, to, port),
        );
    }

    /** Whether these groups of tasks admit anybody on the port that they register, whatever their subnets. */
    admitsSomebody(
        balancer: LoadBalancer,
        group: TargetGroup,
        tasks: Tasks,
        port: number,
    ): PathAnswer {
        return this.loadBalancers.toSomebody(balancer, group, tasks, port);
    }

    /** Whether VPC Lattice gets past the ACL and the groups of tasks on a port (AWS rule 18). */
    admitsLattice(to: Origin, { group, port, region, family, of }: LatticeCall): PathAnswer {
        const way = latticeWays[of].of({ port });
        const name = `com.amazonaws.${region}.${family === "ipv6" ? "ipv6." : ""}vpc-lattice`;
        const peer = {
            addresses: Addresses.ofLattice(family),
            service: { name: "vpc-lattice", region },
            called: parties.lattice,
            named: parties.prefixList.of({ name }),
        };
        return this.scene.trace.branch(
            "part",
            () => `${group.label} ${group.name}, ${way.text}`,
            () => along(this.scene.filters.letIn(to, port, peer, clientPorts), way),
        );
    }

    /** Whether tasks reach those of another workload in one of its subnets, on a TCP port; by a name, if one is given. */
    canCallTasks(
        origin: Origin,
        workload: Workload,
        subnet: Subnet,
        port: number,
        name?: TaskName,
    ): PathAnswer {
        const { launcher } = workload;
        const by = name === undefined ? "" : `${name.by} ${name.name}`;
        return this.kept(origin, `${launcher.urn} ${subnet.urn} ${String(port)} ${by}`, () =>
            this.neighbours.toTasks(
                origin,
                parties.tasksOf.of({ launcher }),
                this.originIn(subnet, workload),
                port,
                name,
            ),
        );
    }

    /** Whether tasks reach a load balancer, on each port on which it listens, or on this one. */
    canCallBalancer(origin: Origin, balancer: LoadBalancer, port?: number): PathAnswer {
        return this.kept(origin, `${balancer.urn} ${String(port)}`, () =>
            this.neighbours.toBalancer(origin, balancer, port),
        );
    }

    /** Whether the groups of a load balancer admit anybody, by the listeners that it has. */
    admitsClients(balancer: LoadBalancer): readonly PathAnswer[] {
        return this.loadBalancers.admitsClients(balancer);
    }

    /** Whether a load balancer that faces the internet is reached from there. */
    isReachedFromInternet(balancer: LoadBalancer): PathAnswer {
        return this.loadBalancers.isReachedFromInternet(balancer);
    }

    private kept({ subnet, caller }: Origin, question: string, ask: () => PathAnswer): PathAnswer {
        return this.answers.of(`${subnet.urn} ${caller.key} ${question}`, () => {
            const native = subnet.isIpv6Only;
            return native.known ? ask() : cannotKnow(native.why);
        });
    }
}

const latticeWays = {
    traffic: ways.onContainerPort,
    checks: ways.onHealthCheckPort,
    both: ways.onBothPorts,
} as const;

/** From which ports tasks call, by operating system (AWS rule 6). */
const linuxPorts: PortRange = { from: 32768, to: 60999 };
const windowsPorts: PortRange = { from: 49152, to: 65535 };

function taskSideOf({ launcher, operatingSystem }: Workload): TaskSide {
    const { interfaceGroups: securityGroups, assignPublicIp: publicIp, resource } = launcher;
    const path = launcher.assignPublicIpPath;
    const publicIpSetting = {
        property: resource.spelled(path),
        on: resource.worded(path, launcher.publicIpWord(true)),
        off: resource.worded(path, launcher.publicIpWord(false)),
    };
    const onWindows = isWindows(operatingSystem);
    const sourcePorts = onWindows.known
        ? [onWindows.value ? windowsPorts : linuxPorts]
        : [linuxPorts, windowsPorts];
    // What is missing of the groups, or assumed of them, is this workload's own.
    const { some, more, gaps, assumed } = securityGroups;
    const isPlain = some === undefined && more === undefined && gaps.length + assumed.length === 0;
    const groups = isPlain
        ? securityGroups.nodes.map(({ urn, label }) => `${urn} ${label}`).sort()
        : [launcher.urn];
    const address = publicIp.known ? String(publicIp.value) : launcher.urn;
    const ports = sourcePorts.map(({ from }) => String(from));
    const key = [...groups, address, publicIpSetting.property, ...ports].join();
    const called = parties.tasks;
    return { called, securityGroups, publicIp, publicIpSetting, sourcePorts, key };
}

function mountOverIpv6({ resource }: Subnet): Gap {
    const what = "how file systems are mounted over IPv6 is not simulated";
    return resource.gap("ipv6Native", "not-modelled", what);
}
