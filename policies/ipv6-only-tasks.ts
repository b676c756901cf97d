import {
    all,
    any,
    cannotKnow,
    fromBoolean,
    isKnownToBe,
    map,
    not,
    ok,
    unless,
    type Answer,
} from "../src/knowable";
import { candidates, every, listed, orOther, type Subnet } from "../src/network";
import {
    advice,
    definePolicy,
    hasIpv4,
    hasModernPlatform,
    ipv6OnlySubject,
    judgeWays,
    mayLackIpv4,
    modernPlatform,
    policyFaults,
    policyWays,
    set,
    waysTo,
    waysToImages,
    type Fix,
    type Judgement,
    type Model,
    type Told,
    type Way,
} from "../src/policy";
import { hop, stopOf, stopped, ways, type Path } from "../src/reach";
import { dualStackEcrHost, isWindows, type Workload } from "../src/workload";

export const ipv6OnlyTasks = definePolicy({
    kind: "stack",
    name: "ipv6-only-tasks",
    description:
        "Every Fargate workload in IPv6-only subnets must reach what it needs without an IPv4 address.",
    why: 'In IPv6-only subnets tasks need a VPC with an IPv6 block, routes, security group rules and network ACL rules for IPv6, Linux on platform 1.4.0 or newer, dual-stack image URIs of ECR, and DNS64 and NAT64 for hosts that have IPv4 addresses alone; there is no FIPS-140 (AWS rules 1.14, 5, 6). Otherwise a task stops with "CannotPullContainerError" or "ResourceInitializationError".',
    fix: "Name ECR images by `<account>.dkr-ecr.<region>.on.aws`, route `::/0` to an egress-only internet gateway, and for hosts of IPv4 alone set `enableDns64` and route `64:ff9b::/96` to a NAT gateway.",
    turnOff:
        "If translation to IPv4 is done by something that no plan shows. What interface endpoints of ECR do over IPv6 the setting `ecrDualStackEndpoints` says.",
    severity: "critical",
    level: "mandatory",
    subject: ipv6OnlySubject,
    *check({ model }) {
        for (const workload of model.workloads.filter(mayLackIpv4)) {
            const { label, name } = workload.launcher;
            const who = `${label} ${name}`;
            yield* judgeWays(
                model,
                workload,
                waysOf(workload, model),
                (told) =>
                    `tasks of ${who} have no IPv4 address in ${told.from}, and cannot reach ${told.what}${because(told)}`,
                mended,
            );
            for (const condition of conditionsOf(workload)) {
                const { answer, ...rest } = condition;
                const elsewhere = every(workload.launcher.subnets, hasIpv4);
                yield {
                    resource: workload.launcher.resource,
                    answer: unless(any([answer, elsewhere]), workload.maybe),
                    ...rest,
                };
            }
            yield {
                resource: workload.launcher.resource,
                answer: unless(isOfOneKind(workload), workload.maybe),
                problem: "",
                fix: "",
            };
        }
    },
});

/** What tasks start with, asked from IPv6-only subnets alone. */
function waysOf(workload: Workload, model: Model): readonly Way[] {
    const { logs, secrets } = workload.needs;
    const needs = [...logs.certain, ...secrets.certain];
    return [...waysToImages(workload, model), ...waysTo(needs, workload, model)].map((way) => ({
        ...way,
        ask: (subnet) => (hasIpv4(subnet).verdict === "ok" ? ok() : way.ask(subnet)),
    }));
}

/** What of the way only speaks IPv4. */
function because({ paths }: Told): string {
    const kind = paths[0] && stopOf(paths[0])?.at.kind;
    switch (kind) {
        case "securityGroup":
            return ": the security group does not let it out over IPv6";
        case "networkAcl":
            return ": the network ACL does not let it pass over IPv6";
        case "routeTable":
            return ": the route table has no route for it over IPv6";
        case "subnet":
            return ": it has IPv4 addresses alone, which needs DNS64 and NAT64";
        default:
            return "";
    }
}

/** Registries of AWS's have another host, which needs no translation. */
function mended(fix: Fix, { ways: failing, paths }: Told): Fix {
    const isTranslated = paths.some(({ way }) => way.code === ways.byNat64.code);
    const names = [...new Set(failing.flatMap(({ dualStackName }) => dualStackName ?? []))];
    return isTranslated && names.length > 0
        ? [
              ...advice(
                  `use the dual-stack image URI (${names.join(", ")}) and a connection over IPv6`,
              ),
              ...fix,
          ]
        : fix;
}

/** What must hold of a workload that runs in any IPv6-only subnet. */
function* conditionsOf(
    workload: Workload,
): Iterable<Pick<Judgement, "answer" | "about" | "problem" | "fix">> {
    const { launcher, needs, operatingSystem, registries } = workload;
    const { label, name, subnets } = launcher;
    const who = `${label} ${name}`;
    const unknown = [...needs.logs.gaps, ...needs.secrets.gaps];
    if (unknown.length > 0) yield { answer: cannotKnow(unknown), problem: "", fix: "" };
    const without = subnets.nodes.filter((subnet) => isInIpv6Vpc(subnet).verdict === "violated");
    const vpcs = [...new Set(without.flatMap(({ vpc }) => vpc.nodes))];
    yield {
        answer: every(subnets, isInIpv6Vpc),
        problem: `${who} runs in IPv6-only subnets, but VPC ${listed(vpcs)} has no IPv6 block`,
        fix: [
            // CloudFormation's VPC has no such property.
            ...(vpcs.some(({ resource }) => resource.isNative)
                ? []
                : [vpcs.flatMap((vpc) => set(vpc, "assignGeneratedIpv6CidrBlock", true))]),
            ...advice("add a VpcIpv6CidrBlockAssociation"),
        ],
    };
    yield {
        answer: fromBoolean(map(isWindows(operatingSystem), (is) => !is)),
        about: ["operating system"],
        problem: `${who} runs in IPv6-only subnets, which Windows tasks cannot`,
        fix: `run ${name} on Linux, or in dual-stack subnets`,
    };
    yield {
        answer: hasModernPlatform(workload),
        problem: `${who} runs in IPv6-only subnets, but its platformVersion is older than 1.4.0, which cannot`,
        fix: modernPlatform(workload),
    };
    yield {
        answer: registries.known
            ? all(
                  registries.value.map((registry) =>
                      fromBoolean<Path>(map(registry, (each) => each.kind !== "ecr" || !each.fips)),
                  ),
              )
            : cannotKnow(registries.why),
        about: ["FIPS"],
        problem: `${who} runs in IPv6-only subnets, where there is no FIPS-140, but names an image by a FIPS host of ECR`,
        fix: [...withoutFips(workload), `run ${name} in subnets that have IPv4`].join(", or "),
    };
}

/** What names an image in place of a FIPS host; nothing where AWS's pages name no such host. */
function withoutFips({ registries }: Workload): readonly string[] {
    const all = registries.known ? registries.value : [];
    const hosts = all.flatMap((registry) =>
        registry.known && registry.value.kind === "ecr" && registry.value.fips
            ? (dualStackEcrHost(registry.value.region) ?? [])
            : [],
    );
    return [...new Set(hosts)].map((host) => `name the image by ${host}`);
}

function isInIpv6Vpc(subnet: Subnet): Answer<Path> {
    if (hasIpv4(subnet).verdict === "ok") return ok();
    return every(subnet.vpc, (vpc) => {
        const end = stopped(policyFaults.vpcWithoutIpv6, vpc, {});
        const lacks = { way: policyWays.ofVpc, hops: [hop(subnet), end] };
        return fromBoolean(vpc.hasIpv6, [], [lacks]);
    });
}

/** What AWS makes of IPv6-only subnets beside others is not documented. */
function isOfOneKind({ launcher: { subnets, targetGroups, resource } }: Workload): Answer<Path> {
    const doubts = [...subnets.gaps, ...orOther(subnets)];
    if (doubts.length > 0) return cannotKnow(doubts);
    const among = candidates(subnets);
    const hasOne = among.map(hasIpv4);
    const isOne = any([all(hasOne), all(hasOne.map((answer) => not(answer)))]);
    if (isOne.verdict !== "violated") return isOne;
    if (subnets.some !== undefined) return cannotKnow(subnets.some.why);
    const hasIpv4Alone = among.some(({ ipStack }) => isKnownToBe(ipStack, "ipv4"));
    // No target group takes tasks of both: target-group-ip-address-type tells it.
    if (hasIpv4Alone && targetGroups.nodes.length > 0) return ok();
    const what = "what AWS makes of IPv6-only subnets beside others is not documented";
    const supply =
        "give it subnets of one kind: an existing service moves by a changed subnet list, or by a blue/green deployment";
    return cannotKnow(resource.gap("networkConfiguration", "not-modelled", what, supply));
}
