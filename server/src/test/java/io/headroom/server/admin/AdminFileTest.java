package io.headroom.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdminFileTest {
    private static final AdminFile FILE = new AdminFile(URI.create("http://127.0.0.1:8081"), "t0ken", 42, "id");

    @TempDir
    Path folder;

    @Test
    void comesBackWholeAndIsForItsOwnerOnly() throws Exception {
        Files.writeString(folder.resolve("admin.json"), "of an earlier server");
        FILE.write(folder);
        assertThat(AdminFile.read(folder)).contains(FILE);
        assertThat(Files.getPosixFilePermissions(folder.resolve("admin.json")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        AdminFile.remove(folder);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void noneAndNonsenseAreNoServer() throws Exception {
        assertThat(AdminFile.read(folder)).isEmpty();
        assertThat(AdminFile.read(folder.resolve("missing"))).isEmpty();
        Files.writeString(folder.resolve("admin.json"), "{\"url\":");
        assertThat(AdminFile.read(folder)).isEmpty();
        assertThat(RunningServer.find(folder)).isEmpty();
    }

    @Test
    void theTokenStaysOutOfLogs() {
        assertThat(FILE.toString()).doesNotContain("t0ken");
    }
}
