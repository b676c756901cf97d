import assert from "node:assert/strict";
import { planFromJson, type PlannedResource, type Raw, type RawProperties } from "../../src/plan";
import { interest } from "../../src/policy";
import { encrypted, inShort, listInShort, unknown, urn } from "../plan/support";

/* Resources of aws-native in the files of Pulumi's own. */

const type = "aws-native:ecs:Service";
const provider = "urn:pulumi:dev::web::pulumi:providers:aws-native::default_1_79_0::5";

function preview(steps: readonly Raw[], config: RawProperties = {}): Raw {
    return { config, steps, changeSummary: { create: steps.length } };
}

function step(op: string, states: RawProperties): Raw {
    return { op, urn: urn(type, "web"), ...states };
}

function state(inputs: RawProperties, more: RawProperties = {}): RawProperties {
    return { urn: urn(type, "web"), type, custom: true, inputs, provider, ...more };
}

function only(json: Raw): PlannedResource {
    const { resources } = planFromJson(json, interest).plan;
    const [resource] = resources;
    assert.ok(resource !== undefined && resources.length === 1);
    return resource;
}

const inputs = {
    cluster: "main",
    networkConfiguration: {
        awsvpcConfiguration: { subnets: ["subnet-1", unknown], assignPublicIp: "ENABLED" },
    },
};

describe("a preview with resources of aws-native", () => {
    it("tells what a new one has been given", () => {
        const service = only(preview([step("create", { newState: state(inputs) })]));
        assert.equal(service.type, "aws:ecs/service:Service");
        assert.equal(service.declaredType, type);
        assert.ok(service.isNew);
        const network = service.at("networkConfiguration");
        assert.deepEqual(listInShort(network.at("subnets")), ["subnet-1", "unknown: computed"]);
        assert.equal(inShort(network.at("assignPublicIp").boolean()), true);
        // CloudFormation's own default; the `aws` provider's is none.
        assert.equal(inShort(service.at("desiredCount").number()), 1);
    });

    it("takes the region of a default provider from its own configuration", () => {
        const steps = [step("create", { newState: state(inputs) })];
        const config = { "aws:region": "eu-west-1", "aws-native:region": "us-east-2" };
        assert.equal(inShort(only(preview(steps, config)).region), "us-east-2");
        assert.equal(
            inShort(only(preview(steps, { "aws:region": "eu-west-1" })).region),
            "unknown: outside",
        );
    });

    it("tells what an existing one has, by the first part of its identifier", () => {
        const arn = "arn:aws:ecs:us-east-1:123456789012:service/main/web";
        const old = state(inputs, {
            id: `${arn}|main`,
            outputs: { ...inputs, desiredCount: 3, serviceArn: arn },
        });
        const service = only(preview([step("update", { oldState: old, newState: state(inputs) })]));
        assert.equal(inShort(service.id), arn);
        assert.equal(inShort(service.at("desiredCount").number()), 3);
    });

    it("does not take a number that it does not know for the default", () => {
        for (const desiredCount of [unknown, encrypted]) {
            const service = only(
                preview([step("create", { newState: state({ ...inputs, desiredCount }) })]),
            );
            assert.ok(!service.at("desiredCount").number().known);
        }
        const old = state(inputs, { id: "arn|main", outputs: inputs });
        const service = only(preview([step("same", { oldState: old, newState: old })]));
        assert.ok(!service.at("desiredCount").number().known);
    });

    it("takes targets that it cannot read for tasks, perhaps", () => {
        const rule = "aws-native:events:Rule";
        for (const targets of [unknown, encrypted, [encrypted], [unknown]]) {
            const target = only(
                preview([
                    {
                        op: "create",
                        urn: urn(rule, "nightly"),
                        newState: {
                            urn: urn(rule, "nightly"),
                            type: rule,
                            custom: true,
                            inputs: { targets },
                        },
                    },
                ]),
            );
            assert.equal(target.type, "aws:cloudwatch/eventTarget:EventTarget");
            assert.ok(!target.at("ecsTarget").isSet().known);
        }
    });

    it("shows no secret", () => {
        const service = only(
            preview([
                step("create", {
                    newState: state({ networkConfiguration: { awsvpcConfiguration: encrypted } }),
                }),
            ]),
        );
        const value = service.at("networkConfiguration").at("subnets").elements();
        assert.ok(!value.known);
        assert.equal(value.why.reason, "secret");
        assert.equal(value.why.property, "networkConfiguration.awsvpcConfiguration");
    });
});

describe("an export with resources of aws-native", () => {
    function exported(...resources: readonly RawProperties[]): Raw {
        return { version: 3, deployment: { resources } };
    }

    it("becomes facts in the words of aws", () => {
        const group = "aws-native:ec2:SecurityGroup";
        const { resources } = planFromJson(
            exported({
                urn: urn(group, "tasks"),
                type: group,
                custom: true,
                id: "sg-1",
                inputs: { vpcId: "vpc-1", groupDescription: "tasks" },
                outputs: {
                    vpcId: "vpc-1",
                    groupId: "sg-1",
                    securityGroupEgress: [
                        { ipProtocol: "-1", cidrIp: "0.0.0.0/0", fromPort: -1, toPort: -1 },
                    ],
                    // The provider keeps a copy of the inputs, as a secret.
                    __inputs: encrypted,
                },
            }),
            interest,
        ).plan;
        const [tasks] = resources;
        assert.equal(tasks?.type, "aws:ec2/securityGroup:SecurityGroup");
        const fact = tasks.asFact(["vpcId", "egress"]);
        assert.deepEqual(fact.properties, {
            vpcId: "vpc-1",
            egress: [{ protocol: "-1", cidrBlocks: ["0.0.0.0/0"], isOfAws: true }],
        });
    });

    it("holds a cluster's default strategy as a part of it", () => {
        const cluster = "aws-native:ecs:Cluster";
        const { resources } = planFromJson(
            exported({
                urn: urn(cluster, "main"),
                type: cluster,
                custom: true,
                id: "main",
                inputs: {
                    clusterName: "main",
                    defaultCapacityProviderStrategy: [{ capacityProvider: "FARGATE" }],
                },
                outputs: {
                    clusterName: "main",
                    arn: "arn:aws:ecs:us-east-1:123456789012:cluster/main",
                },
            }),
            interest,
        ).plan;
        assert.deepEqual(
            resources.map(({ type: as, declaredUrn }) => [as, declaredUrn]),
            [
                ["aws:ecs/cluster:Cluster", urn(cluster, "main")],
                ["aws:ecs/clusterCapacityProviders:ClusterCapacityProviders", urn(cluster, "main")],
            ],
        );
        assert.equal(inShort(resources[1]?.at("clusterName").string() ?? assert.fail()), "main");
    });
});
