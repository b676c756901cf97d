#!/usr/bin/env node
import "../compiling";
import { showsColours, widthOf } from "./io";
import { run } from "./program";

let cannotWrite = false;

for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", ({ code }: NodeJS.ErrnoException) => {
        // A reader that has seen enough, such as `head`, closes its end: that is no failure.
        if (code === "EPIPE") return;
        cannotWrite = true;
        process.exitCode = 2;
        if (stream === process.stdout) {
            process.stderr.write(
                `fargate-preflight: the output cannot be written (${code ?? ""})\n`,
            );
        }
    });
}

void run(process.argv.slice(2), {
    // Opened only if it is asked for.
    get stdin() {
        return process.stdin;
    },
    out: (text) => process.stdout.write(text),
    err: (text) => process.stderr.write(text),
    colours: showsColours(process.stdout.isTTY, process.env),
    columns: widthOf(process.stdout, process.env),
    isWatched: process.stderr.isTTY && process.env.TERM !== "dumb",
}).then((code) => {
    process.exitCode = cannotWrite ? 2 : code;
});
