import {
    all,
    cannotKnow,
    flatMap,
    isKnownToBe,
    known,
    ok,
    unknown,
    violated,
    whyOf,
    type Answer,
    type Gap,
    type Knowable,
} from "../knowable";
import {
    every,
    isEmpty,
    Service,
    theOne,
    unresolvedOf,
    type Children,
    type Cluster,
    type ClusterCapacityProviders,
    type Graph,
    type StrategyShare,
    type TaskLauncher,
} from "../network";
import type { PlannedResource } from "../plan";

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

/** What the strategy by which a launcher's tasks run, its own or the cluster's default, gives each capacity provider. */
export function strategyOf(
    graph: Graph,
    launcher: TaskLauncher,
): Knowable<readonly StrategyShare[]> {
    return flatMap(launcher.shares, (own) => {
        if (own.length > 0) return known(own);
        return flatMap(launcher.launchType, (type) => {
            if (type !== undefined) return known([]);
            return flatMap(clusterOf(launcher), (cluster) => {
                const [first] = providerLists(graph, cluster).certain;
                return first === undefined ? known([]) : first.defaultShares;
            });
        });
    });
}

/** Capacity providers of Fargate that a launcher's own strategy names, and whether its cluster has them. */
export interface NamedProviders {
    /** Those that the cluster does not list. */
    readonly missing: readonly string[];
    readonly answer: Answer<never>;
}

/**
 * Of a cluster whose capacity providers the plan lists: AWS takes a strategy only with those that are
 * associated with the cluster (ECS, CreateService and PutClusterCapacityProviders).
 */
export function namedProviders(graph: Graph, launcher: TaskLauncher): NamedProviders {
    const { capacityProviders, cluster } = launcher;
    const names = capacityProviders.known ? capacityProviders.value : [capacityProviders];
    const used = names.flatMap((name) => (name.known ? (name.value ?? []) : []));
    const wanted = [...new Set(used.filter(isFargateProvider))];
    const others = whyOf(...names);
    const missing = new Set<string>();
    const answer = every({ ...cluster, gaps: unresolvedOf(cluster) }, (each): Answer<never> => {
        const had = providersOfCluster(graph, each);
        const lacking = fargateProviders.filter((name) => had(name).verdict !== "ok");
        const lacked = wanted.filter((name) => had(name).verdict === "violated");
        for (const name of lacked) missing.add(name);
        const unknown = lacking.length > 0 ? others.map((why) => cannotKnow<never>(why)) : [];
        return all([...wanted.map(had), ...unknown]);
    });
    return { missing: [...missing], answer: used.length + others.length === 0 ? ok() : answer };
}

/**
 * What lists the capacity providers of a cluster. One of the plan's takes the place of what facts say, for
 * it replaces all that the cluster has (ECS API, PutClusterCapacityProviders).
 */
function providerLists(
    graph: Graph,
    cluster: Cluster,
): Pick<Children<ClusterCapacityProviders>, "certain" | "possible" | "unresolved"> {
    const { certain, possible, unresolved } = graph.children(
        "clusterCapacityProviders",
        cluster,
        "cluster",
    );
    const planned = certain.filter(({ resource }) => resource.origin === "plan");
    const { origin, external } = cluster.resource;
    const isOurs = origin === "plan" && !external;
    const isTold = isOurs || planned.length + possible.length + unresolved.length > 0;
    return { certain: isTold ? planned : certain, possible, unresolved };
}

/** Whether the plan lists a provider for a cluster; of one for which it lists none, each may be there. */
function providersOfCluster(graph: Graph, cluster: Cluster): (name: string) => Answer<never> {
    const { certain, possible, unresolved } = providerLists(graph, cluster);
    const lists = certain.map(providersIn);
    const others = [...possible.map(({ resource }) => ofOther(resource)), ...unresolved];
    return (name) => {
        if (lists.some((list) => list.known && list.value.some((one) => isKnownToBe(one, name)))) {
            return ok();
        }
        const gaps = lists.flatMap((list) => (list.known ? whyOf(...list.value) : [list.why]));
        const doubts = [...gaps, ...others];
        if (doubts.length > 0) return cannotKnow(doubts);
        return certain.length === 0 ? ok() : violated();
    };
}

function ofOther(resource: PlannedResource): Gap {
    return resource.gap("clusterName", "made-by-plan", "it may be for another cluster");
}

/** Those that it lists; those of the default strategy are among them. */
function providersIn(of: ClusterCapacityProviders): Providers {
    const { providers, defaultProviders, resource } = of;
    if (!resource.isNew && resource.ignoresChangesOf("capacityProviders")) {
        const what = "ignoreChanges covers capacityProviders, so the cluster may have others";
        return unknown(resource.gap("capacityProviders", "open", what));
    }
    if (!providers.known || !defaultProviders.known) {
        return providers.known ? defaultProviders : providers;
    }
    return known([...providers.value, ...defaultProviders.value]);
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

const fargateProviders: readonly string[] = ["FARGATE", "FARGATE_SPOT"];

function isFargateProvider(name: string | undefined): boolean {
    return name !== undefined && fargateProviders.includes(name);
}

/** The cluster of a launcher's tasks. */
export function clusterOf(launcher: TaskLauncher): Knowable<Cluster> {
    return theOne(launcher.cluster, () => {
        const place = launcher.pathOf("cluster");
        return launcher.resource.gap(place, "outside", "its cluster is not in this plan");
    });
}

function byClusterDefault(graph: Graph, launcher: TaskLauncher): Knowable<boolean> {
    const cluster = clusterOf(launcher);
    if (!cluster.known) return cluster;
    const { certain, possible, unresolved } = providerLists(graph, cluster.value);
    for (const each of certain) {
        const byDefault = byProviders(each.defaultProviders);
        if (!byDefault.known) return byDefault;
        if (byDefault.value !== undefined) return known(byDefault.value);
    }
    const [maybe] = possible;
    const [open] = graph.openness.of(cluster.value, "capacityProviders", unresolved);
    if (maybe !== undefined && !isEmpty(maybe.cluster)) {
        return unknown(ofOther(maybe.resource));
    }
    return open === undefined ? known(false) : unknown(open);
}
