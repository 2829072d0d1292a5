package io.headroom.server.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headroom.spi.SettingsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.ParameterException;

/** Where no server runs: on the database itself. */
class UserCommandTest extends UserCommandContract {
    @Test
    void withoutAWordWhoseUsersTheyAreThatIsAskedBeforeThePassword() {
        for (String[] words : new String[][] {{"list"}, {"add", "alice"}, {"app-password", "list", "alice"}}) {
            assertThatThrownBy(() -> run(words))
                    .isInstanceOf(ParameterException.class)
                    .hasMessageContaining("Whose users?", "--config FILE");
        }
        assertThatThrownBy(() -> run("list", "%", "more"))
                .isInstanceOf(ParameterException.class)
                .hasMessageContaining("This takes DIR, not '" + folder + " more'.");
        assertThatThrownBy(() -> run("add"))
                .isInstanceOf(ParameterException.class)
                .hasMessageContaining("This takes DIR NAME, not nothing.");
    }

    @Test
    void theSettingsSayWhereTheDatabaseIs() throws Exception {
        Path elsewhere = folder.resolve("elsewhere/accounts.db");
        Path config = Files.writeString(
                folder.resolve("headroom.yaml"), "storage: " + folder + "\nmetadata: " + elsewhere + "\n");
        run(PASSWORD, Map.of(), List.of("add", "alice", "--config", config.toString(), "--password-stdin"));
        assertThat(elsewhere).exists();
        assertThat(run(PASSWORD, Map.of("HEADROOM_METADATA", elsewhere.toString()), List.of("list", folder.toString())))
                .contains("alice");
        assertThat(run("list", "%", "--metadata", elsewhere.toString())).contains("alice");
        assertThat(run("list", "%")).contains("There are no users.");
    }

    @Test
    void aFolderThatIsMissingIsNotMade() {
        Path missing = folder.resolve("missing");
        assertThatThrownBy(() -> run("add", missing.toString(), "alice", "--password-stdin"))
                .isInstanceOf(SettingsException.class)
                .hasMessage("The folder " + missing + " is missing.");
        assertThat(missing).doesNotExist();
    }

    @Test
    void aDatabaseOfANewerServerIsNotTouched() throws Exception {
        run("list", "%");
        Path database = folder.resolve(".headroom/metadata.db");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO flyway_schema_history (installed_rank, version, description, type, script,"
                    + " checksum, installed_by, execution_time, success)"
                    + " VALUES (99, '99', 'later', 'SQL', 'V99__later.sql', 1, '', 1, 1)");
        }
        assertThatThrownBy(() -> run("list", "%"))
                .isInstanceOf(SettingsException.class)
                .hasMessage("The metadata database " + database
                        + " was made by another version of this server, which this one can't read.");
    }

    @Test
    void theAdministrationIsAskedWithATokenOnly() {
        assertThatThrownBy(() -> run("list", "--admin", "http://127.0.0.1:1"))
                .isInstanceOf(ParameterException.class)
                .hasMessageContaining("--token-file FILE");
    }
}
