import { isObject, own, unknownText, type Raw, type RawProperties, type Single } from "../raw";
import type { PlanRecord } from "../resource";
import { isUnreadable, opened, shaped, type Template } from "./template";

/** A service of Express Mode, in the words of the `aws` provider. */
export const expressType = "aws:ecs/expressGatewayService:ExpressGatewayService";

/** The part of its URN by which the task definition is found that AWS makes of its primary container. */
export const madeOf = "primaryContainer";

/** What both definitions call alike. */
const roles = ["executionRoleArn", "taskRoleArn"] as const;

const container: Template = Object.fromEntries(
    ["image", "secrets", "repositoryCredentials"].map((name) => [name, name]),
);

const logs: Template = {
    options: {
        at: "awsLogsConfigurations",
        only: { "awslogs-group": "logGroup", "awslogs-stream-prefix": "logStreamPrefix" },
    },
};

/**
 * A service of Express Mode, and the task definition that AWS makes of its primary container: one container
 * named `Main`, on Fargate, that logs to CloudWatch Logs (AWS rule 15). Without one it names a task definition.
 */
export function withItsTasks(record: PlanRecord): readonly PlanRecord[] {
    const primary = own(record.inputs ?? record.outputs, madeOf);
    if (primary === undefined || primary === null) return [record];
    const { declared, inputs, outputs, propertyDependencies: feeding } = record;
    const spell = declared?.spell ?? ((path: string): string => path);
    const fed = [["containerDefinitions", madeOf], ...roles.map((role) => [role, role])];
    const made = {
        ...record,
        type: "aws:ecs/taskDefinition:TaskDefinition",
        urn: `${record.urn}#${madeOf}`,
        inputs: inputs && definitionOf(inputs),
        outputs: outputs && { ...definitionOf(outputs), id: own(outputs, "id") ?? unknownText },
        dependencies: [...record.dependencies, record.urn],
        propertyDependencies: Object.fromEntries(
            fed.flatMap(([name = "", of = ""]) => {
                const urns = own(feeding, of);
                return urns === undefined ? [] : [[name, urns]];
            }),
        ),
        ignoreChanges: record.ignoreChanges.flatMap((path) =>
            path.startsWith(madeOf) ? ["containerDefinitions"] : path,
        ),
        declared: {
            type: declared?.type ?? record.type,
            urn: declared?.urn ?? record.urn,
            spell: (path: string) => spell(placeOf(path)),
            word: declared?.word ?? ((_: string, value: Single) => value),
        },
    };
    return [record, made];
}

function definitionOf(from: RawProperties): Record<string, Raw> {
    const primary = own(from, madeOf);
    const made: Record<string, Raw> = {
        networkMode: "awsvpc",
        requiresCompatibilities: ["FARGATE"],
        ...(primary === undefined ? {} : { containerDefinitions: containersOf(primary) }),
    };
    for (const role of roles) {
        const arn = own(from, role);
        if (arn !== undefined) made[role] = arn;
    }
    return made;
}

function containersOf(primary: Raw): Raw {
    return opened(primary, (block) => {
        if (!isObject(block)) return block;
        const { options = {} } = shaped(logs, block);
        return [
            {
                name: "Main",
                ...shaped(container, block),
                logConfiguration: {
                    logDriver: "awslogs",
                    options: isUnreadable(options) ? unknownNames : options,
                },
            },
        ];
    });
}

/** Only the group and its streams are the program's: the region is that of the service. */
const unknownNames = { "awslogs-group": unknownText, "awslogs-stream-prefix": unknownText };

/** Where in the primary container stands what a container definition says. */
function placeOf(path: string): string {
    const [, inside] = /^containerDefinitions(?:\[0\]\.?)?(.*)$/.exec(path) ?? [];
    if (inside === undefined) return path;
    if (inside.startsWith("logConfiguration")) return `${madeOf}.awsLogsConfigurations`;
    return inside === "" ? madeOf : `${madeOf}.${inside}`;
}
