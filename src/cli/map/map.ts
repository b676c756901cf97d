/**
 * What is known of a way, of a place on it, or of a workload, the gravest first. Advice is what an advisory
 * policy finds: it blocks nothing, and a workload is well with it.
 */
export const states = ["violated", "cannot-know", "advice", "ok"] as const;

export type State = (typeof states)[number];

/** The ways of every workload of a plan: plain JSON, which holds names and words, and no property's value. */
export interface PlanMap {
    readonly workloads: readonly WorkloadMap[];
    /** What was found on what stands on no workload's map. */
    readonly elsewhere: readonly MapItem[];
}

export interface WorkloadMap {
    /** Such as `service`. */
    readonly label: string;
    readonly name: string;
    readonly state: State;
    readonly width: number;
    readonly height: number;
    readonly nodes: readonly MapNode[];
    readonly edges: readonly MapEdge[];
    readonly ways: readonly MapWay[];
    readonly items: readonly MapItem[];
}

/** A thing of the plan, the internet, or a destination. */
export interface MapNode {
    /** The kind of thing, such as `route table`. */
    readonly label: string;
    readonly name: string;
    readonly state: State;
    /** What is wrong there, or missing. */
    readonly says: readonly string[];
    readonly box: Box;
}

/** Its middle, and its size. */
export interface Box {
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
}

export interface MapEdge {
    readonly from: number;
    readonly to: number;
    readonly state: State;
    readonly points: readonly Point[];
}

export interface Point {
    readonly x: number;
    readonly y: number;
}

/** Places on a map, by their positions in its lists. */
export interface Marks {
    readonly nodes: readonly number[];
    readonly edges: readonly number[];
}

/** Something that the tasks have to reach, or that has to reach them. */
export interface MapWay extends Marks {
    readonly what: string;
    /** The policy that asks for it. */
    readonly policy: string;
    readonly state: State;
    /** From each subnet. */
    readonly routes: readonly MapRoute[];
}

export interface MapRoute {
    /** The subnet. */
    readonly from: string;
    readonly state: State;
    /** The hops, in words: one line for each way that was tried. */
    readonly lines: readonly string[];
    /** What is missing, in words. */
    readonly missing: readonly string[];
}

/** What the report says of what is on the map. */
export type MapItem = MapFinding | MapGap;

/** A finding of the report, accepted or not, by its fingerprint: a baseline comes later. */
export interface MapFinding extends Marks {
    readonly kind: "finding";
    readonly fingerprint: string;
}

/** Something that is missing, once, whoever asks for it. */
export interface MapGap extends Marks {
    readonly kind: "gap";
    /** Positions: of a question in the report, and of the gap among its gaps. */
    readonly index: number;
    readonly gap: number;
    readonly policies: readonly string[];
}

/** The gravest of several. */
export function worst(all: readonly State[]): State {
    return states.find((each) => all.includes(each)) ?? "ok";
}

/** Whether packets do not arrive; whether that counts is another thing. */
export function isStopped(state: State): boolean {
    return state === "violated" || state === "advice";
}
