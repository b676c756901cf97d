import type { StackValidation } from "@pulumi/policy";

/** No resource has this type, so the SDK skips a policy that asks for it, and shows it as the reason. */
const noSuchType = "a Fargate workload";

/**
 * Lets the SDK skip stack policies, before it copies all resources for each, where nothing runs on
 * Fargate. It reads the attribute `__pulumiType` at every call, so the first policy of a call may set
 * it on all; it is cleared before anything else can run.
 */
export class SkipList {
    private readonly all: (StackValidation & { __pulumiType?: string })[] = [];

    add(validate: StackValidation): void {
        this.all.push(validate);
    }

    /** Skips all of them for the rest of this call, or until a foreign policy in it waits. */
    skipRest(): void {
        for (const validate of this.all) validate.__pulumiType = noSuchType;
        // From one policy to the next the SDK awaits only settled promises: microtasks, all of which
        // run before a tick that one of them asks for, and before any other call begins or goes on.
        queueMicrotask(() => {
            process.nextTick(() => {
                this.clear();
            });
        });
    }

    private clear(): void {
        for (const validate of this.all) delete validate.__pulumiType;
    }
}
