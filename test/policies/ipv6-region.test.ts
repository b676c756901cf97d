import { ipv6Region } from "../../policies/ipv6-region";
import { unverifiedNetwork } from "../../policies/unverified-network";
import { dualStack, publicIpv6Network, ipv6Only } from "../support/ipv6";
import { dualStackImage, natNetwork, type Network } from "../support/networks";
import type { Inputs, Resource, Value } from "../support/program";
import { testPolicy } from "../support/table";

const ireland = "eu-west-1";

/** A service in a subnet like this, all in one region. */
function serviceIn(n: Network, region: Value, subnet: Inputs, inputs: Inputs = {}): void {
    const { subnet: tasks } = publicIpv6Network(n, subnet);
    n.taskDefinition("app", {}, dualStackImage);
    n.service("web", [tasks], inputs);
    moveTo(n, region);
}

/** The program names the region on each resource. */
function moveTo({ resources }: Network, region: Value): void {
    for (const { type, inputs } of resources) if (type.startsWith("aws:")) inputs.region = region;
}

/** A service in a dual-stack subnet, and one of another kind. */
function inTwo(n: Network, other: Inputs, choice?: (subnets: Resource[]) => void): void {
    const { vpc, subnet } = publicIpv6Network(n, ipv6Only);
    const subnets = [subnet, n.subnet("other", vpc, other)];
    if (choice === undefined) n.service("web", subnets);
    else choice(subnets);
    moveTo(n, ireland);
}

function chosen(n: Network): (feeding: Resource[]) => void {
    return (networkConfiguration) => {
        const choice = n.add("test:index:Choice", "choice");
        n.service("web", choice.get("ids"), {}, { feeds: { networkConfiguration } });
    };
}

testPolicy(ipv6Region, unverifiedNetwork, {
    valid: [
        {
            name: "IPv6-only tasks in us-east-1",
            network: (n) => n.service("web", [publicIpv6Network(n, ipv6Only).subnet]),
        },
        {
            name: "IPv6-only tasks in AWS GovCloud",
            network: (n) => serviceIn(n, "us-gov-west-1", ipv6Only),
        },
        {
            name: "dual-stack tasks in a region that is not listed",
            network: (n) => serviceIn(n, ireland, dualStack),
        },
        {
            name: "IPv4 tasks behind a NAT gateway in a region that is not listed",
            network: (n) => {
                n.service("web", [natNetwork(n).privateSubnet]);
                moveTo(n, ireland);
            },
        },
        {
            name: "an EC2 service in IPv6-only subnets of a region that is not listed",
            network: (n) => serviceIn(n, ireland, ipv6Only, { launchType: "EC2" }),
        },
        {
            name: "an IPv6-only subnet that no task uses, in a region that is not listed",
            network: (n) => {
                const { vpc, subnet } = publicIpv6Network(n);
                n.subnet("other", vpc, ipv6Only);
                n.service("web", [subnet]);
                moveTo(n, ireland);
            },
        },
        {
            name: "a region that the setting names",
            network: (n) => serviceIn(n, ireland, ipv6Only),
            settings: { "ipv6-region": { moreRegions: [ireland] } },
        },
        {
            name: "a subnet that is not in the plan, in a region that is listed",
            network: (n) => n.service("web", ["subnet-0123456789abcdef0"]),
        },
        {
            name: "a region that is not known, of IPv4 tasks",
            network: (n) => {
                const choice = n.add("test:index:Choice", "choice");
                const { vpc } = publicIpv6Network(n);
                n.service("web", [n.subnet("ipv4", vpc)], { region: choice.get("region") });
            },
            forms: ["first preview"],
        },
    ],
    violates: [
        {
            name: "IPv6-only tasks in eu-west-1",
            statement: "1.15",
            network: (n) => serviceIn(n, ireland, ipv6Only),
            fixed: (n) => serviceIn(n, "eu-west-2", ipv6Only),
            on: "web",
            says: [
                /service web runs in IPv6-only subnets \(tasks\), for which AWS does not list its region; the list may lag/,
                /fix: run web in dual-stack subnets or in another region, or name the region in the setting moreRegions/,
            ],
        },
        {
            name: "IPv6-only tasks in mexico, where the setting names another region",
            network: (n) => serviceIn(n, "mx-central-1", ipv6Only),
            settings: { "ipv6-region": { moreRegions: [ireland] } },
            on: "web",
            says: /does not list its region/,
        },
        {
            name: "one of two subnets IPv6-only",
            network: (n) => inTwo(n, dualStack),
            on: "web",
            says: /IPv6-only subnets \(tasks\)/,
        },
        {
            name: "IPv6-only subnets that an apply chose",
            network: (n) =>
                inTwo(n, { ...ipv6Only, ipv6CidrBlock: "2001:db8:1:2::/64" }, chosen(n)),
            forms: ["first preview"],
            on: "web",
            says: [/IPv6-only subnets \(other and tasks\)/, /assuming that/],
        },
        {
            name: "a task that EventBridge starts",
            network: (n) => {
                const { subnet } = publicIpv6Network(n, ipv6Only);
                n.add("aws:cloudwatch/eventTarget:EventTarget", "nightly", {
                    arn: n.cluster().arn,
                    ecsTarget: {
                        taskDefinitionArn: n.taskDefinition("app").arn,
                        launchType: "FARGATE",
                        networkConfiguration: { subnets: [subnet.id] },
                    },
                });
                moveTo(n, ireland);
            },
            on: "nightly",
            says: /event target nightly runs in IPv6-only subnets/,
        },
    ],
    cannotKnow: [
        {
            name: "subnets that an apply chose, of which one is IPv6-only",
            network: (n) => inTwo(n, dualStack, chosen(n)),
            forms: ["first preview"],
            on: "web",
            gap: /networkConfiguration/,
            ok: (n) => serviceIn(n, ireland, dualStack),
            violated: (n) => inTwo(n, dualStack),
        },
        {
            name: "a region that is not known",
            network: (n) => {
                const choice = n.add("test:index:Choice", "choice");
                serviceIn(n, choice.get("region"), ipv6Only);
            },
            forms: ["first preview"],
            on: "web",
            gap: /its AWS region does not stand in the plan/,
            ok: (n) => serviceIn(n, "eu-west-2", ipv6Only),
            violated: (n) => serviceIn(n, ireland, ipv6Only),
        },
        {
            name: "a service that may be on Fargate",
            network: (n) =>
                serviceIn(n, ireland, ipv6Only, { launchType: null, cluster: "shared" }),
            on: "web",
            gap: /the cluster that it names is not in this plan/,
            ok: (n) => serviceIn(n, ireland, dualStack),
            violated: (n) => serviceIn(n, ireland, ipv6Only),
        },
        {
            name: "a subnet that is not in the plan",
            network: (n) => {
                n.service("web", ["subnet-0123456789abcdef0"]);
                moveTo(n, ireland);
            },
            on: "web",
            gap: /the subnet that it names is not in this plan/,
            ok: (n) => serviceIn(n, ireland, dualStack),
            violated: (n) => serviceIn(n, ireland, ipv6Only),
        },
    ],
});
