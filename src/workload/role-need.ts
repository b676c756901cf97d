import { violated, type Answer, type Gap } from "../knowable";
import { allowsCall, type Call, type Refusal } from "../iam";
import { every, type Graph, type Links, type PolicyGiver, type Role } from "../network";
import { actionsOf } from "./actions";

/** A call that a role's policies have to allow. */
export interface RoleCall extends Call {
    /** Whether a policy of what is called allows it instead; unset: nothing can. */
    readonly elsewhere?: Answer<Refusal>;
}

/** Something for which a task needs one of its roles (AWS rules 1.5, 3). */
export interface RoleNeed {
    /** In words, for messages. */
    readonly what: string;
    /** As far as they are known. */
    readonly calls: readonly RoleCall[];
    /** Why it is not certain that it is needed; empty if it is. */
    readonly maybe: readonly Gap[];
    /** AWS refuses a definition for Fargate that needs it and has no such role. */
    readonly isChecked: boolean;
}

/** It is not known whether any of these calls are made. */
export function perhaps(calls: readonly RoleCall[], ...maybe: readonly Gap[]): RoleNeed {
    return { what: "", calls, maybe, isChecked: false };
}

/** Actions on one resource, or on whatever it may be. */
export function callsOn(
    actions: readonly string[],
    resource?: string,
    elsewhere?: Answer<Refusal>,
): readonly RoleCall[] {
    return actions.map((action) => ({
        action,
        ...(resource === undefined ? {} : { resource }),
        ...(elsewhere === undefined ? {} : { elsewhere }),
    }));
}

/** Logging in to ECR is on no resource, so that only `*` covers it (ECR, identity-based policies). */
export const loginCalls = callsOn(actionsOf("ecr.api"), "-");

/** All that a task does with these services, on whatever it may be. */
export function anyOf(...services: readonly string[]): readonly RoleCall[] {
    return services.flatMap((service) => callsOn(actionsOf(service)));
}

/** Nobody else allows it. */
export const notElsewhere: Answer<Refusal> = violated("not allowed");

/**
 * Whether the role that is meant allows a call: its own policies, or a policy of what is called, of
 * which one suffices within an account (IAM, policy evaluation logic).
 *
 * @param isThere leaves out what else would give the role policies
 */
export function roleAllows(
    graph: Graph,
    role: Links<Role>,
    call: RoleCall,
    isThere?: (giver: PolicyGiver) => boolean,
): Answer<Refusal> {
    return every(role, (each) => {
        const own = allowsCall(graph, each, call, isThere);
        const isMissing = own.verdict === "violated" && !own.evidence.includes("denied");
        return isMissing ? (call.elsewhere ?? own) : own;
    });
}
