package io.headroom.server.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.headroom.server.metadata.JdbcPropertyStore;
import io.headroom.server.metadata.MetadataDatabase;
import io.headroom.server.metadata.MetadataSettings;
import io.headroom.server.property.DeadProperty;
import io.headroom.server.property.PropertyChange;
import io.headroom.server.xml.PropertyName;
import io.headroom.spi.SettingsException;
import io.headroom.spi.path.ResourcePath;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands check, export and import, on a folder. */
class CheckCommandTest {
    @TempDir
    Path files;

    @TempDir
    Path elsewhere;

    private Path state;

    @BeforeEach
    void findState() {
        state = files.resolve(".headroom");
    }

    private static CommandResult check(Path folder, String... options) throws InterruptedException {
        String[] arguments = new String[options.length + 1];
        arguments[0] = folder.toString();
        System.arraycopy(options, 0, arguments, 1, options.length);
        return CommandResult.of(new CheckCommand(new ServeArguments(Map.of()), Clock.systemUTC()), arguments);
    }

    private static CommandResult copy(Subcommand command, Path folder, Path file, String... options)
            throws InterruptedException {
        String[] arguments = new String[options.length + 2];
        arguments[0] = folder.toString();
        arguments[1] = file.toString();
        System.arraycopy(options, 0, arguments, 2, options.length);
        return CommandResult.of(command, arguments);
    }

    private static CommandResult export(Path folder, Path file) throws InterruptedException {
        return copy(new ExportCommand(new ServeArguments(Map.of()), Clock.systemUTC()), folder, file);
    }

    private static CommandResult importFrom(Path folder, Path file, String... options) throws InterruptedException {
        return copy(new ImportCommand(new ServeArguments(Map.of())), folder, file, options);
    }

    private MetadataDatabase database() {
        return MetadataDatabase.open(MetadataSettings.file(state.resolve("metadata.db"), false));
    }

    private void property(String path) {
        try (MetadataDatabase database = database()) {
            property(database, path);
        }
    }

    private static void property(MetadataDatabase database, String path) {
        new JdbcPropertyStore(database)
                .apply(
                        ResourcePath.parse(path),
                        List.of(new PropertyChange.Set(
                                new DeadProperty(new PropertyName("urn:x", "p"), "<p xmlns=\"urn:x\"/>"))));
    }

    private int properties(String path) {
        try (MetadataDatabase database = database()) {
            return new JdbcPropertyStore(database)
                    .find(ResourcePath.parse(path))
                    .size();
        }
    }

    @Test
    void whereNothingIsKeptYetAllIsWellAndNothingIsMade() throws Exception {
        CommandResult result = check(files);
        assertThat(result.code()).isZero();
        assertThat(result.output()).contains("There are no metadata yet.", "The metadata fit what is stored.");
        assertThat(files).isEmptyDirectory();
    }

    @Test
    void whatIsMountedIsLookedAtAndAMountThatIsAwayEndsIt() throws Exception {
        Path other = Files.createDirectory(elsewhere.resolve("other"));
        Files.writeString(other.resolve("here"), "x");
        property("/mount/here");
        property("/mount/gone");
        String mount = "/mount=" + other;
        assertThat(check(files, "--mounts", mount).output()).contains("/mount/gone has the property", "1 finding.");
        assertThat(check(files, "--mend", "--mounts", mount).code()).isZero();
        assertThat(properties("/mount/here")).isOne();
        assertThat(properties("/mount/gone")).isZero();
        Files.move(other, elsewhere.resolve("unplugged"));
        assertThatExceptionOfType(SettingsException.class)
                .isThrownBy(() -> check(files, "--mend", "--mounts", mount))
                .withMessage("The mount /mount is away: The root " + other + " doesn't exist.");
        assertThat(properties("/mount/here")).isOne();
    }

    @Test
    void lookingTellsAndMendingMends() throws Exception {
        Files.writeString(files.resolve("here"), "x");
        property("/here");
        property("/gone");
        Path staged = Files.createDirectories(state.resolve("staging/3")).resolve("1-a");
        Files.writeString(staged, "half");

        CommandResult looked = check(files);
        assertThat(looked.code()).isEqualTo(1);
        assertThat(looked.output())
                .contains(
                        staged + " is of an upload or a copy that did not come to its end.",
                        "/gone has the property {urn:x}p, and is not there.",
                        "2 findings. Nothing was changed; with --mend this command mends it.");
        assertThat(staged).exists();
        assertThat(properties("/gone")).isOne();

        CommandResult mended = check(files, "--mend");
        assertThat(mended.code()).isZero();
        assertThat(mended.output()).contains("2 findings, and all is mended.", "is kept in " + state);
        assertThat(staged).doesNotExist();
        assertThat(properties("/gone")).isZero();
        assertThat(properties("/here")).isOne();
        assertThat(check(files).output()).isEqualTo("The metadata fit what is stored." + System.lineSeparator());

        try (var kept = Files.newDirectoryStream(state, "headroom-check-*.json")) {
            for (Path file : kept) {
                assertThat(importFrom(files, file).code()).as("not empty").isEqualTo(1);
                assertThat(importFrom(files, file, "--merge").output()).containsPattern("dead property +1 +0");
            }
        }
        assertThat(properties("/gone")).isOne();
    }

    @Test
    void programsGetJson() throws Exception {
        property("/gone");
        Files.writeString(files.resolve("here"), "x");
        JsonNode json = new JsonMapper().readTree(check(files, "--json").output());
        assertThat(json.path("open").asInt()).isOne();
        assertThat(json.path("mended").asBoolean()).isFalse();
        assertThat(json.at("/findings/0/kind").asText()).isEqualTo("orphaned_property");
        assertThat(json.at("/findings/0/examples/0/subject").asText()).isEqualTo("/gone");
    }

    @Test
    void besideAServerNothingIsChecked() throws Exception {
        property("/gone");
        MetadataDatabase server = database();
        assertThatExceptionOfType(SettingsException.class)
                .isThrownBy(() -> check(files, "--mend"))
                .withMessageContaining("in use by another server");
        assertThatExceptionOfType(SettingsException.class)
                .isThrownBy(() -> export(files, elsewhere.resolve("x.json")))
                .withMessageContaining("in use by another server");
        server.close();
        assertThat(elsewhere).isEmptyDirectory();
        assertThat(properties("/gone")).isOne();
    }

    @Test
    void aCopyGoesFromFolderToFolder() throws Exception {
        property("/a");
        Path file = elsewhere.resolve("copy.json");
        assertThat(export(files, file).output()).isEqualTo("Wrote 1 entry into " + file + "." + System.lineSeparator());
        Path other = Files.createDirectory(elsewhere.resolve("other"));
        CommandResult result = importFrom(other, file);
        assertThat(result.code()).isZero();
        assertThat(result.output()).containsPattern("dead property +1 +0");
        Path again = elsewhere.resolve("again.json");
        export(other, again);
        assertThat(Files.readAllLines(again).subList(1, 3))
                .isEqualTo(Files.readAllLines(file).subList(1, 3));
    }

    @Test
    void whatIsNoCopyMakesNoDatabase() throws Exception {
        Path file = Files.writeString(elsewhere.resolve("copy.json"), "hello\n");
        assertThatExceptionOfType(SettingsException.class)
                .isThrownBy(() -> importFrom(files, file))
                .withMessageContaining("Line 1: this is no line that 'headroom export' wrote");
        assertThatExceptionOfType(SettingsException.class)
                .isThrownBy(() -> export(files, file))
                .withMessageContaining("There are no metadata");
        assertThat(files).isEmptyDirectory();
        assertThat(file).hasContent("hello");
    }

    @Test
    void aDamagedDatabaseIsSaidToBeDamagedAndLeftAlone() throws Exception {
        try (MetadataDatabase database = database()) {
            for (int i = 0; i < 100; i++) {
                property(database, "/gone" + i + "x".repeat(200));
            }
        }
        Path file = state.resolve("metadata.db");
        byte[] bytes = Files.readAllBytes(file);
        // The last page is one with properties.
        Arrays.fill(bytes, bytes.length - 4000, bytes.length - 100, (byte) 7);
        Files.write(file, bytes);
        CommandResult result = check(files, "--mend");
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.output()).contains("A damaged database can't be mended");
    }
}
