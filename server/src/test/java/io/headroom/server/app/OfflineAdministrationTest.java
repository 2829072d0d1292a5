package io.headroom.server.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.headroom.server.admin.AdminRefusedException;
import io.headroom.spi.SettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.ParameterException;

/** The commands about room while no server runs: they see what the server would serve. */
class OfflineAdministrationTest {
    @TempDir
    Path files;

    @TempDir
    Path archive;

    @TempDir
    Path elsewhere;

    @BeforeEach
    void fillTheArchive() throws IOException {
        Files.writeString(archive.resolve("a"), "12345");
    }

    private String config(String... lines) throws IOException {
        List<String> all =
                Stream.concat(Stream.of("storage: " + files), Stream.of(lines)).toList();
        return Files.write(elsewhere.resolve("headroom.yaml"), all).toString();
    }

    private String mounting(String... lines) throws IOException {
        return config(Stream.concat(Stream.of("mounts: {/archive: " + archive + "}"), Stream.of(lines))
                .toArray(String[]::new));
    }

    private static CommandResult run(Map<String, String> environment, String name, String... arguments)
            throws InterruptedException {
        Administrations administrations = new Administrations(new ServeArguments(environment), Clock.systemUTC());
        Subcommand command = Stream.concat(
                        Stream.of(
                                new CapacityCommand(administrations),
                                new FitCommand(administrations),
                                new NodesCommand(administrations)),
                        QuotaCommand.all(administrations).stream())
                .filter(each -> each.spec().name().equals(name))
                .findFirst()
                .orElseThrow();
        return CommandResult.of(command, arguments);
    }

    private static String says(String name, String... arguments) throws InterruptedException {
        CommandResult result = run(Map.of(), name, arguments);
        assertThat(result.code()).as(result.output()).isZero();
        return result.output();
    }

    private static void assertWrong(String sentence, ThrowingCallable run) {
        assertThatExceptionOfType(SettingsException.class).isThrownBy(run).withMessageContaining(sentence);
    }

    @Test
    void aQuotaCountsWhatIsMounted() throws Exception {
        String config = mounting();
        assertThat(says("set", "/archive", "10", "--config", config))
                .contains("The quota of /archive is set.", "5 bytes");
        assertThat(says("list", "--config", config)).contains("/archive", "administration", "10 bytes");
        assertThat(says("show", "/archive", "--config", config)).contains("10 bytes", "5 bytes", "50 %");
        assertThat(run(Map.of(), "fit", "/archive/b", "6", "--config", config).code())
                .isEqualTo(1);
        assertThat(says("fit", "/archive/b", "5", "--config", config)).contains("It fits.");
        assertThat(says("remove", "/archive", "--config", config)).contains("is removed");
    }

    @Test
    void foldersThatAreMountedAreFoldersToo() throws Exception {
        Files.createDirectory(files.resolve("own"));
        assertThat(says("capacity", "--folders", "/", "--config", mounting())).contains("/archive  5 bytes", "/own");
        assertThat(says("capacity", "--folders", "/", files.toString()))
                .contains("/own")
                .doesNotContain("/archive");
    }

    @Test
    void oneThatIsAwayIsShownAndTheOthersAreLookedAt() throws Exception {
        String config = config("mounts: {/old: " + elsewhere.resolve("missing") + "}");
        assertThat(says("capacity", "--config", config))
                .containsPattern("/ +volume")
                .containsPattern("/old +unknown");
    }

    @Test
    void quotasOfTheSettingsAreKnownAndStay() throws Exception {
        String config = mounting("quota: {/archive: 8}");
        assertThat(says("list", "--config", config)).contains("/archive", "configuration", "8 bytes");
        assertThatExceptionOfType(AdminRefusedException.class)
                .isThrownBy(() -> says("set", "/archive", "1GiB", "--config", config))
                .withMessageContaining("configuration");
    }

    @Test
    void theSettingsMayStandInTheEnvironmentAndNobodyListens() throws Exception {
        Map<String, String> environment = Map.of(
                "HEADROOM_STORAGE",
                files.toString(),
                "HEADROOM_HOST",
                "0.0.0.0",
                "HEADROOM_MOUNTS",
                "/archive=" + archive,
                "HEADROOM_STATE",
                elsewhere.resolve("state").toString());
        assertThat(run(environment, "set", "/archive", "10").output()).contains("5 bytes");
        assertThat(elsewhere.resolve("state/metadata.db")).exists();
        assertThat(run(environment, "capacity", files.toString()).output()).contains("/archive");
        assertThat(run(environment, "nodes").output()).contains("No server runs.");
    }

    @Test
    void whoseRoomIsMeantMustBeSaidOnce() {
        for (String[] words : new String[][] {{"capacity"}, {"show", "/a"}, {"fit", "/a", "1"}}) {
            String[] own = Stream.of(words).skip(1).toArray(String[]::new);
            assertThatExceptionOfType(ParameterException.class)
                    .isThrownBy(() -> says(words[0], own))
                    .withMessageContaining("This takes DIR");
        }
        assertThatExceptionOfType(ParameterException.class)
                .isThrownBy(() -> says("capacity", files.toString(), "--admin", "http://127.0.0.1:1"))
                .withMessage("This takes no words, not '" + files + "'.");
    }

    @Test
    void whatOthersMayUseIsLeftAlone() throws Exception {
        String shared = config("metadata: jdbc:postgresql://127.0.0.1:1/headroom");
        assertWrong("--admin", () -> says("capacity", "--config", shared));
        assertWrong("--admin", () -> says("capacity", "s3://bucket"));
    }

    @Test
    void withReadOnlyNoQuotasAreKept() throws Exception {
        String config = mounting("read-only: true");
        assertWrong("'read-only'", () -> says("set", "/archive", "10", "--config", config));
        assertThat(files).isEmptyDirectory();
    }
}
