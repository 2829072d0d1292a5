package io.headroom.server.app;

import io.headroom.server.admin.RunningServer;
import io.headroom.spi.SettingsException;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.ParseResult;

/** Finds what the commands about room work on. */
class Administrations {
    /** For itself, without a server: nobody listens, and nobody stays for the next count. */
    private static final GivenSettings OFFLINE =
            GivenSettings.of(Map.of(Setting.HOST, Setting.HOST.defaultValue(), Setting.RECOUNT_HOURS, "0"));

    private final ServeArguments serving;
    private final Clock clock;

    Administrations(ServeArguments serving, Clock clock) {
        this.serving = serving;
        this.clock = clock;
    }

    /**
     * As {@code serve} would have them.
     *
     * @param folder what is served; empty when the settings say so
     * @throws SettingsException when the file or the environment holds what isn't known
     */
    GivenSettings settings(ParseResult parsed, String folder) {
        return serving.read(parsed, folder);
    }

    /**
     * Asks the server if one runs there, else works on its files as it would.
     *
     * @param settings that the server has, or would have
     * @throws SettingsException when a setting is wrong, or the folder is missing; when a server runs there that has no
     *     administration; when no server runs, and others may use what it has
     */
    Administration of(GivenSettings settings) {
        Optional<RunningServer> running = RunningServer.find(ServeArguments.state(settings));
        if (running.isPresent()) {
            return new RemoteAdministration(running.get());
        }
        ServerConfig config = ServeArguments.check(settings.under(OFFLINE));
        requireAlone(config);
        FolderOwner.requireOwn(config.statePath());
        return OfflineAdministration.open(config, clock);
    }

    private static void requireAlone(ServerConfig config) {
        boolean bucket = config.location() instanceof StorageLocation.Bucket;
        if (bucket || ServerAssembly.metadataSettings(config).isShared()) {
            throw new SettingsException("No server that serves " + config.location() + " was found in "
                    + config.statePath() + ". Name its state folder with --state, or its administration with --admin.");
        }
        if (config.readOnly()) {
            throw new SettingsException(
                    "No server runs, and with 'read-only' no quotas are kept: there is nothing to look at or to change.");
        }
    }

    /** @throws SettingsException when this is no address */
    Administration at(String url) {
        return new RemoteAdministration(running(url));
    }

    /**
     * @param tokenFile holds the token that changes ask for
     * @throws SettingsException when this is no address, or the file can't be read
     */
    Administration at(String url, Path tokenFile) {
        return new RemoteAdministration(running(url, tokenFile));
    }

    /** @throws SettingsException when this is no address */
    static RunningServer running(String url) {
        return RunningServer.at(address(url));
    }

    /** @throws SettingsException when this is no address, or the file can't be read */
    static RunningServer running(String url, Path tokenFile) {
        try {
            return RunningServer.at(address(url), Files.readString(tokenFile).strip());
        } catch (IOException e) {
            throw new SettingsException("The file " + tokenFile + " with the token can't be read.", e);
        }
    }

    private static URI address(String url) {
        String wrong = "'" + url + "' is no address such as http://127.0.0.1:8081.";
        try {
            URI address = new URI(url);
            if (address.getHost() == null || !address.getScheme().matches("https?")) {
                throw new SettingsException(wrong);
            }
            return address;
        } catch (URISyntaxException e) {
            throw new SettingsException(wrong, e);
        }
    }
}
