import { unless } from "../src/knowable";
import { definePolicy, unknownOf, type Judgement, type Model } from "../src/policy";
import { endpointsIn, endpointsPerhapsIn } from "../src/reach";
import type { FargateVpc } from "../src/workload";

export const endpointUsable = definePolicy({
    kind: "stack",
    name: "endpoint-usable",
    description: "Every VPC endpoint in a VPC of Fargate tasks should be of use to them.",
    why: 'An interface endpoint needs the DNS attributes of its VPC for private DNS, a security group that admits TCP 443, and a service whose name no other endpoint of the VPC has: "InvalidParameter: private-dns-enabled cannot be set because there is already a conflicting DNS domain". A gateway endpoint works through route tables alone, and S3\'s private DNS needs one beside the interface endpoint: "InvalidParameter: To set PrivateDnsOnlyForInboundResolverEndpoint to true, the VPC must have a Gateway endpoint for the service" (AWS rule 4).',
    fix: "Complete the endpoint, or remove it.",
    turnOff: "If endpoints are made ready for workloads that come later.",
    severity: "medium",
    level: "advisory",
    *check({ model }) {
        for (const fargate of model.vpcs) {
            for (const judgement of judge(fargate, model)) {
                yield { ...judgement, answer: unless(judgement.answer, fargate.maybe) };
            }
        }
    },
});

function* judge(
    { vpc }: FargateVpc,
    { graph, reach: { endpointFaults } }: Model,
): Iterable<Judgement> {
    for (const endpoint of endpointsIn(graph, vpc).certain) {
        const { name, resource } = endpoint;
        for (const { answer, fault, fix } of endpointFaults.of(vpc, endpoint)) {
            yield { resource, answer, problem: `the endpoint ${name} ${fault}`, fix };
        }
    }
    for (const { endpoint, why } of endpointsPerhapsIn(graph, vpc)) {
        yield* unknownOf(endpoint.resource, why);
    }
}
