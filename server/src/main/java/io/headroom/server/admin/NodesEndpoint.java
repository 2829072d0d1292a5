package io.headroom.server.admin;

import io.headroom.server.node.Nodes;

/** The servers that serve the same. */
final class NodesEndpoint implements AdminEndpoint {
    private final Nodes nodes;

    NodesEndpoint(Nodes nodes) {
        this.nodes = nodes;
    }

    @Override
    public AdminAnswer answer(AdminRequest request) {
        return AdminAnswer.json(200, new NodeReport(nodes.all()).toJson());
    }
}
