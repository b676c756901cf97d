import { known, unknown, type Knowable } from "../knowable";
import { isEmpty, Service, type Graph, type TaskLauncher } from "../network";

type Providers = Knowable<readonly Knowable<string | undefined>[]>;

/**
 * Whether a launcher's tasks run on Fargate: by launch type, by its own capacity provider strategy, or
 * by the cluster's default strategy; with none of them, on EC2 (AWS rule 8).
 */
export function isFargate(graph: Graph, launcher: TaskLauncher): Knowable<boolean> {
    const { launchType } = launcher;
    if (launchType.known && launchType.value !== undefined) {
        return known(launchType.value === "FARGATE");
    }
    const own = byProviders(launcher.capacityProviders);
    if (!own.known) return own;
    if (own.value !== undefined) return known(own.value);
    if (!launchType.known) return launchType;
    const byDefault = byClusterDefault(graph, launcher);
    return byDefault.known && byDefault.value ? orDaemon(launcher) : byDefault;
}

/** A DAEMON service takes no strategy; whether it then runs on the cluster's instances is not documented. */
function orDaemon(launcher: TaskLauncher): Knowable<boolean> {
    if (!(launcher instanceof Service)) return known(true);
    const { schedulingStrategy, resource } = launcher;
    if (!schedulingStrategy.known) return schedulingStrategy;
    if (schedulingStrategy.value !== "DAEMON") return known(true);
    const what = "whether the cluster's default strategy counts for DAEMON is not documented";
    return unknown(resource.gap("schedulingStrategy", "not-modelled", what));
}

/** What a strategy says; `undefined` if there is none. */
function byProviders(providers: Providers): Knowable<boolean | undefined> {
    if (!providers.known) return providers;
    const names = providers.value;
    if (names.some((name) => name.known && isFargateProvider(name.value))) return known(true);
    for (const name of names) {
        if (!name.known) return name;
    }
    return known(names.length === 0 ? undefined : false);
}

function isFargateProvider(name: string | undefined): boolean {
    return name === "FARGATE" || name === "FARGATE_SPOT";
}

function byClusterDefault(graph: Graph, launcher: TaskLauncher): Knowable<boolean> {
    const { cluster } = launcher;
    const [only] = cluster.nodes;
    if (only === undefined || cluster.nodes.length > 1) {
        const why =
            cluster.gaps[0] ??
            cluster.some?.why ??
            launcher.resource.gap("cluster", "outside", "its cluster is not in this plan");
        return unknown(why);
    }
    const { certain, possible, unresolved } = graph.children(
        "clusterCapacityProviders",
        only,
        "cluster",
    );
    for (const each of certain) {
        const byDefault = byProviders(each.defaultProviders);
        if (!byDefault.known) return byDefault;
        if (byDefault.value !== undefined) return known(byDefault.value);
    }
    const [maybe] = possible;
    const [open] = graph.openness.of(only, "capacityProviders", unresolved);
    if (maybe !== undefined && !isEmpty(maybe.cluster)) {
        return unknown(
            maybe.resource.gap("clusterName", "made-by-plan", "it may be for another cluster"),
        );
    }
    return open === undefined ? known(false) : unknown(open);
}
