import type { Gap, Knowable } from "../knowable";
import { partitionOf, type RoleProperty, type TaskDefinition } from "../network";
import type { Reading } from "../plan";

/**
 * ARNs of what a task uses, as far as they are known: `*` stands for the rest. They are for comparing
 * with policies alone, never to be printed.
 */
export class Arns {
    constructor(private readonly definition: TaskDefinition) {}

    /** @param region unset means the task's own */
    of(service: string, region: Knowable<string | undefined>, path: string): string {
        const own = this.definition.resource.region;
        const used = region.known && region.value === undefined ? own : region;
        const at = used.known && used.value !== undefined ? used.value : "*";
        return `arn:${partitionIn(at)}:${service}:${at}:${this.account ?? "*"}:${path}`;
    }

    /** What a bucket holds: one of the task's own partition, for its role is of no other. */
    contentsOf(bucket: string): string {
        return contentsOf(bucket, this.definition.resource.region);
    }

    /** In the task's own region. */
    here(service: string, path: string): string {
        return this.of(service, this.definition.resource.region, path);
    }

    /** Known to be of another account: what is there needs the role's own policies in any case. */
    isOfOthers(account: string | undefined): boolean {
        return account !== undefined && this.account !== undefined && account !== this.account;
    }

    /** The account is that of its own ARN, and of the roles that it names (ECS, PassRole). */
    private get account(): string | undefined {
        for (const property of ["arn", ...roleProperties] as const) {
            const text = this.definition.at(property).string();
            const account = text.known ? accountIn(text.value ?? "") : undefined;
            if (account !== undefined) return account;
        }
        return undefined;
    }
}

const roleProperties: readonly RoleProperty[] = ["executionRoleArn", "taskRoleArn"];

/** The partition in the ARNs of a region; `*` if it is not known. */
export function partitionIn(region: string): string {
    return partitionOf(region)?.id ?? "*";
}

/** What a bucket holds that is used from a region. */
export function contentsOf(bucket: string, region: Knowable<string>): string {
    return `arn:${partitionIn(region.known ? region.value : "*")}:s3:::${bucket}/*`;
}

/** The account in an ARN. */
export function accountIn(arn: string): string | undefined {
    return /^arn:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(arn)?.[1];
}

/** A text that stands for itself in a pattern; `*` if it is not known, or made by a template. */
export function patternAt(place: Reading): string {
    const text = place.string();
    return text.known && text.value !== undefined && !text.value.includes("$") ? text.value : "*";
}

/** What a name that the program gives is, once it is known. */
export function patternOf(name: Knowable<string | undefined>): string {
    return name.known && name.value !== undefined ? name.value : "*";
}

/**
 * AWS adds six characters to a secret's name, and an ARN may be given with or without them (Secrets
 * Manager): of one that ends so it is told which it is only where no name would be so.
 */
export function secretArns(arn: string): { resource: string; orResource?: string } {
    if (/-[a-z]{6}$/.test(arn)) return { resource: `${arn}*` };
    const whole = `${arn}-??????`;
    if (!/-[A-Za-z0-9]{6}$/.test(arn)) return { resource: whole };
    return { resource: arn, orResource: whole };
}

/** Why it is not certain that nobody else allows what a role's own policies do not. */
export function unseen(definition: TaskDefinition, what: string): Gap {
    return definition.resource.gap("containerDefinitions", "outside", what);
}
