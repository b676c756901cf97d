import { addTo, any, isKnownToBe, unless } from "../knowable";
import { every, Service, some } from "../network";
import { distinctPaths, hop, type PathAnswer } from "../reach";
import {
    byName,
    connectNamespace,
    namedCalls,
    taskNames,
    type NamedCall,
    type TaskName,
    type Workload,
} from "../workload";
import { advice } from "./fix";
import { judgeWays } from "./judge-ways";
import type { Model } from "./model";
import type { Judgement } from "./policy";
import { unknownNeeds } from "./unknown";
import { wayToTasks } from "./ways";

type Calls = ReadonlyMap<Workload, readonly NamedCall[]>;

/** Whether workloads reach those of the plan that their environment names, and servers have a client. */
export function* judgeCallers(model: Model): Iterable<Judgement> {
    const { workloads } = model;
    const names = taskNames(workloads);
    const named = byName(names);
    const all = new Map<Workload, readonly NamedCall[]>();
    for (const workload of workloads) {
        const { calls, gaps } = namedCalls(workload, named);
        all.set(workload, calls);
        yield* unknownNeeds(workload, gaps);
    }
    for (const [workload, calls] of all) {
        const { label, name } = workload.launcher;
        yield* judgeWays(
            model,
            workload,
            calls
                .filter((call) => !isAnswer(call, workload, all, model))
                .map((call) => wayToTasks(workload, call, model)),
            ({ from, what }) =>
                `tasks of ${label} ${name} in ${from} cannot reach ${what}, which their environment names`,
        );
    }
    yield* judgeServers(names, all, model);
}

/** Of two that name each other one may only tell others of it, as in links: that it is called itself is enough. */
function isAnswer({ to }: NamedCall, workload: Workload, all: Calls, model: Model): boolean {
    const back = all.get(to.workload)?.filter((each) => each.to.workload === workload) ?? [];
    return back.some((call) => {
        const { ask } = wayToTasks(to.workload, call, model);
        return every(to.workload.launcher.subnets, ask).verdict === "ok";
    });
}

/**
 * Servers of Service Connect that no service of their namespace reaches, where nothing else may call them: no
 * load balancer, no VPC Lattice, no Cloud Map, no environment that names them, and nobody from outside the plan.
 */
function* judgeServers(names: readonly TaskName[], all: Calls, model: Model): Iterable<Judgement> {
    const called = new Set(
        [...all.values()].flatMap((calls) => calls.map(({ to }) => to.workload)),
    );
    const clientsOf = clientsIn(model);
    const asked = new Set<string>();
    for (const name of names) {
        const { workload, namespace, maybe, assumed } = name;
        const port = name.taskPort.known ? name.taskPort.value : undefined;
        const { launcher } = workload;
        const key = `${launcher.urn} ${String(port)}`;
        const clients = clientsOf(namespace).filter((each) => each !== workload);
        if (port === undefined || asked.has(key) || called.has(workload)) continue;
        if (clients.length === 0 || clients.length > mostClients) continue;
        if (!isForClients(name, model)) continue;
        asked.add(key);
        yield {
            resource: launcher.resource,
            answer: reachedBy(clients, { to: name, port, maybe, assumed }, model),
            problem: `no service of its namespace reaches ${launcher.label} ${launcher.name} on TCP ${String(port)}, which Service Connect makes known to them`,
            fix: advice(
                `admit TCP ${String(port)} in the security groups of ${launcher.name} from the services that call it; if none does, leave this port out of serviceConnectConfiguration.services`,
            ),
            severity: "low",
            isAdvice: true,
        };
    }
}

/** Each server is asked of each client: of more than these nothing is told, so that it takes no longer. */
const mostClients = 50;

/** Who has joined a namespace; nobody, where it is not known which services have. */
function clientsIn({
    workloads,
    plan,
}: Model): (namespace: TaskName["namespace"]) => readonly Workload[] {
    const members = new Map<TaskName["namespace"], Workload[]>();
    for (const workload of workloads) {
        const { namespace } = connectNamespace(workload);
        if (!namespace.known || plan.incomplete !== undefined) return () => [];
        if (namespace.value === undefined) continue;
        addTo(members, namespace.value, workload);
    }
    return (namespace) => members.get(namespace) ?? [];
}

/** Nobody but the services of its namespace may call it, and these are in the plan. */
function isForClients({ by, workload, namespace }: TaskName, { graph }: Model): boolean {
    const { launcher } = workload;
    if (by !== "Service Connect" || typeof namespace === "string") return false;
    if (!(launcher instanceof Service)) return false;
    const { registrations, latticeRegistrations, discovery } = launcher;
    for (const list of [registrations, latticeRegistrations]) {
        if (!list.known || list.value.length > 0) return false;
    }
    const { resource } = namespace;
    const isGivenAway = graph.openness.howGivenAway(namespace) !== undefined;
    const isOurs = resource.origin === "plan" && !resource.external && !isGivenAway;
    return isOurs && isKnownToBe(discovery, undefined);
}

/** By any of these, from any of its subnets; what follows the first that does is not asked. */
function reachedBy(clients: readonly Workload[], call: NamedCall, model: Model): PathAnswer {
    const answers: PathAnswer[] = [];
    for (const client of clients) {
        const { launcher } = client;
        const answer = some(launcher.subnets, wayToTasks(client, call, model).ask);
        const begun = answer.evidence.map((path) => ({
            ...path,
            hops: [hop(launcher), ...path.hops],
        }));
        answers.push({ ...unless(answer, client.maybe), evidence: begun });
        if (answers.at(-1)?.verdict === "ok") break;
    }
    const found = any(answers);
    return { ...found, evidence: distinctPaths(found.evidence) };
}
