package io.headroom.server.admin;

import io.headroom.server.account.Accounts;
import io.headroom.server.capacity.Quotas;
import io.headroom.spi.SettingsException;
import io.headroom.spi.error.InsufficientStorageException;
import io.headroom.spi.path.ResourcePath;
import java.io.IOException;
import java.net.URI;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.Optional;

/** A server that runs, seen through its administration. Thread-safe. */
public final class RunningServer {
    private final AdminClient client;
    private final RemoteQuotas quotas;
    private final RemoteAccounts accounts;

    private RunningServer(AdminClient client) {
        this.client = client;
        this.quotas = new RemoteQuotas(client);
        this.accounts = new RemoteAccounts(client);
    }

    /**
     * @param stateFolder of the server
     * @return empty when none runs there, also when one left its file behind
     * @throws SettingsException when the server is another user's
     */
    public static Optional<RunningServer> find(Path stateFolder) {
        Optional<AdminFile> file;
        try {
            file = AdminFile.read(stateFolder);
        } catch (AccessDeniedException e) {
            throw new SettingsException(
                    stateFolder.resolve(AdminFile.NAME) + " may not be read by this user, only by the server's.", e);
        } catch (IOException e) {
            throw new SettingsException(stateFolder.resolve(AdminFile.NAME) + " can't be read: " + e, e);
        }
        return file.flatMap(RunningServer::connect);
    }

    private static Optional<RunningServer> connect(AdminFile file) {
        AdminClient client = new AdminClient(file.url(), Optional.of(file.token()));
        try {
            // Another server may have taken the port of one that was killed.
            boolean same = client.get("/health").path("id").asText().equals(file.id());
            return same ? Optional.of(new RunningServer(client)) : Optional.empty();
        } catch (ServerUnreachableException | AdminRefusedException e) {
            return Optional.empty();
        }
    }

    /** One that can be asked only. */
    public static RunningServer at(URI url) {
        return new RunningServer(new AdminClient(url, Optional.empty()));
    }

    /** @param token that changes ask for */
    public static RunningServer at(URI url, String token) {
        return new RunningServer(new AdminClient(url, Optional.of(token)));
    }

    /**
     * The rooms as they are now.
     *
     * @throws AdminRefusedException when the server says no, here and in the other methods
     * @throws ServerUnreachableException when it is gone, likewise
     */
    public CapacityReport report() {
        return CapacityReport.read(client.get("/capacity"));
    }

    /** With the largest folders directly in a collection; the server may have to count them first. */
    public CapacityReport report(ResourcePath folders, int most) {
        return CapacityReport.read(client.get("/capacity?folders=" + AdminClient.encoded(folders) + "&most=" + most));
    }

    /** As {@link io.headroom.server.capacity.Rooms#fit}. */
    public Optional<InsufficientStorageException> fit(ResourcePath path, long bytes) {
        return ShortageJson.read(
                client.get("/capacity/fit?path=" + AdminClient.encoded(path) + "&bytes=" + bytes), path);
    }

    /** This server and those that serve the same. */
    public NodeReport nodes() {
        return NodeReport.read(client.get("/nodes"));
    }

    /** Those of the server. */
    public Quotas quotas() {
        return quotas;
    }

    /** Those of its database. What is refused is an {@link AdminRefusedException}. */
    public Accounts accounts() {
        return accounts;
    }
}
