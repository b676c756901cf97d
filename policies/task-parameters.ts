import {
    all,
    any,
    cannotKnow,
    either,
    flatMap,
    fromBoolean,
    isKnownToBe,
    map,
    ok,
    unless,
    violated,
    whyOf,
    type Answer,
    type Gap,
    type Knowable,
} from "../src/knowable";
import { nodeByItself, TaskDefinition, type Mount } from "../src/network";
import {
    definePolicy,
    set,
    unknownOf,
    withoutInstanceSettings,
    type Judgement,
} from "../src/policy";
import type { Reading } from "../src/plan";
import type { Path } from "../src/reach";
import {
    isMeantForFargate,
    isTaskSize,
    isWindows,
    logDrivers,
    nearestTaskSizes,
} from "../src/workload";

export const taskParameters = definePolicy({
    kind: "resource",
    name: "task-parameters",
    description:
        "Every task definition for Fargate must have a size that Fargate has, a log driver that Fargate has with the options that it needs, volumes whose settings go together, and no settings of an instance.",
    why: 'AWS checks a task definition when it is registered, and refuses what Fargate cannot run (AWS rule 8): "ClientException: No Fargate configuration exists for given values: 1024 CPU, 1024 memory. See the Amazon ECS documentation for the valid values", "Fargate requires that \'cpu\' be defined at the task level", "Fargate compatible task definitions do not support sourcePath", "NET_ADMIN is not allowed on Fargate", "json-file is not a valid log driver. Must be one of [awslogs,splunk,awsfirelens]", "Fargate requires log configuration options to include awslogs-stream-prefix to support log driver awslogs", "EFS IAM authorization requires TransitEncryption to be enabled", "When using an EFS access point, the root directory must either be set to "/" or be omitted".',
    fix: "Set `cpu` and `memory` to values that go together, and leave out what needs an instance: privileges, capabilities other than `SYS_PTRACE`, devices, swap, shared memory, paths of the host, volumes of Docker and of FSx, placement constraints, `ipcMode`. Log by `awslogs` (with `awslogs-group`, `awslogs-region` and `awslogs-stream-prefix`), by `splunk`, or by `awsfirelens` with a container that has a `firelensConfiguration`. Set `transitEncryption` to `ENABLED` on a volume of EFS with IAM or an access point, and leave its `rootDirectory` out beside an access point.",
    turnOff:
        "AWS refuses such a task definition, so there is no reason to, short of a definition that is kept and never run.",
    severity: "high",
    level: "mandatory",
    types: TaskDefinition.types,
    *check(resource) {
        const fargate = isMeantForFargate(resource);
        const definition = nodeByItself(resource);
        if (isKnownToBe(fargate, false) || !(definition instanceof TaskDefinition)) return;
        const doubts = whyOf(fargate);
        for (const judgement of judge(definition)) {
            yield { ...judgement, answer: unless(judgement.answer, doubts) };
        }
    },
});

function* judge(definition: TaskDefinition): Iterable<Judgement> {
    // What Express Mode leaves unset AWS chooses.
    if (!definition.isMadeByAws) yield* judgeSize(definition);
    yield judgeSettings(definition);
    yield judgeStorage(definition);
    yield* judgeMounts(definition);
    const { containers } = definition;
    // Those that are not known may have any settings: it is told of these.
    if (!containers.known) return;
    yield* judgeShares(definition, containers.value);
    yield* judgeLogs(definition, containers.value);
}

function* judgeSize(definition: TaskDefinition): Iterable<Judgement> {
    const { resource, name } = definition;
    const parts = (["cpu", "memory"] as const).map((part) => [part, definition[part]] as const);
    const missing = parts.filter(([, value]) => isKnownToBe(value, undefined));
    if (missing.length > 0) {
        const lacked = missing.map(([part]) => part).join(" and ");
        const [cpu = 0, memory = 0] = parts.map(([, value]) => (value.known ? value.value : 0));
        const example = nearestTaskSizes({ cpu, memory }, isOnWindows(definition.operatingSystem));
        const such = missing.map(([part]) => String(example.at(-1)?.[part])).join(" and ");
        yield {
            resource,
            answer: violated(),
            about: ["size"],
            problem: `task definition ${name} is for Fargate, but sets no ${lacked} for the task, so AWS refuses it`,
            fix: `set ${lacked} of ${name}, such as ${such}`,
        };
        return;
    }
    const { cpu, memory, operatingSystem } = definition;
    if (!cpu.known || !memory.known) {
        yield* unknownOf(resource, whyOf(cpu, memory));
        return;
    }
    const size = { cpu: cpu.value ?? 0, memory: memory.value ?? 0 };
    const answers = systems(operatingSystem).map((is) => hasSize(isTaskSize(size, is), definition));
    const onWindows = isOnWindows(operatingSystem);
    const windows = onWindows ? " on Windows" : "";
    yield {
        resource,
        answer: agreement(answers, whyOf(operatingSystem)),
        about: ["size"],
        problem: `cpu and memory of task definition ${name} do not go together on Fargate${windows}, so AWS refuses it`,
        fix: nearestTaskSizes(size, onWindows).map((each) => [
            ...(each.cpu === size.cpu ? [] : set(definition, "cpu", String(each.cpu))),
            ...(each.memory === size.memory ? [] : set(definition, "memory", String(each.memory))),
        ]),
    };
}

function hasSize(is: boolean | undefined, { resource }: TaskDefinition): Answer<Path> {
    const what = "whether Fargate has tasks of this size is not known here";
    if (is === undefined) return cannotKnow(resource.gap("cpu", "not-modelled", what));
    return is ? ok() : violated();
}

/** Whether it may be Windows: one answer if it is known, both if not. */
function systems(operatingSystem: Knowable<string | undefined>): readonly boolean[] {
    return operatingSystem.known ? [isOnWindows(operatingSystem)] : [false, true];
}

function isOnWindows(operatingSystem: Knowable<string | undefined>): boolean {
    return isKnownToBe(isWindows(operatingSystem), true);
}

/** What all of them say; where they differ it hangs on what is not known. */
function agreement(answers: readonly Answer<Path>[], doubts: readonly Gap[]): Answer<Path> {
    return unless(all(answers), any(answers).verdict === "violated" ? [] : doubts);
}

function judgeSettings(definition: TaskDefinition): Judgement {
    const { name, resource } = definition;
    const { answer, paths } = withoutInstanceSettings(definition);
    return {
        resource,
        answer,
        about: ["settings of an instance"],
        problem: `task definition ${name} is for Fargate, but sets ${paths.join(", ")}, which ${paths.length > 1 ? "need" : "needs"} an instance of one's own, so AWS refuses it`,
        fix: `leave ${paths.join(", ")} out`,
    };
}

const [leastStorage, mostStorage] = [21, 200];

/** In GiB (ECS, EphemeralStorage). */
function judgeStorage(definition: TaskDefinition): Judgement {
    const { ephemeralStorage: size, name, resource } = definition;
    const isEnough = map(size, (gib) => gib === undefined || gib >= leastStorage);
    const isAllowed = map(size, (gib) => gib === undefined || gib <= mostStorage);
    const limit = isKnownToBe(isEnough, false) ? leastStorage : mostStorage;
    return {
        resource,
        answer: all([fromBoolean<Path>(isEnough), fromBoolean<Path>(isAllowed)]),
        about: ["ephemeralStorage"],
        problem: `ephemeralStorage of task definition ${name} is not between ${String(leastStorage)} and ${String(mostStorage)} GiB, so AWS refuses it`,
        fix: [set(definition, "ephemeralStorage.sizeInGib", limit)],
    };
}

/** What AWS takes of a volume only together (ECS API, EFSAuthorizationConfig, S3FilesVolumeConfiguration). */
function* judgeMounts(definition: TaskDefinition): Iterable<Judgement> {
    const { mounts, name, resource } = definition;
    // Volumes that are not known may have settings of an instance, too: it is told of these.
    if (!mounts.known) return;
    const told = (
        part: string,
        holds: (mount: Mount) => Knowable<boolean>,
    ): { readonly answer: Answer<Path>; readonly places: readonly Reading[] } => {
        const each = mounts.value.map((mount) => ({ mount, isFine: holds(mount) }));
        return {
            answer: all(each.map(({ isFine }) => fromBoolean<Path>(isFine))),
            places: each
                .filter(({ isFine }) => isKnownToBe(isFine, false))
                .map(({ mount }) => mount.configuration.at(part)),
        };
    };
    const encryption = told("transitEncryption", ({ wantsEncryption, isEncrypted }) =>
        either(
            map(wantsEncryption, (wants) => !wants),
            isEncrypted,
        ),
    );
    const spelled = (places: readonly Reading[]): string =>
        places.map(({ path }) => resource.spelled(path)).join(", ");
    const encrypted = spelled(encryption.places);
    yield {
        resource,
        answer: encryption.answer,
        about: ["encryption in transit"],
        problem: `task definition ${name} mounts a volume of EFS with IAM authorisation, an access point or a port for encryption, but ${encrypted} is not ENABLED, so AWS refuses it`,
        fix: [encryption.places.flatMap(({ path }) => set(definition, path, "ENABLED"))],
    };
    const root = told("rootDirectory", ({ hasAccessPoint, hasDirectory }) =>
        either(
            map(hasAccessPoint, (has) => !has),
            map(hasDirectory, (has) => !has),
        ),
    );
    const directories = spelled(root.places);
    yield {
        resource,
        answer: root.answer,
        about: ["directory of an access point"],
        problem: `task definition ${name} mounts a volume by an access point, whose directory counts, but ${directories} names another one, so AWS refuses it`,
        fix: [root.places.flatMap(({ path }) => set(definition, path, "/"))],
    };
}

/** What the containers take of the task; on Windows it is not shared out (ECS, RegisterTaskDefinition). */
function* judgeShares(
    definition: TaskDefinition,
    containers: readonly Reading[],
): Iterable<Judgement> {
    const { cpu, memory, name, operatingSystem, resource } = definition;
    if (isOnWindows(operatingSystem)) return;
    const doubts = whyOf(operatingSystem);
    const shares = containers.map((container) => container.at("cpu").number());
    const taken = shares.reduce((sum, share) => sum + (share.known ? (share.value ?? 0) : 0), 0);
    const isWithin = map(cpu, (all) => all === undefined || taken <= all);
    const unknownShares = whyOf(...shares).map((why) => cannotKnow<Path>(why));
    yield {
        resource,
        answer: unless(all([fromBoolean<Path>(isWithin), ...unknownShares]), doubts),
        about: ["cpu of containers"],
        problem: `the containers of task definition ${name} take more cpu than the task has, so AWS refuses it`,
        fix: `give the containers of ${name} less cpu, or leave theirs out`,
    };
    const limits = containers.map((container) => container.at("memory"));
    const answers = limits.map((place) => isAtMost(place.number(), memory));
    const over = limits.filter((_, i) => answers[i]?.verdict === "violated");
    const paths = over.map(({ path }) => path).join(", ");
    yield {
        resource,
        answer: unless(all(answers), doubts),
        about: ["memory of containers"],
        problem: `${paths} of task definition ${name} is more than the memory of the task, so AWS refuses it`,
        fix: `make ${paths} no larger than memory of ${name}, or leave it out`,
    };
}

function isAtMost(
    part: Knowable<number | undefined>,
    whole: Knowable<number | undefined>,
): Answer<Path> {
    if (isKnownToBe(part, undefined) || isKnownToBe(whole, undefined)) return ok();
    if (!part.known || !whole.known) return cannotKnow(whyOf(part, whole));
    return (part.value ?? 0) <= (whole.value ?? 0) ? ok() : violated();
}

/** What `awslogs` cannot do without on Fargate (ECS, LogConfiguration). */
const logOptions = ["awslogs-group", "awslogs-region", "awslogs-stream-prefix"] as const;

function* judgeLogs(
    definition: TaskDefinition,
    containers: readonly Reading[],
): Iterable<Judgement> {
    const { name, resource } = definition;
    const logs = containers.map((container) => container.at("logConfiguration"));
    const named = logs.map((each) => ({ logs: each, driver: each.at("logDriver").string() }));
    const isOf = (wanted: string): typeof named =>
        named.filter(({ driver }) => isKnownToBe(driver, wanted));
    const others = named.filter(
        ({ driver }) => driver.known && driver.value !== undefined && !logDrivers.has(driver.value),
    );
    const otherPaths = others.map(({ logs: { path } }) => `${path}.logDriver`).join(", ");
    const unread = named.flatMap(({ driver }) => whyOf(driver)).map((why) => cannotKnow<Path>(why));
    yield {
        resource,
        answer: all([...others.map(() => violated<Path>()), ...unread]),
        about: ["log driver"],
        problem: `task definition ${name} is for Fargate, but ${otherPaths} is none of ${[...logDrivers].join(", ")}, so AWS refuses it`,
        fix: `set ${otherPaths} of ${name} to awslogs, splunk or awsfirelens`,
    };
    if (!definition.isMadeByAws) {
        const options = isOf("awslogs").flatMap((each) =>
            logOptions.map((option) => isOptionSet(each.logs, option)),
        );
        const missing = options.filter(({ answer }) => answer.verdict === "violated");
        const paths = missing.map(({ path }) => path).join(", ");
        yield {
            resource,
            answer: all(options.map(({ answer }) => answer)),
            about: ["options of awslogs"],
            problem: `task definition ${name} logs by awslogs, which on Fargate does not work without ${paths}, so AWS refuses it`,
            fix: `set ${paths} of ${name}`,
        };
    }
    if (isOf("awsfirelens").length === 0) return;
    const routers = containers.map((container) => container.at("firelensConfiguration"));
    yield {
        resource,
        answer: any(routers.map((router) => fromBoolean<Path>(router.isSet()))),
        about: ["log router"],
        problem: `task definition ${name} logs by awsfirelens, but no container has a firelensConfiguration, so nothing routes the logs, and AWS refuses it`,
        fix: `add a container with firelensConfiguration to ${name}, such as one of the image aws-for-fluent-bit`,
    };
    const types = routers.map((router) => router.at("options").at("config-file-type"));
    const fromS3 = types.map((type) => map(type.string(), (text) => text !== "s3"));
    const places = types.filter((_, i) => fromS3[i]?.known === true && !fromS3[i].value);
    yield {
        resource,
        answer: all(fromS3.map((isOther) => fromBoolean<Path>(isOther))),
        about: ["configuration of the log router"],
        problem: `the log router of task definition ${name} has its configuration in S3 (${places.map(({ path }) => path).join(", ")}), from which Fargate does not take it, so AWS refuses it`,
        fix: `put the configuration file into the image of the log router of ${name} (config-file-type file)`,
    };
}

/** A value that is not known is a value; it may also be one of the options that come from a secret. */
function isOptionSet(logs: Reading, option: string): { path: string; answer: Answer<Path> } {
    const options = logs.at("options");
    const isThere = fromBoolean<Path>(options.isSet());
    const isSet: Answer<Path> = isKnownToBe(options.at(option).isSet(), false) ? violated() : ok();
    const isSecret = fromBoolean<Path>(
        flatMap(logs.at("secretOptions").elements(), (secrets) =>
            either(
                ...secrets.map((each) => map(each.at("name").string(), (name) => name === option)),
            ),
        ),
    );
    return { path: `${options.path}.${option}`, answer: any([all([isThere, isSet]), isSecret]) };
}
