import assert from "node:assert/strict";
import { Registries } from "../../src/workload";
import { publicRegistries } from "../../src/workload/registries";

/** The host and the addresses that the table and the settings give to a name. */
function told(name: string, ...settings: readonly string[]): string | undefined {
    const found = new Registries(settings).at(name);
    return found && `${found.host} ${found.stack}`;
}

describe("registries on the internet", () => {
    it("have one row each, with a source and a month", () => {
        const hosts = publicRegistries.flatMap(({ host, alias = [] }) => [host, ...alias]);
        assert.equal(new Set(hosts).size, hosts.length);
        for (const { host, source, asOf } of publicRegistries) {
            assert.notEqual(source, "", host);
            assert.match(asOf, /^20\d\d-(0[1-9]|1[0-2])$/, host);
        }
    });

    for (const [name, settings, expected] of [
        ["docker.io", [], "docker.io dual-stack"],
        ["registry-1.docker.io", [], "docker.io dual-stack"],
        ["public.ecr.aws", [], "public.ecr.aws ipv4"],
        ["eu.gcr.io", [], "gcr.io unknown"],
        ["registry.example.com", [], undefined],
        ["constructor", [], undefined],
        // A setting adds a host, corrects one, under each of its names, and the last one counts.
        ["registry.example.com", ["registry.example.com=ipv4"], "registry.example.com ipv4"],
        ["registry.example.com", ["Registry.Example.COM=ipv4"], "registry.example.com ipv4"],
        ["ghcr.io", ["ghcr.io=dual-stack"], "ghcr.io dual-stack"],
        ["docker.io", ["index.docker.io=ipv4"], "docker.io ipv4"],
        ["us.gcr.io", ["gcr.io=dual-stack"], "gcr.io dual-stack"],
        ["quay.io", ["quay.io=ipv4", "quay.io=dual-stack"], "quay.io dual-stack"],
        ["quay.io", ["ghcr.io=dual-stack"], "quay.io unknown"],
    ] as const) {
        it(`${name} with ${settings.join(" ") || "no setting"} is ${expected ?? "none"}`, () => {
            assert.equal(told(name, ...settings), expected);
        });
    }

    it("changes nothing for others", () => {
        new Registries(["docker.io=ipv4"]);
        assert.equal(told("docker.io"), "docker.io dual-stack");
    });
});
