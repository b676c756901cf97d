import { known, type Knowable } from "../../knowable";
import { Node } from "../links/node";

/** What starts tasks on Fargate besides, in a network that is not modelled. */
export class BatchComputeEnvironment extends Node<"computeResources"> {
    static readonly types = ["aws:batch/computeEnvironment:ComputeEnvironment"];
    static readonly properties = ["computeResources"];
    readonly kind = "batchComputeEnvironment";

    /** Whether it starts tasks on Fargate, as far as the plan says so. */
    get startsOnFargate(): Knowable<boolean> {
        const type = this.at("computeResources").at("type").string();
        return type.known ? known(type.value?.startsWith("FARGATE") === true) : type;
    }
}
