import type { Clients } from "../../src/plan/aws/clients";
import { loadSdk, type Sdk } from "../../src/plan/aws/sdk";

/** What AWS answers to a call, by the call's name; each answer is a page, the last one repeats. */
export type Answers = Readonly<Record<string, unknown>>;

/** A call that was made. */
export interface Sent {
    readonly name: string;
    readonly input: Readonly<Record<string, unknown>>;
}

/** An error as the SDK throws it. */
export class Refusal extends Error {
    constructor(
        override readonly name: string,
        message = "something secret",
    ) {
        super(message);
    }
}

/**
 * Clients that answer from recorded answers, in the SDK's own shape. What is not recorded has none of
 * what is asked for.
 */
export function recordedClients(answers: Answers): { clients: Clients; sent: readonly Sent[] } {
    const sent: Sent[] = [];
    const send = (command: object): Promise<unknown> => {
        const { input } = command as { input: Readonly<Record<string, unknown>> };
        const name = command.constructor.name.replace(/Command$/, "");
        sent.push({ name, input });
        const answer = answers[name];
        const page: unknown =
            typeof answer === "function" ? (answer as (input: object) => unknown)(input) : answer;
        if (page instanceof Error) return Promise.reject(page);
        return Promise.resolve(page ?? {});
    };
    const client = { send };
    const all = {
        ec2: client,
        elb: client,
        efs: client,
        iam: client,
        sts: client,
        route53: client,
        ecs: client,
    };
    return {
        clients: { sdk: sdkForTests(), region: "eu-west-1", ...all } as unknown as Clients,
        sent,
    };
}

/** The SDK; a client that need not be installed is stood in for by commands of the same names. */
function sdkForTests(): Sdk {
    return { ...loadSdk(), ecs: loadSdk().ecs ?? (ecs as unknown as Sdk["ecs"]) };
}

class Asked {
    constructor(readonly input: object) {}
}
const ecs = {
    ListClustersCommand: class ListClustersCommand extends Asked {},
    DescribeClustersCommand: class DescribeClustersCommand extends Asked {},
};
