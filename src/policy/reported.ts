import type { PlannedResource } from "../plan";
import { isOutward, type Hop, type Path } from "../reach";
import { isWorkloadType } from "../workload";
import type { PolicyInfo } from "./policy";

interface Report {
    readonly rank: number;
    readonly resource: PlannedResource;
    /** The fix that was told mends this very hop, not only another way around it. */
    readonly isMended: boolean;
}

interface Reportable {
    readonly resource: PlannedResource;
    readonly path: readonly Path[];
    readonly fix: string;
}

const ranks: Readonly<Record<PolicyInfo["level"], number>> = {
    disabled: 0,
    advisory: 1,
    mandatory: 2,
    remediate: 2,
};

/**
 * One cause, one finding: what has been reported in a call, by the hop that is broken. A later policy
 * stays quiet about it, unless its own default level is higher than that of the one that reported it.
 */
export class Reported {
    private readonly reports = new Map<string, Report[]>();

    add({ level }: PolicyInfo, { resource, path, fix }: Reportable): void {
        for (const { hops } of path) {
            const end = hops[hops.length - 1];
            if (end === undefined) continue;
            const key = keyOf(end);
            const reports = this.reports.get(key) ?? [];
            const isMended = end.fix === undefined || fix.includes(end.fix);
            reports.push({ rank: ranks[level], resource, isMended });
            this.reports.set(key, reports);
        }
    }

    /** All that stops the packets has been reported, or what would carry them anyway. */
    explains({ level }: PolicyInfo, resource: PlannedResource, paths: readonly Path[]): boolean {
        const isKnown = ({ hops }: Path, mended: boolean): boolean => {
            const end = hops[hops.length - 1];
            if (end === undefined) return false;
            return (this.reports.get(keyOf(end)) ?? []).some(
                (report) =>
                    report.rank >= ranks[level] &&
                    (report.isMended || !mended) &&
                    (report.resource === resource ||
                        report.resource.urn === end.urn ||
                        // What starts no tasks has only the fault itself to tell.
                        !isWorkloadType(resource.type)),
            );
        };
        if (paths.length === 0) return false;
        return (
            paths.some((path) => isOutward(path) && isKnown(path, true)) ||
            paths.every((path) => isKnown(path, false))
        );
    }
}

function keyOf({ urn, label, cause, says = "" }: Hop): string {
    return `${urn} ${label} ${cause ?? says}`;
}
