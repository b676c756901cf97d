import { deepEqual, ok } from "node:assert/strict";
import { byName, findWorkloads, namedCalls, taskNames } from "../../src/workload";
import { hostsIn } from "../../src/workload/named-calls";
import {
    bothRegistered,
    connected,
    inPeer,
    privateDnsNamespace,
    registered,
    type Choices,
} from "../support/callers";
import { graphOf } from "../support/graph";
import { later, Network } from "../support/networks";
import type { Form, Value } from "../support/program";

describe("hosts that the environment of a container names", () => {
    const cases: Readonly<Record<string, readonly string[]>> = {
        "http://api:8080/v1?x=1": ["api 8080"],
        "http://api/": ["api 80"],
        "https://API.Shop.Internal.": ["api.shop.internal 443"],
        "wss://api.internal/ws": ["api.internal 443"],
        "redis://cache.internal": ["cache.internal -"],
        "postgres://user:p@ss:word@db.internal:5432/app": ["db.internal 5432"],
        "http://a:1,http://b:2;grpc://c:3": ["a 1", "b 2", "c 3"],
        '{"url":"http://api:8080"}': ["api 8080"],
        "GRPC+TLS://api.internal:50051": ["api.internal 50051"],
        "HTTP://api and more, HTTPS://b": ["api 80", "b 443"],
        "coap+udp://sensor.internal:5683": [],
        "http://api:80x": [],
        "/api:8080": [],
        "api:8080/v1": [],
        [`${"a".repeat(600)}.internal`]: [],
        [`${"a".repeat(503)}.internal`]: [`${"a".repeat(503)}.internal -`],
        "mongodb://a.internal:27017,b.internal:27017/app": ["a.internal 27017"],
        "udp://statsd.internal:8125": [],
        "api:8080": ["api 8080"],
        "api.shop.internal": ["api.shop.internal -"],
        api: [],
        "": [],
        "a sentence. about api.internal": [],
        "jdbc:postgresql://db.internal:5432/app": ["db.internal 5432"],
        "://": [],
        "http://": [],
        "http://api:99999999": [],
    };
    for (const [value, hosts] of Object.entries(cases)) {
        it(JSON.stringify(value), () => {
            const found = hostsIn(value).map(({ name, port }) => `${name} ${String(port ?? "-")}`);
            deepEqual(found, hosts);
        });
    }

    it("takes no longer for what is made to be slow", () => {
        const start = performance.now();
        for (const piece of ["a.", "a-a.", "://", "a://", "http://a:1,", "@", "a@", "."]) {
            hostsIn(piece.repeat(100_000));
            hostsIn(`http://${piece.repeat(100_000)}`);
        }
        ok(performance.now() - start < 2000);
    });
});

/** `api` has one name by both, and `web` has joined this namespace of Service Connect; that of `api` is `shop`. */
function connectedAndRegistered(n: Network, namespace: Value): void {
    const client = { enabled: true, namespace };
    const { api } = registered(n, { web: () => ({ serviceConnectConfiguration: client }) });
    const clientAlias = [{ dnsName: "api.shop.internal", port: 8080 }];
    api.inputs.serviceConnectConfiguration = {
        enabled: true,
        namespace: "shop",
        services: [{ portName: "http", clientAlias, ingressPortOverride: 9999 }],
    };
}

/** Whom the services of a network call, as far as their environments tell: `web api 8080 Cloud Map`. */
function calls(n: Network, form: Form = "deployed"): string[] {
    const workloads = findWorkloads(graphOf(n, form));
    const named = byName(taskNames(workloads));
    return workloads.flatMap((workload) => {
        const found = namedCalls(workload, named);
        const { name } = workload.launcher;
        const told = found.calls.map(({ to, port, maybe }) => {
            const doubt = maybe.length === 0 ? "" : ", maybe";
            return `${name} ${to.workload.launcher.name} ${String(port)} ${to.by}${doubt}`;
        });
        return [...told, ...found.gaps.map(({ property }) => `${name} unknown ${property}`)];
    });
}

describe("calls that the environment of a container names", () => {
    const mapped = ["web api 8080 Cloud Map"];
    const byConnect = ["web api 8080 Service Connect"];

    describe("in Cloud Map, by the variables", () => {
        const cases: readonly (readonly [
            environment: NonNullable<Choices["ofApi"]>,
            expected: readonly string[],
        ])[] = [
            [{ API_URL: "http://api.shop.internal:8080/v1" }, mapped],
            [{ A: "http://api.shop.internal:8080", B: "api.shop.internal:8080" }, mapped],
            [{ API_HOST: "api.shop.internal", API_PORT: "8080" }, mapped],
            [{ API_PORT: " 8080 ", API_HOST: "api.shop.internal" }, mapped],
            [{ apiHost: "api.shop.internal", apiPort: "8080" }, mapped],
            [{ "api.host": "api.shop.internal", "api.port": "8080" }, mapped],
            [{ HOST: "api.shop.internal", PORT: "8080" }, mapped],
            [{ HOST: "api.shop.internal", DB_PORT: "5432" }, mapped],
            [{ HOST: "api.shop.internal", PORT: "9090" }, []],
            [{ API_HOST: "api.shop.internal", DB_PORT: "5432" }, mapped],
            [{ API_HOST: "api.shop.internal", API_DB_PORT: "8080" }, []],
            [{ API_DB_HOST: "api.shop.internal", API_PORT: "5432" }, mapped],
            [{ API_HOST: "api.shop.internal:8080", API_PORT: "9090" }, mapped],
            [{ API_HOST: "api.shop.internal", API_PORT: "9090" }, []],
            [{ API_HOST: "api.shop.internal", API_PORT: "8080x" }, []],
            [{ API_HOST: "api.shop.internal", API_PORT: "x8080" }, []],
            [{ API_HOST: "api.shop.internal", API_PORT: "808080" }, []],
            [{ API_HOST: "api.shop.internal", API_PORT: "" }, []],
            [{ API_URL: "redis://api.shop.internal" }, mapped],
            [{ API_URL: "http://api.shop.internal" }, []],
            [{ API_URL: "http://api:8080" }, []],
            [{ ALLOWED_ORIGIN: "http://api.shop.internal:8080" }, []],
            [{ NO_PROXY: "api.shop.internal", API: "api.shop.internal:8080" }, mapped],
            [{ HTTPS_PROXY: "", API: "api.shop.internal:8080" }, mapped],
            [{ HTTPS_PROXY: "http://proxy:3128", API: "api.shop.internal:8080" }, []],
        ];
        for (const [environment, expected] of cases)
            it(JSON.stringify(environment), () => {
                const n = new Network();
                registered(n, { environment });
                deepEqual(calls(n), expected);
            });
    });

    const rows: readonly (readonly [
        name: string,
        network: (n: Network) => unknown,
        expected: readonly string[],
        form?: Form,
    ])[] = [
        [
            "of what is called by two ports are two",
            (n) => {
                const environment = { A: "api.shop.internal:8080", B: "api.shop.internal:8081" };
                const portMapping = { containerPort: null, containerPortRange: "8080-8081" };
                registered(n, { environment, portMapping });
            },
            ["web api 8080 Cloud Map", "web api 8081 Cloud Map"],
        ],
        [
            "of what maps several ports need one",
            (n) => {
                const portMapping = { containerPort: null, containerPortRange: "8080-8081" };
                registered(n, { environment: { A: "api.shop.internal" }, portMapping });
            },
            [],
        ],
        [
            "of what maps a port for UDP are none",
            (n) => {
                const environment = { A: "api.shop.internal:8080", B: "api.shop.internal" };
                registered(n, { environment, portMapping: { protocol: "udp" } });
            },
            [],
        ],
        [
            "to the port of the registry, whatever else is mapped",
            (n) => {
                const portMapping = { containerPort: null, containerPortRange: "8080-8081" };
                const environment = { A: "api.shop.internal" };
                registered(n, { environment, portMapping }, "A", { port: 8081 });
            },
            ["web api 8081 Cloud Map"],
        ],
        ["of a name that has no address are none", (n) => registered(n, {}, "SRV"), []],
        ["of a name that has an IPv6 address", (n) => registered(n, {}, "AAAA"), mapped],
        [
            "of itself are none, though others have names",
            (n) => {
                bothRegistered(n, { ofApi: { SELF: "api.shop.internal:8080" } });
            },
            mapped,
        ],
        [
            "in both directions, where both name the other",
            (n) => {
                bothRegistered(n, { ofApi: { WEB: "web.shop.internal:3000" } });
            },
            ["api web 3000 Cloud Map", ...mapped],
        ],
        [
            "of another VPC are none",
            (n) => {
                const parts = registered(n);
                inPeer(n, parts);
                const far = n.find("aws:ec2/vpc:Vpc", "far");
                const namespace = n.find(privateDnsNamespace);
                if (far && namespace) namespace.inputs.vpc = far.id;
            },
            [],
        ],
        ["of the VPC of the caller, to another", (n) => inPeer(n, registered(n)), mapped],
        ["over a peering, with Service Connect", (n) => inPeer(n, connected(n)), byConnect],
        ["with Service Connect, by the alias", (n) => connected(n), byConnect],
        [
            "with Service Connect, whose proxy listens on one port",
            (n) => connected(n, { environment: { A: "redis://api", B: "http://api:80" } }),
            byConnect,
        ],
        [
            "with Service Connect, to a proxy on another port",
            (n) => connected(n, {}, { ingressPortOverride: 9999 }),
            ["web api 9999 Service Connect"],
        ],
        [
            "where Service Connect and Cloud Map have one name, by the first",
            (n) => {
                connectedAndRegistered(n, "shop");
            },
            ["web api 9999 Service Connect"],
        ],
        [
            "where the caller has joined another namespace, by Cloud Map",
            (n) => {
                connectedAndRegistered(n, "other");
            },
            mapped,
        ],
        [
            "where nobody knows yet which one it joins, by either, perhaps",
            (n) => {
                connectedAndRegistered(n, later(n));
            },
            ["web api 9999 Service Connect, maybe", "web api 8080 Cloud Map, maybe"],
            "first preview",
        ],
    ];
    for (const [name, network, expected, form] of rows)
        it(name, () => {
            const n = new Network();
            network(n);
            deepEqual(calls(n, form), expected);
        });
});
