package io.headroom.server.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.headroom.server.capacity.Room;
import io.headroom.spi.path.ResourcePath;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A quota that is set while no server runs, by somebody who names the folder and not the settings. */
class OfflineQuotaIT {
    private static final ResourcePath MOUNT = ResourcePath.parse("/archive");

    @TempDir
    Path files;

    @TempDir
    Path archive;

    @Test
    void whatWasCountedWithoutTheMountsIsCountedByTheServer() throws Exception {
        Files.writeString(archive.resolve("a"), "12345");
        Administrations administrations = new Administrations(new ServeArguments(Map.of()), Clock.systemUTC());
        Subcommand set = QuotaCommand.all(administrations).stream()
                .filter(each -> each.spec().name().equals("set"))
                .findFirst()
                .orElseThrow();
        assertThat(CommandResult.of(set, files.toString(), MOUNT.toString(), "10")
                        .output())
                .contains("0 bytes");
        ServerConfig config = ServerConfig.of(
                files,
                Map.of(
                        Setting.MOUNTS, MOUNT + "=" + archive,
                        Setting.PORT, "0",
                        Setting.ADMIN_PORT, "off"));
        try (HeadroomServer server = HeadroomServer.open(config, Clock.systemUTC())) {
            await().untilAsserted(() -> assertThat(server.rooms().tightest(MOUNT))
                    .returns(Room.Kind.QUOTA, Room::kind)
                    .returns(OptionalLong.of(5), Room::usedBytes));
        }
    }
}
