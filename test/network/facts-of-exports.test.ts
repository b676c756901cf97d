import assert from "node:assert/strict";
import { factsOfExports, type NamedExport } from "../../src/network";
import type { Raw } from "../../src/plan";

interface State {
    readonly type: string;
    readonly name: string;
    readonly [more: string]: Raw | undefined;
}

/** The output of `pulumi stack export` of a stack, `net/prod` unless its resources are of another. */
function exportOf(states: readonly State[], stack = "net/prod", time?: string): Raw {
    const [project, its] = stack.split("/");
    const urn = (type: string, name: string): string =>
        `urn:pulumi:${its ?? ""}::${project ?? ""}::${type}::${name}`;
    const resources = states.map(({ type, name, ...more }) => ({
        urn: urn(type, name),
        type,
        custom: true,
        ...more,
    }));
    const manifest = time === undefined ? {} : { time };
    return { version: 3, deployment: { manifest, resources } };
}

const theStack: State = { type: "pulumi:pulumi:Stack", name: "stack", custom: false };
const provider = (stack: string, name: string): string =>
    `urn:pulumi:${stack.split("/")[1] ?? ""}::${stack.split("/")[0] ?? ""}::pulumi:providers:aws::${name}::id-${name}`;

const arn = (account: string, id: string): string => `arn:aws:ec2:eu-west-1:${account}:vpc/${id}`;
const one = "111111111111";
const two = "222222222222";

function vpc(id: string, outputs: Record<string, Raw> = {}, more: Record<string, Raw> = {}): State {
    const its = { id, arn: arn(one, id), ...outputs };
    return { type: "aws:ec2/vpc:Vpc", name: id, id, inputs: {}, outputs: its, ...more };
}

const now = new Date("2026-11-22T10:00:00Z");

const named = (json: Raw | undefined, name = "a.json"): NamedExport => ({ name, json });

/** Where facts come from, what is whole, and what each is, without its properties. */
function told(...exports: readonly NamedExport[]): unknown {
    const made = factsOfExports(exports, now);
    if ("problems" in made) return made.problems;
    const { version, takenAt, source, completeFor, resources } = made.facts;
    assert.equal(version, 1);
    assert.equal(source.kind, "export");
    const { kind: _, ...where } = source;
    return {
        takenAt: takenAt.slice(0, 10),
        ...where,
        whole: completeFor,
        has: resources.map(({ id, account, region }) =>
            [id, account, region].filter((each) => each !== undefined).join(" "),
        ),
    };
}

const firstTable = { defaultRouteTableId: "rtb-1" };

const plain = { takenAt: "2026-11-22", whole: [], has: [] };
const expected = "expected the output of `pulumi stack export`";
const whole = (...ids: readonly string[]): unknown[] => ids.map((id) => ({ vpc: id }));

describe("facts of exports", () => {
    const rows: readonly (readonly [
        name: string,
        exports: readonly NamedExport[],
        expected: unknown,
    ])[] = [
        ["of nothing are none", [], { ...plain, takenAt: "1970-01-01" }],
        [
            "of a blank file are refused",
            [named(undefined)],
            [`a.json: there is nothing in it; ${expected}`],
        ],
        [
            "of a preview are refused",
            [named({ steps: [], changeSummary: { same: 1 } })],
            [`a.json: this is a preview; ${expected}`],
        ],
        [
            "of what is wrong are refused, each by its name",
            [named(undefined, "b.json"), named(exportOf([theStack])), named(7, "c.json")],
            [
                `b.json: there is nothing in it; ${expected}`,
                "c.json: the file holds a single number; expected the output of `pulumi preview --json`, of `pulumi stack export`, or a recording of the calls that a policy pack gets",
            ],
        ],
        [
            "of an empty stack name it, and the day when it was written",
            [named(exportOf([theStack], "net/prod", "2026-11-01T08:00:00Z"))],
            { ...plain, takenAt: "2026-11-01", stack: "net/prod" },
        ],
        [
            "whose day is none are of now",
            [named(exportOf([theStack], "net/prod", "yesterday"))],
            { ...plain, stack: "net/prod" },
        ],
        ["of no stack name none", [named(exportOf([]))], plain],
        [
            "of a VPC are whole, with its account",
            [named(exportOf([theStack, vpc("vpc-1")]))],
            { ...plain, stack: "net/prod", whole: whole("vpc-1"), has: ["vpc-1"] },
        ],
        [
            "of several stacks name them all, and the oldest day",
            [
                named(exportOf([theStack, vpc("vpc-1")], "net/prod", "2026-11-03T08:00:00Z")),
                named(exportOf([vpc("vpc-2")], "net/none", "2026-11-02T08:00:00Z"), "b.json"),
                named(exportOf([theStack], "app/prod", "2026-11-04T08:00:00Z"), "c.json"),
            ],
            {
                ...plain,
                takenAt: "2026-11-02",
                stack: "net/prod, app/prod",
                whole: whole("vpc-1", "vpc-2"),
                has: ["vpc-1", "vpc-2"],
            },
        ],
        [
            "of a type that is no part of a network are none",
            [named(exportOf([{ type: "aws:s3/bucket:Bucket", name: "b", id: "b", outputs: {} }]))],
            plain,
        ],
        [
            "of the account's default VPC are not whole, for AWS made it",
            [named(exportOf([vpc("vpc-1", {}, { type: "aws:ec2/defaultVpc:DefaultVpc" })]))],
            { ...plain, has: ["vpc-1"] },
        ],
        [
            "of a VPC that is only read neither",
            [named(exportOf([vpc("vpc-1", {}, { external: true })]))],
            { ...plain, has: ["vpc-1"] },
        ],
        [
            "of what one stack made and another reads are the first's",
            [
                named(exportOf([vpc("vpc-1", {}, { external: true })], "app/prod")),
                named(exportOf([vpc("vpc-1", { cidrBlock: "10.0.0.0/16" })]), "b.json"),
            ],
            { ...plain, whole: whole("vpc-1"), has: ["vpc-1"] },
        ],
        [
            "of two stacks that made one thing are refused if they disagree",
            [
                named(exportOf([vpc("vpc-1", { cidrBlock: "10.0.0.0/16" })])),
                named(exportOf([vpc("vpc-1", { cidrBlock: "10.1.0.0/16" })]), "b.json"),
            ],
            ["a.json and b.json say different things of vpc-1; expected one file about each"],
        ],
        [
            "of a VPC whose id the stack gives away are whole, for who asks for them is one of the others",
            [named(exportOf([{ ...theStack, outputs: { vpcId: "vpc-1" } }, vpc("vpc-1")]))],
            { ...plain, stack: "net/prod", whole: whole("vpc-1"), has: ["vpc-1"] },
        ],
        [
            "of a VPC that a template adds to are whole but for that",
            [
                named(
                    exportOf([
                        vpc("vpc-1"),
                        vpc("vpc-2"),
                        {
                            type: "aws:cloudformation/stack:Stack",
                            name: "more",
                            id: "more",
                            dependencies: ["urn:pulumi:prod::net::aws:ec2/vpc:Vpc::vpc-1"],
                        },
                    ]),
                ),
            ],
            {
                ...plain,
                whole: [
                    {
                        vpc: "vpc-1",
                        except: [
                            {
                                what: "all",
                                why: "more: it depends on vpc-1, and what it makes there is not in the plan",
                            },
                        ],
                    },
                    { vpc: "vpc-2" },
                ],
                has: ["vpc-1", "vpc-2"],
            },
        ],
        [
            "of a VPC whose main table others chose are whole but for that",
            [named(exportOf([vpc("vpc-1", { mainRouteTableId: "rtb-2", ...firstTable })]))],
            {
                ...plain,
                whole: [
                    {
                        vpc: "vpc-1",
                        except: [
                            {
                                what: "routeTables",
                                why: "the stack did not make its main route table what it is",
                            },
                        ],
                    },
                ],
                has: ["vpc-1"],
            },
        ],
        [
            "of VPCs whose first table is the main one, or that do not tell, are whole",
            [
                named(
                    exportOf([
                        vpc("vpc-1", { mainRouteTableId: "rtb-1", ...firstTable }),
                        vpc("vpc-2", firstTable),
                        vpc("vpc-3", { mainRouteTableId: "rtb-3" }),
                    ]),
                ),
            ],
            {
                ...plain,
                whole: whole("vpc-1", "vpc-2", "vpc-3"),
                has: ["vpc-1", "vpc-2", "vpc-3"],
            },
        ],
        [
            "of a VPC whose main table the stack chose are whole",
            [
                named(
                    exportOf([
                        vpc("vpc-1", { mainRouteTableId: "rtb-2", ...firstTable }),
                        {
                            type: "aws:ec2/mainRouteTableAssociation:MainRouteTableAssociation",
                            name: "main",
                            id: "rtbassoc-1",
                            inputs: { vpcId: "vpc-1", routeTableId: "rtb-2" },
                            outputs: { vpcId: "vpc-1", routeTableId: "rtb-2" },
                        },
                    ]),
                ),
            ],
            { ...plain, whole: whole("vpc-1"), has: ["vpc-1", "rtbassoc-1"] },
        ],
    ];
    for (const [name, exports, answer] of rows)
        it(name, () => {
            assert.deepEqual(told(...exports), answer);
        });

    describe("say of which account and region each is", () => {
        const stack = "net/prod";
        const of = (name: string): Record<string, Raw> => ({ provider: provider(stack, name) });
        const providers = (regions: Readonly<Record<string, string | undefined>>): State[] =>
            Object.entries(regions).map(([name, region]) => ({
                type: "pulumi:providers:aws",
                name,
                id: `id-${name}`,
                inputs: region === undefined ? {} : { region },
            }));
        const where: readonly (readonly [
            name: string,
            states: readonly State[],
            expected: { account?: string; region?: string; has: string[] },
        ])[] = [
            [
                "once, if all are alike",
                [
                    ...providers({ eu: "eu-west-1" }),
                    vpc("vpc-1", {}, of("eu")),
                    vpc("vpc-2", {}, of("eu")),
                ],
                { account: one, region: "eu-west-1", has: ["vpc-1", "vpc-2"] },
            ],
            [
                "each by itself, if they differ",
                [
                    ...providers({ eu: "eu-west-1", us: "us-east-1" }),
                    vpc("vpc-1", {}, of("eu")),
                    vpc("vpc-2", { arn: arn(two, "vpc-2") }, of("us")),
                ],
                { has: [`vpc-1 ${one} eu-west-1`, `vpc-2 ${two} us-east-1`] },
            ],
            [
                "the account once, and the regions each",
                [
                    ...providers({ eu: "eu-west-1", us: "us-east-1" }),
                    vpc("vpc-1", {}, of("eu")),
                    vpc("vpc-2", {}, of("us")),
                ],
                { account: one, has: ["vpc-1 eu-west-1", "vpc-2 us-east-1"] },
            ],
            [
                "of what has no ARN, by another of its provider",
                [
                    ...providers({ eu: "eu-west-1" }),
                    vpc("vpc-1", { arn: "" }, of("eu")),
                    vpc("vpc-2", {}, of("eu")),
                ],
                { account: one, region: "eu-west-1", has: ["vpc-1", "vpc-2"] },
            ],
            [
                "of no account, if those of a provider differ",
                [
                    ...providers({ eu: "eu-west-1" }),
                    vpc("vpc-1", {}, of("eu")),
                    vpc("vpc-2", { arn: arn(two, "vpc-2") }, of("eu")),
                    vpc("vpc-3", {}, of("eu")),
                ],
                { region: "eu-west-1", has: ["vpc-1", "vpc-2", "vpc-3"] },
            ],
            [
                "not by what is only read, which may be another's",
                [
                    ...providers({ eu: "eu-west-1" }),
                    vpc("vpc-1", {}, { ...of("eu"), external: true }),
                ],
                { region: "eu-west-1", has: ["vpc-1"] },
            ],
            [
                "of no region, if the provider does not say",
                [...providers({ any: undefined }), vpc("vpc-1", {}, of("any"))],
                { account: one, has: ["vpc-1"] },
            ],
        ];
        for (const [name, states, expectedHere] of where)
            it(name, () => {
                const { account, region, has } = told(named(exportOf(states, stack))) as Record<
                    string,
                    unknown
                >;
                assert.deepEqual(
                    { account, region, has },
                    { account: undefined, region: undefined, ...expectedHere },
                );
            });
    });
});
