"use strict";

/**
 * The environment of a long run of random tests: so many times the usual number of cases, from a seed that no
 * run had before, unless one is given. It is printed, so that the run can be repeated.
 */
function chance(times) {
    const { RANDOM_SEED = String(Date.now() % 2 ** 31), RANDOM_TIMES = String(times) } =
        process.env;
    console.log(`RANDOM_SEED=${RANDOM_SEED} RANDOM_TIMES=${RANDOM_TIMES}`);
    return { RANDOM_SEED, RANDOM_TIMES };
}

module.exports = { chance };
