import { isObject, own, type Raw, type RawProperties } from "../../plan";

/** Something of which the properties are known: rehearsed, or of facts. */
export interface Known {
    readonly type: string;
    readonly id: string;
    readonly properties: RawProperties;
}

/**
 * Answers a data source that asks about something that stands in: AWS does not have it.
 *
 * @returns a text that says why nobody can answer.
 */
export function answer(
    token: string,
    args: RawProperties,
    known: readonly Known[],
): RawProperties | string {
    const found = search(token, args, known);
    return (
        found ??
        `${token} asks AWS about something that this program only will create, and nothing in the rehearsal is like it; use the resource's own properties instead`
    );
}

/** Answers a data source without AWS: from facts, or made up where every account has such a thing. */
export function madeUp(
    token: string,
    args: RawProperties,
    { region, outside }: { readonly region: string; readonly outside: readonly Known[] },
): RawProperties | string {
    const partition = region.startsWith("cn-")
        ? "aws-cn"
        : region.startsWith("us-gov-")
          ? "aws-us-gov"
          : "aws";
    const suffix = partition === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com";
    const zones = ["a", "b", "c"].map((letter) => `${region}${letter}`);
    switch (token.replace(/^aws:([\w-]+\/)?/, "").replace(/^.*:/, "")) {
        case "getRegion":
            return {
                id: region,
                name: region,
                region,
                description: region,
                endpoint: `ec2.${region}.${suffix}`,
            };
        case "getPartition":
            return {
                id: partition,
                partition,
                dnsSuffix: suffix,
                reverseDnsPrefix: suffix.split(".").reverse().join("."),
            };
        case "getCallerIdentity":
            return {
                id: "000000000057",
                accountId: "000000000057",
                arn: `arn:${partition}:iam::000000000057:user/offline`,
                userId: "OFFLINE",
            };
        case "getAvailabilityZones":
            return {
                id: region,
                names: zones,
                zoneIds: zones.map(
                    (_, i) => `${region.replace(/[^a-z]/g, "").slice(0, 4)}-az${String(i + 1)}`,
                ),
                groupNames: [region],
                region,
            };
        case "getAmi":
            return {
                id: "ami-0fa57e57000000000",
                imageId: "ami-0fa57e57000000000",
                architecture: "x86_64",
                arn: `arn:${partition}:ec2:${region}::image/ami-0fa57e57000000000`,
                name: "offline",
                rootDeviceName: "/dev/xvda",
            };
    }
    return (
        search(token, args, outside) ??
        `${token} asks AWS, which a rehearsal with --offline does not do; give facts about what it asks for (--facts, \`fargate-preflight snapshot\`)`
    );
}

/** `getSubnet` is answered by a subnet, `getSubnets` by the ids of all that fit. */
function search(
    token: string,
    args: RawProperties,
    known: readonly Known[],
): RawProperties | undefined {
    const [, module = "", call = ""] = token.split(":");
    const kind = call.replace(/^get/, "");
    const service = module.split("/")[0] ?? "";
    const isOf = (type: string, name: string): boolean => {
        const [, otherModule = "", otherKind = ""] = type.split(":");
        return otherModule.split("/")[0] === service && otherKind === name;
    };
    const of = (name: string): Known[] =>
        known.filter((each) => isOf(each.type, name) && fits(each, args, name));
    const found = of(kind);
    if (found.length === 1) {
        const [{ id, properties }] = found as [Known];
        const own = `${kind.charAt(0).toLowerCase()}${kind.slice(1)}Id`;
        return { ...complete(properties), id, [own]: id };
    }
    const singular = kind.replace(/ies$/, "y").replace(/s$/, "");
    const all = singular === kind ? [] : of(singular);
    if (all.length === 0) return undefined;
    return { id: "rehearsed", ids: all.map(({ id }) => id), ...complete(args) };
}

/** Every argument that names something is the thing's own; others, such as tags, may narrow it further. */
function fits({ id, properties }: Known, args: RawProperties, kind: string): boolean {
    const ownId = `${kind.charAt(0).toLowerCase()}${kind.slice(1)}Id`;
    return Object.entries(args).every(([key, value]) => {
        if (key === "id" || key === ownId) return value === id;
        if (key === "filters") {
            return (
                Array.isArray(value) &&
                (value as readonly Raw[]).every((filter) => passes(filter, id, properties, ownId))
            );
        }
        if (key === "tags") {
            const tags = own(properties, "tags");
            return (
                isObject(value) &&
                isObject(tags) &&
                Object.entries(value).every(([tag, text]) => own(tags, tag) === text)
            );
        }
        const has = own(properties, key);
        return has === undefined ? !isName(key) : has === value;
    });
}

function isName(key: string): boolean {
    return /(id|arn|name)$/i.test(key);
}

/** A filter as EC2 takes it: `vpc-id`, and any of its values. */
function passes(filter: Raw, id: string, properties: RawProperties, ownId: string): boolean {
    if (!isObject(filter)) return false;
    const name = own(filter, "name");
    const values = own(filter, "values");
    if (typeof name !== "string" || !Array.isArray(values)) return false;
    const tag = name.startsWith("tag:") ? name.slice(4) : undefined;
    const tags = own(properties, "tags");
    const property = name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
    const has =
        tag !== undefined
            ? isObject(tags)
                ? own(tags, tag)
                : undefined
            : property === ownId
              ? id
              : own(properties, property);
    return has !== undefined && (values as readonly Raw[]).includes(has);
}

/** An answer holds no unknown value: what is not known is left out. */
function complete(properties: RawProperties): RawProperties {
    return Object.fromEntries(
        Object.entries(properties).filter(
            ([, value]) => !JSON.stringify(value).includes("04da6b54-80e4-46f7-96ec-b56ff0331ba9"),
        ),
    );
}
