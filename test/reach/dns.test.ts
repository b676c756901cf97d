import assert from "node:assert/strict";
import { dualStackHostOf, hostOf } from "../../src/reach/dns";

/*
 * As AWS lists them: https://docs.aws.amazon.com/general/latest/gr/aws-service-information.html, and for the
 * dual-stack ones of ECR https://docs.aws.amazon.com/AmazonECR/latest/userguide/ecr-requests.html.
 */
const hosts: readonly (readonly [name: string, region: string, host: string, dualStack: string])[] =
    [
        ["logs", "us-east-1", "logs.us-east-1.amazonaws.com", "logs.us-east-1.api.aws"],
        ["s3", "us-east-1", "s3.us-east-1.amazonaws.com", "s3.dualstack.us-east-1.amazonaws.com"],
        ["ecr.api", "eu-west-1", "api.ecr.eu-west-1.amazonaws.com", "ecr.eu-west-1.api.aws"],
        ["ecr.dkr", "eu-west-1", "dkr.ecr.eu-west-1.amazonaws.com", "dkr-ecr.eu-west-1.on.aws"],
        [
            "kinesis-firehose",
            "us-east-1",
            "firehose.us-east-1.amazonaws.com",
            "firehose.us-east-1.api.aws",
        ],
        [
            "kinesis-streams",
            "us-east-1",
            "kinesis.us-east-1.amazonaws.com",
            "kinesis.us-east-1.api.aws",
        ],
        [
            "ecr.api",
            "cn-north-1",
            "api.ecr.cn-north-1.amazonaws.com.cn",
            "ecr.cn-north-1.api.amazonwebservices.com.cn",
        ],
        [
            "s3",
            "cn-north-1",
            "s3.cn-north-1.amazonaws.com.cn",
            "s3.dualstack.cn-north-1.amazonaws.com.cn",
        ],
        [
            "ecr.dkr",
            "cn-north-1",
            "dkr.ecr.cn-north-1.amazonaws.com.cn",
            "dkr-ecr.cn-north-1.on.amazonwebservices.com.cn",
        ],
    ];

describe("the host of a service", () => {
    for (const [name, region, host, dualStack] of hosts) {
        it(`${name} in ${region}`, () => {
            assert.equal(hostOf({ name, region }), host);
            assert.equal(dualStackHostOf({ name, region }), dualStack);
        });
    }

    it("is not known in a region that is none", () => {
        const service = { name: "logs", region: "mars-north-1" };
        assert.equal(hostOf(service), undefined);
        assert.equal(dualStackHostOf(service), undefined);
    });
});
