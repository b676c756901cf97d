/** What a Fargate task of one amount of CPU may have for memory. */
interface CpuSize {
    /** In CPU units, of which a vCPU has 1024. */
    readonly cpu: number;
    /** In MiB, from the smallest up. */
    readonly memory: readonly number[];
    /** Whether Windows has it; unset where no page says. */
    readonly isOnWindows?: boolean;
}

/**
 * The sizes of Fargate tasks (ECS, RegisterTaskDefinition, `memory`). Those of 32 vCPU are in AWS's cfn-lint
 * (E3047) and not yet on that page, which has no word on Windows for them either.
 */
const sizes: readonly CpuSize[] = [
    { cpu: 256, memory: [512, 1024, 2048], isOnWindows: false },
    { cpu: 512, memory: steps(1024, 4096, 1024), isOnWindows: false },
    { cpu: 1024, memory: steps(2048, 8192, 1024), isOnWindows: true },
    { cpu: 2048, memory: steps(4096, 16_384, 1024), isOnWindows: true },
    { cpu: 4096, memory: steps(8192, 30_720, 1024), isOnWindows: true },
    { cpu: 8192, memory: steps(16_384, 61_440, 4096), isOnWindows: false },
    { cpu: 16_384, memory: steps(32_768, 122_880, 8192), isOnWindows: false },
    { cpu: 32_768, memory: [61_440, 122_880, 249_856] },
];

function steps(least: number, most: number, step: number): readonly number[] {
    return Array.from({ length: (most - least) / step + 1 }, (_, i) => least + i * step);
}

/** The CPU and memory of a task. */
export interface TaskSize {
    readonly cpu: number;
    readonly memory: number;
}

/** Whether Fargate has tasks of this size; `undefined` where AWS may have made larger ones since. */
export function isTaskSize({ cpu, memory }: TaskSize, isWindows: boolean): boolean | undefined {
    if (cpu > Math.max(...sizes.map((size) => size.cpu))) return undefined;
    const size = sizes.find((each) => each.cpu === cpu);
    if (size?.memory.includes(memory) !== true) return false;
    return isWindows ? size.isOnWindows : true;
}

/** The sizes that are nearest to one: with its own CPU, or else the next larger one, and with its own memory. */
export function nearestTaskSizes(wanted: TaskSize, isWindows: boolean): readonly TaskSize[] {
    const possible = sizes.filter(({ isOnWindows }) => !isWindows || isOnWindows === true);
    const next = possible.find(({ cpu }) => cpu >= wanted.cpu) ?? possible.at(-1);
    const enough = possible.find(
        ({ cpu, memory }) => cpu >= wanted.cpu && memory.includes(wanted.memory),
    );
    return [
        ...(next === undefined ? [] : [{ cpu: next.cpu, memory: nearest(next.memory, wanted) }]),
        ...(enough === undefined || enough === next
            ? []
            : [{ cpu: enough.cpu, memory: wanted.memory }]),
    ];
}

function nearest(memory: readonly number[], { memory: wanted }: TaskSize): number {
    return memory.find((each) => each >= wanted) ?? memory.at(-1) ?? wanted;
}
