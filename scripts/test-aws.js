"use strict";

/*
 * Runs test/aws against a server that answers as AWS does: moto's, of the versions in
 * test/aws/requirements.txt, in a virtual environment of Python's that is made once. It needs Python 3,
 * which the other tests do not.
 */
const { existsSync, readFileSync, writeFileSync } = require("node:fs");
const { createServer } = require("node:net");
const { join } = require("node:path");
const { get } = require("node:http");
const { spawn, spawnSync } = require("node:child_process");

const root = join(__dirname, "..");
const requirements = join(root, "test", "aws", "requirements.txt");
const environment = join(root, ".venv-moto");
const isWindows = process.platform === "win32";
const bin = join(environment, isWindows ? "Scripts" : "bin");

function fail(message) {
    console.error(`test:aws: ${message}`);
    process.exit(2);
}

/** Runs a program, and ends everything if it fails. */
function run(program, ...args) {
    const { status, error } = spawnSync(program, args, { stdio: ["ignore", "ignore", "inherit"] });
    if (error !== undefined || status !== 0) fail(`${program} ${args.join(" ")} failed`);
}

function python() {
    const found = ["python3", "python"].find((name) => {
        const { stdout } = spawnSync(name, ["--version"], { encoding: "utf8" });
        return /^Python 3\./.test(stdout ?? "");
    });
    return found ?? fail("Python 3 is not installed; these tests need it for the server of moto");
}

/** Made anew when the requirements change. */
function makeEnvironment() {
    const wanted = readFileSync(requirements, "utf8");
    const stamp = join(environment, "requirements.txt");
    if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return;
    console.log("installing moto, once …");
    run(python(), "-m", "venv", "--clear", environment);
    const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"];
    run(join(bin, "python"), ...pip, "-r", requirements);
    writeFileSync(stamp, wanted);
}

function freePort() {
    return new Promise((resolve, reject) => {
        const probe = createServer();
        probe.once("error", reject);
        probe.listen(0, "127.0.0.1", () => {
            const { port } = probe.address();
            probe.close(() => resolve(port));
        });
    });
}

function isUp(url) {
    return new Promise((resolve) => {
        get(`${url}/moto-api/`, (response) => {
            response.resume();
            resolve(response.statusCode === 200);
        }).once("error", () => resolve(false));
    });
}

async function main() {
    makeEnvironment();
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const server = spawn(join(bin, "moto_server"), ["-H", "127.0.0.1", "-p", String(port)], {
        stdio: "ignore",
        env: {
            ...process.env,
            AWS_ACCESS_KEY_ID: "test",
            AWS_SECRET_ACCESS_KEY: "test",
        },
    });
    process.once("exit", () => server.kill());
    for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(1));
    const end = Date.now() + 60_000;
    while (!(await isUp(url))) {
        if (server.exitCode !== null) fail("the server of moto ended at once");
        if (Date.now() > end) fail("the server of moto did not start within a minute");
        await new Promise((resolve) => setTimeout(resolve, 200));
    }
    const mocha = join(root, "node_modules", "mocha", "bin", "mocha.js");
    const given = process.argv.slice(2);
    const tests = given.length > 0 ? given : ["test/aws/*.test.ts"];
    const options = ["--no-config", "-t", "120000", "-r", "test/support/register.js"];
    const child = spawn(process.execPath, [mocha, ...options, ...tests], {
        cwd: root,
        stdio: "inherit",
        env: {
            ...process.env,
            AWS_ENDPOINT_URL: url,
            AWS_REGION: "us-east-1",
            AWS_ACCESS_KEY_ID: "test",
            AWS_SECRET_ACCESS_KEY: "test",
            AWS_EC2_METADATA_DISABLED: "true",
            AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
        },
    });
    child.once("exit", (code) => process.exit(code ?? 1));
}

main().catch((error) => fail(error.message));
