package io.headroom.server.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headroom.spi.SettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigCommandTest {
    private static final int CHECK = 0;
    private static final int PRINT = 1;

    @TempDir
    private Path folder;

    private static String run(int which, Map<String, String> environment, String... arguments)
            throws InterruptedException {
        Subcommand command = ConfigCommand.all(new ServeArguments(environment)).get(which);
        CommandResult result = CommandResult.of(command, arguments);
        assertThat(result.code()).isZero();
        return result.output();
    }

    private String file(String yaml) throws IOException {
        return Files.writeString(folder.resolve("headroom.yaml"), yaml).toString();
    }

    private static String row(String table, String start) {
        return table.lines()
                .filter(line -> line.startsWith(start + " "))
                .findFirst()
                .orElseThrow(() -> new AssertionError(start + " is missing in " + table))
                .replaceAll(" +", " ");
    }

    @Test
    void rightSettingsAreOneLineAndNothingIsOpened() throws Exception {
        Path missing = folder.resolve("missing");
        assertThat(run(CHECK, Map.of(), "--config", file("storage: " + missing + "\n")))
                .isEqualTo("The settings are right. They serve " + missing + "." + System.lineSeparator());
        assertThat(missing).doesNotExist();
    }

    @Test
    void wrongOnesAreRefusedWithTheirPlace() throws Exception {
        String file = file("storage: /srv\nport: 70000\n");
        assertThatThrownBy(() -> run(CHECK, Map.of(), "--config", file))
                .isInstanceOf(SettingsException.class)
                .hasMessageStartingWith(file + ":2: The setting 'port' is '70000'");
        assertThat(run(CHECK, Map.of(), "--config", file, "--port", "7000")).contains("are right");
        assertThatThrownBy(() -> run(CHECK, Map.of("HEADROOM_SYNC", "x"), "/srv"))
                .isInstanceOf(SettingsException.class)
                .hasMessageStartingWith("HEADROOM_SYNC: ");
        assertThatThrownBy(() -> run(CHECK, Map.of(), "/srv", "--sync", "x"))
                .isInstanceOf(SettingsException.class)
                .hasMessageStartingWith("--sync: ");
        assertThatThrownBy(() -> run(CHECK, Map.of()))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("Nothing to serve");
        String bucket = file("storage: s3://bucket\n\ns3-connections: many\n");
        assertThatThrownBy(() -> run(CHECK, Map.of(), "--config", bucket))
                .isInstanceOf(SettingsException.class)
                .hasMessageStartingWith(bucket + ":3: The setting 's3-connections' is 'many'");
    }

    @Test
    void eachValueIsShownWithWhereItComesFrom() throws Exception {
        String file = file("storage: /srv\nport: 1\nadmin-port: 2\nthreads: 50\nquota:\n  /a: 1GiB\n  /b: 2GiB\n");
        String table = run(
                PRINT,
                Map.of("HEADROOM_ADMIN_PORT", "3", "HEADROOM_PORT", "4"),
                "/data",
                "--config",
                file,
                "--port",
                "5",
                "--read-only");
        assertThat(row(table, "storage")).isEqualTo("storage /data DIR");
        assertThat(row(table, "port")).isEqualTo("port 5 --port");
        assertThat(row(table, "read-only")).isEqualTo("read-only true --read-only");
        assertThat(row(table, "admin-port")).isEqualTo("admin-port 3 HEADROOM_ADMIN_PORT");
        assertThat(row(table, "threads")).isEqualTo("threads 50 " + file + ":4");
        assertThat(row(table, "sync")).isEqualTo("sync always default");
        assertThat(row(table, "contact")).isEqualTo("contact default");
        assertThat(table.replaceAll(" +", " "))
                .contains("quota /a=1GiB " + file + ":6", "quota /b=2GiB " + file + ":7");
        for (Setting setting : Setting.values()) {
            row(table, setting.key());
        }
    }

    @Test
    void whatLetsSomebodyInIsNotShown() throws Exception {
        String file = file("""
                users: {alice: $argon2id$geheim}
                metadata: jdbc:postgresql://me:geheim@db/headroom?user=me&password=geheim
                webhook: https://chat.example.org/hooks/geheim?token=geheim
                endpoint: https://me:geheim@s3.example.org
                """);
        String table = run(PRINT, Map.of(), "--config", file);
        assertThat(table).doesNotContain("geheim").contains("alice=(not shown)");
        assertThat(row(table, "metadata")).contains("jdbc:postgresql://(not shown)@db/headroom?(not shown)");
        assertThat(row(table, "webhook")).contains("https://chat.example.org/(not shown)");
        assertThat(row(table, "endpoint")).contains("@s3.example.org");
    }
}
