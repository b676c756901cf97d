import type { StackValidation } from "@pulumi/policy";

/** No resource has this type, so the SDK skips a policy that asks for it, and shows it as the reason. */
const noSuchType = "a Fargate workload";

/**
 * Lets the SDK skip stack policies, before it copies all resources for each, where nothing runs on
 * Fargate. It reads the attribute `__pulumiType` at every call, so the first policy of a call may set
 * it on the others; it is cleared as soon as the call has ended.
 */
export class SkipList {
    private readonly all: (StackValidation & { __pulumiType?: string })[] = [];
    private pending: NodeJS.Immediate | undefined;

    add(validate: StackValidation): void {
        this.all.push(validate);
    }

    /** Skips the others for the rest of this call. */
    skipAllBut(current: StackValidation): void {
        for (const validate of this.all) {
            if (validate !== current) validate.__pulumiType = noSuchType;
        }
        // Between the policies of one call the SDK only awaits settled promises, so this runs after it.
        if (this.pending !== undefined) clearImmediate(this.pending);
        this.pending = setImmediate(() => {
            this.clear();
        });
    }

    clear(): void {
        for (const validate of this.all) delete validate.__pulumiType;
    }
}
