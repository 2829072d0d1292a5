package io.headroom.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the Dockerfile names must be what the build makes and the server knows: nothing else would notice before somebody builds it. */
class DockerfileTest {
    private static final Path ROOT = Path.of("..");

    private final String text = read("Dockerfile").replace("\\\n", " ");

    private static String read(String file) {
        try {
            return Files.readString(ROOT.resolve(file));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The words after an instruction that stands there once. */
    private String words(String instruction) {
        List<String> lines =
                text.lines().filter(line -> line.startsWith(instruction + " ")).toList();
        assertThat(lines).as(instruction).hasSize(1);
        return lines.get(0).substring(instruction.length()).strip();
    }

    @Test
    void theFilesAreThoseOfTheBuildAndReachTheImage() {
        List<String> copied = List.of(words("COPY").split(" +"));
        assertThat(copied).containsExactly("server/target/headroom.jar", "headroom", "/usr/share/headroom/");
        assertThat(read("server/pom.xml"))
                .contains("<outputFile>${project.build.directory}/headroom.jar</outputFile>")
                // Where the package puts them, too: the launcher looks for the jar beside itself.
                .contains("<dst>/usr/share/headroom/headroom.jar</dst>", "<dst>/usr/share/headroom/headroom</dst>");
        assertThat(ROOT.resolve("headroom")).isRegularFile();
        assertThat(Files.isExecutable(ROOT.resolve("headroom"))).isTrue();
        assertThat(read(".dockerignore").lines()).contains("*", "!headroom", "!server/target/headroom.jar");
    }

    @Test
    void theSettingsAreKnownAndThePortsAreTheDefaults() {
        Map<String, String> environment = new HashMap<>();
        for (String word : words("ENV").split(" +", -1)) {
            environment.put(word.substring(0, word.indexOf('=')), word.substring(word.indexOf('=') + 1));
        }
        GivenSettings settings = EnvironmentSettings.read(environment);
        assertThat(settings.text(Setting.STORAGE)).isEqualTo(words("VOLUME"));
        assertThat(settings.text(Setting.HOST)).isEqualTo("0.0.0.0");
        assertThat(words("EXPOSE")).isEqualTo(Setting.PORT.defaultValue());
        Matcher asked = Pattern.compile("http://(\\S+):(\\d+)/ready").matcher(words("HEALTHCHECK"));
        assertThat(asked.find()).isTrue();
        assertThat(asked.group(1)).isEqualTo(Setting.ADMIN_HOST.defaultValue());
        assertThat(asked.group(2)).isEqualTo(Setting.ADMIN_PORT.defaultValue());
    }

    @Test
    void itRunsTheLauncherAsSomebodyWhoIsNotRoot() {
        assertThat(words("USER")).isEqualTo("headroom");
        assertThat(words("STOPSIGNAL")).isEqualTo("SIGTERM");
        assertThat(words("ENTRYPOINT")).isEqualTo("[\"headroom\"]");
        assertThat(text).contains("ln -s /usr/share/headroom/headroom /usr/bin/headroom");
    }
}
