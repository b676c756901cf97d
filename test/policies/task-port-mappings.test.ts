import { taskPortMappings } from "../../policies/task-port-mappings";
import { unverifiedNetwork } from "../../policies/unverified-network";
import { ecrImage, taskFedBy, taskOf, type Network } from "../support/networks";
import { unknown, type Inputs, type Value } from "../support/program";
import { testPolicy } from "../support/table";

/** Containers with these port mappings, one list each. */
const mapping =
    (...lists: readonly Value[]) =>
    (n: Network): void => {
        taskOf(n, ...lists.map((portMappings) => ({ portMappings })));
    };

/** The same in a definition with these settings. */
const mappingIn =
    (inputs: Inputs, ...lists: readonly Value[]) =>
    (n: Network): void => {
        Object.assign(taskOf(n, ...lists.map((portMappings) => ({ portMappings }))).inputs, inputs);
    };

/** A definition whose containers are this. */
const written =
    (containerDefinitions: Value, inputs: Inputs = {}) =>
    (n: Network): void => {
        n.taskDefinition("app", { containerDefinitions, ...inputs });
    };

const bridge = { networkMode: "bridge", requiresCompatibilities: ["EC2"] };
const first = /containerDefinitions\[0\]\.portMappings\[0\]/;

testPolicy(taskPortMappings, unverifiedNetwork, {
    valid: [
        { name: "a container port alone", network: mapping([{ containerPort: 80 }]) },
        {
            name: "a host port that is equal",
            network: mapping([{ containerPort: 80, hostPort: 80, protocol: "tcp" }]),
        },
        {
            name: "ports as texts that are equal",
            network: mapping([{ containerPort: "80", hostPort: 80 }]),
        },
        {
            name: "a host port that is null",
            network: mapping([{ containerPort: 80, hostPort: null }]),
        },
        {
            name: "sidecars with ports of their own",
            network: mapping([{ containerPort: 8080 }], [{ containerPort: 9901 }], [], null),
        },
        {
            name: "one port with TCP and UDP",
            network: mapping([
                { containerPort: 53, protocol: "tcp" },
                { containerPort: 53, protocol: "udp" },
            ]),
        },
        {
            name: "one port with TCP and UDP in two containers",
            network: mapping([{ containerPort: 53 }], [{ containerPort: 53, protocol: "udp" }]),
        },
        {
            name: "ranges side by side, and a port beyond them",
            network: mapping(
                [{ containerPortRange: "8000-8099" }, { containerPortRange: "8100-8199" }],
                [{ containerPort: 8200 }],
            ),
        },
        {
            name: "a range beside a port 0, as the CDK writes it",
            network: mapping([{ containerPort: 0, containerPortRange: "8000-8099" }], [{}]),
        },
        { name: "no port mappings", network: mapping(null, []) },
        {
            name: "a host port of its own on EC2, in awsvpc mode",
            network: mappingIn({ requiresCompatibilities: ["EC2"] }, [
                { containerPort: 80, hostPort: 8080 },
            ]),
        },
        {
            name: "containers that are not known, on EC2",
            network: (n) => {
                taskFedBy(n, n.add("aws:ecr/repository:Repository", "app"));
                Object.assign(n.find("aws:ecs/taskDefinition:TaskDefinition")?.inputs ?? {}, {
                    requiresCompatibilities: ["EC2"],
                });
            },
        },
        {
            name: "bridge mode on EC2, with ports of the instance",
            network: mappingIn(
                bridge,
                [{ containerPort: 80, hostPort: 0 }],
                [{ containerPort: 80, hostPort: 8080 }],
            ),
        },
        {
            name: "no mode, which is bridge",
            network: mappingIn({ networkMode: null, requiresCompatibilities: null }, [
                { containerPort: 80, hostPort: 8080 },
            ]),
        },
        {
            name: "awsvpc for Fargate and EC2",
            network: mappingIn({ requiresCompatibilities: ["EC2", "FARGATE"] }, [
                { containerPort: 80, hostPort: 80 },
            ]),
        },
        {
            name: "an only port that is not known",
            network: mapping([{ containerPort: unknown }]),
            forms: ["first preview"],
        },
        {
            name: "ports that are not known, of different protocols",
            network: mapping(
                [{ containerPort: unknown }],
                [{ containerPort: 53, protocol: "udp" }],
            ),
            forms: ["first preview"],
        },
        {
            name: "different ports of a protocol that is not known",
            network: mapping([{ containerPort: 80, protocol: unknown }], [{ containerPort: 81 }]),
            forms: ["first preview"],
        },
        {
            name: "containers that are not known, in bridge mode",
            network: written(unknown, bridge),
            forms: ["first preview"],
        },
        {
            name: "containers that are no JSON, in bridge mode on EC2",
            network: written("[{", bridge),
        },
        {
            name: "containers that are no JSON, in a definition with Docker's own network",
            network: written("name: app", { requiresCompatibilities: null, networkMode: "bridge" }),
        },
    ],
    violates: [
        {
            name: "a host port of its own",
            network: mapping([{ containerPort: 80, hostPort: 8080 }]),
            on: "app",
            says: [
                /^task definition app is in awsvpc mode, but hostPort differs from containerPort in containerDefinitions\[0\]\.portMappings\[0\]/,
                /fix: leave containerDefinitions\[0\]\.portMappings\[0\]\.hostPort of task definition app out$/,
            ],
            fixed: mapping([{ containerPort: 80 }]),
        },
        {
            name: "host port 0, which is for instances",
            network: mapping([{ containerPort: 80, hostPort: 0 }]),
            on: "app",
            says: /hostPort differs from containerPort/,
        },
        {
            name: "ports as texts that differ",
            network: mapping([{ containerPort: "80", hostPort: "8080" }]),
            on: "app",
            says: first,
        },
        {
            name: "a host port of its own beside a list that is not known",
            network: mapping(unknown, [{ containerPort: 80, hostPort: 8080 }]),
            on: "app",
            says: /containerDefinitions\[1\]\.portMappings\[0\]/,
        },
        {
            name: "a host port of its own beside an image that is not known",
            network: (n) => {
                taskOf(n, {
                    image: `repository.of/${unknown}`,
                    portMappings: [{ containerPort: 80, hostPort: 8080 }],
                });
            },
            on: "app",
            says: first,
        },
        {
            name: "one port in two containers",
            statement: "1.1",
            network: mapping([{ containerPort: 80 }], [{ containerPort: 80, protocol: "tcp" }]),
            on: "app",
            says: [
                /^the containers of task definition app share one network interface, but take a port twice: port 80 by containerDefinitions\[0\]\.portMappings\[0\] and containerDefinitions\[1\]\.portMappings\[0\];/,
                /fix: give each container of app ports of its own/,
            ],
            fixed: mapping([{ containerPort: 80 }], [{ containerPort: 8080 }]),
        },
        {
            name: "one port twice in one container",
            statement: "1.1",
            network: mapping([{ containerPort: 80 }, { containerPort: 80 }]),
            on: "app",
            says: /port 80 by containerDefinitions\[0\]\.portMappings\[0\] and containerDefinitions\[0\]\.portMappings\[1\]/,
        },
        {
            name: "a port within a range of a sidecar",
            network: mapping([{ containerPort: 8050 }], [{ containerPortRange: "8000-8099" }]),
            on: "app",
            says: /port 8050 by/,
        },
        {
            name: "ranges that overlap, of UDP",
            network: mapping(
                [{ containerPortRange: "8000-8099", protocol: "udp" }],
                [{ containerPortRange: "8099-8199", protocol: "UDP" }],
            ),
            on: "app",
            says: /port 8099 by/,
        },
        {
            name: "one port in two containers, of which another is not known",
            network: mapping(
                [{ containerPort: 80 }],
                [{ containerPort: 80 }],
                [{ containerPort: unknown, protocol: unknown }],
            ),
            on: "app",
            says: /port 80 by/,
        },
        {
            name: "containers that are no JSON",
            network: written('[{"name": "app",}]'),
            on: "app",
            says: [
                /^containerDefinitions of task definition app is no list of containers in JSON/,
                /fix: give containerDefinitions of app a JSON list/,
            ],
            fixed: written(JSON.stringify([{ name: "app", image: ecrImage }])),
        },
        {
            name: "one container in JSON, not in a list",
            network: written('{"name": "app"}', { networkMode: unknown }),
            on: "app",
            says: /is no list of containers in JSON/,
        },
        {
            name: "containers that are no JSON, in awsvpc mode without compatibilities",
            network: written("name: app", { requiresCompatibilities: null }),
            on: "app",
            says: /is no list of containers in JSON/,
        },
    ],
    cannotKnow: [
        {
            name: "a host port of its own in a definition of which it is not known what it is for",
            network: mappingIn({ requiresCompatibilities: [unknown] }, [
                { containerPort: 80, hostPort: 8080 },
            ]),
            on: "app",
            gap: /requiresCompatibilities/,
            ok: mappingIn({ requiresCompatibilities: ["EC2"] }, [
                { containerPort: 80, hostPort: 8080 },
            ]),
            violated: mapping([{ containerPort: 80, hostPort: 8080 }]),
        },
        {
            name: "containers that are no list, in a definition of which it is not known what it is for",
            network: mappingIn({ requiresCompatibilities: unknown, containerDefinitions: "c0" }),
            on: "app",
            gap: /requiresCompatibilities/,
            ok: mappingIn({ requiresCompatibilities: ["EC2"] }),
            violated: mappingIn({ containerDefinitions: "c0" }),
        },
        {
            name: "containers that are no JSON, in a definition of which only the network mode could tell, and does not",
            network: written("name: app", {
                requiresCompatibilities: null,
                networkMode: unknown,
            }),
            on: "app",
            gap: /networkMode/,
            ok: written("name: app", { requiresCompatibilities: null, networkMode: "bridge" }),
            violated: written("name: app", { requiresCompatibilities: null }),
        },
        {
            name: "a host port that is not known",
            network: mapping([{ containerPort: 80, hostPort: unknown }]),
            on: "app",
            gap: /containerDefinitions\[0\]\.portMappings\[0\]\.hostPort of app/,
            ok: mapping([{ containerPort: 80, hostPort: 80 }]),
            violated: mapping([{ containerPort: 80, hostPort: 81 }]),
        },
        {
            name: "a container port that is not known, beside a host port",
            network: mapping([{ containerPort: unknown, hostPort: 80 }]),
            on: "app",
            gap: /containerDefinitions\[0\]\.portMappings\[0\]\.containerPort of app/,
            ok: mapping([{ containerPort: 80, hostPort: 80 }]),
            violated: mapping([{ containerPort: 81, hostPort: 80 }]),
        },
        {
            name: "two containers, one with a port that is not known",
            network: mapping([{ containerPort: 80 }], [{ containerPort: unknown }]),
            on: "app",
            gap: /containerDefinitions\[1\]\.portMappings\[0\]\.containerPort of app/,
            ok: mapping([{ containerPort: 80 }], [{ containerPort: 81 }]),
            violated: mapping([{ containerPort: 80 }], [{ containerPort: 80 }]),
        },
        {
            name: "one port twice, of a protocol that is not known",
            network: mapping([{ containerPort: 53 }], [{ containerPort: 53, protocol: unknown }]),
            on: "app",
            gap: /containerDefinitions\[1\]\.portMappings\[0\]\.protocol of app/,
            ok: mapping([{ containerPort: 53 }], [{ containerPort: 53, protocol: "udp" }]),
            violated: mapping([{ containerPort: 53 }], [{ containerPort: 53, protocol: "tcp" }]),
        },
        {
            name: "a range that is not known beside a port",
            network: mapping([{ containerPort: 80 }], [{ containerPortRange: unknown }]),
            on: "app",
            gap: /containerPortRange of app/,
            ok: mapping([{ containerPort: 80 }], [{ containerPortRange: "81-90" }]),
            violated: mapping([{ containerPort: 80 }], [{ containerPortRange: "80-90" }]),
        },
        {
            name: "a range that is none",
            network: mapping([{ containerPort: 80 }], [{ containerPortRange: "8000" }]),
            on: "app",
            gap: /containerPortRange of app: it is not a range of ports/,
            ok: mapping([{ containerPort: 80 }], [{ containerPortRange: "8000-8010" }]),
            violated: mapping([{ containerPort: 80 }], [{ containerPortRange: "1-8000" }]),
        },
        {
            name: "a host port beside a range",
            network: mapping([{ containerPortRange: "8000-8010", hostPort: 8000 }]),
            on: "app",
            gap: /hostPort of app: AWS wants none beside a range of ports/,
            ok: mapping([{ containerPortRange: "8000-8010" }]),
            violated: mapping([{ containerPort: 8000, hostPort: 8010 }]),
        },
        {
            name: "a list of mappings that is not known",
            network: mapping(unknown),
            on: "app",
            gap: /containerDefinitions\[0\]\.portMappings of app/,
            ok: mapping([{ containerPort: 80 }]),
            violated: mapping([{ containerPort: 80, hostPort: 8080 }]),
        },
        {
            name: "a host port that is not known, beside a protocol that is not",
            network: mapping(
                [{ containerPort: 80, hostPort: unknown }, { containerPort: 53 }],
                [{ containerPort: 53, protocol: unknown }],
            ),
            on: "app",
            gap: /hostPort of app[^]*protocol of app/,
            ok: mapping([{ containerPort: 80 }], [{ containerPort: 53 }]),
            violated: mapping([{ containerPort: 53 }], [{ containerPort: 53 }]),
        },
        {
            name: "containers that another resource makes",
            network: (n) => {
                const parameter = n.add("aws:ssm/parameter:Parameter", "containers");
                n.taskDefinition("app", { containerDefinitions: parameter.get("value") });
            },
            forms: ["first preview"],
            on: "app",
            gap: /containerDefinitions of app/,
            ok: mapping([{ containerPort: 80 }]),
            violated: mapping([{ containerPort: 80, hostPort: 8080 }]),
        },
        {
            name: "containers that a file holds encrypted",
            network: written({
                "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
                ciphertext: "v1:abc",
            }),
            on: "app",
            gap: /containerDefinitions of app: it is a secret/,
            ok: mapping([{ containerPort: 80 }]),
            violated: mapping([{ containerPort: 80, hostPort: 8080 }]),
        },
        {
            name: "containers that are secret",
            network: written("[secret]"),
            on: "app",
            gap: /containerDefinitions of app: it is a secret/,
            ok: mapping([{ containerPort: 80 }]),
            violated: mapping([{ containerPort: 80, hostPort: 8080 }]),
        },
        {
            name: "a host port of its own in a mode that is not known",
            network: mappingIn({ networkMode: unknown }, [{ containerPort: 80, hostPort: 8080 }]),
            on: "app",
            gap: /networkMode of app/,
            ok: mappingIn({ networkMode: "bridge" }, [{ containerPort: 80, hostPort: 8080 }]),
            violated: mapping([{ containerPort: 80, hostPort: 8080 }]),
        },
        {
            name: "containers that are no JSON, for it is not known what",
            network: written("[{", { networkMode: "bridge", requiresCompatibilities: [unknown] }),
            on: "app",
            gap: /requiresCompatibilities\[0\] of app/,
            ok: written("[{", bridge),
            violated: written("[{", { networkMode: "bridge" }),
        },
    ],
});
