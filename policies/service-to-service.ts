import { definePolicy, judgeCallers } from "../src/policy";
import { mayHaveName } from "../src/workload";

export const serviceToService = definePolicy({
    kind: "stack",
    name: "service-to-service",
    description:
        "Every Fargate service should be able to reach the services of its plan that its environment names.",
    why: "Service Connect and Cloud Map give the tasks of a service a name, and open nothing: the security group of the caller must let the call out, that of the service that is called must let it in, on the port of the container, or on that of `ingressPortOverride`, on which its proxy listens (AWS rules 6, 7). Who calls whom a plan seldom tells. So only this is asked: where a variable of a container's environment names another service of the plan, in a URL, with a port, or as a domain name, its tasks must reach that service; and a service that nothing names, and that Service Connect makes known, should be reached by some service of its namespace, which is advice. Variables that say who may call (`CORS_ORIGIN`, `ALLOWED_HOSTS` …) are left alone, and of two services that name each other one has to reach the other. Otherwise calls wait until they time out.",
    fix: "Admit the port of the container in the security group of the service that is called, from that of the caller. `explain PLAN --service CALLER --to NAME` shows the connection hop by hop.",
    turnOff: "If the environment names services that nobody calls.",
    severity: "medium",
    level: "advisory",
    premise: "that tasks call what their environment names",
    subject: {
        what: "services that Service Connect or Cloud Map gives a name",
        isIn: ({ workloads }) => workloads.some(mayHaveName),
    },
    *check({ model }) {
        yield* judgeCallers(model);
    },
});
