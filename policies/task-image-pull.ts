import { assuming, cannotKnow, unless, violated, type Gap, type Knowable } from "../src/knowable";
import { agreed, listed, type Subnet } from "../src/network";
import { definePolicy, type Judgement, type Model } from "../src/policy";
import { overInternet, type Path, type PathAnswer } from "../src/reach";
import { describeRegistry, type Registry, type Workload } from "../src/workload";

export const taskImagePull = definePolicy({
    kind: "stack",
    name: "task-image-pull",
    description:
        "Every Fargate task must be able to reach the registries of its images from every subnet in which it may run.",
    why: 'To pull an image a task needs a public subnet and a public IP, or a NAT gateway, or the endpoints of ECR and S3 (facts 1.2, 3 to 5). Otherwise it stops after minutes with "CannotPullContainerError" or "ResourceInitializationError: unable to pull secrets or registry auth".',
    fix: "Give the subnet's route table a route to a NAT gateway, or the VPC the endpoints `ecr.api`, `ecr.dkr` and an S3 gateway endpoint, or run the tasks in a public subnet with `assignPublicIp`.",
    severity: "critical",
    level: "mandatory",
    *check({ model }) {
        for (const workload of model.workloads) yield* judge(workload, model);
    },
});

/** One finding per cause, naming all subnets and registries that it holds for. */
interface Cause {
    readonly subnets: Set<Subnet>;
    readonly registries: Set<string>;
    readonly paths: readonly Path[];
    readonly assumed: readonly string[];
}

function* judge(workload: Workload, model: Model): Iterable<Judgement> {
    const { launcher, maybe } = workload;
    const { subnets } = launcher;
    const causes = new Map<string, Cause>();
    const gaps: Gap[] = [...subnets.gaps];
    const ask = (subnet: Subnet, registry: Knowable<Registry>): PathAnswer => {
        const origin = { subnet, publicIp: launcher.assignPublicIp };
        return model.registries.canPull(origin, registry, workload.needsEcrApi);
    };
    for (const registry of questionsOf(workload)) {
        const note = (answer: PathAnswer, where: readonly Subnet[]): void => {
            if (answer.verdict === "cannot-know") gaps.push(...answer.gaps);
            if (answer.verdict === "violated") addCause(causes, answer, where, registry);
        };
        for (const subnet of subnets.nodes) {
            note(assuming(ask(subnet, registry), subnets.assumed), [subnet]);
        }
        if (subnets.some !== undefined) {
            const { candidates, why, orOutside } = subnets.some;
            const answers = candidates.map((subnet) => ask(subnet, registry));
            note(assuming(agreed(answers, why, orOutside), subnets.assumed), candidates);
        }
    }
    const resource = launcher.resource;
    const name = `${launcher.label} ${launcher.name}`;
    for (const { subnets: where, registries, paths, assumed } of causes.values()) {
        const from = `${where.size > 1 ? "subnets" : "subnet"} ${listed([...where])}`;
        yield {
            resource,
            answer: unless(assuming(violated(...paths), assumed), maybe),
            problem: `tasks of ${name} cannot pull their images: from ${from} they cannot reach ${[...registries].join(", ")}`,
            fix: smallestFix(paths),
        };
    }
    if (gaps.length > 0) yield { resource, answer: cannotKnow(gaps), problem: "", fix: "" };
}

/** The registries to reach, each once; of unknown images there may be one. */
function questionsOf({ registries }: Workload): readonly Knowable<Registry>[] {
    if (!registries.known) return [registries];
    const distinct = new Map<string, Knowable<Registry>>();
    for (const registry of registries.value) {
        distinct.set(registry.known ? JSON.stringify(registry.value) : "", registry);
    }
    return [...distinct.values()];
}

function addCause(
    causes: Map<string, Cause>,
    { evidence, assumed }: PathAnswer,
    where: readonly Subnet[],
    registry: Knowable<Registry>,
): void {
    const key = causeOf(evidence);
    const cause = causes.get(key) ?? {
        subnets: new Set(),
        registries: new Set(),
        paths: evidence,
        assumed,
    };
    for (const subnet of where) cause.subnets.add(subnet);
    cause.registries.add(
        registry.known
            ? describeRegistry(registry.value)
            : "any registry (the image is not known yet)",
    );
    causes.set(key, cause);
}

/** What stopped the packets, whatever subnet they came from. */
function causeOf(paths: readonly Path[]): string {
    const ends = paths.map(({ way, hops }) => {
        const last = hops[hops.length - 1];
        return `${way} ${last?.urn ?? ""} ${last?.says ?? ""}`;
    });
    return ends.sort().join("\n");
}

/** Completing what is begun is smaller than beginning: if the VPC has some of the endpoints, the rest. */
function smallestFix(paths: readonly Path[]): string {
    const ends = paths.map(({ way, hops }) => ({ way, end: hops[hops.length - 1] }));
    const fixes = (inward: boolean): string =>
        ends
            .filter(({ way }) => (way !== overInternet) === inward)
            .flatMap(({ end }) => end?.fix ?? [])
            .join("; ");
    const endpoints = ends.filter(({ way }) => way !== overInternet);
    const absent = endpoints.filter(({ end }) => end?.label === "VPC");
    if (endpoints.length === 0) return fixes(false);
    const isBegun = endpoints.length < 3 || absent.length < endpoints.length;
    return isBegun ? fixes(true) : `either ${fixes(false)}; or ${fixes(true)}`;
}
