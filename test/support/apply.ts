import type { Edit } from "../../src/reach";
import { JsonText, Ref, type Inputs, type Resource, type Value } from "./program";
import type { Network } from "./networks";

/** What an edit is about, as far as an edit of its code has it. */
interface About {
    readonly at: Urn;
    readonly property: string;
    readonly to: string | number | boolean;
    readonly direction: "ingress" | "egress";
    readonly transport: "tcp" | "udp";
    readonly port: number;
    readonly peer: Party;
    readonly peers: readonly Urn[];
    readonly groups: readonly Urn[];
    readonly acl: Urn;
    readonly what: Party;
    readonly table: Urn | undefined;
    readonly destination: string;
    readonly target: string;
    readonly gateway: Urn;
    readonly vpc: Urn;
    readonly nat: Urn | undefined;
    readonly region: string;
    readonly service: string;
    readonly services: readonly string[];
    readonly subnets: readonly Urn[];
    readonly callers: readonly Urn[];
    readonly endpoint: Urn;
    readonly fileSystem: Urn;
    readonly call: string;
    readonly things: readonly Urn[];
    readonly through: Urn;
    readonly attachment: Urn;
    readonly subnet: Urn;
}

interface Urn {
    readonly urn: string;
    readonly kind: string;
    /** What the program declares, where this is a part of it. */
    readonly resource?: { readonly declaredUrn: string };
}

interface Party {
    readonly code: string;
    readonly about: Readonly<Record<string, unknown>>;
}

/** It cannot be made in a program of the tests, and why. */
export class Unmade extends Error {}

const everywhere = { ipv4: "0.0.0.0/0", ipv6: "::/0" };

/** Changes a program as a fix asks, in the way that somebody would who reads it. */
export class Editor {
    private made = 0;

    constructor(private readonly n: Network) {}

    apply(edit: Edit): void {
        const about = edit.about as unknown as About;
        const make = this.makers[edit.code];
        if (make === undefined) throw new Unmade(`nothing makes ${edit.code}`);
        make(about);
    }

    private readonly makers: Readonly<Record<string, (about: About) => void>> = {
        set: ({ at, property, to }) => {
            this.set(this.find(at), property, to);
        },
        "leave-out": ({ at, property }) => {
            this.set(this.find(at), property, undefined);
        },
        "add-security-group-rule": (about) => {
            const [group] = about.groups;
            if (group === undefined) throw new Unmade("no group");
            for (const source of this.sourcesOf(about)) this.addRule(group, about, source);
        },
        "add-network-acl-rule": (about) => {
            this.addAclRule(about);
        },
        "add-route": ({ table, destination, target, nat }) => {
            const at = this.find(table);
            const vpc = this.vpcOf(at);
            const to: Inputs =
                target === "nat-gateway"
                    ? {
                          natGatewayId: (nat === undefined ? this.natGateway(vpc) : this.find(nat))
                              .id,
                      }
                    : target === "internet-gateway"
                      ? { gatewayId: this.internetGateway(vpc).id }
                      : { egressOnlyGatewayId: this.egressOnly(vpc).id };
            this.addRoute(at, destination, to);
        },
        "add-route-to-vpc": ({ table, vpc, through }) => {
            const { cidrBlock } = this.find(vpc).inputs;
            if (typeof cidrBlock !== "string") throw new Unmade("the VPC names no block");
            const by =
                through.kind === "transitGateway" ? "transitGateway" : "vpcPeeringConnection";
            this.addRoute(this.find(table), cidrBlock, { [`${by}Id`]: this.find(through).id });
        },
        "add-transit-gateway-route": ({ table, destination, attachment }) => {
            this.add("aws:ec2transitgateway/route:Route", {
                transitGatewayRouteTableId: this.transitTableId(table),
                transitGatewayAttachmentId: this.find(attachment).id,
                destinationCidrBlock: destination,
            });
        },
        "propagate-transit-gateway-routes": ({ attachment, table }) => {
            this.add("aws:ec2transitgateway/routeTablePropagation:RouteTablePropagation", {
                transitGatewayRouteTableId: this.transitTableId(table),
                transitGatewayAttachmentId: this.find(attachment).id,
            });
        },
        "attach-subnet-to-transit-gateway": ({ attachment, subnet }) => {
            const { inputs } = this.find(attachment);
            const { subnetIds } = inputs;
            if (!Array.isArray(subnetIds)) throw new Unmade("its subnets are no list");
            inputs.subnetIds = [...(subnetIds as readonly Value[]), this.find(subnet).id];
        },
        "attach-internet-gateway": ({ gateway, vpc }) => {
            this.find(gateway).inputs.vpcId = this.find(vpc).id;
        },
        "give-elastic-ip": ({ nat }) => {
            const at = this.find(nat);
            at.inputs.connectivityType = "public";
            at.inputs.allocationId = this.add("aws:ec2/eip:Eip", { domain: "vpc" }).id;
        },
        "move-nat-gateway": ({ nat }) => {
            const at = this.find(nat);
            const old = this.refOf(at.inputs.subnetId);
            at.inputs.subnetId = this.publicSubnet(this.vpcOf(old)).id;
        },
        "add-interface-endpoints": ({ vpc, region, services, subnets, callers }) => {
            const home = this.find(vpc);
            const https = { protocol: "tcp", fromPort: 443, toPort: 443 };
            const group = this.add("aws:ec2/securityGroup:SecurityGroup", {
                vpcId: home.id,
                ingress:
                    callers.length === 0
                        ? [{ ...https, cidrBlocks: [everywhere.ipv4] }]
                        : callers.map((each) => ({ ...https, ...this.peerOf(each) })),
            });
            for (const service of services) {
                this.add("aws:ec2/vpcEndpoint:VpcEndpoint", {
                    vpcId: home.id,
                    serviceName: `com.amazonaws.${region}.${service}`,
                    vpcEndpointType: "Interface",
                    privateDnsEnabled: true,
                    subnetIds: subnets.map((each) => this.find(each).id),
                    securityGroupIds: [group.id],
                });
            }
        },
        "add-gateway-endpoint": ({ vpc, region, service, table }) => {
            const home = this.find(vpc);
            const tables = table === undefined ? this.tablesOf(home) : [this.tableId(table)];
            this.add("aws:ec2/vpcEndpoint:VpcEndpoint", {
                vpcId: home.id,
                serviceName: `com.amazonaws.${region}.${service}`,
                vpcEndpointType: "Gateway",
                routeTableIds: [...tables],
            });
        },
        "associate-gateway-endpoint": ({ endpoint, table }) => {
            this.add("aws:ec2/vpcEndpointRouteTableAssociation:VpcEndpointRouteTableAssociation", {
                vpcEndpointId: this.find(endpoint).id,
                routeTableId: this.tableId(table),
            });
        },
        "allow-in-endpoint-policy": ({ endpoint, call }) => {
            this.allow(this.find(endpoint), call);
        },
        "add-depends-on": ({ at, things }) => {
            const { options } = this.find(at) as { options: { dependsOn?: readonly Resource[] } };
            options.dependsOn = [
                ...(options.dependsOn ?? []),
                ...things.map((each) => this.find(each)),
            ];
        },
        "add-mount-target": ({ fileSystem, vpc }) => {
            const home = this.find(vpc);
            const [subnet] = this.subnetsOf(home);
            if (subnet === undefined) throw new Unmade("the VPC has no subnet");
            const group = this.add("aws:ec2/securityGroup:SecurityGroup", {
                vpcId: home.id,
                ingress: [
                    { protocol: "tcp", fromPort: 2049, toPort: 2049, cidrBlocks: ["0.0.0.0/0"] },
                ],
            });
            const mounted = this.find(fileSystem);
            const isOfS3 = mounted.type.startsWith("aws:s3/");
            const type = isOfS3
                ? "s3/filesMountTarget:FilesMountTarget"
                : "efs/mountTarget:MountTarget";
            this.add(`aws:${type}`, {
                fileSystemId: mounted.id,
                subnetId: subnet.id,
                securityGroups: [group.id],
            });
        },
    };

    /** One more statement, in the document that the endpoint has. */
    private allow(endpoint: Resource, call: string): void {
        const [action = "", resource = "*"] = call.split(" on ");
        const { policy } = endpoint.inputs;
        if (typeof policy !== "string") throw new Unmade("the policy is no text");
        const document = JSON.parse(policy) as { Statement: unknown };
        const allowed = { Effect: "Allow", Principal: "*", Action: action, Resource: resource };
        document.Statement = [document.Statement, allowed].flat();
        endpoint.inputs.policy = JSON.stringify(document);
    }

    private find(at: Urn | undefined): Resource {
        if (at === undefined) throw new Unmade("the edit names nothing");
        const urn = at.resource?.declaredUrn ?? at.urn;
        const found = this.n.resources.find((each) => each.urn === urn);
        if (found === undefined) throw new Unmade(`${urn} is outside of the program`);
        return found;
    }

    private add(type: string, inputs: Inputs): Resource {
        this.made += 1;
        return this.n.add(type, `made-${String(this.made)}`, inputs);
    }

    /** @param path such as `ecsTarget.platformVersion`, or `containerDefinitions[0].links` in text */
    private set({ inputs }: Resource, path: string, value: Value | undefined): void {
        const [first = "", ...rest] = path.split(/[.[\]]+/).filter((name) => name !== "");
        if (rest.length === 0) {
            if (value === undefined) Reflect.deleteProperty(inputs, first);
            else inputs[first] = value;
            return;
        }
        const whole = inputs[first] ?? {};
        if (whole instanceof Ref) throw new Unmade(`${first} is not written in the program`);
        if (whole instanceof JsonText) {
            const holds = copied(whole.holds) as Inputs;
            setIn(holds, rest, value);
            inputs[first] = new JsonText(holds);
            return;
        }
        const isText = typeof whole === "string";
        const block = (isText ? JSON.parse(whole) : copied(whole)) as Inputs;
        setIn(block, rest, value);
        inputs[first] = isText ? JSON.stringify(block) : block;
    }

    private refOf(value: Value | undefined): Resource {
        if (value instanceof Ref) return value.of;
        throw new Unmade("it is named by an id");
    }

    /** What a VPC makes itself stands in the plan as the VPC. */
    private vpcOf(at: Resource): Resource {
        return isVpc(at) ? at : this.refOf(homeOf(at));
    }

    private tableId(table: Urn | undefined): Value {
        const at = this.find(table);
        return isVpc(at) ? at.get("mainRouteTableId") : at.id;
    }

    private transitTableId(table: Urn | undefined): Value {
        const at = this.find(table);
        return at.type === "aws:ec2transitgateway/transitGateway:TransitGateway"
            ? at.get("associationDefaultRouteTableId")
            : at.id;
    }

    private groupId(group: Urn): Value {
        const at = this.find(group);
        return isVpc(at) ? at.get("defaultSecurityGroupId") : at.id;
    }

    /** A peer of a rule: a group, or the addresses of a subnet or VPC. */
    private peerOf(caller: Urn): Inputs {
        const { inputs } = this.find(caller);
        return ["subnet", "vpc"].includes(caller.kind)
            ? { cidrBlocks: [inputs.cidrBlock ?? null] }
            : { securityGroups: [this.groupId(caller)] };
    }

    private subnetsOf(vpc: Resource): readonly Resource[] {
        return this.n.resources.filter(
            ({ type, inputs: { vpcId } }) =>
                type === "aws:ec2/subnet:Subnet" && vpcId instanceof Ref && vpcId.of === vpc,
        );
    }

    private tablesOf(vpc: Resource): readonly Value[] {
        const own = this.n.resources.filter(
            ({ type, inputs: { vpcId } }) =>
                type === "aws:ec2/routeTable:RouteTable" &&
                vpcId instanceof Ref &&
                vpcId.of === vpc,
        );
        return own.length === 0 ? [vpc.get("mainRouteTableId")] : own.map(({ id }) => id);
    }

    private internetGateway(vpc: Resource): Resource {
        const type = "aws:ec2/internetGateway:InternetGateway";
        const attached = this.n.resources.find(
            (each) =>
                each.type === type &&
                each.inputs.vpcId instanceof Ref &&
                each.inputs.vpcId.of === vpc,
        );
        return attached ?? this.add(type, { vpcId: vpc.id });
    }

    private publicSubnet(vpc: Resource): Resource {
        const gateway = this.internetGateway(vpc);
        const subnet = this.add("aws:ec2/subnet:Subnet", {
            vpcId: vpc.id,
            cidrBlock: `10.0.${String(200 + this.made)}.0/24`,
        });
        const table = this.add("aws:ec2/routeTable:RouteTable", {
            vpcId: vpc.id,
            routes: [{ cidrBlock: everywhere.ipv4, gatewayId: gateway.id }],
        });
        this.add("aws:ec2/routeTableAssociation:RouteTableAssociation", {
            subnetId: subnet.id,
            routeTableId: table.id,
        });
        return subnet;
    }

    private natGateway(vpc: Resource): Resource {
        return this.add("aws:ec2/natGateway:NatGateway", {
            subnetId: this.publicSubnet(vpc).id,
            allocationId: this.add("aws:ec2/eip:Eip", { domain: "vpc" }).id,
        });
    }

    private egressOnly(vpc: Resource): Resource {
        const type = "aws:ec2/egressOnlyInternetGateway:EgressOnlyInternetGateway";
        const there = this.n.resources.find(
            (each) => each.type === type && this.refOf(each.inputs.vpcId) === vpc,
        );
        return there ?? this.add(type, { vpcId: vpc.id });
    }

    /** In place of a route for the same block, where there is one. */
    private addRoute(table: Resource, destination: string, target: Inputs): void {
        const isIpv6 = destination.includes(":");
        const { routes } = table.inputs;
        if (Array.isArray(routes)) {
            const block = isIpv6 ? "ipv6CidrBlock" : "cidrBlock";
            const others = routes.filter((each) => (each as Inputs)[block] !== destination);
            table.inputs.routes = [...others, { [block]: destination, ...target }];
            return;
        }
        const block = isIpv6 ? "destinationIpv6CidrBlock" : "destinationCidrBlock";
        const same = this.n.resources.find(
            ({ type, inputs }) =>
                type === "aws:ec2/route:Route" &&
                inputs.routeTableId instanceof Ref &&
                inputs.routeTableId.of === table &&
                inputs[block] === destination,
        );
        if (same !== undefined) this.n.resources.splice(this.n.resources.indexOf(same), 1);
        this.add("aws:ec2/route:Route", {
            routeTableId: this.tableId(table as unknown as Urn),
            [block]: destination,
            ...target,
        });
    }

    /** What a rule names: groups, blocks, or a prefix list. */
    private sourcesOf({ peers, peer }: About): readonly Inputs[] {
        if (peers.length > 0) {
            return peers.map((each) => ({ securityGroup: this.groupId(each) }));
        }
        return this.blocksOf(peer);
    }

    private blocksOf({ code, about }: Party): readonly Inputs[] {
        switch (code) {
            case "block":
                return [{ cidr: about.cidr as string }];
            case "over-ipv6":
                return [{ cidr: everywhere.ipv6 }];
            case "internet":
            case "clients":
            case "clients-of":
            case "s3":
            case "public-tasks":
            case "prefix-list":
                return [{ cidr: everywhere.ipv4 }];
            // No page tells which they are.
            case "vpc-lattice":
                return [{ cidr: everywhere.ipv4 }, { cidr: everywhere.ipv6 }];
            case "load-balancer-subnets":
            case "load-balancer": {
                const balancer = this.find(about.balancer as Urn);
                const mappings = (balancer.inputs.subnetMappings ?? []) as readonly Inputs[];
                const subnets = (balancer.inputs.subnets ?? []) as readonly Value[];
                return [...subnets, ...mappings.map(({ subnetId }) => subnetId)].flatMap((each) => {
                    const { cidrBlock, ipv6CidrBlock } = this.refOf(each).inputs;
                    return [cidrBlock, ipv6CidrBlock].flatMap((cidr) =>
                        typeof cidr === "string" ? { cidr } : [],
                    );
                });
            }
            case "tasks":
            case "tasks-of":
            case "endpoint":
            case "mount-target":
                // All that a VPC may have.
                return ["10.0.0.0/8", "172.16.0.0/12", everywhere.ipv6].map((cidr) => ({ cidr }));
            default:
                throw new Unmade(`nobody knows the addresses of ${code}`);
        }
    }

    private addRule(
        group: Urn,
        { direction, transport, port }: About,
        { securityGroup, cidr }: Inputs,
    ): void {
        const at = this.find(group);
        const rule = { protocol: transport, fromPort: port, toPort: port };
        const isIpv6 = typeof cidr === "string" && cidr.includes(":");
        const own = at.inputs[direction];
        if (Array.isArray(own)) {
            const from: Inputs =
                securityGroup === undefined
                    ? { [isIpv6 ? "ipv6CidrBlocks" : "cidrBlocks"]: [cidr ?? ""] }
                    : { securityGroups: [securityGroup] };
            at.inputs[direction] = [...own, { ...rule, ...from }];
            return;
        }
        const kind = direction === "ingress" ? "Ingress" : "Egress";
        const type = `aws:vpc/securityGroup${kind}Rule:SecurityGroup${kind}Rule`;
        const from: Inputs =
            securityGroup === undefined
                ? { [isIpv6 ? "cidrIpv6" : "cidrIpv4"]: cidr ?? "" }
                : { referencedSecurityGroupId: securityGroup };
        const { protocol, ...ports } = rule;
        this.add(type, {
            securityGroupId: this.groupId(group),
            ipProtocol: protocol,
            ...ports,
            ...from,
        });
    }

    private addAclRule({ acl, direction, what }: About): void {
        const { code, about } = what;
        const [from, to] = code === "call" ? [about.port, about.port] : [about.from, about.to];
        const at = this.find(acl);
        for (const { cidr } of this.blocksOf(about.party as Party)) {
            const isIpv6 = typeof cidr === "string" && cidr.includes(":");
            this.made += 1;
            const protocol = typeof about.transport === "string" ? about.transport : "tcp";
            const ports = { protocol, fromPort: from as number, toPort: to as number };
            const own = at.inputs[direction];
            if (Array.isArray(own)) {
                const block = { [isIpv6 ? "ipv6CidrBlock" : "cidrBlock"]: cidr ?? "" };
                at.inputs[direction] = [
                    { ruleNo: this.made, action: "allow", ...ports, ...block },
                    ...own,
                ];
                continue;
            }
            this.add("aws:ec2/networkAclRule:NetworkAclRule", {
                networkAclId: at.id,
                ruleNumber: this.made,
                egress: direction === "egress",
                ruleAction: "allow",
                ...ports,
                [isIpv6 ? "ipv6CidrBlock" : "cidrBlock"]: cidr ?? "",
            });
        }
    }
}

/** What is a VPC's own from the beginning names it by that. */
function homeOf({ inputs }: Resource): Value | undefined {
    return inputs.vpcId ?? inputs.defaultRouteTableId ?? inputs.defaultNetworkAclId;
}

function isVpc({ type }: Resource): boolean {
    return type === "aws:ec2/vpc:Vpc" || type === "aws:ec2/defaultVpc:DefaultVpc";
}

/** The same lists and blocks anew: what they refer to stays what it is. */
function copied(value: Value): Value {
    if (value instanceof JsonText) return new JsonText(copied(value.holds));
    if (value instanceof Ref || typeof value !== "object" || value === null) return value;
    if (Array.isArray(value)) return value.map(copied);
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, copied(each)]));
}

/** Keys of containers may be written with a capital letter. */
function setIn(block: Inputs, [name = "", ...rest]: readonly string[], value?: Value): void {
    const capital = name.charAt(0).toUpperCase() + name.slice(1);
    const key = name in block || !(capital in block) ? name : capital;
    if (rest.length > 0) setIn((block[key] ??= {}) as Inputs, rest, value);
    else if (value === undefined) Reflect.deleteProperty(block, key);
    else block[key] = value;
}
