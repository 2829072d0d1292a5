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

/** Finds what the commands about room work on. */
class Administrations {
    private final Clock clock;

    Administrations(Clock clock) {
        this.clock = clock;
    }

    /**
     * Asks the server if one runs there, else works on the files of its folder.
     *
     * @param location what is served
     * @param state where its server keeps its own files
     * @throws SettingsException when the folder is missing, or a server runs there that has no administration; when no server
     *     runs for a bucket, whose keys are the server's alone
     */
    Administration of(StorageLocation location, Path state) {
        Optional<RunningServer> running = RunningServer.find(state);
        if (running.isPresent()) {
            return new RemoteAdministration(running.get());
        }
        if (location instanceof StorageLocation.Bucket) {
            throw new SettingsException("No server that serves " + location + " was found in " + state
                    + ". Name its state folder with --state, or its administration with --admin.");
        }
        return OfflineAdministration.open(
                ServerConfig.of(location, Map.of(Setting.STATE, state.toString(), Setting.RECOUNT_HOURS, "0")), clock);
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
