package io.headroom.server.admin;

import io.headroom.server.capacity.Quota;
import io.headroom.server.capacity.QuotaLimit;
import io.headroom.server.capacity.Quotas;
import io.headroom.spi.path.ResourcePath;
import java.util.ArrayList;
import java.util.List;

/** The quotas of a running server. Throws what {@link AdminClient#ask} throws besides. Thread-safe. */
final class RemoteQuotas implements Quotas {
    private static final int CONFLICT = 409;
    private static final int NOT_FOUND = 404;

    private final AdminClient client;

    RemoteQuotas(AdminClient client) {
        this.client = client;
    }

    @Override
    public List<Quota> list() {
        List<Quota> quotas = new ArrayList<>();
        client.get("/quotas").path("quotas").forEach(quota -> quotas.add(QuotaJson.read(quota)));
        return quotas;
    }

    @Override
    public void set(ResourcePath root, QuotaLimit limit) {
        change("PUT", "/quotas", root, limit.toString());
    }

    @Override
    public boolean remove(ResourcePath root) {
        return change("DELETE", "/quotas", root, "");
    }

    @Override
    public boolean recount(ResourcePath root) {
        return change("POST", "/quotas/recount", root, "");
    }

    /** @return whether there was a quota */
    private boolean change(String method, String target, ResourcePath root, String body) {
        try {
            client.ask(method, target + "?path=" + AdminClient.encoded(root), body);
            return true;
        } catch (AdminRefusedException e) {
            if (e.status() == NOT_FOUND) {
                return false;
            }
            if (e.status() == CONFLICT) {
                throw new IllegalArgumentException(e.sentence(), e);
            }
            throw e;
        }
    }
}
