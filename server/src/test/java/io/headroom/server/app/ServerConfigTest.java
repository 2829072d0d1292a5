package io.headroom.server.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headroom.server.admin.AdminSettings;
import io.headroom.server.answer.RoomRoot;
import io.headroom.server.method.MethodSettings;
import io.headroom.server.monitor.Thresholds;
import io.headroom.server.monitor.WebhookSettings;
import io.headroom.spi.SettingsException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerConfigTest {
    private static final Path ROOT = Path.of("/srv/files");

    @Test
    void everyDefaultIsWhatTheTableSays() {
        ServerConfig config = ServerConfig.of(ROOT, Map.of());
        assertThat(config.host()).isEqualTo("127.0.0.1");
        assertThat(config.port()).isEqualTo(8080);
        assertThat(config.durable()).isTrue();
        assertThat(config.readOnly()).isFalse();
        assertThat(config.room().floor().share()).isEqualTo(0.01);
        assertThat(config.room().floor().most()).isEqualTo(1L << 30);
        assertThat(config.links()).isEqualTo("inside");
        assertThat(config.keptListings()).isEmpty();
        assertThat(config.pathPrefix()).isEmpty();
        assertThat(config.publicHosts()).isEmpty();
        assertThat(config.methods()).isEqualTo(MethodSettings.DEFAULT);
        assertThat(config.answers()).isEqualTo(new AnswerSettings(RoomRoot.MULTISTATUS, Optional.empty(), ""));
        assertThat(config.largestFile()).isEmpty();
        assertThat(config.drain()).hasSeconds(60);
        assertThat(config.threads()).isEqualTo(200);
        assertThat(config.uploads()).isEqualTo(100);
        assertThat(config.monitoring())
                .isEqualTo(new MonitoringSettings(
                        Optional.of(new AdminSettings("127.0.0.1", 8081, false)),
                        Thresholds.DEFAULT,
                        Optional.empty()));
        assertThat(config.state()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "PORT, 70000, must be a whole number from 0 to 65535",
        "PORT, eighty, must be a whole number",
        "SYNC, sometimes, must be always or never",
        "FLOOR, much, neither a share such as 1% nor a size",
        "READ_ONLY, yes, must be true or false",
        "PATH_PREFIX, dav, must look like /dav",
        "LINKS, follow, must be inside or hide",
        "ROOM_ANSWER, page, 'must be multistatus, error or auto'",
        "LARGEST_FILE, huge, 'largest-file' is wrong",
        "REFUSED_NAMES, a/b, 'refused-names' is wrong",
        "HOST, 0.0.0.0, --allow-anonymous",
        "THRESHOLDS, 80;90, must be whole numbers from 1 to 100",
        "WEBHOOK, example.org, must be an address such as https://example.org/hook",
        "ADMIN_PORT, on, must be a whole number from 0 to 65535",
    })
    void aWrongValueIsNamed(Setting setting, String value, String sentence) {
        assertThatThrownBy(() -> ServerConfig.of(ROOT, Map.of(setting, value)))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining(sentence);
    }

    @Test
    void beyondLoopbackOnlyWhenItIsMeant() {
        assertThat(ServerConfig.of(ROOT, Map.of(Setting.HOST, "0.0.0.0", Setting.ALLOW_ANONYMOUS, "true"))
                        .host())
                .isEqualTo("0.0.0.0");
        assertThat(ServerConfig.of(ROOT, Map.of(Setting.HOST, "::1")).host()).isEqualTo("::1");
    }

    @Test
    void theAdministrationCanBeNamedOrLeftOut() {
        assertThat(ServerConfig.of(ROOT, Map.of(Setting.ADMIN_PORT, "off"))
                        .monitoring()
                        .admin())
                .isEmpty();
        assertThat(ServerConfig.of(ROOT, Map.of(Setting.ADMIN_PORT, "8081"))
                        .monitoring()
                        .admin())
                .contains(new AdminSettings("127.0.0.1", 8081, true));
    }

    @Test
    void theWebhooksSecretComesFromAFile(@TempDir Path folder) throws Exception {
        Path secret = Files.writeString(folder.resolve("secret"), "geheim\n");
        Map<Setting, String> given =
                Map.of(Setting.WEBHOOK, "https://example.org/hook", Setting.WEBHOOK_SECRET_FILE, secret.toString());
        assertThat(ServerConfig.of(ROOT, given).monitoring().webhook())
                .contains(new WebhookSettings(URI.create("https://example.org/hook"), Optional.of("geheim")));
        Files.writeString(secret, " \n");
        assertThatThrownBy(() -> ServerConfig.of(ROOT, given))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("is empty");
    }

    @Test
    void whomToAskIsOneLine() {
        assertThatThrownBy(() -> ServerConfig.of(ROOT, Map.of(Setting.CONTACT, "a\nb")))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("'contact' must be one line");
    }

    @Test
    void theFileUsesTheSameWords(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("headroom.yaml"), "port: 9000\nsync: never\nread-only: true\n");
        GivenSettings settings = SettingsFile.read(file);
        assertThat(settings.text(Setting.PORT)).isEqualTo("9000");
        assertThat(settings.text(Setting.SYNC)).isEqualTo("never");
        assertThat(settings.text(Setting.READ_ONLY)).isEqualTo("true");
        assertThat(settings.has(Setting.HOST)).isFalse();
    }

    /** The README's table holds each setting with its default and its sentence, and no other. */
    @Test
    void theReadmeNamesEverySetting() throws Exception {
        String readme = Files.readString(Path.of("..", "README.md"));
        String table = readme.substring(readme.indexOf("\n## Settings"), readme.indexOf("\n## What 507 means"));
        for (Setting setting : Setting.values()) {
            String value = setting.defaultValue().isEmpty() ? "" : "`" + setting.defaultValue() + "`";
            assertThat(table)
                    .contains("| `" + setting.key() + "` | " + value + (value.isEmpty() ? "" : " ") + "| "
                            + setting.sentence() + " |");
        }
        long rows = table.lines().filter(line -> line.startsWith("| `")).count();
        assertThat(rows).isEqualTo(Setting.values().length);
    }
}
