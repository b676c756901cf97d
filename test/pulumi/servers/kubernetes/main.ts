import { existing } from "../aws/account";
import { note } from "../plugin";
import { serveSimple } from "../simple";

/*
 * A stand-in for `pulumi-resource-kubernetes`: as the real one, it asks the cluster of its kubeconfig about
 * whatever it is to preview, and fails if there is none. Clusters are those of the stand-in for AWS.
 */

const text = { type: "string" };
const map = { type: "object", additionalProperties: text };
const named = { metadata: map };

let cluster = "";

function hasCluster(): boolean {
    return existing(process.env.AWS_REGION ?? "").some(
        ({ type, outputs }) =>
            type === "aws:eks/cluster:Cluster" && cluster.includes(String(outputs.endpoint)),
    );
}

serveSimple({
    name: "kubernetes",
    version: process.env.STANDIN_VERSION ?? "4.24.0",
    resources: {
        "kubernetes:core/v1:Namespace": {
            inputProperties: named,
            properties: { ...named, status: map },
        },
        "kubernetes:core/v1:ConfigMap": {
            inputProperties: { ...named, data: map },
            properties: { ...named, data: map },
        },
    },
    configure: ({ kubeconfig }) => {
        cluster = String(kubeconfig);
        note("STANDIN_CALLS", `Configure kubernetes ${cluster}`);
    },
    reach: () => {
        if (!hasCluster()) throw new Error("configured Kubernetes cluster is unreachable");
    },
    outputsOf: (urn, inputs, value) =>
        urn.includes("Namespace") ? { ...inputs, status: value({ phase: "Active" }) } : inputs,
    idOf: (urn) => urn.split("::").pop() ?? "",
});
