import { known, type Knowable } from "../../knowable";
import { Node } from "../links/node";

/** What starts tasks on Fargate besides, in a network that is not modelled. */
export abstract class OtherLauncher<P extends string = string> extends Node<P> {
    /** Whether it starts tasks on Fargate, as far as the plan says so. */
    abstract readonly startsOnFargate: Knowable<boolean>;
}

export class Pipe extends OtherLauncher<"targetParameters"> {
    static readonly types = ["aws:pipes/pipe:Pipe"];
    static readonly properties = ["targetParameters"];
    readonly kind = "pipe";

    get startsOnFargate(): Knowable<boolean> {
        const launchType = this.at("targetParameters")
            .at("ecsTaskParameters")
            .at("launchType")
            .string();
        return launchType.known ? known(launchType.value === "FARGATE") : launchType;
    }
}

export class BatchComputeEnvironment extends OtherLauncher<"computeResources"> {
    static readonly types = ["aws:batch/computeEnvironment:ComputeEnvironment"];
    static readonly properties = ["computeResources"];
    readonly kind = "batchComputeEnvironment";

    get startsOnFargate(): Knowable<boolean> {
        const type = this.at("computeResources").at("type").string();
        return type.known ? known(type.value?.startsWith("FARGATE") === true) : type;
    }
}

export class StateMachine extends OtherLauncher<"definition"> {
    static readonly types = ["aws:sfn/stateMachine:StateMachine"];
    static readonly properties = ["definition"];
    readonly kind = "stateMachine";

    get startsOnFargate(): Knowable<boolean> {
        const definition = this.at("definition").string();
        if (!definition.known) return definition;
        return known(
            (definition.value ?? "").includes(":ecs:runTask") &&
                (definition.value ?? "").includes("FARGATE"),
        );
    }
}
