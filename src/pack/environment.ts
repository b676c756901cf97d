import { isAbsolute } from "node:path";
import { documentIn, InputError, readBytes } from "../files";
import type { FargateConfiguration } from "./library";

const name = "FARGATE_PREFLIGHT_CONFIG";
const expected = 'levels and settings, such as {"task-image-pull": "advisory"}';

/**
 * Levels and settings from the file that the environment names, for engines that are given none (SST). They
 * are defaults: what the engine is given still changes them.
 *
 * @throws InputError if the file cannot be read, or there is nothing in it
 */
export function configurationOf(env: NodeJS.ProcessEnv): FargateConfiguration {
    const { [name]: file = "" } = env;
    if (file === "") return {};
    // The engine starts a pack in a folder of its own choice.
    if (!isAbsolute(file)) throw new InputError(`${name}: expected an absolute path`);
    try {
        const given = documentIn(readBytes(file, expected), file, expected);
        if (given === undefined)
            throw new InputError(`there is nothing in it; expected ${expected}`);
        // What is wrong in it is said with the rest.
        return given as FargateConfiguration;
    } catch (error) {
        if (!(error instanceof InputError)) throw error;
        throw new InputError(`${name}: ${error.message}`);
    }
}
