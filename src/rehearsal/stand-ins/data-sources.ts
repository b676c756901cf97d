import { partitionOf, partitions } from "../../network";
import { isObject, own, type Raw, type RawProperties } from "../../plan";
import { kindOf } from "./forms";
import { digitsOf } from "./marks";
import { knownPart } from "./values";

/** Something of which the properties are known: rehearsed, or of facts. */
export interface Known {
    readonly type: string;
    readonly id: string;
    readonly properties: RawProperties;
}

/** Packages whose functions compute, and ask nobody. */
const computing: ReadonlySet<string> = new Set(["std", "random", "tls", "null", "time", "pulumi"]);

/** AWS's functions that the provider answers itself. */
const computed: ReadonlySet<string> = new Set([
    "getArn",
    "getBillingServiceAccount",
    "getDefaultTags",
    "getHostedZoneId",
    "getPolicyDocument",
    "getServicePrincipal",
    "getServiceAccount",
]);

/** Whether a function may be asked whatever stands in: nothing of it leaves the machine. */
export function asksNobody(package_: string, token: string): boolean {
    return computing.has(package_) || (package_ === "aws" && computed.has(nameOf(token)));
}

/**
 * Answers a data source that asks about something that stands in: nobody else knows it.
 *
 * @returns a text that says why it cannot be answered
 */
export function answer(
    package_: string,
    token: string,
    args: RawProperties,
    known: readonly Known[],
): RawProperties | string {
    const found = package_ === "aws" ? search(token, args, known) : undefined;
    return (
        found ??
        `${token} asks about something that only the deployment creates, and a rehearsal cannot answer it; use the properties of the resource itself in the program, or keep what it asks about unknown (--keep-unknown)`
    );
}

/** Whether a data source asks for one new thing by its name, which need not be told from a real one. */
export function isAboutNew(token: string, args: RawProperties, known: readonly Known[]): boolean {
    const { kind, service } = askedFor(token);
    return Object.entries(args).some(
        ([key, value]) =>
            isNameOf(key, kind) &&
            known.some((each) => isOf(each, service, kind) && namesOf(each).has(value)),
    );
}

/** Answers a data source without AWS: from facts, or made up where every account has such a thing. */
export function madeUp(
    token: string,
    args: RawProperties,
    at: { readonly region: string; readonly account: string; readonly outside: readonly Known[] },
): RawProperties | string {
    return (
        ofEveryAccount(token, args, at) ??
        search(token, args, at.outside) ??
        `${token} asks AWS, which a rehearsal with --offline does not do; facts about what it asks for would answer it (--facts, \`npx --no-install fargate-preflight snapshot\`)`
    );
}

function ofEveryAccount(
    token: string,
    args: RawProperties,
    { region, account }: { readonly region: string; readonly account: string },
): RawProperties | undefined {
    const { id: partition, dnsSuffix, regions } = partitionOf(region) ?? partitions[0] ?? standard;
    const ami = `ami-${digitsOf(JSON.stringify(args), 17)}`;
    switch (nameOf(token)) {
        case "getRegion":
            return {
                id: region,
                name: region,
                region,
                description: region,
                endpoint: `ec2.${region}.${dnsSuffix}`,
            };
        case "getRegions":
            return { id: partition, names: [...regions] };
        case "getPartition":
            return {
                id: partition,
                partition,
                dnsSuffix,
                reverseDnsPrefix: dnsSuffix.split(".").reverse().join("."),
            };
        case "getCallerIdentity":
            return {
                id: account,
                accountId: account,
                arn: `arn:${partition}:iam::${account}:user/offline`,
                userId: "OFFLINE",
            };
        case "getAvailabilityZones": {
            const letters = ["a", "b", "c"];
            return {
                id: region,
                region,
                names: letters.map((letter) => `${region}${letter}`),
                zoneIds: letters.map((_, i) => `${zonePrefix(region)}-az${String(i + 1)}`),
                groupNames: [region],
                ...knownPart(args),
            };
        }
        case "getAmi":
            return {
                id: ami,
                imageId: ami,
                arn: `arn:${partition}:ec2:${region}::image/${ami}`,
                architecture: "x86_64",
                rootDeviceName: "/dev/xvda",
                ...knownPart(args),
            };
        case "getAmiIds":
            return { id: ami, ids: [ami], ...knownPart(args) };
        case "getParameter": {
            // AWS's own parameters (Systems Manager, "Discovering public parameters").
            const name = own(args, "name");
            if (typeof name !== "string" || !/^\/aws\/service\/.*ami/.test(name)) return undefined;
            return { id: name, name, type: "String", value: ami, insecureValue: ami };
        }
        default:
            return undefined;
    }
}

const standard = { id: "aws", dnsSuffix: "amazonaws.com", regions: [] };

/** `use1` for `us-east-1`, as in the ids of zones. */
function zonePrefix(region: string): string {
    const [area = "", ...rest] = region.split("-");
    return [area, ...rest.map((part) => (/^\d/.test(part) ? part : part.charAt(0)))].join("");
}

function nameOf(token: string): string {
    return token.split(":").pop() ?? "";
}

/** `Subnet` of `ec2` for `aws:ec2/getSubnet:getSubnet`. */
function askedFor(token: string): { readonly kind: string; readonly service: string } {
    const [service = "", kind = ""] = kindOf(token).split(":");
    return { service, kind: kind.replace(/^get/, "") };
}

function isOf({ type }: Known, service: string, kind: string): boolean {
    return (
        kindOf(type).replace(/:Default(?=Vpc$|Subnet$|SecurityGroup$)/, ":") ===
        `${service}:${kind}`
    );
}

/** `getSubnet` is answered by the one subnet that fits, `getSubnets` by the ids of all that do. */
function search(
    token: string,
    args: RawProperties,
    known: readonly Known[],
): RawProperties | undefined {
    const { kind, service } = askedFor(token);
    const of = (name: string): readonly Known[] =>
        known.filter((each) => isOf(each, service, name) && fits(each, args, name, known));
    const [one, ...others] = of(kind);
    if (one !== undefined) return others.length === 0 ? single(one, args, kind) : undefined;
    for (const singular of singularsOf(kind)) {
        const all = of(singular);
        if (all.length === 0) continue;
        const texts = (property: string): Raw[] =>
            all.flatMap(({ properties }) => own(properties, property) ?? []);
        return {
            id: digitsOf(JSON.stringify(args), 16),
            ids: all.map(({ id }) => id),
            arns: texts("arn"),
            names: texts("name"),
            ...knownPart(args),
        };
    }
    return undefined;
}

function single({ id, properties }: Known, args: RawProperties, kind: string): RawProperties {
    return { ...knownPart(args), ...knownPart(properties), id, [ownId(kind)]: id };
}

function singularsOf(plural: string): string[] {
    if (plural.endsWith("Ids")) return [plural.slice(0, -3)];
    return [
        plural.endsWith("ies") ? plural.replace(/ies$/, "y") : "",
        plural.replace(/s$/, ""),
    ].filter((each) => each !== "" && each !== plural);
}

function ownId(kind: string): string {
    return `${kind.charAt(0).toLowerCase()}${kind.slice(1)}Id`;
}

/** What its type calls itself: `subnetId`, `clusterName`, `taskDefinition`, `arn`. */
function isNameOf(key: string, kind: string): boolean {
    if (/^(id|arn|name|bucket|family|identifier|domain)$/.test(key)) return true;
    const own = kind.charAt(0).toLowerCase() + kind.slice(1);
    const ownKeys = [own, `db${kind}`, own.replace(/^.*(?=Group$)/, "").toLowerCase()];
    return ownKeys.some((each) => new RegExp(`^${each}(Id|Arn|Name|Identifier)?$`).test(key));
}

function namesOf({ id, properties }: Known): ReadonlySet<Raw> {
    const named = ["arn", "name", "family", "bucket", "identifier", "keyId", "domainName"];
    return new Set([id, ...named.flatMap((property) => own(properties, property) ?? [])]);
}

/** What the question says of nobody: it says how to ask. */
const manner = /^(state|mostRecent|include|exclude|with|versionStage|recovery)/;

/** Every argument that names something is the thing's own; others, such as tags, narrow it further. */
function fits(each: Known, args: RawProperties, kind: string, known: readonly Known[]): boolean {
    const { id, properties } = each;
    return Object.entries(args).every(([key, value]) => {
        if (value === null || manner.test(key)) return true;
        if (/^(is)?default/i.test(key)) return value !== true;
        if (key === "region") return (own(properties, key) ?? value) === value;
        if (key === "filters") {
            const filters: readonly Raw[] = Array.isArray(value) ? value : [];
            return filters.every((filter) => passes(filter, each, kind, known));
        }
        if (key === "tags") return isObject(value) && hasTags(properties, value);
        const has = own(properties, key);
        if (has !== undefined && has === value) return true;
        if (isNameOf(key, kind)) return namesOf(each).has(value);
        return kind === "RouteTable" && key === "subnetId" && serves(known, id, value);
    });
}

function hasTags(properties: RawProperties, wanted: RawProperties): boolean {
    const tags = own(properties, "tags");
    return isObject(tags) && Object.entries(wanted).every(([tag, text]) => own(tags, tag) === text);
}

/** Whether a route table is associated with a subnet. */
function serves(known: readonly Known[], table: string, subnet: Raw): boolean {
    return known.some(
        ({ type, properties }) =>
            kindOf(type) === "ec2:RouteTableAssociation" &&
            own(properties, "routeTableId") === table &&
            own(properties, "subnetId") === subnet,
    );
}

/** A filter as EC2 takes it, and any of its values, which may have wildcards. */
function passes(filter: Raw, each: Known, kind: string, known: readonly Known[]): boolean {
    if (!isObject(filter)) return false;
    const name = own(filter, "name");
    const values = own(filter, "values");
    if (typeof name !== "string" || !Array.isArray(values)) return false;
    return (values as readonly Raw[]).some((value) => {
        if (name === "association.subnet-id") return serves(known, each.id, value);
        const has = filtered(name, each, kind);
        if (has === undefined || typeof has === "object") return false;
        return typeof value === "string" && wildcard(value).test(String(has));
    });
}

function filtered(name: string, { id, properties }: Known, kind: string): Raw | undefined {
    if (name.startsWith("tag:")) {
        const tags = own(properties, "tags");
        return isObject(tags) ? own(tags, name.slice("tag:".length)) : undefined;
    }
    const property = name
        .replace(/^attachment\./, "")
        .replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
    if (property === ownId(kind) || (kind === "SecurityGroup" && property === "groupId")) return id;
    if (kind === "SecurityGroup" && property === "groupName") return own(properties, "name");
    return own(properties, property);
}

function wildcard(pattern: string): RegExp {
    const escaped = pattern.replace(/[.+^${}()|[\]\\]/g, "\\$&");
    return new RegExp(`^${escaped.replaceAll("*", ".*").replaceAll("?", ".")}$`, "s");
}
