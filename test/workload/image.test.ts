import assert from "node:assert/strict";
import fc from "fast-check";
import { describeRegistry, registryOf } from "../../src/workload";
import { repositoryOf } from "../../src/workload/image";

const account = "123456789012";

describe("the registry of an image", () => {
    for (const [image, registry] of [
        ["nginx", "Docker Hub"],
        ["nginx:1.27", "Docker Hub"],
        ["library/nginx@sha256:abc", "Docker Hub"],
        ["my-org/app", "Docker Hub"],
        ["docker.io/library/nginx", "Docker Hub"],
        ["index.docker.io/library/nginx", "Docker Hub"],
        ["public.ecr.aws/nginx/nginx:1", "public.ecr.aws"],
        ["ecr-public.aws.com/nginx/nginx", "ecr-public.aws.com"],
        ["ghcr.io/o/r:1", "ghcr.io"],
        ["GHCR.io/o/r:1", "ghcr.io"],
        ["eu.gcr.io/p/i", "gcr.io"],
        ["mcr.microsoft.com/dotnet/runtime:8.0", "mcr.microsoft.com"],
        [`${account}.dkr.ecr.eu-west-1.amazonaws.com/app`, "private ECR (eu-west-1)"],
        [`${account}.dkr.ecr.us-gov-west-1.amazonaws.com/app`, "private ECR (us-gov-west-1)"],
        [`${account}.dkr.ecr.cn-north-1.amazonaws.com.cn/app`, "private ECR (cn-north-1)"],
        [`${account}.dkr.ecr-fips.us-east-1.amazonaws.com/app`, "private ECR (us-east-1)"],
        [`${account}.dkr-ecr.us-east-1.on.aws/app`, "private ECR (us-east-1)"],
        [
            `${account}.dkr.ecr.us-east-1.amazonaws.com/docker-hub/library/nginx`,
            "private ECR (us-east-1)",
        ],
        [`${account}.dkr.ecr.eusc-de-east-1.amazonaws.eu/app`, "private ECR (eusc-de-east-1)"],
        [`${account}.dkr.ecr.us-iso-east-1.c2s.ic.gov/app`, "private ECR (us-iso-east-1)"],
        [`${account}.dkr.ecr.us-isob-east-1.sc2s.sgov.gov/app`, "private ECR (us-isob-east-1)"],
        [`${account}.dkr-ecr.cn-north-1.on.amazonwebservices.com.cn/a`, "private ECR (cn-north-1)"],
        // The suffix of another partition, and regions of none.
        [`${account}.dkr.ecr.eu-west-1.amazonaws.eu/app`, "a registry of its own"],
        [`${account}.dkr.ecr.eusc-de-east-1.amazonaws.com/app`, "a registry of its own"],
        [`${account}.dkr.ecr.moon-east-1.amazonaws.com/app`, "a registry of its own"],
        [`${account}.dkr-ecr.us-east-1.amazonaws.com/app`, "a registry of its own"],
        ["localhost/app", "a registry of its own"],
        ["localhost:5000/app", "a registry of its own"],
        ["registry.example.com/app", "a registry of its own"],
        ["ghcr.io:8443/o/r", "a registry of its own"],
        ["10.0.0.5:5000/app", "a registry of its own"],
        ["constructor.example/app", "a registry of its own"],
        ["12.dkr.ecr.eu-west-1.amazonaws.com/app", "a registry of its own"],
        [`x${account}.dkr.ecr.eu-west-1.amazonaws.com/app`, "a registry of its own"],
        [`${account}.dkr.ecr.eu-west-1.amazonaws.com:443/app`, "a registry of its own"],
        [`${account}.dkr.ecr.eu-west-1.amazonaws.com`, "Docker Hub"],
        [`  ${account}.dkr.ecr.eu-west-1.amazonaws.com/app\n`, "private ECR (eu-west-1)"],
        ["", "Docker Hub"],
    ] as const) {
        it(`of ${image} is ${registry}`, () => {
            assert.equal(describeRegistry(registryOf(image)), registry);
        });
    }

    it("tells ECR's plain host from its others", () => {
        const plain = (host: string): unknown => {
            const registry = registryOf(`${account}.${host}/app`);
            return registry.kind === "ecr" && registry.plain;
        };
        assert.equal(plain("dkr.ecr.us-east-1.amazonaws.com"), true);
        assert.equal(plain("dkr.ecr-fips.us-east-1.amazonaws.com"), false);
        assert.equal(plain("dkr-ecr.us-east-1.on.aws"), false);
    });

    const cached: readonly (readonly [path: string, prefixes: readonly string[], is: boolean])[] = [
        ["app", [], false],
        ["docker-hub/library/nginx:1", ["docker-hub"], true],
        ["docker-hub/library/nginx:1", ["quay", "docker-hub/library"], true],
        ["docker-hub-2/nginx", ["docker-hub"], false],
        ["docker-hub", ["docker-hub"], false],
        ["team/docker-hub/nginx", ["docker-hub"], false],
        ["app", ["ROOT"], true],
        ["team/app", ["docker-hub", "ROOT"], true],
    ];
    for (const [path, prefixes, is] of cached)
        it(`${is ? "caches" : "does not cache"} ${path} by ${prefixes.join(" and ")}`, () => {
            const image = `${account}.dkr.ecr.us-east-1.amazonaws.com/${path}`;
            const registry = registryOf(image, prefixes);
            assert.equal(registry.kind === "ecr" && registry.cached, is);
        });

    it("never repeats what may be a secret, and never throws", () => {
        fc.assert(
            fc.property(fc.string(), (image) => {
                const text = describeRegistry(registryOf(image));
                assert.match(
                    text,
                    /^(private ECR \([a-z0-9-]+\)|Docker Hub|a registry of its own|[a-z.0-9-]+)$/,
                );
            }),
        );
    });
});

describe("the repository of an image", () => {
    const host = `${account}.dkr.ecr.us-east-1.amazonaws.com`;
    for (const [image, name] of [
        [`${host}/app`, "app"],
        [`${host}/app:1`, "app"],
        [`${host}/team/app:1.2-rc`, "team/app"],
        [`${host}/team/app@sha256:0123`, "team/app"],
        [`${host}/team/app:1@sha256:0123`, "team/app"],
        [`${account}.dkr-ecr.us-east-1.on.aws/app:1`, "app"],
        [`  ${host}/app:1  `, "app"],
        [`${host.toUpperCase()}/app`, "app"],
        [`${host}/team:8080/app:1`, "team:8080/app"],
        [`${host}/app@sha256:01@23`, "app"],
        [host, undefined],
        ["nginx:1", undefined],
        ["public.ecr.aws/nginx/nginx:1", undefined],
        ["registry.example.com:5000/app", undefined],
    ] as const) {
        it(`of ${image} is ${name ?? "none of private ECR"}`, () => {
            const expected =
                name === undefined ? undefined : { account, region: "us-east-1", name };
            assert.deepEqual(repositoryOf(image), expected);
        });
    }
});
