import { deepEqual, match, ok } from "node:assert/strict";
import fc from "fast-check";
import { cli, Folder, plan } from "../cli/support";
import { fingerprintVersion } from "../../src/cli/fingerprint";
import { formats } from "../../src/cli/render";
import { changesOf, deepened, marker, mutated, spoilt, type Change } from "../support/mutate";
import { assertSound, example, examples, fuzz } from "./support";

/*
 * Files that nobody wrote, through the command: each is answered, or refused in one line that says what was
 * expected. No bug shows itself, no secret is told, and nothing takes long.
 */

/** A file that is read, and with which arguments. */
interface Reader {
    readonly files: readonly string[];
    readonly name?: string;
    readonly usual: number;
    readonly argv: (file: string, by: number) => readonly string[];
}

const web = plan("../two-stacks/web.preview.json");
const facts = JSON.stringify({
    version: 1,
    takenAt: "2026-11-22T10:00:00Z",
    source: { kind: "export", stack: "network/prod", account: "123456789012", region: "us-east-1" },
    completeFor: [{ vpc: "vpc-1", except: [{ what: "flowLogs", why: "no permission" }] }],
    resources: [],
});

const configuration = JSON.stringify({
    all: "advisory",
    "task-image-pull": "mandatory",
    "task-logs": { enforcementLevel: "disabled" },
    "preflight-settings": {
        enforcementLevel: "mandatory",
        trustDependencies: false,
        sharedVpcs: ["vpc-1"],
        facts: [JSON.parse(facts) as object],
        exceptions: [
            { policy: "task-logs", resource: "web*", reason: "it moves", until: "2026-12-31" },
        ],
    },
});

const exceptions = JSON.stringify({
    exceptions: [
        { policy: "task-image-pull", resource: "web", reason: "it moves", owner: "us" },
        { code: "no-route", project: "w?b", stack: "{dev,prod}", reason: "-", until: "2026-12-31" },
    ],
});

const baseline = JSON.stringify({
    format: "fargate-preflight-baseline",
    version: 1,
    fingerprints: fingerprintVersion,
    findings: [
        {
            fingerprint: `${"0a".repeat(16)}:1`,
            policy: "task-image-pull",
            urn: "urn:pulumi:dev::web::aws:ecs/service:Service::web",
        },
    ],
});

const check = (file: string, by: number): readonly string[] => [
    ...["check", file, "--format", formats[by % formats.length] ?? "json"],
];
const broken = plan("private-no-nat.preview.json");

const readers: Readonly<Record<string, Reader>> = {
    recordings: { files: examples("recording"), usual: 120, argv: check },
    previews: { files: examples("preview"), usual: 100, argv: check },
    exports: {
        files: [...examples("export"), example("..", "two-stacks", "network.export.json")],
        usual: 60,
        argv: (file, by) => (by % 3 === 0 ? ["snapshot", "--export", file] : check(file, by)),
    },
    "facts files": {
        files: [facts],
        usual: 60,
        argv: (file, by) => [...check(web, by), "--facts", file],
    },
    "configurations in JSON": {
        files: [configuration],
        usual: 60,
        argv: (file, by) => [...check(broken, by), "--config", file],
    },
    "configurations in YAML": {
        files: [configuration],
        name: "file.yaml",
        usual: 60,
        argv: (file, by) => [...check(broken, by), "--config", file],
    },
    "files of exceptions": {
        files: [exceptions],
        name: "file.yaml",
        usual: 40,
        argv: (file, by) => [...check(broken, by), "--exceptions", file],
    },
    baselines: {
        files: [baseline],
        usual: 40,
        argv: (file, by) => [...check(broken, by), "--baseline", file],
    },
    "plans that are explained": {
        files: [...examples("recording"), ...examples("preview")],
        usual: 40,
        argv: (file, by) => ["explain", file, ...(by % 2 === 0 ? ["--json"] : [])],
    },
};

interface Case {
    readonly file: number;
    readonly changes: readonly Change[];
    /** What is done to the text besides: spoilt, it is mostly no JSON. */
    readonly more: "spoilt" | "deepened" | undefined;
    readonly by: number;
}

const cases: fc.Arbitrary<Case> = fc.record({
    file: fc.nat(),
    changes: changesOf(),
    more: fc.oneof(
        { weight: 8, arbitrary: fc.constant(undefined) },
        { weight: 2, arbitrary: fc.constant("spoilt" as const) },
        { weight: 1, arbitrary: fc.constant("deepened" as const) },
    ),
    by: fc.nat(),
});

describe("files that nobody wrote", () => {
    let folder: Folder;
    before(() => {
        folder = new Folder();
    });
    after(() => {
        folder.remove();
    });

    for (const [what, { files, name = "file.json", usual, argv }] of Object.entries(readers)) {
        const statuses = new Map<number, number>();
        fuzz(what, usual, cases, async ({ file, changes, more, by }) => {
            const text = JSON.stringify(mutated(files[file % files.length] ?? "", changes));
            const written = folder.write(name, changedText(text, more, by));
            const { status, out, err } = await cli(argv(written, by));
            statuses.set(status, (statuses.get(status) ?? 0) + 1);
            assertSound(out);
            assertSound(err);
            if (status === 2) refuses(err);
            else deepEqual([status === 0 || status === 1, err], [true, ""]);
        });

        it(`${what}: some are read, and some are not`, () => {
            ok([0, 1].some((status) => (statuses.get(status) ?? 0) > 0));
            ok((statuses.get(2) ?? 0) > 0);
        });
    }
});

function changedText(text: string, more: Case["more"], by: number): string {
    if (more === "deepened") return deepened(text, by);
    // Half of a secret is none.
    return more === undefined || text.includes(marker) ? text : spoilt(text, by);
}

/** Each line says where something is wrong, and what was expected. */
function refuses(err: string): void {
    for (const line of err.slice(0, -1).split("\n")) {
        match(line, /^fargate-preflight: .+: .*(expected|there is no|it is missing|not written)/);
    }
}
