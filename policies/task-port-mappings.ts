import {
    all,
    any,
    cannotKnow,
    fromBoolean,
    isKnownToBe,
    map,
    ok,
    unless,
    violated,
    whyOf,
    type Answer,
} from "../src/knowable";
import { nodeByItself, TaskDefinition } from "../src/network";
import { definePolicy, unknownOf, withoutHostPorts, type Judgement } from "../src/policy";
import type { Path } from "../src/reach";
import {
    isForOthers,
    isMeantForFargate,
    mapsToItself,
    portsOf,
    sharedPorts,
    type ContainerPorts,
} from "../src/workload";

export const taskPortMappings = definePolicy({
    kind: "resource",
    name: "task-port-mappings",
    description:
        "Every port mapping of a Fargate task must map a port to itself, and no port twice.",
    why: 'In `awsvpc` mode the containers of a task share one network interface and `localhost`, so nothing is mapped between them and the outside: `hostPort` is left out or equals `containerPort` (AWS rules 1.1, 7): "ClientException: When networkMode=awsvpc, the host ports and container ports in port mappings must match". And a port belongs to one container: "TCP container port \'80\' is used multiple times in task when networkMode=awsvpc".',
    fix: "Leave `hostPort` out, and give each container ports of its own.",
    turnOff:
        "AWS refuses such a task definition, so there is no reason to, short of a definition that is kept and never run.",
    severity: "high",
    level: "mandatory",
    types: TaskDefinition.types,
    remediates: ["hostPort"],
    *check(resource) {
        const definition = nodeByItself(resource);
        const isOthers = isForOthers(resource);
        if (!(definition instanceof TaskDefinition) || isKnownToBe(isOthers, true)) return;
        const { containers, networkMode, name } = definition;
        const isAwsvpc = map(networkMode, (mode) => mode === "awsvpc");
        if (!containers.known && containers.why.reason === "malformed") {
            const kinds = [isAwsvpc, isMeantForFargate(resource)];
            const isConcerned = any(kinds.map((kind) => fromBoolean<Path>(kind)));
            if (isConcerned.verdict === "violated") return;
            const doubts = isConcerned.verdict === "ok" ? [] : isConcerned.gaps;
            yield {
                resource,
                answer: unless(violated(), [...doubts, ...whyOf(isOthers)]),
                about: ["no list"],
                problem: `containerDefinitions of task definition ${name} is no list of containers in JSON, so AWS refuses it`,
                fix: `give containerDefinitions of ${name} a JSON list, as JSON.stringify writes it`,
            };
            return;
        }
        if (isKnownToBe(isAwsvpc, false)) return;
        const doubts = whyOf(isOthers, networkMode);
        for (const judgement of judge(definition)) {
            yield { ...judgement, answer: unless(judgement.answer, doubts) };
        }
    },
});

function* judge(definition: TaskDefinition): Iterable<Judgement> {
    const { containers, resource } = definition;
    if (!containers.known) {
        yield* unknownOf(resource, [containers.why]);
        return;
    }
    const ports = portsOf(containers.value);
    const mappings = ports.flatMap((each) => (each.mappings.known ? each.mappings.value : []));
    const moved = mappings.filter((each) => mapsToItself(each).verdict === "violated");
    yield {
        resource,
        answer: all([...mappings.map(mapsToItself), ...unknownMappings(ports)]),
        about: ["hostPort"],
        problem: `task definition ${resource.name} is in awsvpc mode, but hostPort differs from containerPort in ${moved.map(({ path }) => path).join(", ")}, so AWS refuses it`,
        fix: [withoutHostPorts(definition)],
    };
    const { twice, gaps } = sharedPorts(mappings);
    const told = twice.map(
        ({ port, by: [one, other] }) => `port ${String(port)} by ${one.path} and ${other.path}`,
    );
    yield {
        resource,
        answer: told.length > 0 ? violated() : gaps.length > 0 ? cannotKnow(gaps) : ok(),
        about: ["one port twice"],
        problem: `the containers of task definition ${resource.name} share one network interface, but take a port twice: ${told.join("; ")}; so AWS refuses it`,
        fix: `give each container of ${resource.name} ports of its own`,
    };
}

/** Lists that are not known may hold anything. */
function unknownMappings(ports: readonly ContainerPorts[]): readonly Answer<Path>[] {
    return ports.flatMap(({ mappings }) => (mappings.known ? [] : [cannotKnow(mappings.why)]));
}
