import { taskNetworkParameters } from "../../policies/task-network-parameters";
import { unverifiedNetwork } from "../../policies/unverified-network";
import { taskOf, type Network } from "../support/networks";
import { unknown, type Inputs, type Value } from "../support/program";
import { testPolicy } from "../support/table";

/** A task for Fargate of these containers. */
const task =
    (...containers: readonly Inputs[]) =>
    (n: Network): void => {
        taskOf(n, ...containers);
    };

/** The same in a definition with these settings. */
const taskIn =
    (inputs: Inputs, ...containers: readonly Inputs[]) =>
    (n: Network): void => {
        Object.assign(taskOf(n, ...containers).inputs, inputs);
    };

/** A definition whose containers are this. */
const written =
    (containerDefinitions: Value, inputs: Inputs = {}) =>
    (n: Network): void => {
        n.taskDefinition("app", { containerDefinitions, ...inputs });
    };

const onEc2 = { networkMode: "bridge", requiresCompatibilities: ["EC2"] };
const host = { hostname: "db", ipAddress: "10.0.0.5" };

testPolicy(taskNetworkParameters, unverifiedNetwork, {
    valid: [
        { name: "none of them", network: task({}, { portMappings: [{ containerPort: 80 }] }) },
        {
            name: "empty lists and texts, null and false, as tools write them",
            network: task({
                links: [],
                hostname: "",
                dnsServers: [],
                dnsSearchDomains: null,
                extraHosts: [],
                disableNetworking: false,
            }),
        },
        {
            name: "bridge mode on EC2, with links and names",
            network: taskIn(onEc2, { links: ["db"], hostname: "web", extraHosts: [host] }),
        },
        {
            name: "DNS servers on EC2, not known which",
            network: taskIn(onEc2, { dnsServers: unknown }),
            forms: ["first preview"],
        },
        {
            name: "links without compatibilities",
            network: taskIn(
                { networkMode: null, requiresCompatibilities: null },
                { links: ["db"] },
            ),
        },
        {
            name: "parameters that have nothing to do with the network",
            network: task({
                dockerLabels: { links: "no" },
                environment: [{ name: "hostname", value: "web" }],
                systemControls: [{ namespace: "net.core.somaxconn", value: "1024" }],
            }),
        },
        {
            name: "nothing used, though it is not known whether it is for Fargate",
            network: taskIn({ requiresCompatibilities: [unknown] }, {}),
            forms: ["first preview"],
        },
        { name: "containers that are no JSON, on EC2", network: written("[{", onEc2) },
    ],
    violates: [
        {
            name: "links between containers",
            network: task({ links: ["c1"] }, {}),
            on: "app",
            says: [
                /^task definition app is for Fargate, but sets containerDefinitions\[0\]\.links, which/,
                /fix: leave containerDefinitions\[0\]\.links of task definition app out/,
            ],
            fixed: task({}, {}),
        },
        ...(
            [
                ["hostname", "web"],
                ["dnsServers", ["10.0.0.2"]],
                ["dnsSearchDomains", ["example.com"]],
                ["extraHosts", [host]],
                ["disableNetworking", true],
            ] as const satisfies readonly (readonly [string, unknown])[]
        ).map(([name, value]) => ({
            name,
            network: task({}, { [name]: value as unknown as Value }),
            on: "app",
            says: new RegExp(`sets containerDefinitions\\[1\\]\\.${name}, which`),
        })),
        {
            name: "a list with an element that is not known",
            network: task({ dnsServers: [unknown] }),
            on: "app",
            says: /sets containerDefinitions\[0\]\.dnsServers, which/,
        },
        {
            name: "two parameters beside one that is not known",
            network: task({ links: ["c1"], hostname: unknown }, { hostname: "web" }),
            on: "app",
            says: /sets containerDefinitions\[0\]\.links, containerDefinitions\[1\]\.hostname, which/,
        },
        {
            name: "a host name, for Fargate and EC2",
            network: taskIn({ requiresCompatibilities: ["EC2", "FARGATE"] }, { hostname: "web" }),
            on: "app",
            says: /\.hostname, which/,
        },
    ],
    cannotKnow: [
        {
            name: "a host name that is not known",
            network: task({ hostname: unknown }),
            on: "app",
            gap: /containerDefinitions\[0\]\.hostname of app/,
            ok: task({ hostname: "" }),
            violated: task({ hostname: "web" }),
        },
        {
            name: "a list that is not known",
            network: task({ extraHosts: unknown }),
            on: "app",
            gap: /containerDefinitions\[0\]\.extraHosts of app/,
            ok: task({ extraHosts: [] }),
            violated: task({ extraHosts: [host] }),
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
            ok: task({}),
            violated: task({ links: ["db"] }),
        },
        {
            name: "containers that a file holds encrypted",
            network: written({
                "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
                ciphertext: "v1:abc",
            }),
            on: "app",
            gap: /containerDefinitions of app: it is a secret/,
            ok: task({}),
            violated: task({ links: ["db"] }),
        },
        {
            name: "containers that are secret",
            network: written("[secret]"),
            on: "app",
            gap: /containerDefinitions of app: it is a secret/,
            ok: task({}),
            violated: task({ links: ["db"] }),
        },
        {
            name: "containers that are no JSON, which task-port-mappings reports",
            network: written("[{"),
            on: "app",
            gap: /containerDefinitions of app: it is not JSON/,
            ok: task({}),
            violated: task({ links: ["db"] }),
        },
        {
            name: "links in a definition of which it is not known what it is for",
            network: taskIn({ requiresCompatibilities: [unknown] }, { links: ["db"] }),
            on: "app",
            gap: /requiresCompatibilities\[0\] of app/,
            ok: taskIn({ requiresCompatibilities: ["EC2"] }, { links: ["db"] }),
            violated: task({ links: ["db"] }),
        },
    ],
});
