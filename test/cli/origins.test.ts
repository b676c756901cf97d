import assert from "node:assert/strict";
import { Origins, type Origin } from "../../src/cli/origins";
import { planFromJson } from "../../src/plan";
import { interest } from "../../src/policy";

/*
 * Where a resource is made: the program's own lines are places, those of components that are plugins are
 * not. A row is a chain of parents, the outermost first, and asks for its last.
 */

const stack = "urn:pulumi:dev::web::pulumi:pulumi:Stack::web-dev";

/** A resource: its type and name, and where the engine says that it was made. */
type Made = readonly [typeAndName: string, source?: string];

const cluster: Made = ["aws:ecs/cluster:Cluster main", "index.ts#10,17"];

function originOf(
    chain: readonly Made[],
    {
        files = [],
        providers = [],
        hidden = 0,
        root,
    }: {
        /** What is in the folder. */
        readonly files?: readonly string[];
        readonly providers?: readonly string[];
        /** So many of the outermost are not in the file. */
        readonly hidden?: number;
        readonly root?: string;
    },
): Origin {
    const states: object[] = [{ urn: stack, type: "pulumi:pulumi:Stack", custom: false }];
    const add = ([typeAndName, source]: Made, parent: string): string => {
        const [type = "", name = ""] = typeAndName.split(" ");
        const types = [/::([^:]+:.*)::/.exec(parent.slice(21))?.[1] ?? "", type];
        const chain = parent === stack ? type : types.join("$");
        const urn = `urn:pulumi:dev::web::${chain}::${name}`;
        const position = source === undefined ? {} : { sourcePosition: `project:///${source}` };
        states.push({ urn, type, custom: type.includes("/"), parent, ...position });
        return urn;
    };
    add(cluster, stack);
    for (const each of providers) add([`pulumi:providers:${each} default`], stack);
    const before = states.length;
    const urn = chain.reduce((parent, each) => add(each, parent), stack);
    states.splice(before, hidden);
    const steps = states.map((newState) => ({ op: "create", newState, ...newState }));
    const { plan } = planFromJson({ steps } as never, interest);
    assert.ok(plan.byUrn.has(urn));
    return new Origins(plan, root, (path) => files.includes(path)).of(urn);
}

const fargateService: Made = [
    "awsx:ecs:FargateService web",
    "provider/awsx/ecs/fargateService.ts#32,5",
];
const serviceOfAwsx: Made = [
    "aws:ecs/service:Service web",
    "provider/awsx/ecs/fargateService.ts#73,20",
];
const local: Made = ["app:web:Web shop", "components/web.ts#5,9"];
const serviceOfLocal: Made = ["aws:ecs/service:Service shop", "components/web.ts#12,20"];

describe("where a resource is made", () => {
    const rows: readonly (readonly [
        name: string,
        chain: readonly Made[],
        given: Parameters<typeof originOf>[1],
        source: string | null,
        component: string | null,
    ])[] = [
        [
            "the program itself, wherever its files are",
            [["aws:ecs/service:Service web", "src/web.ts#3,1"]],
            {},
            "src/web.ts#3,1",
            null,
        ],
        ["no line is told", [["aws:ecs/service:Service web"]], {}, null, null],
        [
            "a package of the program's, without a component",
            [["aws:ecs/service:Service web", "node_modules/ours/index.ts#3,1"]],
            {},
            null,
            null,
        ],
        [
            "below a resource that is no component",
            [
                ["aws:ec2/vpc:Vpc main", "vpc.ts#1,1"],
                ["aws:ec2/subnet:Subnet a", "vpc.ts#2,1"],
            ],
            {},
            "vpc.ts#2,1",
            null,
        ],
        [
            "a component that is a plugin",
            [fargateService, serviceOfAwsx],
            {},
            null,
            "awsx:ecs:FargateService web",
        ],
        [
            "the plugin's component itself",
            [fargateService],
            {},
            null,
            "awsx:ecs:FargateService web",
        ],
        [
            "a component within a component of a plugin: what the program calls",
            [
                fargateService,
                ["awsx:ecs:FargateTaskDefinition web", "provider/awsx/ecs/taskDefinition.ts#50,5"],
                [
                    "aws:ecs/taskDefinition:TaskDefinition web",
                    "provider/awsx/ecs/taskDefinition.ts#89,27",
                ],
            ],
            {},
            null,
            "awsx:ecs:FargateService web",
        ],
        [
            "a resource of a plugin's without a line",
            [fargateService, ["aws:ecs/service:Service web"]],
            {},
            null,
            "awsx:ecs:FargateService web",
        ],
        [
            "a plugin's component of which no line is told at all",
            [["awsx:ecs:FargateService web"], ["aws:ecs/service:Service web"]],
            { providers: ["aws", "awsx"] },
            null,
            "awsx:ecs:FargateService web",
        ],
        [
            "a plugin's file that is called as one of the program's",
            [
                ["acme:web:Web web", "index.ts#1,1"],
                ["aws:ecs/service:Service web", "index.ts#9,1"],
            ],
            { providers: ["acme"], files: ["index.ts"] },
            null,
            "acme:web:Web web",
        ],
        [
            "a component of the program's, in a file that is there",
            [local, serviceOfLocal],
            { files: ["components/web.ts"] },
            "components/web.ts#12,20",
            null,
        ],
        [
            "the same, checked from the repository's root",
            [local, serviceOfLocal],
            { files: ["infra/components/web.ts"], root: "infra" },
            "components/web.ts#12,20",
            null,
        ],
        [
            "the same, beside the project",
            [
                ["app:web:Web shop", "../lib/web.ts#5,9"],
                ["aws:ecs/service:Service shop", "../lib/web.ts#12,20"],
            ],
            { files: ["lib/web.ts"], root: "infra" },
            "../lib/web.ts#12,20",
            null,
        ],
        [
            "a component of the program's, in the file that makes other things",
            [
                ["app:web:Web shop", "index.ts#5,9"],
                ["aws:ecs/service:Service shop", "index.ts#12,20"],
            ],
            {},
            "index.ts#12,20",
            null,
        ],
        [
            "a component of which it is not told whose it is",
            [local, serviceOfLocal],
            {},
            null,
            "app:web:Web shop",
        ],
        [
            "a plugin's component within the program's own",
            [local, fargateService, serviceOfAwsx],
            { files: ["components/web.ts"] },
            null,
            "awsx:ecs:FargateService web",
        ],
        [
            "a component of a package of npm",
            [
                ["acme:web:Web shop", "node_modules/acme/web.ts#5,9"],
                ["aws:ecs/service:Service shop", "node_modules/acme/web.ts#9,1"],
            ],
            {},
            null,
            "acme:web:Web shop",
        ],
        [
            "below an unchanged resource that the file leaves out",
            [["aws:ec2/vpc:Vpc main"], ["aws:ec2/subnet:Subnet a", "vpc.ts#2,1"]],
            { hidden: 1, providers: ["aws"] },
            "vpc.ts#2,1",
            null,
        ],
        [
            "a component that the file leaves out",
            [fargateService, serviceOfAwsx],
            { hidden: 1 },
            null,
            "awsx:ecs:FargateService web",
        ],
    ];
    for (const [name, chain, given, source, component] of rows) {
        it(name, () => {
            assert.deepEqual(originOf(chain, given), {
                source: source === null ? null : `project:///${source}`,
                component,
            });
        });
    }

    it("outside the plan, as facts tell: nowhere in the program, and in no component", () => {
        const newState = { urn: stack, type: "pulumi:pulumi:Stack", custom: false };
        const steps = [{ op: "create", urn: stack, newState }];
        const { plan } = planFromJson({ steps }, interest);
        const urn = "urn:pulumi:facts::facts::aws:ec2/vpc:Vpc::vpc-0123456789abcdef0";
        assert.deepEqual(new Origins(plan).of(urn), { source: null, component: null });
    });
});
