import { isKnownToBe, whyOf, type Gap } from "../knowable";
import type { TaskLauncher } from "../network";
import type { Reading } from "../plan";
import { clusterOf } from "./fargate";

/** What ECS Exec uses beside Session Manager, because the cluster says so (AWS rule 3). */
export interface ExecUse {
    /** As its endpoint is called. */
    readonly service: "kms" | "logs" | "s3";
    /** Where the key, the log group or the bucket is named; unset where the cluster is not known. */
    readonly place?: Reading;
    /** Why it is not certain that it is used; empty if it is. */
    readonly maybe: readonly Gap[];
}

/** A log of sessions is made with `OVERRIDE`; a cluster that is not known may have a key. */
export function execUsesOf(launcher: TaskLauncher): readonly ExecUse[] {
    const cluster = clusterOf(launcher);
    if (!cluster.known) return [{ service: "kms", maybe: [cluster.why] }];
    const configuration = cluster.value.execConfiguration;
    const log = configuration.at("logConfiguration");
    const logging = configuration.at("logging").string();
    const isLogged = !logging.known || logging.value === "OVERRIDE";
    return [
        ...usesAt("kms", configuration.at("kmsKeyId")),
        ...(isLogged
            ? [
                  ...usesAt("logs", log.at("cloudWatchLogGroupName"), whyOf(logging)),
                  ...usesAt("s3", log.at("s3BucketName"), whyOf(logging)),
              ]
            : []),
    ];
}

function usesAt(
    service: ExecUse["service"],
    place: Reading,
    doubts: readonly Gap[] = [],
): readonly ExecUse[] {
    const isSet = place.isSet();
    return isKnownToBe(isSet, false)
        ? []
        : [{ service, place, maybe: [...doubts, ...whyOf(isSet)] }];
}
