import { fromBoolean, unless } from "../src/knowable";
import { definePolicy, hasModernPlatform, leaveOut, set } from "../src/policy";
import { isPlatformAtLeast, isPlatformVersion, oldestLinuxPlatform } from "../src/workload";

export const servicePlatformVersion = definePolicy({
    kind: "stack",
    name: "service-platform-version",
    description: "Every Fargate workload must use a platform version that AWS has not retired.",
    why: 'On Linux AWS has retired 1.0 to 1.2 in December 2020 and 1.3.0 in June 2026: it starts no new tasks on them. On Windows there is 1.0.0 alone (AWS rules 1.11, 2, 8). A version that there is not: "PlatformUnknownException: The specified platform version does not exist".',
    fix: 'Leave `platformVersion` out, or set it to "LATEST", or to "1.4.0" on Linux and "1.0.0" on Windows.',
    turnOff:
        "AWS starts no tasks on retired versions, so there is no reason to. If the setting `minimumLinuxVersion` asks too much, lower that.",
    severity: "high",
    level: "mandatory",
    settings: {
        minimumLinuxVersion: {
            type: "string",
            pattern: "^\\d+\\.\\d+\\.\\d+$",
            description:
                "The oldest platform version that Linux tasks may use, in three numbers. Retired ones are refused all the same.",
            default: oldestLinuxPlatform,
        },
    },
    *check({ model, settings }) {
        const minimum = String(settings.minimumLinuxVersion);
        for (const workload of model.workloads) {
            const { launcher, maybe, operatingSystem } = workload;
            const { resource, label, name } = launcher;
            yield {
                resource,
                answer: unless(fromBoolean(isPlatformVersion(launcher)), maybe),
                about: ["no version"],
                problem: `the platformVersion of ${label} ${name} is no platform version, so AWS refuses it`,
                fix: [
                    set(launcher, launcher.pathOf("platformVersion"), "LATEST"),
                    leaveOut(launcher, launcher.pathOf("platformVersion")),
                ],
            };
            const modern = hasModernPlatform(workload);
            yield {
                resource,
                answer: modern,
                about: ["retired"],
                problem: `${label} ${name} uses a platform version on which AWS starts no tasks: on Linux it is retired, and Windows has 1.0.0 alone`,
                fix: [
                    set(launcher, launcher.pathOf("platformVersion"), "LATEST"),
                    leaveOut(launcher, launcher.pathOf("platformVersion")),
                ],
            };
            if (modern.verdict !== "ok") continue;
            const isEnough = isPlatformAtLeast(minimum, launcher, operatingSystem);
            yield {
                resource,
                answer: unless(fromBoolean(isEnough), [
                    ...maybe,
                    ...launcher.ignoredChangesOf("platformVersion"),
                ]),
                about: ["minimumLinuxVersion"],
                problem: `the platformVersion of ${label} ${name} is older than ${minimum}, which the setting minimumLinuxVersion asks for`,
                fix: [
                    set(launcher, launcher.pathOf("platformVersion"), "LATEST"),
                    set(launcher, launcher.pathOf("platformVersion"), minimum),
                ],
            };
        }
    },
});
