package io.headroom.server.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.headroom.server.capacity.Quota;
import io.headroom.server.capacity.QuotaLimit;
import io.headroom.server.capacity.Quotas;
import io.headroom.spi.path.ResourcePath;
import java.io.IOException;
import java.util.Optional;

/** The quotas: shown, set, removed, counted again. */
final class QuotasEndpoint {
    private static final int CONFLICT = 409;

    private final Quotas quotas;

    QuotasEndpoint(Quotas quotas) {
        this.quotas = quotas;
    }

    AdminAnswer list(AdminRequest request) {
        ArrayNode list = RoomJson.object().putArray("quotas");
        Optional<ResourcePath> only = request.parameter("path").map(text -> AdminRequest.pathOf("path", text));
        quotas.list().stream()
                .filter(quota -> only.isEmpty() || quota.root().equals(only.get()))
                .forEach(quota -> list.add(QuotaJson.write(quota)));
        return AdminAnswer.json(200, RoomJson.object().set("quotas", list));
    }

    AdminAnswer set(AdminRequest request) throws IOException {
        ResourcePath root = request.requirePath();
        QuotaLimit limit = limit(request.body());
        boolean created = find(root).isEmpty();
        try {
            quotas.set(root, limit);
        } catch (IllegalArgumentException e) {
            throw new AdminRefusedException(CONFLICT, String.valueOf(e.getMessage()));
        }
        Quota quota = find(root).orElse(new Quota(root, limit, Quota.Source.ADMINISTRATION));
        return AdminAnswer.json(created ? 201 : 200, QuotaJson.write(quota));
    }

    private static QuotaLimit limit(String body) {
        try {
            return QuotaJson.limit(body);
        } catch (IllegalArgumentException e) {
            throw new AdminRefusedException(400, String.valueOf(e.getMessage()));
        }
    }

    private Optional<Quota> find(ResourcePath root) {
        return quotas.list().stream().filter(quota -> quota.root().equals(root)).findFirst();
    }

    AdminAnswer remove(AdminRequest request) {
        ResourcePath root = request.requirePath();
        try {
            if (quotas.remove(root)) {
                return AdminAnswer.empty(204);
            }
        } catch (IllegalArgumentException e) {
            throw new AdminRefusedException(CONFLICT, String.valueOf(e.getMessage()));
        }
        throw none(root);
    }

    /** 202: the count goes on in the background. */
    AdminAnswer recount(AdminRequest request) {
        ResourcePath root = request.requirePath();
        if (quotas.recount(root)) {
            return AdminAnswer.empty(202);
        }
        throw none(root);
    }

    private static AdminRefusedException none(ResourcePath root) {
        return new AdminRefusedException(404, "There is no quota on " + root + ".");
    }
}
