"use strict";

/*
 * Makes what the tests with a real engine need, in .pulumi-test (test/pulumi/README.md): Pulumi's CLI
 * and its host for YAML, from their Go modules, unless they are installed; a host for Node; and plugins
 * that stand in for the providers.
 */
const {
    existsSync,
    mkdirSync,
    renameSync,
    rmSync,
    symlinkSync,
    writeFileSync,
} = require("node:fs");
const { delimiter, join } = require("node:path");
const { spawnSync } = require("node:child_process");

const root = join(__dirname, "..");
const folder = join(root, ".pulumi-test");
const bin = join(folder, "bin");
const plugins = join(folder, "plugins");
const servers = join(folder, "js", "pulumi", "servers");

/** Built from Go modules, each with a go.mod of its own: they need different versions of the same. */
const built = [
    {
        name: "pulumi",
        module: "cli",
        from: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
        // Programs that drive the CLI ask for its version.
        flags: "-X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v3.260.0",
    },
    {
        name: "pulumi-language-yaml",
        module: "yaml",
        from: "github.com/pulumi/pulumi-yaml/cmd/pulumi-language-yaml",
        flags: "-X github.com/pulumi/pulumi-yaml/pkg/version.Version=v1.25.0",
    },
];

const standIns = [
    { name: "aws", version: "7.48.0" },
    { name: "aws", version: "5.43.0" },
    { name: "awsx", version: "3.9.0" },
    { name: "kubernetes", version: "4.24.0" },
    { name: "random", version: "4.19.0" },
];

function fail(message) {
    console.error(`pulumi-tools: ${message}`);
    process.exit(2);
}

/** Runs a program, and ends everything if it fails. */
function run(program, args, options = {}) {
    const { status, error } = spawnSync(program, args, {
        stdio: ["ignore", "inherit", "inherit"],
        ...options,
    });
    if (error !== undefined || status !== 0) fail(`${program} ${args.join(" ")} failed`);
}

function onPath(name) {
    return (process.env.PATH ?? "")
        .split(delimiter)
        .map((each) => join(each, name))
        .find((file) => !file.startsWith(folder) && existsSync(file));
}

/** Links to what is installed, or builds it. */
function provide({ name, module, from, flags }) {
    const target = join(bin, name);
    const installed = onPath(name);
    if (installed !== undefined) {
        rmSync(target, { force: true });
        return symlinkSync(installed, target);
    }
    const cwd = join(root, "test", "pulumi", "go", module);
    const { status, error } = spawnSync("go", ["version"], { cwd, stdio: "ignore" });
    if (error !== undefined || status !== 0) {
        return fail(
            `Go is not installed, or too old for ${join(cwd, "go.mod")}; ${name} is built with it`,
        );
    }
    console.log(`building ${name} (minutes, if it is the first time) …`);
    run("go", ["build", "-ldflags", flags, "-o", target, from], { cwd });
}

/** An executable file that starts a compiled server. */
function script(file, server, environment = "") {
    mkdirSync(join(file, ".."), { recursive: true });
    const partial = `${file}.${String(process.pid)}`;
    writeFileSync(
        partial,
        `#!/bin/sh\n${environment}exec "${process.execPath}" "${join(servers, server)}" "$@"\n`,
        { mode: 0o755 },
    );
    renameSync(partial, file);
}

function makeTools() {
    if (process.platform === "win32") fail("these tests need a POSIX shell");
    mkdirSync(bin, { recursive: true });
    run(process.execPath, [
        join(root, "node_modules", "typescript", "bin", "tsc"),
        "-p",
        join(root, "test", "pulumi", "servers"),
    ]);
    built.forEach(provide);
    const host = join(bin, "pulumi-language-nodejs");
    rmSync(host, { force: true });
    const installed = onPath("pulumi-language-nodejs");
    if (installed === undefined) script(host, "nodejs-host.js");
    else symlinkSync(installed, host);
    for (const { name, version } of standIns) {
        script(
            join(plugins, `resource-${name}-v${version}`, `pulumi-resource-${name}`),
            `${name}/main.js`,
            `export STANDIN_VERSION=${version}\n`,
        );
    }
}

module.exports = { makeTools };
if (require.main === module) makeTools();
