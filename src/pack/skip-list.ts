import type { StackValidation } from "@pulumi/policy";
import type { Subject } from "../policy";
import type { Call } from "./session";

/** No resource has this type, so the SDK skips a policy that asks for it, and shows it as the reason. */
const noSuchType = "a Fargate workload";

interface Entry {
    readonly validate: StackValidation & { __pulumiType?: string | undefined };
    readonly subject: Subject | undefined;
}

/**
 * Lets the SDK skip stack policies that do not apply, before it copies all resources for each: all of
 * them where nothing runs on Fargate, and those whose subject the stack has none of. It reads the
 * attribute `__pulumiType` at every call, so the first policy of a call may set it on others; it is
 * cleared before anything else can run.
 */
export class SkipList {
    private readonly all: Entry[] = [];

    add(validate: StackValidation, subject: Subject | undefined): void {
        // Set, and never deleted: the SDK's loop stays compiled as long as all of them look alike.
        this.all.push({ validate: Object.assign(validate, { __pulumiType: undefined }), subject });
    }

    /** Skips what does not apply for the rest of this call, or until a foreign policy in it waits. */
    skipRest({ isIdle, model }: Pick<Call, "isIdle" | "model">): void {
        for (const { validate, subject } of this.all) {
            if (isIdle) validate.__pulumiType = noSuchType;
            else if (subject !== undefined && !model.has(subject)) {
                validate.__pulumiType = subject.what;
            }
        }
        // From one policy to the next the SDK awaits only settled promises: microtasks, all of which
        // run before a tick that one of them asks for, and before any other call begins or goes on.
        queueMicrotask(() => {
            process.nextTick(() => {
                this.clear();
            });
        });
    }

    private clear(): void {
        for (const { validate } of this.all) validate.__pulumiType = undefined;
    }
}
