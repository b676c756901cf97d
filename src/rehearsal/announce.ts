import { request } from "node:http";

/*
 * Run by the small `pulumi` that stands before the real one: says where and with what Pulumi is started,
 * and prints what is to be done. Its arguments: a port, a token, and Pulumi's own arguments.
 */

const [port = "", token = "", ...args] = process.argv.slice(2);

const asking = request(
    { host: "127.0.0.1", port, method: "POST", headers: { authorization: token } },
    (answer) => {
        let text = "";
        answer.setEncoding("utf8").on("data", (chunk: string) => {
            text += chunk;
        });
        answer.on("end", () => {
            (answer.statusCode === 200 ? process.stdout : process.stderr).write(text);
            process.exitCode = answer.statusCode === 200 ? 0 : 2;
        });
    },
);
asking.on("error", () => {
    process.stderr.write("fargate-preflight: the rehearsal has ended, so Pulumi is not started\n");
    process.exitCode = 2;
});
asking.end(JSON.stringify({ cwd: process.cwd(), env: process.env, args }));
