import { addAll, cannotKnow, isKnownToBe, ok, unless, violated, type Gap } from "../knowable";
import {
    agreed,
    candidates,
    effectiveGroups,
    every,
    partitionOf,
    type AnyMountTarget,
    type Children,
    type FileSystem,
    type Graph,
    type S3FileSystem,
    type Subnet,
    type Vpc,
} from "../network";
import { inOrder, type HopAnswer, type Origin } from "./connection";
import { hasHostnames, hostOf } from "./dns";
import { sourceOf, type Filters } from "./filters";
import { along, stopped, through, type Hop, type PathAnswer } from "./hop";
import { enforcing, leavesUnencrypted } from "./public-access";
import { rules } from "./rules";
import { named } from "./by-name";
import type { Scene } from "./scene";
import { eachWay } from "./trace";
import { faults, parties, ways } from "./words";

/** NFS. */
const nfsPort = 2049;

type AnyFileSystem = FileSystem | S3FileSystem;

/**
 * Whether a task can mount a file system: its name means the mount target of the task's zone, so there has
 * to be one in the VPC, and both sides' groups have to admit NFS (AWS rules 1.5, 3).
 */
export function canMount(scene: Scene, origin: Origin, fileSystem: AnyFileSystem): PathAnswer {
    const { graph, trace } = scene;
    return every(origin.subnet.vpc, (vpc) =>
        named(scene, vpc, origin, domainOf(fileSystem), () =>
            along(
                through(
                    origin.subnet,
                    inOrder([
                        () =>
                            trace.step(
                                rules.privateDns,
                                () => ({
                                    at: vpc,
                                    says: `VPC ${vpc.name} has enableDnsHostnames on`,
                                }),
                                () => namesIn(vpc, fileSystem),
                            ),
                        () => mountIn(scene, origin, fileSystem, vpc),
                        () =>
                            trace.step(
                                rules.mountTarget,
                                () => undefined,
                                () => isLeftAlone(graph, vpc, fileSystem),
                            ),
                    ]),
                ),
                ways.toFileSystem,
            ),
        ),
    );
}

/** Below which the names of its mount targets lie; those of S3 Files by the configuration of AWS's client. */
function domainOf({ kind, resource: { region } }: AnyFileSystem): string | undefined {
    if (!region.known) return undefined;
    if (kind === "fileSystem") return hostOf({ name: "efs", region: region.value });
    const partition = partitionOf(region.value);
    return partition && `s3files.${region.value}.${partition.registrySuffix}`;
}

/** Names of EFS need hostnames (EFS, mounting by DNS name). */
function namesIn(vpc: Vpc, fileSystem: AnyFileSystem): HopAnswer {
    const answer = hasHostnames(vpc, parties.nameOf.of({ fileSystem }));
    const isSure = answer.verdict !== "violated" || fileSystem.kind === "fileSystem";
    return isSure ? answer : cannotKnow(hostnamesForS3(vpc));
}

/** Why it is not known what the names of S3 Files mean in a VPC without DNS hostnames. */
export function hostnamesForS3({ resource }: Vpc): Gap {
    return resource.gap(
        "enableDnsHostnames",
        "not-modelled",
        "no page of AWS's says whether the names of S3 file systems need it",
        "set it to true",
    );
}

/** VPC encryption controls have an exclusion for EFS, and nothing is said of S3 Files (AWS rule 13). */
function isLeftAlone(graph: Graph, vpc: Vpc, { kind }: AnyFileSystem): HopAnswer {
    if (kind === "fileSystem") return leavesUnencrypted(graph, vpc, "elasticFileSystemExclusion");
    const what = `no page of AWS's says whether VPC encryption controls in enforce mode let S3 Files through in VPC ${vpc.name}`;
    const gaps = enforcing(graph, vpc).map(({ resource }) =>
        resource.gap("mode", "not-modelled", what),
    );
    return gaps.length === 0 ? ok() : cannotKnow(gaps);
}

function targetsOf(graph: Graph, fileSystem: AnyFileSystem): Children<AnyMountTarget> {
    return fileSystem.kind === "fileSystem"
        ? graph.children("mountTarget", fileSystem, "fileSystem")
        : graph.children("s3MountTarget", fileSystem, "fileSystem");
}

function mountIn(
    { dns64, graph, filters, trace }: Scene,
    origin: Origin,
    fileSystem: AnyFileSystem,
    vpc: Vpc,
): HopAnswer {
    const targets = targetsOf(graph, fileSystem);
    const here: AnyMountTarget[] = [];
    const doubts: Gap[] = [
        ...graph.openness.of<AnyFileSystem["kind"]>(fileSystem, "mountTargets", targets.unresolved),
    ];
    for (const target of targets.certain) {
        const inVpc = every(target.subnet, (subnet) =>
            every(subnet.vpc, (each) => (each === vpc ? ok<Hop>() : violated<Hop>())),
        );
        if (inVpc.verdict === "ok") here.push(target);
        else if (inVpc.verdict === "cannot-know") addAll(doubts, inVpc.gaps);
    }
    for (const target of targets.possible) {
        doubts.push(
            target.resource.gap("fileSystemId", "made-by-plan", "it may be of this file system"),
        );
    }
    // People make them in a loop over unknown ids of subnets, inside apply: a first preview shows none.
    const isHidden = fileSystem.resource.isNew && graph.plan.isEarly === undefined;
    if (isHidden && targets.certain.length === 0) {
        const what = "mount targets that are made inside apply are not in a first preview";
        doubts.push(fileSystem.resource.gap("mountTargets", "open", what));
    }
    if (fileSystem.kind === "s3FileSystem" && targets.certain.length > 0) {
        const what = `no page of AWS's says what its name means in VPC ${vpc.name}, in which it has no mount target`;
        doubts.push(fileSystem.resource.gap("mountTargets", "not-modelled", what));
    }
    if (here.length === 0) {
        const none = violated(stopped(faults.noMountTarget, fileSystem, { vpc }));
        return trace.step(
            rules.mountTarget,
            () => undefined,
            () => unless(none, doubts),
        );
    }
    const near = nearest(here, origin.subnet);
    if (near.length === 0) return cannotKnow(otherZone(fileSystem, origin.subnet));
    const answers = eachWay(
        trace,
        near,
        ({ name }) => `by the mount target ${name}`,
        (target) => {
            trace.note(rules.mountTarget, () => ({
                at: target,
                says: `${fileSystem.label} ${fileSystem.name} has the mount target ${target.name}`,
            }));
            trace.rests(() => [target]);
            return dns64.privately(mountAt(graph, filters, origin, target), origin);
        },
    );
    const what =
        "some of its mount targets can be reached, and others not; which one a task uses depends on its zone";
    return agreed(answers, fileSystem.resource.gap("mountTargets", "not-modelled", what));
}

/**
 * The mount target in the task's own subnet, or zone: a zone has at most one, and the name means it.
 * All of them, if it is not known in which zones they are.
 */
function nearest(targets: readonly AnyMountTarget[], subnet: Subnet): readonly AnyMountTarget[] {
    const own = targets.filter((target) => target.subnet.nodes.includes(subnet));
    if (own.length > 0) return own;
    const zone = subnet.availabilityZone;
    if (!zone.known || zone.value === undefined) return targets;
    const near = targets.filter((target) =>
        target.subnet.nodes.some((each) => isKnownToBe(each.availabilityZone, zone.value)),
    );
    const isOpen = targets.some(({ subnet: { nodes, gaps, some } }) => {
        const isSure = gaps.length === 0 && some === undefined;
        return !isSure || nodes.some((each) => !each.availabilityZone.known);
    });
    return near.length > 0 || !isOpen ? near : targets;
}

function otherZone({ resource, name }: AnyFileSystem, subnet: Subnet): Gap {
    return resource.gap(
        "mountTargets",
        "not-modelled",
        `it has no mount target in the zone of subnet ${subnet.name}, and its name means that of the zone`,
        `add a mount target of ${name} in each zone of the tasks`,
    );
}

function mountAt(
    graph: Graph,
    filters: Filters,
    origin: Origin,
    target: AnyMountTarget,
): HopAnswer {
    const groups = effectiveGroups(graph, target.securityGroups, target.subnet);
    const answers = candidates(target.subnet).map((subnet) =>
        filters.within(origin, subnet, {
            addresses: sourceOf(subnet, "ipv4"),
            port: nfsPort,
            called: parties.mountTarget.of({ target }),
            groups,
        }),
    );
    const [why = target.subnet.some?.why] = target.subnet.gaps;
    const { hasIpv4 } = target;
    if (!hasIpv4.known) return cannotKnow(hasIpv4.why);
    if (!hasIpv4.value) return cannotKnow(overIpv6(target));
    return inOrder([
        () =>
            why === undefined ? (answers[0] ?? cannotKnow(noSubnet(target))) : agreed(answers, why),
        () => filters.arrive(origin, groups, { port: nfsPort }, "ipv4", target),
    ]);
}

function overIpv6({ resource }: AnyMountTarget): Gap {
    const what = "it has an IPv6 address alone, and mounts over IPv6 are not simulated";
    return resource.gap("ipAddressType", "not-modelled", what);
}

function noSubnet(target: AnyMountTarget): Gap {
    return target.resource.gap("subnetId", "malformed", "it names no subnet");
}
