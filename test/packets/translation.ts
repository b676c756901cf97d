import {
    classesOf,
    isCidr,
    isIn,
    isIpv6,
    isWithin,
    overlap,
    rangeOf,
    Supply,
    textOf,
    type Address,
    type Range,
} from "./addresses";
import type { Cable, Call, Host, Laboratory, Server, Translator } from "./kernel";
import { blocks, leaves, text, texts, Untranslated, type Plan, type Properties } from "./plan";

/*
 * What each thing of AWS's is made of here. Read it as carefully as the pack itself: it is the only
 * place where the packets' world could repeat a mistake of the pack's. "facts N" are the sections of
 * docs/aws-rules.md, which names AWS's pages. It knows nothing of `src`.
 *
 * | AWS                     | Linux                                                                     |
 * |-------------------------|---------------------------------------------------------------------------|
 * | a VPC                   | a router: a namespace that forwards between its links                     |
 * | a network interface     | a namespace on a link of the router, which has its addresses (AWS rule 1.1)   |
 * | the local route         | a host route to each address; a `throw` route for the VPC's blocks in each table, so that only what is more specific wins over it (AWS rule 5) |
 * | a route table           | a routing table, used for what arrives from the subnet's links; Linux, too, takes the longest prefix (AWS rule 5) |
 * | a route to what is not attached to this VPC | a `blackhole` route (AWS rule 5)                           |
 * | a security group        | rules at the interface's link, passed by what belongs to a connection that conntrack knows (AWS rule 6) |
 * | a rule that names a group | the addresses of all interfaces that have it, as a set (AWS rule 6)         |
 * | a rule that names a prefix list | the addresses of the hosts that it stands for, as a set (AWS rule 4)  |
 * | a network ACL           | rules without conntrack where a packet leaves or enters a subnet, in the order of their numbers, and a drop at the end (AWS rule 6) |
 * | an internet gateway     | a namespace that translates one to one what has a public IPv4 address, drops other IPv4, and forwards IPv6 (AWS rule 5) |
 * | an egress-only gateway  | a namespace that forwards IPv6, and back only what belongs to a connection (AWS rule 5) |
 * | a NAT gateway           | a namespace that masquerades; its address has a public one if it has an Elastic IP and is not private (AWS rule 5) |
 * | NAT64                   | a program in the NAT gateway's namespace that takes connections to 64:ff9b::/96 and makes them over IPv4 (AWS rule 5) |
 * | a gateway endpoint      | a namespace that answers on S3's addresses, and a route for each of them in its tables (AWS rule 4) |
 * | an interface endpoint   | a namespace with an address in each of its subnets that answers on 443 (AWS rule 4) |
 * | a policy of an endpoint | what it answers: "200" or "403" (AWS rule 4)                                  |
 * | private DNS             | which addresses are called (calls.ts)                                      |
 * | a mount target          | a namespace that answers on 2049, called by tasks of its own zone (AWS rule 3) |
 * | a load balancer         | a namespace in each of its subnets that calls the tasks (AWS rule 7)          |
 *
 * S3's own blocks are narrower than any part of the internet that the tests' routes name, so a gateway
 * endpoint's route wins; a plan with a narrower one has no translation.
 *
 * What AWS does not document ends in a set of packets ("doubts"): a NAT gateway behind another one, S3's
 * gateway endpoint behind a NAT gateway, a NAT gateway's ACL over IPv6, a route wider than
 * 64:ff9b::/96 to a NAT gateway, S3's prefix list over IPv6 (docs/model.md, known limits).
 */

/** A network interface. */
export interface Eni {
    readonly name: string;
    readonly vpc: string;
    readonly subnet: string;
    /** None: nothing filters it, as with NAT gateways. */
    readonly groups: readonly string[] | undefined;
    readonly addresses: readonly Address[];
    /** Addresses of others that it passes on as they are: clients of a load balancer. */
    readonly passed: readonly Address[];
}

/** On which ports tasks and load balancers call, and NAT gateways (AWS rule 6). */
export const ephemeral = {
    linux: [32768, 60999],
    windows: [49152, 65535],
    any: [1024, 65535],
} as const;

/** Addresses that no host on the internet has (IANA's special-purpose registries), or that stand for public ones of AWS's here. */
const notPublic = [
    ...["0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16"],
    ...["172.16.0.0/12", "192.0.2.0/24", "192.168.0.0/16", "198.18.0.0/15"],
    ...["198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3"],
].map(rangeOf);
/** VPCs' own blocks of IPv6 in the tests' programs. */
const ofVpcs = rangeOf("2600:1f18::/32");
/** Addresses that nobody calls from, and those that stand for public ones here. */
const nobodys = ["0.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "198.18.0.0/15", "224.0.0.0/3"].map(
    rangeOf,
);
const internet = rangeOf("0.0.0.0/0");
/** What IANA gives out of IPv6. */
const internetOfIpv6 = rangeOf("2000::/3");
export const nat64 = rangeOf("64:ff9b::/96");
/** Public IPv4 addresses of the VPCs' interfaces: no rule ever sees them. */
const elastic = rangeOf("198.18.0.0/15");
const usual = ["52.217.0.1", "151.101.1.1", "2600:9000::1", "2a04:4e42::1"].map(
    (address) => rangeOf(address).first,
);

/** Hosts on the internet, of one address family: one of each class that rules and routes tell apart. */
export interface Hosts {
    readonly s3: readonly Address[];
    readonly others: readonly Address[];
}

export class Translation {
    readonly ipv4Hosts: Hosts;
    readonly ipv6Hosts: Hosts;
    private readonly edges: readonly Range[];
    private readonly portEdges: readonly number[];
    private readonly supplies = new Map<string, Supply>();
    private readonly enis: Eni[] = [];
    private readonly hosts = new Map<string, { ip: string[]; nft: string }>();
    private readonly links: Cable[] = [];
    private readonly servers: Server[] = [];
    private readonly calls: Call[] = [];
    private readonly natPorts = new Map<string, number>();
    private readonly takenPorts = new Set<string>();
    private publicIps = 0;

    constructor(readonly plan: Plan) {
        for (const subnet of plan.all("ec2/subnet:Subnet"))
            for (const cidr of texts(subnet, "cidrBlock", "ipv6CidrBlock"))
                if (!isCidr(cidr)) throw new Untranslated("a subnet without a block");
        const written = [...leaves(plan.resources.map(({ outputs }) => outputs))]
            .map(([, value]) => String(value))
            .filter(isCidr)
            .map(rangeOf);
        // NAT64's block holds all of IPv4: what divides it divides that, too.
        const translated = written.filter(
            (range) => isWithin(range, nat64) && range.first !== range.last,
        );
        this.edges = [
            ...written,
            nat64,
            ...translated.map(({ first, last }) => ({
                first: first - nat64.first,
                last: last - nat64.first,
            })),
        ];
        // Ports that tasks call from matter to network ACLs alone: security groups let answers through.
        this.portEdges = plan.resources
            .filter(({ type }) => /networkAcl/i.test(type))
            .flatMap(({ outputs }) => [...leaves(outputs)])
            .flatMap(([key, port]) =>
                key === "fromPort" ? [Number(port)] : key === "toPort" ? [Number(port) + 1] : [],
            );
        const hosts = new Supply((address) =>
            [...notPublic, ofVpcs].find((range) => isIn(address, range)),
        );
        const of = (whole: Range): Hosts => {
            const classes = classesOf(whole, this.edges);
            const pick = (): Address[] => classes.flatMap((each) => hosts.take(each, usual) ?? []);
            return { s3: pick(), others: pick() };
        };
        this.ipv4Hosts = of(internet);
        this.ipv6Hosts = of(internetOfIpv6);
    }

    /** The parts of a range of ports that network ACLs tell apart. */
    portClasses([from, to]: readonly [number, number]): Range[] {
        const edges = this.portEdges.map((port) => ({
            first: BigInt(port),
            last: BigInt(port) - 1n,
        }));
        return classesOf({ first: BigInt(from), last: BigInt(to) }, edges);
    }

    /** A port of this class that nobody at this place has yet. */
    portOf({ first, last }: Range, place: string): number | undefined {
        for (let port = first; port <= last; port++) {
            const key = `${place} ${String(port)}`;
            if (this.takenPorts.has(key)) continue;
            this.takenPorts.add(key);
            return Number(port);
        }
        return undefined;
    }

    /** The parts of a subnet's blocks that rules tell apart; AWS keeps its first four and its last address. */
    private classesIn(subnet: Properties, family?: "ipv4" | "ipv6"): Range[] {
        return texts(subnet, "cidrBlock", "ipv6CidrBlock").flatMap((cidr) => {
            const { first, last } = rangeOf(cidr);
            if (family !== undefined && (family === "ipv6") !== isIpv6(first)) return [];
            return classesOf({ first: first + 4n, last: last - 1n }, this.edges);
        });
    }

    /** An address of a subnet of each class, which nobody has yet. */
    private takeIn(subnet: Properties, family?: "ipv4" | "ipv6"): Address[] {
        const id = text(subnet, "id");
        const supply = this.supplies.get(id) ?? new Supply(() => undefined);
        this.supplies.set(id, supply);
        return this.classesIn(subnet, family).flatMap((each) => supply.take(each) ?? []);
    }

    /** An interface in a subnet, with an address of each class. */
    eni(
        name: string,
        subnet: Properties,
        groups: readonly string[] | undefined,
        passed: readonly Address[] = [],
    ): Eni {
        const id = text(subnet, "id");
        const addresses = this.takeIn(subnet);
        const eni = { name, vpc: text(subnet, "vpcId"), subnet: id, groups, addresses, passed };
        this.enis.push(eni);
        this.host(name);
        return eni;
    }

    /**
     * Clients that a load balancer passes on, of each class: on the internet, and in networks of one's
     * own, the VPC among them, for its interfaces have private addresses besides (AWS rule 7).
     */
    clients(family: "ipv4" | "ipv6"): Address[] {
        const whole = family === "ipv6" ? internetOfIpv6 : internet;
        const subnets = this.plan.all("ec2/subnet:Subnet");
        const taken = [
            ...nobodys,
            ...this.allHosts.map((host) => ({ first: host, last: host })),
            ...subnets.flatMap((each) => texts(each, "cidrBlock", "ipv6CidrBlock").map(rangeOf)),
        ];
        const supply = (this.clientSupply ??= new Supply((address) =>
            taken.find((range) => isIn(address, range)),
        ));
        return [
            ...classesOf(whole, this.edges).flatMap((each) => supply.take(each) ?? []),
            ...subnets.flatMap((each) => this.takeIn(each, family)),
        ];
    }
    private clientSupply: Supply | undefined;

    private get allHosts(): Address[] {
        return [this.ipv4Hosts, this.ipv6Hosts].flatMap(({ s3, others }) => [...s3, ...others]);
    }

    serve(host: string, port: number, says: string): void {
        const isThere = this.servers.some((each) => each.host === host && each.port === port);
        if (!isThere) this.servers.push({ host, port, says });
    }

    /** Adds a connection and returns its number. */
    call(from: Eni, source: Address, port: number, to: Address, toPort: number): number {
        const call = { host: from.name, from: textOf(source), port, to: textOf(to), toPort };
        return this.calls.push(call) - 1;
    }

    /** NAT gateways take this port for what comes from that one. */
    translatePort(source: Address, port: number, natPort: number): void {
        this.natPorts.set(`${textOf(source)} ${String(port)}`, natPort);
    }

    hasNat(vpc: string): boolean {
        return this.natsOf(vpc).length > 0;
    }

    private natsOf(vpc: string): Properties[] {
        return this.plan
            .all("ec2/natGateway:NatGateway")
            .filter((nat) => this.plan.get(nat.subnetId).vpcId === vpc);
    }

    /** The calls that a set of doubtful packets means, for packets are translated on their way. */
    readonly callsOf = (source: string, port: number, to: string): number[] => {
        const destination = rangeOf(to).first;
        return this.calls.flatMap((call, i) => {
            const natPort = this.natPorts.get(`${call.from} ${String(call.port)}`);
            const own = rangeOf(call.to).first;
            const isTo =
                own === destination || (isIn(own, nat64) && own - nat64.first === destination);
            const isFrom =
                (rangeOf(call.from).first === rangeOf(source).first && call.port === port) ||
                natPort === port;
            return isTo && isFrom ? [i] : [];
        });
    };

    // ---- the parts -------------------------------------------------------------------------------

    laboratory(): Laboratory {
        const vpcs = this.plan.all("ec2/vpc:Vpc", "ec2/defaultVpc:DefaultVpc");
        this.host("internet");
        const lines = [...new Set(this.allHosts)].map(
            (host) => `addr add ${textOf(host)}/${isIpv6(host) ? "128" : "32"} dev lo`,
        );
        this.tell("internet", ...lines);
        this.serve("internet", 443, "200");
        const translators: Translator[] = [];
        for (const vpc of vpcs) translators.push(...this.router(vpc));
        for (const eni of this.enis)
            this.tell(eni.name, ...endOf([...eni.addresses, ...eni.passed]));
        return {
            hosts: [...this.hosts].map(([name, { ip, nft }]): Host => {
                const ups = this.links.flatMap((link) => [
                    ...(link.from === name ? [`link set ${link.as} up`] : []),
                    ...(link.to === name ? [`link set ${link.toAs} up`] : []),
                ]);
                return { name, ip: [...ups, ...ip, ""].join("\n"), nft };
            }),
            links: this.links,
            servers: this.servers,
            translators,
            calls: this.calls,
            doubts: vpcs.flatMap((vpc) =>
                ["doubts4", "doubts6"].map((set) => ({ host: nameOf(vpc), set })),
            ),
        };
    }

    private host(name: string): void {
        if (!this.hosts.has(name)) this.hosts.set(name, { ip: [], nft: "" });
    }

    private tell(name: string, ...lines: string[]): void {
        this.host(name);
        this.hosts.get(name)?.ip.push(...lines);
    }

    private rules(name: string, nft: string): void {
        this.host(name);
        const host = this.hosts.get(name);
        if (host !== undefined) host.nft = nft;
    }

    /** A VPC with its interfaces and gateways; returns its translators. */
    private router(vpc: Properties): Translator[] {
        const name = nameOf(vpc);
        const id = text(vpc, "id");
        const router = new Router(name, (from, as, to, toAs) =>
            this.links.push({ from, as, to, toAs }),
        );
        this.host(name);
        const subnets = this.plan
            .all("ec2/subnet:Subnet", "ec2/defaultSubnet:DefaultSubnet")
            .filter((each) => each.vpcId === id);
        const enis = this.enis.filter((each) => each.vpc === id);
        for (const eni of enis) router.attach(eni);
        const nats = this.natsOf(id).map((nat) => {
            const eni = this.eni(nameOf(nat), this.plan.get(nat.subnetId), undefined);
            router.attach(eni);
            return { nat, eni, address: eni.addresses.find((each) => !isIpv6(each)) };
        });
        // An internet gateway serves the VPC to which it is attached (AWS rule 5).
        const gateway = this.plan
            .all("ec2/internetGateway:InternetGateway")
            .find((each) => this.isAttached(each, vpc));
        if (gateway !== undefined) this.internetGateway(vpc, gateway, router, nats, enis);
        const out = this.plan
            .all("ec2/egressOnlyInternetGateway:EgressOnlyInternetGateway")
            .filter((each) => each.vpcId === id);
        for (const each of out) this.egressOnly(each, router, subnets);
        const s3 = this.plan
            .all("ec2/vpcEndpoint:VpcEndpoint")
            .filter((each) => each.vpcId === id && isGatewayEndpoint(each) && isOfS3(each));
        for (const each of s3) this.gatewayEndpoint(each, router);

        const targets = new Map<string, string>([
            ...nats.map(({ nat, eni }): [string, string] => [text(nat, "id"), eni.name]),
            ...(gateway === undefined ? [] : [[text(gateway, "id"), nameOf(gateway)] as const]),
            ...out.map((each): [string, string] => [text(each, "id"), nameOf(each)]),
        ]);
        const local = [
            ...texts(vpc, "cidrBlock", "ipv6CidrBlock"),
            ...subnets.flatMap((subnet) => texts(subnet, "cidrBlock", "ipv6CidrBlock")),
        ];
        const sink = `${name}-sink`;
        this.host(sink);
        this.links.push({ from: name, as: "sink", to: sink, toAs: "in" });
        this.tell(name, ...router.lines());
        subnets.forEach((subnet, i) => {
            const table = String(100 + i);
            const links = router.linksIn(text(subnet, "id"));
            const routes = this.routesOf(vpc, subnet);
            const endpoints = s3.filter((each) => this.usesTable(each, vpc, subnet));
            if (endpoints.length > 0 && routes.some(isNarrow))
                throw new Untranslated("a gateway endpoint beside a route for a few hosts");
            this.tell(
                name,
                // Clients whose addresses a load balancer passes on get their answers through it.
                ...links.map((link) => `rule add iif ${link} priority 10 lookup 99`),
                ...links.map((link) => `-6 rule add iif ${link} priority 10 lookup 99`),
                ...links.map((link) => `rule add iif ${link} priority 20 lookup ${table}`),
                ...links.map((link) => `-6 rule add iif ${link} priority 20 lookup ${table}`),
                ...local.map((cidr) => `${flag(cidr)}route replace throw ${cidr} table ${table}`),
                ...routes.flatMap((route) => this.routeLines(route, table, targets, nats, router)),
                ...endpoints.flatMap((each) =>
                    this.s3Of(each).map(
                        (host) =>
                            `${flag(textOf(host))}route add ${textOf(host)} ${router.via(nameOf(each), isIpv6(host))} table ${table}`,
                    ),
                ),
                // Nothing else leads anywhere.
                ...[`unreachable default metric 4000000000 table ${table}`].flatMap((end) => [
                    `route add ${end}`,
                    `-6 route add ${end}`,
                ]),
            );
        });
        this.rules(
            name,
            this.filters(
                vpc,
                subnets,
                router,
                nats.map(({ eni }) => eni.name),
                s3.map(nameOf),
            ),
        );
        return nats.flatMap(({ eni, address }) => this.natGateway(eni, address));
    }

    /** The lines of one route of a table. */
    private routeLines(
        route: Properties,
        table: string,
        targets: ReadonlyMap<string, string>,
        nats: readonly { readonly nat: Properties; readonly address: Address | undefined }[],
        router: Router,
    ): string[] {
        const [cidr = ""] = texts(route, ...destinations);
        if (!isCidr(cidr)) throw new Untranslated("a route for a prefix list");
        const leads = texts(route, ...nextHops);
        const [id = ""] = leads;
        if (leads.length !== 1 || texts(route, ...opaque).length > 0)
            throw new Untranslated(
                `a route to ${Object.keys(route)
                    .filter((key) => text(route, key) !== "")
                    .join(", ")}`,
            );
        if (id === "local") return [];
        const target = targets.get(id);
        const add = `${flag(cidr)}route replace`;
        if (target === undefined) return [`${add} blackhole ${cidr} table ${table}`];
        const nat = nats.find((each) => each.nat.id === id);
        const range = rangeOf(cidr);
        // It carries IPv6 only to be translated; whether a wider route does is not documented.
        if (nat !== undefined && isIpv6(range.first) && !isWithin(range, nat64))
            return [`${add} ${cidr} dev sink table ${table}`];
        if (nat !== undefined && !isIpv6(range.first)) {
            if (nat.address === undefined) throw new Untranslated("a NAT gateway without IPv4");
            return [
                `${add} ${cidr} via ${textOf(nat.address)} dev ${router.linkOf(target)} onlink table ${table}`,
            ];
        }
        return [`${add} ${cidr} ${router.via(target, isIpv6(range.first))} table ${table}`];
    }

    private isAttached(gateway: Properties, vpc: Properties): boolean {
        const attachments = this.plan
            .all("ec2/internetGatewayAttachment:InternetGatewayAttachment")
            .filter((each) => each.internetGatewayId === gateway.id);
        return [gateway, ...attachments].some(({ vpcId }) => vpcId === vpc.id);
    }

    private internetGateway(
        vpc: Properties,
        gateway: Properties,
        router: Router,
        nats: readonly { readonly nat: Properties; readonly address: Address | undefined }[],
        enis: readonly Eni[],
    ): void {
        const name = nameOf(gateway);
        this.connect(name, router);
        const isPublic = ({ nat }: { readonly nat: Properties }): boolean =>
            text(nat, "connectivityType") !== "private" && text(nat, "allocationId") !== "";
        const own = [
            ...nats.filter(isPublic).flatMap(({ address }) => address ?? []),
            ...enis
                .filter((eni) => this.publicEnis.has(eni))
                .flatMap((eni) => eni.addresses.filter((each) => !isIpv6(each))),
        ];
        const pairs = own.map((address): [string, string] => [
            textOf(address),
            textOf(elastic.first + BigInt(++this.publicIps)),
        ]);
        const map = (from: 0 | 1): string =>
            pairs.map((pair) => `${pair[from]} : ${pair[from === 0 ? 1 : 0]}`).join(", ");
        const table = this.uplink(name, vpc);
        this.tell(
            "internet",
            ...pairs.map(([, ip]) => `route add ${ip} via 169.254.2.1 dev ${table.link} onlink`),
        );
        this.rules(
            name,
            `table inet lab {
 chain forward {
  type filter hook forward priority 0; policy drop;
  meta nfproto ipv6 ip6 daddr ${blockOf(nat64)} drop
  meta nfproto ipv6 accept
${pairs.length === 0 ? "" : `  iifname "in" ip saddr { ${pairs.map(([ip]) => ip).join(", ")} } accept\n  iifname "out" ip daddr { ${pairs.map(([ip]) => ip).join(", ")} } accept\n`} }
${
    pairs.length === 0
        ? ""
        : ` chain outward {
  type nat hook postrouting priority 100;
  oifname "out" snat ip to ip saddr map { ${map(0)} }
 }
 chain inward {
  type nat hook prerouting priority -100;
  iifname "out" dnat ip to ip daddr map { ${map(1)} }
 }
`
}}
`,
        );
    }

    /** A gateway's link to the internet, and the way back through it. */
    private uplink(name: string, vpc: Properties): { link: string } {
        const number = this.links.filter(({ to }) => to === "internet").length + 1;
        const link = `n${String(number)}`;
        this.links.push({ from: name, as: "out", to: "internet", toAs: link });
        this.tell(
            name,
            "addr add 169.254.2.1/32 dev out",
            "addr add fe80::21/64 dev out nodad",
            "route add default via 169.254.2.2 dev out onlink",
            "-6 route add default via fe80::22 dev out",
            ...this.blocksOf(vpc).map((cidr) =>
                cidr.includes(":")
                    ? `-6 route replace ${cidr} via fe80::1 dev in`
                    : `route replace ${cidr} via 169.254.1.1 dev in onlink`,
            ),
        );
        // Answers leave by the gateway through which the question came.
        const mark = String(number);
        this.tell(
            "internet",
            `addr add 169.254.2.2/32 dev ${link}`,
            `addr add fe80::22/64 dev ${link} nodad`,
            `rule add fwmark ${mark} priority 10 lookup ${String(200 + number)}`,
            `-6 rule add fwmark ${mark} priority 10 lookup ${String(200 + number)}`,
            `route add default via 169.254.2.1 dev ${link} onlink table ${String(200 + number)}`,
            `-6 route add default via fe80::21 dev ${link} table ${String(200 + number)}`,
            // Without any route there would be no answer to lead elsewhere.
            `-6 route add default via fe80::21 dev ${link} metric ${mark}`,
        );
        this.uplinks.push([link, mark]);
        this.rules(
            "internet",
            `table inet lab {
 chain arriving {
  type filter hook input priority 0;
${this.uplinks.map(([as, number]) => `  iifname "${as}" ct mark set ${number}`).join("\n")}
 }
 chain leaving {
  type route hook output priority 0;
  meta mark set ct mark
 }
}
`,
        );
        return { link };
    }
    private readonly uplinks: [link: string, mark: string][] = [];

    private blocksOf(vpc: Properties): string[] {
        const subnets = this.plan
            .all("ec2/subnet:Subnet", "ec2/defaultSubnet:DefaultSubnet")
            .filter((each) => each.vpcId === vpc.id);
        return [vpc, ...subnets].flatMap((each) => texts(each, "cidrBlock", "ipv6CidrBlock"));
    }

    private egressOnly(gateway: Properties, router: Router, subnets: readonly Properties[]): void {
        const name = nameOf(gateway);
        this.connect(name, router);
        const [subnet] = subnets;
        this.uplink(name, subnet === undefined ? {} : this.plan.get(subnet.vpcId));
        this.rules(
            name,
            `table inet lab {
 chain forward {
  type filter hook forward priority 0; policy drop;
  meta nfproto ipv4 drop
  ip6 daddr ${blockOf(nat64)} drop
  iifname "in" accept
  iifname "out" ct state established,related accept
 }
}
`,
        );
    }

    private connect(name: string, router: Router): void {
        router.connect(name);
        this.tell(name, "addr add 169.254.1.2/32 dev in", "addr add fe80::2/64 dev in nodad");
    }

    private s3Of(endpoint: Properties): Address[] {
        const type = text(endpoint, "ipAddressType");
        return [
            ...(type === "ipv6" ? [] : this.ipv4Hosts.s3),
            ...(type === "ipv6" || type === "dualstack" ? this.ipv6Hosts.s3 : []),
        ];
    }

    private gatewayEndpoint(endpoint: Properties, router: Router): void {
        const name = nameOf(endpoint);
        this.connect(name, router);
        this.tell(
            name,
            ...this.s3Of(endpoint).map(
                (host) => `addr add ${textOf(host)}/${isIpv6(host) ? "128" : "32"} dev lo`,
            ),
            "route add default via 169.254.1.1 dev in onlink",
            "-6 route add default via fe80::1 dev in",
        );
        this.serve(name, 443, allows(endpoint, "s3:GetObject", layerBucket) ? "200" : "403");
    }

    private usesTable(endpoint: Properties, vpc: Properties, subnet: Properties): boolean {
        const id = this.tableOf(vpc, subnet);
        const associated = this.plan
            .all("ec2/vpcEndpointRouteTableAssociation:VpcEndpointRouteTableAssociation")
            .filter((each) => each.vpcEndpointId === endpoint.id)
            .map((each) => text(each, "routeTableId"));
        return [...texts(endpoint, "routeTableIds"), ...associated].includes(id);
    }

    /** The subnet's own table, else the VPC's main one (AWS rule 5). */
    private tableOf(vpc: Properties, subnet: Properties): string {
        const own = this.plan
            .all("ec2/routeTableAssociation:RouteTableAssociation")
            .find(({ subnetId }) => subnetId === subnet.id);
        const main = this.plan
            .all("ec2/mainRouteTableAssociation:MainRouteTableAssociation")
            .find(({ vpcId }) => vpcId === vpc.id);
        return text(own ?? main ?? { routeTableId: vpc.defaultRouteTableId }, "routeTableId");
    }

    /**
     * Known limits of the pack (docs/model.md): it does not follow to which part of the internet a route to a
     * NAT gateway leads, nor that nobody on the internet has an address of the VPC's own block of IPv6.
     */
    isLimit(subnet: Properties, eni: Eni, hosts: readonly Address[]): boolean {
        const vpc = this.plan.get(subnet.vpcId);
        const routes = this.routesOf(vpc, subnet);
        if (hosts.some((host) => isIpv6(host) && !isIn(host, nat64))) {
            const rules = [
                ...(eni.groups ?? []).flatMap((group) => this.rulesOf(group, "egress")),
                ...this.aclRulesOf(subnet, "egress"),
                ...this.aclRulesOf(subnet, "ingress"),
                ...routes,
            ];
            return rules
                .flatMap((rule) => texts(rule, ...destinations, "ipv6CidrBlocks", "cidrIpv6"))
                .filter((cidr) => isCidr(cidr) && cidr.includes(":"))
                .some((cidr) => isWithin(rangeOf(cidr), ofVpcs));
        }
        const whole = hosts.some(isIpv6) ? nat64 : internet;
        return routes
            .filter((route) => text(route, "natGatewayId") !== "")
            .flatMap((route) => texts(route, ...destinations).filter(isCidr))
            .map(rangeOf)
            .some((range) => overlap(range, whole) && !isWithin(whole, range));
    }

    private routesOf(vpc: Properties, subnet: Properties): Properties[] {
        const id = this.tableOf(vpc, subnet);
        const tables = [
            ...this.plan.all("ec2/routeTable:RouteTable").filter((table) => table.id === id),
            ...this.plan
                .all("ec2/defaultRouteTable:DefaultRouteTable")
                .filter(({ defaultRouteTableId }) => defaultRouteTableId === id),
        ];
        if (tables.some((table) => texts(table, "propagatingVgws").length > 0))
            throw new Untranslated("propagated routes");
        return [
            ...tables.flatMap((table) => blocks(table, "routes")),
            ...this.plan.all("ec2/route:Route").filter(({ routeTableId }) => routeTableId === id),
        ];
    }

    private natGateway(eni: Eni, address: Address | undefined): Translator[] {
        if (address === undefined) return [];
        const own = textOf(address);
        const ports = [...this.natPorts].filter(([key]) => !key.includes(":"));
        const translations = ports.map(([key, natPort]) => {
            const [ip = "", port = ""] = key.split(" ");
            return `  ip saddr ${ip} tcp sport ${port} masquerade to :${String(natPort)}`;
        });
        this.rules(
            eni.name,
            `table inet lab {
 chain outward {
  type nat hook postrouting priority 100;
  ip saddr ${own} accept
${translations.join("\n")}
  meta nfproto ipv4 meta l4proto tcp masquerade
 }
 chain inward {
  type nat hook prerouting priority -100;
  ip6 daddr ${blockOf(nat64)} tcp dport 443 redirect to :8443
 }
}
`,
        );
        this.tell(eni.name, `-6 route add local ${blockOf(nat64)} dev lo`);
        const own6 = [...this.natPorts].flatMap(([key, natPort]) => {
            const [from = "", port = ""] = key.split(" ");
            return from.includes(":") ? { from, port: Number(port), natPort } : [];
        });
        return [{ host: eni.name, port: 8443, address: own, ports: own6 }];
    }

    // ---- what filters ------------------------------------------------------------------------------

    private filters(
        vpc: Properties,
        subnets: readonly Properties[],
        router: Router,
        nats: readonly string[],
        s3: readonly string[],
    ): string {
        const enis = this.enis.filter((each) => each.vpc === vpc.id);
        const filtered = enis.filter((eni) => eni.groups !== undefined);
        const named = (list: readonly string[]): string =>
            list.map((each) => `"${each}"`).join(", ");
        const acls = subnets
            .map((subnet, i) => ({
                number: String(i),
                links: router.linksIn(text(subnet, "id")),
                holdsNat: nats.some((nat) =>
                    router.linksIn(text(subnet, "id")).includes(router.linkOf(nat)),
                ),
                ingress: this.aclOf(subnet, "ingress", `refusedin${String(i)}`),
                egress: this.aclOf(subnet, "egress", `refusedout${String(i)}`),
            }))
            .filter(({ links }) => links.length > 0);
        const isNat = `{ ${named(nats.map((nat) => router.linkOf(nat)))} }`;
        const doubtful = [
            ...(nats.length < 2
                ? []
                : nats.flatMap((nat) =>
                      nats.flatMap((other) =>
                          nat === other
                              ? []
                              : [
                                    `  iifname "${router.linkOf(nat)}" oifname "${router.linkOf(other)}" ${doubt4} drop`,
                                ],
                      ),
                  )),
            ...(nats.length === 0 || s3.length === 0
                ? []
                : [
                      `  iifname ${isNat} oifname { ${named(s3.map((each) => router.linkOf(each)))} } ct direction original ${doubt4} drop`,
                  ]),
            `  oifname "sink" ip6 daddr ${blockOf(nat64)} ${doubt6} drop`,
            `  oifname "sink" drop`,
        ];
        return `table inet lab {
 set doubts4 { type ipv4_addr . inet_service . ipv4_addr; flags dynamic; size 65535; }
 set doubts6 { type ipv6_addr . inet_service . ipv6_addr; flags dynamic; size 65535; }
${this.setOf("s3v4", this.ipv4Hosts.s3, "ipv4_addr")}
${this.setOf("s3v6", this.ipv6Hosts.s3, "ipv6_addr")}
${this.groupSets()}
${filtered
    .map(
        (eni, i) => ` chain out${String(i)} {
  ct state established,related return
${this.groupRules(eni, "egress").join("\n")}
${this.perhaps(eni)}  drop
 }
 chain in${String(i)} {
  ct state established,related return
${this.groupRules(eni, "ingress").join("\n")}
  drop
 }`,
    )
    .join("\n")}
${acls
    .map(
        ({ number, ingress, egress, holdsNat }) => ` chain refusedin${number} {
${holdsNat ? `  ip6 daddr ${blockOf(nat64)} ${doubt6}\n` : ""}  drop
 }
 chain refusedout${number} {
${holdsNat ? `  ip6 saddr ${blockOf(nat64)} add @doubts6 { ip6 daddr . tcp dport . ip6 saddr }\n` : ""}  drop
 }
 chain aclin${number} {
${ingress.join("\n")}
  goto refusedin${number}
 }
 chain aclout${number} {
${egress.join("\n")}
  goto refusedout${number}
 }`,
    )
    .join("\n")}
 chain forward {
  type filter hook forward priority 0; policy accept;
  meta l4proto != tcp accept
${filtered.map((eni, i) => `  iifname "${router.linkOf(eni.name)}" jump out${String(i)}`).join("\n")}
${doubtful.join("\n")}
${acls
    .map(
        ({
            number,
            links,
        }) => `  iifname { ${named(links)} } oifname != { ${named(links)} } jump aclout${number}
  oifname { ${named(links)} } iifname != { ${named(links)} } jump aclin${number}`,
    )
    .join("\n")}
${filtered.map((eni, i) => `  oifname "${router.linkOf(eni.name)}" jump in${String(i)}`).join("\n")}
 }
}
`;
    }

    private setOf(name: string, addresses: readonly Address[], type: string): string {
        const elements = addresses.map(textOf).join(", ");
        return ` set ${name} { type ${type}; ${elements === "" ? "" : `elements = { ${elements} }; `}}`;
    }

    /** The addresses of all interfaces that have a group: its members (AWS rule 6). */
    private groupSets(): string {
        const ids = new Set(this.enis.flatMap((eni) => eni.groups ?? []));
        const named = this.plan.resources.flatMap(({ outputs }) =>
            [...leaves(outputs)].flatMap(([, value]) =>
                typeof value === "string" && value.startsWith("sg-") ? value : [],
            ),
        );
        return [...new Set([...ids, ...named])]
            .map((id) => {
                const members = this.enis
                    .filter((eni) => eni.groups?.includes(id) === true)
                    .flatMap((eni) => [...eni.addresses, ...eni.passed]);
                const of = (family: boolean): Address[] =>
                    members.filter((each) => isIpv6(each) === family);
                return [
                    this.setOf(`g4${idOf(id)}`, of(false), "ipv4_addr"),
                    this.setOf(`g6${idOf(id)}`, of(true), "ipv6_addr"),
                ].join("\n");
            })
            .join("\n");
    }

    /** What an interface's groups admit, in whichever form their rules are; groups add up (AWS rule 6). */
    private groupRules(eni: Eni, direction: "ingress" | "egress"): string[] {
        const far = direction === "egress" ? "daddr" : "saddr";
        return (eni.groups ?? []).flatMap((group) =>
            this.rulesOf(group, direction).flatMap((rule) => {
                const match = portMatch(rule);
                if (match === undefined) return [];
                const peers = [
                    ...texts(rule, "cidrBlocks", "cidrIpv4").map(
                        (cidr) => `ip ${far} ${blockOf(rangeOf(cidr))}`,
                    ),
                    ...texts(rule, "ipv6CidrBlocks", "cidrIpv6").map(
                        (cidr) => `ip6 ${far} ${blockOf(rangeOf(cidr))}`,
                    ),
                    ...[
                        ...texts(
                            rule,
                            "securityGroups",
                            "sourceSecurityGroupId",
                            "referencedSecurityGroupId",
                        ),
                        ...(rule.self === true ? [group] : []),
                    ].flatMap((id) => [`ip ${far} @g4${idOf(id)}`, `ip6 ${far} @g6${idOf(id)}`]),
                    ...texts(rule, "prefixListIds", "prefixListId").flatMap((id) =>
                        this.prefixList(id, far),
                    ),
                ];
                return peers.map((peer) => `  ${peer} ${match} return`);
            }),
        );
    }

    /** What rules name by S3's list over IPv6, if nothing else admits it: whether they do is not documented. */
    private perhaps(eni: Eni): string {
        const lists = (eni.groups ?? [])
            .flatMap((group) => this.rulesOf(group, "egress"))
            .flatMap((rule) => texts(rule, "prefixListIds", "prefixListId"));
        return lists.length === 0 ? "" : `  ip6 daddr @s3v6 ${doubt6}\n`;
    }

    /** S3's list holds its addresses; which one holds those of IPv6 is not in a plan. */
    private prefixList(id: string, far: string): string[] {
        const isS3 = this.plan
            .all("ec2/vpcEndpoint:VpcEndpoint")
            .some((each) => isOfS3(each) && each.prefixListId === id);
        if (!isS3) throw new Untranslated(`the prefix list ${id}`);
        return [`ip ${far} @s3v4`];
    }

    private rulesOf(group: string, direction: "ingress" | "egress"): Properties[] {
        const vpc = this.plan
            .all("ec2/vpc:Vpc", "ec2/defaultVpc:DefaultVpc")
            .find((each) => each.defaultSecurityGroupId === group);
        const adopted = this.plan
            .all("ec2/defaultSecurityGroup:DefaultSecurityGroup")
            .find(({ vpcId }) => vpcId === vpc?.id);
        const isIngress = direction === "ingress";
        // Unless adopted, and then emptied, the default group admits itself and lets everything out.
        const builtIn: Properties[] =
            vpc === undefined || adopted !== undefined
                ? []
                : [
                      isIngress
                          ? { protocol: "-1", self: true }
                          : { protocol: "-1", cidrBlocks: ["0.0.0.0/0"], ipv6CidrBlocks: ["::/0"] },
                  ];
        const own = (each: Properties): boolean => each.securityGroupId === group;
        const inline = vpc === undefined ? this.plan.get(group) : (adopted ?? {});
        return [
            ...builtIn,
            ...blocks(inline, direction),
            ...this.plan
                .all("ec2/securityGroupRule:SecurityGroupRule")
                .filter((each) => own(each) && each.type === direction),
            ...this.plan
                .all(
                    isIngress
                        ? "vpc/securityGroupIngressRule:SecurityGroupIngressRule"
                        : "vpc/securityGroupEgressRule:SecurityGroupEgressRule",
                )
                .filter(own),
        ];
    }

    /** The rules of the subnet's network ACL; else of the VPC's default one (AWS rule 6). */
    private aclRulesOf(subnet: Properties, direction: "ingress" | "egress"): Properties[] {
        const association = this.plan
            .all("ec2/networkAclAssociation:NetworkAclAssociation")
            .find(({ subnetId }) => subnetId === subnet.id);
        const own = this.plan
            .all("ec2/networkAcl:NetworkAcl")
            .find(
                (acl) =>
                    acl.id === association?.networkAclId ||
                    texts(acl, "subnetIds").includes(text(subnet, "id")),
            );
        const vpc = this.plan.get(subnet.vpcId);
        const adopted = this.plan
            .all("ec2/defaultNetworkAcl:DefaultNetworkAcl")
            .find((acl) => acl.defaultNetworkAclId === vpc.defaultNetworkAclId);
        const acl = own ?? adopted ?? allowingAll;
        const id = own?.id ?? vpc.defaultNetworkAclId;
        const singles = this.plan
            .all("ec2/networkAclRule:NetworkAclRule")
            .filter(
                (rule) =>
                    rule.networkAclId === id && (rule.egress === true) === (direction === "egress"),
            );
        return [...blocks(acl, direction), ...singles];
    }

    /** The same, in their order. */
    private aclOf(subnet: Properties, direction: "ingress" | "egress", refused: string): string[] {
        const far = direction === "egress" ? "daddr" : "saddr";
        return this.aclRulesOf(subnet, direction)
            .map((rule) => ({ rule, number: Number(rule.ruleNo ?? rule.ruleNumber) }))
            .sort((a, b) => a.number - b.number)
            .flatMap(({ rule }) => {
                const match = portMatch(rule);
                const [cidr = ""] = texts(rule, "cidrBlock", "ipv6CidrBlock");
                if (match === undefined || !isCidr(cidr)) return [];
                const action = (text(rule, "action") || text(rule, "ruleAction")).toLowerCase();
                const family = cidr.includes(":") ? "ip6" : "ip";
                const verdict = action === "allow" ? "return" : `goto ${refused}`;
                return [`  ${family} ${far} ${blockOf(rangeOf(cidr))} ${match} ${verdict}`];
            });
    }

    /** Interfaces that have a public IPv4 address. */
    readonly publicEnis = new Set<Eni>();
}

/** The links of a VPC's router. */
class Router {
    private readonly enis: { readonly eni: Eni; readonly link: string }[] = [];
    private readonly gateways = new Map<string, string>();

    constructor(
        private readonly name: string,
        private readonly lay: (from: string, as: string, to: string, toAs: string) => void,
    ) {}

    attach(eni: Eni): void {
        const link = `e${String(this.enis.length)}`;
        this.enis.push({ eni, link });
        this.lay(this.name, link, eni.name, "in");
    }

    connect(gateway: string): void {
        const link = `w${String(this.gateways.size)}`;
        this.gateways.set(gateway, link);
        this.lay(this.name, link, gateway, "in");
    }

    linkOf(name: string): string {
        const link =
            this.gateways.get(name) ?? this.enis.find(({ eni }) => eni.name === name)?.link;
        if (link === undefined) throw new Error(`${name} has no link`);
        return link;
    }

    linksIn(subnet: string): string[] {
        return this.enis.filter(({ eni }) => eni.subnet === subnet).map(({ link }) => link);
    }

    via(name: string, overIpv6: boolean): string {
        const link = this.linkOf(name);
        return overIpv6 ? `via fe80::2 dev ${link}` : `via 169.254.1.2 dev ${link} onlink`;
    }

    /** Addresses of the router's own, and a host route to each interface's. */
    lines(): string[] {
        const links = [...this.enis.map(({ link }) => link), ...this.gateways.values()];
        return [
            ...links.flatMap((link) => [
                `addr add 169.254.1.1/32 dev ${link}`,
                `addr add fe80::1/64 dev ${link} nodad`,
            ]),
            ...this.enis.flatMap(({ eni, link }) => [
                ...eni.addresses.map(
                    (each) => `${flag(textOf(each))}route add ${textOf(each)} dev ${link}`,
                ),
                ...eni.passed.map(
                    (each) =>
                        `${flag(textOf(each))}route add ${textOf(each)} ${isIpv6(each) ? "via fe80::2" : ""} dev ${link} table 99`,
                ),
            ]),
        ];
    }
}

/** What a host at the end of a link is told. */
export function endOf(addresses: readonly Address[]): string[] {
    return [
        "addr add fe80::2/64 dev in nodad",
        ...addresses.map(
            (each) =>
                `addr add ${textOf(each)}/${isIpv6(each) ? "128" : "32"} dev in${isIpv6(each) ? " nodad" : ""}`,
        ),
        "route add default via 169.254.1.1 dev in onlink",
        "-6 route add default via fe80::1 dev in",
    ];
}

/** The rules with which AWS makes a VPC's default network ACL; adopted, it loses them (AWS rule 6). */
const allowAll = [
    { ruleNo: 100, action: "allow", protocol: "-1", cidrBlock: "0.0.0.0/0" },
    { ruleNo: 101, action: "allow", protocol: "-1", ipv6CidrBlock: "::/0" },
];
const allowingAll: Properties = { ingress: allowAll, egress: allowAll };

const doubt4 = "add @doubts4 { ip saddr . tcp sport . ip daddr }";
const doubt6 = "add @doubts6 { ip6 saddr . tcp sport . ip6 daddr }";
const destinations = [
    "cidrBlock",
    "destinationCidrBlock",
    "ipv6CidrBlock",
    "destinationIpv6CidrBlock",
    "destinationPrefixListId",
];
const nextHops = ["gatewayId", "natGatewayId", "egressOnlyGatewayId"];
const opaque = [
    "transitGatewayId",
    "vpcPeeringConnectionId",
    "networkInterfaceId",
    "vpcEndpointId",
    "carrierGatewayId",
    "localGatewayId",
    "coreNetworkArn",
    "instanceId",
];
export const layerBucket = "arn:aws:s3:::prod-us-east-1-starport-layer-bucket/sha256";

/** A route for public IPv4 addresses that may be as narrow as S3's own. */
function isNarrow(route: Properties): boolean {
    return texts(route, "cidrBlock", "destinationCidrBlock")
        .filter(isCidr)
        .map(rangeOf)
        .some(
            (range) =>
                range.last - range.first < 1n << 23n &&
                !notPublic.some((each) => isWithin(range, each)),
        );
}

function flag(address: string): string {
    return address.includes(":") ? "-6 " : "";
}

function blockOf({ first, last }: Range): string {
    const length = (isIpv6(first) ? 128 : 32) - ((last - first + 1n).toString(2).length - 1);
    return `${textOf(first)}/${String(length)}`;
}

/** Ports of a rule as nftables matches them; nothing if it is not about TCP. A rule for all protocols has no ports. */
function portMatch(rule: Properties): string | undefined {
    const protocol = text(rule, "protocol") || text(rule, "ipProtocol");
    if (["-1", "all"].includes(protocol.toLowerCase())) return "";
    if (!["tcp", "6"].includes(protocol.toLowerCase())) return undefined;
    return `tcp dport ${String(Number(rule.fromPort ?? 0))}-${String(Number(rule.toPort ?? 65535))}`;
}

export function isGatewayEndpoint(endpoint: Properties): boolean {
    return (text(endpoint, "vpcEndpointType") || "Gateway") === "Gateway";
}

export function isOfS3(endpoint: Properties): boolean {
    return text(endpoint, "serviceName").endsWith(".s3");
}

/** What an endpoint's policy says of a call; without one it allows everything (AWS rule 4). */
export function allows(endpoint: Properties, action: string, resource: string): boolean {
    const policy = text(endpoint, "policy");
    if (policy === "") return true;
    const { Statement: statements } = JSON.parse(policy) as {
        Statement: Properties | Properties[];
    };
    const fits = (patterns: readonly string[], value: string, flags = ""): boolean =>
        patterns.some((pattern) => {
            const escaped = pattern.replace(/[.+^${}()|[\]\\]/g, "\\$&");
            const written = escaped.replace(/\*/g, ".*").replace(/\?/g, ".");
            return new RegExp(`^${written}$`, flags).test(value);
        });
    const effects = [statements].flat().flatMap((each) => {
        const isAnyones = ['"*"', '{"AWS":"*"}'].includes(JSON.stringify(each.Principal ?? "*"));
        if ("Condition" in each || !isAnyones || "NotAction" in each || "NotResource" in each)
            throw new Untranslated("a condition, or a principal, in an endpoint's policy");
        // The task's own repository, log group or secret may be one of them or not.
        if (resource === "*" && !fits(texts(each, "Resource"), resource))
            throw new Untranslated("single resources in an endpoint's policy");
        const isMeant =
            fits(texts(each, "Action"), action, "i") && fits(texts(each, "Resource"), resource);
        return isMeant ? [text(each, "Effect")] : [];
    });
    return effects.includes("Allow") && !effects.includes("Deny");
}

/** A name for a host, unique in a plan. */
export function nameOf(properties: Properties): string {
    return text(properties, "urn")
        .split("::")
        .slice(2)
        .join("-")
        .replace(/[^a-zA-Z0-9-]/g, "-");
}

function idOf(id: string): string {
    return id.replace(/[^a-zA-Z0-9]/g, "");
}
