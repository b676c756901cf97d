import { distinctGaps, type Gap } from "../knowable";
import type { Children, FileSystem, Graph, Node, Repository, Secret } from "../network";

/*
 * Policies of the resources themselves: within an account one that allows a call suffices, whatever the
 * caller's own policies leave out. What they say is not read; that there is none may be certain.
 */

/** Why a repository, or its registry, may have a policy; empty if neither has one. */
export function policiesOfRepository(graph: Graph, repository: Repository): readonly Gap[] {
    const own = graph.children("repositoryPolicy", repository, "repository");
    return distinctGaps([
        ...gapsOf(graph, repository, own),
        ...graph.all("registryPolicy").map(unread),
    ]);
}

/** Why a secret may have a policy; empty if it has none. */
export function policiesOfSecret(graph: Graph, secret: Secret): readonly Gap[] {
    const own = graph.children("secretPolicy", secret, "secret");
    const { hasPolicy } = secret;
    const inline = !hasPolicy.known ? [hasPolicy.why] : hasPolicy.value ? [unread(secret)] : [];
    return distinctGaps([...gapsOf(graph, secret, own), ...inline]);
}

/** Why a file system may have a policy; empty if it has none. */
export function policiesOfFileSystem(graph: Graph, fileSystem: FileSystem): readonly Gap[] {
    const own = graph.children("fileSystemPolicy", fileSystem, "fileSystem");
    return gapsOf(graph, fileSystem, own);
}

function gapsOf(
    graph: Graph,
    owner: FileSystem | Repository | Secret,
    own: Children<Node>,
): readonly Gap[] {
    const seen = [...own.certain, ...own.possible, ...own.lost].map(unread);
    return distinctGaps([...seen, ...graph.openness.of(owner, "policy")]);
}

function unread({ resource }: Node): Gap {
    return resource.gap("policy", "not-modelled", "what it allows others is not checked");
}
