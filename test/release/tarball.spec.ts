import { deepEqual, equal, notEqual, ok } from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
    appendFileSync,
    cpSync,
    mkdirSync,
    mkdtempSync,
    readFileSync,
    rmSync,
    symlinkSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, describe, it } from "mocha";
import { root } from "../pack/support";

/** Whoever compiles and packs one commit gets the same bytes, so a package can be compared with its sources. */
describe("the package", function () {
    // It is compiled twice.
    this.timeout(600_000);

    const dir = mkdtempSync(join(tmpdir(), "fargate-preflight-"));
    const one = join(dir, "one");
    const other = join(dir, "another", "place");
    let files: readonly string[];
    before(() => {
        files = run(root, {}, "git", "ls-files", "-z").split("\0").filter(Boolean);
        for (const at of [one, other]) copy(at);
    });
    after(() => {
        rmSync(dir, { recursive: true });
    });

    it("is the same, wherever and whenever it is made", () => {
        const elsewhere = { TZ: "Pacific/Auckland", LC_ALL: "C", HOME: dir };
        equal(packed(one, {}), packed(other, elsewhere));
    });

    it("is another, if one letter differs", () => {
        const before = packed(one, {});
        appendFileSync(join(one, "CHANGELOG.md"), ".");
        notEqual(packed(one, {}), before);
    });

    function copy(at: string): void {
        for (const file of files) {
            const to = join(at, file);
            mkdirSync(dirname(to), { recursive: true });
            cpSync(join(root, file), to);
        }
        symlinkSync(join(root, "node_modules"), join(at, "node_modules"));
        run(at, {}, "npm", "run", "build");
    }

    /** What of a package can be compared: its bytes, by their hash. */
    function packed(at: string, env: NodeJS.ProcessEnv): string {
        const to = mkdtempSync(join(dir, "packed-"));
        const name = run(at, env, "npm", "pack", "--silent", "--pack-destination", to).trim();
        return createHash("sha256")
            .update(readFileSync(join(to, name)))
            .digest("hex");
    }
});

describe("the list of what the package is made of (npm run sbom)", function () {
    // It is installed.
    this.timeout(600_000);

    interface Component {
        readonly purl: string;
        readonly hashes?: readonly unknown[];
    }
    let components: readonly Component[];
    const named = (): readonly string[] =>
        components.map(({ purl }) => {
            const [, name = "", version = ""] = /^pkg:npm\/(.+)@v?([^?@]+)/.exec(purl) ?? [];
            return `${decodeURIComponent(name)}@${version}`;
        });
    /** Of the lock file: what only development needs, or what everybody gets. */
    const locked = (isForDevelopment: boolean): readonly string[] =>
        Object.entries(lock.packages).flatMap(([path, { version, dev, devOptional, peer }]) => {
            const isOptional = devOptional === true || peer === true;
            if (path === "" || isOptional || (dev === true) !== isForDevelopment) return [];
            return [`${path.replace(/^.*node_modules\//, "")}@${version}`];
        });
    before(() => {
        ({ components } = JSON.parse(run(root, {}, "npm", "run", "--silent", "sbom")) as {
            readonly components: readonly Component[];
        });
    });

    it("names every dependency, and those of dependencies", () => {
        const all = new Set(named());
        const wanted = locked(false);
        ok(wanted.length > 100, String(wanted.length));
        deepEqual(
            wanted.filter((each) => !all.has(each)),
            [],
        );
    });

    it("names nothing that development alone needs", () => {
        const everybodys = new Set(locked(false));
        const forDevelopment = new Set(locked(true).filter((each) => !everybodys.has(each)));
        ok([...forDevelopment].some((each) => each.startsWith("mocha@")));
        deepEqual(
            named().filter((each) => forDevelopment.has(each)),
            [],
        );
    });

    it("has a hash of each, but of one that writes its version in its own way", () => {
        deepEqual(
            components.filter(({ hashes = [] }) => hashes.length === 0).map(({ purl }) => purl),
            ["pkg:npm/%40pulumi/policy@v1.21.0"],
        );
    });
});

interface Locked {
    readonly version: string;
    readonly dev?: boolean;
    readonly devOptional?: boolean;
    readonly peer?: boolean;
}

const lock = JSON.parse(readFileSync(join(root, "npm-shrinkwrap.json"), "utf8")) as {
    readonly packages: Readonly<Record<string, Locked>>;
};

function run(cwd: string, env: NodeJS.ProcessEnv, command: string, ...args: string[]): string {
    const inherited = Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name));
    return execFileSync(command, args, {
        cwd,
        env: { ...Object.fromEntries(inherited), ...env },
        encoding: "utf8",
        stdio: ["ignore", "pipe", "pipe"],
    });
}
