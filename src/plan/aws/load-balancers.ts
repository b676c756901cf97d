import type * as Elb from "@aws-sdk/client-elastic-load-balancing-v2";
import type { Fact } from "../facts";
import type { Raw } from "../raw";
import { inParts, type Asking } from "./asking";
import type { Clients } from "./clients";
import { factOf, present } from "./fact";

/** Which load balancers and target groups are wanted: those of VPCs, or these. */
export type WantedBalancers =
    | { readonly ofVpcs: readonly string[] }
    | { readonly loadBalancers: readonly string[]; readonly targetGroups: readonly string[] };

export interface Balancers {
    readonly facts: readonly Fact[];
    /** The VPCs in which they are. */
    readonly vpcs: readonly string[];
}

/** Load balancers with their listeners and rules, and target groups. ELB filters by ARN alone, 20 at a time. */
export async function readBalancers(
    clients: Clients,
    asking: Asking,
    wanted: WantedBalancers,
): Promise<Balancers> {
    const groups = await targetGroupsOf(clients, asking, wanted);
    const balancers = await loadBalancersOf(clients, asking, wanted, groups);
    const facts = await Promise.all([
        ...groups.map((group) => readTargetGroup(clients, asking, group)),
        ...balancers.map((balancer) => readLoadBalancer(clients, asking, balancer)),
    ]);
    return {
        facts: facts.flat(),
        vpcs: [...new Set(present([...groups, ...balancers].map(({ VpcId }) => VpcId)))],
    };
}

async function targetGroupsOf(
    clients: Clients,
    asking: Asking,
    wanted: WantedBalancers,
): Promise<readonly Elb.TargetGroup[]> {
    if ("ofVpcs" in wanted) {
        const all = await describeTargetGroups(clients, asking, { PageSize: 400 });
        return all.filter(({ VpcId = "" }) => wanted.ofVpcs.includes(VpcId));
    }
    return inTwenties(wanted.targetGroups, (TargetGroupArns) =>
        describeTargetGroups(clients, asking, { TargetGroupArns }),
    );
}

async function loadBalancersOf(
    clients: Clients,
    asking: Asking,
    wanted: WantedBalancers,
    groups: readonly Elb.TargetGroup[],
): Promise<readonly Elb.LoadBalancer[]> {
    if ("ofVpcs" in wanted) {
        const all = await describeLoadBalancers(clients, asking, { PageSize: 400 });
        return all.filter(({ VpcId = "" }) => wanted.ofVpcs.includes(VpcId));
    }
    const arns = [
        ...wanted.loadBalancers,
        ...groups.flatMap(({ LoadBalancerArns = [] }) => LoadBalancerArns),
    ];
    return inTwenties([...new Set(arns)], (LoadBalancerArns) =>
        describeLoadBalancers(clients, asking, { LoadBalancerArns }),
    );
}

async function inTwenties<T>(
    arns: readonly string[],
    describe: (arns: string[]) => Promise<readonly T[]>,
): Promise<readonly T[]> {
    const parts = await Promise.all([...inParts(arns, 20)].map(describe));
    return parts.flat();
}

async function describeTargetGroups(
    { sdk, elb }: Clients,
    asking: Asking,
    input: Elb.DescribeTargetGroupsCommandInput,
): Promise<readonly Elb.TargetGroup[]> {
    return asking.list(
        "elasticloadbalancing:DescribeTargetGroups",
        ["loadBalancers"],
        (Marker) =>
            elb.send(new sdk.elb.DescribeTargetGroupsCommand({ ...input, Marker }), asking.sending),
        ({ TargetGroups }) => TargetGroups,
    );
}

async function describeLoadBalancers(
    { sdk, elb }: Clients,
    asking: Asking,
    input: Elb.DescribeLoadBalancersCommandInput,
): Promise<readonly Elb.LoadBalancer[]> {
    return asking.list(
        "elasticloadbalancing:DescribeLoadBalancers",
        ["loadBalancers"],
        (Marker) =>
            elb.send(
                new sdk.elb.DescribeLoadBalancersCommand({ ...input, Marker }),
                asking.sending,
            ),
        ({ LoadBalancers }) => LoadBalancers,
    );
}

async function readTargetGroup(
    { sdk, elb }: Clients,
    asking: Asking,
    group: Elb.TargetGroup,
): Promise<readonly Fact[]> {
    const { TargetGroupArn, Protocol = "" } = group;
    // Only behind a Network Load Balancer does it matter what they say.
    const isOfNetwork = !["HTTP", "HTTPS", "GENEVE", ""].includes(Protocol);
    const attributes = isOfNetwork
        ? await asking.one("elasticloadbalancing:DescribeTargetGroupAttributes", [], () =>
              elb.send(
                  new sdk.elb.DescribeTargetGroupAttributesCommand({ TargetGroupArn }),
                  asking.sending,
              ),
          )
        : undefined;
    const valueOf = valuesOf(attributes?.Attributes);
    return factOf("aws:lb/targetGroup:TargetGroup", TargetGroupArn, group.TargetGroupName, {
        arn: TargetGroupArn,
        name: group.TargetGroupName,
        targetType: group.TargetType,
        vpcId: group.VpcId ?? null,
        port: group.Port ?? null,
        protocol: group.Protocol ?? null,
        ipAddressType: group.IpAddressType ?? "ipv4",
        preserveClientIp: valueOf("preserve_client_ip.enabled"),
        healthCheck: { port: group.HealthCheckPort ?? null },
        loadBalancerArns: [...(group.LoadBalancerArns ?? [])],
        loadBalancingCrossZoneEnabled: valueOf("load_balancing.cross_zone.enabled"),
    });
}

function valuesOf(
    attributes: readonly { Key?: string | undefined; Value?: string | undefined }[] | undefined,
): (key: string) => string | undefined {
    return (key) => attributes?.find(({ Key }) => Key === key)?.Value;
}

async function readLoadBalancer(
    clients: Clients,
    asking: Asking,
    balancer: Elb.LoadBalancer,
): Promise<readonly Fact[]> {
    const { LoadBalancerArn, LoadBalancerName, Type, AvailabilityZones = [] } = balancer;
    const subnets = present(AvailabilityZones.map(({ SubnetId }) => SubnetId));
    const [crossZone, listeners] = await Promise.all([
        crossZoneOf(clients, asking, balancer),
        readListeners(clients, asking, balancer),
    ]);
    return [
        ...factOf("aws:lb/loadBalancer:LoadBalancer", LoadBalancerArn, LoadBalancerName, {
            arn: LoadBalancerArn,
            loadBalancerType: Type,
            internal: balancer.Scheme === "internal",
            ipAddressType: balancer.IpAddressType,
            subnets,
            subnetMappings: subnets.map((subnetId) => ({ subnetId })),
            securityGroups: [...(balancer.SecurityGroups ?? [])],
            enableCrossZoneLoadBalancing: crossZone,
        }),
        ...listeners,
    ];
}

/** An Application Load Balancer always sends across zones. */
async function crossZoneOf(
    { sdk, elb }: Clients,
    asking: Asking,
    { LoadBalancerArn, Type }: Elb.LoadBalancer,
): Promise<boolean | undefined> {
    if (Type === "application") return true;
    const answer = await asking.one("elasticloadbalancing:DescribeLoadBalancerAttributes", [], () =>
        elb.send(
            new sdk.elb.DescribeLoadBalancerAttributesCommand({ LoadBalancerArn }),
            asking.sending,
        ),
    );
    const value = valuesOf(answer?.Attributes)("load_balancing.cross_zone.enabled");
    return value === undefined ? undefined : value === "true";
}

async function readListeners(
    clients: Clients,
    asking: Asking,
    { LoadBalancerArn, Type }: Elb.LoadBalancer,
): Promise<readonly Fact[]> {
    const { sdk, elb } = clients;
    const listeners = await asking.list(
        "elasticloadbalancing:DescribeListeners",
        ["loadBalancers"],
        (Marker) =>
            elb.send(
                new sdk.elb.DescribeListenersCommand({ LoadBalancerArn, PageSize: 400, Marker }),
                asking.sending,
            ),
        ({ Listeners }) => Listeners,
    );
    // Others have no rules besides what a listener does by default.
    const rules =
        Type === "application"
            ? await Promise.all(
                  listeners.map((each) => readRules(clients, asking, each.ListenerArn)),
              )
            : [];
    return [
        ...listeners.flatMap(({ ListenerArn, Port, Protocol, DefaultActions }) =>
            factOf("aws:lb/listener:Listener", ListenerArn, listenerName(LoadBalancerArn, Port), {
                arn: ListenerArn,
                loadBalancerArn: LoadBalancerArn,
                port: Port ?? null,
                protocol: Protocol ?? null,
                defaultActions: actionsOf(DefaultActions),
            }),
        ),
        ...rules.flat(),
    ];
}

/** Listeners have no names: that of the load balancer, and the port. */
function listenerName(loadBalancer = "", port: number | undefined): string | undefined {
    const [, , name] = loadBalancer.split("/");
    return name === undefined || port === undefined ? undefined : `${name}:${String(port)}`;
}

async function readRules(
    { sdk, elb }: Clients,
    asking: Asking,
    ListenerArn: string | undefined,
): Promise<readonly Fact[]> {
    const rules = await asking.list(
        "elasticloadbalancing:DescribeRules",
        ["loadBalancers"],
        (Marker) =>
            elb.send(
                new sdk.elb.DescribeRulesCommand({ ListenerArn, PageSize: 400, Marker }),
                asking.sending,
            ),
        ({ Rules }) => Rules,
    );
    return rules
        .filter(({ IsDefault }) => IsDefault !== true)
        .flatMap(({ RuleArn, Actions }) =>
            factOf("aws:lb/listenerRule:ListenerRule", RuleArn, undefined, {
                arn: RuleArn,
                listenerArn: ListenerArn,
                actions: actionsOf(Actions),
            }),
        );
}

function actionsOf(actions: readonly Elb.Action[] | undefined): Raw {
    return (actions ?? []).map(({ Type, TargetGroupArn, ForwardConfig }) => {
        const { TargetGroups: groups = [] } = ForwardConfig ?? {};
        return {
            type: Type ?? null,
            targetGroupArn: TargetGroupArn ?? "",
            forward:
                groups.length === 0
                    ? null
                    : { targetGroups: groups.map((each) => ({ arn: each.TargetGroupArn ?? "" })) },
        };
    });
}
