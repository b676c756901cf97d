import assert from "node:assert/strict";
import type { Knowable } from "../../src/knowable";
import { PlanError, planFromJson, unknownText, type Raw, type RawProperties } from "../../src/plan";
import { interest } from "../../src/policy";

const urnOf = (type: string, name: string): string => `urn:pulumi:dev::shop::${type}::${name}`;
const vpc = "aws:ec2/vpc:Vpc";
const service = "aws:ecs/service:Service";
const definition = "aws:ecs/taskDefinition:TaskDefinition";
const database = "aws:rds/instance:Instance";
const repository = "aws:ecr/repository:Repository";

const resource = (
    type: string,
    name: string,
    outputs: RawProperties,
    more: RawProperties = {},
): RawProperties => ({
    type,
    name,
    urn: urnOf(type, name),
    inputs: outputs,
    outputs,
    dependencies: [],
    propertyDependencies: {},
    ...more,
});

const standsIn = (type: string, name: string, path: Raw, as = "believed"): RawProperties => ({
    urn: urnOf(type, name),
    path,
    as,
});

function read(
    resources: readonly RawProperties[],
    rehearsal: RawProperties,
): ReturnType<typeof planFromJson>["plan"] {
    return planFromJson({ rehearsal, resources }, interest).plan;
}

const find = (
    plan: ReturnType<typeof read>,
    name: string,
): ReturnType<typeof read>["resources"][number] => {
    const found = plan.resources.find((each) => each.name === name);
    if (found === undefined) throw new Error(name);
    return found;
};

function firstOf<T>(all: Knowable<readonly T[]>): T {
    const [first] = all.known ? all.value : [];
    if (first === undefined) throw new Error("there is none, or it is not known");
    return first;
}

describe("a rehearsed plan", () => {
    it("is told from others, and says how many values stood in", () => {
        const { kind, plan } = planFromJson(
            {
                rehearsal: { standIns: [standsIn(vpc, "main", ["id"])] },
                resources: [resource(vpc, "main", { id: "vpc-0fa57e57000000000" })],
            },
            interest,
        );
        assert.equal(kind, "rehearsal");
        assert.equal(plan.standIns, 1);
    });

    it("knows the ids that stood in, of things that are new all the same", () => {
        const id = "vpc-0fa57e57000000000";
        const plan = read([resource(vpc, "main", { id }), resource(vpc, "old", { id: "vpc-1" })], {
            standIns: [standsIn(vpc, "main", ["id"])],
        });
        const [main, old] = [find(plan, "main"), find(plan, "old")];
        assert.deepEqual([main.id.known && main.id.value, main.isNew], [id, true]);
        assert.equal(old.isNew, false);
    });

    it("does not know what stood in for the program alone, wherever it was carried", () => {
        const secretKey = "0fa57e57aaaabbbbcccc";
        const plan = read(
            [
                resource(
                    service,
                    "web",
                    { id: "arn:x", iamRole: secretKey, platformVersion: "1.9.9" },
                    { inputs: {} },
                ),
                resource(definition, "web-task", {
                    id: "web",
                    containerDefinitions: `[{"name":"a","image":"x","environment":[{"name":"K","value":"k=${secretKey}"}]}]`,
                }),
            ],
            {
                standIns: [
                    standsIn(service, "web", ["iamRole"], "doubted"),
                    standsIn(service, "web", ["platformVersion"], "doubted"),
                ],
            },
        );
        for (const property of ["platformVersion", "iamRole"]) {
            const value = find(plan, "web").at(property).string();
            assert.equal(
                ["1.9.9", secretKey].includes(value.known ? (value.value ?? "") : ""),
                false,
            );
        }
        const containers = find(plan, "web-task").at("containerDefinitions").json().elements();
        const container = firstOf(containers);
        assert.equal(container.at("image").string().known, true);
        assert.equal(container.at("environment").elements().known, true);
    });

    it("does not know a number that stood in, where the program carried it", () => {
        const plan = read(
            [
                resource(database, "db", { id: "db-1", port: 5432 }),
                resource(
                    "aws:ec2/securityGroup:SecurityGroup",
                    "group",
                    { id: "sg-1", ingress: [{ fromPort: 5432, toPort: 5432, protocol: "tcp" }] },
                    { propertyDependencies: { ingress: [urnOf(database, "db")] } },
                ),
            ],
            { standIns: [standsIn(database, "db", ["port"], "doubted")] },
        );
        const rules = find(plan, "group").at("ingress").elements();
        const rule = firstOf(rules);
        assert.equal(rule.at("fromPort").number().known, false);
        assert.equal(rule.at("protocol").string().known, true);
    });

    it("reads secrets as what they hold, and doubts no mark of one", () => {
        const wrapped = (value: Raw): RawProperties => ({
            "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
            value,
        });
        const password = "0fa57e57aaaabbbbcccc";
        const type = "random:index/randomPassword:RandomPassword";
        const plan = read(
            [
                resource(type, "password", { result: wrapped(password) }),
                resource(definition, "task", {
                    id: "web",
                    containerDefinitions: wrapped(
                        `[{"name":"a","image":"nginx","environment":[{"name":"K","value":"${password}"}]}]`,
                    ),
                }),
            ],
            { standIns: [standsIn(type, "password", ["result"], "doubted")] },
        );
        const containers = find(plan, "task").at("containerDefinitions").json().elements();
        assert.equal(containers.known, true);
    });

    it("names nobody's account: any, or the one that is known", () => {
        const url = "000000570000.dkr.ecr.eu-west-1.amazonaws.com/web";
        const arn = "arn:aws:ecr:eu-west-1:000000570000:repository/web";
        const task = (plan: ReturnType<typeof read>): string | undefined => {
            const all = find(plan, "task").at("containerDefinitions").json().elements();
            const image = firstOf(all).at("image").string();
            return image.known ? image.value : undefined;
        };
        const resources = [
            resource(repository, "web", { id: "web", arn, repositoryUrl: url }),
            resource(definition, "task", {
                id: "web",
                containerDefinitions: `[{"name":"a","image":"${url}:v1"}]`,
            }),
        ];
        const standIns = [
            standsIn(repository, "web", ["id"]),
            standsIn(repository, "web", ["arn"]),
        ];
        // An output that is the account alone does not make it unknown wherever it is named.
        const owner = standsIn(repository, "web", ["registryId"], "doubted");
        const withOwner = [
            resource(repository, "web", {
                id: "web",
                arn,
                repositoryUrl: url,
                registryId: "000000570000",
            }),
            ...resources.slice(1),
        ];
        const plan = read(withOwner, {
            standIns: [...standIns, owner],
            accounts: { "000000570000": null },
        });
        assert.equal(task(plan), `${url}:v1`);
        const known = read(resources, { standIns, accounts: { "000000570000": "111122223333" } });
        assert.equal(task(known), `${url}:v1`.replace("000000570000", "111122223333"));
        // Beside another account, it may be the same one.
        const role = resource("aws:iam/policy:Policy", "p", {
            policy: "arn:aws:iam::444455556666:role/x",
        });
        const beside = read([...resources, role], { standIns, accounts: { "000000570000": null } });
        assert.equal(task(beside), undefined);
    });

    it("is refused if it does not say what stands in", () => {
        for (const rehearsal of [
            {},
            { standIns: 7 },
            { standIns: [{ urn: "x", path: [], as: "believed" }] },
            { standIns: [{ urn: "x", path: ["id"], as: "else" }] },
        ]) {
            assert.throws(
                () => read([], rehearsal),
                (error: Error) =>
                    error instanceof PlanError && error.message.includes("expected one that"),
            );
        }
    });

    it("is refused if a resource in it cannot be read, with its place", () => {
        const rehearsal = { standIns: [] };
        for (const [resources, expected] of [
            [undefined, /^resources is missing/],
            [[7], /^resources\[0\] is a number/],
            [[{ urn: "x" }], /^resources\[0\]\.urn is no URN/],
        ] as const) {
            assert.throws(
                () => planFromJson({ rehearsal, resources } as unknown as Raw, interest),
                (error: Error) => error instanceof PlanError && expected.test(error.message),
            );
        }
    });

    it("keeps unknown what nothing stood in for", () => {
        const plan = read(
            [resource(vpc, "main", { id: unknownText, ipv6CidrBlock: unknownText })],
            { standIns: [] },
        );
        assert.equal(find(plan, "main").id.known, false);
    });
});
