import type { CheckedFile } from "../../src/cli/report";
import type { Gap } from "../../src/knowable";
import type { RunResult } from "../../src/policy";
import { Sandbox, type Judged } from "./sandbox";

/*
 * The programs, and what is true of each once it is deployed.
 */

/** `policy on resource`. */
export type Answer = string;

export interface Row {
    readonly program: string;
    readonly is: string;
    /** Violations of mandatory policies, as `policy on resource`; none for a healthy program. */
    readonly violates: readonly Answer[];
    /** Those of them that a plain first preview shows. */
    readonly shown: readonly Answer[];
    /** Violations of advisory policies. */
    readonly advises: readonly Answer[];
    /** Services that may be made too early, which is told before the deployment alone. */
    readonly late?: readonly Answer[];
    /** What cannot be known of the deployed stack either, for it is outside of it. */
    readonly outside?: readonly RegExp[];
    /** What a rehearsal that is kept leaves open, though the deployed stack tells it, and why that is so. */
    readonly left?: readonly { readonly gap: RegExp; readonly because: string }[];
    /** Another program's stack that is deployed first, in the same backend. */
    readonly after?: { readonly program: string; readonly stack: string };
}

export const programs: readonly Row[] = [
    {
        program: "alb-behind-nat",
        is: "a load balancer in public subnets, tasks in private ones behind a NAT gateway",
        violates: [],
        advises: [],
        late: ["service-start-order on web"],
        shown: [],
    },
    {
        program: "service-made-in-apply",
        is: "a service made inside apply, whose image cannot be pulled",
        violates: ["task-image-pull on worker", "task-port-mappings on worker"],
        advises: ["vpc-flow-logs on vpc"],
        // The callback does not run.
        shown: [],
        outside: [/executionRoleArn of worker: the role that it names is not in this plan/],
        left: [
            {
                gap: /^task-role-permissions: containerDefinitions\[0\]\.image of worker/,
                because: "AWS tells the account, and the program names one in its role's ARN",
            },
        ],
    },
    {
        program: "awsx",
        is: "network, load balancer and service made by components of another process",
        violates: [],
        advises: ["vpc-flow-logs on vpc"],
        shown: [],
    },
    {
        program: "default-vpc",
        is: "a service in the default VPC, which data sources find",
        violates: [],
        advises: [],
        shown: [],
        outside: [/not in this plan/],
    },
    {
        program: "other-stack",
        is: "a service in the network that another stack gives away",
        violates: [],
        advises: [],
        shown: [],
        outside: [/not in this plan/],
        after: { program: "alb-behind-nat", stack: "network" },
    },
    {
        program: "two-regions",
        is: "the same service in two regions, with an explicit provider for each",
        violates: [],
        advises: ["vpc-flow-logs on vpc-eu-west-1", "vpc-flow-logs on vpc-us-east-1"],
        late: ["service-start-order on app-eu-west-1", "service-start-order on app-us-east-1"],
        shown: [],
    },
    {
        program: "component",
        is: "a component of one's own, whose tasks let nobody in on the container's port",
        violates: ["load-balancer-to-task on web"],
        advises: ["vpc-flow-logs on vpc"],
        shown: ["load-balancer-to-task on web"],
    },
    {
        program: "file-system",
        is: "mount targets made inside apply, one in each subnet",
        violates: [],
        advises: ["vpc-flow-logs on vpc"],
        late: ["service-start-order on app"],
        shown: [],
    },
    {
        program: "endpoints",
        is: "an isolated network with endpoints for the registry, and none for the logs",
        violates: ["task-logs on worker"],
        advises: ["vpc-flow-logs on vpc"],
        late: ["service-start-order on worker"],
        // The container definitions are unknown as a whole, but name the log group.
        shown: ["task-logs on worker"],
    },
    {
        program: "database",
        is: "endpoints of a database and a cache in the container definitions, and a random password",
        violates: [],
        advises: ["vpc-flow-logs on vpc"],
        late: ["service-start-order on app"],
        shown: [],
        left: [
            {
                gap: /: containerDefinitions of app: /,
                because: "they hold the password, which a plan that is kept does not show",
            },
        ],
    },
    {
        program: "scheduled-task",
        is: "a task that a rule starts, without a public IP in a public subnet",
        violates: ["task-image-pull on report"],
        advises: ["vpc-flow-logs on vpc"],
        shown: ["task-image-pull on report"],
    },
    {
        program: "sst",
        is: "an app in the shape of SST's, its service made inside apply, in private subnets without NAT",
        violates: ["task-image-pull on WebService", "task-image-pull on WebService"],
        advises: ["vpc-flow-logs on MyVpcVpc"],
        late: ["service-start-order on WebService"],
        // It is made once the id of the Cloud Map namespace is known.
        shown: [],
    },
    {
        program: "certificate",
        is: "records of a certificate made inside apply, and a listener that needs it",
        violates: [],
        advises: ["vpc-flow-logs on vpc"],
        late: ["service-start-order on web"],
        shown: [],
    },
    {
        program: "cluster",
        is: "a service beside a Kubernetes cluster, whose provider is configured with it",
        violates: [],
        advises: ["vpc-flow-logs on vpc"],
        late: ["service-start-order on web"],
        shown: [],
    },
    {
        program: "service",
        is: "YAML, with a target group for instances",
        violates: ["target-group-type on targets"],
        advises: ["vpc-flow-logs on vpc"],
        late: ["service-start-order on service"],
        shown: ["target-group-type on targets"],
    },
];

/** A sandbox with the program, and what it needs deployed. */
export async function open({ program, after }: Row): Promise<Sandbox> {
    const sandbox = new Sandbox(after?.program ?? program);
    if (after !== undefined) {
        await sandbox.up(after.stack);
        sandbox.write(program);
    }
    return sandbox;
}

/** What was found of one plan, other than what cannot be known. */
export function violations({ findings }: CheckedFile, level?: string): Answer[] {
    return findings
        .filter((each) => level === undefined || each.level === level)
        .filter(({ policy }) => policy !== "unverified-network")
        .map(({ policy, name }) => `${policy} on ${name}`)
        .sort();
}

/** The same, as the engine was told. */
export function said({ said: all }: Judged, level?: string): Answer[] {
    return all
        .filter((each) => level === undefined || each.level === level)
        .filter(({ policy }) => policy !== "unverified-network")
        .map(({ policy, on }) => `${policy} on ${on}`)
        .sort();
}

/** What cannot be known of the plan, but for what is outside of it, and what else is expected. */
export function questions(
    { unverified }: CheckedFile,
    { outside = [] }: Row,
    left: Row["left"] = [],
): string[] {
    const expected = [...outside, ...left.map(({ gap }) => gap)];
    return unverified
        .flatMap(({ policy, gaps }) => gaps.map((gap) => inWords(policy, gap.name, gap)))
        .filter((each) => !expected.some((pattern) => pattern.test(each)));
}

/** The same of a plan that each policy was asked about for itself. */
export function gapsIn({ unverified }: Pick<RunResult, "unverified">): string[] {
    return unverified
        .flatMap(({ policy, gaps }) => gaps.map((gap) => inWords(policy, gap.resource, gap)))
        .sort();
}

function inWords(
    policy: string,
    name: string,
    { property, what }: Pick<Gap, "property" | "what">,
): string {
    return `${policy}: ${property} of ${name}: ${what}`;
}
