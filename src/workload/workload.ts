import {
    flatMap,
    isKnownToBe,
    known,
    map,
    unknown,
    whyOf,
    type Gap,
    type Knowable,
} from "../knowable";
import {
    kinds,
    Service,
    theOne,
    type Graph,
    type TaskDefinition,
    type Pipe,
    type StateMachine,
    type TaskLauncher,
} from "../network";
import type { PlannedResource, Reading } from "../plan";
import { isFargate } from "./fargate";
import { registryOf, type Registry } from "./image";
import { Registries } from "./registries";
import { feeding, TaskNeeds } from "./needs";
import { isPlatformAtLeast, oldestLinuxPlatform } from "./platform";

/** Something that runs tasks on Fargate, or may. */
export interface Workload {
    readonly launcher: TaskLauncher;
    /** What it starts, if that is a task definition of this plan; unknown also if another revision may run. */
    readonly definition: Knowable<TaskDefinition>;
    /** Why it is not certain to run on Fargate, in a network of its own; empty if it is. */
    readonly maybe: readonly Gap[];
    /** The registry of each container's image; unknown if its containers are. */
    readonly registries: Knowable<readonly Knowable<Registry>[]>;
    /** ECR repositories of this plan that feed containers which are not known: their images, as good as certain. */
    readonly inferredRegistries: readonly InferredRegistry[];
    /** Whatever else its tasks must reach. */
    readonly needs: TaskNeeds;
    /** At least Linux 1.4.0, or Windows: all traffic takes the task's own interface (AWS rule 1.5). */
    readonly isModernPlatform: Knowable<boolean>;
    /** `LINUX`, `WINDOWS_SERVER_2022_CORE` …; unset is Linux. */
    readonly operatingSystem: Knowable<string | undefined>;
}

export interface InferredRegistry {
    readonly registry: Registry;
    /** The repository's name, for messages. */
    readonly repository: string;
}

/** All Fargate workloads of a plan, in its order; EC2 services are left alone. */
export function findWorkloads(
    graph: Graph,
    publicRegistries = new Registries(),
): readonly Workload[] {
    const prefixes = graph
        .all("pullThroughCacheRule")
        .flatMap(({ prefix }) => (prefix.known ? (prefix.value ?? []) : []));
    return launchersOf(graph).flatMap((launcher) => {
        const elsewhere = hasNetworkElsewhere(launcher);
        if (isKnownToBe(elsewhere, true)) return [];
        const fargate = isFargate(graph, launcher);
        if (isKnownToBe(fargate, false)) return [];
        const maybe = whyOf(fargate, elsewhere);
        const definition = taskDefinitionOf(launcher);
        const system = definition.known ? definition.value.operatingSystem : definition;
        return [
            {
                launcher,
                definition,
                maybe,
                registries: registriesOf(definition, (image) =>
                    registryOf(image, prefixes, publicRegistries),
                ),
                inferredRegistries: inferredRegistries(graph, definition),
                needs: new TaskNeeds(graph, launcher, definition),
                isModernPlatform: isPlatformAtLeast(oldestLinuxPlatform, launcher, system),
                operatingSystem: system,
            },
        ];
    });
}

/** Types of which a plan needs at least one to have a Fargate workload at all. */
const workloadTypes: ReadonlySet<string> = new Set([
    ...kinds.service.types,
    ...kinds.taskSet.types,
    ...kinds.eventTarget.types,
    ...kinds.schedule.types,
    ...kinds.expressGatewayService.types,
    ...kinds.pipe.types,
    ...kinds.stateMachine.types,
    ...kinds.batchComputeEnvironment.types,
]);

export function isWorkloadType(type: string): boolean {
    return workloadTypes.has(type);
}

/** Something that starts tasks, or says what they are: without one the network need not be looked at. */
export function concernsTasks(type: string): boolean {
    return isWorkloadType(type) || kinds.taskDefinition.types.includes(type);
}

/** Launchers whose network is not in the plan, each with the gap that it is. */
export function unmodelledLaunchers(
    graph: Graph,
): readonly { resource: PlannedResource; gap: Gap }[] {
    const environments = graph
        .all("batchComputeEnvironment")
        .filter(({ startsOnFargate, resource }) => isOrMayBe(graph, startsOnFargate, resource));
    const schedules = graph.all("schedule").filter(({ runsTasks }) => runsTasks);
    return [...environments, ...schedules].map(({ resource, label }) => {
        const what = `this ${label} starts tasks on Fargate, in a network that is not simulated`;
        return { resource, gap: resource.gap("", "not-modelled", what) };
    });
}

/** It says so; or it is not known yet what it starts, and a resource of ECS feeds it. */
function isOrMayBe(graph: Graph, is: Knowable<boolean>, resource: PlannedResource): boolean {
    if (is.known) return is.value;
    return resource.dependencies.some(
        (urn) => graph.plan.byUrn.get(urn)?.type.startsWith("aws:ecs/") === true,
    );
}

/** Something may start tasks, on Fargate or elsewhere; a schedule or a state machine may do something else. */
export function mayStartTasks(graph: Graph): boolean {
    const always = [
        "service",
        "taskSet",
        "expressGatewayService",
        "batchComputeEnvironment",
    ] as const;
    const sometimes = ["eventTarget", "schedule", "pipe", "stateMachine"] as const;
    return (
        always.some((kind) => graph.all(kind).length > 0) ||
        sometimes.some((kind) =>
            graph.all(kind).some(({ startsTasks }) => !isKnownToBe(startsTasks, false)),
        ) ||
        graph.all("schedule").some(({ runsTasks }) => runsTasks)
    );
}

function launchersOf(graph: Graph): readonly TaskLauncher[] {
    const mayStart = ({ startsTasks, resource }: Pipe | StateMachine): boolean =>
        isOrMayBe(graph, startsTasks, resource);
    return [
        ...graph.all("service"),
        ...graph.all("taskSet"),
        ...graph.all("eventTarget").filter((target) => !isKnownToBe(target.startsTasks, false)),
        ...graph.all("schedule").filter((schedule) => !isKnownToBe(schedule.startsTasks, false)),
        ...graph.all("expressGatewayService"),
        ...graph.all("pipe").filter(mayStart),
        ...graph.all("stateMachine").filter(mayStart),
    ];
}

/** A service with the EXTERNAL deployment controller has its network in its task sets. */
function hasNetworkElsewhere(launcher: TaskLauncher): Knowable<boolean> {
    const { hasNetworkConfiguration } = launcher;
    if (!(launcher instanceof Service) || isKnownToBe(hasNetworkConfiguration, true)) {
        return known(false);
    }
    return flatMap(launcher.deploymentController, (controller) =>
        controller === "EXTERNAL" ? map(hasNetworkConfiguration, (is) => !is) : known(false),
    );
}

function taskDefinitionOf(launcher: TaskLauncher): Knowable<TaskDefinition> {
    const { taskDefinition } = launcher;
    const ignored = launcher.ignoredTaskDefinition;
    if (ignored !== undefined) return unknown(ignored);
    return theOne(taskDefinition, () =>
        launcher.resource.gap(
            launcher.pathOf("taskDefinition"),
            "outside",
            "it names no task definition",
        ),
    );
}

function registriesOf(
    definition: Knowable<TaskDefinition>,
    read: (image: string) => Registry,
): Knowable<readonly Knowable<Registry>[]> {
    if (!definition.known) return definition;
    const { containers } = definition.value;
    return containers.known
        ? known(containers.value.map((container) => registryOfContainer(container, read)))
        : containers;
}

function registryOfContainer(
    container: Reading,
    read: (image: string) => Registry,
): Knowable<Registry> {
    const place = container.at("image");
    const image = place.string();
    if (!image.known) return image;
    return image.value === undefined
        ? unknown(place.gap("malformed", "the container has no image"))
        : known(read(image.value));
}

/** Containers that are not known, but depend on a repository, have their images there. */
function inferredRegistries(
    graph: Graph,
    definition: Knowable<TaskDefinition>,
): readonly InferredRegistry[] {
    if (!definition.known || definition.value.containers.known) return [];
    const repositories = feeding(graph, definition.value, "repository");
    return repositories.flatMap(({ name, resource: { region } }) =>
        region.known
            ? [
                  {
                      registry: {
                          kind: "ecr",
                          region: region.value,
                          plain: true,
                          // The program may have made a dual-stack host of the repository's.
                          stack: "unknown",
                          fips: false,
                          cached: false,
                      },
                      repository: name,
                  } as const,
              ]
            : [],
    );
}

/** Whether a task definition says of itself that it is for Fargate. */
export function isMeantForFargate(definition: PlannedResource): Knowable<boolean> {
    const list = definition.at("requiresCompatibilities").elements();
    if (!list.known) return list;
    const values = list.value.map((element) => element.string());
    if (values.some((value) => isKnownToBe(value, "FARGATE"))) return known(true);
    for (const value of values) {
        if (!value.known) return value;
    }
    return known(false);
}

/** It names what it is for, and Fargate is not among it: what is said of Fargate does not concern it. */
export function isForOthers(definition: PlannedResource): Knowable<boolean> {
    return flatMap(definition.at("requiresCompatibilities").elements(), ({ length }) =>
        length === 0 ? known(false) : map(isMeantForFargate(definition), (isMeant) => !isMeant),
    );
}
