/*
 * Random tests ask the same at each run, so that whoever breaks nothing sees nothing break (register.js). A long
 * run asks more, and other things: `RANDOM_TIMES=100` is a hundred times as much, `RANDOM_SEED=7` something else.
 */

/** How many times the usual number of cases. */
export const times = Number(process.env.RANDOM_TIMES ?? 1);

/** As many cases as usual, or that many times more. */
export function runs(usual: number): { readonly numRuns: number } {
    return { numRuns: Math.ceil(usual * times) };
}
