import { isNative, isStranger, strangers } from "../plan";
import { awsModules, harmless } from "./harmless-types";
import { kindOfType } from "./links/kinds";

/**
 * What a type of AWS's is of which this room reads nothing: it is a task, a service or a task definition of
 * ECS, or it may shape the network of one.
 */
export type Unread = "tasks" | "network";

/** @returns `undefined` for what is read, for what is harmless, and for all that is not AWS's. */
export function unreadOf(type: string): Unread | undefined {
    const name = nameInTerraform(type);
    if (name !== undefined) return tasks.test(name) ? "tasks" : sortOf(name);
    const [provider, path = "", last = ""] = type.split(":");
    if (provider !== "aws" && !isNative(type)) return undefined;
    const [module = ""] = path.split("/");
    const isUnread = isNative(type)
        ? !makersOfNative.has(module) && isStranger({ type, component: false })
        : awsModules.includes(module) && !isKnown(type);
    if (!isUnread) return undefined;
    return module === "ecs" && /Task|Service/.test(last) ? "tasks" : "network";
}

function isKnown(type: string): boolean {
    return kindOfType.has(type) || strangers.has(type) || harmlessTypes.has(type);
}

const harmlessTypes: ReadonlySet<string> = new Set(harmless.map(([type]) => type));

/** What these make, only their texts tell. */
const makersOfNative: ReadonlySet<string> = new Set([
    "cloudformation",
    "index",
    "servicecatalog",
    "serverlessrepo",
]);

/**
 * The name that Terraform has for a type, `ecsService`: of a provider that `pulumi package add
 * terraform-provider` makes of Terraform's (`aws:index/ecsService:EcsService`, `awscc:index/…`), or inside a
 * module of Terraform's (`vpc:tf:aws_vpc`). Of other types none.
 */
function nameInTerraform(type: string): string | undefined {
    const [, bridged] = /^(?:aws|awscc):index\/(\w+):/.exec(type) ?? [];
    if (bridged !== undefined) return bridged;
    const [, name] = /^[^:]+:tf:(?:aws|awscc)_(\w+)$/.exec(type) ?? [];
    return name?.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

const tasks = /^ecs(Service|TaskDefinition|TaskSet|ExpressGatewayService)$/;

/** What may start tasks, or shape their network, by the beginning of its name. */
const network =
    /^(vpc|subnet|route(?!53)|securityGroup|networkAcl|networkInterface|natGateway|internetGateway|egressOnlyInternetGateway|transitGateway|managedPrefixList|prefixList|dhcpOptions|vpn|efsMountTarget|s3filesMountTarget|networkfirewall|elasticloadbalancingv2|ecs|cloudwatchEventTarget|schedulerSchedule|(eip|lb|alb)(?![a-z]))/;

function sortOf(name: string): Unread | undefined {
    const [, plain = name] = /^(?:default|main|ec2)([A-Z]\w*)$/.exec(name) ?? [];
    const small = `${plain.charAt(0).toLowerCase()}${plain.slice(1)}`;
    return network.test(small) ? "network" : undefined;
}
