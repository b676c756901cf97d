import type * as Credentials from "@aws-sdk/credential-providers";
import type * as Ec2 from "@aws-sdk/client-ec2";
import type * as Efs from "@aws-sdk/client-efs";
import type * as Elb from "@aws-sdk/client-elastic-load-balancing-v2";
import type * as Iam from "@aws-sdk/client-iam";
import type * as Sts from "@aws-sdk/client-sts";
import type * as Ecs from "./ecs";
import { AwsError } from "./error";
import type * as Route53 from "./route53";

/** The parts of the AWS SDK that are used. */
export interface Sdk {
    readonly ec2: typeof Ec2;
    readonly elb: typeof Elb;
    readonly efs: typeof Efs;
    readonly iam: typeof Iam;
    readonly sts: typeof Sts;
    readonly route53: Route53.Module;
    /** Clusters are not read without it. */
    readonly ecs: Ecs.Module | undefined;
    readonly credentials: typeof Credentials;
}

/** The packages of the SDK; the package asks for them as optional peers (docs/aws.md). */
export const sdkPackages = {
    ec2: "@aws-sdk/client-ec2",
    elb: "@aws-sdk/client-elastic-load-balancing-v2",
    efs: "@aws-sdk/client-efs",
    iam: "@aws-sdk/client-iam",
    sts: "@aws-sdk/client-sts",
    route53: "@aws-sdk/client-route-53",
    credentials: "@aws-sdk/credential-providers",
    ecs: "@aws-sdk/client-ecs",
} as const;

/** Those without which there is less to know, and nothing else is amiss. */
const dispensable: readonly string[] = [sdkPackages.ecs];

let loaded: Sdk | undefined;

/**
 * Loads the SDK, which nobody needs who does not read AWS: it is not even installed by default.
 *
 * @throws AwsError that says what to install
 */
export function loadSdk(): Sdk {
    if (loaded !== undefined) return loaded;
    // Which versions of Node.js it will need one day does not concern the network.
    process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
    const missing: string[] = [];
    const load = (name: string): unknown => {
        try {
            // eslint-disable-next-line @typescript-eslint/no-require-imports -- only when it is asked for
            return require(name) as unknown;
        } catch (error) {
            if ((error as NodeJS.ErrnoException).code !== "MODULE_NOT_FOUND") throw error;
            if (!dispensable.includes(name)) missing.push(name);
            return undefined;
        }
    };
    const entries = Object.entries(sdkPackages).map(([key, name]): [string, unknown] => [
        key,
        load(name),
    ]);
    if (missing.length > 0) {
        throw new AwsError(
            `the AWS SDK is not installed; run \`npm install ${missing.join(" ")}\` where fargate-preflight is installed`,
        );
    }
    const sdk: unknown = Object.fromEntries(entries);
    return (loaded = sdk as Sdk);
}
