import { accountId, existing, zonesOf, type Existing } from "./account";
import type { Properties } from "../plugin";

/*
 * Data sources. What is not in the account is an error, as with AWS: none answers about something
 * that was not made.
 */

interface Filter {
    readonly name: string;
    readonly values: readonly string[];
}

/** `vpc-id` is `vpcId` here; `tag:Name` the tag `Name`. */
function valueOf({ outputs }: Existing, filter: string): unknown {
    if (filter.startsWith("tag:")) {
        const tags = outputs.tags as Properties | null | undefined;
        return tags?.[filter.slice("tag:".length)];
    }
    if (/^(vpc|subnet|route-table|group)-id$/.test(filter)) {
        const own = filter.replace(/-i(d)$/, "I$1");
        return outputs[own] ?? outputs.id;
    }
    const property = filter.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
    return outputs[property];
}

function matches(
    candidate: Existing,
    { id, vpcId, name, filters, tags, ...rest }: Properties,
): boolean {
    const wanted: Filter[] = [
        ...((filters as Filter[] | null | undefined) ?? []),
        ...Object.entries((tags as Record<string, string> | null | undefined) ?? {}).map(
            ([key, value]) => ({ name: `tag:${key}`, values: [value] }),
        ),
    ];
    const isWanted = (value: unknown, property: string): boolean =>
        value === undefined || value === null || candidate.outputs[property] === value;
    return (
        isWanted(id, "id") &&
        isWanted(vpcId, "vpcId") &&
        isWanted(name, "name") &&
        isWanted(rest.default === true ? true : undefined, "isDefault") &&
        isWanted(rest.routeTableId, "id") &&
        wanted.every((filter) => filter.values.includes(String(valueOf(candidate, filter.name))))
    );
}

function all(region: string, type: string, args: Properties): Properties[] {
    return existing(region)
        .filter((each) => each.type === type && matches(each, args))
        .map((each) => each.outputs);
}

function one(region: string, type: string, args: Properties): Properties {
    const found = all(region, type, args);
    if (found.length === 1 && found[0] !== undefined) return found[0];
    const [, , kind = type] = type.split(":");
    throw new Error(
        found.length === 0
            ? `no matching ${kind} found: ${JSON.stringify(args)}`
            : `multiple ${kind}s matched; use additional constraints: ${JSON.stringify(args)}`,
    );
}

const vpc = "aws:ec2/vpc:Vpc";
const subnet = "aws:ec2/subnet:Subnet";
const group = "aws:ec2/securityGroup:SecurityGroup";
const routeTable = "aws:ec2/routeTable:RouteTable";

/** @throws Error as AWS or the provider would say it */
export function invoke(token: string, args: Properties, region: string): Properties {
    switch (token) {
        case "aws:index/getRegion:getRegion":
            return { id: region, name: region, region };
        case "aws:index/getCallerIdentity:getCallerIdentity":
            return {
                id: accountId,
                accountId,
                arn: `arn:aws:iam::${accountId}:user/tests`,
                userId: "AIDATESTS",
            };
        case "aws:index/getPartition:getPartition":
            return { id: "aws", partition: "aws", dnsSuffix: "amazonaws.com" };
        case "aws:index/getAvailabilityZones:getAvailabilityZones":
            return {
                id: region,
                names: zonesOf(region),
                zoneIds: ["use1-az1", "use1-az2", "use1-az3"],
                state: args.state ?? null,
            };
        case "aws:ec2/getVpc:getVpc":
            return one(region, vpc, args);
        case "aws:ec2/getSubnet:getSubnet":
            return one(region, subnet, args);
        case "aws:ec2/getSubnets:getSubnets":
            return { id: region, ids: all(region, subnet, args).map(({ id }) => id) };
        case "aws:ec2/getSecurityGroup:getSecurityGroup":
            return one(region, group, args);
        case "aws:ec2/getRouteTable:getRouteTable":
            return one(region, routeTable, args);
        case "aws:ec2/getRouteTables:getRouteTables":
            return { id: region, ids: all(region, routeTable, args).map(({ id }) => id) };
        case "aws:cloudwatch/getLogGroup:getLogGroup":
            return one(region, "aws:cloudwatch/logGroup:LogGroup", args);
        case "aws:route53/getZone:getZone": {
            // A zone that the account has from the start.
            const name = typeof args.name === "string" ? args.name : "example.com";
            return { id: "Z0123456789ABC", zoneId: args.zoneId ?? "Z0123456789ABC", name };
        }
        case "aws:iam/getPolicyDocument:getPolicyDocument":
            return policyDocument(args);
        case "aws:ssm/getParameter:getParameter":
            return one(region, "aws:ssm/parameter:Parameter", args);
        default:
            throw new Error(`the stand-in for AWS has no ${token}`);
    }
}

interface Statement {
    readonly sid?: string;
    readonly effect?: string;
    readonly actions?: string[];
    readonly resources?: string[];
    readonly principals?: { type: string; identifiers: string[] }[];
}

/** Computed by the provider itself, without AWS. */
function policyDocument({ statements }: Properties): Properties {
    const json = JSON.stringify({
        Version: "2012-10-17",
        Statement: ((statements as Statement[] | undefined) ?? []).map((each) => ({
            Sid: each.sid ?? "",
            Effect: each.effect ?? "Allow",
            Action: each.actions ?? [],
            ...(each.resources === undefined ? {} : { Resource: each.resources }),
            ...(each.principals === undefined
                ? {}
                : {
                      Principal: Object.fromEntries(
                          each.principals.map(({ type, identifiers }) => [type, identifiers]),
                      ),
                  }),
        })),
    });
    return { id: "policy", json };
}
