import type { EC2Client } from "@aws-sdk/client-ec2";
import type { EFSClient } from "@aws-sdk/client-efs";
import type { ElasticLoadBalancingV2Client } from "@aws-sdk/client-elastic-load-balancing-v2";
import type { IAMClient } from "@aws-sdk/client-iam";
import type { STSClient } from "@aws-sdk/client-sts";
import type * as Ecs from "./ecs";
import { AwsError, whyNothing } from "./error";
import type * as Route53 from "./route53";
import { loadSdk, type Sdk } from "./sdk";
import type { AssumedRole, AwsSettings } from "./settings";

/** The clients of one account and region, and the SDK that they are of. */
export interface Clients {
    readonly sdk: Sdk;
    readonly region: string;
    readonly ec2: EC2Client;
    readonly elb: ElasticLoadBalancingV2Client;
    readonly efs: EFSClient;
    readonly iam: IAMClient;
    readonly sts: STSClient;
    readonly route53: Route53.Client;
    readonly ecs: Ecs.Client | undefined;
}

/** How the credentials' provider of the SDK is called; each call gives some. */
type Provider = ReturnType<Sdk["credentials"]["fromNodeProviderChain"]>;

/**
 * Clients by the settings of an AWS provider.
 *
 * @throws AwsError if the SDK is not installed, or there is no region
 */
export async function clientsOf(settings: AwsSettings): Promise<Clients> {
    const sdk = loadSdk();
    const { endpoints = {}, profile, maxRetries = 4 } = settings;
    const common = {
        ...(settings.region === undefined ? {} : { region: settings.region }),
        ...(profile === undefined ? {} : { profile }),
        ...(settings.useFipsEndpoint === true ? { useFipsEndpoint: true } : {}),
        ...(settings.useDualstackEndpoint === true ? { useDualstackEndpoint: true } : {}),
        credentials: credentialsOf(sdk, settings),
        maxAttempts: maxRetries + 1,
        retryMode: "adaptive",
        requestHandler: { connectionTimeout: 3_000, requestTimeout: 15_000 },
    };
    const at = (...names: readonly string[]): object => {
        const endpoint = names.map((name) => endpoints[name]).find((each) => each !== undefined);
        return endpoint === undefined ? common : { ...common, endpoint };
    };
    const ec2 = new sdk.ec2.EC2Client(at("ec2"));
    return {
        sdk,
        region: await regionOf(ec2),
        ec2,
        elb: new sdk.elb.ElasticLoadBalancingV2Client(
            at("elbv2", "elasticloadbalancingv2", "elb", "elasticloadbalancing"),
        ),
        efs: new sdk.efs.EFSClient(at("efs")),
        iam: new sdk.iam.IAMClient(at("iam")),
        sts: new sdk.sts.STSClient(at("sts")),
        route53: new sdk.route53.Route53Client(at("route53")),
        ecs: sdk.ecs && new sdk.ecs.ECSClient(at("ecs")),
    };
}

/** Closes the connections. */
export function closeClients({ ec2, elb, efs, iam, sts, route53, ecs }: Clients): void {
    for (const client of [ec2, elb, efs, iam, sts, route53, ecs]) client?.destroy();
}

async function regionOf(client: EC2Client): Promise<string> {
    try {
        return await client.config.region();
    } catch (error) {
        throw (
            whyNothing(error) ??
            new AwsError(
                "there is no AWS region that can be used; set AWS_REGION, or one in the profile",
            )
        );
    }
}

/** The keys, or the profile, then one role after the other. */
function credentialsOf(sdk: Sdk, settings: AwsSettings): Provider {
    const { assumeRoles = [] } = settings;
    return assumeRoles.reduce<Provider>(
        (masterCredentials, role) =>
            sdk.credentials.fromTemporaryCredentials({
                masterCredentials,
                params: paramsOf(role),
                clientConfig: stsConfigOf(settings),
            }),
        ownCredentials(sdk, settings),
    );
}

function paramsOf({ PolicyArns, Tags, TransitiveTagKeys, ...role }: AssumedRole): {
    RoleArn: string;
    RoleSessionName: string;
} {
    return {
        RoleSessionName: "fargate-preflight",
        ...role,
        ...(PolicyArns === undefined ? {} : { PolicyArns: [...PolicyArns] }),
        ...(Tags === undefined ? {} : { Tags: [...Tags] }),
        ...(TransitiveTagKeys === undefined ? {} : { TransitiveTagKeys: [...TransitiveTagKeys] }),
    };
}

function ownCredentials(sdk: Sdk, settings: AwsSettings): Provider {
    const { accessKey, secretKey, token, profile, configFile, credentialsFile } = settings;
    if (accessKey !== undefined && secretKey !== undefined) {
        const keys = { accessKeyId: accessKey, secretAccessKey: secretKey };
        return () => Promise.resolve(token === undefined ? keys : { ...keys, sessionToken: token });
    }
    const { webIdentity } = settings;
    if (webIdentity !== undefined) return fromWebIdentity(sdk, webIdentity, settings);
    return sdk.credentials.fromNodeProviderChain({
        ...(profile === undefined ? {} : { profile }),
        ...(configFile === undefined ? {} : { configFilepath: configFile }),
        ...(credentialsFile === undefined ? {} : { filepath: credentialsFile }),
        clientConfig: stsConfigOf(settings),
    });
}

function fromWebIdentity(
    sdk: Sdk,
    { roleArn, sessionName, token, tokenFile }: NonNullable<AwsSettings["webIdentity"]>,
    settings: AwsSettings,
): Provider {
    const roleSessionName = sessionName ?? "fargate-preflight";
    const clientConfig = stsConfigOf(settings);
    if (token !== undefined) {
        return sdk.credentials.fromWebToken({
            roleArn,
            roleSessionName,
            webIdentityToken: token,
            clientConfig,
        });
    }
    return sdk.credentials.fromTokenFile({
        roleArn,
        roleSessionName,
        ...(tokenFile === undefined ? {} : { webIdentityTokenFile: tokenFile }),
        clientConfig,
    });
}

/** Where roles are taken on. */
function stsConfigOf({ region, stsRegion, endpoints }: AwsSettings): {
    region?: string;
    endpoint?: string;
} {
    const where = stsRegion ?? region;
    const endpoint = endpoints?.sts;
    return {
        ...(where === undefined ? {} : { region: where }),
        ...(endpoint === undefined ? {} : { endpoint }),
    };
}
