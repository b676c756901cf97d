import { isAbsolute } from "node:path";
import { policies } from "../../policies";
import { documentIn, InputError, readBytes } from "../files";
import { resolveConfiguration } from "../policy";
import { problemsOf, type FargateConfiguration } from "./library";

const name = "FARGATE_PREFLIGHT_CONFIG";
const expected = 'levels and settings, such as {"task-image-pull": "advisory"}';

/**
 * Levels and settings from the file that the environment names, for engines that are given none (SST). The
 * engine takes them as if a person had configured them, and what a person configures goes before them.
 *
 * @throws Error if the file cannot be read, there is nothing in it, or something in it is wrong
 */
export function configurationOf(env: NodeJS.ProcessEnv): FargateConfiguration {
    const { [name]: file = "" } = env;
    if (file === "") return {};
    // The engine starts a pack in a folder of its own choice.
    if (!isAbsolute(file)) throw new InputError(`${name}: expected an absolute path`);
    try {
        const given = documentIn(readBytes(file, expected), file, expected);
        if (given === undefined) {
            throw new InputError(`there is nothing in it; expected ${expected}`);
        }
        const problems = problemsOf(given);
        if (problems.length > 0) throw new InputError(problems.join("; "));
        return withLevels(given as FargateConfiguration);
    } catch (error) {
        if (!(error instanceof InputError)) throw error;
        throw new InputError(`${name}: ${error.message}`);
    }
}

/** Each policy with its level: the SDK sends an entry without one as advisory. */
function withLevels(configuration: FargateConfiguration): FargateConfiguration {
    const { configure } = resolveConfiguration(policies, configuration);
    return Object.fromEntries(
        policies.map((policy) => {
            const entry = configuration[policy.name];
            const settings = typeof entry === "object" ? entry : {};
            return [policy.name, { ...settings, enforcementLevel: configure(policy).level }];
        }),
    );
}
