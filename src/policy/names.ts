import type { PolicyInfo } from "./policy";

type Named = Pick<PolicyInfo, "name" | "formerNames">;

/** The policy that has this name, or had it before. */
export function policyNamed<P extends Named>(policies: readonly P[], name: string): P | undefined {
    return policies.find((each) => namesOf(each).includes(name));
}

/** All names by which a policy is taken; its own comes first. */
export function namesOf({ name, formerNames = [] }: Named): readonly string[] {
    return [name, ...formerNames];
}
