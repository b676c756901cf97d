import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Properties } from "../plugin";

/*
 * The account: what every region has from the start, and what was made since, one file per resource in
 * the folder that STANDIN_ACCOUNT names. Without it nothing is kept.
 */

export interface Existing {
    readonly type: string;
    readonly region: string;
    readonly outputs: Properties;
}

export const accountId = "123456789012";

const zones = ["a", "b", "c"];

/** The default VPC: public subnets in every zone, as AWS sets it up. */
function given(region: string): Existing[] {
    const vpcId = "vpc-0de0000000000000a";
    const routeTableId = "rtb-0de0000000000000a";
    const subnets = zones.map((zone, i) => ({
        type: "aws:ec2/subnet:Subnet",
        region,
        outputs: {
            id: `subnet-0de000000000000${zone}0`,
            vpcId,
            cidrBlock: `172.31.${String(i * 16)}.0/20`,
            availabilityZone: `${region}${zone}`,
            mapPublicIpOnLaunch: true,
            defaultForAz: true,
        },
    }));
    return [
        {
            type: "aws:ec2/vpc:Vpc",
            region,
            outputs: {
                id: vpcId,
                cidrBlock: "172.31.0.0/16",
                default: true,
                isDefault: true,
                enableDnsSupport: true,
                enableDnsHostnames: true,
                mainRouteTableId: routeTableId,
            },
        },
        ...subnets,
        {
            type: "aws:ec2/routeTable:RouteTable",
            region,
            outputs: {
                id: routeTableId,
                routeTableId,
                vpcId,
                routes: [{ cidrBlock: "0.0.0.0/0", gatewayId: "igw-0de0000000000000a" }],
            },
        },
        {
            type: "aws:ec2/securityGroup:SecurityGroup",
            region,
            outputs: { id: "sg-0de0000000000000a", name: "default", vpcId },
        },
    ];
}

export function zonesOf(region: string): string[] {
    return zones.map((zone) => `${region}${zone}`);
}

const folder = process.env.STANDIN_ACCOUNT;

function fileOf(type: string, id: string): string {
    const name = createHash("sha256").update(`${type} ${id}`).digest("hex").slice(0, 32);
    return join(folder ?? "", `${name}.json`);
}

export function keep({ type, region, outputs }: Existing): void {
    if (folder === undefined) return;
    mkdirSync(folder, { recursive: true });
    writeFileSync(fileOf(type, String(outputs.id)), JSON.stringify({ type, region, outputs }));
}

export function remove(type: string, id: string): void {
    if (folder !== undefined) rmSync(fileOf(type, id), { force: true });
}

export function existing(region: string): Existing[] {
    const made =
        folder === undefined || !existsSync(folder)
            ? []
            : readdirSync(folder).map(
                  (file) => JSON.parse(readFileSync(join(folder, file), "utf8")) as Existing,
              );
    return [...made.filter((each) => each.region === region), ...given(region)];
}

export function find(region: string, type: string, id: string): Existing | undefined {
    return existing(region).find((each) => each.type === type && each.outputs.id === id);
}
