import type { PlannedResource } from "../plan";
import { isOutward, stopOf, type Path } from "../reach";
import { isWorkloadType } from "../workload";
import { decidingOf } from "./causes";
import type { PolicyInfo } from "./policy";

interface Report {
    readonly rank: number;
    readonly resource: PlannedResource;
    /** The fix that was told mends this very stop, not only another way around it. */
    readonly isMended: boolean;
    /** It was told as accepted: nobody will mend it. */
    readonly isAccepted: boolean;
}

export interface Reportable {
    readonly resource: PlannedResource;
    readonly path: readonly Path[];
    /** As of a judgement. */
    readonly mends: ReadonlySet<string> | undefined;
    /** Exceptions accept what stops it, whoever tells it. */
    readonly isAccepted?: boolean;
}

const ranks: Readonly<Record<PolicyInfo["level"], number>> = {
    disabled: 0,
    advisory: 1,
    mandatory: 2,
    remediate: 2,
};

/**
 * One cause, one finding: what has been reported in a call, by what stops the packet. A later policy
 * stays quiet about it, unless its own default level is higher than that of the one that reported it.
 */
export class Reported {
    private readonly reports = new Map<string, Report[]>();

    add({ level }: PolicyInfo, { resource, path, mends, isAccepted = false }: Reportable): void {
        const paths = isAccepted ? decidingOf(path) : path;
        for (const stop of paths.flatMap((each) => stopOf(each) ?? [])) {
            const reports = this.reports.get(stop.key) ?? [];
            const isMended = !stop.hasFix || mends?.has(stop.key) !== false;
            reports.push({ rank: ranks[level], resource, isMended, isAccepted });
            this.reports.set(stop.key, reports);
        }
    }

    /** All that stops the packets has been reported, or what would carry them anyway. */
    explains({ level }: PolicyInfo, resource: PlannedResource, paths: readonly Path[]): boolean {
        const isKnown = (path: Path, mended: boolean, accepted = false): boolean => {
            const stop = stopOf(path);
            if (stop === undefined) return false;
            return (this.reports.get(stop.key) ?? []).some(
                (report) =>
                    report.isAccepted === accepted &&
                    report.rank >= ranks[level] &&
                    (report.isMended || !mended) &&
                    (report.resource === resource ||
                        report.resource.urn === stop.at.urn ||
                        // What starts no tasks has only the fault itself to tell.
                        !isWorkloadType(resource.type)),
            );
        };
        if (paths.length === 0) return false;
        return (
            paths.some((path) => isOutward(path) && isKnown(path, true)) ||
            paths.every((path) => isKnown(path, false)) ||
            // Of what is accepted nothing is mended: what it would carry else stays broken.
            decidingOf(paths).every((path) => isKnown(path, false, true))
        );
    }
}
