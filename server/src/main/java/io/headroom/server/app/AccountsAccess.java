package io.headroom.server.app;

import io.headroom.server.account.Accounts;
import io.headroom.server.admin.RunningServer;
import io.headroom.server.metadata.JdbcAccounts;
import io.headroom.server.metadata.MetadataDatabase;
import io.headroom.server.metadata.MetadataSettings;
import io.headroom.spi.SettingsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

/**
 * The accounts that a command works on: those of a running server through its administration, or the database itself when none is found
 * that keeps it. Needs no storage. Closed by whoever opened it.
 *
 * @param closing what was opened for it
 */
record AccountsAccess(Accounts accounts, Parts closing) implements AutoCloseable {
    /** @param server that runs */
    static AccountsAccess of(RunningServer server) {
        return new AccountsAccess(server.accounts(), new Parts());
    }

    /**
     * @param config that the server has, or would have
     * @throws SettingsException when the folder is missing, or its database can't be had
     */
    static AccountsAccess of(ServerConfig config, Clock clock) {
        if (config.location() instanceof StorageLocation.Folder folder && !Files.isDirectory(folder.path())) {
            throw new SettingsException("The folder " + folder + " is missing.");
        }
        Optional<RunningServer> running = RunningServer.find(config.statePath());
        if (running.isPresent()) {
            return of(running.get());
        }
        MetadataSettings settings = ServerAssembly.lasting(config);
        settings.file().map(AccountsAccess::folder).ifPresent(FolderOwner::requireOwn);
        Parts parts = new Parts();
        MetadataDatabase database = parts.add(MetadataDatabase.open(settings));
        return new AccountsAccess(new JdbcAccounts(database, clock), parts);
    }

    private static Path folder(Path database) {
        Path folder = database.getParent();
        return folder == null ? database : folder;
    }

    @Override
    public void close() {
        closing.close();
    }
}
