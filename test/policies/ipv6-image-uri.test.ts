import { ipv6ImageUri } from "../../policies/ipv6-image-uri";
import { unverifiedNetwork } from "../../policies/unverified-network";
import {
    dualStackImage,
    dualStackNetwork,
    ecrImage,
    ipv6Network,
    natNetwork,
    taskFedBy,
    type Ipv6Choices,
    type Network,
} from "../support/networks";
import { unknown } from "../support/program";
import { testPolicy } from "../support/table";

/** A service in an IPv6-only subnet, with images of these names. */
function ipv6Service(n: Network, choices: Ipv6Choices, ...images: readonly string[]): void {
    const { subnet } = ipv6Network(n, choices);
    n.taskDefinition("app", {}, ...images);
    n.service("web", [subnet]);
}

/** All of it in another region. */
function moveTo(n: Network, region: string): void {
    for (const { inputs } of n.resources) inputs.region = region;
}

testPolicy(ipv6ImageUri, unverifiedNetwork, {
    valid: [
        {
            name: "a dual-stack image",
            network: (n) => {
                ipv6Service(n, {}, dualStackImage);
            },
        },
        {
            name: "images of registries that are not ECR's own",
            network: (n) => {
                ipv6Service(n, {}, "nginx", "public.ecr.aws/nginx/nginx:1", "ghcr.io/app:1");
            },
        },
        {
            name: "a plain image in a dual-stack subnet",
            network: (n) => {
                n.taskDefinition("app", {}, ecrImage);
                n.service("web", [dualStackNetwork(n).subnet]);
            },
        },
        {
            name: "a plain image in an IPv4 subnet",
            network: (n) => {
                n.service("web", [natNetwork(n).privateSubnet]);
            },
        },
        {
            name: "a plain image without NAT64, which ipv6-only-tasks refuses",
            network: (n) => {
                ipv6Service(n, { without: ["0.0.0.0/0", "64:ff9b::/96"] }, ecrImage);
            },
        },
        {
            name: "a plain image in the European Sovereign Cloud, for which AWS names no other host",
            network: (n) => {
                ipv6Service(n, {}, "123456789012.dkr.ecr.eusc-de-east-1.amazonaws.eu/app:1");
                moveTo(n, "eusc-de-east-1");
            },
        },
    ],
    violates: [
        {
            name: "a plain image through DNS64 and NAT64",
            statement: "1.14",
            network: (n) => {
                ipv6Service(n, {}, ecrImage);
            },
            fixed: (n) => {
                ipv6Service(n, {}, dualStackImage);
            },
            on: "web",
            says: [
                /^service web runs in IPv6-only subnets, but names images of private ECR \(us-east-1\) by a host that has IPv4 addresses alone$/m,
                /fix: name them by the dual-stack image URI, <account>\.dkr-ecr\.<region>\.on\.aws$/m,
            ],
        },
        {
            name: "one of two images",
            network: (n) => {
                ipv6Service(n, {}, dualStackImage, ecrImage);
            },
            on: "web",
            says: /names images of private ECR/,
        },
        {
            name: "a plain image in China",
            network: (n) => {
                ipv6Service(n, {}, "123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn/app:1");
                moveTo(n, "cn-north-1");
            },
            on: "web",
            says: /fix: name them by .*<account>\.dkr-ecr\.<region>\.on\.amazonwebservices\.com\.cn$/m,
        },
    ],
    cannotKnow: [
        {
            name: "one container that is not known",
            network: (n) => {
                ipv6Service(n, {}, dualStackImage);
                const app = n.resources.find(({ type }) => type.endsWith(":TaskDefinition"));
                if (app !== undefined)
                    app.inputs.containerDefinitions = JSON.stringify([
                        { name: "app", image: dualStackImage, essential: true },
                        unknown,
                    ]);
            },
            on: "web",
            gap: /containerDefinitions\[1\] of app/,
            ok: (n) => {
                ipv6Service(n, {}, dualStackImage, dualStackImage);
            },
            violated: (n) => {
                ipv6Service(n, {}, dualStackImage, ecrImage);
            },
        },
        {
            name: "containers that are not known, and depend on a repository",
            forms: ["first preview"],
            network: (n) => {
                const { subnet } = ipv6Network(n);
                taskFedBy(n, n.add("aws:ecr/repository:Repository", "app"));
                n.service("web", [subnet]);
            },
            on: "web",
            gap: /containerDefinitions of app/,
            ok: (n) => {
                ipv6Service(n, {}, dualStackImage);
            },
            violated: (n) => {
                ipv6Service(n, {}, ecrImage);
            },
        },
        {
            name: "a subnet of which it is not known whether it is IPv6-only",
            network: (n) => {
                ipv6Service(n, { subnet: { ipv6Native: unknown } }, ecrImage);
            },
            on: "web",
            gap: /ipv6Native of private/,
            ok: (n) => {
                ipv6Service(n, {}, dualStackImage);
            },
            violated: (n) => {
                ipv6Service(n, {}, ecrImage);
            },
        },
    ],
});
