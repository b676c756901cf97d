import { isObject, open, own, parseJson, type Raw, type RawProperties } from "../raw";

/** A role that a provider takes on, one after the other. */
export interface AssumedRole {
    readonly RoleArn: string;
    readonly RoleSessionName?: string;
    readonly ExternalId?: string;
    readonly DurationSeconds?: number;
    readonly Policy?: string;
    readonly PolicyArns?: readonly { readonly arn: string }[];
    readonly SourceIdentity?: string;
    readonly Tags?: readonly { readonly Key: string; readonly Value: string }[];
    readonly TransitiveTagKeys?: readonly string[];
}

/** How to reach AWS, as an AWS provider's settings say. What is not set is left to the SDK, as for the AWS CLI. */
export interface AwsSettings {
    readonly region?: string;
    readonly profile?: string;
    readonly accessKey?: string;
    readonly secretKey?: string;
    readonly token?: string;
    readonly configFile?: string;
    readonly credentialsFile?: string;
    readonly assumeRoles?: readonly AssumedRole[];
    readonly webIdentity?: {
        readonly roleArn: string;
        readonly sessionName?: string;
        readonly token?: string;
        readonly tokenFile?: string;
    };
    /** By the provider's name of the service: `ec2`, `elbv2`, `efs`, `iam`, `sts`, `route53`. */
    readonly endpoints?: Readonly<Record<string, string>>;
    readonly stsRegion?: string;
    readonly maxRetries?: number;
    readonly useFipsEndpoint?: boolean;
    readonly useDualstackEndpoint?: boolean;
    /** Settings whose value is not known: without them AWS may be somewhere else. */
    readonly unknown?: readonly string[];
}

/** Those that are read. */
type Setting =
    | "region"
    | "profile"
    | "accessKey"
    | "secretKey"
    | "token"
    | "sharedConfigFiles"
    | "sharedCredentialsFiles"
    | "assumeRoles"
    | "assumeRole"
    | "assumeRoleWithWebIdentity"
    | "endpoints"
    | "stsRegion"
    | "maxRetries"
    | "useFipsEndpoint"
    | "useDualstackEndpoint";

/**
 * The settings of an AWS provider. What is no text arrives as JSON in a text, for a provider's settings
 * are texts alone.
 */
export function settingsOfProvider(props: RawProperties): AwsSettings {
    const unknown: string[] = [];
    const value = (name: Setting): Raw | undefined => {
        const raw = own(props, name);
        if (raw === undefined || raw === null || raw === "") return undefined;
        const plain = plainOf(raw);
        if (plain === undefined) unknown.push(name);
        return plain;
    };
    const text = (name: Setting): string | undefined => textOf(value(name));
    const flag = (name: Setting): boolean | undefined => {
        const plain = value(name);
        return plain === undefined ? undefined : plain === true || plain === "true";
    };
    const retries = Number(value("maxRetries"));
    const settings = {
        region: text("region"),
        profile: text("profile"),
        accessKey: text("accessKey"),
        secretKey: text("secretKey"),
        token: text("token"),
        configFile: textOf(listOf(value("sharedConfigFiles"))[0]),
        credentialsFile: textOf(listOf(value("sharedCredentialsFiles"))[0]),
        assumeRoles: [...listOf(value("assumeRoles")), ...listOf(value("assumeRole"))].flatMap(
            roleOf,
        ),
        webIdentity: webIdentityOf(value("assumeRoleWithWebIdentity")),
        endpoints: endpointsOf(value("endpoints")),
        stsRegion: text("stsRegion"),
        maxRetries: Number.isInteger(retries) ? retries : undefined,
        useFipsEndpoint: flag("useFipsEndpoint"),
        useDualstackEndpoint: flag("useDualstackEndpoint"),
        unknown,
    };
    return withoutUnset(settings);
}

/** No setting is nested deeper. */
const deepest = 20;

/** The value without the marks of secrets; nothing if some of it, however deep, is unknown or cannot be read. */
function plainOf(raw: Raw, depth = 0): Raw | undefined {
    const opened = open(raw);
    if (!("value" in opened) || depth > deepest) return undefined;
    const { value } = opened;
    if (typeof value === "string" && depth === 0 && /^\s*[[{]/.test(value)) {
        const parsed = parseJson(value);
        return parsed === undefined ? undefined : plainOf(parsed, 1);
    }
    if (typeof value !== "object" || value === null) return value;
    const entries = Object.entries<Raw>(value).map(([key, inner]): [string, Raw | undefined] => [
        key,
        plainOf(inner, depth + 1),
    ]);
    if (entries.some(([, inner]) => inner === undefined)) return undefined;
    const plain = entries as [string, Raw][];
    return Array.isArray(value) ? plain.map(([, inner]) => inner) : Object.fromEntries(plain);
}

function textOf(raw: Raw | undefined): string | undefined {
    return typeof raw === "string" && raw !== "" ? raw : undefined;
}

/** A single block may stand for a list of one. */
function listOf(raw: Raw | undefined): readonly Raw[] {
    if (raw === undefined || raw === null) return [];
    return Array.isArray(raw) ? (raw as readonly Raw[]) : [raw];
}

function roleOf(raw: Raw): readonly AssumedRole[] {
    if (!isObject(raw)) return [];
    const text = (name: string): string | undefined => textOf(own(raw, name));
    const RoleArn = text("roleArn");
    if (RoleArn === undefined) return [];
    const tags = own(raw, "tags");
    const policyArns = listOf(own(raw, "policyArns")).flatMap((each) => textOf(each) ?? []);
    const transitive = listOf(own(raw, "transitiveTagKeys")).flatMap((each) => textOf(each) ?? []);
    return [
        withoutUnset({
            RoleArn,
            RoleSessionName: text("sessionName"),
            ExternalId: text("externalId"),
            DurationSeconds: secondsOf(text("duration")),
            Policy: text("policy"),
            PolicyArns: policyArns.map((arn) => ({ arn })),
            SourceIdentity: text("sourceIdentity"),
            Tags: isObject(tags)
                ? Object.entries(tags).flatMap(([Key, value]) => {
                      const Value = textOf(value);
                      return Value === undefined ? [] : [{ Key, Value }];
                  })
                : undefined,
            TransitiveTagKeys: transitive,
        }),
    ];
}

/** `1h30m`, as Go writes it. */
function secondsOf(duration: string | undefined): number | undefined {
    const [, hours, minutes, seconds] =
        /^(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/.exec(duration ?? "") ?? [];
    const total = Number(hours ?? 0) * 3600 + Number(minutes ?? 0) * 60 + Number(seconds ?? 0);
    return total === 0 ? undefined : total;
}

function webIdentityOf(raw: Raw | undefined): AwsSettings["webIdentity"] {
    const [block] = listOf(raw);
    if (!isObject(block)) return undefined;
    const text = (name: string): string | undefined => textOf(own(block, name));
    const roleArn = text("roleArn");
    if (roleArn === undefined) return undefined;
    return withoutUnset({
        roleArn,
        sessionName: text("sessionName"),
        token: text("webIdentityToken"),
        tokenFile: text("webIdentityTokenFile"),
    });
}

/** A list of blocks, each with some services' addresses. */
function endpointsOf(raw: Raw | undefined): Readonly<Record<string, string>> | undefined {
    const entries = listOf(raw)
        .filter(isObject)
        .flatMap((block) => Object.entries(block))
        .flatMap(([service, url]): [string, string][] => {
            const address = textOf(url);
            return address === undefined ? [] : [[service, address]];
        });
    return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

type WithoutUnset<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
    [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

/** Without properties that are not set, and without empty lists. */
function withoutUnset<T extends object>(from: T): WithoutUnset<T> {
    const entries = Object.entries(from).filter(
        ([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0),
    );
    return Object.fromEntries(entries) as unknown as WithoutUnset<T>;
}
