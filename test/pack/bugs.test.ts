import { deepEqual, equal, match } from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import { startPack, type Diagnostic, type Pack } from "../support/engine";
import { find, makePack, of, recording, reporting } from "./support";

const nat = recording("nat");
const group = find(nat, "SecurityGroup", "task");
const table = find(nat, "RouteTable", "private");
const vpc = find(nat, "Vpc");
const stack = find(nat, "Stack");

/**
 * Policies that throw, each its own way, between policies that do not; and a model that cannot be built
 * if a resource is named "explode".
 */
const source = `
const { violated } = require(root + "/bin/src/knowable");
const { Model } = require(root + "/bin/src/policy");

const { get } = Object.getOwnPropertyDescriptor(Model.prototype, "workloads");
Object.defineProperty(Model.prototype, "workloads", {
    get() {
        if (this.plan.resources.some(({ name }) => name === "explode")) throw new RangeError("hunter2");
        return get.call(this);
    },
});

const finding = (resource) => ({ resource, answer: violated(), problem: "as always", fix: "-" });
const types = ["aws:ec2/securityGroup:SecurityGroup"];
const bug = (error) => function* (subject) {
    // What it found before it failed does not count either.
    yield finding(subject.model ? subject.model.stack : subject);
    throw error;
};
const badEdit = {
    ...{ code: "set", key: "set", text: "mend it" },
    get about() { throw new SyntaxError("hunter2"); },
};
const calm = { *check(resource) { yield finding(resource); }, types };
const calmStack = { *check({ model }) { yield finding(model.stack); } };

serve(toPulumiPolicies([
    policy("resource", "calm-resource-1", calm),
    policy("resource", "bad-resource", { types, check: bug(new TypeError("hunter2")) }),
    policy("resource", "bad-two-types", {
        types: ["aws:ec2/routeTable:RouteTable", "aws:ec2/route:Route"],
        check: bug("hunter2"),
    }),
    policy("resource", "bad-remediation", {
        types: ["aws:ec2/vpc:Vpc"],
        remediates: ["cidrBlock"],
        *check(resource) { yield { ...finding(resource), fix: [[badEdit]] }; },
    }),
    policy("resource", "calm-resource-2", calm),
    policy("stack", "calm-stack-1", calmStack),
    policy("stack", "bad-stack", { check: bug(new TypeError("hunter2")) }),
    policy("stack", "calm-stack-2", calmStack),
    policy("unverified", "bad-unverified", { check: bug(null) }),
]));
`;

describe("a bug in a policy", () => {
    const { dir, remove } = makePack(source);
    let pack: Pack;
    before(async () => {
        pack = await startPack(dir);
        // The worst that a bug may cost, whatever the level of its policy.
        await pack.configure({ all: "mandatory" });
    });
    after(async () => {
        await pack.stop();
        remove();
    });

    it("costs one advisory on the resource; the other policies go on", async () => {
        const report = await pack.analyze(group);
        isAdvisory(of(report, "bad-resource"), {
            urn: group.urn,
            says: "bad-resource could not check task, because of a bug in fargate-preflight (TypeError). Please report it.",
        });
        deepEqual(reporting(report, "mandatory"), ["calm-resource-1", "calm-resource-2"]);
        equal(report.diagnostics.length, 3);
    });

    it("need not be an error to be caught, nor of a policy for one type", async () => {
        const report = await pack.analyze(table);
        isAdvisory(of(report, "bad-two-types"), {
            urn: table.urn,
            says: "bad-two-types could not check private, because of a bug in fargate-preflight (an error). Please report it.",
        });
        equal(report.diagnostics.length, 1);
    });

    it("costs one advisory on the stack; the other policies go on", async () => {
        const report = await pack.analyzeStack(nat);
        for (const [policy, kind] of [
            ["bad-stack", "TypeError"],
            ["bad-unverified", "an error"],
        ] as const) {
            isAdvisory(of(report, policy), {
                urn: stack.urn,
                says: `${policy} could not check this stack, because of a bug in fargate-preflight (${kind}). Please report it.`,
            });
        }
        deepEqual(reporting(report, "mandatory"), ["calm-stack-1", "calm-stack-2"]);
        equal(report.diagnostics.length, 4);
    });

    it("costs one advisory in all if it is in the model, and spares the next call", async () => {
        const exploding = [...nat, { ...group, name: "explode", urn: `${group.urn}-too` }];
        const report = await pack.analyzeStack(exploding);
        isAdvisory(report.diagnostics, {
            urn: "",
            says: "no policy could check the network of this stack, because of a bug in fargate-preflight (RangeError). Please report it.",
        });
        deepEqual(reporting(await pack.analyzeStack(nat), "mandatory"), [
            "calm-stack-1",
            "calm-stack-2",
        ]);
    });

    it("in a remediation leaves the violation, and is told by the Analyze that follows", async () => {
        await pack.configure({ all: "mandatory", "bad-remediation": "remediate" });
        deepEqual(await pack.remediate(vpc), []);
        const { diagnostics } = await pack.analyze(vpc);
        isAdvisory(
            diagnostics.filter(({ level }) => level === "advisory"),
            {
                urn: vpc.urn,
                says: "bad-remediation could not mend vpc, because of a bug in fargate-preflight (SyntaxError). Please report it.",
            },
        );
        const [violation, ...more] = diagnostics.filter(({ level }) => level === "mandatory");
        match(violation?.message ?? "", /as always/);
        deepEqual(more, []);
    });
});

/** The one advisory of a bug, which quotes nothing of the error: it may hold a secret. */
function isAdvisory(
    diagnostics: readonly Diagnostic[],
    { urn, says }: { readonly urn: string; readonly says: string },
): void {
    deepEqual(
        diagnostics.map((each) => ({ level: each.level, urn: each.urn, says: each.message })),
        [{ level: "advisory", urn, says }],
    );
}
