import { known, map, unknown, type Knowable } from "../knowable";
import type { TaskLauncher } from "../network";

/** AWS has retired all Linux platforms before it (AWS rule 2). */
export const oldestLinuxPlatform = "1.4.0";

/** How containers log on Fargate (ECS API, LogConfiguration). */
export const logDrivers: ReadonlySet<string> = new Set(["awslogs", "splunk", "awsfirelens"]);

/** A platform version in full. */
const inNumbers = /^(\d+)\.(\d+)\.(\d+)$/;

/** Whether an operating system family, as a task definition names it, is one of Windows; unset is Linux. */
export function isWindows(operatingSystem: Knowable<string | undefined>): Knowable<boolean> {
    return map(operatingSystem, (family) => family?.startsWith("WINDOWS") === true);
}

/**
 * Whether a launcher's platform is at least a version of Linux: `LATEST` always is, and so is 1.0.0 on
 * Windows, the only one there (AWS rule 8).
 */
export function isPlatformAtLeast(
    minimum: string,
    { platformVersion }: TaskLauncher,
    operatingSystem: Knowable<string | undefined>,
): Knowable<boolean> {
    if (!platformVersion.known) return platformVersion;
    const version = platformVersion.value ?? "LATEST";
    const isOld = isOlder(version, minimum);
    return isOld && version === "1.0.0" ? isWindows(operatingSystem) : known(!isOld);
}

/** What is no version in numbers is not older than one. */
function isOlder(version: string, minimum: string): boolean {
    const [numbers, least] = [numbersOf(version), numbersOf(minimum)];
    const first = numbers.findIndex((number, i) => number !== least[i]);
    return first >= 0 && least.length > 0 && (numbers[first] ?? 0) < (least[first] ?? 0);
}

function numbersOf(version: string): readonly number[] {
    const [, ...numbers] = inNumbers.exec(version) ?? [];
    return numbers.map(Number);
}

/**
 * Whether the text is a platform version at all: `LATEST`, or three numbers. Whether AWS takes `latest` or
 * `1.4` is not documented.
 */
export function isPlatformVersion({ platformVersion, resource }: TaskLauncher): Knowable<boolean> {
    if (!platformVersion.known) return platformVersion;
    const text = platformVersion.value ?? "LATEST";
    if (text === "LATEST" || inNumbers.test(text)) return known(true);
    if (!/^(latest|\d+(\.\d+)?)$/i.test(text)) return known(false);
    const what = "AWS documents LATEST and versions of three numbers, not this way of writing one";
    return unknown(resource.gap("platformVersion", "not-modelled", what));
}
