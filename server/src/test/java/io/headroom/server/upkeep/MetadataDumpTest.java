package io.headroom.server.upkeep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.headroom.server.metadata.MetadataDatabase;
import io.headroom.server.metadata.MetadataSettings;
import io.headroom.server.metadata.MetadataTable;
import io.headroom.spi.SettingsException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MetadataDumpTest extends MetadataDumpContract {
    private static final String HEADER =
            "{\"headroom\":\"metadata\",\"format\":1,\"version\":\"9.9\",\"schema\":3,\"time\":\"2026-11-22T10:00:00Z\"}\n";

    /** What a server makes by itself, again and again. */
    private static final Set<String> NOT_COPIED = Set.of(
            "flyway_schema_history",
            "account_state",
            "quota_usage",
            "quota_books",
            "capacity_level",
            "capacity_sample",
            "lock_removal",
            "lock_state",
            "node",
            "quota_node",
            "shared_quota",
            "quota_lease");

    @Override
    MetadataSettings from() {
        return file("from.db");
    }

    @Override
    MetadataSettings to() {
        return file("to.db");
    }

    @Test
    void eachTableIsEitherCopiedOrKnownNotToBe() throws Exception {
        MetadataDatabase.open(file("schema.db")).close();
        Set<String> tables = new TreeSet<>();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("schema.db"));
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT name FROM sqlite_master WHERE type = 'table'")) {
            while (row.next()) {
                tables.add(row.getString(1));
            }
        }
        Set<String> known = new TreeSet<>(NOT_COPIED);
        for (MetadataTable table : MetadataTable.values()) {
            known.add(table.title());
        }
        assertThat(tables)
                .as("a new table is copied by MetadataTable, or belongs into the list of this test")
                .isEqualTo(known);
    }

    @Test
    void theNewestMigrationIsKnown() throws Exception {
        int newest = Math.max(newest("db/migration"), newest("db/postgresql"));
        assertThat(MetadataTable.SCHEMA)
                .as("after a migration, see whether MetadataTable must change, and raise its SCHEMA")
                .isEqualTo(newest);
    }

    private static int newest(String folder) throws IOException {
        int newest = 0;
        Path migrations = Path.of("src/main/resources").resolve(folder);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(migrations, "V*.sql")) {
            for (Path file : files) {
                Matcher number = Pattern.compile("V(\\d+)__.*")
                        .matcher(file.getFileName().toString());
                assertThat(number.matches()).isTrue();
                newest = Math.max(newest, Integer.parseInt(number.group(1)));
            }
        }
        return newest;
    }

    @Test
    void whatAnOlderServerDidNotKnowHasItsDefault() {
        String old = HEADER
                + "{\"table\":\"property_move\",\"id\":-5,\"source\":\"/a\",\"target\":\"/b\"}\n"
                + "{\"table\":\"quota\",\"root\":\"/a\",\"limit_entries\":3}\n{\"rows\":2}\n";
        DumpReader reader = Copies.reader(old);
        assertThat(reader.header().schema()).isEqualTo(3);
        assertThat(reader.next().values()).containsExactly(-5L, "/a", "/b", 0L);
        assertThat(reader.next().values()).containsExactly("/a", null, 3L);
        assertThat(reader.hasNext()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{\"headroom\":\"metadata\",\"format\":2,\"version\":\"9.9\",\"schema\":3,\"time\":\"2026-11-22T10:00:00Z\"} | newer than this one: format 2, schema 3",
                "{\"headroom\":\"metadata\",\"format\":1,\"version\":\"9.9\",\"schema\":99,\"time\":\"2026-11-22T10:00:00Z\"} | newer than this one: format 1, schema 99",
                "{\"headroom\":\"metadata\",\"format\":1,\"version\":\"9.9\",\"schema\":3,\"time\":\"noon\"} | no file that 'headroom export' wrote",
                "{\"count\":0} | no file that 'headroom export' wrote",
                "[] | no file that 'headroom export' wrote",
                "hello | Line 1: this is no line that 'headroom export' wrote",
            })
    void whatIsNoExportOrTooNewIsRefused(String header, String words) {
        assertThatExceptionOfType(SettingsException.class)
                .isThrownBy(() -> Copies.reader(header + "\n{\"rows\":0}\n"))
                .withMessageContaining(words);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{\"table\":\"node\",\"id\":\"x\"} | Line 2: 'node' is nothing that is imported",
                "{\"table\":\"quota\",\"root\":5} | Line 2: 'root' must be text",
                "{\"table\":\"quota\",\"root\":\"/\",\"limit_bytes\":1.5} | Line 2: 'limit_bytes' must be a whole number",
                "{\"table\":\"quota\",\"root\":\"/\",\"limit_bytes\":99999999999999999999} | Line 2: 'limit_bytes' must be a whole number",
                "{\"table\":\"modification_time\",\"parent\":\"/\",\"name\":\"a\",\"entity_tag\":\"v\"} | 'modified_at' must be a whole number",
                "{\"rows\":1} | the number of rows is wrong",
                "{\"table\":\"quota\",\"ro | Line 2: this is no line that",
            })
    void aWrongLineIsNamed(String line, String words) {
        assertThatExceptionOfType(SettingsException.class)
                .isThrownBy(() -> Copies.reader(HEADER + line + "\n").next())
                .withMessageContaining(words);
    }
}
