import { deepEqual } from "node:assert/strict";
import { linkTo, type FileSystem } from "../../src/network";
import { ipv6Only } from "../support/ipv6";
import { groupWith, later, Network, tcp } from "../support/networks";
import type { Form, Inputs, Options, Resource } from "../support/program";
import { notYet, told } from "../support/in-words";
import { Reaching } from "../support/reaching";

interface Parts {
    readonly n: Network;
    readonly vpc: Resource;
    /** Where the tasks are, in us-east-1a; another one there, and one in us-east-1b. */
    readonly own: Resource;
    readonly near: Resource;
    readonly far: Resource;
    /** A mount target in a subnet, whose group admits NFS from everywhere, or nobody. */
    readonly mount: (
        subnet: Resource,
        admits?: boolean,
        inputs?: Inputs,
        options?: Options,
    ) => void;
}

const otherZone =
    "mountTargets of files: it has no mount target in the zone of subnet own, and its name means that of the zone";
const hidden =
    "mountTargets of files: mount targets that are made inside apply are not in a first preview";

const rows: readonly (readonly [
    name: string,
    build: (parts: Parts) => void,
    expected: readonly string[],
    form?: Form,
])[] = [
    [
        "by a mount target in the tasks' subnet",
        ({ mount, own }) => {
            mount(own);
        },
        ["ok"],
    ],
    [
        "by one whose group admits nobody",
        ({ mount, own }) => {
            mount(own, false);
        },
        ["violated"],
    ],
    [
        "by one in another subnet of the zone",
        ({ mount, near }) => {
            mount(near);
        },
        ["ok"],
    ],
    [
        "by one in another zone alone",
        ({ mount, far }) => {
            mount(far);
        },
        [otherZone],
    ],
    ["by none", () => undefined, ["violated"]],
    [
        "by the one of the zone, whatever the other",
        ({ mount, own, far }) => {
            mount(own);
            mount(far, false);
        },
        ["ok"],
    ],
    [
        "by the one of the zone that admits nobody, whatever the other",
        ({ mount, own, far }) => {
            mount(own, false);
            mount(far);
        },
        ["violated"],
    ],
    [
        "by the one of the zone, in another subnet, whatever the other",
        ({ mount, near, far }) => {
            mount(far, false);
            mount(near);
        },
        ["ok"],
    ],
    [
        "by one of two, where the zone of the tasks is not known",
        ({ mount, own, near, far }) => {
            own.inputs.availabilityZone = null;
            mount(near);
            mount(far, false);
        },
        [
            "mountTargets of files: some of its mount targets can be reached, and others not; which one a task uses depends on its zone",
        ],
        "first preview",
    ],
    [
        "by two, where the zone of the tasks is not known",
        ({ mount, own, near, far }) => {
            own.inputs.availabilityZone = null;
            mount(near);
            mount(far);
        },
        ["ok"],
    ],
    [
        "by one in a subnet whose zone is not known",
        ({ mount, near }) => {
            near.inputs.availabilityZone = null;
            mount(near);
        },
        ["ok"],
    ],
    [
        "by one in a subnet that is not in the plan",
        ({ mount, own }) => {
            mount(own, true, { subnetId: "subnet-0123456789abcdef0" });
        },
        ["subnetId of own: the subnet that it names is not in this plan"],
    ],
    [
        "by one without a subnet",
        ({ mount, own }) => {
            mount(own, true, { subnetId: null });
        },
        [otherZone],
    ],
    [
        "by one that may be of another file system",
        ({ n, mount, own }) => {
            const other = n.add("aws:efs/fileSystem:FileSystem", "other");
            const files = n.find("aws:efs/fileSystem:FileSystem");
            if (files)
                mount(
                    own,
                    true,
                    { fileSystemId: later(n) },
                    { feeds: { fileSystemId: [files, other] } },
                );
        },
        ["fileSystemId of own: it may be of this file system", hidden],
        "first preview",
    ],
    [
        "by one of a file system that is not known yet",
        ({ n, mount, own }) => {
            mount(own, true, { fileSystemId: later(n) });
        },
        [`fileSystemId of own: ${notYet}`, hidden],
        "first preview",
    ],
    [
        "by one whose port is not known yet",
        ({ n, vpc, mount, own }) => {
            const group = groupWith(n, "maybe", vpc, {
                ingress: [
                    {
                        protocol: "tcp",
                        fromPort: later(n),
                        toPort: 2049,
                        cidrBlocks: ["10.0.0.0/16"],
                    },
                ],
            });
            mount(own, true, { securityGroups: [group.id] });
        },
        [`ingress[0].fromPort of maybe: ${notYet}`],
        "first preview",
    ],
    [
        "from tasks that have IPv6 alone",
        ({ vpc, mount, own }) => {
            vpc.inputs.assignGeneratedIpv6CidrBlock = true;
            Object.assign(own.inputs, ipv6Only);
            mount(own);
        },
        ["ipv6Native of own: how file systems are mounted over IPv6 is not simulated"],
    ],
];

describe("calls to a file system of EFS", () => {
    for (const [name, build, expected, form = "deployed"] of rows)
        it(name, () => {
            const n = new Network();
            const vpc = n.vpc();
            const [own, near, far] = (["own", "near", "far"] as const).map((each) =>
                n.subnet(each, vpc, {
                    availabilityZone: each === "far" ? "us-east-1b" : "us-east-1a",
                }),
            );
            if (own === undefined || near === undefined || far === undefined) throw new Error();
            const files = n.add("aws:efs/fileSystem:FileSystem", "files");
            const mount: Parts["mount"] = (subnet, admits = true, inputs = {}, options = {}) => {
                const rules = admits ? [tcp(2049, { cidrBlocks: ["0.0.0.0/0"] })] : [];
                const group = groupWith(n, `of-${subnet.name}`, vpc, { ingress: rules });
                n.add(
                    "aws:efs/mountTarget:MountTarget",
                    subnet.name,
                    {
                        fileSystemId: files.id,
                        subnetId: subnet.id,
                        securityGroups: [group.id],
                        ...inputs,
                    },
                    options,
                );
            };
            build({ n, vpc, own, near, far, mount });
            n.service("web", [own]);
            const asked = new Reaching(n, form);
            const { reach, origin } = asked;
            deepEqual(
                told(reach.canMount(origin, linkTo(asked.node<FileSystem>(files)))),
                expected,
            );
        });
});
