import assert from "node:assert/strict";
import { interest } from "../../src/network";
import { isolatedNetwork, natNetwork, Network, twoZones } from "../support/networks";
import type { Form, Resource } from "../support/program";
import { cli, Folder, plan } from "./support";

interface Row {
    readonly name: string;
    readonly build: (n: Network) => Resource | undefined;
    readonly form: Form;
    /** Where it is not the resource that was built. */
    readonly of?: string;
    readonly property: string;
    readonly says: readonly RegExp[];
    readonly saysNot?: readonly RegExp[];
}

const rows: readonly Row[] = [
    {
        name: "ids that are known",
        build: (n) => n.service("web", [isolatedNetwork(n).subnet]),
        form: "deployed",
        property: "networkConfiguration",
        says: [/^networkConfiguration: set$/m, /\.subnets, as subnet: private, certainly$/m],
    },
    {
        name: "ids that the plan makes",
        build: (n) => n.service("web", [isolatedNetwork(n).subnet]),
        form: "first preview",
        property: "networkConfiguration",
        says: [/its value comes from .*private/, /\.subnets, as subnet: private, certainly$/m],
    },
    {
        name: "one of several",
        build: (n) => {
            const { subnet } = isolatedNetwork(n);
            return n.service("web", [
                subnet,
                n.subnet("other", n.vpc("elsewhere", { cidrBlock: "10.1.0.0/16" })),
            ]);
        },
        form: "first preview",
        property: "networkConfiguration",
        says: [/as subnet: .*private/],
    },
    {
        name: "a property that is not set",
        build: (n) => n.service("web", [isolatedNetwork(n).subnet]),
        form: "deployed",
        property: "platformVersion",
        says: [/^platformVersion: (not )?set$/m],
    },
    {
        name: "a table to which nothing can be added",
        build: (n) => (natNetwork(n), undefined),
        of: "private",
        form: "first preview",
        property: "routes",
        says: [/^routes: set$/m, /what the plan does not show of it is not there/],
    },
    {
        name: "a VPC that the program only adopts",
        build: (n) => n.add("aws:ec2/defaultVpc:DefaultVpc", "shared"),
        of: "shared",
        form: "deployed",
        property: "endpoints",
        says: [/there may be more of it: shared\.endpoints: AWS made it, this program adopts it/],
        saysNot: [/vpc-[0-9a-f]/],
    },
];

describe("explain --why", () => {
    let folder: Folder;
    before(() => {
        folder = new Folder();
    });
    after(() => {
        folder.remove();
    });

    for (const { name, build, form, of, property, says, saysNot = [] } of rows) {
        it(`tells ${name}`, async () => {
            const n = new Network();
            const built = build(n);
            const file = folder.write("plan.json", JSON.stringify(n.record(form)));
            const text = `${of ?? built?.name ?? ""}.${property}`;
            const { status, out, err } = await cli(["explain", file, "--why", text]);
            assert.equal(status, 0, err);
            for (const each of says) assert.match(out, each);
            for (const each of saysNot) assert.doesNotMatch(out, each);
        });
    }

    it("tells every property that is read", async () => {
        for (const file of [plan("isolated.recording.json"), plan("nat.export.json")]) {
            const names = await cli(["explain", file, "--why", "nothing.like"]);
            assert.match(names.err, /there is no resource nothing in this plan/);
            const [, listed = ""] = /there (?:is|are): (.*)\)$/m.exec(names.err) ?? [];
            for (const [, type = "", name = ""] of listed.matchAll(/(aws:\S+) ([\w.-]+)/g)) {
                for (const property of interest.get(type) ?? []) {
                    const { status, out, err } = await cli([
                        "explain",
                        file,
                        "--why",
                        `${name}.${property}`,
                    ]);
                    // Some names are those of several resources that have it.
                    if (status === 2) assert.match(err, /name it by its URN/);
                    else assert.match(out, new RegExp(`^${property}`, "m"));
                }
            }
        }
    });

    it("takes the one that has the property, of several of one name", async () => {
        const n = new Network();
        natNetwork(n);
        const file = folder.write("plan.json", JSON.stringify(n.record("deployed")));
        const one = await cli(["explain", file, "--why", "private.cidrBlock"]);
        assert.match(one.out, /^private \(aws:ec2\/subnet:Subnet\)$/m);
        const two = await cli(["explain", file, "--why", "private.vpcId"]);
        assert.equal(two.status, 2);
        assert.match(two.err, /several are called private: name it by its URN/);
    });

    for (const [text, says] of [
        ["web", /web is no RESOURCE\.PROPERTY, such as web\.networkConfiguration/],
        [".vpcId", /is no RESOURCE\.PROPERTY/],
        ["web.", /is no RESOURCE\.PROPERTY/],
        ["wbe.cluster", /there is no resource wbe in this plan; did you mean web\?/],
        ["web.clutser", /clutser is not read; did you mean cluster\? \(of web are read: /],
    ] as const) {
        it(`says what is wrong with ${text}`, async () => {
            const n = new Network();
            n.service("web", [twoZones(n).privateSubnets[0]]);
            const file = folder.write("plan.json", JSON.stringify(n.record("deployed")));
            const { status, out, err } = await cli(["explain", file, "--why", text]);
            assert.deepEqual({ status, out }, { status: 2, out: "" });
            assert.match(err, says);
        });
    }

    it("takes nothing that is about connections", async () => {
        for (const more of [["--service", "web"], ["--to", "s3"], ["--json"], ["--broken"]]) {
            const argv = ["explain", plan("nat.preview.json"), "--why", "web.cluster", ...more];
            const { status, err } = await cli(argv);
            assert.equal(status, 2);
            assert.match(
                err,
                RegExp(`${more[0] ?? ""} is for connections, which --why does not tell`),
            );
        }
    });
});
