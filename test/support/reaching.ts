import type { Node, Subnet } from "../../src/network";
import { planFromJson, type Raw } from "../../src/plan";
import { interest, Model } from "../../src/policy";
import { Supports, type Reach } from "../../src/reach";
import type { Workload } from "../../src/workload";
import type { Network } from "./networks";
import type { Form, Inputs, Recorded, Resource } from "./program";

/** What the services of a network reach, asked without a policy. */
export class Reaching {
    readonly reach: Reach;
    private readonly model: Model;

    constructor(n: Network, form: Form, change?: (recording: Recorded[]) => Recorded[]) {
        const recording = n.record(form);
        const json = (change === undefined ? recording : change(recording)) as unknown as Raw;
        this.model = new Model(planFromJson(json, interest).plan);
        this.reach = this.model.tracing(new Supports());
    }

    workload(name: string): Workload {
        const found = this.model.workloads.find(({ launcher }) => launcher.name === name);
        if (found === undefined) throw new Error(`no service ${name}`);
        return found;
    }

    /** The only subnet of a service. */
    subnetOf(name: string): Subnet {
        const [subnet, ...more] = this.workload(name).launcher.subnets.nodes;
        if (subnet === undefined || more.length > 0) throw new Error(`not one subnet of ${name}`);
        return subnet;
    }

    /** Where the tasks of `web` are. */
    get origin(): ReturnType<Reach["originIn"]> {
        return this.reach.originIn(this.subnetOf("web"), this.workload("web"));
    }

    node<N extends Node>({ urn }: Resource): N {
        return this.model.graph.node(urn) as N;
    }
}

/** Inputs, or what makes them of a network. */
export type InputsOf = Inputs | ((n: Network) => Inputs);

export function made(of: InputsOf, n: Network): Inputs {
    return typeof of === "function" ? of(n) : of;
}
